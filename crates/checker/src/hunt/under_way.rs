//! A hunt that is under way.

use quorum_kernel::{Exhibit, Method, Mode, NodeId, Property, Text, Timing, Trace, World};
use quorum_sim::{History, Recording, Replay, Scenario, sweep_seed};
use serde::{Deserialize, Serialize};

use super::order::{BadOrder, Order, REQUESTS_MAX};
use crate::{Broken, Limit, Outcome, Seeking, Space, seeking};

/// A hunt whose protocol is not known by type.
pub trait Hunting {
    /// Goes on until so many states more have been expanded (or seeds run), or to the end. `None`: there is more to do.
    ///
    /// # Errors
    /// If what was found cannot be shown, which is a mistake of ours.
    fn advance(&mut self, slice: usize, threads: usize) -> Result<Option<End>, BadOrder>;

    /// How far it is.
    fn progress(&self) -> Progress;
}

/// How far a hunt is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Progress {
    /// How many states were found; of a sweep, how many seeds were run.
    pub states: u64,
    /// How many actions lead to what is looked at now.
    pub depth: u32,
    /// How many states wait to be looked at.
    pub waiting: u64,
    /// How many bytes are taken for states.
    pub bytes: u64,
}

/// How a hunt ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// It went through all there is, and every property holds everywhere.
    Complete {
        /// The properties that need only hold sometimes, and whether they ever did.
        sometimes: Vec<(String, bool)>,
    },
    /// A limit stopped it; what it went through is clean.
    Stopped(Limit),
    /// A property breaks.
    Found(Box<Found>),
}

/// What a hunt found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Found {
    /// The property that breaks, by id.
    pub property: String,
    /// Why it does not hold.
    pub detail: Text,
    /// How many actions break it, from where the hunt started.
    pub actions: u32,
    /// Whether no fewer can.
    pub shortest: bool,
    /// The run.
    pub recording: Recording,
}

/// Begins a hunt of a protocol that is known by type.
pub fn begin<P: Exhibit>(order: &Order) -> Result<Box<dyn Hunting>, BadOrder> {
    if let Method::Sweep { seeds } = order.method {
        let scenario = order.start.scenario.clone();
        return Ok(Box::new(Sweep::<P> { scenario, next: 1, last: seeds, protocol: core::marker::PhantomData }));
    }
    let history = replayed::<P>(&order.start)?;
    let seed = order.start.scenario.seed;
    let space = space(order, &history)?;
    for (property, ghost) in space.checked().zip(&space.start().ghosts) {
        if property.mode == Mode::Always && !(property.holds)(ghost, &space.start().world) {
            return Err(BadOrder::Broken(property.id));
        }
    }
    let shortest = order.method == Method::BreadthFirst;
    let search = seeking(order.method, space, order.limits, seed).expect("no sweep: it has begun above");
    Ok(Box::new(Searching { search, shortest, timing: order.timing, history }))
}

/// The history that leads to where a hunt starts; its cursor stands there.
fn replayed<P: Exhibit>(start: &Recording) -> Result<History<P>, BadOrder> {
    let Replay { history, departure } = start.replay::<P>().map_err(BadOrder::Recording)?;
    if departure.is_some() { Err(BadOrder::Departs) } else { Ok(history) }
}

fn space<P: Exhibit>(order: &Order, history: &History<P>) -> Result<Space<P>, BadOrder> {
    let run = history.run();
    let world = match order.timing {
        Timing::Asynchronous => run.world().clone(),
        Timing::Bounded(_) if history.index() > 0 => return Err(BadOrder::Timed),
        bounded @ Timing::Bounded(_) => {
            let mut world = World::new(run.world().config().clone(), bounded);
            world.start(&mut Trace::default());
            world
        }
    };
    if order.requests.len() > REQUESTS_MAX {
        return Err(BadOrder::Requests);
    }
    let requests = order.requests.iter().map(|text| request::<P>(&world, text)).collect::<Result<Vec<_>, _>>()?;
    let space = Space::new(world, order.budget).remembering(run.monitor().clone()).asking(requests);
    let space = if order.within_steps { space } else { space.crashing_between_steps() };
    let space = if order.up_to_names { space.up_to_names() } else { space };
    Ok(match &order.property {
        None => space.checking_all(),
        Some(id) => space.checking(property::<P>(id)?),
    })
}

fn property<P: Exhibit>(id: &str) -> Result<&'static Property<P>, BadOrder> {
    let found = P::properties().iter().find(|property| property.id == id);
    found.ok_or_else(|| BadOrder::Property {
        id: id.to_owned(),
        known: P::properties().iter().map(|property| property.id).collect(),
    })
}

/// `c1 put x 1`.
fn request<P: Exhibit>(world: &World<P>, text: &str) -> Result<(NodeId, P::Request), BadOrder> {
    let read = || {
        let (client, request) = text.split_once(' ')?;
        let client = client.parse::<NodeId>().ok().filter(|client| client.is_client())?;
        world.members().index(client)?;
        Some((client, request.parse().ok()?))
    };
    let sample = P::sample_requests().first().copied().unwrap_or_default();
    read().ok_or_else(|| BadOrder::Request { request: text.to_owned(), sample })
}

struct Searching<P: Exhibit> {
    search: Box<dyn Seeking<P>>,
    /// Whether what it finds is shortest.
    shortest: bool,
    timing: Timing,
    /// What leads to where it starts.
    history: History<P>,
}

impl<P: Exhibit> Hunting for Searching<P> {
    fn advance(&mut self, slice: usize, threads: usize) -> Result<Option<End>, BadOrder> {
        Ok(match self.search.advance(slice, threads) {
            None => None,
            Some(Outcome::Complete) => {
                let sometimes = self.search.sometimes().into_iter();
                Some(End::Complete {
                    sometimes: sometimes.map(|(property, met)| (property.id.to_owned(), met)).collect(),
                })
            }
            Some(Outcome::Limit(limit)) => Some(End::Stopped(limit)),
            Some(Outcome::Broken(broken)) => Some(End::Found(Box::new(self.found(&broken)?))),
        })
    }

    fn progress(&self) -> Progress {
        Progress {
            states: self.search.states(),
            depth: self.search.depth(),
            waiting: self.search.waiting(),
            bytes: self.search.bytes() as u64,
        }
    }
}

impl<P: Exhibit> Searching<P> {
    fn found(&mut self, broken: &Broken<P>) -> Result<Found, BadOrder> {
        // What shows that something never comes is part of the run: one sees everybody get their turns in vain.
        let all: Vec<_> = broken.run.iter().chain(&broken.fair).cloned().collect();
        self.history.follow(self.timing, &all).map_err(BadOrder::Shown)?;
        let run = self.history.run();
        let verdicts = run.monitor().verdicts(run.world());
        let verdict = verdicts.into_iter().find(|(property, _)| property.id == broken.property.id);
        Ok(Found {
            property: broken.property.id.to_owned(),
            detail: verdict.map(|(_, verdict)| verdict.detail).expect("a property of this protocol"),
            actions: u32::try_from(broken.run.len()).unwrap_or(u32::MAX),
            shortest: self.shortest,
            recording: Recording::of(&self.history),
        })
    }
}

/// Timed runs, a seed after the other.
struct Sweep<P> {
    scenario: Scenario,
    next: u64,
    last: u64,
    protocol: core::marker::PhantomData<P>,
}

impl<P: Exhibit> Hunting for Sweep<P> {
    fn advance(&mut self, slice: usize, _threads: usize) -> Result<Option<End>, BadOrder> {
        for _ in 0..slice {
            if self.next > self.last {
                return Ok(Some(End::Complete { sometimes: Vec::new() }));
            }
            let finding = sweep_seed::<P>(&self.scenario.choice(), self.next);
            self.next += 1;
            if let Some(finding) = finding {
                return Ok(Some(End::Found(Box::new(Found {
                    property: finding.property.to_owned(),
                    detail: finding.detail,
                    actions: finding.recording.events,
                    shortest: false,
                    recording: finding.recording,
                }))));
            }
        }
        Ok(None)
    }

    fn progress(&self) -> Progress {
        Progress { states: self.next - 1, ..Progress::default() }
    }
}
