//! Every recording in `tests/violations` breaks something still, and only a mutant, or what lies beyond the promise, does.
#![cfg(not(target_arch = "wasm32"))]

use std::{fs, path::PathBuf};

use quorum_kernel::{Exhibit, Mode};
use quorum_protocols::{Visitor, visit};
use quorum_sim::{Act, History, Recording, Replay, Run};

struct Breaks<'a> {
    file: &'a str,
    recording: Recording,
}

/// The properties that must always hold and do not.
fn broken<P: Exhibit>(run: &Run<P>) -> Vec<&'static str> {
    let verdicts = run.monitor().verdicts(run.world()).into_iter();
    let broken = verdicts.filter(|(property, verdict)| property.mode == Mode::Always && !verdict.holds);
    broken.map(|(property, _)| property.id).collect()
}

impl Visitor for Breaks<'_> {
    type Output = ();

    fn visit<P: Exhibit>(self) {
        let Self { file, recording } = self;
        let Replay { history, departure } = recording.replay::<P>().unwrap_or_else(|bad| panic!("{file}: {bad:?}"));
        assert_eq!(departure, None, "{file} goes another way than it was recorded");
        let (before, after) = (history.run_at(history.len() - 1), history.run_at(history.len()));
        assert_ne!(broken(&after), broken(&before), "{file}: its last event breaks nothing any more");
        if recording.scenario.mutant.is_some() {
            survives::<P>(file, &recording);
        }
    }
}

/// The correct protocol does the same acts, as far as they can be done where it goes another way.
fn survives<P: Exhibit>(file: &str, recording: &Recording) {
    let mut scenario = recording.scenario.clone();
    scenario.mutant = None;
    let mut history = History::<P>::new(scenario).expect("the correct cluster");
    for act in &recording.acts {
        let act: Act<P> = act.act.parse().expect("it was replayed");
        // What is not there cannot be done: the correct protocol did something else before.
        let _done = history.act_in_turn(act);
    }
    assert_eq!(broken(history.run()), Vec::<&str>::new(), "{file}: the correct protocol breaks in the same run");
}

#[test]
fn every_recorded_violation_is_one_still() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/violations"));
    let mut count = 0;
    for entry in fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|end| end != "json") {
            continue;
        }
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let json = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{file}: {why}"));
        let recording = Recording::parse(&json).unwrap_or_else(|bad| panic!("{file}: {bad:?}"));
        let id = recording.scenario.protocol.clone();
        visit(&id, Breaks { file: &file, recording }).unwrap_or_else(|| panic!("{file}: no protocol {id}"));
        count += 1;
    }
    assert!(count >= 6, "{count} recordings: the folder has more");
}
