//! The cluster view: nodes on a ring, messages travelling between them, and what can be done to each.
//!
//! A scene is rendered once; what moves between scenes is moved by painters (see [`painter`]).

mod beside;
mod bubble;
mod card;
mod cluster;
mod deeds;
mod flight;
mod focus;
mod geometry;
mod glyphs;
mod labels;
mod lanes;
mod layout;
mod legend;
mod link;
mod node;
mod painter;
mod picture;
mod size;
mod tally;

pub use bubble::Bubble;
pub use cluster::Cluster;
pub use painter::{Painters, set, use_painters, write};
