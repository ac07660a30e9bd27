//! What the words of the lessons tell of servers by name is what happens: the check of a lesson replays what its
//! structure claims; this, what only the text does.
#![cfg(not(target_arch = "wasm32"))]

mod bank_transfer;
mod consensus_compared;
mod fencing_tokens;
mod hashing_compared;
mod majorities;
mod modulo_vs_ring;
mod paxos_duelling_proposers;
mod paxos_one_value;
mod paxos_why_adopt;
mod raft_election;
mod raft_figure_8;
mod raft_replication;
mod redis_lock;
mod redlock_and_the_pause;
mod ring_membership;
mod two_phase_commit;
mod two_phase_commit_blocking;
mod virtual_nodes;
mod zab_broadcast;
mod zab_is_not_an_election;
mod zab_recovery;

use std::{fs, path::PathBuf};

use quorum_kernel::Exhibit;
use quorum_lesson::{Bound, BoundMove, BoundStep, Lesson, Task, begin_in, play, so};
use quorum_sim::History;
use serde_json::Value;

/// What the words of one step tell.
struct Told<P: Exhibit> {
    step: &'static str,
    /// What is so where it begins.
    at_first: Value,
    /// What becomes so between there and the end of its solution, in this order.
    on_the_way: Vec<Value>,
    /// What is so at that end.
    at_last: Value,
    /// What a learner is told to try then, a try after the other: its moves, and what is so after them.
    afterwards: Vec<(Vec<BoundMove<P>>, Value)>,
    /// What a learner may do instead of its solution, and is told of: its moves, and what is so after them.
    instead: Vec<(Vec<BoundMove<P>>, Value)>,
}

impl<P: Exhibit> Told<P> {
    fn of(step: &'static str, at_first: Value, at_last: Value) -> Self {
        Self { step, at_first, on_the_way: Vec::new(), at_last, afterwards: Vec::new(), instead: Vec::new() }
    }

    fn by_way_of(self, on_the_way: impl Into<Vec<Value>>) -> Self {
        Self { on_the_way: on_the_way.into(), ..self }
    }

    fn and_then(mut self, moves: impl Into<Vec<BoundMove<P>>>, so: Value) -> Self {
        self.afterwards.push((moves.into(), so));
        self
    }

    fn or_else(mut self, moves: impl Into<Vec<BoundMove<P>>>, so: Value) -> Self {
        self.instead.push((moves.into(), so));
        self
    }

    fn is_what_happens(&self, step: &BoundStep<P>, history: &mut History<P>) {
        let id = self.step;
        let play = |moves: &[BoundMove<P>], history: &mut History<P>| {
            play(moves, history).unwrap_or_else(|error| panic!("{id}: {error}"));
        };
        let start = step.start.as_ref().unwrap_or_else(|| panic!("{id} names servers and has no start of its own"));
        let begin = |history: &mut History<P>| {
            begin_in(&step.scenario, history).unwrap_or_else(|wrong| panic!("{id}: {wrong}"));
            play(start, history);
        };
        begin(history);
        assert!(holds(&self.at_first, history), "{id} begins otherwise than it is told");
        let first = history.index();
        play(&solution(&step.task), history);
        assert!(holds(&self.at_last, history), "{id} ends otherwise than it is told");
        let last = history.index();
        let mut telling = self.on_the_way.iter().peekable();
        for index in first..=last {
            history.seek(index);
            while telling.next_if(|told| holds(told, history)).is_some() {}
        }
        assert_eq!(telling.next(), None, "{id} goes otherwise than it is told");
        for (moves, so) in &self.afterwards {
            play(moves, history);
            assert!(holds(so, history), "{id}: after it was done, {so} is not so");
        }
        for (moves, so) in &self.instead {
            begin(history);
            play(moves, history);
            assert!(holds(so, history), "{id}: after another way, {so} is not so");
        }
    }
}

/// How a step is done.
fn solution<P: Exhibit>(task: &Task<P>) -> Vec<BoundMove<P>> {
    match task {
        Task::Watch { until } => vec![BoundMove::RunUntil(until.clone())],
        Task::Do { moves, until } => moves.iter().cloned().chain([BoundMove::RunUntil(until.clone())]).collect(),
        Task::Predict { moves, .. } => moves.clone(),
        Task::Reach { solution, .. } | Task::Break { solution, .. } => solution.clone(),
        Task::Quiz { .. } | Task::Hunt { .. } => panic!("nothing happens in a quiz or a search"),
    }
}

fn predicate<P: Exhibit>(json: &Value) -> P::Predicate {
    serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn holds<P: Exhibit>(json: &Value, history: &History<P>) -> bool {
    so::<P>(&predicate::<P>(json), history)
}

fn act<P: Exhibit>(label: &str) -> BoundMove<P> {
    BoundMove::Act(label.parse().unwrap_or_else(|error| panic!("{error}")))
}

fn run_for_ms<P: Exhibit>(ms: u64) -> BoundMove<P> {
    BoundMove::RunFor(ms * 1_000)
}

fn until<P: Exhibit>(json: &Value) -> BoundMove<P> {
    BoundMove::RunUntil(predicate::<P>(json))
}

/// Tells a lesson.
fn tell<P: Exhibit>(id: &str, told: &[Told<P>]) {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../lessons")).join(id).join("lesson.json");
    let json = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lesson = Lesson::parse(&json).and_then(Bound::<P>::new).unwrap_or_else(|fault| panic!("{id}: {fault}"));
    let mut history = History::new(lesson.lesson.scenario.clone()).expect("a good scenario");
    for told in told {
        let step = lesson.steps.iter().find(|step| step.id == told.step);
        told.is_what_happens(step.unwrap_or_else(|| panic!("no step {}", told.step)), &mut history);
    }
}
