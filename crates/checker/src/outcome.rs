//! How far a search goes, and how it ends.

use quorum_kernel::{Action, Property, Spec};
use serde::{Deserialize, Serialize};

/// Where a search stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Limits {
    /// The most actions in a row.
    pub depth: u32,
    /// The most states.
    pub states: u32,
    /// The most bytes for states, as far as the search can count them.
    pub bytes: u64,
}

impl Default for Limits {
    /// As far as numbers go; four gigabytes.
    fn default() -> Self {
        Self { depth: u32::MAX, states: u32::MAX - 1, bytes: 4 << 30 }
    }
}

/// Which limit stopped a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// [`Limits::depth`], or the method's.
    Depth,
    /// [`Limits::states`].
    States,
    /// [`Limits::bytes`].
    Bytes,
    /// As many random walks were taken as were asked for.
    Walks,
}

/// How a search ended.
#[derive(Debug)]
pub enum Outcome<P: Spec> {
    /// Every state was searched, and every property holds in all of them.
    Complete,
    /// A limit stopped it; what was searched is clean.
    Limit(Limit),
    /// A property breaks.
    Broken(Broken<P>),
}

/// A run that breaks a property: shortest, if it was searched for breadth first; else none of its actions can be left
/// out.
#[derive(Clone, Debug)]
pub struct Broken<P: Spec> {
    /// The property.
    pub property: &'static Property<P>,
    /// The run, from the start of the space. After its last action the property is broken, or, if it is one that must
    /// hold at last, will not come to hold.
    pub run: Vec<Action<P>>,
    /// What shows that it will not: everything is mended and everybody gets a turn ([`crate::Space::within`] says how
    /// often), and still it does not hold. Empty for other properties.
    pub fair: Vec<Action<P>>,
}

/// A search that is under way, by whatever method.
pub trait Seeking<P: Spec>: Send {
    /// Goes on for about so many states more, or to the end. `None`: there is more to do. Once it has ended it is not to
    /// be asked again. The answer is the same with any number of threads, and in slices of any size.
    fn advance(&mut self, states: usize, threads: usize) -> Option<Outcome<P>>;

    /// How many states were looked at: each once, but by random walks as often as they came by.
    fn states(&self) -> u64;

    /// How many actions in a row were taken at the most.
    fn depth(&self) -> u32;

    /// How much waits: states to be expanded, or walks to be taken.
    fn waiting(&self) -> u64;

    /// How many bytes are taken for states, as far as they are counted.
    fn bytes(&self) -> usize;

    /// The properties that must hold sometimes, and whether they did in what was searched.
    fn sometimes(&self) -> Vec<(&'static Property<P>, bool)>;
}
