//! One run: the engine, the clock behind the picture, and what the page knows of both.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use quorum_kernel::NodeId;
use quorum_lesson::Hunted;
use quorum_scene::{
    Answer, Command, Deed, Problem, Reply, Scene, TaskView,
    hunt::{End, Order},
};
use wasm_bindgen_futures::spawn_local;
use yew::{UseReducerDispatcher, UseReducerHandle, hook, use_effect_with, use_memo, use_reducer};

use crate::{
    browser,
    engine::Engine,
    hooks::{Hunt, HuntHandle, use_hunt},
    playback::{Due, Frames},
    stage_props::Selection,
    state::{AppAction, AppState, Pane},
};

/// How long a hand-made step takes to arrive, as `--t-step` in the style sheet.
const STEP_MS: f64 = 320.0;

/// How far runs beside each other may part while time runs, as time of the reader's, in milliseconds.
const APART_MS_MAX: f64 = 200.0;

/// A run and the handles to it. Cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Session {
    /// What the page knows.
    pub state: UseReducerHandle<AppState>,
    /// View time, and who paints by it.
    pub frames: Frames,
    /// The hunt that is under way, or has ended.
    pub hunt: HuntHandle,
    mailbox: Rc<Mailbox>,
}

/// What a run beside another follows.
#[derive(Clone, PartialEq)]
pub struct Lead {
    /// What was done there by hand.
    pub deeds: Vec<Deed>,
    /// The moment it is at, in microseconds of virtual time.
    pub now_us: u64,
    /// Whether time runs.
    pub playing: bool,
    /// How fast.
    pub speed: f64,
}

/// Commands on their way to the engine: asked one after another, in order.
struct Mailbox {
    engine: Engine,
    frames: Frames,
    dispatch: UseReducerDispatcher<AppState>,
    waiting: RefCell<VecDeque<Question>>,
    busy: Cell<bool>,
    /// Of the world that is shown, the notes that stop the run.
    stopping: RefCell<Vec<String>>,
}

/// A command, and who asks.
type Question = (Command, Asker);

/// Who asks something of the engine.
enum Asker {
    /// The page: it shows what comes of it.
    Page,
    /// Time that passes, which waits for the answer before it asks again. The page shows it.
    Time,
    /// Somebody who wants the answer for themselves.
    Own(Box<dyn FnOnce(Answer)>),
}

impl PartialEq for Mailbox {
    fn eq(&self, other: &Self) -> bool {
        self.engine == other.engine
    }
}

impl Mailbox {
    fn ask(self: &Rc<Self>, question: Question) {
        self.waiting.borrow_mut().push_back(question);
        if !self.busy.replace(true) {
            spawn_local(self.clone().drain());
        }
    }

    async fn drain(self: Rc<Self>) {
        loop {
            let next = self.waiting.borrow_mut().pop_front();
            let Some((command, asker)) = next else { break };
            let answer = self.engine.ask(command).await;
            match asker {
                Asker::Own(tell) => tell(answer),
                Asker::Page => self.show(answer),
                Asker::Time => {
                    self.frames.with_clock(|clock| clock.answered());
                    self.show(answer);
                }
            }
        }
        self.busy.set(false);
    }

    fn show(&self, answer: Answer) {
        match answer {
            Ok(Reply::Scene(scene)) => {
                if let Some(json) = &scene.black_box {
                    browser::keep(json);
                }
                self.frames.with_clock(|clock| clock.arrive(scene.clock.now_us, scene.clock.next_us));
                let stops = self.stops_at_note(&scene);
                self.dispatch.dispatch(AppAction::Arrived(Rc::new(*scene)));
                if stops {
                    // Nor may what time asked for before pass over the note.
                    self.waiting
                        .borrow_mut()
                        .retain(|question| !matches!(question, (Command::Advance { .. }, Asker::Time)));
                    self.frames.with_clock(|clock| {
                        clock.answered();
                        clock.stop();
                    });
                    self.dispatch.dispatch(AppAction::Play(false));
                }
            }
            // These go to whoever asked for them.
            Ok(Reply::Recording(_) | Reply::Order(_)) => {}
            Err(problem) => {
                self.frames.with_clock(|clock| clock.refuse());
                self.dispatch.dispatch(AppAction::Failed(problem));
            }
        }
    }

    /// Whether a note has come up that stops the run, so that it can be read. Decided before the next frame, and not
    /// when the page is drawn: at a high speed the next note could be there by then.
    fn stops_at_note(&self, scene: &Scene) -> bool {
        let notes = scene.lesson.iter().flat_map(|lesson| &lesson.notes).filter(|note| note.pause);
        let stopping: Vec<_> = notes.map(|note| note.id.clone()).collect();
        let before = self.stopping.replace(stopping.clone());
        !stopping.is_empty() && stopping != before
    }
}

impl Session {
    /// Asks the engine for something.
    pub fn ask(&self, command: Command) {
        self.mailbox.ask((command, Asker::Page));
    }

    /// Saves the run, up to what the picture shows, as the text of a recording.
    pub fn save(&self, tell: impl FnOnce(Result<String, Problem>) + 'static) {
        self.settle();
        let tell = move |answer: Answer| match answer {
            Ok(Reply::Recording(json)) => tell(Ok(json)),
            Ok(_) => unreachable!("a save is answered with a recording"),
            Err(problem) => tell(Err(problem)),
        };
        self.mailbox.ask((Command::Save, Asker::Own(Box::new(tell))));
    }

    /// Asks for a search to carry out: [`Command::Order`] or [`Command::Declared`].
    pub fn order(&self, command: Command, tell: impl FnOnce(Result<Order, Problem>) + 'static) {
        let tell = move |answer: Answer| match answer {
            Ok(Reply::Order(order)) => tell(Ok(*order)),
            Ok(_) => unreachable!("an order is what was asked for"),
            Err(problem) => tell(Err(problem)),
        };
        self.mailbox.ask((command, Asker::Own(Box::new(tell))));
    }

    /// Hunts as the open step of the lesson has it.
    pub fn hunt_for_step(&self) {
        let (hunt, dispatch) = (self.hunt.clone(), self.state.dispatcher());
        self.order(Command::Order, move |order| match order {
            Ok(order) => hunt.begin(order),
            Err(problem) => dispatch.dispatch(AppAction::Failed(problem)),
        });
    }

    /// Follows another run: comes to its moment if they have parted, and stands or runs as it does.
    pub fn follow(&self, lead: &Lead) {
        if self.state.speed != lead.speed {
            self.set_speed(lead.speed);
        }
        // While both run, each by its own frames, they part by less than can be seen; then nothing is asked.
        let apart = (self.frames.now() - lead.now_us as f64).abs();
        if apart > if lead.playing { APART_MS_MAX * 1_000.0 * lead.speed } else { 0.0 } {
            self.catch_up(lead);
        }
        if self.state.playing != lead.playing {
            if lead.playing {
                self.run(true);
            } else {
                self.frames.with_clock(|clock| clock.stop());
                self.state.dispatch(AppAction::Play(false));
            }
        }
    }

    /// Comes to where the run is that this one follows, with the same deeds done.
    pub fn catch_up(&self, lead: &Lead) {
        self.ask(Command::Follow { deeds: lead.deeds.clone(), to_us: lead.now_us });
    }

    /// Whether somebody chooses each event by hand.
    pub fn is_manual(&self) -> bool {
        self.state.scene.as_ref().is_some_and(|scene| scene.actions.is_some())
    }

    /// From now on each event is chosen by hand, or time runs again. The run stays.
    pub fn set_manual(&self, on: bool) {
        if on != self.is_manual() {
            self.jump(Command::Manual { on });
        }
    }

    /// The world at the cursor, once there is one.
    pub fn scene(&self) -> Option<Rc<Scene>> {
        self.state.scene.clone()
    }

    /// Lets time run, or stand. In manual mode it does not run by itself.
    pub fn play(&self, playing: bool) {
        if !(playing && self.is_manual()) {
            self.run(playing);
        }
    }

    /// Lets time run, or stand. It stands where the picture stands, also between two events.
    fn run(&self, playing: bool) {
        if playing {
            self.frames.with_clock(|clock| clock.run(self.state.speed));
        } else {
            self.stand();
        }
        self.state.dispatch(AppAction::Play(playing));
    }

    /// Brings the engine's cursor to where the picture is, so that what is done next is done there.
    fn settle(&self) {
        let view_us = self.frames.now() as u64;
        if self.state.scene.as_ref().is_some_and(|scene| view_us > scene.clock.now_us) {
            self.ask(Command::Advance { to_us: view_us });
        }
    }

    fn stand(&self) {
        self.frames.with_clock(|clock| clock.stop());
        self.settle();
    }

    /// Runs at another speed.
    pub fn set_speed(&self, speed: f64) {
        self.state.dispatch(AppAction::Speed(speed));
        if self.state.playing {
            self.frames.with_clock(|clock| clock.run(speed));
        }
    }

    /// One event on. What moves towards it is shown on its way; asking again skips the rest of the way.
    pub fn forward(&self) {
        self.state.dispatch(AppAction::Play(false));
        let ms = if reduced_motion() { 0.0 } else { STEP_MS };
        let gliding = self.frames.with_clock(|clock| clock.is_gliding() || !clock.glide(ms));
        if gliding {
            self.frames.with_clock(|clock| clock.stop());
            self.ask(Command::Forward);
        }
    }

    /// Stops, then moves the cursor: back, to a moment, to another branch.
    pub fn jump(&self, command: Command) {
        self.frames.with_clock(|clock| clock.stop());
        self.state.dispatch(AppAction::Play(false));
        self.ask(command);
    }

    /// Stops, and asks something about the run where the picture stands.
    pub fn ask_about(&self, command: Command) {
        if self.state.playing {
            self.play(false);
        }
        self.settle();
        self.ask(command);
    }

    /// Puts away what was asked about the run, if anything was.
    pub fn put_away(&self) {
        if self.scene().is_some_and(|scene| scene.why.is_some() || scene.without.is_some()) {
            self.ask(Command::PutAway);
        }
    }

    /// To the end of what is recorded of this branch.
    pub fn to_end(&self) {
        if let Some(scene) = &self.state.scene {
            self.jump(Command::Seek { event: scene.clock.events });
        }
    }

    /// Does something at the moment the picture shows. A run that plays goes on playing.
    pub fn act(&self, label: String) {
        if !self.state.playing {
            self.frames.with_clock(|clock| clock.stop());
        }
        self.settle();
        self.ask(Command::Act { label });
        if matches!(self.state.selected, Some(Selection::Message(_))) {
            self.state.dispatch(AppAction::Select(None));
        }
    }

    /// Selects something, which stops the run (one cannot aim at what moves), or nothing.
    pub fn select(&self, selected: Option<Selection>) {
        if selected.is_some() && self.state.playing {
            self.play(false);
        }
        if let Some(Selection::Node(id)) = &selected {
            self.inspect(*id);
        }
        self.state.dispatch(AppAction::Select(selected));
    }

    /// Shows a node's state.
    pub fn inspect(&self, node: NodeId) {
        self.settle();
        self.ask(Command::Inspect { node: Some(node) });
    }

    /// Opens a view in place of the cluster, or the cluster again.
    pub fn view(&self, id: Option<String>) {
        self.settle();
        self.ask(Command::View { id });
    }

    /// What the lesson asks for. A button that starts something also starts time.
    pub fn lesson_command(&self, command: Command) {
        match command {
            Command::Go => {
                self.settle();
                self.ask(Command::Go);
                self.run(true);
                // On a narrow screen the run is on another pane than the button.
                self.state.dispatch(AppAction::Show(Pane::Stage));
            }
            Command::Step { .. } | Command::Retry | Command::Reset { .. } => self.jump(command),
            Command::Order => self.hunt_for_step(),
            Command::Act { label } => self.act(label),
            Command::Inspect { node: Some(node) } => self.select(Some(Selection::Node(node))),
            command => self.ask(command),
        }
    }
}

/// Opens an engine for as long as the component lives. `opening` is asked whenever it changes.
#[hook]
pub fn use_session(opening: Option<Rc<Command>>) -> Session {
    let state = use_reducer(AppState::default);
    let session = {
        let dispatch = state.dispatcher();
        let fixed = use_memo((), move |()| {
            let frames = Frames::default();
            let mailbox = Rc::new(Mailbox {
                engine: Engine::default(),
                frames: frames.clone(),
                dispatch,
                waiting: RefCell::default(),
                busy: Cell::new(false),
                stopping: RefCell::default(),
            });
            (frames, mailbox)
        });
        Session { state, frames: fixed.0.clone(), hunt: use_hunt(), mailbox: fixed.1.clone() }
    };
    {
        let session = session.clone();
        use_effect_with(opening, move |opening| {
            let mailbox = Rc::downgrade(&session.mailbox);
            session.frames.on_due(move |due| {
                if let Some(mailbox) = mailbox.upgrade() {
                    let command = match due {
                        Due::Advance(to_us) => Command::Advance { to_us },
                        Due::Arrived => Command::Forward,
                    };
                    mailbox.ask((command, Asker::Time));
                }
            });
            if let Some(command) = opening {
                session.frames.with_clock(|clock| clock.stop());
                session.state.dispatch(AppAction::Play(false));
                session.ask((**command).clone());
            }
        });
    }
    use_inspected_node(&session);
    use_hunt_of_step(&session);
    use_asked_mode(&session);
    use_pause_when_settled(&session);
    let frames = session.frames.clone();
    use_effect_with((), move |()| move || frames.with_clock(|clock| clock.stop()));
    session
}

/// An inspector with nothing in it teaches nothing: a new run shows its first node.
#[hook]
fn use_inspected_node(session: &Session) {
    let first =
        session.scene().filter(|scene| scene.inspector.is_none()).and_then(|scene| Some(scene.nodes.first()?.id));
    let session = session.clone();
    use_effect_with(first, move |first| {
        if let Some(node) = *first {
            session.ask(Command::Inspect { node: Some(node) });
        }
    });
}

/// What came of a search that a step of the lesson asked for is told to the engine, which keeps the lesson.
#[hook]
fn use_hunt_of_step(session: &Session) {
    let ended = match &*session.hunt.state {
        Hunt::Ended { order, progress, end, .. } => order.start.step.clone().map(|step| {
            let found = if let End::Found(found) = &**end { Some(found.actions) } else { None };
            let complete = matches!(**end, End::Complete { .. });
            (step, Hunted { found, states: progress.states, complete })
        }),
        _ => None,
    };
    let session = session.clone();
    use_effect_with(ended, move |ended| {
        if let Some((step, hunted)) = ended.clone() {
            session.ask(Command::Hunted { step, hunted });
        }
    });
}

/// A step of a lesson may ask for a mode; the learner may still leave it.
#[hook]
fn use_asked_mode(session: &Session) {
    let asked = session.scene().and_then(|scene| {
        let lesson = scene.lesson.as_ref()?;
        Some((lesson.id.clone(), lesson.step, lesson.manual?))
    });
    let session = session.clone();
    use_effect_with(asked, move |asked| {
        if let Some((_, _, on)) = asked {
            session.set_manual(*on);
        }
    });
}

/// When a step of the lesson comes true while time runs, time stops, so that the moment can be looked at.
#[hook]
fn use_pause_when_settled(session: &Session) {
    let settled = session.scene().and_then(|scene| {
        let lesson = scene.lesson.as_ref()?;
        let settled = match &lesson.task {
            TaskView::Watch { reached } | TaskView::Do { reached, .. } | TaskView::Reach { reached, .. } => *reached,
            TaskView::Predict { verdict, .. } => verdict.is_some(),
            TaskView::Break { violated, .. } => violated.is_some(),
            TaskView::Quiz { .. } | TaskView::Hunt { .. } => false,
        };
        Some((lesson.step, settled))
    });
    let session = session.clone();
    use_effect_with(settled, move |settled| {
        if settled.is_some_and(|(_, settled)| settled) && session.state.playing {
            session.play(false);
        }
    });
}

/// Whether the reader asked for no motion.
pub fn reduced_motion() -> bool {
    gloo::utils::window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches())
}
