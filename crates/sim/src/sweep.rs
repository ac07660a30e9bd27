//! Sweeps: many seeds, each a run under faults that must stay safe, and, once healed, must make progress.

use std::collections::BTreeMap;

use quorum_kernel::{Choice, Exhibit, Happening, Mode, NodeId, Promise, Property, Status, Text, Trace, pare};

use crate::{
    Act, Ends, Event, FlightName, Link, Micros, Network, Origin, Recording, Run, Scenario,
    draw::{Purpose, below, draw},
};

/// How long faults go on.
const STORM_US: Micros = 4_000_000;
/// How long a healed cluster may take to make progress.
const CALM_US: Micros = 10_000_000;
/// The most requests that wait for an answer at one time.
const OPEN_MAX: u32 = 8;
/// A run that has more events than this within its time is stuck in a loop.
const EVENTS_CAP: usize = 200_000;

/// What a sweep found wrong under one seed.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The seed.
    pub seed: u64,
    /// The property that does not hold, or `requests-answered`.
    pub property: &'static str,
    /// Why.
    pub detail: Text,
    /// The shortest run found that shows it.
    pub recording: Recording,
}

/// Runs one seed; says what is wrong, if anything.
pub fn sweep_seed<P: Exhibit>(choice: &Choice, seed: u64) -> Option<Finding> {
    let promise = promise::<P>(choice, seed);
    let scenario = stormy::<P>(choice, seed, promise);
    let mut storm = Storm::<P>::new(scenario.clone(), promise, Plan::Drawn { seed });
    let wrong = storm.run()?;
    let acts = storm.by_hand();
    let (events, wrong) = minimise::<P>(&scenario, promise, acts, wrong, storm.events);
    let recording = Recording::from_events(scenario, events.iter());
    Some(Finding { seed, property: wrong.0, detail: wrong.1, recording })
}

/// The promise of one of the properties that must always hold: what the sweep of this seed may do. So each is swept up to
/// the edge of its own promise, if they promise different things.
fn promise<P: Exhibit>(choice: &Choice, seed: u64) -> Promise {
    let config = P::configure(choice).expect("a valid choice");
    let always = P::properties().iter().filter(|property| property.mode == Mode::Always);
    let mut promises: Vec<Promise> = always.map(|property| (property.promise)(&config)).collect();
    promises.dedup();
    let pick = below(draw(seed, Purpose::Fault, u64::MAX, 50), promises.len().max(1) as u64);
    let picked = usize::try_from(pick).ok().and_then(|pick| promises.get(pick)).copied();
    picked.unwrap_or(Promise { wipe: true, ..Promise::ALL_BUT_WIPE })
}

/// A network whose troubles are drawn from the seed.
fn stormy<P: Exhibit>(choice: &Choice, seed: u64, promise: Promise) -> Scenario {
    let pick = |what: u64, bound: u64| below(draw(seed, Purpose::Fault, u64::MAX, what), bound);
    let ppm = |allowed: bool, what: u64, most: u64| {
        // Half of the runs are spared each kind of trouble.
        if allowed && pick(what, 2) == 0 { u32::try_from(pick(what + 100, most)).expect("below a million") } else { 0 }
    };
    let link = Link {
        latency_us: 1_000 + pick(1, 15_000),
        // A message that is late is one that is lost for a while.
        jitter_us: if promise.loss { pick(2, 40_000) << pick(5, 3) } else { 0 },
        loss_ppm: ppm(promise.loss, 3, 200_000),
        duplication_ppm: ppm(promise.duplication, 4, 100_000),
    };
    let network = Network { default: link, settles_at_us: Some(STORM_US), ..Network::default() };
    Scenario { network, ..Scenario::with::<P>(choice, seed) }
}

type Wrong = (&'static str, Text);

/// Where acts come from.
enum Plan<P: Exhibit> {
    /// Drawn as the run goes.
    Drawn { seed: u64 },
    /// Given, each with its time; those that cannot be done are passed over.
    Given { acts: Vec<(Micros, Act<P>)>, next: usize },
}

struct Storm<P: Exhibit> {
    run: Run<P>,
    promise: Promise,
    plan: Plan<P>,
    next_fault: Micros,
    /// What the last fault is to be followed by: a node that is to be back soon.
    follow_up: Option<(Micros, Act<P>)>,
    ordinal: u64,
    events: Vec<Event<P>>,
    /// How many requests of each client wait for an answer.
    open_requests: BTreeMap<NodeId, u32>,
    trace: Trace<P>,
}

impl<P: Exhibit> Storm<P> {
    fn new(scenario: Scenario, promise: Promise, plan: Plan<P>) -> Self {
        let run = Run::new(scenario).expect("a scenario made for a valid choice");
        Self {
            run,
            promise,
            plan,
            next_fault: 0,
            follow_up: None,
            ordinal: 0,
            events: Vec::new(),
            open_requests: BTreeMap::new(),
            trace: Trace::default(),
        }
    }

    /// What was done by hand in the storm. Healing is no part of it: every run is healed in the same way.
    fn by_hand(&self) -> Vec<(Micros, Act<P>)> {
        let storm = self.events.iter().take_while(|event| event.at < STORM_US);
        let by_hand = storm.filter(|event| event.origin == Origin::Hand);
        by_hand.map(|event| (event.at, event.act.clone())).collect()
    }

    /// Storm, then calm. Returns what is wrong, with the run standing where it shows.
    fn run(&mut self) -> Option<Wrong> {
        while self.events.len() < EVENTS_CAP {
            let due = self.run.next_due().filter(|(at, ..)| *at < STORM_US);
            let horizon = due.as_ref().map_or(STORM_US - 1, |(at, ..)| *at);
            let wrong = match (self.next_act(horizon), due) {
                (Some((at, act)), _) => self.perform(at, act, Origin::Hand),
                (None, Some((at, act, origin))) => self.perform(at, act, origin),
                (None, None) => break,
            };
            if wrong.is_some() {
                return wrong;
            }
        }
        for act in self.healing() {
            if let Some(wrong) = self.perform(self.run.now().max(STORM_US), act, Origin::Hand) {
                return Some(wrong);
            }
        }
        self.calm()
    }

    fn calm(&mut self) -> Option<Wrong> {
        while let Some((at, act, origin)) = self.run.next_due() {
            self.progressed()?;
            if at >= STORM_US + CALM_US || self.events.len() > EVENTS_CAP {
                break;
            }
            if let Some(wrong) = self.perform(at, act, origin) {
                return Some(wrong);
            }
        }
        self.progressed()
    }

    /// What progress is still missing.
    fn progressed(&self) -> Option<Wrong> {
        let open = self.open_requests();
        if open > 0 {
            return Some(("requests-answered", Text::new("sweep-open-requests").with("count", open)));
        }
        let broken = self.run.monitor().broken(self.run.world(), |property| self.asks(property, Mode::Eventually));
        broken.map(|(property, detail)| (property.id, detail))
    }

    fn open_requests(&self) -> u32 {
        self.open_requests.values().sum()
    }

    /// Whether a property is of this mode, and promised under all that this run may do.
    fn asks(&self, property: &Property<P>, mode: Mode) -> bool {
        property.mode == mode && (property.promise)(self.run.world().config()).covers(self.promise)
    }

    fn perform(&mut self, at: Micros, act: Act<P>, origin: Origin) -> Option<Wrong> {
        // Where clocks are right no timer runs out early, whatever was meant when it was set otherwise.
        let early = !self.promise.timing && self.run.clock_fault(at, &act);
        if early || self.run.perform(at, &act, origin, &mut self.trace).is_err() {
            return None;
        }
        for happening in &self.trace.happened {
            match happening {
                Happening::Invoked { client, .. } => *self.open_requests.entry(*client).or_default() += 1,
                Happening::Replied { client, .. } => *self.open_requests.entry(*client).or_default() -= 1,
                // Nobody is left to wait for an answer.
                Happening::Crashed { node, .. } => *self.open_requests.entry(*node).or_default() = 0,
                _ => {}
            }
        }
        self.events.push(Event { at, origin, act, look: None, chain: self.run.chain() });
        let broken = self.run.monitor().broken(self.run.world(), |property| self.asks(property, Mode::Always));
        broken.map(|(property, detail)| (property.id, detail))
    }

    /// The next act by hand, if it comes before `due`.
    fn next_act(&mut self, due: Micros) -> Option<(Micros, Act<P>)> {
        let Plan::Drawn { seed } = self.plan else { return self.given(due) };
        if self.follow_up.as_ref().is_some_and(|(at, _)| *at <= due.min(self.next_fault)) {
            return self.follow_up.take().map(|(at, act)| (at.max(self.run.now()), act));
        }
        // Some storms are fast and some are slow: what breaks in one heals in the other.
        let pace = 20_000 << (seed % 4);
        while self.next_fault <= due {
            let at = self.next_fault.max(self.run.now());
            self.ordinal += 1;
            let dice = Dice { seed, ordinal: self.ordinal };
            self.next_fault += 2_000 + dice.roll(0, pace);
            if let Some(act) = self.choose(dice) {
                if !self.promise.timing && self.run.clock_fault(at, &act) {
                    // Clocks are right: a timer is caught as it runs out, and no earlier.
                    self.follow_up = self.due_of(&act).map(|due| (due, act));
                    return self.next_act(due);
                }
                if let Some(node) = crashes(&act).filter(|_| dice.roll(12, 2) == 0) {
                    self.follow_up = Some((at + 1_000 + dice.roll(13, 30_000), Act::Restart(node)));
                }
                return Some((at, act));
            }
        }
        None
    }

    fn given(&mut self, due: Micros) -> Option<(Micros, Act<P>)> {
        let Plan::Given { acts, next } = &mut self.plan else { return None };
        let (at, act) = acts.get(*next).filter(|(at, _)| *at <= due)?;
        *next += 1;
        Some(((*at).max(self.run.now()), act.clone()))
    }

    fn choose(&self, dice: Dice) -> Option<Act<P>> {
        let (world, promise, mood) = (self.run.world(), self.promise, Mood::of(dice.seed));
        let members = world.members();
        // Half of the time, one that has just sent something: whoever leads, speaks most.
        let speaker = || self.run.flights().map(|flight| flight.name.from).filter(|from| !from.is_client());
        let any = NodeId::server(1 + u8::try_from(dice.roll(1, members.servers.into())).expect("a byte"));
        let speaks = (dice.roll(14, 2) == 0).then(|| speaker().nth(usize::try_from(dice.roll(15, 8)).ok()?)).flatten();
        let server = speaks.unwrap_or(any);
        let peer = NodeId::server(1 + u8::try_from(dice.roll(2, members.servers.into())).expect("a byte"));
        // Whom faults of nodes strike: servers, or clients.
        let struck = if mood.clients { self.client(dice)? } else { server };
        let up = world.node(struck).status == Status::Up;
        let ends = Ends { a: server, b: peer, both: dice.roll(3, 2) == 0 };
        let flight = || {
            let flights: Vec<FlightName> = self.run.flights().map(|flight| flight.name).collect();
            flights.get(usize::try_from(dice.roll(4, flights.len() as u64)).ok()?).copied()
        };
        match mood.pick(dice.roll(5, 1 << 32)) {
            Fault::Request if self.open_requests() < OPEN_MAX => self.request(dice),
            Fault::Crash if promise.crash && up => Some(Act::Crash { node: struck, keep: 0 }),
            Fault::CrashDuring if promise.crash => self.crash_during(dice, mood.clients),
            Fault::Restart => {
                let down = world.nodes().filter(|node| node.status == Status::Down).map(|node| node.id);
                let down: Vec<NodeId> = down.collect();
                down.get(usize::try_from(dice.roll(17, down.len() as u64)).ok()?).map(|node| Act::Restart(*node))
            }
            Fault::Wipe if promise.wipe && up => Some(Act::Wipe(struck)),
            Fault::Isolate if promise.loss => Some(Act::Isolate(struck)),
            Fault::Rejoin => Some(Act::Rejoin(any)),
            Fault::Cut if promise.loss && server != peer => Some(Act::Cut(ends)),
            Fault::Heal if server != peer => Some(Act::Heal(ends)),
            Fault::Pause if promise.timing && up => Some(Act::Pause(struck)),
            Fault::Resume if matches!(world.node(struck).status, Status::Paused { .. }) => Some(Act::Resume(struck)),
            Fault::Clock if promise.timing => {
                let by_ms = i32::try_from(dice.roll(6, 400)).expect("small") - 100;
                Some(Act::StepClock { node: struck, by_ms })
            }
            Fault::Drop if promise.loss => flight().map(Act::Drop),
            Fault::Duplicate if promise.duplication => flight().map(Act::Duplicate),
            Fault::Delay if promise.loss => flight().map(|name| Act::Delay(name, 1_000 * (1 + dice.roll(7, 300)))),
            _ => None,
        }
    }

    /// Any client.
    fn client(&self, dice: Dice) -> Option<NodeId> {
        let clients = self.run.world().members().clients;
        let number = |roll| 1 + u8::try_from(roll).expect("a byte");
        (clients > 0).then(|| NodeId::client(number(dice.roll(9, clients.into()))))
    }

    fn request(&self, dice: Dice) -> Option<Act<P>> {
        let samples = <P as quorum_kernel::Inspect>::sample_requests();
        let sample = samples.get(usize::try_from(dice.roll(8, samples.len() as u64)).ok()?)?;
        Some(Act::Invoke { client: self.client(dice)?, request: sample.parse().ok()? })
    }

    /// A crash within one of the next steps that a server takes, or a client. Half of the time it is one that a client
    /// set going: what a server has begun for a client and not finished is what recovery is about.
    fn crash_during(&self, dice: Dice, clients: bool) -> Option<Act<P>> {
        let steps = self.run.upcoming().map(|(_, act, _)| act).filter(|act| takes_step(act) == Some(clients));
        let soon: Vec<Act<P>> = steps.take(12).collect();
        let from_client = |act: &&Act<P>| act.flight().is_some_and(|name| name.from.is_client());
        let chosen = soon.iter().find(from_client).filter(|_| dice.roll(16, 2) == 0);
        let step = chosen.or_else(|| soon.get(usize::try_from(dice.roll(10, soon.len() as u64)).ok()?))?;
        let effects = self.run.effects_of(self.run.now(), step)?;
        let after = u32::try_from(dice.roll(11, u64::from(effects) + 1)).ok()?;
        Some(Act::CrashDuring { step: Box::new(step.clone()), after, keep: 0 })
    }

    /// When the step is due that an act crashes a node in.
    fn due_of(&self, act: &Act<P>) -> Option<Micros> {
        let Act::CrashDuring { step, .. } = act else { return None };
        self.run.upcoming().find(|(_, act, _)| act == step.as_ref()).map(|(due, ..)| due)
    }

    /// Whatever is broken, mended.
    fn healing(&self) -> Vec<Act<P>> {
        let mut acts = Vec::new();
        for node in self.run.world().nodes() {
            match node.status {
                Status::Up => {}
                Status::Paused { .. } => acts.push(Act::Resume(node.id)),
                Status::Down => acts.push(Act::Restart(node.id)),
            }
            acts.push(Act::Rejoin(node.id));
        }
        acts
    }
}

/// Of a step by itself of a node that runs: whether that is a client.
fn takes_step<P: Exhibit>(act: &Act<P>) -> Option<bool> {
    match act {
        Act::Deliver(name) => Some(name.to.is_client()),
        Act::Disconnect { to, .. } => Some(to.is_client()),
        Act::Fire { node, .. } => Some(node.is_client()),
        _ => None,
    }
}

/// The node that an act crashes, but for its disk.
fn crashes<P: Exhibit>(act: &Act<P>) -> Option<NodeId> {
    match act {
        Act::Crash { node, .. } => Some(*node),
        Act::CrashDuring { step, .. } => match step.as_ref() {
            Act::Deliver(name) => Some(name.to),
            Act::Disconnect { to, .. } => Some(*to),
            Act::Fire { node, .. } => Some(*node),
            _ => None,
        },
        _ => None,
    }
}

/// What can go wrong, or be asked, in a storm.
#[derive(Clone, Copy)]
enum Fault {
    Request,
    Crash,
    CrashDuring,
    Restart,
    Wipe,
    Isolate,
    Rejoin,
    Cut,
    Heal,
    Pause,
    Resume,
    Clock,
    Drop,
    Duplicate,
    Delay,
}

/// How often each fault comes. One mixture of all faults finds least: what one fault sets up, the next undoes.
struct Mood {
    faults: &'static [(Fault, u64)],
    /// Whether faults of nodes strike clients; else servers.
    clients: bool,
}

impl Mood {
    fn of(seed: u64) -> Self {
        use Fault::{
            Clock, Crash, CrashDuring, Cut, Delay, Drop, Duplicate, Heal, Isolate, Pause, Rejoin, Request, Restart,
            Resume, Wipe,
        };
        // A quarter of the seeds strikes clients.
        let mood = if matches!((seed / 4) % 8, 4 | 7) { 4 } else { (seed / 4) % 4 };
        let faults: &[(Fault, u64)] = match mood {
            // Something of everything.
            0 => &[
                (Request, 25),
                (Crash, 10),
                (CrashDuring, 10),
                (Restart, 17),
                (Wipe, 3),
                (Isolate, 6),
                (Rejoin, 7),
                (Cut, 4),
                (Heal, 3),
                (Pause, 3),
                (Resume, 4),
                (Clock, 3),
                (Drop, 2),
                (Duplicate, 1),
                (Delay, 2),
            ],
            // Servers come and go, again and again.
            1 => &[(Request, 15), (Crash, 15), (CrashDuring, 30), (Restart, 35), (Clock, 5)],
            // The network alone: splits, late messages, old messages.
            2 => &[
                (Request, 25),
                (Isolate, 15),
                (Rejoin, 20),
                (Cut, 8),
                (Heal, 6),
                (Drop, 8),
                (Duplicate, 8),
                (Delay, 20),
                (Pause, 5),
                (Resume, 8),
            ],
            // Work begun and not finished: a server is asked, and goes down with it.
            3 => &[(Request, 30), (CrashDuring, 30), (Crash, 10), (Restart, 25), (Delay, 5)],
            // Clients that stand still, come late, or do not come back; and clocks that nobody can rely on.
            _ => &[
                (Request, 30),
                (Pause, 12),
                (Resume, 15),
                (Clock, 6),
                (Crash, 5),
                (CrashDuring, 5),
                (Restart, 12),
                (Delay, 12),
                (Drop, 3),
            ],
        };
        Self { faults, clients: mood == 4 }
    }

    fn pick(&self, roll: u64) -> Fault {
        let total: u64 = self.faults.iter().map(|(_, weight)| weight).sum();
        let mut at = roll % total;
        for (fault, weight) in self.faults {
            if at < *weight {
                return *fault;
            }
            at -= weight;
        }
        Fault::Request
    }
}

#[derive(Clone, Copy)]
struct Dice {
    seed: u64,
    ordinal: u64,
}

impl Dice {
    fn roll(self, which: u64, bound: u64) -> u64 {
        below(draw(self.seed, Purpose::Fault, which, self.ordinal), bound)
    }
}

/// Leaves out acts, as long as the same property is still seen to break.
fn minimise<P: Exhibit>(
    scenario: &Scenario,
    promise: Promise,
    acts: Vec<(Micros, Act<P>)>,
    wrong: Wrong,
    events: Vec<Event<P>>,
) -> (Vec<Event<P>>, Wrong) {
    let mut best = (events, wrong);
    pare(acts, |fewer| {
        let mut storm = Storm::<P>::new(scenario.clone(), promise, Plan::Given { acts: fewer.to_vec(), next: 0 });
        let wrong = storm.run().filter(|wrong| wrong.0 == best.1.0)?;
        best = (storm.events, wrong);
        Some(fewer.to_vec())
    });
    best
}
