//! At which event a property turned false.

use quorum_kernel::{Exhibit, Trace};

use crate::{History, Run};

/// How many events are looked through at a time, from the last back.
const STRETCH: u32 = 1_024;

impl<P: Exhibit> History<P> {
    /// The last event, of so many on the current branch, at which a property turned false: with the event before, it held.
    /// 0 if it has been false from the start; `None` if it is never false, or if there is no such property.
    ///
    /// Every verdict on the way back is asked for, since a property may mend and break once more.
    pub fn broke_at(&self, property: &str, index: u32) -> Option<u32> {
        let mut end = index.min(self.len());
        loop {
            let start = end.saturating_sub(STRETCH);
            let mut run = self.run_at(start);
            let mut held = holds(&run, property)?;
            let mut broke = (start == 0 && !held).then_some(0);
            let mut trace = Trace::default();
            for at in start + 1..=end {
                let event = self.event(self.branch(), at).expect("within the branch");
                run.perform(event.at, &event.act, event.origin, &mut trace).expect("the event has happened before");
                let holds = holds(&run, property)?;
                if held && !holds {
                    broke = Some(at);
                }
                held = holds;
            }
            if broke.is_some() || start == 0 {
                return broke;
            }
            end = start;
        }
    }
}

fn holds<P: Exhibit>(run: &Run<P>, id: &str) -> Option<bool> {
    let property = P::properties().iter().find(|property| property.id == id)?;
    Some((property.holds)(run.monitor().ghost(id)?, run.world()))
}
