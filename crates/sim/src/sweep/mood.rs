//! What goes wrong in a storm, and how often: by the seed.

use crate::{
    Micros,
    draw::{Purpose, below, draw},
};

/// What can go wrong, or be asked, in a storm.
#[derive(Clone, Copy)]
pub(super) enum Fault {
    Request,
    Crash,
    CrashDuring,
    /// A crash between two writes of one step.
    Torn,
    Restart,
    Wipe,
    Isolate,
    Rejoin,
    /// A server goes, and who was away is back.
    Turn,
    Cut,
    Heal,
    Pause,
    Resume,
    Clock,
    Drop,
    Duplicate,
    Delay,
}

/// How often each fault comes. One mixture of all faults finds least: what one fault sets up, the next undoes.
pub(super) struct Mood {
    faults: &'static [(Fault, u64)],
    /// Whether faults of nodes strike clients; else servers.
    pub clients: bool,
    /// How long faults go on.
    pub lasts_us: Micros,
    /// The longest time between two faults, in a fast storm.
    pub pace_us: Micros,
}

impl Mood {
    pub fn of(seed: u64) -> Self {
        use Fault::{
            Clock, Crash, CrashDuring, Cut, Delay, Drop, Duplicate, Heal, Isolate, Pause, Rejoin, Request, Restart,
            Resume, Torn, Turn, Wipe,
        };
        // Six kinds, so that each meets clusters of both sizes, which change every sixteen seeds.
        let faults: &[(Fault, u64)] = match (seed / 4) % 6 {
            // Something of everything.
            0 => &[
                (Request, 25),
                (Crash, 10),
                (CrashDuring, 10),
                (Restart, 17),
                (Wipe, 3),
                (Isolate, 6),
                (Rejoin, 7),
                (Cut, 4),
                (Heal, 3),
                (Pause, 3),
                (Resume, 4),
                (Clock, 3),
                (Drop, 2),
                (Duplicate, 1),
                (Delay, 2),
            ],
            // Servers come and go, again and again.
            1 => &[(Request, 15), (Crash, 15), (CrashDuring, 30), (Restart, 35), (Clock, 5)],
            // The network alone: splits, late messages, old messages.
            2 => &[
                (Request, 25),
                (Isolate, 15),
                (Rejoin, 20),
                (Cut, 8),
                (Heal, 6),
                (Drop, 8),
                (Duplicate, 8),
                (Delay, 20),
                (Pause, 5),
                (Resume, 8),
            ],
            // Work begun and not finished: a server is asked, and goes down with it.
            3 => &[(Request, 30), (CrashDuring, 30), (Crash, 10), (Restart, 25), (Delay, 5)],
            // Servers are away in turns, for long enough that the others go on without: each comes back to what was done
            // meanwhile, with what it alone has.
            5 => &[(Request, 50), (Turn, 25), (Torn, 12), (Delay, 6)],
            // Clients that stand still, come late, or do not come back; and clocks that nobody can rely on.
            _ => &[
                (Request, 30),
                (Pause, 12),
                (Resume, 15),
                (Clock, 6),
                (Crash, 5),
                (CrashDuring, 5),
                (Restart, 12),
                (Delay, 12),
                (Drop, 3),
            ],
        };
        // A turn takes an election, and a client that finds out who was elected.
        let (lasts_us, pace_us) = if (seed / 4) % 6 == 5 { (12_000_000, 40_000) } else { (4_000_000, 20_000) };
        Self { faults, clients: (seed / 4) % 6 == 4, lasts_us, pace_us }
    }

    pub fn pick(&self, roll: u64) -> Fault {
        let total: u64 = self.faults.iter().map(|(_, weight)| weight).sum();
        let mut at = roll % total;
        for (fault, weight) in self.faults {
            if at < *weight {
                return *fault;
            }
            at -= weight;
        }
        Fault::Request
    }
}

/// The draws of one fault.
#[derive(Clone, Copy)]
pub(super) struct Dice {
    pub seed: u64,
    pub ordinal: u64,
}

impl Dice {
    pub fn roll(self, which: u64, bound: u64) -> u64 {
        below(draw(self.seed, Purpose::Fault, which, self.ordinal), bound)
    }

    /// A coin that is as biased as the seed has it: some storms do it always, some never, some now and then.
    pub fn leans(self, which: u64) -> bool {
        self.roll(which, 4) < Self { ordinal: 0, ..self }.roll(which, 5)
    }

    /// `None` if there is nothing to choose from.
    pub fn one_of<T>(self, which: u64, things: &[T]) -> Option<&T> {
        things.get(usize::try_from(self.roll(which, things.len() as u64)).ok()?)
    }
}
