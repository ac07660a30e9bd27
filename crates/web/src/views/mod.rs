//! Views in which virtual time runs to the right, and tables: what stands on the stage in place of the cluster.

mod axis;
mod board;
mod lanes;
mod rows;
mod scale;
mod tabs;

pub use axis::{Axis, draw_axis, use_axis};
pub use board::board;
pub use lanes::Lanes;
pub use scale::Scale;
pub use tabs::view_tabs;
