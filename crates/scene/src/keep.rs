//! Keeping a run: saving it, opening what was saved, and the black box for a page that breaks.

use quorum_kernel::{Exhibit, Text};
use quorum_lesson::Bound;
use quorum_sim::{ACTS_MAX, RECORDING_BYTES_MAX, Recording, Replay};

use crate::{Problem, desk::Desk, lab::bad_recording, view};

/// What of a run the page was told last: branch, acts by hand, step.
pub(crate) type Told = (usize, u32, Option<usize>);

impl<P: Exhibit> Desk<P> {
    /// Replays a recording onto a desk; with a lesson, at the step that was open.
    pub fn of_recording(recording: &Recording, lesson: Option<Bound<P>>, done: &[String]) -> Result<Self, Problem> {
        let Replay { history, departure } = recording.replay::<P>().map_err(|wrong| bad_recording(&wrong))?;
        let departure = departure.map(|departure| departure.text());
        let versions = |id: &str| Text::new(id).with("made", recording.engine).with("here", P::VERSION);
        let mut said = match departure {
            departure if recording.engine == P::VERSION => departure,
            None => Some(versions("departure-same")),
            Some(what) => Some(versions("departure-made").with("what", what)),
        };
        let mut desk = Self::of(history, lesson, done);
        if let Some(player) = &mut desk.player {
            let same = |id: &String| player.lesson().steps.iter().position(|step| step.id == *id);
            let step = recording.step.as_ref().and_then(same);
            if let (None, Some(gone)) = (step, &recording.step) {
                said = said.or_else(|| Some(Text::new("departure-step").with("step", gone.as_str())));
            }
            // Of a run that departs, less may be left than there was when the step began.
            let from = recording.step_from.filter(|index| step.is_some() && *index <= desk.history.len());
            player.resume(step.unwrap_or(0), from.map(|index| (0, index)), &desk.history);
        }
        desk.departure = said;
        desk.settle();
        desk.observe()?;
        Ok(desk)
    }

    /// Puts the run of a recording in the place of the one that is on the desk.
    pub fn show(&mut self, json: &str) -> Result<(), Problem> {
        let recording = Recording::parse(json).map_err(|wrong| bad_recording(&wrong))?;
        let Replay { history, departure } = recording.replay::<P>().map_err(|wrong| bad_recording(&wrong))?;
        self.since = (0, history.run_at(0).world().clone());
        (self.history, self.before, self.marks, self.told) = (history, None, view::Marks::default(), None);
        self.departure = departure.map(|departure| departure.text());
        self.price = (None, None);
        if let Some(player) = &mut self.player {
            player.show(&self.history);
        }
        self.settle();
        self.observe()
    }

    /// The current branch as a recording, as JSON.
    pub fn saved(&self) -> Result<String, Problem> {
        let recording = self.in_lesson(Recording::of(&self.history));
        let too_long =
            |acts: usize| Problem { text: Text::new("problem-too-long").with("acts", acts).with("max", ACTS_MAX) };
        if recording.acts.len() > ACTS_MAX {
            return Err(too_long(recording.acts.len()));
        }
        let json = json(&recording);
        if json.len() > RECORDING_BYTES_MAX { Err(too_long(recording.acts.len())) } else { Ok(json) }
    }

    /// What the page needs to save the run if it breaks, if that has changed since it was last told.
    pub fn black_box(&mut self) -> Option<String> {
        let now: Told =
            (self.history.branch(), self.history.hands(), self.player.as_ref().map(quorum_lesson::Player::step));
        if self.told.replace(now) == Some(now) {
            return None;
        }
        Some(json(&self.in_lesson(Recording::brief(&self.history))))
    }

    fn in_lesson(&self, recording: Recording) -> Recording {
        let Some(player) = &self.player else { return recording };
        let lesson = player.lesson();
        let opened = player.opened().filter(|(branch, index)| self.history.shares(*branch, *index));
        Recording {
            lesson: Some(lesson.lesson.id.clone()),
            step: Some(lesson.steps[player.step()].id.clone()),
            step_from: opened.map(|(_, index)| index),
            ..recording
        }
    }
}

fn json(recording: &Recording) -> String {
    serde_json::to_string(recording).expect("a recording is plain data")
}
