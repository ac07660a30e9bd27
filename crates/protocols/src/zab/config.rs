//! What can be chosen of a cluster.

use quorum_kernel::{After, BadChoice, Choice, Members, Setting};

use super::{
    history::Index,
    mutants::{self, Rules},
};

/// Size, timeouts and rules of a cluster. Times are in ticks of a millisecond.
#[derive(Clone, Debug)]
pub struct Config {
    /// How many servers, and how many clients.
    pub members: Members,
    /// How long a server whose vote has a quorum waits for a better one (`finalizeWait`).
    pub decide: u32,
    /// How long a server that looks for a leader waits before it says again whom it wants.
    pub look: After,
    /// How long it may take until an epoch is established (`initLimit`).
    pub init: After,
    /// How long a leader does without word from a quorum, and a follower without word from its leader (`syncLimit`).
    pub sync: After,
    /// How often a leader shows that it lives: several times within the shortest of those.
    pub ping: u32,
    /// How long a client waits for an answer before it asks the next server.
    pub retry: After,
    /// How many of its newest transactions a leader hands out one by one; a follower that lacks more gets a snapshot.
    pub window: Index,
    /// Whether a follower answers reads from its own state.
    pub local_reads: bool,
    /// The rules that mutants change.
    pub rules: &'static Rules,
}

/// The fewest and the most servers that can be chosen.
const SERVERS: (u8, u8) = (1, 9);
/// The fewest and the most clients that can be chosen.
const CLIENTS: (u8, u8) = (0, 9);

/// How many transactions are handed out one by one.
const WINDOW: Setting = Setting { id: "window", default: 10, min: 1, max: 100 };
/// Whether followers answer reads.
const LOCAL_READS: Setting = Setting::switch("local-reads", false);

/// What can be set besides the size.
pub const SETTINGS: &[Setting] = &[WINDOW, LOCAL_READS];

impl Config {
    /// A correct cluster.
    pub fn new(servers: u8, clients: u8) -> Self {
        Self {
            members: Members { servers, clients },
            decide: 50,
            look: 200..=400,
            init: 300..=500,
            sync: 150..=300,
            ping: 50,
            retry: 200..=400,
            window: WINDOW.default.into(),
            local_reads: false,
            rules: &mutants::CORRECT,
        }
    }

    /// The cluster that somebody chose.
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
        Ok(Self {
            rules,
            window: WINDOW.of(&choice.options)?.into(),
            local_reads: LOCAL_READS.of(&choice.options)? == 1,
            ..Self::new(choice.servers, choice.clients)
        })
    }

    /// How many servers are a quorum: a majority, so that any two share a server.
    pub fn quorum(&self) -> usize {
        usize::from(self.members.servers) / 2 + 1
    }
}
