//! A hunt of the page: what is searched, how far it is, what came of it.

use std::{cell::RefCell, rc::Rc};

use quorum_kernel::Text;
use quorum_scene::hunt::{Ask, End, Order, Progress, Tell};
use wasm_bindgen::JsValue;
use yew::{Reducible, UseReducerDispatcher, UseReducerHandle, hook, use_effect_with, use_memo, use_reducer};

use crate::worker::Worker;

/// Where the program begins that hunts; it is loaded when a hunt begins, and ended with it.
const HUNTER: &str = "hunter.js";

/// Where a hunt stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Hunt {
    /// There is none.
    #[default]
    None,
    /// It is under way.
    UnderWay {
        /// What is searched.
        order: Rc<Order>,
        /// How far it is; `None` while the worker loads.
        progress: Option<Progress>,
        /// How long the worker has worked, in milliseconds.
        spent_ms: u32,
        /// Whether it was told to stand still.
        paused: bool,
    },
    /// It has ended.
    Ended {
        /// What was searched.
        order: Rc<Order>,
        /// How far it went.
        progress: Progress,
        /// How long that took, in milliseconds.
        spent_ms: u32,
        /// What came of it.
        end: Rc<End>,
    },
    /// It could not be, and why.
    Failed(Text),
}

/// What happens to a hunt.
pub enum Change {
    /// It begins.
    Begin(Rc<Order>),
    /// It is told to stand still, or to go on.
    Pause(bool),
    /// The worker said something.
    Told(Tell),
    /// The worker cannot be loaded, or broke.
    Failed,
    /// It is put away.
    Away,
}

impl Reducible for Hunt {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let under_way = match &*self {
            Hunt::UnderWay { order, paused, .. } => Some((order.clone(), *paused)),
            _ => None,
        };
        Rc::new(match (change, under_way) {
            (Change::Begin(order), _) => Hunt::UnderWay { order, progress: None, spent_ms: 0, paused: false },
            (Change::Away, _) => Hunt::None,
            (Change::Failed, Some(_)) => Hunt::Failed(Text::new("hunt-no-worker")),
            (Change::Pause(wanted), Some(_)) => {
                let mut next = (*self).clone();
                if let Hunt::UnderWay { paused, .. } = &mut next {
                    *paused = wanted;
                }
                next
            }
            (Change::Told(Tell::Progress(progress, spent_ms)), Some((order, paused))) => {
                Hunt::UnderWay { order, progress: Some(progress), spent_ms, paused }
            }
            (Change::Told(Tell::Ended(progress, spent_ms, end)), Some((order, _))) => {
                Hunt::Ended { order, progress, spent_ms, end: Rc::new(end) }
            }
            (Change::Told(Tell::Refused(why)), Some(_)) => Hunt::Failed(why),
            (Change::Told(Tell::Ready), Some(_)) | (Change::Told(_) | Change::Failed | Change::Pause(_), None) => {
                return self;
            }
        })
    }
}

/// A hunt and the handles to it. Cheap to clone.
#[derive(Clone)]
pub struct HuntHandle {
    /// Where it stands.
    pub state: UseReducerHandle<Hunt>,
    worker: Rc<RefCell<Option<Worker>>>,
}

impl PartialEq for HuntHandle {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl HuntHandle {
    /// Begins a hunt; one that is under way ends.
    pub fn begin(&self, order: Order) {
        let order = Rc::new(order);
        let dispatch = self.state.dispatcher();
        dispatch.dispatch(Change::Begin(order.clone()));
        let worker = Worker::load(HUNTER, read, tell(dispatch.clone(), &self.worker, order), {
            let dispatch = dispatch.clone();
            move || dispatch.dispatch(Change::Failed)
        });
        if worker.is_none() {
            dispatch.dispatch(Change::Failed);
        }
        self.worker.replace(worker);
    }

    /// The lesson's step that asked for it, if one did; who asks in the dialog is told beside the run.
    pub fn step(&self) -> Option<String> {
        match &*self.state {
            Hunt::UnderWay { order, .. } | Hunt::Ended { order, .. } => order.start.step.clone(),
            Hunt::None | Hunt::Failed(_) => None,
        }
    }

    /// Lets it stand still, or go on.
    pub fn pause(&self, wanted: bool) {
        if let Some(worker) = &*self.worker.borrow() {
            say(worker, if wanted { &Ask::Pause } else { &Ask::Resume });
            self.state.dispatch(Change::Pause(wanted));
        }
    }

    /// Ends it, or puts away what came of it.
    pub fn put_away(&self) {
        self.worker.replace(None);
        self.state.dispatch(Change::Away);
    }
}

fn say(worker: &Worker, ask: &Ask) {
    if let Ok(json) = serde_json::to_string(ask) {
        worker.say(&json);
    }
}

fn read(data: JsValue) -> Option<Tell> {
    serde_json::from_str(&data.as_string()?).ok()
}

/// What listens to a worker: gives it its order once it listens too, and passes on what it says.
fn tell(
    dispatch: UseReducerDispatcher<Hunt>,
    worker: &Rc<RefCell<Option<Worker>>>,
    order: Rc<Order>,
) -> impl Fn(Tell) + 'static {
    let worker = Rc::downgrade(worker);
    move |said| {
        if said == Tell::Ready
            && let Some(worker) = worker.upgrade()
            && let Some(worker) = &*worker.borrow()
        {
            say(worker, &Ask::Begin(Box::new((*order).clone())));
        }
        if matches!(said, Tell::Ended(..) | Tell::Refused(_))
            && let Some(worker) = worker.upgrade()
            && let Some(worker) = &*worker.borrow()
        {
            // It has nothing more to do, and may hold a gigabyte.
            worker.end();
        }
        dispatch.dispatch(Change::Told(said));
    }
}

/// At most one hunt, for as long as the component lives.
#[hook]
pub fn use_hunt() -> HuntHandle {
    let state = use_reducer(Hunt::default);
    let worker = use_memo((), |()| RefCell::new(None));
    let ending = worker.clone();
    use_effect_with((), move |()| move || drop(ending.replace(None)));
    HuntHandle { state, worker }
}
