//! The worker in which the page hunts: a second WebAssembly program, built for speed, that loads when it is asked for.
//!
//! It hears an [`Ask`] and says a [`Tell`], both as JSON texts. It works in slices, and listens between them, so that it
//! can be told to stand still; to be rid of it the page ends the worker.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Date, Function};
use quorum_checker::{
    Limit,
    hunt::{Ask, End, Hunting, Order, Tell, begin},
};
use quorum_kernel::{Method, Text};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// How long a slice may take, in milliseconds: as often is progress told, and a pause heard of.
const SLICE_MS: f64 = 100.0;
/// How many states are expanded between two looks at the clock.
const STEP: usize = 256;

/// The hunt, and what goes on with it.
struct Hunter {
    hunt: Option<Box<dyn Hunting>>,
    /// What does a slice.
    next: Option<Function>,
    /// How many states (or seeds) are looked at between two looks at the clock.
    step: usize,
    /// The most bytes of memory that this program may come to take.
    bytes_max: u64,
    paused: bool,
    /// Whether the next slice is on its way.
    waiting: bool,
    /// How long it has worked, in milliseconds.
    spent_ms: f64,
}

fn main() {
    let hunter = Rc::new(RefCell::new(Hunter {
        hunt: None,
        next: None,
        step: STEP,
        bytes_max: 0,
        paused: false,
        waiting: false,
        spent_ms: 0.0,
    }));
    let work = {
        let hunter = hunter.clone();
        Closure::<dyn FnMut()>::new(move || slice(&hunter)).into_js_value().unchecked_into::<Function>()
    };
    hunter.borrow_mut().next = Some(work);
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| hear(&hunter, &event));
    scope().set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    tell(&Tell::Ready);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn tell(what: &Tell) {
    let json = serde_json::to_string(what).expect("plain data");
    // A message that cannot be posted has nobody to hear it: the page is gone.
    let _unheard = scope().post_message(&JsValue::from_str(&json));
}

fn hear(hunter: &Rc<RefCell<Hunter>>, event: &MessageEvent) {
    let ask = event.data().as_string().and_then(|json| serde_json::from_str(&json).ok());
    match ask {
        Some(Ask::Begin(order)) => start(hunter, &order),
        Some(Ask::Pause) => hunter.borrow_mut().paused = true,
        Some(Ask::Resume) => {
            hunter.borrow_mut().paused = false;
            go_on(hunter);
        }
        // Another version of the page: it is told to load anew.
        None => tell(&Tell::Refused(Text::new("hunt-other-version"))),
    }
}

fn start(hunter: &Rc<RefCell<Hunter>>, order: &Order) {
    match begin(order) {
        Ok(hunt) => {
            {
                let mut hunter = hunter.borrow_mut();
                hunter.hunt = Some(hunt);
                hunter.bytes_max = order.limits.bytes;
                if let Method::Sweep { .. } = order.method {
                    hunter.step = 1;
                }
            }
            go_on(hunter);
        }
        Err(bad) => tell(&Tell::Refused(bad.text())),
    }
}

/// Has the next slice done, once what was said meanwhile has been heard.
fn go_on(hunter: &Rc<RefCell<Hunter>>) {
    let mut hunter = hunter.borrow_mut();
    if hunter.paused || hunter.hunt.is_none() || hunter.waiting {
        return;
    }
    let set = hunter.next.as_ref().map(|next| scope().set_timeout_with_callback(next));
    hunter.waiting = set.is_some_and(|set| set.is_ok());
}

fn slice(hunter: &Rc<RefCell<Hunter>>) {
    let ended = {
        let mut hunter = hunter.borrow_mut();
        hunter.waiting = false;
        !hunter.paused && hunter.work()
    };
    if !ended {
        go_on(hunter);
    }
}

impl Hunter {
    /// Works for a slice and tells how far it is. Whether that was the end.
    fn work(&mut self) -> bool {
        let Some(hunt) = &mut self.hunt else { return true };
        let begun = Date::now();
        let end = loop {
            match hunt.advance(self.step, 1) {
                Ok(Some(end)) => break Some(Ok(end)),
                Ok(None) if memory() > self.bytes_max => break Some(Ok(End::Stopped(Limit::Bytes))),
                Ok(None) if Date::now() - begun >= SLICE_MS => break None,
                Ok(None) => {}
                Err(bad) => break Some(Err(bad)),
            }
        };
        self.spent_ms += Date::now() - begun;
        let (progress, spent) = (hunt.progress(), self.spent_ms as u32);
        let ended = end.is_some();
        tell(&match end {
            None => Tell::Progress(progress, spent),
            Some(Ok(end)) => Tell::Ended(progress, spent, end),
            Some(Err(bad)) => Tell::Refused(bad.text()),
        });
        if ended {
            self.hunt = None;
        }
        ended
    }
}

/// How many bytes of memory this program has taken.
fn memory() -> u64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    buffer.byte_length().into()
}
