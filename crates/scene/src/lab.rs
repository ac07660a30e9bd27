//! The engine behind the page: whatever protocol runs, one place to ask.

use core::marker::PhantomData;

use quorum_kernel::{Arg, Exhibit, Text};
use quorum_lesson::{Bound, Lesson, LessonFault};
use quorum_protocols::{Family, IDS, Visitor, families};
use quorum_sim::{BadRecording, Recording, Scenario};

use crate::{
    Answer, Command, LessonSource, Problem, Reply,
    desk::{AnyDesk, Desk},
    lesson_files::broken_structure,
};

/// The engine: at most one run at a time. It runs the protocols of a family, and holds the code of no others.
pub struct Lab<F = families::All> {
    desk: Option<Box<dyn AnyDesk>>,
    family: PhantomData<F>,
}

impl<F> Default for Lab<F> {
    fn default() -> Self {
        Self { desk: None, family: PhantomData }
    }
}

impl Lab {
    /// An engine for every protocol, in which nothing is open yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl<F: Family> Lab<F> {
    /// Does what is asked, and shows what comes of it.
    ///
    /// # Errors
    /// A problem in people's words. The run is then as it was before.
    pub fn handle(&mut self, command: Command) -> Answer {
        match command {
            Command::Open(scenario) => {
                let open = Open { scenario: *scenario, lesson: None };
                self.desk = Some(visited::<F>(&open.scenario.protocol.clone(), open)?);
            }
            Command::OpenBeside(scenario) => {
                let open = OpenBeside(*scenario);
                self.desk = Some(visited::<F>(&open.0.protocol.clone(), open)?);
            }
            Command::OpenLesson(source) => {
                let read = Read::of(source)?;
                if !IDS.contains(&read.lesson.scenario.protocol.as_str()) {
                    return Err(unknown_protocol(&read));
                }
                let open = Open { scenario: read.lesson.scenario.clone(), lesson: Some(read) };
                self.desk = Some(visited::<F>(&open.scenario.protocol.clone(), open)?);
            }
            Command::OpenRecording { json, lesson } => self.desk = Some(open_recording::<F>(&json, lesson)?),
            Command::Declared { mutant } => {
                return Ok(Reply::Order(Box::new(self.desk()?.declared(mutant.as_deref())?)));
            }
            Command::Order => return Ok(Reply::Order(Box::new(self.desk()?.order()?))),
            Command::Save => return Ok(Reply::Recording(self.desk()?.save()?)),
            command => self.desk()?.handle(command)?,
        }
        Ok(Reply::Scene(Box::new(self.desk()?.scene())))
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

/// Opens a scenario, and a lesson on it if there is one.
struct Open {
    scenario: Scenario,
    lesson: Option<Read>,
}

impl Visitor for Open {
    type Output = Result<Box<dyn AnyDesk>, Problem>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let (lesson, done) = bind(self.lesson)?;
        Ok(Box::new(Desk::<P>::new(self.scenario, lesson, &done)?))
    }
}

/// Opens a scenario, to follow another run.
struct OpenBeside(Scenario);

impl Visitor for OpenBeside {
    type Output = Result<Box<dyn AnyDesk>, Problem>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let mut desk = Desk::<P>::new(self.0, None, &[])?;
        desk.followed = Some(Vec::new());
        Ok(Box::new(desk))
    }
}

/// Opens a recording, and the lesson it was made in if that is wanted.
struct OpenRecording {
    recording: Recording,
    lesson: Option<Read>,
}

impl Visitor for OpenRecording {
    type Output = Result<Box<dyn AnyDesk>, Problem>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let (lesson, done) = bind(self.lesson)?;
        Ok(Box::new(Desk::<P>::of_recording(&self.recording, lesson, &done)?))
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
fn bind<P: Exhibit>(read: Option<Read>) -> Result<(Option<Bound<P>>, Vec<String>), Problem> {
    let Some(Read { lesson, source: LessonSource { id, json, done } }) = read else { return Ok((None, Vec::new())) };
    let bound = Bound::new(lesson).map_err(|fault| bad_lesson(&id, &fault.in_text(&json)))?;
    Ok((Some(bound), done))
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

fn open_recording<F: Family>(json: &str, source: Option<LessonSource>) -> Result<Box<dyn AnyDesk>, Problem> {
    let recording = Recording::parse(json).map_err(|wrong| bad_recording(&wrong))?;
    let lesson = source.map(Read::of).transpose()?;
    if let Some(Read { lesson, .. }) = &lesson
        && (recording.lesson.as_ref() != Some(&lesson.id) || recording.scenario.protocol != lesson.scenario.protocol)
    {
        let made_in = recording.lesson.clone().unwrap_or_default();
        let text = Text::new("problem-recording-lesson").with("lesson", made_in).with("opened", lesson.id.as_str());
        return Err(Problem { text });
    }
    let id = recording.scenario.protocol.clone();
    let unknown = || Err(Problem { text: Text::new("problem-recording-protocol").with("id", quoted(&id)) });
    F::visit(&id, OpenRecording { recording, lesson }).unwrap_or_else(unknown)
}

pub(crate) fn bad_recording(wrong: &BadRecording) -> Problem {
    Problem::because("problem-recording", wrong.text())
}

fn visited<F: Family>(
    id: &str,
    open: impl Visitor<Output = Result<Box<dyn AnyDesk>, Problem>>,
) -> Result<Box<dyn AnyDesk>, Problem> {
    F::visit(id, open).unwrap_or_else(|| {
        Err(Problem { text: Text::new("problem-protocol").with("id", quoted(id)).with("known", known()) })
    })
}

pub(crate) fn parse_seed(text: &str) -> Result<u64, Problem> {
    text.parse().map_err(|_| Problem::detail("problem-seed", text.chars().take(40).collect::<String>()))
}
