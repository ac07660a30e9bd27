//! What can be chosen of a cluster.

use quorum_kernel::{After, BadChoice, Choice, Members, NodeId, Setting};

use super::mutants::{self, Rules};

/// Roles, timeouts and rules of a cluster. Times are in ticks of a millisecond.
#[derive(Clone, Debug)]
pub struct Config {
    /// How many servers, and how many clients.
    pub members: Members,
    /// How many servers propose: the first so many.
    pub proposers: u8,
    /// How many servers accept: the last so many.
    pub acceptors: u8,
    /// How long a proposer waits for a majority to answer, in each phase.
    pub patience: u32,
    /// How long a proposer whose ballot failed waits before its next, at first; the range doubles with each failure in a
    /// row. `None`: it does not wait.
    pub backoff: Option<After>,
    /// How long a client waits for an answer before it asks the next proposer. Longer than proposers need as a rule: who
    /// asks another proposer makes it compete.
    pub retry: After,
    /// The rules that mutants change.
    pub rules: &'static Rules,
}

/// The fewest and the most servers that can be chosen.
const SERVERS: (u8, u8) = (1, 9);
/// The fewest and the most clients that can be chosen.
const CLIENTS: (u8, u8) = (0, 9);
/// How often the range of a back-off doubles.
const DOUBLINGS: u8 = 4;

/// How many servers propose, the first so many; 0: all.
const PROPOSERS: Setting = Setting { id: "proposers", default: 0, min: 0, max: SERVERS.1 as u32 };
/// How many servers accept, the last so many; 0: all.
const ACCEPTORS: Setting = Setting { id: "acceptors", default: 0, min: 0, max: SERVERS.1 as u32 };
/// Whether proposers whose ballots fail wait for a random time.
const BACKOFF: Setting = Setting::switch("backoff", true);

/// What can be set besides the size.
pub const SETTINGS: &[Setting] = &[PROPOSERS, ACCEPTORS, BACKOFF];

impl Config {
    /// A correct cluster in which every server has every role.
    pub fn new(servers: u8, clients: u8) -> Self {
        Self {
            members: Members { servers, clients },
            proposers: servers,
            acceptors: servers,
            patience: 200,
            backoff: Some(10..=50),
            retry: 400..=800,
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
        let correct = Self::new(choice.servers, choice.clients);
        let backoff = correct.backoff.clone().filter(|_| BACKOFF.of(&choice.options) == Ok(1));
        let (proposers, acceptors) = (having(&PROPOSERS, choice)?, having(&ACCEPTORS, choice)?);
        Ok(Self { proposers, acceptors, backoff, rules, ..correct })
    }

    /// The acceptors.
    pub fn acceptor_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        let (first, last) = (self.members.servers - self.acceptors + 1, self.members.servers);
        (first..=last).map(NodeId::server)
    }

    /// Whether a server accepts.
    pub fn accepts(&self, id: NodeId) -> bool {
        !id.is_client() && id.number() > self.members.servers - self.acceptors
    }

    /// Whether a server proposes.
    pub fn proposes(&self, id: NodeId) -> bool {
        !id.is_client() && id.number() <= self.proposers
    }

    /// How many acceptors are enough: "any two majorities have at least one acceptor in common" (§2.2), unless a mutant
    /// says otherwise.
    pub fn quorum(&self) -> usize {
        (self.rules.quorum)(usize::from(self.acceptors))
    }

    /// How many acceptors are more than half, whatever a mutant says.
    pub fn majority(&self) -> usize {
        usize::from(self.acceptors) / 2 + 1
    }

    /// How long to wait after so many failures in a row; `None`: not at all.
    pub fn backoff(&self, failures: u8) -> Option<After> {
        let doublings = failures.saturating_sub(1).min(DOUBLINGS);
        self.backoff.as_ref().map(|range| *range.start()..=range.end() << doublings)
    }
}

/// How many servers have a role, by its setting.
fn having(role: &Setting, choice: &Choice) -> Result<u8, BadChoice> {
    match role.of(&choice.options)? {
        0 => Ok(choice.servers),
        some => u8::try_from(some).ok().filter(|some| *some <= choice.servers).ok_or(BadChoice::Range {
            id: role.id,
            min: role.min,
            max: choice.servers.into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use quorum_kernel::Options;

    use super::*;

    fn choose(servers: u8, options: &[(&str, u32)]) -> Result<Config, BadChoice> {
        let options: Options = options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect();
        Config::choose(&Choice { servers, clients: 1, mutant: None, options })
    }

    #[test]
    fn roles_are_all_or_the_first_and_the_last() {
        let all = choose(3, &[]).expect("a choice");
        assert!(all.members.server_ids().all(|id| all.proposes(id) && all.accepts(id)));
        let split = choose(5, &[("proposers", 2), ("acceptors", 3)]).expect("a choice");
        let roles: Vec<_> = split.members.server_ids().map(|id| (split.proposes(id), split.accepts(id))).collect();
        assert_eq!(roles, [(true, false), (true, false), (false, true), (false, true), (false, true)]);
        assert!(split.acceptor_ids().all(|id| split.accepts(id)) && split.acceptor_ids().count() == 3);
        assert_eq!((split.quorum(), split.majority()), (2, 2));
        let c1 = NodeId::client(1);
        assert!(!all.proposes(c1) && !all.accepts(c1));
    }

    #[test]
    fn no_more_servers_have_a_role_than_there_are() {
        assert_eq!(choose(3, &[("proposers", 4)]).err(), Some(BadChoice::Range { id: "proposers", min: 0, max: 3 }));
        assert!(choose(3, &[("proposers", 3)]).is_ok());
    }

    #[test]
    fn a_back_off_grows_up_to_a_bound_and_can_be_switched_off() {
        let config = choose(3, &[]).expect("a choice");
        let longest = |failures| config.backoff(failures).map(|range| *range.end());
        assert_eq!([1, 2, 3, 5, 6, 255].map(longest), [50, 100, 200, 800, 800, 800].map(Some));
        assert_eq!(choose(3, &[("backoff", 0)]).expect("a choice").backoff(1), None);
    }
}
