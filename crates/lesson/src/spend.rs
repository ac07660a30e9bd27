//! What acts by hand are counted as, and whether a budget was kept.

use std::collections::BTreeMap;

use quorum_kernel::Protocol;
use quorum_sim::Act;

use crate::format::Spend;

impl Spend {
    /// What an act is counted as; `None` for what mends: restart, resume, heal, rejoin.
    pub fn of<P: Protocol>(act: &Act<P>) -> Option<Self> {
        Some(match act {
            Act::Crash { .. } | Act::CrashDuring { .. } => Spend::Crashes,
            Act::Wipe(_) => Spend::Wipes,
            Act::Drop(_) | Act::Lose(_) => Spend::Drops,
            Act::Duplicate(_) => Spend::Duplicates,
            Act::Cut(_) | Act::Isolate(_) => Spend::Cuts,
            Act::Pause(_) => Spend::Pauses,
            Act::StepClock { .. } => Spend::Clocks,
            Act::Deliver(_) => Spend::Deliveries,
            Act::Delay(..) => Spend::Delays,
            Act::Fire { .. } => Spend::Fires,
            Act::Invoke { .. } => Spend::Requests,
            Act::Disconnect { .. } | Act::Restart(_) | Act::Resume(_) | Act::Heal(_) | Act::Rejoin(_) => return None,
        })
    }
}

/// One line of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is counted.
    pub spend: Spend,
    /// How much was used.
    pub used: u32,
    /// How much there is.
    pub of: u32,
}

/// What of a budget was used: its own lines, and one of nothing for each fault used that it does not name.
pub(crate) fn account(budget: &BTreeMap<Spend, u32>, spent: impl Iterator<Item = Spend>) -> Vec<Line> {
    let mut lines = budget.clone().into_iter().map(|(spend, of)| Line { spend, used: 0, of }).collect::<Vec<_>>();
    for spend in spent {
        match lines.iter_mut().find(|line| line.spend == spend) {
            Some(line) => line.used += 1,
            None if spend.is_fault() => lines.push(Line { spend, used: 1, of: 0 }),
            None => {}
        }
    }
    lines
}
