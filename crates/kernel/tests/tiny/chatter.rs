//! # Chatter: a protocol that does everything
//!
//! It has no purpose. What a node does in a step depends on everything that it may depend on, by way of a digest: it
//! writes, forced and not, sends over channels of both kinds, sets and cancels timers, looks at its clock, remarks,
//! replies. The laws of the kernel (`laws`) are tried on it.
//!
//! Every message has hops left, one fewer than what caused it, so that talk dies down.

use quorum_kernel::{Channel, Effects, Input, Members, NodeId, Protocol, digest};
use serde::Serialize;

use crate::bench::{n, words};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chatter {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Word {
    pub hops: u8,
    pub sound: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Timer {
    Yawn,
    Cough,
}
words!(Timer { Yawn = "yawn", Cough = "cough" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Request {
    Hum,
    Sing,
}
words!(Request { Hum = "hum", Sing = "sing" });

impl Protocol for Chatter {
    type Config = ();
    /// A digest of all that the node has met since it booted.
    type State = u16;
    type Disk = Vec<u8>;
    type Write = u8;
    type Message = Word;
    type Timer = Timer;
    type Request = Request;
    type Reply = u8;
    type Note = u8;

    const KINDS: &'static [&'static str] = &["Word"];

    fn kind(_: &Word) -> usize {
        0
    }

    fn members(_: &()) -> Members {
        Members { servers: 3, clients: 1 }
    }

    fn channel(_: &(), from: NodeId, to: NodeId) -> Channel {
        // One pair keeps order: `n1` and `n2`.
        if from.max(to) == n(2) { Channel::Fifo } else { Channel::Unordered }
    }

    fn starts_down(_: &(), id: NodeId) -> bool {
        id == n(3)
    }

    fn write(disk: &mut Vec<u8>, write: &u8) {
        disk.push(*write);
    }

    fn boot(_: &(), id: NodeId, fx: &mut Effects<'_, Self>) -> u16 {
        talk(id, 2, digest(&(id, fx.disk().len())), fx);
        0
    }

    fn step(_: &(), id: NodeId, state: &mut u16, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        let (hops, met) = match input {
            Input::Message { from, message } => (message.hops, digest(&(0, from, message.sound))),
            Input::Timer(timer) => (2, digest(&(1, timer))),
            Input::Request(request) => (2, digest(&(2, request))),
            Input::Disconnected(peer) => (1, digest(&(3, peer))),
        };
        let clock = (fx.ticks_left(&Timer::Yawn), fx.ticks_left(&Timer::Cough));
        let mood = digest(&(met, *state % 4, fx.disk().len() % 3, clock));
        *state = (mood % 8) as u16;
        talk(id, hops, mood, fx);
    }
}

/// Up to four effects, chosen by the bits of `mood`.
fn talk(id: NodeId, hops: u8, mut mood: u64, fx: &mut Effects<'_, Chatter>) {
    let mut draw = |below: u64| {
        let drawn = mood % below;
        mood /= below;
        drawn
    };
    let peers: Vec<_> = Chatter::members(&()).iter().filter(|peer| *peer != id).collect();
    for _ in 0..draw(5) {
        let sound = draw(3) as u8;
        let timer = if draw(2) == 0 { Timer::Yawn } else { Timer::Cough };
        match draw(8) {
            0 => fx.force(sound),
            1 => fx.write(sound),
            2 | 3 if hops > 0 => fx.send(peers[draw(3) as usize], Word { hops: hops - 1, sound }),
            4 => {
                let shortest = draw(3) as u32;
                fx.set_timer(timer, shortest..=shortest + draw(3) as u32);
            }
            5 => fx.cancel_timer(timer),
            6 if id.is_client() => fx.reply(sound),
            _ => fx.note(sound),
        }
    }
}
