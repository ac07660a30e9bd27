//! # A roll call, with a member that starts down
//!
//! Every node greets all others when it boots, and answers a greeting from a node that it did not know. Each keeps a
//! list of whom it met.
//!
//! The cluster's size is fixed when a world is made: a member that is to join later is part of it from the start, but
//! down ([`Protocol::starts_down`]). Nothing else is special about it. Messages to it wait, and are lost when they are
//! due at a node that is down; its first start is a restart from an empty disk. Over channels that keep order, nobody
//! listens: who greets it is told at once that there is no connection.
//!
//! # Caveats
//!
//! - Nobody greets twice: a greeting lost is a meeting missed until the next boot.

use std::collections::BTreeSet;

use quorum_kernel::{
    Action, Channel, Effects, Happening, Input, Loss, Members, NodeId, Protocol, Refusal, Status, Timing,
};
use serde::Serialize;

use crate::bench::{Bench, Never, crash, deliver, disconnect, drop, n, restart};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RollCall {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Hello;

const LATECOMER: NodeId = n(3);

impl Protocol for RollCall {
    /// What all channels promise.
    type Config = Channel;
    type State = BTreeSet<NodeId>;
    type Disk = ();
    type Write = Never;
    type Message = Hello;
    type Timer = Never;
    type Request = Never;
    type Reply = Never;
    type Note = Never;

    const KINDS: &'static [&'static str] = &["Hello"];

    fn kind(_: &Hello) -> usize {
        0
    }

    fn members(_: &Channel) -> Members {
        Members { servers: 3, clients: 0 }
    }

    fn channel(promise: &Channel, _: NodeId, _: NodeId) -> Channel {
        *promise
    }

    fn starts_down(_: &Channel, id: NodeId) -> bool {
        id == LATECOMER
    }

    fn write(_: &mut (), never: &Never) {
        match *never {}
    }

    fn boot(config: &Channel, id: NodeId, fx: &mut Effects<'_, Self>) -> BTreeSet<NodeId> {
        for peer in Self::members(config).iter().filter(|peer| *peer != id) {
            fx.send(peer, Hello);
        }
        BTreeSet::new()
    }

    fn step(_: &Channel, _: NodeId, met: &mut BTreeSet<NodeId>, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match input {
            Input::Message { from, message: Hello } => {
                if met.insert(from) {
                    fx.send(from, Hello);
                }
            }
            Input::Timer(never) | Input::Request(never) => match never {},
            Input::Disconnected(_) => {}
        }
    }
}

fn bench() -> Bench<RollCall> {
    Bench::new(Channel::Unordered, Timing::Asynchronous)
}

#[test]
fn a_member_to_be_is_a_member_that_is_down() {
    let mut bench = bench();
    assert_eq!(bench.world.node(n(1)).status, Status::Up);
    assert_eq!(bench.world.node(LATECOMER).status, Status::Down);
    assert!(bench.world.node(LATECOMER).state.is_none());
    assert_eq!(bench.refused(crash(LATECOMER)), Refusal::Down(LATECOMER));
    assert_eq!(bench.refused(Action::Pause(LATECOMER)), Refusal::Down(LATECOMER));
    assert_eq!(bench.refused(restart(n(4))), Refusal::NoSuchNode(n(4)));
}

#[test]
fn a_message_waits_for_it_or_is_lost_when_due() {
    let mut bench = bench();
    assert_eq!(bench.refused(deliver(n(1), LATECOMER, Hello)), Refusal::Down(LATECOMER));
    let happened = bench.act(drop(n(1), LATECOMER, Hello)).to_vec();
    assert_eq!(happened, [Happening::Lost { from: n(1), to: LATECOMER, message: Hello, why: Loss::Down }]);
    // The other one is not due yet, and finds it running.
    bench.act(restart(LATECOMER));
    bench.act(deliver(n(2), LATECOMER, Hello));
    assert_eq!(bench.state(LATECOMER), &BTreeSet::from([n(2)]));
}

#[test]
fn once_started_it_takes_part() {
    let mut bench = bench();
    bench.act(restart(LATECOMER));
    assert_eq!(bench.refused(restart(LATECOMER)), Refusal::NotDown(LATECOMER));
    bench.act(deliver(LATECOMER, n(1), Hello));
    bench.act(deliver(LATECOMER, n(2), Hello));
    assert!(bench.state(n(1)).contains(&LATECOMER) && bench.state(n(2)).contains(&LATECOMER));
}

#[test]
fn members_that_start_together_hear_each_others_first_words() {
    // Whoever speaks first speaks to nodes that listen, even if their own boot comes after.
    let mut bench = Bench::<RollCall>::new(Channel::Fifo, Timing::Asynchronous);
    bench.act(deliver(n(1), n(2), Hello));
    bench.act(deliver(n(2), n(1), Hello));
    assert!(bench.state(n(1)).contains(&n(2)) && bench.state(n(2)).contains(&n(1)));
    // A member that is down does not listen.
    assert!(bench.between(n(1), LATECOMER).is_empty());
    bench.act(disconnect(LATECOMER, n(1)));
    bench.act(restart(LATECOMER));
    bench.act(deliver(LATECOMER, n(1), Hello));
    assert!(bench.state(n(1)).contains(&LATECOMER));
}
