//! The lesson check: every claim that a lesson makes is replayed.

use quorum_checker::hunt::{BadOrder, End, begin};
use quorum_kernel::{Arg, Exhibit, Text};
use quorum_protocols::{Visitor, visit};
use quorum_sim::{BadScenario, History, Recording, Run, Scenario};

use crate::{
    bound::{Bound, BoundMove, BoundStep, Task},
    format::{Lesson, LessonFault, Searched},
    script::{ScriptError, begin_in, play, so, verdict},
    spend::account,
    trail::Trail,
};

/// How many states a search expands at a time.
const SLICE: usize = 65_536;

/// Checks a lesson: its scripts can be played; what a step asks for is not so when it begins and is so after its
/// solution, which uses only what the step leaves to the learner; of a prediction's answers exactly one is so after the
/// run; a search finds what it says; every note comes up on the way, and no hint is due before anything was done.
///
/// # Errors
/// The first claim that is not true, and where it stands.
pub fn check(lesson: &Lesson) -> Result<(), LessonFault> {
    struct Check<'a>(&'a Lesson);
    impl Visitor for Check<'_> {
        type Output = Result<(), LessonFault>;
        fn visit<P: Exhibit>(self) -> Self::Output {
            check_beside(self.0)?;
            check_bound(&Bound::<P>::new(self.0.clone())?)
        }
    }
    let id = &lesson.scenario.protocol;
    visit(id, Check(lesson)).unwrap_or_else(|| {
        let known = quorum_protocols::IDS.iter().copied().collect::<Arg>();
        let problem = Text::new("json-protocol").with("id", id.as_str()).with("known", known);
        Err(LessonFault::new("scenario.protocol", problem))
    })
}

/// Demands that every protocol beside the lesson's own can run as the lesson has it.
fn check_beside(lesson: &Lesson) -> Result<(), LessonFault> {
    struct Runs(Scenario);
    impl Visitor for Runs {
        type Output = Result<(), BadScenario>;
        fn visit<P: Exhibit>(self) -> Self::Output {
            Run::<P>::new(self.0).map(|_| ())
        }
    }
    for (index, beside) in lesson.beside.iter().enumerate() {
        let run = visit(&beside.protocol, Runs(beside.scenario(&lesson.scenario)));
        let wrong = |wrong: BadScenario| LessonFault::new(format!("beside[{index}]"), wrong.text());
        run.expect("the shape of the lesson was checked").map_err(wrong)?;
    }
    Ok(())
}

fn check_bound<P: Exhibit>(lesson: &Bound<P>) -> Result<(), LessonFault> {
    // One history for all steps, as a learner has it: a step without a start goes on from the solution of the last.
    let mut history =
        History::new(lesson.lesson.scenario.clone()).map_err(|wrong| LessonFault::new("scenario", wrong.text()))?;
    for (index, (step, asked)) in lesson.steps.iter().zip(&lesson.lesson.steps).enumerate() {
        Checked { place: format!("steps[{index}].{}", asked.kind()), step }.check(&mut history)?;
    }
    Ok(())
}

/// A step that is being checked.
struct Checked<'a, P: Exhibit> {
    place: String,
    step: &'a BoundStep<P>,
}

impl<P: Exhibit> Checked<'_, P> {
    fn fault(&self, name: &str, problem: Text) -> LessonFault {
        LessonFault::new(format!("{}.{name}", self.place), problem)
    }

    fn play(&self, name: &str, moves: &[BoundMove<P>], history: &mut History<P>) -> Result<(), LessonFault> {
        play(moves, history).map_err(|error: ScriptError| self.fault(name, error.text()))
    }

    fn check(&self, history: &mut History<P>) -> Result<(), LessonFault> {
        let step = self.step;
        if let Some(start) = &step.start {
            begin_in(&step.scenario, history).map_err(|wrong| self.fault("cluster", wrong.text()))?;
            self.play("start", start, history)?;
        }
        let mut trail = Trail::begin(step, history);
        if let Some(hint) = (0..step.hints.len()).find(|hint| trail.has_met(*hint)) {
            return Err(self.fault(&format!("hints[{hint}].when"), Text::new("check-hint-early")));
        }
        self.check_task(&mut trail, history)?;
        trail.follow(step, history);
        match (0..step.notes.len()).find(|note| !trail.has_fired(*note)) {
            None => Ok(()),
            Some(note) => Err(self.fault(&format!("notes[{note}]"), Text::new("check-note-never"))),
        }
    }

    fn check_task(&self, trail: &mut Trail, history: &mut History<P>) -> Result<(), LessonFault> {
        match &self.step.task {
            Task::Watch { until } => self.leads_to(until, &[], "until", history),
            Task::Do { moves, until } => self.leads_to(until, moves, "moves", history),
            Task::Reach { until, solution } => {
                self.check_controls(solution)?;
                self.not_yet(until, history)?;
                self.play("solution", solution, history)?;
                if so(until, history) { Ok(()) } else { Err(self.fault("until", Text::new("check-not-solved"))) }
            }
            Task::Predict { moves, answers } => {
                self.play("moves", moves, history)?;
                let proved: Vec<_> = answers.iter().filter(|(_, when)| so(when, history)).map(|(id, _)| id).collect();
                if proved.len() == 1 {
                    return Ok(());
                }
                let problem = Text::new("check-answers").with("answers", format!("{proved:?}"));
                Err(self.fault("answers", problem))
            }
            Task::Break { property, search, .. } => {
                if let Some(search) = search {
                    self.check_search(Some(property), search, history)?;
                }
                self.check_break(trail, history)
            }
            Task::Hunt { property, search } => self.check_search(*property, search, history),
            Task::Quiz { .. } => Ok(()),
        }
    }

    /// Demands that something is not so now, and becomes so after the moves if the run goes on.
    fn leads_to(
        &self,
        until: &P::Predicate,
        moves: &[BoundMove<P>],
        name: &str,
        history: &mut History<P>,
    ) -> Result<(), LessonFault> {
        self.not_yet(until, history)?;
        let mut moves = moves.to_vec();
        moves.push(BoundMove::RunUntil(until.clone()));
        self.play(name, &moves, history)
    }

    fn not_yet(&self, until: &P::Predicate, history: &History<P>) -> Result<(), LessonFault> {
        if so(until, history) {
            return Err(self.fault("until", Text::new("check-already")));
        }
        Ok(())
    }

    fn check_break(&self, trail: &mut Trail, history: &mut History<P>) -> Result<(), LessonFault> {
        let Task::Break { property, budget, solution, par, .. } = &self.step.task else { return Ok(()) };
        self.check_controls(solution)?;
        if !verdict(property, history.run()).0 {
            return Err(self.fault("property", Text::new("check-violated-already")));
        }
        self.play("solution", solution, history)?;
        if verdict(property, history.run()).0 {
            return Err(self.fault("solution", Text::new("check-still-holds").with("property", *property)));
        }
        trail.follow(self.step, history);
        let acts = trail.hands(history).len();
        if let Some(line) = account(budget, trail.hands(history).flatten()).iter().find(|line| line.used > line.of) {
            let word = line.spend.word();
            let problem = Text::new("check-budget").with("used", line.used).with("what", word).with("of", line.of);
            return Err(self.fault("solution", problem));
        }
        match par {
            Some(par) if *par as usize > acts => {
                let problem = Text::new("check-par").with("par", *par).with("acts", acts);
                Err(self.fault("par", problem))
            }
            _ => Ok(()),
        }
    }

    /// Searches from where the step begins: what is found, or how much was searched, is as the lesson says.
    fn check_search(&self, property: Option<&str>, search: &Searched, history: &History<P>) -> Result<(), LessonFault> {
        let start = Recording::upto(history, history.branch(), history.index());
        let wrong = |bad: BadOrder| self.fault("search", bad.text());
        let mut hunt = begin(&search.order(property, start)).map_err(wrong)?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let end = loop {
            if let Some(end) = hunt.advance(SLICE, threads).map_err(wrong)? {
                break end;
            }
        };
        let states = u32::try_from(hunt.progress().states).unwrap_or(u32::MAX);
        let found = match end {
            End::Stopped(_) => return Err(self.fault("search", Text::new("check-search-limit").with("states", states))),
            End::Complete { .. } => None,
            End::Found(found) => Some(found.actions),
        };
        if found != search.finds {
            let problem = found.map_or(Text::new("check-search-nothing").with("states", states), |actions| {
                Text::new("check-search-finds").with("actions", actions)
            });
            return Err(self.fault("search.finds", problem));
        }
        match search.states {
            Some(told) if told != states => {
                Err(self.fault("search.states", Text::new("check-search-states").with("states", states)))
            }
            _ => Ok(()),
        }
    }

    /// A learner who may not do what the solution does cannot follow it.
    fn check_controls(&self, solution: &[BoundMove<P>]) -> Result<(), LessonFault> {
        let acts = solution.iter().enumerate().filter_map(|(index, one)| Some((index, one.act()?)));
        match acts.into_iter().find(|(_, act)| !self.step.leaves(act)) {
            None => Ok(()),
            Some((index, act)) => {
                let problem = Text::new("check-controls").with("act", act.verb());
                Err(self.fault(&format!("solution[{index}].act"), problem))
            }
        }
    }
}
