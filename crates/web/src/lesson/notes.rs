//! What comes up while the run goes on: notes on what happens on the stage, and hints that were earned. The stage shows
//! notes where they belong; here they are as text, for phones, for screen readers, and once a bubble was closed.

use quorum_lesson::prose::{Aside, Prose, Section};
use quorum_scene::{LessonView, NoteAnchor, NoteView};
use yew::{Html, html};

use crate::{components::draw_icon, stage::Bubble, t};

use super::prose::{Ink, plain};

fn section<'a>(lesson: &LessonView, prose: &'a Prose) -> Option<&'a Section> {
    prose.section(&lesson.steps.get(lesson.step as usize)?.id)
}

/// The notes of this moment with their words.
fn notes<'a>(lesson: &'a LessonView, section: &'a Section) -> impl Iterator<Item = (&'a NoteView, &'a Aside)> {
    lesson.notes.iter().filter_map(|note| Some((note, section.note(&note.id)?)))
}

/// The notes of this moment in the pane.
pub fn note_list(lesson: &LessonView, section: &Section, ink: &Ink) -> Html {
    let rows = notes(lesson, section).map(|(note, words)| {
        html! {
            <li key={note.id.clone()} data-note-words={note.id.clone()}>
                <p class="where">{ draw_icon("cluster") }{ place_words(note.at.as_ref()) }</p>
                { ink.blocks(&words.text) }
            </li>
        }
    });
    html! { <ul class="notes" aria-label={t!("notes")}>{ for rows }</ul> }
}

fn place_words(at: Option<&NoteAnchor>) -> String {
    match at {
        None => t!("note-here"),
        Some(NoteAnchor::Node(node)) => t!("note-at-node", node = *node),
        Some(NoteAnchor::Link(a, b)) => t!("note-at-link", a = *a, b = *b),
        Some(NoteAnchor::Message(id)) => {
            let (way, name) = id.split_once(' ').unwrap_or(("", id));
            let (from, to) = way.split_once('>').unwrap_or_default();
            t!("note-at-message", name = name, from = from, to = to)
        }
    }
}

/// The hints whose time has come.
pub fn hint_list(lesson: &LessonView, section: &Section, ink: &Ink) -> Html {
    let words = lesson.hints.iter().filter_map(|id| section.hint(id));
    words
        .map(|hint| {
            html! {
                <div key={hint.id.clone()} class="hint earned" role="note" data-hint-words={hint.id.clone()}>
                    <b>{ t!("task-hint") }</b>{ ink.blocks(&hint.text) }
                </div>
            }
        })
        .collect()
}

/// The notes of this moment as bubbles for the stage.
pub fn bubbles(lesson: &LessonView, prose: &Prose, ink: &Ink) -> Vec<Bubble> {
    let Some(section) = section(lesson, prose) else { return Vec::new() };
    notes(lesson, section)
        .map(|(note, words)| Bubble {
            id: note.id.clone(),
            at: note.at.clone(),
            length: plain(&words.text).chars().count(),
            words: ink.blocks(&words.text),
        })
        .collect()
}

/// What a screen reader is told when it comes up: each note and each hint, in plain words.
pub fn spoken(lesson: &LessonView, prose: &Prose) -> String {
    let Some(section) = section(lesson, prose) else { return String::new() };
    let notes = notes(lesson, section)
        .map(|(note, words)| format!("{}: {}", place_words(note.at.as_ref()), plain(&words.text)));
    // Who is done needs no hint any more.
    let hints = lesson.hints.iter().filter(|_| !lesson.settled).filter_map(|id| section.hint(id));
    let hints = hints.map(|hint| format!("{} {}", t!("task-hint"), plain(&hint.text)));
    notes.chain(hints).collect::<Vec<_>>().join(" ")
}
