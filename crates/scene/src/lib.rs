//! The world at the cursor as plain data to draw, and the commands that move it.

mod command;
mod desk;
mod lab;
mod model;
mod register;
mod view;
pub mod words;

pub use command::{Answer, Command, Problem, Setup};
pub use lab::Lab;
pub use model::*;
pub use register::{ProtocolView, protocols};
