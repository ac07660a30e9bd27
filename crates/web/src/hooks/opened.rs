//! Runs and lessons opened from files, by drop or by picker, wherever on the page one is. What is no such file is said
//! in words, and what runs stays.

use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use quorum_kernel::Text;
use quorum_lesson::Lesson;
use quorum_scene::{Command, LessonSource, RECORDING_BYTES_MAX, recorded_lesson, words::ENGLISH};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, FileList};
use yew::{Callback, UseStateHandle, hook, use_callback, use_effect_with, use_mut_ref, use_state, use_state_eq};

use super::LessonFiles;
use crate::{
    browser::{GivenFile, Source, has_files, read_files},
    engine::Engine,
    route::Route,
};

/// The largest file that is read, in bytes. What else a file may be is smaller still, and the engine says how small.
const FILE_MAX: usize = RECORDING_BYTES_MAX;
/// What a lesson is made of.
const LESSON_NAMES: [&str; 2] = ["lesson.json", "en.md"];

/// Opens what a picker gave.
pub type OpenFiles = Callback<FileList>;

/// What was opened from files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// How often something was opened: the same file again begins again.
    pub count: u32,
    /// Where the opened run is shown, and its recording.
    run: Option<(Route, Rc<str>)>,
    /// Lessons from files, which stand in for those of the site.
    lessons: Vec<LessonFiles>,
}

impl Opened {
    /// The recording to show at an address.
    pub fn run_at(&self, route: &Route) -> Option<Rc<str>> {
        self.run.as_ref().filter(|(place, _)| place == route).map(|(_, json)| json.clone())
    }

    /// The lesson of this id, if it came from files.
    pub fn lesson(&self, id: &str) -> Option<&LessonFiles> {
        self.lessons.iter().find(|files| files.id == id)
    }

    fn with(mut self, given: Given) -> (Self, Route) {
        self.count += 1;
        let route = match given {
            Given::Run { lesson, json } => {
                let route = lesson.map_or(Route::Sandbox(None), Route::Lesson);
                self.run = Some((route.clone(), json.into()));
                route
            }
            Given::Lesson(files) => {
                let route = Route::Lesson(files.id.clone());
                self.run = None;
                self.lessons.retain(|other| other.id != files.id);
                self.lessons.push(files);
                route
            }
        };
        (self, route)
    }
}

/// What somebody gave.
#[derive(Clone, Debug, PartialEq)]
enum Given {
    /// A recording, of a lesson or not.
    Run { lesson: Option<String>, json: String },
    /// A lesson.
    Lesson(LessonFiles),
}

/// What became of the files given last.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// They are open: this one, and what belongs to it.
    Opened(String),
    /// They are not, and why.
    Refused(Text),
}

/// What was opened from files, and the ways to open more.
pub struct Files {
    /// What was opened.
    pub opened: UseStateHandle<Opened>,
    /// What became of the files given last, until it is dismissed.
    pub outcome: UseStateHandle<Option<Outcome>>,
    /// Whether files are being dragged over the page.
    pub dragging: bool,
    /// Opens what a picker gave.
    pub open: OpenFiles,
}

/// Opens files that are dropped anywhere, or picked. `route` is where one is.
#[hook]
pub fn use_files(route: &Route) -> Files {
    let opened = use_state(Opened::default);
    let outcome = use_state_eq(|| None::<Outcome>);
    let dragging = use_state_eq(|| false);
    // What is read while something else was opened adds to what is there then.
    let latest = use_mut_ref(Opened::default);
    let take = {
        let (opened, outcome, latest) = (opened.clone(), outcome.clone(), latest.clone());
        use_callback((), move |source: Rc<Source>, ()| {
            let (opened, outcome, latest) = (opened.clone(), outcome.clone(), latest.clone());
            spawn_local(async move {
                let read = read_files(&source, &LESSON_NAMES, FILE_MAX);
                match sort(read.await).await {
                    Ok((name, given)) => {
                        let (next, route) = latest.take().with(given);
                        latest.replace(next.clone());
                        opened.set(next);
                        outcome.set(Some(Outcome::Opened(name)));
                        let _same_page = gloo::utils::window().location().set_hash(&route.href());
                    }
                    Err(fault) => outcome.set(Some(Outcome::Refused(fault))),
                }
            });
        })
    };
    {
        // A run that one has left begins no more when one comes back: the address promises a fresh one.
        let (opened, before) = (opened.clone(), use_mut_ref(|| Route::Home));
        use_effect_with(route.clone(), move |route| {
            let before = before.replace(route.clone());
            if before != *route && latest.borrow().run_at(&before).is_some() {
                latest.borrow_mut().run = None;
                opened.set(latest.borrow().clone());
            }
        });
    }
    use_drop(take.clone(), dragging.clone());
    let open = use_callback(take, |files: FileList, take| take.emit(Rc::new(Source::Picker(files))));
    Files { opened, outcome, dragging: *dragging, open }
}

/// Listens for drops. Without this the browser would leave the page, and the run, for the file.
#[hook]
fn use_drop(take: Callback<Rc<Source>>, dragging: UseStateHandle<bool>) {
    use_effect_with((), move |()| {
        let listen = |kind: &'static str, then: Box<dyn Fn(&DragEvent)>| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&gloo::utils::window(), kind, options, move |event| {
                if let Some(event) = event.dyn_ref::<DragEvent>() {
                    then(event);
                }
            })
        };
        let over = {
            let dragging = dragging.clone();
            listen(
                "dragover",
                Box::new(move |event| {
                    if has_files(event.data_transfer().as_ref()) {
                        event.prevent_default();
                        dragging.set(true);
                    }
                }),
            )
        };
        let leave = {
            let dragging = dragging.clone();
            // Only who leaves the page goes nowhere.
            listen(
                "dragleave",
                Box::new(move |event| {
                    if event.related_target().is_none() {
                        dragging.set(false);
                    }
                }),
            )
        };
        let drop_files = listen(
            "drop",
            Box::new(move |event| {
                dragging.set(false);
                if let Some(transfer) = event.data_transfer().filter(|transfer| has_files(Some(transfer))) {
                    event.prevent_default();
                    take.emit(Rc::new(Source::Drop(transfer)));
                }
            }),
        );
        move || drop((over, leave, drop_files))
    });
}

/// What the files are: a lesson if `lesson.json` is among them, else a recording. It is opened once on the side, so that
/// a file that cannot be opened costs nobody their run.
async fn sort(files: Vec<GivenFile>) -> Result<(String, Given), Text> {
    let lesson = files.iter().find(|file| file.path.rsplit('/').next() == Some("lesson.json"));
    let Some(main) = lesson.or(files.first()) else { return Err(Text::new("file-none")) };
    let json = text_of(main)?.to_owned();
    let refused = |why: Text| Text::new("file-refused").with("file", main.path.as_str()).with("why", why);
    let (command, given) = if lesson.is_some() {
        let prose_path = main.path.replace("lesson.json", "en.md");
        let words = files.iter().find(|file| file.path == prose_path);
        let words = words.ok_or_else(|| Text::new("file-no-words").with("file", prose_path.as_str()))?;
        let id =
            Lesson::parse(&json).map_err(|fault| refused(Text::new("problem-lesson").with("why", fault.text())))?.id;
        let files = LessonFiles::read(&id, &json, ENGLISH, text_of(words)?).map_err(refused)?;
        (Command::OpenLesson(LessonSource { id, json, done: Vec::new() }), Given::Lesson(files))
    } else {
        let lesson = recorded_lesson(&json);
        (Command::OpenRecording { json: json.clone(), lesson: None }, Given::Run { lesson, json })
    };
    Engine::default().ask(command).await.map_err(|problem| refused(problem.text))?;
    Ok((main.path.clone(), given))
}

fn text_of(file: &GivenFile) -> Result<&str, Text> {
    let mb = (FILE_MAX >> 20) as u32;
    let too_long = || Text::new("file-too-long").with("file", file.path.as_str()).with("mb", mb);
    file.text.as_deref().ok_or_else(too_long)
}
