//! Views in which virtual time runs to the right, tables, a circle of keys, bars: what stands on the stage in place of the cluster.

mod axis;
mod board;
mod chart;
mod lanes;
mod ring;
mod rows;
mod scale;
mod tabs;

pub use axis::{Axis, draw_axis, use_axis};
pub use board::board;
pub use chart::chart;
pub use lanes::Lanes;
pub use ring::RingView;
pub use scale::Scale;
pub use tabs::view_tabs;
