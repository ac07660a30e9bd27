//! What can be done to a world, and what happens when it is done.

use core::fmt;

use crate::{After, Loss, NodeId, Protocol, Slip, Text};

/// One thing that can be done to a world. A message is named by its content, so that worlds that are equal offer equal
/// actions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action<P: Protocol> {
    /// A node takes a step.
    Step(Step<P>),
    /// A node starts a step, performs its first `after` effects, and crashes. Of the writes that were not forced, the
    /// first `keep` reach the platter.
    CrashDuring {
        /// The step.
        step: Step<P>,
        /// How many of its effects happen.
        after: usize,
        /// How many unforced writes survive.
        keep: usize,
    },
    /// A message is lost. On a FIFO channel what is behind it on that connection is lost too, and the connection closes.
    Drop {
        /// Its sender.
        from: NodeId,
        /// Its receiver.
        to: NodeId,
        /// Its content.
        message: P::Message,
    },
    /// A second copy of a message comes into flight, with no more time left than the first. Not on FIFO channels.
    Duplicate {
        /// Its sender.
        from: NodeId,
        /// Its receiver.
        to: NodeId,
        /// Its content.
        message: P::Message,
    },
    /// A tick of real time passes. Only where time is bounded.
    Tick,
    /// A clock slips by one tick. Only where drift is bounded, and no more often than the bound allows.
    Slip(NodeId, Slip),
    /// A node loses its memory. Of the writes that were not forced, the first `keep` reach the platter.
    Crash {
        /// Which node.
        node: NodeId,
        /// How many unforced writes survive.
        keep: usize,
    },
    /// A node loses its memory and its disk.
    Wipe(NodeId),
    /// A node's process stands still; its clock runs on, and what arrives waits. Where pauses are bounded, a node that
    /// went on cannot be paused again before the next tick.
    Pause(NodeId),
    /// A node's process goes on.
    Resume(NodeId),
    /// Messages from one node to another no longer get through. Nothing is lost by that alone.
    Cut {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// Messages get through again.
    Heal {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
}

/// What sort of action it is, for those who offer or count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is an action or a step of the same name")]
pub enum ActionKind {
    Deliver,
    Disconnect,
    Fire,
    Invoke,
    Restart,
    Drop,
    Duplicate,
    Tick,
    Slip,
    /// Within a step too.
    Crash,
    Wipe,
    Pause,
    Resume,
    Cut,
    Heal,
}

impl<P: Protocol> Action<P> {
    /// What sort it is.
    pub fn kind(&self) -> ActionKind {
        match self {
            Action::Step(Step::Deliver { .. }) => ActionKind::Deliver,
            Action::Step(Step::Disconnect { .. }) => ActionKind::Disconnect,
            Action::Step(Step::Fire { .. }) => ActionKind::Fire,
            Action::Step(Step::Invoke { .. }) => ActionKind::Invoke,
            Action::Step(Step::Restart(_)) => ActionKind::Restart,
            Action::Drop { .. } => ActionKind::Drop,
            Action::Duplicate { .. } => ActionKind::Duplicate,
            Action::Tick => ActionKind::Tick,
            Action::Slip(..) => ActionKind::Slip,
            Action::Crash { .. } | Action::CrashDuring { .. } => ActionKind::Crash,
            Action::Wipe(_) => ActionKind::Wipe,
            Action::Pause(_) => ActionKind::Pause,
            Action::Resume(_) => ActionKind::Resume,
            Action::Cut { .. } => ActionKind::Cut,
            Action::Heal { .. } => ActionKind::Heal,
        }
    }
}

/// One step of one node: what makes a handler run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step<P: Protocol> {
    /// A message arrives. On a FIFO channel it must be the head.
    Deliver {
        /// Its sender.
        from: NodeId,
        /// Its receiver.
        to: NodeId,
        /// Its content.
        message: P::Message,
    },
    /// A node learns that its FIFO connection to a peer is lost; everything before that has been delivered.
    Disconnect {
        /// The peer.
        from: NodeId,
        /// Who learns it.
        to: NodeId,
    },
    /// An armed timer runs out.
    Fire {
        /// Whose.
        node: NodeId,
        /// Which.
        timer: P::Timer,
    },
    /// A client is asked for something.
    Invoke {
        /// Which client.
        client: NodeId,
        /// For what.
        request: P::Request,
    },
    /// A node that is down starts from its disk.
    Restart(NodeId),
}

impl<P: Protocol> Step<P> {
    /// Whose handler runs.
    pub fn node(&self) -> NodeId {
        match self {
            Step::Deliver { to, .. } | Step::Disconnect { to, .. } => *to,
            Step::Fire { node, .. } | Step::Restart(node) => *node,
            Step::Invoke { client, .. } => *client,
        }
    }
}

/// One thing that happened, in the order in which it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening<P: Protocol> {
    /// A node started; its effects follow.
    Booted(NodeId),
    /// A message was delivered; what its receiver did follows.
    Delivered {
        /// Its sender.
        from: NodeId,
        /// Its receiver.
        to: NodeId,
        /// Its content.
        message: P::Message,
    },
    /// A node was told that a FIFO connection is lost.
    Disconnected {
        /// Who was told.
        node: NodeId,
        /// The other end.
        peer: NodeId,
    },
    /// A timer ran out.
    Fired {
        /// Whose.
        node: NodeId,
        /// Which.
        timer: P::Timer,
    },
    /// A client was asked for something.
    Invoked {
        /// Which client.
        client: NodeId,
        /// For what.
        request: P::Request,
    },
    /// A message was sent.
    Sent {
        /// Its sender.
        from: NodeId,
        /// Its receiver.
        to: NodeId,
        /// Its content.
        message: P::Message,
    },
    /// A message was lost.
    Lost {
        /// Its sender.
        from: NodeId,
        /// Its receiver.
        to: NodeId,
        /// Its content.
        message: P::Message,
        /// Why.
        why: Loss,
    },
    /// A message was duplicated.
    Duplicated {
        /// Its sender.
        from: NodeId,
        /// Its receiver.
        to: NodeId,
        /// Its content.
        message: P::Message,
    },
    /// A FIFO connection closed; `to` will be told behind what it still receives.
    Closed {
        /// The other end.
        from: NodeId,
        /// Who will be told.
        to: NodeId,
    },
    /// A disk changed.
    Wrote {
        /// Whose.
        node: NodeId,
        /// How.
        write: P::Write,
        /// Whether it reached the platter at once.
        forced: bool,
    },
    /// A timer was armed.
    Armed {
        /// Whose.
        node: NodeId,
        /// Which.
        timer: P::Timer,
        /// For how long, in ticks of its clock.
        after: After,
    },
    /// A timer was disarmed that had been armed.
    Disarmed {
        /// Whose.
        node: NodeId,
        /// Which.
        timer: P::Timer,
    },
    /// A client answered its oldest open request.
    Replied {
        /// Which client.
        client: NodeId,
        /// With what.
        reply: P::Reply,
    },
    /// A node remarked something.
    Noted {
        /// Which node.
        node: NodeId,
        /// What.
        note: P::Note,
    },
    /// A node crashed.
    Crashed {
        /// Which node.
        node: NodeId,
        /// How many unforced writes were lost with it.
        lost_writes: usize,
        /// Whether its disk is gone too.
        wiped: bool,
    },
    /// A node's process stood still.
    Paused(NodeId),
    /// A node's process went on.
    Resumed(NodeId),
    /// One direction of a link was cut.
    Cut {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// One direction of a link was healed.
    Healed {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
}

/// Why an action cannot be done in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// No such member takes part.
    NoSuchNode(NodeId),
    /// A node has no link to itself.
    SameNode(NodeId),
    /// The node is down.
    Down(NodeId),
    /// The node is not down.
    NotDown(NodeId),
    /// The node is paused.
    Paused(NodeId),
    /// The node is not paused.
    NotPaused(NodeId),
    /// Requests enter at clients only.
    NotAClient(NodeId),
    /// No such message is in flight on this link.
    NotInFlight {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// On this FIFO channel something else comes first.
    NotAtHead {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// A FIFO channel does not duplicate.
    Fifo {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// The link is cut.
    LinkCut {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// The link is not cut.
    NotCut {
        /// The sender.
        from: NodeId,
        /// The receiver.
        to: NodeId,
    },
    /// The timer is not armed.
    NotArmed(NodeId),
    /// The timer's shortest time has not passed.
    TooEarly(NodeId),
    /// Time is no part of this world.
    NoTime,
    /// Something must happen before time goes on: a message, a timer or the end of a pause is due.
    Overdue,
    /// The clock has slipped less long ago than the bound on drift allows.
    SlippedLately(NodeId),
    /// Pauses are bounded, and the node has just gone on from one: it runs until the next tick.
    PausedLately(NodeId),
    /// The step has fewer effects, or the node fewer unforced writes.
    BeyondEnd(NodeId),
}

impl Refusal {
    /// Why, for people: the message `refusal-…` of the catalogue.
    pub fn text(&self) -> Text {
        let node = |id: &str, node: &NodeId| Text::new(id).with("node", *node);
        let link = |id: &str, from: &NodeId, to: &NodeId| Text::new(id).with("from", *from).with("to", *to);
        match self {
            Refusal::NoSuchNode(id) => node("refusal-no-such-node", id),
            Refusal::SameNode(id) => node("refusal-same-node", id),
            Refusal::Down(id) => node("refusal-down", id),
            Refusal::NotDown(id) => node("refusal-not-down", id),
            Refusal::Paused(id) => node("refusal-paused", id),
            Refusal::NotPaused(id) => node("refusal-not-paused", id),
            Refusal::NotAClient(id) => node("refusal-not-a-client", id),
            Refusal::NotInFlight { from, to } => link("refusal-not-in-flight", from, to),
            Refusal::NotAtHead { from, to } => link("refusal-not-at-head", from, to),
            Refusal::Fifo { from, to } => link("refusal-fifo", from, to),
            Refusal::LinkCut { from, to } => link("refusal-link-cut", from, to),
            Refusal::NotCut { from, to } => link("refusal-not-cut", from, to),
            Refusal::NotArmed(id) => node("refusal-not-armed", id),
            Refusal::TooEarly(id) => node("refusal-too-early", id),
            Refusal::NoTime => Text::new("refusal-no-time"),
            Refusal::Overdue => Text::new("refusal-overdue"),
            Refusal::SlippedLately(id) => node("refusal-slipped-lately", id),
            Refusal::PausedLately(id) => node("refusal-paused-lately", id),
            Refusal::BeyondEnd(id) => node("refusal-beyond-end", id),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl core::error::Error for Refusal {}
