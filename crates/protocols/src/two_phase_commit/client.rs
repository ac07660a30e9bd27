//! A client of the bank: asks for one transfer at a time, over a connection, and asks again if that is lost.
//!
//! The connection keeps order and delivers nothing twice, and nothing of it outlives the coordinator ([`Channel::Fifo`]).
//! So while it stands there is nothing to do but wait; once it is lost, whatever was on it is lost too, and asking again
//! cannot be overtaken by what was asked before.
//!
//! [`Channel::Fifo`]: quorum_kernel::Channel::Fifo

use std::collections::VecDeque;

use quorum_kernel::{Effects, Input};
use serde::Serialize;

use super::{COORDINATOR, Config, Message, Note, Outcome, Timer, Transfer, TwoPhaseCommit};
use crate::session::Serial;

/// A client's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Client {
    /// The number of the latest request sent.
    pub serial: Serial,
    /// The request under way.
    pub call: Option<Transfer>,
    /// What to ask when it is answered.
    pub queue: VecDeque<Transfer>,
    /// The latest answer.
    pub told: Option<Outcome>,
}

impl Client {
    /// A client in one of its lives.
    pub fn new(life: u32) -> Self {
        Self { serial: Serial { life, number: 0 }, call: None, queue: VecDeque::new(), told: None }
    }

    /// How many of its requests have been answered in this life.
    pub fn answered(&self) -> u32 {
        self.serial.number - u32::from(self.call.is_some())
    }

    pub(super) fn step(&mut self, config: &Config, input: Input<TwoPhaseCommit>, fx: &mut Effects<'_, TwoPhaseCommit>) {
        match input {
            Input::Request(transfer) if self.call.is_some() => self.queue.push_back(transfer),
            Input::Request(transfer) => self.begin(transfer, fx),
            Input::Message { message: Message::Reply { serial, outcome }, .. } => self.told(serial, outcome, fx),
            // Only the coordinator is at the other end of a connection. At once would be in vain while it is down.
            Input::Disconnected(_) if self.call.is_some() => fx.set_timer(Timer::Retry, config.retry.clone()),
            Input::Disconnected(_) => {}
            Input::Timer(Timer::Retry) => self.send(fx),
            Input::Message { .. } | Input::Timer(_) => {
                unreachable!("a client is sent replies only, and arms its retry timer only")
            }
        }
    }

    fn begin(&mut self, transfer: Transfer, fx: &mut Effects<'_, TwoPhaseCommit>) {
        self.serial.number += 1;
        self.call = Some(transfer);
        self.send(fx);
    }

    fn send(&self, fx: &mut Effects<'_, TwoPhaseCommit>) {
        let Some(transfer) = self.call else { return };
        fx.send(COORDINATOR, Message::Request { serial: self.serial, transfer });
    }

    fn told(&mut self, serial: Serial, outcome: Outcome, fx: &mut Effects<'_, TwoPhaseCommit>) {
        if self.call.is_none() || serial != self.serial {
            return;
        }
        self.call = None;
        self.told = Some(outcome);
        fx.note(Note::Told { serial, outcome });
        fx.reply(outcome);
        fx.cancel_timer(Timer::Retry);
        if let Some(transfer) = self.queue.pop_front() {
            self.begin(transfer, fx);
        }
    }
}
