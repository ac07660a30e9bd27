//! Properties are promises: named, with the faults and the timing under which they hold.

use core::fmt::Debug;

use crate::{Happening, Protocol, Shared, Symmetry, Text, Value, World};

/// When a property must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In every state.
    Always,
    /// At last, once faults are healed and time goes on.
    Eventually,
    /// In some state of some run: shows that the thing can happen at all.
    Sometimes,
}

/// What a property's promise allows to go wrong. Outside of it nothing is promised, and a test shows that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Messages may be lost, delayed, overtaken; links may be cut.
    pub loss: bool,
    /// Messages may be duplicated.
    pub duplication: bool,
    /// Nodes may crash and restart from their disks.
    pub crash: bool,
    /// Nodes may lose their disks.
    pub wipe: bool,
    /// Nodes may pause, and clocks may be wrong.
    pub timing: bool,
}

impl Promise {
    /// Everything but a lost disk: what asynchronous consensus promises its safety under.
    pub const ALL_BUT_WIPE: Self = Self { loss: true, duplication: true, crash: true, wipe: false, timing: true };

    /// Whether this promise holds under all that another allows to go wrong.
    pub fn covers(self, other: Self) -> bool {
        let faults = |promise: Self| [promise.loss, promise.duplication, promise.crash, promise.wipe, promise.timing];
        faults(self).into_iter().zip(faults(other)).all(|(ours, theirs)| ours || !theirs)
    }
}

/// Whether a property holds in a state, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub holds: bool,
    /// Why, or why not, for people.
    pub detail: Text,
}

/// A protocol with properties.
pub trait Spec: Protocol {
    /// What properties remember of a run beyond its state: chosen values, past leaders. Each property folds its own,
    /// and it joins equality and hash of what is searched only while that property is checked.
    type Ghost: Value + Default;

    /// The properties.
    fn properties() -> &'static [Property<Self>];

    /// Which members are alike, for searches to look at one of many states that differ in names alone. None, if nothing
    /// is said: declared where it is so, it makes a search several times smaller; declared where it is not, it hides bugs.
    fn symmetry() -> Option<Symmetry<Self>> {
        None
    }
}

/// What folds what happened into what a property remembers.
pub type Fold<P> = fn(&mut Shared<<P as Spec>::Ghost>, &World<P>, &[Happening<P>]);

/// One named property.
pub struct Property<P: Spec> {
    /// Its id, and its name in the catalogue with the protocol's id before it: `election-safety`.
    pub id: &'static str,
    /// When it must hold.
    pub mode: Mode,
    /// Under what it is promised, by a cluster of this configuration.
    pub promise: fn(&P::Config) -> Promise,
    /// Folds what happened into the ghost state. The world is as it is after all of it. Searches keep many ghosts: one
    /// that is only read here is not copied.
    pub fold: Fold<P>,
    /// Whether it holds now. Called after every event of a sweep or a search: cheap, or cut short.
    pub holds: fn(&P::Ghost, &World<P>) -> bool,
    /// Why it holds, or why it does not, for people.
    pub detail: fn(&P::Ghost, &World<P>) -> Text,
}

impl<P: Spec> Debug for Property<P> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Property").field(&self.id).finish()
    }
}

/// The ghost state of all properties of a protocol along one run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Monitor<P: Spec> {
    ghosts: Vec<Shared<P::Ghost>>,
}

impl<P: Spec> Default for Monitor<P> {
    fn default() -> Self {
        Self { ghosts: P::properties().iter().map(|_| Shared::default()).collect() }
    }
}

impl<P: Spec> Monitor<P> {
    /// Takes in what one action did.
    pub fn observe(&mut self, world: &World<P>, happened: &[Happening<P>]) {
        for (property, ghost) in P::properties().iter().zip(&mut self.ghosts) {
            (property.fold)(ghost, world, happened);
        }
    }

    /// Every property with its verdict in this world.
    pub fn verdicts(&self, world: &World<P>) -> Vec<(&'static Property<P>, Verdict)> {
        let verdict = |property: &Property<P>, ghost| Verdict {
            holds: (property.holds)(ghost, world),
            detail: (property.detail)(ghost, world),
        };
        P::properties().iter().zip(&self.ghosts).map(|(property, ghost)| (property, verdict(property, ghost))).collect()
    }

    /// The first property that must always hold and does not.
    pub fn violation(&self, world: &World<P>) -> Option<(&'static Property<P>, Text)> {
        self.broken(world, |property| property.mode == Mode::Always)
    }

    /// The first property, of those that are asked for, that does not hold, and why.
    pub fn broken(
        &self,
        world: &World<P>,
        asked: impl Fn(&Property<P>) -> bool,
    ) -> Option<(&'static Property<P>, Text)> {
        P::properties()
            .iter()
            .zip(&self.ghosts)
            .filter(|(property, _)| asked(property))
            .find(|(property, ghost)| !(property.holds)(ghost, world))
            .map(|(property, ghost)| (property, (property.detail)(ghost, world)))
    }

    /// What a property remembers.
    pub fn memory(&self, property: &Property<P>) -> Shared<P::Ghost> {
        let place = P::properties().iter().position(|other| other.id == property.id);
        place.map(|place| self.ghosts[place].clone()).unwrap_or_default()
    }

    /// What the property of this id remembers, if there is one.
    pub fn ghost(&self, id: &str) -> Option<&P::Ghost> {
        P::properties().iter().zip(&self.ghosts).find(|(property, _)| property.id == id).map(|(_, ghost)| &**ghost)
    }
}
