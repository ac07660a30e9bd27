//! What a page and the worker that hunts for it say to each other, as JSON texts.

use quorum_kernel::Text;
use serde::{Deserialize, Serialize};

use super::{End, Order, Progress};

/// What the page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Hunt. Once in a worker's life.
    Begin(Box<Order>),
    /// Stand still.
    Pause,
    /// Go on.
    Resume,
}

/// What the worker says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tell {
    /// It listens.
    Ready,
    /// How far it is, and after how many milliseconds of work.
    Progress(Progress, u32),
    /// It has ended.
    Ended(Progress, u32, End),
    /// It cannot hunt, and why.
    Refused(Text),
}
