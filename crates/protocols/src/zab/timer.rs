//! The timers.

use std::{fmt, str::FromStr};

use serde::Serialize;

/// What a node waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timer {
    /// A better vote, though a quorum is of one mind.
    Decide,
    /// Any word: who looks says again whom it wants, who follows or leads abandons.
    Patience,
    /// A leader must show that it lives.
    Ping,
    /// A client asks again.
    Retry,
}

impl Timer {
    const ALL: [Self; 4] = [Timer::Decide, Timer::Patience, Timer::Ping, Timer::Retry];
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Timer::Decide => "decide",
            Timer::Patience => "patience",
            Timer::Ping => "ping",
            Timer::Retry => "retry",
        })
    }
}

/// A text that names no [`Timer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimer;

impl fmt::Display for NotATimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `decide`, `patience`, `ping` or `retry`")
    }
}

impl core::error::Error for NotATimer {}

impl FromStr for Timer {
    type Err = NotATimer;

    fn from_str(text: &str) -> Result<Self, NotATimer> {
        Timer::ALL.into_iter().find(|timer| timer.to_string() == text).ok_or(NotATimer)
    }
}
