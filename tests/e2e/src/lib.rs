//! Drives the built site in a real browser.
//!
//! The site is served from this machine (`site.rs`), Chromium is driven through WebDriver (`driver.rs`), and a [`Page`]
//! is what a test sees of both: it waits for what it is asked to see, never for time to pass. Whatever test it is, the
//! console must stay empty and every file that is asked for must be there. The stories stand in `browser/`.
//!
//! What is deliberately absent: no sleep, no retry of a whole test, no look into the page's engine. A test knows what a
//! person sees, and the `data-` attributes that say where to find it; what the page saves it may open with an engine of
//! its own.

mod axe;
mod driver;
mod lab;
mod page;
mod palette;
mod site;

pub use lab::{Branch, Clock, Leader};
pub use page::{Page, visit};
pub use palette::palette;

/// The screen that a test looks at.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Whether the reader's system is dark.
    pub dark: bool,
    /// Whether the reader asked for reduced motion.
    pub still: bool,
}

/// A laptop, with motion.
pub const LAPTOP: Screen = Screen { width: 1440, height: 900, dark: false, still: false };
/// A phone.
pub const PHONE: Screen = Screen { width: 390, height: 844, dark: false, still: false };

impl Screen {
    /// The same in the dark.
    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// The same for somebody who asked for reduced motion.
    pub const fn still(self) -> Self {
        Self { still: true, ..self }
    }
}
