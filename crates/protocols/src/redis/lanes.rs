//! The locks' view beside the cluster: who counts on the lock until when, by the client's clock and by each Redis's, and
//! what the resource took and turned away.

use quorum_kernel::{
    Happening, NodeId, Text,
    inspect::{Drawn, LanesOf, Stroke, Tone, Who},
};

use super::{Deployment, Lock, Note, Reply, Token};

/// The views of lanes.
pub const LANES: &[LanesOf] =
    &[LanesOf { id: LEASES, title: "locks-view-leases", about: "locks-view-leases-about", who: Who::All }];

const LEASES: &str = "leases";
/// A client holds one lock at a time, and a Redis one key.
const LEASE: &str = "lease";

/// What something that happened draws: a bar while a client counts on the lock, one while a Redis has the key, a mark for
/// each access to the resource.
pub fn strokes<K: Deployment>(happening: &Happening<Lock<K>>) -> Vec<Stroke> {
    let stroke = |lane: NodeId, drawn| vec![Stroke { view: LEASES, lane, drawn }];
    let of = |id: &str, token: &Token| Text::new(id).with("token", token.to_string());
    let begin = |label, tone| Drawn::Begin { bar: LEASE.to_owned(), label, tone };
    let end = |label, tone| Drawn::End { bar: LEASE.to_owned(), label, tone };
    let mark = |label, tone| Drawn::Mark { label, tone };
    let (lane, drawn) = match happening {
        Happening::Noted { node, note } => {
            let drawn = match note {
                Note::Acquired(pass) => begin(of("locks-lane-holds", &pass.token), Tone::Lead),
                Note::Ended { reply: Reply::Written(_), .. } => end(None, None),
                Note::Ended { token, .. } => end(Some(of("locks-lane-in-vain", token)), Some(Tone::Refuse)),
                Note::Failed { token } => mark(of("locks-lane-failed", token), Tone::Refuse),
                Note::Locked(pass) => begin(of("locks-lane-locked", &pass.token), Tone::Grant),
                Note::Unlocked { .. } => end(None, None),
                Note::Expired { held } => end(Some(of("locks-lane-expired", held)), Some(Tone::Calm)),
                Note::Rests => begin(Text::new("locks-lane-rests"), Tone::Calm),
                Note::Rejoined | Note::Demoted { .. } => end(None, None),
                Note::Promoted { epoch } => mark(Text::new("locks-lane-promoted").with("epoch", *epoch), Tone::Lead),
                Note::Read(pass) => mark(of("locks-lane-read", &pass.token), Tone::Client),
                Note::Accepted { pass, value } => {
                    mark(of("locks-lane-accepted", &pass.token).with("value", *value), Tone::Grant)
                }
                Note::Rejected(pass) => mark(of("locks-lane-rejected", &pass.token), Tone::Refuse),
            };
            (*node, drawn)
        }
        Happening::Crashed { node, .. } => (*node, end(None, None)),
        _ => return Vec::new(),
    };
    stroke(lane, drawn)
}
