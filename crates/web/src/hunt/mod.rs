//! Hunting in the page: what to search is asked in a dialog, how far it is and what came of it is told beside the run.

mod ask;
mod told;

pub use ask::HuntDialog;
pub use told::{allowed, hunt_told};
