//! Searches: this checker's and stateright's, breadth first through the same worlds.

use std::{env, process::Command, time::Instant};

use anyhow::{Context, Result};
use quorum_checker::{Limits, Outcome, Search, Space, State};
use quorum_kernel::{Action, Budget, Choice, Exhibit, Fault, Timing, Trace, World};
use quorum_protocols::raft::Raft;
use serde::{Deserialize, Serialize};
use stateright::{Checker, Model, Property};

/// How often each is run, in turns. The quickest counts: whatever else the machine did, it did least of it then.
const ROUNDS: usize = 3;

/// Who searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// This checker.
    Ours,
    /// Stateright's.
    Theirs,
}

impl Who {
    fn word(self) -> &'static str {
        match self {
            Who::Ours => "ours",
            Who::Theirs => "stateright",
        }
    }
}

/// What a search took.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Searched {
    /// How many states it found.
    pub states: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// How many bytes it counts for its states, if it does.
    pub counted: u64,
    /// How many bytes were resident at the most, less those that were before it began.
    pub resident: u64,
}

impl Searched {
    /// States found in a second.
    pub fn states_per_second(&self) -> f64 {
        self.states as f64 / self.seconds
    }

    /// Of some bytes, how many for each state.
    pub fn per_state(&self, bytes: u64) -> f64 {
        bytes as f64 / self.states as f64
    }
}

/// Three servers, two time-outs at any moments, every property that must always hold: a hundred thousand states.
fn space() -> Space<Raft> {
    let choice = Choice { servers: 3, clients: 0, ..Raft::default_choice() };
    let mut world = World::new(Raft::configure(&choice).expect("a cluster"), Timing::Asynchronous);
    world.start(&mut Trace::default());
    Space::new(world, Budget::NONE.with(Fault::Fire, 2)).checking_all()
}

struct Peer(Space<Raft>);

impl Model for Peer {
    type State = State<Raft>;
    type Action = Action<Raft>;

    fn init_states(&self) -> Vec<Self::State> {
        vec![self.0.start().clone()]
    }

    fn actions(&self, state: &Self::State, actions: &mut Vec<Self::Action>) {
        actions.extend(self.0.actions(state));
    }

    fn next_state(&self, before: &Self::State, action: Self::Action) -> Option<Self::State> {
        let mut state = before.clone();
        self.0.take(&mut state, &action, &mut Trace::default());
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("all that must hold", |model: &Self, state: &Self::State| {
            model.0.checked().zip(&state.ghosts).all(|(property, ghost)| (property.holds)(ghost, &state.world))
        })]
    }
}

/// Searches once, in this process.
pub fn search(who: Who, threads: usize) -> Searched {
    let before = resident_peak();
    let begun = Instant::now();
    let (states, counted) = match who {
        Who::Ours => {
            let mut search = Search::new(space(), Limits::default());
            let outcome = search.advance(usize::MAX, threads);
            assert!(matches!(outcome, Some(Outcome::Complete)), "{outcome:?}");
            (search.states().into(), search.bytes() as u64)
        }
        Who::Theirs => {
            let checker = Peer(space()).checker().threads(threads).spawn_bfs().join();
            checker.assert_properties();
            (checker.unique_state_count() as u64, 0)
        }
    };
    let seconds = begun.elapsed().as_secs_f64();
    Searched { states, seconds, counted, resident: resident_peak().saturating_sub(before) }
}

/// The most bytes that this process had resident so far; 0 where the system does not say.
fn resident_peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1_024
}

/// What `quorum-bench-search WHO THREADS` does, as [`measure`] asks it to: one search, told as JSON.
pub fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [who, threads] = &arguments[..] else { anyhow::bail!("quorum-bench-search ours|stateright THREADS") };
    let who = [Who::Ours, Who::Theirs].into_iter().find(|other| other.word() == who.as_str());
    let searched = search(who.context("ours or stateright")?, threads.parse().context("how many threads")?);
    println!("{}", serde_json::to_string(&searched)?);
    Ok(())
}

/// Every search of interest, the quickest of a few rounds: with one thread and with two, ours and then theirs. Each has a
/// process of its own, so that what it keeps resident is its own.
pub fn measure() -> Result<[(Who, usize, Searched); 4]> {
    let all = [(Who::Ours, 1), (Who::Theirs, 1), (Who::Ours, 2), (Who::Theirs, 2)];
    let mut quickest: [Option<Searched>; 4] = [None; 4];
    for _ in 0..ROUNDS {
        for ((who, threads), best) in all.into_iter().zip(&mut quickest) {
            let searched = ask(who, threads)?;
            if best.is_none_or(|best| searched.seconds < best.seconds) {
                *best = Some(searched);
            }
        }
    }
    let mut at = 0;
    Ok(all.map(|(who, threads)| {
        at += 1;
        (who, threads, quickest[at - 1].expect("there is at least one round"))
    }))
}

/// Asks the program that searches; it is built beside this one.
fn ask(who: Who, threads: usize) -> Result<Searched> {
    let program = env::current_exe()?.with_file_name(format!("quorum-bench-search{}", env::consts::EXE_SUFFIX));
    let output = Command::new(&program).args([who.word(), &threads.to_string()]).output();
    let output = output.with_context(|| format!("cannot start {}: `cargo build` makes it", program.display()))?;
    serde_json::from_slice(&output.stdout).context("what the search program printed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_search_the_same() {
        let [ours, theirs] = [Who::Ours, Who::Theirs].map(|who| search(who, 2));
        assert_eq!((ours.states, theirs.states), (108_097, 108_097));
        assert!(ours.counted > 0 && ours.seconds > 0.0);
    }
}
