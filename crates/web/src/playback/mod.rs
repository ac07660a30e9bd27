//! Time as the page shows it: one animation-frame loop, and the clock it drives.

mod clock;
mod frames;

pub use clock::{Due, ViewClock};
pub use frames::Frames;
