//! The worker that hunts, as the page sees it: a second program, loaded when a hunt begins and ended with it.

use quorum_scene::hunt::{Ask, Tell};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent, Worker};

/// Where the worker's program begins; it lies beside the page.
const LOADER: &str = "hunter.js";

/// A worker. It ends when this is dropped.
pub struct Hunter {
    worker: Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(Event)>,
}

impl Drop for Hunter {
    fn drop(&mut self) {
        self.end();
    }
}

impl Hunter {
    /// Loads a worker. `tell` is told what it says; `fail` if it cannot be loaded, or breaks.
    pub fn load(tell: impl Fn(Tell) + 'static, fail: impl Fn() + Clone + 'static) -> Option<Self> {
        let worker = Worker::new(LOADER).ok()?;
        let heard = {
            let fail = fail.clone();
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let said = event.data().as_string().and_then(|json| serde_json::from_str(&json).ok());
                match said {
                    Some(said) => tell(said),
                    None => fail(),
                }
            })
        };
        let failed = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            // The page itself is whole: nothing for its apology.
            event.prevent_default();
            event.stop_propagation();
            fail();
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Self { worker, _heard: heard, _failed: failed })
    }

    /// Ends its program and gives its memory back.
    pub fn end(&self) {
        self.worker.terminate();
    }

    /// Says something to it.
    pub fn ask(&self, ask: &Ask) {
        if let Ok(json) = serde_json::to_string(ask) {
            // What cannot be posted to a worker that broke is said by its failure.
            let _broken = self.worker.post_message(&JsValue::from_str(&json));
        }
    }
}
