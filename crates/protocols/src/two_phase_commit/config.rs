//! What can be chosen of a cluster.

use quorum_kernel::{After, BadChoice, Choice, Members, Setting};

use super::mutants::{self, Rules};

/// Size, timeouts and rules of a cluster. Times are in ticks of a millisecond.
#[derive(Clone, Debug)]
pub struct Config {
    /// How many servers (the coordinator, and the others a participant each), and how many clients.
    pub members: Members,
    /// How long the coordinator waits for votes; a transaction that began meanwhile is given as long again.
    pub votes: After,
    /// How often the coordinator tells of a commit that was not acknowledged.
    pub resend: After,
    /// How long a participant in doubt waits before it asks, and asks again.
    pub inquire: After,
    /// How long a client that lost its connection waits before it tries again.
    pub retry: After,
    /// Whether a participant in doubt asks the other participant too, and not the coordinator alone (BHG §7.4).
    pub cooperative: bool,
    /// Whether a participant forces its abort record before it votes no. R* does not; it then needs a network that
    /// delivers nothing twice.
    pub forces_no: bool,
    /// The rules that mutants change.
    pub rules: &'static Rules,
}

/// What can be set besides the size.
pub const SETTINGS: &[Setting] = &[COOPERATIVE, FORCES_NO];
const COOPERATIVE: Setting = Setting::switch("cooperative", true);
const FORCES_NO: Setting = Setting::switch("forces-no", false);

/// The fewest and the most servers that can be chosen: money moves between two participants.
const SERVERS: (u8, u8) = (3, 9);
/// The fewest and the most clients that can be chosen.
const CLIENTS: (u8, u8) = (0, 9);

impl Config {
    /// A correct cluster.
    pub fn new(servers: u8, clients: u8) -> Self {
        Self {
            members: Members { servers, clients },
            votes: 200..=200,
            resend: 150..=200,
            inquire: 150..=250,
            retry: 50..=100,
            cooperative: true,
            forces_no: false,
            rules: &mutants::CORRECT,
        }
    }

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
        let is_on = |setting: Setting| setting.of(&choice.options).map(|value| value == 1);
        let (cooperative, forces_no) = (is_on(COOPERATIVE)?, is_on(FORCES_NO)?);
        Ok(Self { cooperative, forces_no, rules, ..Self::new(choice.servers, choice.clients) })
    }
}
