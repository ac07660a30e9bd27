//! The engine behind the page: whatever protocol runs, one place to ask.

use quorum_kernel::{Arg, Exhibit, Text};
use quorum_lesson::{Bound, Lesson, LessonFault};
use quorum_protocols::{Family, IDS, Visitor};
use quorum_sim::{BadRecording, Recording, Scenario};

use crate::{
    Answer, Command, LessonSource, Problem, Reply,
    desk::{AnyDesk, Desk},
    lesson_files::broken_structure,
};

/// The engine: at most one run at a time. It runs the protocols of a family, and a program that asks for one holds the
/// code of no others.
pub struct Lab {
    desk: Option<Box<dyn AnyDesk>>,
    open: fn(&str, Opening) -> Option<Opened>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Default for Lab {
    fn default() -> Self {
        Self::new()
    }
}

impl Lab {
    /// An engine for every protocol, in which nothing is open yet. There is none in the browser: what a visitor loads holds
    /// the protocols of one family.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new() -> Self {
        Self::of::<quorum_protocols::families::All>()
    }

    /// An engine for the protocols of a family, in which nothing is open yet.
    pub fn of<F: Family>() -> Self {
        Self { desk: None, open: F::visit }
    }

    /// Does what is asked, and shows what comes of it.
    ///
    /// # Errors
    /// A problem in people's words. The run is then as it was before.
    pub fn handle(&mut self, command: Command) -> Answer {
        match command {
            Command::Open(scenario) => self.desk = Some(self.of_scenario(*scenario, Opening::Run)?),
            Command::OpenBeside(scenario) => self.desk = Some(self.of_scenario(*scenario, Opening::Beside)?),
            Command::OpenLesson(source) => {
                let read = Read::of(source)?;
                let id = read.lesson.scenario.protocol.clone();
                if !IDS.contains(&id.as_str()) {
                    return Err(unknown_protocol(&read));
                }
                self.desk = Some(self.opened(&id, Opening::Lesson(read))?);
            }
            Command::OpenRecording { json, lesson } => self.desk = Some(self.of_recording(&json, lesson)?),
            Command::Declared { mutant } => {
                return Ok(Reply::Order(Box::new(self.desk()?.declared(mutant.as_deref())?)));
            }
            Command::Order => return Ok(Reply::Order(Box::new(self.desk()?.order()?))),
            Command::Save => return Ok(Reply::Recording(self.desk()?.save()?)),
            command => self.desk()?.handle(command)?,
        }
        Ok(Reply::Scene(Box::new(self.desk()?.scene())))
    }

    fn of_scenario(&self, scenario: Scenario, opening: impl FnOnce(Scenario) -> Opening) -> Opened {
        let id = scenario.protocol.clone();
        self.opened(&id, opening(scenario))
    }

    fn of_recording(&self, json: &str, source: Option<LessonSource>) -> Opened {
        let recording = Recording::parse(json).map_err(|wrong| bad_recording(&wrong))?;
        let lesson = source.map(Read::of).transpose()?;
        if let Some(Read { lesson, .. }) = &lesson
            && (recording.lesson.as_ref() != Some(&lesson.id)
                || recording.scenario.protocol != lesson.scenario.protocol)
        {
            let made_in = recording.lesson.clone().unwrap_or_default();
            let text = Text::new("problem-recording-lesson").with("lesson", made_in).with("opened", lesson.id.as_str());
            return Err(Problem { text });
        }
        let id = recording.scenario.protocol.clone();
        let unknown = || Err(Problem { text: Text::new("problem-recording-protocol").with("id", quoted(&id)) });
        (self.open)(&id, Opening::Recording(Box::new(recording), lesson)).unwrap_or_else(unknown)
    }

    fn opened(&self, id: &str, opening: Opening) -> Opened {
        let unknown =
            || Err(Problem { text: Text::new("problem-protocol").with("id", quoted(id)).with("known", known()) });
        (self.open)(id, opening).unwrap_or_else(unknown)
    }

    fn desk(&mut self) -> Result<&mut Box<dyn AnyDesk>, Problem> {
        self.desk.as_mut().ok_or_else(|| Problem { text: Text::new("problem-nothing-open") })
    }
}

impl Problem {
    /// A problem whose detail is words already, such as an error that names file, place and remedy.
    pub(crate) fn detail(id: &str, detail: impl ToString) -> Self {
        Self { text: Text::new(id).with("detail", detail.to_string()) }
    }

    /// A problem with its reason, a sentence of its own.
    pub(crate) fn because(id: &str, why: Text) -> Self {
        Self { text: Text::new(id).with("why", why) }
    }
}

/// The id of the lesson that a recording was made in; `None` if in none, or if this is no recording.
pub fn recorded_lesson(json: &str) -> Option<String> {
    Recording::parse(json).ok()?.lesson
}

/// What is put on the desk, once its protocol is known.
enum Opening {
    /// A fresh run.
    Run(Scenario),
    /// A run that follows another.
    Beside(Scenario),
    /// A lesson.
    Lesson(Read),
    /// A recording, and the lesson it was made in if that is wanted.
    Recording(Box<Recording>, Option<Read>),
}

type Opened = Result<Box<dyn AnyDesk>, Problem>;

impl Visitor for Opening {
    type Output = Opened;

    fn visit<P: Exhibit>(self) -> Opened {
        let desk = match self {
            Opening::Run(scenario) => Desk::<P>::new(scenario, None, &[])?,
            Opening::Beside(scenario) => Desk { followed: Some(Vec::new()), ..Desk::<P>::new(scenario, None, &[])? },
            Opening::Lesson(read) => {
                let scenario = read.lesson.scenario.clone();
                let (lesson, done) = bind(read)?;
                Desk::<P>::new(scenario, Some(lesson), &done)?
            }
            Opening::Recording(recording, None) => Desk::<P>::of_recording(&recording, None, &[])?,
            Opening::Recording(recording, Some(read)) => {
                let (lesson, done) = bind(read)?;
                Desk::<P>::of_recording(&recording, Some(lesson), &done)?
            }
        };
        Ok(Box::new(desk))
    }
}

/// A lesson that was read, and what it was read from: what is wrong in it is found in there.
struct Read {
    lesson: Lesson,
    source: LessonSource,
}

impl Read {
    fn of(source: LessonSource) -> Result<Self, Problem> {
        let lesson = Lesson::parse(&source.json).map_err(|fault| bad_lesson(&source.id, &fault))?;
        if lesson.id != source.id {
            let text = Text::new("problem-lesson-id").with("id", lesson.id).with("folder", source.id.as_str());
            return Err(Problem { text });
        }
        Ok(Self { lesson, source })
    }
}

/// A lesson that the protocol understands, and the ids of its steps that are done.
fn bind<P: Exhibit>(Read { lesson, source }: Read) -> Result<(Bound<P>, Vec<String>), Problem> {
    let bound = Bound::new(lesson).map_err(|fault| bad_lesson(&source.id, &fault.in_text(&source.json)))?;
    Ok((bound, source.done))
}

fn unknown_protocol(Read { lesson, source }: &Read) -> Problem {
    let problem = Text::new("json-protocol").with("id", quoted(&lesson.scenario.protocol)).with("known", known());
    let fault = LessonFault { place: "scenario.protocol".to_owned(), problem };
    bad_lesson(&lesson.id, &fault.in_text(&source.json))
}

fn known() -> Arg {
    IDS.iter().copied().collect()
}

fn quoted(id: &str) -> String {
    id.chars().take(60).collect()
}

fn bad_lesson(id: &str, fault: &LessonFault) -> Problem {
    Problem::because("problem-lesson", broken_structure(id, fault))
}

pub(crate) fn bad_recording(wrong: &BadRecording) -> Problem {
    Problem::because("problem-recording", wrong.text())
}

pub(crate) fn parse_seed(text: &str) -> Result<u64, Problem> {
    text.parse().map_err(|_| Problem::detail("problem-seed", text.chars().take(40).collect::<String>()))
}
