//! Searches that a protocol declares as worth running: for itself, where nothing must be found, and for each of its
//! mutants, where something must.

use serde::{Deserialize, Serialize};

use crate::{Budget, Timing};

/// How a search goes through what can happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Level by level, every state once. What it finds is shortest, and what it does not find is not there.
    #[default]
    BreadthFirst,
    /// One way to its end before the next, every state once. Takes less memory, and what it finds is long.
    DepthFirst {
        /// The most actions in a row.
        depth: u32,
    },
    /// Random walks under a seed, for what is too large to be searched. What it does not find may be there.
    Walk {
        /// How many walks.
        walks: u32,
        /// The most actions in each.
        steps: u32,
    },
    /// Timed runs under drawn faults, that are healed at last: for what no search of states can show, such as progress
    /// that never comes.
    Sweep {
        /// How many seeds, from 1.
        seeds: u64,
    },
}

/// A search as data: which cluster, what may go wrong and how often, where it starts. Both the command line and the page
/// begin with it, and one may change all of it there.
#[derive(Clone, Copy, Debug)]
pub struct Hunt {
    /// How many servers.
    pub servers: u8,
    /// How many clients; as many as `requests` name, if that is more.
    pub clients: u8,
    /// Options of the cluster that are not at their defaults.
    pub options: &'static [(&'static str, u32)],
    /// What clients are asked for, in this order, each at any time after the one before: `c1 put x 1`.
    pub requests: &'static [&'static str],
    /// What may go wrong, and how often. Requests are counted by `requests`.
    pub budget: Budget,
    /// Whether a crash may strike between two effects of a step, or between steps only.
    pub within_steps: bool,
    /// What is promised of time.
    pub timing: Timing,
    /// How the run gets to where the search starts, as labels of acts: `deliver n1>n3 RequestVote#1`. Only where time is
    /// not bounded.
    pub start: &'static [&'static str],
    /// The property that is checked; `None`: all that must always hold.
    pub property: Option<&'static str>,
    /// How it searches.
    pub method: Method,
}

impl Hunt {
    /// A search from the start of a cluster of three, in which nothing goes wrong yet, for a struct update to fill in.
    pub const NEW: Self = Self {
        servers: 3,
        clients: 0,
        options: &[],
        requests: &[],
        budget: Budget::NONE,
        within_steps: true,
        timing: Timing::Asynchronous,
        start: &[],
        property: None,
        method: Method::BreadthFirst,
    };
}
