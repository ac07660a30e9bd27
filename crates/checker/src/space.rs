//! What is searched: where it starts, what can happen next, and what must hold.

use quorum_kernel::{
    Action, Budget, Fault, Mode, Monitor, NodeId, Property, Renaming, Shared, Spec, Step, Symmetry, Trace, World,
};

use crate::{
    Broken,
    fair::{Fair, course},
};

/// How many actions of the fair schedule an eventual property may take, if nothing else is said.
const PATIENCE: u32 = 400;
/// The most ways to rename members that a search looks at: six of them.
const RENAMINGS: usize = 720;

/// What is searched.
#[derive(Debug)]
pub struct Space<P: Spec> {
    start: State<P>,
    /// What properties remember of what led to the start.
    before: Monitor<P>,
    /// What clients are asked for, in this order; as many as the budget has requests.
    requests: Vec<(NodeId, P::Request)>,
    /// Whether a crash may strike between the effects of a step, or between steps only.
    within_steps: bool,
    checked: Vec<&'static Property<P>>,
    /// How many actions of the fair schedule an eventual property may take.
    patience: u32,
    /// Whether states that differ in the names of members that are alike are one.
    up_to_names: bool,
}

/// A state of the search: a world, what the checked properties remember, and what may still go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State<P: Spec> {
    /// The world.
    pub world: World<P>,
    /// The ghost of each checked property.
    pub ghosts: Vec<Shared<P::Ghost>>,
    /// What may still go wrong.
    pub left: Budget,
}

impl<P: Spec> Space<P> {
    /// All that can happen from a world on. The world has been started; what had happened before, properties do not
    /// remember but for [`Space::remembering`]. Without `requests` the budget for them is none.
    pub fn new(world: World<P>, budget: Budget) -> Self {
        let left = budget.with(Fault::Request, 0);
        let start = State { world, ghosts: Vec::new(), left };
        Self {
            start,
            before: Monitor::default(),
            requests: Vec::new(),
            within_steps: true,
            checked: Vec::new(),
            patience: PATIENCE,
            up_to_names: false,
        }
    }

    /// Begins with what properties remember of the run that led to the start. Say it before what is checked.
    #[must_use]
    pub fn remembering(mut self, monitor: Monitor<P>) -> Self {
        assert!(self.checked.is_empty(), "what is checked has its memory already");
        self.before = monitor;
        self
    }

    /// Asks clients for something, in this order, each at any time after the one before.
    ///
    /// # Panics
    /// If there are more than 254.
    #[must_use]
    pub fn asking(mut self, requests: Vec<(NodeId, P::Request)>) -> Self {
        let count = u8::try_from(requests.len()).ok().filter(|count| *count < quorum_kernel::UNLIMITED);
        self.start.left = self.start.left.with(Fault::Request, count.expect("at most 254 requests"));
        self.requests = requests;
        self
    }

    /// Lets crashes strike between steps only.
    #[must_use]
    pub fn crashing_between_steps(mut self) -> Self {
        self.within_steps = false;
        self
    }

    /// Checks a property; its ghost becomes part of the state. What must always hold is asked in every state. What must
    /// hold at last is asked of every state once all faults are mended and everybody gets a turn: it must hold within so
    /// many actions ([`Space::within`]). What must hold sometimes is looked out for.
    #[must_use]
    pub fn checking(mut self, property: &'static Property<P>) -> Self {
        assert!(self.checked.len() < 64, "a bit for each property");
        self.checked.push(property);
        self.start.ghosts.push(self.before.memory(property));
        self
    }

    /// Takes states for one that differ in nothing but the names of members which the protocol declares to be alike, where
    /// that is sound ([`Spec::symmetry`]); elsewhere it changes nothing. Runs that are found are of real actions all the
    /// same, and shortest ones are as short.
    #[must_use]
    pub fn up_to_names(mut self) -> Self {
        self.up_to_names = true;
        self
    }

    /// How many actions of the fair schedule an eventual property may take.
    #[must_use]
    pub fn within(mut self, actions: u32) -> Self {
        self.patience = actions;
        self
    }

    /// Checks every property that must always hold.
    #[must_use]
    pub fn checking_all(self) -> Self {
        let always = P::properties().iter().filter(|property| property.mode == Mode::Always);
        always.fold(self, Self::checking)
    }

    /// Where it starts.
    pub fn start(&self) -> &State<P> {
        &self.start
    }

    /// The properties that are checked.
    pub fn checked(&self) -> impl Iterator<Item = &'static Property<P>> + '_ {
        self.checked.iter().copied()
    }

    /// Everything that can happen in a state, in a fixed order, within what is left of the budget.
    pub fn actions(&self, state: &State<P>) -> Vec<Action<P>> {
        let mut actions = Vec::new();
        self.offer(state, &mut actions);
        actions
    }

    /// As [`Space::actions`], into a list that is there.
    pub(crate) fn offer(&self, state: &State<P>, actions: &mut Vec<Action<P>>) {
        state.world.offer(|kind| state.left.after(kind).is_some(), actions);
        if state.left.left(Fault::Crash) > 0 && self.within_steps {
            for at in 0..actions.len() {
                if let Action::Step(step) = &actions[at] {
                    let step = step.clone();
                    actions.extend(crashes_during(state, &step));
                }
            }
        }
        let ask = self.next_request(state).filter(|ask| state.world.refusal(ask).is_none());
        actions.extend(ask);
    }

    fn next_request(&self, state: &State<P>) -> Option<Action<P>> {
        let asked = self.requests.len() - usize::from(state.left.left(Fault::Request));
        let (client, request) = self.requests.get(asked)?;
        Some(Action::Step(Step::Invoke { client: *client, request: request.clone() }))
    }

    /// Whether an action is one of [`Space::actions`] in a state.
    pub(crate) fn allows(&self, state: &State<P>, action: &Action<P>) -> bool {
        let in_turn = match action {
            Action::Step(Step::Invoke { .. }) => self.next_request(state).as_ref() == Some(action),
            Action::CrashDuring { step, after, .. } => {
                self.within_steps && state.world.effects_of(step, None).is_some_and(|effects| *after < effects)
            }
            _ => true,
        };
        in_turn && state.left.after(action.kind()).is_some() && state.world.refusal(action).is_none()
    }

    /// Puts a state where an action that can be done in it leads, and gives the property that this breaks.
    ///
    /// # Panics
    /// If the action is none of [`Space::actions`].
    pub fn take(&self, state: &mut State<P>, action: &Action<P>, trace: &mut Trace<P>) -> Option<&'static Property<P>> {
        if let Err(refusal) = state.world.apply(action, trace) {
            panic!("{action:?} was offered and refused: {refusal}");
        }
        state.left = state.left.after(action.kind()).expect("offered within the budget");
        for (ghost, property) in state.ghosts.iter_mut().zip(&self.checked) {
            (property.fold)(ghost, &state.world, &trace.happened);
        }
        self.broken_in(state)
    }

    /// The first property that must always hold and does not in a state.
    fn broken_in(&self, state: &State<P>) -> Option<&'static Property<P>> {
        let broken = |(ghost, property): &(&Shared<P::Ghost>, &&'static Property<P>)| {
            property.mode == Mode::Always && !(property.holds)(ghost, &state.world)
        };
        state.ghosts.iter().zip(&self.checked).find(broken).map(|(_, property)| *property)
    }

    /// Whether there is more to be asked of a state than what must always hold.
    pub(crate) fn asks_more(&self) -> bool {
        self.checked.iter().any(|property| property.mode != Mode::Always)
    }

    /// The first property that must hold at last and does not, from a state on.
    pub(crate) fn never_settles(&self, state: &State<P>, fair: &mut Fair) -> Option<&'static Property<P>> {
        let eventual = self.checked.iter().enumerate().filter(|(_, property)| property.mode == Mode::Eventually);
        let mut broken = eventual.filter(|(at, property)| fair.settles(state, *at, property, self.patience).is_none());
        broken.next().map(|(_, property)| *property)
    }

    /// Whether a property that is checked comes to hold from a state on.
    pub(crate) fn settles(&self, state: &State<P>, property: &Property<P>, fair: &mut Fair) -> bool {
        fair.settles(state, self.place(property), property, self.patience).is_some()
    }

    /// A property's place among those that are checked.
    fn place(&self, property: &Property<P>) -> usize {
        self.checked.iter().position(|checked| checked.id == property.id).expect("it is checked")
    }

    /// The property that is broken at the start, if one is.
    pub(crate) fn broken_at_start(&self) -> Option<&'static Property<P>> {
        self.broken_in(&self.start).or_else(|| self.never_settles(&self.start, &mut Fair::default()))
    }

    /// A run that breaks a property, with what shows that it does.
    pub(crate) fn broken(&self, property: &'static Property<P>, run: Vec<Action<P>>) -> Broken<P> {
        let mut fair = Vec::new();
        if property.mode == Mode::Eventually {
            let (mut state, mut trace) = (self.start.clone(), Trace::default());
            for action in &run {
                self.take(&mut state, action, &mut trace);
            }
            fair = course(state, self.place(property), property, self.patience);
        }
        Broken { property, run, fair }
    }

    /// The checked properties that must hold sometimes, and whether they did in what was met.
    pub(crate) fn sometimes(&self, met: u64) -> impl Iterator<Item = (&'static Property<P>, bool)> + '_ {
        let met = move |(at, property): (usize, &&'static Property<P>)| (*property, met >> at & 1 == 1);
        self.checked.iter().enumerate().map(met).filter(|(property, _)| property.mode == Mode::Sometimes)
    }

    /// How members may be renamed, first the way that changes nothing; with how values are renamed, if there is another.
    ///
    /// None but the first where a crash may strike within a step, unless the protocol says that this is no matter; where
    /// clients are asked for something and any of them is alike with another, since requests name them; and where a
    /// property must hold at last, since the fair schedule goes by number.
    pub(crate) fn symmetry(&self) -> (Option<Symmetry<P>>, Vec<Renaming>) {
        let none = || (None, vec![Renaming::default()]);
        let Some(symmetry) = P::symmetry().filter(|_| self.up_to_names) else { return none() };
        let sets = (symmetry.sets)(self.start.world.config());
        let within_steps = self.within_steps && self.start.left.left(Fault::Crash) > 0;
        let asked = self.requests.iter().any(|(client, _)| sets.iter().any(|set| set.contains(client)));
        let at_last = self.checked.iter().any(|property| property.mode == Mode::Eventually);
        let ways = sets.iter().flat_map(|set| 1..=set.len()).fold(1, usize::saturating_mul);
        if (within_steps && !symmetry.within_steps) || asked || at_last || ways == 1 || ways > RENAMINGS {
            return none();
        }
        (Some(symmetry), Renaming::all(&sets))
    }

    /// Which of the checked properties that must hold sometimes do so in a state, a bit each.
    pub(crate) fn met(&self, state: &State<P>) -> u64 {
        let met = |(at, (ghost, property)): (usize, (&Shared<P::Ghost>, &&'static Property<P>))| {
            let holds = property.mode == Mode::Sometimes && (property.holds)(ghost, &state.world);
            u64::from(holds) << at
        };
        state.ghosts.iter().zip(&self.checked).enumerate().map(met).sum()
    }
}

/// A crash after some of a step's effects. After all of them it is a crash after the step.
fn crashes_during<P: Spec>(state: &State<P>, step: &Step<P>) -> impl Iterator<Item = Action<P>> {
    let points = state.world.crash_points(step, None).unwrap_or_default();
    let within = points.len().saturating_sub(1);
    points.into_iter().take(within).enumerate().flat_map(move |(after, unforced)| {
        (0..=unforced).map(move |keep| Action::CrashDuring { step: step.clone(), after, keep })
    })
}
