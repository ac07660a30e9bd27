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
    /// Closes the FIFO connection to a peer. What the peer sent over it and we have not received is lost; the peer is told
    /// ([`Input::Disconnected`](crate::Input::Disconnected)) behind what we had sent. What is sent to it from now on is on
    /// another connection.
    Close(NodeId),
    /// Answers a request. Only clients may.
    Reply(P::Reply),
    /// Remarks something for observers.
    Note(P::Note),
}

/// What stands under a handler: the node itself, or, when a protocol is embedded, the protocol around it.
pub(crate) trait Host<P: Protocol> {
    fn disk(&self) -> &P::Disk;
    fn ticks_left(&self, timer: &P::Timer) -> Option<u32>;
    fn push(&mut self, effect: Effect<P>);
}

/// How many ticks an armed timer has left on the node's own clock.
pub(crate) type TicksLeft<'a, P> = &'a dyn Fn(&<P as Protocol>::Timer) -> Option<u32>;

/// The hands of a handler: its disk to read, and effects to state.
///
/// A write can be read back at once through [`Effects::disk`], as a process sees what it wrote to the page cache.
pub struct Effects<'a, P: Protocol> {
    host: &'a mut (dyn Host<P> + 'a),
}

impl<'a, P: Protocol> Effects<'a, P> {
    pub(crate) fn new(host: &'a mut (dyn Host<P> + 'a)) -> Self {
        Self { host }
    }

    /// The disk as this process sees it: with all its writes, forced or not.
    pub fn disk(&self) -> &P::Disk {
        self.host.disk()
    }

    /// Writes, and goes on only once the write is on the platter.
    pub fn force(&mut self, write: P::Write) {
        self.host.push(Effect::Write { write, forced: true });
    }

    /// Writes without waiting: a crash may lose it, and then also every unforced write after it.
    pub fn write(&mut self, write: P::Write) {
        self.host.push(Effect::Write { write, forced: false });
    }

    /// Sends a message to another node.
    pub fn send(&mut self, to: NodeId, message: P::Message) {
        self.host.push(Effect::Send { to, message });
    }

    /// Arms a timer for a range of ticks of this node's own clock, replacing one of the same name.
    pub fn set_timer(&mut self, timer: P::Timer, after: After) {
        assert!(after.start() <= after.end(), "a timer's range must not be empty: {after:?}");
        self.host.push(Effect::SetTimer { timer, after });
    }

    /// Disarms a timer.
    pub fn cancel_timer(&mut self, timer: P::Timer) {
        self.host.push(Effect::CancelTimer(timer));
    }

    /// Closes the FIFO connection to a peer, as one does that gives up on it or turns it away. We are not told of what we
    /// closed ourselves; if it had closed already, we are told of that.
    pub fn close(&mut self, peer: NodeId) {
        self.host.push(Effect::Close(peer));
    }

    /// Answers the oldest request that this client has not answered.
    pub fn reply(&mut self, reply: P::Reply) {
        self.host.push(Effect::Reply(reply));
    }

    /// Remarks something for observers.
    pub fn note(&mut self, note: P::Note) {
        self.host.push(Effect::Note(note));
    }

    /// How many ticks of this node's own clock a timer had left when the step began; `None` if it was not armed. Of one
    /// that was armed for a range it is how long it runs at the most: when it fires is not for its node to know.
    /// That is all a protocol knows of time. In an asynchronous world without a driver's clock, an armed timer claims
    /// `u32::MAX`: nothing tells how much of its time has passed. 0 says that it has run out and is about to fire.
    pub fn ticks_left(&self, timer: &P::Timer) -> Option<u32> {
        self.host.ticks_left(timer)
    }

    /// Lets an embedded protocol run on its part of the disk. Its sends, writes and timers become ours through
    /// `parts`; its replies and notes are handed to `output` at the moment it states them, so that what `output` does
    /// stands at that place in the order of effects and sees the disk as it is there.
    pub fn embed<Q: Protocol, R>(
        &mut self,
        parts: &Embedding<P, Q>,
        run: impl FnOnce(&mut Effects<'_, Q>) -> R,
        output: impl FnMut(Output<Q>, &mut Self),
    ) -> R {
        run(&mut Effects::new(&mut Guest { outer: self, parts, output }))
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

/// An embedded protocol's host: its effects, as effects of the protocol around it.
struct Guest<'g, 'a, P: Protocol, Q: Protocol, F> {
    outer: &'g mut Effects<'a, P>,
    parts: &'g Embedding<P, Q>,
    output: F,
}

impl<'a, P: Protocol, Q: Protocol, F: FnMut(Output<Q>, &mut Effects<'a, P>)> Host<Q> for Guest<'_, 'a, P, Q, F> {
    fn disk(&self) -> &Q::Disk {
        (self.parts.disk)(self.outer.disk())
    }

    fn ticks_left(&self, timer: &Q::Timer) -> Option<u32> {
        self.outer.ticks_left(&(self.parts.timer)(timer.clone()))
    }

    fn push(&mut self, effect: Effect<Q>) {
        let Self { outer, parts, output } = self;
        match effect {
            Effect::Send { to, message } => outer.send(to, (parts.message)(message)),
            Effect::Write { write, forced: true } => outer.force((parts.write)(write)),
            Effect::Write { write, forced: false } => outer.write((parts.write)(write)),
            Effect::SetTimer { timer, after } => outer.set_timer((parts.timer)(timer), after),
            Effect::CancelTimer(timer) => outer.cancel_timer((parts.timer)(timer)),
            Effect::Close(peer) => outer.close(peer),
            Effect::Reply(reply) => output(Output::Reply(reply), outer),
            Effect::Note(note) => output(Output::Note(note), outer),
        }
    }
}
