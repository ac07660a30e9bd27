//! A run that stands beside another and follows it: at the same moment, with the same deeds done to it.

use quorum_kernel::Exhibit;
use quorum_sim::{History, Micros};
use serde::{Deserialize, Serialize};

use crate::{Problem, desk::Desk, desk::refused, view};

/// What was done by hand in a run, and when: enough to do it in another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// The moment, in microseconds since the start.
    pub at_us: u64,
    /// The act's label: `crash n3`.
    pub label: String,
}

/// What a run that follows another was told that was done there; each with how many events lay before it here.
pub(crate) type Followed = Vec<(Deed, u32)>;

/// What was done by hand on the way to the cursor.
pub(crate) fn deeds<P: Exhibit>(history: &History<P>) -> Vec<Deed> {
    let way = history.way(history.branch()).take(history.index() as usize);
    way.filter(|event| view::by_hand(event))
        .map(|event| Deed { at_us: event.at, label: event.act.to_string() })
        .collect()
}

impl<P: Exhibit> Desk<P> {
    /// Comes to a moment at which these deeds, and no others, have been done in the run that this one follows. One that
    /// cannot be done here is not: it is another protocol.
    pub(crate) fn follow(&mut self, deeds: Vec<Deed>, to: Micros) -> Result<(), Problem> {
        let mut followed = self.followed.take().unwrap_or_default();
        let same = followed.iter().zip(&deeds).take_while(|((done, _), deed)| done == *deed).count();
        if let Some((_, before)) = followed.get(same) {
            self.history.seek(*before);
        }
        followed.truncate(same);
        let come = deeds.into_iter().skip(same).try_for_each(|deed| {
            self.come_to(deed.at_us)?;
            let before = self.history.index();
            if let Ok(act) = deed.label.parse() {
                // What is refused has changed nothing.
                let _ = self.history.act(act);
            }
            followed.push((deed, before));
            Ok(())
        });
        self.followed = Some(followed);
        come.and_then(|()| self.come_to(to))?;
        self.settle();
        Ok(())
    }

    /// On or back to a moment. What hands did next here, before something else was done there, is left aside.
    fn come_to(&mut self, at: Micros) -> Result<(), Problem> {
        if at < self.history.at() {
            self.history.seek_time(at);
            return Ok(());
        }
        while self.history.due_at().is_some_and(|due| due <= at) && self.history.forward_due().map_err(refused)? {}
        self.history.leave_hands().map_err(refused)?;
        self.history.look_at(at);
        Ok(())
    }
}
