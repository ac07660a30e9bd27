//! The timed driver: virtual clock, network, clocks, faults, all decided by a seed; and the branching history.

mod absorb;
mod act;
mod agenda;
pub mod draw;
mod history;
mod lanes;
mod recording;
mod run;
mod scenario;
mod sweep;
mod timers;

pub use act::{Act, Ends, FlightName, NotALabel, parse_span};
pub use history::{BRANCHES_MAX, Branch, EVENTS_MAX, Event, History};
pub use lanes::{Flight, Gone};
pub use recording::{Divergence, FORMAT, RecordedAct, Recording, ReplayError};
pub use run::{BadScenario, Costs, Mark, Origin, Refused, Run};
pub use scenario::{ClockRate, Link, Micros, Network, Scenario, Scripted};
pub use sweep::{Finding, sweep_seed};
pub use timers::TICK_US;
