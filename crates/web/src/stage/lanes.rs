//! Which lane each message takes, so that several on one link do not cover each other.

use std::collections::BTreeMap;

use quorum_scene::{Fate, FlightView};

/// Messages nearer than this on one lane would cover each other.
const APART: f64 = 21.0;
/// The last lane, still within the width of a node; what finds none free shares it.
const LAST: u8 = 1;

/// The lane of each message by its id. It keeps the lane it has as long as it is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lanes(BTreeMap<String, u8>);

impl Lanes {
    /// The lane of a message, from 0.
    pub fn of(&self, id: &str) -> u8 {
        self.0.get(id).copied().unwrap_or(0)
    }

    /// The lanes of these messages, given those before. `length` is about how long the link of a message is.
    pub fn next(&self, flights: &[FlightView], length: impl Fn(&FlightView) -> f64) -> Self {
        let mut lanes = BTreeMap::new();
        for flight in flights {
            if let Some(lane) = self.0.get(&flight.id) {
                lanes.insert(flight.id.clone(), *lane);
            }
        }
        for flight in flights {
            if lanes.contains_key(&flight.id) {
                continue;
            }
            let length = length(flight);
            let near = |other: &&FlightView| {
                other.id != flight.id
                    && (other.from, other.to) == (flight.from, flight.to)
                    && nearest(flight, other) * length < APART
            };
            let taken: Vec<u8> =
                flights.iter().filter(near).filter_map(|other| lanes.get(&other.id).copied()).collect();
            let lane = (0..LAST).find(|lane| !taken.contains(lane)).unwrap_or(LAST);
            lanes.insert(flight.id.clone(), lane);
        }
        Self(lanes)
    }
}

/// How near two messages of one direction come to each other, as a part of the way.
fn nearest(a: &FlightView, b: &FlightView) -> f64 {
    let (a_from, a_to) = shown(a);
    let (b_from, b_to) = shown(b);
    let (from, to) = (a_from.max(b_from), a_to.min(b_to));
    if to < from {
        // They are never there together.
        return 1.0;
    }
    let gap = |time: f64| progress(a, time) - progress(b, time);
    let (first, last) = (gap(from), gap(to));
    if first.signum() == last.signum() { first.abs().min(last.abs()) } else { 0.0 }
}

/// From when to when a message is on the stage. A lost one lies where it was lost.
fn shown(flight: &FlightView) -> (f64, f64) {
    match flight.fate {
        Fate::Lost { at_us, .. } => (at_us as f64, f64::MAX),
        _ => (flight.sent_us as f64, flight.due_us as f64),
    }
}

/// How much of its way a message has gone at a time: 0 at its sender, 1 at its receiver.
pub fn progress(flight: &FlightView, now_us: f64) -> f64 {
    let now = match &flight.fate {
        Fate::Flying => now_us,
        Fate::Lost { at_us, .. } => *at_us as f64,
        Fate::Held | Fate::Delivered => return 1.0,
    };
    let (sent, due) = (flight.sent_us as f64, flight.due_us as f64);
    if due > sent { ((now - sent) / (due - sent)).clamp(0.0, 1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use quorum_kernel::{
        NodeId,
        inspect::{Glyph, Look, Tone},
    };

    use super::*;

    fn flight(number: u32, sent_us: u64, due_us: u64) -> FlightView {
        FlightView {
            id: format!("n1>n2 Vote#{number}"),
            from: NodeId::server(1),
            to: NodeId::server(2),
            name: format!("Vote#{number}"),
            kind: "Vote".to_owned(),
            look: Look { glyph: Glyph::DiscCheck, tone: Tone::Grant },
            sent_us,
            due_us,
            fate: Fate::Flying,
            doom: None,
            fields: Vec::new(),
        }
    }

    fn lanes(flights: &[FlightView]) -> Vec<u8> {
        let lanes = Lanes::default().next(flights, |_| 200.0);
        flights.iter().map(|flight| lanes.of(&flight.id)).collect()
    }

    #[test]
    fn messages_that_keep_their_distance_share_a_lane() {
        assert_eq!(lanes(&[flight(1, 0, 100), flight(2, 50, 150)]), [0, 0]);
    }

    #[test]
    fn one_that_overtakes_another_takes_the_next_lane() {
        assert_eq!(lanes(&[flight(1, 0, 100), flight(2, 20, 60)]), [0, 1]);
        assert_eq!(lanes(&[flight(1, 0, 100), flight(2, 0, 100), flight(3, 1, 101)]), [0, 1, 1]);
    }

    #[test]
    fn a_message_keeps_its_lane_when_others_go() {
        let (first, second) = (flight(1, 0, 100), flight(2, 0, 100));
        let before = Lanes::default().next(&[first, second.clone()], |_| 200.0);
        let after = before.next(std::slice::from_ref(&second), |_| 200.0);
        assert_eq!(after.of(&second.id), 1);
    }

    #[test]
    fn a_message_moves_at_constant_speed_and_stops_where_it_was_lost() {
        let mut message = flight(1, 100, 200);
        assert_eq!(progress(&message, 150.0), 0.5);
        assert_eq!(progress(&message, 500.0), 1.0);
        message.fate = Fate::Lost { at_us: 125, why: quorum_kernel::Text::new("x") };
        assert_eq!(progress(&message, 500.0), 0.25);
    }
}
