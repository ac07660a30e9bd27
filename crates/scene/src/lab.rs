//! The engine behind the page: whatever protocol runs, one place to ask.

use quorum_kernel::{Exhibit, Text};
use quorum_lesson::{Bound, Lesson};
use quorum_protocols::{Visitor, visit};
use quorum_sim::Scenario;

use crate::{
    Answer, Command, Problem, Setup,
    desk::{AnyDesk, Desk},
};

/// The engine: at most one run at a time.
#[derive(Default)]
pub struct Lab {
    desk: Option<Box<dyn AnyDesk>>,
}

impl Lab {
    /// An engine in which nothing is open yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Does what is asked, and shows what comes of it.
    ///
    /// # Errors
    /// A problem in people's words. The run is then as it was before.
    pub fn handle(&mut self, command: Command) -> Answer {
        match command {
            Command::Open(setup) => self.desk = Some(open(setup)?),
            Command::OpenLesson { id, json, done } => self.desk = Some(open_lesson(&id, &json, done)?),
            command => {
                let desk = self.desk.as_mut().ok_or_else(|| Problem { text: Text::new("problem-nothing-open") })?;
                desk.handle(command)?;
            }
        }
        let desk = self.desk.as_mut().ok_or_else(|| Problem { text: Text::new("problem-nothing-open") })?;
        Ok(desk.scene())
    }
}

impl Problem {
    /// A problem whose detail is words already, such as an error that names file, place and remedy.
    pub(crate) fn detail(id: &str, detail: impl ToString) -> Self {
        Self { text: Text::new(id).with("detail", detail.to_string()) }
    }
}

/// Opens a scenario, and a lesson on it if there is one.
struct Open {
    scenario: Scenario,
    lesson: Option<Lesson>,
    /// The ids of its steps that are done.
    done: Vec<String>,
}

impl Visitor for Open {
    type Output = Result<Box<dyn AnyDesk>, Problem>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let lesson = self.lesson.map(Bound::<P>::new).transpose();
        let lesson = lesson.map_err(|fault| Problem::detail("problem-lesson", fault))?;
        Ok(Box::new(Desk::<P>::new(self.scenario, lesson, &self.done)?))
    }
}

fn open(setup: Setup) -> Result<Box<dyn AnyDesk>, Problem> {
    let scenario = Scenario {
        protocol: setup.protocol,
        servers: setup.servers,
        clients: setup.clients,
        mutant: setup.mutant,
        seed: parse_seed(&setup.seed)?,
        network: quorum_sim::Network::default(),
        clocks: Default::default(),
        script: Vec::new(),
    };
    open_any(Open { scenario, lesson: None, done: Vec::new() })
}

fn open_lesson(id: &str, json: &str, done: Vec<String>) -> Result<Box<dyn AnyDesk>, Problem> {
    let lesson = Lesson::parse(json).map_err(|fault| Problem::detail("problem-lesson", fault))?;
    if lesson.id != id {
        let detail = format!("id: is “{}”, but the lesson's folder is `{id}`", lesson.id);
        return Err(Problem::detail("problem-lesson", detail));
    }
    open_any(Open { scenario: lesson.scenario.clone(), lesson: Some(lesson), done })
}

fn open_any(open: Open) -> Result<Box<dyn AnyDesk>, Problem> {
    let id = open.scenario.protocol.clone();
    visit(&id, open).unwrap_or_else(|| Err(Problem::detail("problem-protocol", id)))
}

pub(crate) fn parse_seed(text: &str) -> Result<u64, Problem> {
    text.parse().map_err(|_| Problem::detail("problem-seed", text.chars().take(40).collect::<String>()))
}
