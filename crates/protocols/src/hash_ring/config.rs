//! What can be chosen of a cluster.

use quorum_kernel::{After, BadChoice, Choice, Members, NodeId, Setting};

use super::{
    KEEPER, Nodes, Placement, Places, View,
    mutants::{self, Rules},
};

/// Size, placement, timeouts and rules of a cluster. Times are in ticks of a millisecond.
#[derive(Clone, Debug)]
pub struct Config {
    /// How many servers (the keeper of the view, and storage nodes), and how many clients.
    pub members: Members,
    /// How many of the storage nodes, the last, are no members at first.
    pub spare: u8,
    /// How many nodes are to hold each key: Dynamo's N.
    pub replicas: u32,
    /// Who owns which key.
    pub places: Places,
    /// How long a client waits for answers before it asks once more.
    pub retry: After,
    /// How long the keeper waits before it tells of a view once more.
    pub resend: After,
    /// The rules that mutants change.
    pub rules: &'static Rules,
}

/// What can be set besides the size.
pub const SETTINGS: &[Setting] = &[PLACEMENT, VIRTUAL_NODES, REPLICAS, SPARE];
/// A place in [`Placement::ALL`].
const PLACEMENT: Setting = Setting { id: "placement", default: 0, min: 0, max: Placement::ALL.len() as u32 - 1 };
/// What the placements are called, in the order of [`Placement::ALL`].
pub const NAMED: &[(&str, &[&str])] = &[(PLACEMENT.id, &PLACEMENTS)];
const PLACEMENTS: [&str; Placement::ALL.len()] = [
    "hash-ring-bar-ring",
    "hash-ring-bar-modulo",
    "hash-ring-bar-rendezvous",
    "hash-ring-bar-jump",
    "hash-ring-bar-maglev",
];
const VIRTUAL_NODES: Setting = Setting { id: "virtual-nodes", default: 4, min: 1, max: 256 };
const REPLICAS: Setting = Setting { id: "replicas", default: 3, min: 1, max: 3 };
const SPARE: Setting = Setting { id: "spare", default: 1, min: 0, max: 7 };

/// The fewest and the most servers that can be chosen: the keeper, a member, and one that can join.
const SERVERS: (u8, u8) = (3, 10);
/// The fewest and the most clients that can be chosen.
const CLIENTS: (u8, u8) = (0, 9);

impl Config {
    /// The cluster that somebody chose.
    ///
    /// # Errors
    /// If there can be no such cluster.
    pub fn choose(choice: &Choice) -> Result<Self, BadChoice> {
        if !(SERVERS.0..=SERVERS.1).contains(&choice.servers) {
            return Err(BadChoice::Servers { min: SERVERS.0, max: SERVERS.1 });
        }
        if !(CLIENTS.0..=CLIENTS.1).contains(&choice.clients) {
            return Err(BadChoice::Clients { min: CLIENTS.0, max: CLIENTS.1 });
        }
        Setting::check(SETTINGS, &choice.options)?;
        let rules = match &choice.mutant {
            None => &mutants::CORRECT,
            Some(id) => mutants::rules(id).ok_or_else(|| {
                let known = mutants::MUTANTS.iter().map(|mutant| mutant.id).collect();
                BadChoice::Mutant { id: id.clone(), known }
            })?,
        };
        let set = |setting: Setting| setting.of(&choice.options);
        // Somebody must be a member.
        let spare = Setting { max: u32::from(choice.servers) - 2, ..SPARE }.of(&choice.options)?;
        let replicas = set(REPLICAS)?;
        let placement = Placement::ALL[set(PLACEMENT)? as usize];
        let virtual_nodes = u16::try_from(set(VIRTUAL_NODES)?).expect("at most 256");
        Ok(Self {
            members: Members { servers: choice.servers, clients: choice.clients },
            spare: u8::try_from(spare).expect("fewer than servers"),
            replicas,
            places: Places::new(placement, virtual_nodes, replicas, choice.servers, rules),
            retry: 200..=400,
            resend: 150..=250,
            rules,
        })
    }

    /// The storage nodes, members or not.
    pub fn storage(&self) -> Nodes {
        self.members.server_ids().filter(|node| *node != KEEPER).collect()
    }

    /// The view that the cluster begins with.
    pub fn first_view(&self) -> View {
        let last = self.members.servers - self.spare;
        View::first((2..=last).map(NodeId::server).collect())
    }
}
