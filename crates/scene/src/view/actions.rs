//! What manual mode lists.

use quorum_kernel::Exhibit;
use quorum_sim::{Act, May as Judged, Offer};

use crate::{ActionView, May, desk::Desk};

use super::events::icon;

/// The most actions a scene lists.
const SHOWN: usize = 300;

/// The actions at the cursor, and how many more there are. Where there are too many, those go that one misses least.
pub fn list<P: Exhibit>(desk: &Desk<P>) -> (Option<Vec<ActionView>>, u32) {
    let run = desk.history.run();
    let offers = run.offers(desk.history.at());
    let mut wanted: Vec<usize> = (0..offers.len()).collect();
    wanted.sort_by_key(|at| rank(&offers[*at]));
    let hidden = wanted.split_off(wanted.len().min(SHOWN)).len();
    wanted.sort_unstable();
    let view = |at: usize| {
        let offer = &offers[at];
        ActionView {
            label: offer.act.to_string(),
            node: offer.node,
            icon: icon(&offer.act),
            look: run.look_of(&offer.act),
            due_us: offer.due,
            may: match (&offer.may, desk.not_left(&offer.act)) {
                (Judged::No(why), _) => May::No(why.text()),
                (_, Some(why)) => May::No(why),
                (Judged::Yes, None) => May::Yes,
                (Judged::ClockFault, None) => May::ClockFault,
            },
        }
    };
    (Some(wanted.into_iter().map(view).collect()), u32::try_from(hidden).unwrap_or(u32::MAX))
}

/// What goes on comes before what fails, and plain failures before subtle ones; then by when it is due.
fn rank<P: Exhibit>(offer: &Offer<P>) -> (u8, bool, Option<u64>) {
    let class = match &offer.act {
        Act::Deliver(_) | Act::Lose(_) | Act::Disconnect { .. } | Act::Fire { .. } | Act::Invoke { .. } => 0,
        Act::Restart(_) | Act::Resume(_) | Act::Rejoin(_) | Act::Heal(_) => 0,
        Act::Crash { keep: 0, .. } | Act::Wipe(_) | Act::Pause(_) | Act::Isolate(_) => 1,
        Act::Drop(_) | Act::Duplicate(_) | Act::Delay(..) => 2,
        Act::Cut(ends) if ends.both => 3,
        Act::Crash { .. } | Act::CrashDuring { .. } => 4,
        Act::Cut(_) | Act::StepClock { .. } => 5,
    };
    (class, offer.due.is_none(), offer.due)
}
