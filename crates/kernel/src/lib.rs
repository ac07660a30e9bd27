//! The kernel: protocols as pure state machines, and one function that applies one action to one world.
//!
//! Clicks, lesson scripts, seeded runs, replays and the exhaustive checker all go through [`World::apply`], so what is
//! animated is what is checked. A contributor's first reading are the tiny protocols in `tests/tiny/`: one for each
//! feature of the kernel.

mod action;
mod apply;
mod budget;
mod effects;
mod enabled;
mod exhibit;
mod hash;
mod hunt;
mod id;
pub mod inspect;
mod journal;
mod network;
pub mod operation;
mod options;
mod pare;
pub mod parts;
mod property;
mod protocol;
mod shared;
mod shorten;
mod symmetry;
mod text;
mod timing;
mod world;

pub use action::{Action, ActionKind, Happening, Refusal, Step};
pub use apply::{Clock, Trace};
pub use budget::{Budget, Fault, UNLIMITED};
pub use effects::{Effect, Effects, Embedding, Output};
pub use exhibit::{BadChoice, Choice, Describe, Exhibit, Inspect, Mutant};
pub use hash::{StableHasher, digest, hex};
pub use hunt::{Hunt, Method};
pub use id::{NodeId, NotANode};
pub use journal::Journal;
pub use network::{InFlight, Loss};
pub use options::{Options, Setting};
pub use pare::pare;
pub use property::{Fold, Mode, Monitor, Promise, Property, Spec, Verdict};
pub use protocol::{After, Channel, Input, Members, Protocol, Value, Word};
pub use shared::Shared;
pub use shorten::shorten;
pub use symmetry::{Rename, Renaming, Symmetry};
pub use text::{Arg, Text};
pub use timing::{Bounds, Slip, Timing};
pub use world::{NodeRef, Status, World};
