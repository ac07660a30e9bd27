//! The one animation-frame loop. Between renders, painters move keyed elements through refs.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use gloo::render::{AnimationFrame, request_animation_frame};

use super::{Due, ViewClock};

type Painter = Rc<dyn Fn(f64)>;

/// The loop and its clock. Cheap to clone; equal if the same; provided by context.
#[derive(Clone)]
pub struct Frames(Rc<Inner>);

struct Inner {
    clock: RefCell<ViewClock>,
    painters: RefCell<BTreeMap<u32, Painter>>,
    next_key: Cell<u32>,
    on_due: RefCell<Rc<dyn Fn(Due)>>,
    /// The frame that was asked for. Dropping it would cancel it.
    frame: RefCell<Option<AnimationFrame>>,
    /// When the frame before was, if time ran then.
    last_ms: Cell<Option<f64>>,
}

impl PartialEq for Frames {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A painter's place in the loop, which it leaves when this is dropped.
pub struct Subscription {
    frames: Frames,
    key: u32,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.frames.0.painters.borrow_mut().remove(&self.key);
    }
}

impl Default for Frames {
    fn default() -> Self {
        Self(Rc::new(Inner {
            clock: RefCell::default(),
            painters: RefCell::default(),
            next_key: Cell::new(0),
            on_due: RefCell::new(Rc::new(|_| {})),
            frame: RefCell::new(None),
            last_ms: Cell::new(None),
        }))
    }
}

impl Frames {
    /// Calls `paint` with the view time (virtual microseconds) at once and in every frame in which time moves or a
    /// scene has come.
    pub fn subscribe(&self, paint: impl Fn(f64) + 'static) -> Subscription {
        paint(self.now());
        let key = self.0.next_key.replace(self.0.next_key.get() + 1);
        self.0.painters.borrow_mut().insert(key, Rc::new(paint));
        Subscription { frames: self.clone(), key }
    }

    /// View time in virtual microseconds.
    pub fn now(&self) -> f64 {
        self.0.clock.borrow().now()
    }

    /// Whom to tell that view time has reached an event.
    pub fn on_due(&self, tell: impl Fn(Due) + 'static) {
        *self.0.on_due.borrow_mut() = Rc::new(tell);
    }

    /// Changes the clock, then paints.
    pub fn with_clock<T>(&self, change: impl FnOnce(&mut ViewClock) -> T) -> T {
        let out = change(&mut self.0.clock.borrow_mut());
        self.request();
        out
    }

    fn request(&self) {
        if self.0.frame.borrow().is_none() {
            let frames = self.clone();
            *self.0.frame.borrow_mut() = Some(request_animation_frame(move |ms| frames.frame(ms)));
        }
    }

    fn frame(&self, ms: f64) {
        self.0.frame.borrow_mut().take();
        let wall_ms = self.0.last_ms.get().map_or(0.0, |last| ms - last);
        let due = self.0.clock.borrow_mut().tick(wall_ms);
        self.paint();
        if let Some(due) = due {
            let tell = self.0.on_due.borrow().clone();
            tell(due);
        }
        if self.0.clock.borrow().is_moving() {
            self.0.last_ms.set(Some(ms));
            self.request();
        } else {
            self.0.last_ms.set(None);
        }
    }

    fn paint(&self) {
        let now = self.now();
        // A painter may subscribe another or drop one: the list is not held while they paint.
        let painters: Vec<Painter> = self.0.painters.borrow().values().cloned().collect();
        for paint in painters {
            paint(now);
        }
    }
}
