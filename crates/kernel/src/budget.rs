//! What may go wrong in a search, and how often.

use crate::ActionKind;

/// What a budget counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A node loses its memory, between steps or within one.
    Crash,
    /// A node loses its memory and its disk.
    Wipe,
    /// A message is lost. Where delays are not bounded, a message that nobody delivers is as good as lost: leave this at
    /// none, and no run is missed that could break a safety property.
    Drop,
    /// A message is duplicated.
    Duplicate,
    /// One direction of a link is cut. As with [`Fault::Drop`]: only worth its states where delays are bounded.
    Cut,
    /// A node pauses. Where nothing is bounded, a node that takes no steps is as good as paused.
    Pause,
    /// A timer runs out. Where time is not bounded, timers can run out for ever: a limit makes the search finite.
    Fire,
    /// A client is asked for something.
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

impl Fault {
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
