//! The engine of a family of protocols, as a program in a worker of the page's.
//!
//! It hears [`Command`]s, one at a time, and says what comes of each: [`Said`]. A program for each family but that of the first lesson, which the page holds itself, lies in `bin/`: they load when they are needed.

use std::cell::RefCell;

use js_sys::Uint8Array;
use quorum_scene::{Answer, Command, Family, Lab, Problem, Said, Text};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Listens for commands for as long as the worker lives.
pub fn serve<F: Family>() {
    let lab = RefCell::new(Lab::of::<F>());
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        say(&Said::Answer(answer(&mut lab.borrow_mut(), &event)));
    });
    scope().set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    say(&Said::Ready);
}

fn answer(lab: &mut Lab, event: &MessageEvent) -> Answer {
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

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use quorum_scene::{FAMILIES, Family, families};

    #[test]
    fn every_family_but_the_pages_has_a_program_and_the_page_names_it() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let page = fs::read_to_string(here.join("../../www/index.html")).expect("the page");
        for family in FAMILIES.iter().filter(|family| **family != families::Raft::ID) {
            let program = format!("engine-{family}");
            assert!(
                here.join(format!("src/bin/{program}.rs")).is_file(),
                "{program}: there is no such program in src/bin"
            );
            let named = format!("data-bin=\"{program}\" data-type=\"worker\"");
            assert!(page.contains(&named), "{program}: www/index.html has no link with {named}");
        }
        let programs = fs::read_dir(here.join("src/bin")).expect("the programs").count();
        assert_eq!(programs, FAMILIES.len() - 1, "a program is of no family");
    }
}
