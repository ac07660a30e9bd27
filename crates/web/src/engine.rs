//! The one way from the page to the engine: commands go in, scenes come out.
//!
//! The page holds the engine of the family of the first lesson. That of another family is a program of its own
//! (`crates/engine`), which is loaded when a run of its protocols is opened, and lives in a worker until another is.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures_channel::oneshot;
use js_sys::Uint8Array;
use quorum_kernel::Text;
use quorum_scene::{Answer, Command, Family, Lab, Problem, Said, families, family_of};
use wasm_bindgen::{JsCast, JsValue};

use crate::{browser, worker::Worker};

/// The family that the page holds.
type Own = families::Raft;

/// The engine: at most one run at a time.
#[derive(Clone)]
pub struct Engine(Rc<RefCell<Rc<Home>>>);

impl Default for Engine {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(Rc::new(Home::Page(RefCell::new(Lab::of::<Own>()))))))
    }
}

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Engine {
    /// Asks one thing. Questions are answered in the order they are asked: whoever asks waits for the answer before.
    pub async fn ask(&self, command: Command) -> Answer {
        let home = self.0.borrow().clone();
        let wanted = command.protocol().as_deref().and_then(family_of);
        match wanted {
            Some(family) if family != home.family() => {
                let next = Rc::new(Home::of(family));
                let answer = next.ask(command).await;
                // What cannot be opened leaves the run as it was, in the engine where it was.
                if answer.is_ok() {
                    self.0.replace(next);
                }
                answer
            }
            _ => home.ask(command).await,
        }
    }
}

/// Where an engine is.
enum Home {
    /// In the page.
    Page(RefCell<Lab>),
    /// In a worker.
    Worker(Remote),
}

impl Home {
    fn of(family: &'static str) -> Self {
        if family == Own::ID { Home::Page(RefCell::new(Lab::of::<Own>())) } else { Home::Worker(Remote::new(family)) }
    }

    fn family(&self) -> &'static str {
        match self {
            Home::Page(_) => Own::ID,
            Home::Worker(remote) => remote.family,
        }
    }

    async fn ask(&self, command: Command) -> Answer {
        match self {
            Home::Page(lab) => lab.borrow_mut().handle(command),
            Home::Worker(remote) => remote.ask(command).await,
        }
    }
}

/// An engine in a worker.
struct Remote {
    family: &'static str,
    worker: RefCell<Option<Worker>>,
    talk: Rc<Talk>,
}

/// What is awaited of a worker, one thing at a time.
#[derive(Default)]
struct Talk {
    waiting: RefCell<Option<oneshot::Sender<Said>>>,
    ready: Cell<bool>,
}

impl Talk {
    fn next(&self) -> oneshot::Receiver<Said> {
        let (sender, receiver) = oneshot::channel();
        self.waiting.replace(Some(sender));
        receiver
    }

    fn heard(&self, said: Said) {
        if let Some(waiting) = self.waiting.take() {
            // Nobody waits any more: the page has gone on.
            let _gone = waiting.send(said);
        }
    }

    fn failed(&self) {
        // Whoever waits hears that no answer comes.
        self.waiting.take();
        if self.ready.get() {
            // It was there and broke: a bug of ours, and the run with it cannot go on.
            browser::broke("RuntimeError");
        }
    }
}

impl Remote {
    fn new(family: &'static str) -> Self {
        Self { family, worker: RefCell::default(), talk: Rc::default() }
    }

    async fn ask(&self, command: Command) -> Answer {
        let lost = || Problem { text: Text::new("problem-engine") };
        if !self.talk.ready.get() {
            self.load().await.ok_or_else(lost)?;
        }
        let answer = self.talk.next();
        if let Some(worker) = &*self.worker.borrow() {
            worker.say(&command.to_json());
        }
        match answer.await {
            Ok(Said::Answer(answer)) => answer,
            Ok(Said::Ready) | Err(_) => Err(lost()),
        }
    }

    /// Loads its program; `None` if that cannot be.
    async fn load(&self) -> Option<()> {
        let ready = self.talk.next();
        let (told, failed) = (self.talk.clone(), self.talk.clone());
        let loader = format!("engine.js?{}", self.family);
        let worker = Worker::load(&loader, read, move |said| told.heard(said), move || failed.failed())?;
        self.worker.replace(Some(worker));
        let said = ready.await.ok()?;
        self.talk.ready.set(said == Said::Ready);
        self.talk.ready.get().then_some(())
    }
}

fn read(data: JsValue) -> Option<Said> {
    Said::from_bytes(&data.dyn_into::<Uint8Array>().ok()?.to_vec())
}
