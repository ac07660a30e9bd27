//! What may go wrong in a search, and how often.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ActionKind;

/// What a budget counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Fault {
    /// A node loses its memory, between steps or within one.
    #[serde(rename = "crashes")]
    Crash,
    /// A node loses its memory and its disk.
    #[serde(rename = "wipes")]
    Wipe,
    /// A message is lost. Where delays are not bounded, a message that nobody delivers is as good as lost: leave this at
    /// none, and no run is missed that could break a safety property.
    #[serde(rename = "drops")]
    Drop,
    /// A message is duplicated.
    #[serde(rename = "duplicates")]
    Duplicate,
    /// One direction of a link is cut. As with [`Fault::Drop`]: only worth its states where delays are bounded.
    #[serde(rename = "cuts")]
    Cut,
    /// A node pauses. Where nothing is bounded, a node that takes no steps is as good as paused.
    #[serde(rename = "pauses")]
    Pause,
    /// A timer runs out. Where time is not bounded, timers can run out for ever: a limit makes the search finite.
    #[serde(rename = "fires")]
    Fire,
    /// A client is asked for something.
    #[serde(rename = "requests")]
    Request,
}

/// How many kinds of fault there are.
const KINDS: usize = 8;

/// As often as can be.
pub const UNLIMITED: u8 = u8::MAX;

/// How often each fault may still happen. What is left is part of the state that is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Budget([u8; KINDS]);

impl Budget {
    /// Nothing may go wrong, nothing run out, nobody ask.
    pub const NONE: Self = Self([0; KINDS]);

    /// The same, but for how often one fault may happen; [`UNLIMITED`]: as often as can be.
    #[must_use]
    pub const fn with(mut self, fault: Fault, times: u8) -> Self {
        self.0[fault as usize] = times;
        self
    }

    /// How often a fault may still happen.
    pub const fn left(self, fault: Fault) -> u8 {
        self.0[fault as usize]
    }

    /// What is left after an action of a kind, or `None` if it costs what is not left.
    pub fn after(mut self, kind: ActionKind) -> Option<Self> {
        let Some(fault) = Fault::of(kind) else { return Some(self) };
        let left = &mut self.0[fault as usize];
        if *left != UNLIMITED {
            *left = left.checked_sub(1)?;
        }
        Some(self)
    }

    /// As two numbers, for a search to keep beside the parts of a world.
    pub fn pack(self) -> [u32; 2] {
        let [a, b, c, d, e, f, g, h] = self.0;
        [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]
    }

    /// The budget that [`Budget::pack`] made two numbers of.
    pub fn unpack([low, high]: [u32; 2]) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (low.to_le_bytes(), high.to_le_bytes());
        Self([a, b, c, d, e, f, g, h])
    }
}

/// As it is written: the faults that may happen, each with how often, `{"crashes": 1, "fires": 2}`.
impl Serialize for Budget {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let some: Vec<_> = Fault::ALL.into_iter().filter(|fault| self.left(*fault) > 0).collect();
        // With its length first, which forms without ends need.
        serializer.collect_map(some.iter().map(|fault| (fault, self.left(*fault))))
    }
}

impl<'de> Deserialize<'de> for Budget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let some = std::collections::BTreeMap::<Fault, u8>::deserialize(deserializer)?;
        Ok(some.into_iter().fold(Self::NONE, |budget, (fault, times)| budget.with(fault, times)))
    }
}

impl Fault {
    /// Every one, in the order in which they are shown.
    pub const ALL: [Self; KINDS] =
        [Self::Crash, Self::Wipe, Self::Drop, Self::Duplicate, Self::Cut, Self::Pause, Self::Fire, Self::Request];

    /// Its word where budgets are written: `crashes`.
    pub fn word(self) -> &'static str {
        match self {
            Fault::Crash => "crashes",
            Fault::Wipe => "wipes",
            Fault::Drop => "drops",
            Fault::Duplicate => "duplicates",
            Fault::Cut => "cuts",
            Fault::Pause => "pauses",
            Fault::Fire => "fires",
            Fault::Request => "requests",
        }
    }

    /// What an action of a kind counts as; `None`: it is free.
    pub fn of(kind: ActionKind) -> Option<Self> {
        match kind {
            ActionKind::Crash => Some(Fault::Crash),
            ActionKind::Wipe => Some(Fault::Wipe),
            ActionKind::Drop => Some(Fault::Drop),
            ActionKind::Duplicate => Some(Fault::Duplicate),
            ActionKind::Cut => Some(Fault::Cut),
            ActionKind::Pause => Some(Fault::Pause),
            ActionKind::Fire => Some(Fault::Fire),
            ActionKind::Invoke => Some(Fault::Request),
            // The network delivers, nodes come back, links heal, time passes within its bounds: none of it is a fault.
            ActionKind::Deliver
            | ActionKind::Disconnect
            | ActionKind::Restart
            | ActionKind::Resume
            | ActionKind::Heal
            | ActionKind::Tick
            | ActionKind::Slip => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_written_by_the_words_of_its_faults_and_read_back() {
        let budget = Fault::ALL.into_iter().zip(1..).fold(Budget::NONE, |budget, (fault, n)| budget.with(fault, n));
        let json = serde_json::to_string(&budget).expect("plain data");
        assert!(Fault::ALL.iter().all(|fault| json.contains(&format!("\"{}\":", fault.word()))), "{json}");
        assert_eq!(serde_json::from_str::<Budget>(&json).expect("read back"), budget);
        assert_eq!(Budget::unpack(budget.pack()), budget);
        assert!(serde_json::from_str::<Budget>("{\"meteors\": 1}").is_err());
    }
}
