//! The timed driver: virtual clock, network, clocks, faults, all decided by a seed; and the branching history.

mod absorb;
mod act;
mod agenda;
mod causes;
mod chronicle;
pub mod draw;
mod due;
mod found;
mod history;
mod json;
mod judge;
mod lanes;
pub mod link;
mod offers;
mod recording;
mod replay;
mod run;
mod scenario;
mod sweep;
mod timers;
mod without;

pub use act::{Act, Ends, FlightName, LABEL_MAX, NotALabel, VERBS, parse_span};
pub use causes::{Cause, Causes, Past, Reason, Told, WINDOW};
pub use chronicle::{Chronicle, ClientCall, Outage};
pub use found::NotARun;
pub use history::{BRANCHES_MAX, Branch, EVENTS_MAX, Event, History, TIME_MAX};
pub use json::json_words;
pub use lanes::{Flight, Gone};
pub use offers::{May, Offer};
pub use recording::{ACTS_MAX, BadRecording, FORMAT, FORMATS, RECORDING_BYTES_MAX, RecordedAct, Recording};
pub use replay::{Departure, Replay, Why};
pub use run::{BadScenario, Costs, Mark, Origin, Refused, Run};
pub use scenario::{ClockRate, Link, Micros, Network, Scenario, Scripted};
pub use sweep::{Finding, sweep_seed};
pub use timers::TICK_US;
pub use without::{Difference, Moment, NotLeftOut, Side, Without};
