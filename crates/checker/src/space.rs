//! What is searched: where it starts, what can happen next, and what must hold.

use quorum_kernel::{Action, Budget, Fault, Mode, Monitor, NodeId, Property, Shared, Spec, Step, Trace, World};

use crate::fair::settles;

/// How many actions of the fair schedule an eventual property may take, if nothing else is said.
const PATIENCE: u32 = 400;

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
        let mut actions = state.world.enabled_of(|kind| state.left.after(kind).is_some());
        if state.left.left(Fault::Crash) > 0 && self.within_steps {
            let steps: Vec<_> = actions.iter().filter_map(|action| step_of(action).cloned()).collect();
            for step in steps {
                self.crashes_during(state, &step, &mut actions);
            }
        }
        let asked = self.requests.len() - usize::from(state.left.left(Fault::Request));
        if let Some((client, request)) = self.requests.get(asked) {
            let ask = Action::Step(Step::Invoke { client: *client, request: request.clone() });
            if state.world.refusal(&ask).is_none() {
                actions.push(ask);
            }
        }
        actions
    }

    /// A crash after some of a step's effects. After all of them it is a crash after the step.
    fn crashes_during(&self, state: &State<P>, step: &Step<P>, actions: &mut Vec<Action<P>>) {
        let points = state.world.crash_points(step, None).unwrap_or_default();
        for (after, unforced) in points.iter().take(points.len().saturating_sub(1)).enumerate() {
            actions.extend((0..=*unforced).map(|keep| Action::CrashDuring { step: step.clone(), after, keep }));
        }
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
        let broken = |(ghost, property): &(&Shared<P::Ghost>, &&'static Property<P>)| {
            property.mode == Mode::Always && !(property.holds)(ghost, &state.world)
        };
        state.ghosts.iter().zip(&self.checked).find(broken).map(|(_, property)| *property)
    }

    /// The first property that must hold at last and does not, from a state on.
    pub(crate) fn never_settles(&self, state: &State<P>) -> Option<&'static Property<P>> {
        let eventual = self.checked.iter().enumerate().filter(|(_, property)| property.mode == Mode::Eventually);
        let mut broken = eventual.filter(|(at, property)| settles(state, *at, property, self.patience).is_none());
        broken.next().map(|(_, property)| *property)
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

/// The step that an action is, if it makes a handler run.
fn step_of<P: Spec>(action: &Action<P>) -> Option<&Step<P>> {
    match action {
        Action::Step(step) => Some(step),
        _ => None,
    }
}
