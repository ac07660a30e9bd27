//! A lock under a script: what its tests say of it, and ask.

use std::fmt::Write as _;

use quorum_kernel::{Choice, Exhibit, NodeId, World};
use quorum_protocols::redis::{Client, Deployment, Lock, Note, Phase, Redis, Reply, Resource, Role, State, Write};

use crate::common::lab::{self, Tested};

pub type Lab<P> = lab::Lab<P>;

impl<K: Deployment> Tested for Lock<K> {
    fn written(write: &Write) -> String {
        match write {
            Write::Life => "another life".to_owned(),
            Write::Redis(kept) => {
                let keys: Vec<_> = kept.store.iter().map(|(key, entry)| format!("{key:?}={}", entry.value)).collect();
                format!("epoch {} keys [{}]", kept.epoch, keys.join(" ").to_lowercase())
            }
            Write::Resource(resource) => resource_line(resource),
        }
    }

    fn noted(node: NodeId, note: &Note) -> String {
        match note {
            Note::Acquired(pass) => format!("{node} has the lock as {} fence {}", pass.token, pass.fence),
            Note::Failed { token } => format!("{node} fails as {token}"),
            Note::Ended { token, reply } => format!("{node} lets go of {token}: {reply}"),
            Note::Locked(pass) => format!("{node} sets the key for {} fence {}", pass.token, pass.fence),
            Note::Unlocked { held, by } => format!("{node} deletes the key of {held} for {by}"),
            Note::Expired { held } => format!("{node} ends the key of {held}"),
            Note::Rests => format!("{node} rests"),
            Note::Rejoined => format!("{node} takes part again"),
            Note::Promoted { epoch } => format!("{node} is master of epoch {epoch}"),
            Note::Demoted { epoch } => format!("{node} hears of epoch {epoch}"),
            Note::Read(pass) => format!("{node} is read by {} fence {}", pass.token, pass.fence),
            Note::Accepted { pass, value } => format!("{node} takes {value} from {} fence {}", pass.token, pass.fence),
            Note::Rejected(pass) => format!("{node} turns away {} fence {}", pass.token, pass.fence),
        }
    }

    fn replied(reply: &Reply) -> String {
        reply.to_string()
    }

    /// A line a server: whose key it has, or what number.
    fn logs(world: &World<Self>) -> String {
        let mut said = String::new();
        for node in world.servers() {
            let _ = match node.state {
                Some(State::Redis(redis)) => {
                    let owner = redis.store.owner().map_or("nobody".to_owned(), |owner| owner.to_string());
                    writeln!(said, "{} {} owner={owner}", node.id, format!("{:?}", redis.role).to_lowercase())
                }
                Some(State::Resource) => writeln!(said, "{} {}", node.id, resource_line(&node.disk.resource)),
                _ => writeln!(said, "{} down", node.id),
            };
        }
        said
    }
}

fn resource_line(resource: &Resource) -> String {
    let claimed = resource.claimed.map_or("nobody".to_owned(), |claimed| claimed.to_string());
    format!("value {} highest {} claimed by {claimed}", resource.value, resource.highest)
}

/// A cluster with some settings.
pub fn with<P: Tested>(servers: u8, mutant: Option<&str>, options: &[(&str, u32)]) -> Lab<P> {
    let options = options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect();
    Lab::chosen(&Choice { servers, mutant: mutant.map(str::to_owned), options, ..P::default_choice() })
}

// What tests ask.
pub fn redis<K: Deployment>(lab: &Lab<Lock<K>>, number: u8) -> &Redis {
    match lab.world.node(NodeId::server(number)).state {
        Some(State::Redis(redis)) => redis,
        _ => panic!("n{number} is no Redis that runs"),
    }
}

pub fn client<K: Deployment>(lab: &Lab<Lock<K>>, number: u8) -> &Client {
    match lab.world.node(NodeId::client(number)).state {
        Some(State::Client(client)) => client,
        _ => panic!("c{number} is down"),
    }
}

/// Whose key a Redis has: `c1.1.1`, or nothing.
pub fn owner<K: Deployment>(lab: &Lab<Lock<K>>, number: u8) -> String {
    redis(lab, number).store.owner().map(|owner| owner.to_string()).unwrap_or_default()
}

pub fn rests<K: Deployment>(lab: &Lab<Lock<K>>, number: u8) -> bool {
    redis(lab, number).role == Role::Resting
}

pub fn holds<K: Deployment>(lab: &Lab<Lock<K>>, number: u8) -> bool {
    matches!(client(lab, number).phase, Phase::Holding(_))
}

/// What the resource holds.
pub fn resource<K: Deployment>(lab: &Lab<Lock<K>>) -> Resource {
    lab.world.node(lab.world.config().resource()).disk.resource
}

/// Whether a property holds.
pub fn so<P: Tested>(lab: &Lab<P>, id: &str) -> bool {
    lab.monitor.broken(&lab.world, |property| property.id == id).is_none()
}

/// The default choice with other clients, for walks.
pub fn choice<P: Exhibit>(clients: u8) -> Choice {
    Choice { clients, ..P::default_choice() }
}
