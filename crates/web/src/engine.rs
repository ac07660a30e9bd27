//! The one way from the page to the engine: commands go in, scenes come out.

use std::{cell::RefCell, rc::Rc};

use quorum_scene::{Answer, Command, Lab};

/// The engine, in this page. Its interface is asynchronous and its values are plain data, so that it may move to a
/// worker without the page noticing.
#[derive(Clone)]
pub struct Engine(Rc<RefCell<Lab>>);

impl Default for Engine {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(Lab::new())))
    }
}

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Engine {
    /// Asks one thing. Questions are answered in the order they are asked.
    // Nothing awaits here yet: the signature is the promise.
    #[allow(clippy::unused_async)]
    pub async fn ask(&self, command: Command) -> Answer {
        self.0.borrow_mut().handle(command)
    }
}
