//! Programs of ours that run beside the page, in workers.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent};

/// A program in a worker. It ends when this is dropped.
pub struct Worker {
    worker: web_sys::Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(Event)>,
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

impl Worker {
    /// Loads the program that begins in the script `loader`, which lies beside the page. `tell` is told what it says, once
    /// that was `read`; `fail` if it cannot be loaded, breaks, or says what cannot be read: it is of another version then.
    pub fn load<T: 'static>(
        loader: &str,
        read: impl Fn(JsValue) -> Option<T> + 'static,
        tell: impl Fn(T) + 'static,
        fail: impl Fn() + Clone + 'static,
    ) -> Option<Self> {
        let worker = web_sys::Worker::new(loader).ok()?;
        let heard = {
            let fail = fail.clone();
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match read(event.data()) {
                Some(said) => tell(said),
                None => fail(),
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
    pub fn say(&self, json: &str) {
        // What cannot be posted to a worker that broke is said by its failure.
        let _broken = self.worker.post_message(&JsValue::from_str(json));
    }
}
