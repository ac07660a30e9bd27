//! A run: a world, a virtual clock, and what is due when.

use std::sync::Arc;

use quorum_kernel::{
    Action, Exhibit, Journal, Monitor, NodeId, NotANode, Refusal, Text, Timing, Trace, World, digest, inspect::Look,
    shorten,
};

use crate::{
    Act, FlightName, Micros, Scenario,
    agenda::Agenda,
    chronicle::Chronicle,
    draw::{Purpose, below, draw},
    due::Due,
    lanes::{Fate, Flight, Gone, Lanes},
    scenario::Link,
    timers::Timers,
};

/// A world with a virtual clock. Everything in it is decided by the scenario and the acts performed; a clone shares
/// what it can and may serve as a keyframe.
#[derive(Clone, Debug)]
pub struct Run<P: Exhibit> {
    pub(crate) fixed: Arc<Fixed<P>>,
    pub(crate) world: World<P>,
    pub(crate) monitor: Monitor<P>,
    pub(crate) now: Micros,
    pub(crate) lanes: Lanes<P::Message>,
    pub(crate) timers: Vec<Timers<P::Timer>>,
    pub(crate) agenda: Agenda<Due<P>>,
    /// How many entries of the script have had their turn.
    pub(crate) scripted: u32,
    pub(crate) clock_faults: u32,
    /// Folds every event: two runs that have it equal went the same way.
    pub(crate) chain: u64,
    pub(crate) costs: Costs,
    pub(crate) mark: Mark,
    pub(crate) delivered: Option<Gone<P::Message>>,
    pub(crate) lost: Vec<Gone<P::Message>>,
    pub(crate) eras: Journal<(Micros, Text)>,
    pub(crate) chronicle: Chronicle<P>,
}

/// What a scenario comes to, worked out once.
#[derive(Debug)]
pub(crate) struct Fixed<P: Exhibit> {
    pub scenario: Arc<Scenario>,
    pub links: Vec<Link>,
    pub script: Vec<(Micros, Act<P>)>,
}

/// What a run has cost since its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Costs {
    /// Messages sent.
    pub messages: u32,
    /// Messages lost, for whatever reason.
    pub lost: u32,
    /// Forced writes.
    pub forced_writes: u32,
}

/// Where a count of costs begins: the last act of a person, or the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// What it cost until then.
    pub costs: Costs,
    /// When that was.
    pub at: Micros,
    /// The act's label; `None` for the start.
    pub act: Option<Arc<str>>,
}

/// Who caused an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Virtual time: it was due.
    Due,
    /// The scenario's script.
    Script,
    /// A person, or a lesson in their place.
    Hand,
}

/// Why a scenario makes no run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadScenario {
    /// The cluster cannot be.
    Choice(quorum_kernel::BadChoice),
    /// A link or a clock names no member, or not in the way `n1>n2`.
    Name(String),
    /// A clock stands still or runs backwards.
    Clock(NodeId),
    /// A latency or a jitter is longer than an hour.
    Latency,
    /// The script has more lines than a run can bear.
    ScriptLines,
    /// The script goes on for longer than an hour.
    ScriptSpan,
    /// A line of the script is no act.
    Script(crate::NotALabel),
}

impl BadScenario {
    /// What is wrong, for people.
    pub fn text(&self) -> Text {
        match self {
            BadScenario::Choice(choice) => choice.text(),
            BadScenario::Name(name) => Text::new("scenario-name").with("name", shorten(name.clone())),
            BadScenario::Clock(node) => Text::new("scenario-clock").with("node", *node),
            BadScenario::Latency => Text::new("scenario-latency"),
            BadScenario::ScriptLines => Text::new("scenario-script-lines").with("max", SCRIPT_MAX),
            BadScenario::ScriptSpan => Text::new("scenario-script-span"),
            BadScenario::Script(label) => label.text(),
        }
    }
}

impl core::fmt::Display for BadScenario {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl core::error::Error for BadScenario {}

impl From<NotANode> for BadScenario {
    fn from(wrong: NotANode) -> Self {
        Self::Name(wrong.0)
    }
}

/// Why an act cannot be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The kernel says no.
    Kernel(Refusal),
    /// No such message is in flight.
    NoSuchMessage(String),
    /// Everything that was to be cut is cut, or nothing that was to be healed is.
    Nothing(String),
    /// The history holds as many events as it may.
    Full,
    /// As many messages are on their way as may be, all in all or of this one.
    Crowded,
}

impl Refused {
    /// Why, for people.
    pub fn text(&self) -> Text {
        match self {
            Refused::Kernel(refusal) => refusal.text(),
            Refused::NoSuchMessage(name) => Text::new("refused-no-such-message").with("message", name.as_str()),
            Refused::Nothing(label) => Text::new("refused-nothing").with("act", label.as_str()),
            Refused::Full => Text::new("refused-full"),
            Refused::Crowded => Text::new("refused-crowded"),
        }
    }
}

impl core::fmt::Display for Refused {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl core::error::Error for Refused {}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Kernel(refusal)
    }
}

/// The longest latency or jitter, and the latest scripted moment: an hour.
const SPAN_MAX: Micros = 3_600_000_000;
/// The most lines in a script.
const SCRIPT_MAX: usize = 10_000;
/// The most messages on their way at once.
const FLIGHTS_MAX: usize = 2_000;
/// The most copies of one message.
const COPIES_MAX: u8 = 100;
/// How many lost messages a run remembers, for a view to show.
const LOST_SHOWN: usize = 12;

impl<P: Exhibit> Run<P> {
    /// Starts a run at time 0, all nodes booted.
    pub fn new(scenario: Scenario) -> Result<Self, BadScenario> {
        let fixed = Arc::new(Fixed::new(scenario)?);
        let config = P::configure(&fixed.scenario.choice()).map_err(BadScenario::Choice)?;
        let world = World::new(config, Timing::Asynchronous);
        let members = world.members();
        let rate = |id| fixed.scenario.clocks.get(&id).map_or(0, |clock| clock.fast_ppm);
        let mut run = Self {
            timers: members.iter().map(|id| Timers::new(rate(id))).collect(),
            lanes: Lanes::new(members, P::KINDS.len()),
            monitor: Monitor::default(),
            now: 0,
            agenda: Agenda::new(),
            scripted: 0,
            clock_faults: 0,
            chain: digest(&fixed.scenario.seed),
            costs: Costs::default(),
            mark: Mark::default(),
            delivered: None,
            lost: Vec::new(),
            eras: Journal::default(),
            chronicle: Chronicle::new(),
            world,
            fixed,
        };
        let mut trace = Trace::default();
        run.world.start(&mut trace);
        run.absorb(&trace, None);
        run.chronicle.begin(&run.world);
        // What a node writes as it is set up is no cost of the run.
        run.mark.costs.forced_writes = run.costs.forced_writes;
        Ok(run)
    }

    /// What this run started from.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.fixed.scenario
    }

    /// The world as it is now.
    pub fn world(&self) -> &World<P> {
        &self.world
    }

    /// The properties' memory of this run.
    pub fn monitor(&self) -> &Monitor<P> {
        &self.monitor
    }

    /// The time of the last event.
    pub fn now(&self) -> Micros {
        self.now
    }

    /// How often an action was forced that no clock allows.
    pub fn clock_faults(&self) -> u32 {
        self.clock_faults
    }

    /// A digest of the way this run went.
    pub fn chain(&self) -> u64 {
        self.chain
    }

    /// A digest of the world as it is now.
    pub fn world_digest(&self) -> u64 {
        digest(&self.world)
    }

    /// What it has cost since the start.
    pub fn costs(&self) -> Costs {
        self.costs
    }

    /// Where the current count of costs begins.
    pub fn mark(&self) -> &Mark {
        &self.mark
    }

    /// Messages in flight.
    pub fn flights(&self) -> impl Iterator<Item = &Flight<P::Message>> {
        self.lanes.iter()
    }

    /// Whether this would put messages on their way beyond what a run may hold: every keyframe holds them all.
    pub(crate) fn crowds(&self, act: &Act<P>, origin: Origin) -> bool {
        let adds = act.is_step() || matches!(act, Act::Duplicate(_) | Act::CrashDuring { .. });
        // The network makes one copy of a message by itself; hands could go on.
        let copies = |name: &FlightName| origin != Origin::Due && self.lanes.next_copy(*name) > COPIES_MAX;
        (adds && self.lanes.count() >= FLIGHTS_MAX) || matches!(act, Act::Duplicate(name) if copies(name))
    }

    /// The message that the last event delivered.
    pub fn delivered(&self) -> Option<&Gone<P::Message>> {
        self.delivered.as_ref()
    }

    /// Messages lost lately, oldest first.
    pub fn lost(&self) -> &[Gone<P::Message>] {
        &self.lost
    }

    /// Spans of the run that have a name, each from its beginning on.
    pub fn eras(&self) -> &Journal<(Micros, Text)> {
        &self.eras
    }

    /// What views of time draw.
    pub fn chronicle(&self) -> &Chronicle<P> {
        &self.chronicle
    }

    /// The armed timers of a member, with when each was set and when it runs out.
    pub fn timers(&self, id: NodeId) -> Vec<(P::Timer, Micros, Micros)> {
        let place = self.world.members().index(id);
        place.map(|place| self.timers[place].armed().collect()).unwrap_or_default()
    }

    /// Performs one event at a moment that is not before the last one. If it is refused, nothing has changed.
    pub fn perform(&mut self, at: Micros, act: &Act<P>, origin: Origin, trace: &mut Trace<P>) -> Result<(), Refused> {
        assert!(at >= self.now, "time runs forward: {at} is before {}", self.now);
        let (before, costs) = (core::mem::replace(&mut self.now, at), self.costs);
        if let Err(refused) = self.carry_out(act, trace) {
            self.now = before;
            return Err(refused);
        }
        self.pass_lines(at, act, origin);
        self.chain = digest(&(self.chain, at, act));
        if origin == Origin::Hand {
            // What it sets going counts as its cost.
            self.mark = Mark { costs, at, act: Some(act.to_string().into()) };
        }
        Ok(())
    }

    fn carry_out(&mut self, act: &Act<P>, trace: &mut Trace<P>) -> Result<(), Refused> {
        match act {
            Act::Delay(name, by) => {
                let flight = self.flying(*name)?;
                let (due, fate) = (flight.due, flight.fate);
                let later = due.max(self.now).saturating_add((*by).min(SPAN_MAX));
                if fate != Fate::Vanishes {
                    self.agenda.remove(due, &Due::Arrive(*name));
                    self.agenda.insert(later, Due::Arrive(*name));
                }
                self.lanes.get_mut(*name).expect("found above").due = later;
                trace.happened.clear();
                Ok(())
            }
            Act::StepClock { node, by_ms } => {
                let place = self.place(*node)?;
                let moved = self.timers[place].step(self.now, i64::from(*by_ms) * 1_000);
                for (timer, old, new) in moved {
                    self.agenda.remove(old, &Due::Fire { node: *node, timer: timer.clone() });
                    self.agenda.insert(new, Due::Fire { node: *node, timer });
                }
                trace.happened.clear();
                Ok(())
            }
            Act::Cut(_) | Act::Heal(_) | Act::Isolate(_) | Act::Rejoin(_) => {
                for change in self.link_changes(act)? {
                    self.apply(&change, None, trace)?;
                }
                Ok(())
            }
            _ => {
                let action = self.action(act)?;
                let early = self.clock_fault(self.now, act);
                self.apply(&action, act.flight(), trace)?;
                self.clock_faults += u32::from(early);
                Ok(())
            }
        }
    }

    /// The one place where the world changes.
    fn apply(&mut self, action: &Action<P>, flight: Option<FlightName>, trace: &mut Trace<P>) -> Result<(), Refused> {
        let (timers, members, now) = (&self.timers, self.world.members(), self.now);
        let clock = |id: NodeId, timer: &P::Timer| timers[members.index(id)?].ticks_left(timer, now);
        self.world.apply_timed(action, Some(&clock), trace)?;
        self.absorb(trace, flight);
        Ok(())
    }

    /// How the message looks that an act is about: one on its way, or one that the last event was about.
    pub fn look_of(&self, act: &Act<P>) -> Option<Look> {
        let name = act.flight()?;
        let gone = || self.lost.iter().rev().find(|gone| gone.flight.name == name).map(|gone| &gone.flight.message);
        let delivered = self.delivered.as_ref().filter(|gone| gone.flight.name == name);
        let delivered = delivered.map(|gone| &gone.flight.message);
        let message = delivered.or_else(|| Some(&self.lanes.get(name)?.message)).or_else(gone)?;
        Some(P::look(message))
    }

    pub(crate) fn chance(&self, purpose: Purpose, whose: u64, ordinal: u64, ppm: u32) -> bool {
        ppm > 0 && below(draw(self.fixed.scenario.seed, purpose, whose, ordinal), 1_000_000) < u64::from(ppm)
    }

    pub(crate) fn remember_lost(&mut self, gone: Gone<P::Message>) {
        if self.lost.len() == LOST_SHOWN {
            self.lost.remove(0);
        }
        self.lost.push(gone);
    }
}

impl<P: Exhibit> Fixed<P> {
    fn new(scenario: Scenario) -> Result<Self, BadScenario> {
        let config = P::configure(&scenario.choice()).map_err(BadScenario::Choice)?;
        let members = P::members(&config);
        let width = members.count();
        let mut links = vec![scenario.network.default; width * width];
        for (name, link) in &scenario.network.links {
            let place = |id: &str| members.index(id.parse().ok()?);
            let ends = name.split_once('>').and_then(|(from, to)| Some((place(from)?, place(to)?)));
            let (from, to) = ends.ok_or_else(|| BadScenario::Name(name.chars().take(40).collect()))?;
            links[from * width + to] = *link;
        }
        if links.iter().any(|link| link.latency_us > SPAN_MAX || link.jitter_us > SPAN_MAX) {
            return Err(BadScenario::Latency);
        }
        for (id, clock) in &scenario.clocks {
            members.index(*id).ok_or_else(|| BadScenario::Name(id.to_string()))?;
            if !(-900_000..=1_000_000).contains(&clock.fast_ppm) {
                return Err(BadScenario::Clock(*id));
            }
        }
        if scenario.script.len() > SCRIPT_MAX {
            return Err(BadScenario::ScriptLines);
        }
        if scenario.script.iter().any(|line| line.at_us > SPAN_MAX) {
            return Err(BadScenario::ScriptSpan);
        }
        let parse =
            |line: &crate::Scripted| Ok::<_, BadScenario>((line.at_us, line.act.parse().map_err(BadScenario::Script)?));
        let mut script = scenario.script.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
        script.sort_by_key(|(at, _)| *at);
        Ok(Self { scenario: Arc::new(scenario), links, script })
    }
}
