//! The lesson check: every claim that a lesson makes is replayed.

use quorum_kernel::Exhibit;
use quorum_protocols::{Visitor, visit};
use quorum_sim::History;

use crate::{
    bound::{Bound, BoundMove, Task},
    format::{Lesson, LessonFault},
    play::{ScriptError, begin, play, so},
};

/// Checks a lesson: its scripts can be played; what a step asks for is not so when it begins and is so after its
/// solution; of a prediction's answers exactly one is so after the run.
///
/// # Errors
/// The first claim that is not true, and where it stands.
pub fn check(lesson: &Lesson) -> Result<(), LessonFault> {
    struct Check<'a>(&'a Lesson);
    impl Visitor for Check<'_> {
        type Output = Result<(), LessonFault>;
        fn visit<P: Exhibit>(self) -> Self::Output {
            check_bound(&Bound::<P>::new(self.0.clone())?)
        }
    }
    let id = &lesson.scenario.protocol;
    visit(id, Check(lesson)).unwrap_or_else(|| {
        let problem = format!("there is no protocol “{id}”; there are: {}", quorum_protocols::IDS.join(", "));
        Err(LessonFault::new("scenario.protocol", problem))
    })
}

fn check_bound<P: Exhibit>(lesson: &Bound<P>) -> Result<(), LessonFault> {
    // One history for all steps, as a learner has it: a step without a start goes on from the solution of the last.
    let mut history = History::new(lesson.lesson.scenario.clone())
        .map_err(|wrong| LessonFault::new("scenario", wrong.to_string()))?;
    for (index, (step, asked)) in lesson.steps.iter().zip(&lesson.lesson.steps).enumerate() {
        let place = |name: &str| format!("steps[{index}].{}.{name}", asked.kind());
        let script = |name: &str| {
            let place = place(name);
            move |error: ScriptError| LessonFault::new(place, error.to_string())
        };
        if let Some(start) = &step.start {
            begin(&mut history);
            play(start, &mut history).map_err(script("start"))?;
        }
        match &step.task {
            Task::Watch { until } => {
                let moves = [BoundMove::RunUntil(until.clone())];
                leads_to(until, &moves, &mut history, &place("until"), script("until"))?;
            }
            Task::Do { moves, until } => {
                let mut moves = moves.clone();
                moves.push(BoundMove::RunUntil(until.clone()));
                leads_to(until, &moves, &mut history, &place("until"), script("moves"))?;
            }
            Task::Reach { until, solution } => {
                leads_to(until, solution, &mut history, &place("until"), script("solution"))?;
            }
            Task::Predict { moves, answers } => {
                play(moves, &mut history).map_err(script("moves"))?;
                let proved: Vec<_> = answers.iter().filter(|(_, when)| so(when, &history)).map(|(id, _)| id).collect();
                if proved.len() != 1 {
                    let problem = format!("after the moves exactly one must be so, but these are: {proved:?}");
                    return Err(LessonFault::new(place("answers"), problem));
                }
            }
            Task::Quiz { .. } => {}
        }
    }
    Ok(())
}

/// Demands that a predicate is not so now and is so after the moves.
fn leads_to<P: Exhibit>(
    until: &P::Predicate,
    moves: &[BoundMove<P>],
    history: &mut History<P>,
    place: &str,
    script: impl FnOnce(ScriptError) -> LessonFault,
) -> Result<(), LessonFault> {
    if so(until, history) {
        return Err(LessonFault::new(place, "is so already when the step begins: there is nothing to do"));
    }
    play(moves, history).map_err(script)?;
    if so(until, history) { Ok(()) } else { Err(LessonFault::new(place, "is not so after the solution")) }
}
