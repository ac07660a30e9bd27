//! The world at the cursor as plain data to draw, and the commands that move it.

mod asked;
mod beside;
mod command;
mod desk;
mod keep;
mod lab;
mod lesson_files;
mod model;
mod operations;
mod register;
mod view;
mod wire;
pub mod words;

pub use beside::Deed;
pub use command::{Answer, Command, LessonSource, Problem, Reply};
pub use lab::{Lab, recorded_lesson};
pub use lesson_files::read_lesson;
pub use model::*;
pub use quorum_checker::hunt;
pub use quorum_checker::{Limit, Limits};
pub use quorum_kernel::Text;
pub use quorum_protocols::{FAMILIES, Family, families, family_of};
pub use quorum_sim::{ClockRate, Link, Network, RECORDING_BYTES_MAX, Recording, Scenario, Scripted, link};
pub use register::{ProtocolView, SettingView, check_choice, protocols};
pub use wire::Said;
