//! What can be chosen of a cluster.

use quorum_kernel::{After, BadChoice, Choice, Members, Setting};

use super::mutants::{self, Rules};

/// Size, timeouts and rules of a cluster. Times are in ticks of a millisecond.
#[derive(Clone, Debug)]
pub struct Config {
    /// How many servers, and how many clients.
    pub members: Members,
    /// How long a follower waits to hear of a leader, and a candidate for votes. "Election timeouts are chosen randomly
    /// from a fixed interval (e.g., 150–300ms)" (§5.2).
    pub election: After,
    /// How often a leader shows that it lives. "broadcastTime ≪ electionTimeout" (§5.6): several times within the
    /// shortest election timeout.
    pub heartbeat: u32,
    /// How long a client waits for an answer before it asks the next server.
    pub retry: After,
    /// How many entries one AppendEntries carries at most.
    pub batch: usize,
    /// The rules that mutants change.
    pub rules: &'static Rules,
}

/// The fewest and the most servers that can be chosen.
const SERVERS: (u8, u8) = (1, 9);
/// The fewest and the most clients that can be chosen.
const CLIENTS: (u8, u8) = (0, 9);

impl Config {
    /// A correct cluster.
    pub fn new(servers: u8, clients: u8) -> Self {
        Self {
            members: Members { servers, clients },
            election: 150..=300,
            heartbeat: 50,
            retry: 200..=400,
            batch: 64,
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
        Setting::check(&[], &choice.options)?;
        let rules = match &choice.mutant {
            None => &mutants::CORRECT,
            Some(id) => mutants::rules(id).ok_or_else(|| {
                let known = mutants::MUTANTS.iter().map(|mutant| mutant.id).collect();
                BadChoice::Mutant { id: id.clone(), known }
            })?,
        };
        Ok(Self { rules, ..Self::new(choice.servers, choice.clients) })
    }

    /// How many servers make a majority: "any two majorities share a server", which is all that safety stands on.
    pub fn majority(&self) -> usize {
        (self.rules.majority)(usize::from(self.members.servers))
    }
}
