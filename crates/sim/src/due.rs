//! What is due, when, and as which act.

use quorum_kernel::{Action, Channel, Exhibit, NodeId, Status, Step};

use crate::{Act, FlightName, Micros, Origin, Run};

/// Something that is due. Of what is due at one instant, the least comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Due<P: Exhibit> {
    Arrive(FlightName),
    Vanish(FlightName),
    Double(FlightName),
    /// A channel may have closed more than once before anybody is told: `nth` counts.
    Disconnect {
        from: NodeId,
        to: NodeId,
        nth: u32,
    },
    Fire {
        node: NodeId,
        timer: P::Timer,
    },
}

impl<P: Exhibit> Run<P> {
    /// What is due next, and when. A line of the script that could not be done is passed over.
    pub fn next_due(&self) -> Option<(Micros, Act<P>, Origin)> {
        self.merged(usize::MAX).find(|(at, act, origin)| *origin != Origin::Script || self.refusal(*at, act).is_none())
    }

    /// Everything that is due, soonest first, as it would happen if nothing else did. What waits for a paused node is
    /// left out, and so is all of the script but its next line.
    pub fn upcoming(&self) -> impl Iterator<Item = (Micros, Act<P>, Origin)> + '_ {
        self.merged(1)
    }

    /// So many lines of the script and what is due; at one instant, lines come first.
    fn merged(&self, lines: usize) -> impl Iterator<Item = (Micros, Act<P>, Origin)> + '_ {
        let mut lines = self.fixed.script[self.scripted as usize..].iter().take(lines).peekable();
        let mut agenda = self.agenda.iter().filter_map(|(at, due)| Some((at, self.act_of(due)?))).peekable();
        core::iter::from_fn(move || {
            let line = lines.next_if(|(at, _)| agenda.peek().is_none_or(|(due, _)| at <= due));
            let (at, act, origin) = match line {
                Some((at, act)) => (*at, act.clone(), Origin::Script),
                None => agenda.next().map(|(at, act)| (at, act, Origin::Due))?,
            };
            Some((at.max(self.now), act, origin))
        })
    }

    fn act_of(&self, due: &Due<P>) -> Option<Act<P>> {
        let status = |id| self.world.node(id).status;
        let waits = |id| matches!(status(id), Status::Paused { .. });
        Some(match due {
            Due::Arrive(name) if waits(name.to) => return None,
            Due::Arrive(name) if status(name.to) == Status::Down || self.world.is_cut(name.from, name.to) => {
                Act::Lose(*name)
            }
            // A channel that keeps order delivers only its head, however late that is.
            Due::Arrive(name) if !self.at_head(*name) => return None,
            Due::Arrive(name) => Act::Deliver(*name),
            Due::Vanish(name) => Act::Lose(*name),
            Due::Double(name) => Act::Duplicate(*name),
            Due::Disconnect { to, .. } if waits(*to) => return None,
            Due::Disconnect { from, to, .. } => {
                let step = Action::Step(Step::Disconnect { from: *from, to: *to });
                if self.world.refusal(&step).is_some() {
                    return None;
                }
                Act::Disconnect { from: *from, to: *to }
            }
            Due::Fire { node, .. } if waits(*node) => return None,
            Due::Fire { node, timer } => Act::Fire { node: *node, timer: timer.clone() },
        })
    }

    fn at_head(&self, name: FlightName) -> bool {
        self.world.channel(name.from, name.to) == Channel::Unordered
            || self.refusal(self.now, &Act::Deliver(name)).is_none()
    }

    /// Lost connections that somebody is still to be told of: the other end, and who will learn it.
    pub(crate) fn closing(&self) -> impl Iterator<Item = (NodeId, NodeId)> + '_ {
        self.agenda.iter().filter_map(|(_, due)| match due {
            Due::Disconnect { from, to, .. } => Some((*from, *to)),
            _ => None,
        })
    }

    /// Lines of the script that are due before this event have had their turn: they could not be done. So has the line
    /// that this event is, if it is one.
    pub(crate) fn pass_lines(&mut self, at: Micros, act: &Act<P>, origin: Origin) {
        while let Some((due, line)) = self.fixed.script.get(self.scripted as usize) {
            let this = origin == Origin::Script && (*due, line) == (at, act);
            let passed = *due < at || (*due == at && origin != Origin::Hand);
            if !passed {
                break;
            }
            self.scripted += 1;
            if this {
                break;
            }
        }
    }
}
