//! The lesson that is open: its steps, what the open one asks, and what it has to say.

use quorum_kernel::{Exhibit, Text};
use quorum_lesson::{Anchor, BoundMove, Broken, Line, Mode, Player, Progress, Shown, Task};
use quorum_sim::History;

use crate::{BudgetView, LessonView, NoteAnchor, NoteView, StepMark, TaskView, Verdict, beside::deeds};

pub fn lesson<P: Exhibit>(player: &Player<P>, history: &History<P>) -> LessonView {
    let lesson = player.lesson();
    let steps = lesson.steps.iter().zip(player.marks());
    let step = &lesson.steps[player.step()];
    LessonView {
        id: lesson.lesson.id.clone(),
        minutes: lesson.lesson.minutes,
        steps: steps.map(|(step, mark)| StepMark { id: step.id.clone(), done: mark.done, right: mark.right }).collect(),
        step: u32::try_from(player.step()).unwrap_or(u32::MAX),
        task: task(player, history),
        done: player.marks()[player.step()].done,
        settled: player.marks()[player.step()].settled,
        tried: player.tried(history),
        hints: player.hints().map(str::to_owned).collect(),
        notes: player.notes(history).map(note).collect(),
        controls: step.controls.clone(),
        manual: step.mode.map(|mode| mode == Mode::Manual),
        beside: lesson.lesson.beside.iter().map(|other| other.scenario(history.run().scenario())).collect(),
        deeds: if lesson.lesson.beside.is_empty() { Vec::new() } else { deeds(history) },
    }
}

fn note(shown: Shown<'_>) -> NoteView {
    let at = match (shown.at, shown.message) {
        (Some(Anchor::Node(node)), _) => Some(NoteAnchor::Node(node)),
        (Some(Anchor::Link(one, other)), _) => Some(NoteAnchor::Link(one, other)),
        (Some(Anchor::Message), Some(id)) => Some(NoteAnchor::Message(id.to_owned())),
        (Some(Anchor::Message), None) | (None, _) => None,
    };
    NoteView { id: shown.id.to_owned(), at, pause: shown.pause }
}

fn task<P: Exhibit>(player: &Player<P>, history: &History<P>) -> TaskView {
    let mark = &player.marks()[player.step()];
    let reached = || mark.settled || player.reached(history);
    match &player.lesson().steps[player.step()].task {
        Task::Watch { .. } => TaskView::Watch { reached: reached() },
        Task::Do { moves, .. } => TaskView::Do {
            acts: moves.iter().filter_map(BoundMove::act).map(ToString::to_string).collect(),
            started: mark.started,
            reached: mark.settled,
        },
        Task::Predict { answers, .. } => TaskView::Predict {
            answers: answers.iter().map(|(id, _)| id.clone()).collect(),
            chosen: mark.chosen.clone(),
            verdict: mark.truth.clone().map(|truth| Verdict { right: mark.chosen.as_ref() == Some(&truth), truth }),
            running: player.running(),
        },
        Task::Reach { .. } => TaskView::Reach { reached: reached(), detail: player.progress(history) },
        Task::Break { par, search, .. } => {
            let broken = player.broken(history).expect("the step is one to break something in");
            breaking::<P>(broken, mark, *par, search.is_some())
        }
        Task::Hunt { property, search } => TaskView::Hunt {
            property: property.map(|id| Text::new(format!("{}-{id}", P::ID))),
            budget: search.budget(),
            requests: search.requests.clone(),
            hunted: mark.hunted,
        },
        Task::Quiz { answers, right } => TaskView::Quiz {
            answers: answers.clone(),
            chosen: mark.chosen.clone(),
            right: mark.chosen.as_ref().map(|chosen| chosen == right),
        },
    }
}

fn breaking<P: Exhibit>(broken: Broken, mark: &Progress, par: Option<u32>, searchable: bool) -> TaskView {
    let line = |line: &Line| BudgetView { kind: line.spend.word().to_owned(), used: line.used, of: line.of };
    TaskView::Break {
        property: Text::new(format!("{}-{}", P::ID, broken.property)),
        holds: broken.holds,
        budget: broken.lines.iter().map(line).collect(),
        violated: (!broken.holds).then_some(broken.acts),
        within: broken.within(),
        detail: broken.detail,
        best: mark.best,
        par,
        events: broken.events,
        searchable,
        hunted: mark.hunted,
    }
}
