//! What a lesson page does about progress: goes on where the learner was, keeps each step that is done, and says so when
//! it cannot.

use std::rc::Rc;

use quorum_kernel::Text;
use quorum_lesson::Kept;
use quorum_scene::{Command, LessonView};
use yew::{hook, use_effect_with, use_memo, use_mut_ref, use_state_eq};

use crate::{
    hooks::{LessonFiles, Session, aside_key, first_time_told, keep_progress, load_progress, progress_key},
    state::{AppAction, Pane},
};

/// What was kept when the lesson was opened, and what was wrong with it, for people. Read once: what is done from now on
/// must not open the lesson anew.
#[hook]
pub fn use_kept(files: &LessonFiles) -> Rc<(Kept, Option<Text>)> {
    // Other words for the same steps open nothing anew either.
    use_memo((files.id.clone(), files.json.clone()), |(id, _)| match load_progress(id, &files.steps()) {
        Ok(kept) => (kept, None),
        Err(why) => {
            let text = Text::new("progress-damaged").with("key", progress_key(id)).with("why", why);
            (Kept::default(), Some(text.with("aside", aside_key(id))))
        }
    })
}

/// Goes on at the step that was left open on this device. A finished lesson begins anew.
#[hook]
pub fn use_resumed(files: &LessonFiles, kept: &Kept, session: &Session, opened: bool) {
    let step = kept.resume(&files.steps()).and_then(|step| u32::try_from(step).ok());
    let session = session.clone();
    use_effect_with(opened, move |opened| {
        if *opened {
            // On a narrow screen one reads first.
            session.state.dispatch(AppAction::Show(Pane::Lesson));
        }
        if let Some(index) = step.filter(|step| *opened && *step > 0) {
            session.lesson_command(Command::Step { index });
        }
    });
}

/// Keeps each step as it is done, and which one is open. Returns what there is to say if it cannot: once.
#[hook]
pub fn use_progress_kept(files: &LessonFiles, lesson: Option<&LessonView>) -> Option<Text> {
    let not_kept = use_state_eq(|| None);
    // What this tab has seen done: only what is new is written, so that what another tab forgets stays forgotten.
    let seen = use_mut_ref(|| None::<Vec<String>>);
    let now = lesson.and_then(|lesson| {
        let done: Vec<_> = lesson.steps.iter().filter(|step| step.done).map(|step| step.id.clone()).collect();
        Some((lesson.steps.get(lesson.step as usize)?.id.clone(), done))
    });
    {
        let (files, not_kept) = (files.clone(), not_kept.clone());
        use_effect_with(now, move |now| {
            let Some((open, done)) = now else { return };
            let Some(before) = seen.replace(Some(done.clone())) else { return };
            let new: Vec<&str> = done.iter().filter(|id| !before.contains(id)).map(String::as_str).collect();
            let kept = keep_progress(&files.id, &files.steps(), &new, open);
            if kept.is_err() && first_time_told() {
                not_kept.set(Some(Text::new("progress-not-kept")));
            }
        });
    }
    (*not_kept).clone()
}
