//! What a handler may do: read its disk, and state effects, in order.

use core::fmt::Debug;

use crate::{NodeId, Protocol, protocol::After};

/// One effect of a step. They happen in the order in which they were stated, and a crash may strike between any two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect<P: Protocol> {
    /// Sends a message.
    Send {
        /// The receiver; sending to oneself is a bug.
        to: NodeId,
        /// The content.
        message: P::Message,
    },
    /// Makes one durable change.
    Write {
        /// The change.
        write: P::Write,
        /// Whether it, and all before it, reach the platter before the next effect (an `fsync`). Else a crash may lose it.
        forced: bool,
    },
    /// Arms a timer, replacing one of the same name.
    SetTimer {
        /// Which.
        timer: P::Timer,
        /// For how long.
        after: After,
    },
    /// Disarms a timer, if it is armed.
    CancelTimer(P::Timer),
    /// Answers a request. Only clients may.
    Reply(P::Reply),
    /// Remarks something for observers.
    Note(P::Note),
}

/// A disk that a step reads and writes: the node's own, or a part of one when a protocol is embedded.
pub(crate) trait Storage<P: Protocol> {
    fn disk(&self) -> &P::Disk;
    fn apply(&mut self, write: &P::Write, forced: bool);
}

/// How many ticks an armed timer has left on the node's own clock.
pub(crate) type TicksLeft<'a, P> = &'a dyn Fn(&<P as Protocol>::Timer) -> Option<u32>;

/// The hands of a handler: its disk to read, and effects to state.
///
/// A write can be read back at once through [`Effects::disk`], as a process sees what it wrote to the page cache.
pub struct Effects<'a, P: Protocol> {
    storage: &'a mut dyn Storage<P>,
    clock: TicksLeft<'a, P>,
    out: &'a mut Vec<Effect<P>>,
}

impl<'a, P: Protocol> Effects<'a, P> {
    pub(crate) fn new(storage: &'a mut dyn Storage<P>, clock: TicksLeft<'a, P>, out: &'a mut Vec<Effect<P>>) -> Self {
        Self { storage, clock, out }
    }

    /// The disk as this process sees it: with all its writes, forced or not.
    pub fn disk(&self) -> &P::Disk {
        self.storage.disk()
    }

    /// Writes, and goes on only once the write is on the platter.
    pub fn force(&mut self, write: P::Write) {
        self.push_write(write, true);
    }

    /// Writes without waiting: a crash may lose it, and then also every unforced write after it.
    pub fn write(&mut self, write: P::Write) {
        self.push_write(write, false);
    }

    fn push_write(&mut self, write: P::Write, forced: bool) {
        self.storage.apply(&write, forced);
        self.out.push(Effect::Write { write, forced });
    }

    /// Sends a message to another node.
    pub fn send(&mut self, to: NodeId, message: P::Message) {
        self.out.push(Effect::Send { to, message });
    }

    /// Arms a timer for a range of ticks of this node's own clock, replacing one of the same name.
    pub fn set_timer(&mut self, timer: P::Timer, after: After) {
        assert!(after.start() <= after.end(), "a timer's range must not be empty: {after:?}");
        self.out.push(Effect::SetTimer { timer, after });
    }

    /// Disarms a timer.
    pub fn cancel_timer(&mut self, timer: P::Timer) {
        self.out.push(Effect::CancelTimer(timer));
    }

    /// Answers the oldest request that this client has not answered.
    pub fn reply(&mut self, reply: P::Reply) {
        self.out.push(Effect::Reply(reply));
    }

    /// Remarks something for observers.
    pub fn note(&mut self, note: P::Note) {
        self.out.push(Effect::Note(note));
    }

    /// How many ticks of this node's own clock a timer had left when the step began; `None` if it was not armed.
    /// That is all a protocol knows of time. Where no clock is bounded, a timer that is armed claims all its time:
    /// nothing tells how much of it has passed.
    pub fn ticks_left(&self, timer: &P::Timer) -> Option<u32> {
        (self.clock)(timer)
    }

    /// Lets an embedded protocol run on its part of the disk. Its sends, writes and timers become ours through
    /// `parts`; its replies and notes are handed to `output` at the place where it stated them.
    pub fn embed<Q: Protocol, R>(
        &mut self,
        parts: &Embedding<P, Q>,
        run: impl FnOnce(&mut Effects<'_, Q>) -> R,
        mut output: impl FnMut(Output<Q>, &mut Self),
    ) -> R {
        let mut out = Vec::new();
        let clock = self.clock;
        let result = {
            let mut storage = Nested { outer: &mut *self.storage, parts };
            let clock = |timer: &Q::Timer| clock(&(parts.timer)(timer.clone()));
            run(&mut Effects { storage: &mut storage, clock: &clock, out: &mut out })
        };
        for effect in out {
            match effect {
                Effect::Send { to, message } => self.send(to, (parts.message)(message)),
                // Applied to the disk when the embedded handler stated it; what remains is its place in the order.
                Effect::Write { write, forced } => self.out.push(Effect::Write { write: (parts.write)(write), forced }),
                Effect::SetTimer { timer, after } => self.set_timer((parts.timer)(timer), after),
                Effect::CancelTimer(timer) => self.cancel_timer((parts.timer)(timer)),
                Effect::Reply(reply) => output(Output::Reply(reply), self),
                Effect::Note(note) => output(Output::Note(note), self),
            }
        }
        result
    }
}

/// How a protocol `Q` stands inside a protocol `P`.
pub struct Embedding<P: Protocol, Q: Protocol> {
    /// The part of the disk that is `Q`'s. Writes of `P` that do not come from `Q` must leave it alone.
    pub disk: fn(&P::Disk) -> &Q::Disk,
    /// A write of `Q` as one of `P`.
    pub write: fn(Q::Write) -> P::Write,
    /// A message of `Q` as one of `P`.
    pub message: fn(Q::Message) -> P::Message,
    /// A timer of `Q` as one of `P`.
    pub timer: fn(Q::Timer) -> P::Timer,
}

/// What an embedded protocol hands up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output<Q: Protocol> {
    /// An answer.
    Reply(Q::Reply),
    /// A remark.
    Note(Q::Note),
}

struct Nested<'a, P: Protocol, Q: Protocol> {
    outer: &'a mut dyn Storage<P>,
    parts: &'a Embedding<P, Q>,
}

impl<P: Protocol, Q: Protocol> Storage<Q> for Nested<'_, P, Q> {
    fn disk(&self) -> &Q::Disk {
        (self.parts.disk)(self.outer.disk())
    }

    fn apply(&mut self, write: &Q::Write, forced: bool) {
        self.outer.apply(&(self.parts.write)(write.clone()), forced);
    }
}
