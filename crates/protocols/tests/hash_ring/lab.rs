//! A hash ring under a script: what its tests say of it, and ask.

use std::fmt::Write as _;

use quorum_kernel::{Choice, Exhibit, NodeId, World};
use quorum_protocols::hash_ring::{Disk, HashRing, KEEPER, Note, Reply, Write};

use crate::common::lab::{self, Tested};

pub type Lab = lab::Lab<HashRing>;

impl Tested for HashRing {
    fn written(write: &Write) -> String {
        match write {
            Write::Life => "another life".to_owned(),
            Write::View { view, drops } => format!("view {view}, drops [{}]", drops.join(" ")),
            Write::Item { key, item } => format!("{key} = {} ({})", item.value, item.version),
            Write::Copied { from, items } => {
                let items: Vec<_> =
                    items.iter().map(|(key, item)| format!("{key} = {} ({})", item.value, item.version)).collect();
                format!("copied from {from}: [{}]", items.join(", "))
            }
            Write::Begun { view, client, serial } => format!("begun {view}, for {client} {serial}"),
            Write::Settled { view } => format!("settled {view}"),
            Write::Answered { client, serial, outcome } => format!("answered {client} {serial}: {outcome}"),
        }
    }

    fn noted(node: NodeId, note: &Note) -> String {
        match note {
            Note::Began { request } => format!("{node} begins {request}"),
            Note::Finished { key, version, wrote } => {
                let version = version.map_or("nothing".to_owned(), |version| version.to_string());
                format!("{node} has {} {key}: {version}", if *wrote { "written" } else { "read" })
            }
            Note::Corrected { by, view } => format!("{node} is corrected by {by}: {view}"),
            Note::Adopted { view, drops } => format!("{node} goes over to {view}, dropping {drops}"),
            Note::TurnedAway { client, epoch } => format!("{node} turns away {client}, of view {epoch}"),
            Note::HandsOver { to, keys } => format!("{node} hands over {keys} to {to}"),
            Note::TakesOver { from, keys } => format!("{node} takes over {keys} from {from}"),
            Note::HasAll { epoch } => format!("{node} has all of view {epoch}"),
            Note::Begins { change } => format!("{node} begins to {change}"),
            Note::Settles { view } => format!("{node} settles {view}"),
        }
    }

    fn replied(reply: &Reply) -> String {
        reply.to_string()
    }

    /// A line a storage node: the view that it is in, and what it holds.
    fn logs(world: &World<HashRing>) -> String {
        let mut said = String::new();
        for node in world.servers().filter(|node| node.id != KEEPER) {
            let held = node.disk.items.iter().map(|(key, item)| format!("{key}={}({})", item.value, item.version));
            let held = held.collect::<Vec<_>>().join(" ");
            let down = if node.state.is_none() { " down" } else { "" };
            let _ = writeln!(said, "{}{down} view=[{}] holds=[{held}]", node.id, node.disk.view(world.config()));
        }
        said
    }
}

/// A cluster of the correct protocol, or of a mutant, with settings.
pub fn cluster(servers: u8, mutant: Option<&str>, options: &[(&str, u32)]) -> Lab {
    let options = options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect();
    Lab::chosen(&Choice { servers, clients: 2, mutant: mutant.map(str::to_owned), options })
}

/// n2 alone owns all keys, and n3 can come: it is to own `a`, and not `d`. One replica.
pub const ONE: &[(&str, u32)] = &[("replicas", 1), ("virtual-nodes", 1)];

/// The default settings, and the default choice has six servers: n2 to n5 are members, n6 can come.
pub fn six() -> Lab {
    Lab::chosen(&HashRing::default_choice())
}

// What tests ask.
impl Lab {
    pub fn disk(&self, number: u8) -> &Disk {
        self.world.node(NodeId::server(number)).disk
    }

    /// The value of a key on a storage node's disk.
    pub fn value(&self, number: u8, key: &str) -> Option<String> {
        self.disk(number).items.get(key).map(|item| item.value.to_string())
    }

    /// Who holds a key, by number.
    pub fn holders(&self, key: &str) -> Vec<u8> {
        let numbers = 2..=self.world.members().servers;
        numbers.filter(|number| self.value(*number, key).is_some()).collect()
    }

    /// The number of the view that a server is in.
    pub fn epoch(&self, number: u8) -> u32 {
        self.disk(number).view(self.world.config()).epoch
    }
}
