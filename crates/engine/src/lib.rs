//! The engine of a family of protocols, as a program in a worker of the page's.
//!
//! It hears [`Command`]s, one at a time, and says what comes of each: [`Said`]. A program for each family but that of the first lesson, which the page holds itself, lies in `bin/`: they load when they are needed.

use std::cell::RefCell;

use js_sys::Uint8Array;
use quorum_scene::{Answer, Command, Family, Lab, Problem, Said, Text};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Listens for commands for as long as the worker lives.
pub fn serve<F: Family + 'static>() {
    let lab = RefCell::new(Lab::<F>::default());
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        say(&Said::Answer(answer(&mut lab.borrow_mut(), &event)));
    });
    scope().set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    say(&Said::Ready);
}

fn answer<F: Family>(lab: &mut Lab<F>, event: &MessageEvent) -> Answer {
    let command: Option<Command> = event.data().as_string().and_then(|json| Command::from_json(&json));
    // Another version of the page: it is told to load anew.
    let command = command.ok_or_else(|| Problem { text: Text::new("problem-engine") })?;
    lab.handle(command)
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn say(what: &Said) {
    let bytes = Uint8Array::from(what.to_bytes().as_slice());
    // A message that cannot be posted has nobody to hear it: the page is gone.
    let _unheard = scope().post_message(&bytes);
}
