//! Servers that are away in turns, and faults that wait for their moment.
//!
//! What goes wrong when leadership changes hands takes faults in a certain order, each at a certain moment: one that has
//! just begun something goes, the others go on without it, and another goes as it comes back. Faults at any time
//! hardly ever meet these moments. So here each fault is aimed at what a step is about to do, which is asked of
//! the protocol's own handler: nothing here knows any protocol.

use quorum_kernel::{Effect, Exhibit, NodeId, Status};

use super::{
    faults::{takes_step, writes},
    mood::Dice,
    storm::Storm,
};
use crate::{Act, Micros};

impl<P: Exhibit> Storm<P> {
    /// Servers are away in turns: one goes, and all that were away are back. In some it is the next that a client asks for
    /// something, and it goes with what it has begun.
    pub fn turn(&mut self, at: Micros, server: NodeId, dice: Dice) {
        if dice.leans(18) {
            self.catches = Some(dice);
            return;
        }
        let servers = self.run.world().members().server_ids();
        let there: Vec<NodeId> = servers.filter(|id| !self.is_away(*id)).collect();
        let goes = if there.contains(&server) { Some(server) } else { dice.one_of(19, &there).copied() };
        if let Some(gone) = goes.and_then(|goes| self.gone(goes, dice)) {
            self.back(at, dice);
            self.follow_up(at, gone);
        }
    }

    /// Whether a server is down, or cut off from all others.
    fn is_away(&self, id: NodeId) -> bool {
        let world = self.run.world();
        let cut_off = |peer: NodeId| world.is_cut(id, peer) && world.is_cut(peer, id);
        world.node(id).status == Status::Down || world.members().server_ids().all(|peer| peer == id || cut_off(peer))
    }

    /// All that are away come back: before another goes, as one that is cut off would be back with them; only who starts
    /// may be late.
    fn back(&mut self, at: Micros, dice: Dice) {
        let late = dice.roll(20, 2) * dice.roll(21, 100_000);
        let away: Vec<NodeId> = self.run.world().members().server_ids().filter(|id| self.is_away(*id)).collect();
        for id in away {
            match self.run.world().node(id).status {
                Status::Down => self.follow_up(at + late, Act::Restart(id)),
                _ => self.follow_up(at, Act::Rejoin(id)),
            }
        }
    }

    /// How a server goes away: it crashes, or is cut off.
    fn gone(&self, server: NodeId, dice: Dice) -> Option<Act<P>> {
        let (promise, cut_off) = (self.promise, dice.leans(22));
        if promise.loss && (cut_off || !promise.crash) {
            return Some(Act::Isolate(server));
        }
        promise.crash.then_some(Act::Crash { node: server, keep: 0 })
    }

    /// What a fault that waits makes of a step that is due, if this is its moment.
    pub fn instead(&mut self, at: Micros, step: &Act<P>) -> Option<Act<P>> {
        if self.tears.is_none() && self.catches.is_none() || takes_step(step) != Some(false) {
            return None;
        }
        let effects = self.run.foreseen(at, step)?;
        self.torn(at, step, &effects).or_else(|| self.caught(at, step, &effects))
    }

    /// A crash between two writes, if that is waited for: what belongs together is half done.
    fn torn(&mut self, at: Micros, step: &Act<P>, effects: &[Effect<P>]) -> Option<Act<P>> {
        let dice = self.tears?;
        let writes = writes(effects);
        let (_, between) = writes.split_last()?;
        let after = *dice.one_of(23, between)?;
        self.tears = None;
        let torn = Act::CrashDuring { step: Box::new(step.clone()), after, keep: 0 };
        self.maybe_back_soon(at, &torn, dice);
        Some(torn)
    }

    /// If it is waited for that a client asks somebody, and that others are told: the one goes with what it has begun, and
    /// those that were away are back. It is cut off, before anybody has heard of it or when some have; or it crashes within.
    fn caught(&mut self, at: Micros, step: &Act<P>, effects: &[Effect<P>]) -> Option<Act<P>> {
        let (dice, promise) = (self.catches?, self.promise);
        let asked = step.flight().filter(|name| name.from.is_client())?.to;
        if !effects.iter().any(|effect| matches!(effect, Effect::Send { to, .. } if !to.is_client())) {
            return None;
        }
        let again = self.throw(dice.seed);
        self.catches = again.leans(18).then_some(again);
        if promise.crash && (!promise.loss || dice.roll(22, 3) == 0) {
            self.back(at + 1, dice);
            let after = u32::try_from(dice.roll(29, effects.len() as u64 + 1)).ok()?;
            return Some(Act::CrashDuring { step: Box::new(step.clone()), after, keep: 0 });
        }
        let heard_by_some = dice.roll(24, 3) == 0;
        let goes_at = at + 1 + if heard_by_some { dice.roll(25, 20_000) } else { 0 };
        self.back(goes_at, dice);
        self.follow_up(goes_at, Act::Isolate(asked));
        None
    }
}
