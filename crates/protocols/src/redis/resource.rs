//! The resource that the lock protects: a number on a server of its own, which is read and written with a pass.
//!
//! Fencing is its business. With numbers it turns away whoever shows a lower one than it has seen. With marks that only
//! differ (Redlock has nothing that grows), it lets write only who read last: the check-and-set of Sanfilippo's answer,
//! with the read in the part of setting the token.

use quorum_kernel::{Effects, Input, NodeId};

use super::{
    Config, Deployment, Lock,
    config::Scheme,
    message::{Message, Note, Pass},
    state::{Resource, Write},
};

/// Handles one input at the resource.
pub(super) fn step<K: Deployment>(config: &Config, input: Input<Lock<K>>, fx: &mut Effects<'_, Lock<K>>) {
    match input {
        Input::Message { from, message: Message::Read(pass) } => read(config, from, pass, fx),
        Input::Message { from, message: Message::Write { pass, value } } => write(config, from, pass, value, fx),
        _ => unreachable!("the resource is read and written, and arms no timer"),
    }
}

fn read<K: Deployment>(config: &Config, client: NodeId, pass: Pass, fx: &mut Effects<'_, Lock<K>>) {
    let before = fx.disk().resource;
    let value = admits(config, &before, pass, true).then_some(before.value);
    match value {
        Some(_) => {
            let after = seen(config, before, pass);
            // On the platter before the number is told: what has been seen must not be forgotten.
            if after != before {
                fx.force(Write::Resource(after));
            }
            fx.note(Note::Read(pass));
        }
        None => fx.note(Note::Rejected(pass)),
    }
    fx.send(client, Message::Value { token: pass.token, value });
}

fn write<K: Deployment>(config: &Config, client: NodeId, pass: Pass, value: u32, fx: &mut Effects<'_, Lock<K>>) {
    let before = fx.disk().resource;
    let accepted = admits(config, &before, pass, false);
    if accepted {
        fx.force(Write::Resource(Resource { value, writer: Some(pass.token), ..seen(config, before, pass) }));
        fx.note(Note::Accepted { pass, value });
    } else {
        fx.note(Note::Rejected(pass));
    }
    fx.send(client, Message::Written { token: pass.token, accepted });
}

/// Whether a pass is good for this.
fn admits(config: &Config, resource: &Resource, pass: Pass, reads: bool) -> bool {
    match config.scheme {
        _ if !config.fencing => true,
        // "It remembers that it has already processed a write with a higher token number […], and so it rejects the
        // request" (Kleppmann). The same of reads: who has read with a newer token must not be written over either.
        Scheme::Single => pass.fence >= resource.highest,
        // "We operate the read-modify-write only if the token is still the same when we write" (Sanfilippo).
        Scheme::Majority => reads || resource.claimed == Some(pass.token),
    }
}

/// What the resource remembers of a pass.
fn seen(config: &Config, resource: Resource, pass: Pass) -> Resource {
    match config.scheme {
        _ if !config.fencing => resource,
        Scheme::Single => Resource { highest: pass.fence, ..resource },
        Scheme::Majority => Resource { claimed: Some(pass.token), ..resource },
    }
}
