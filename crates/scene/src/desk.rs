//! One run on the desk: a history, a cursor, maybe a lesson, and what the page last looked at.

use quorum_checker::hunt::Order;
use quorum_kernel::{Arg, Exhibit, NodeId, Text, World};
use quorum_lesson::{Bound, Player, ScriptError, Task};
use quorum_sim::{Act, History, Micros, Refused, Scenario};

use crate::{
    CallCost, Command, Problem, Scene,
    asked::Asked,
    beside::Followed,
    keep::Told,
    lab::parse_seed,
    operations::Operations,
    view::{self, Marks},
};

/// The most events one command lets happen: the page stays answerable, and asks again.
const BUDGET: u32 = 4_000;

/// A desk whose protocol is not known by type.
pub(crate) trait AnyDesk {
    fn handle(&mut self, command: Command) -> Result<(), Problem>;
    fn scene(&mut self) -> Scene;
    fn save(&self) -> Result<String, Problem>;
    fn order(&self) -> Result<Order, Problem>;
    fn declared(&self, mutant: Option<&str>) -> Result<Order, Problem>;
}

pub(crate) struct Desk<P: Exhibit> {
    pub history: History<P>,
    pub player: Option<Player<P>>,
    pub inspected: Option<NodeId>,
    /// The view that is open in place of the cluster, if the run has it.
    pub view: Option<String>,
    pub operations: Operations<P>,
    /// The world before the last event, if there is one: what the step changed is marked against it.
    pub before: Option<World<P>>,
    /// The last act of a person on the way to the cursor, and the world before it.
    pub since: (u32, World<P>),
    pub marks: Marks,
    /// What was asked of the run, and what came of it.
    pub asked: Asked<P>,
    /// What the last call cost, and as of which branch and how much that had happened at clients.
    pub price: (Option<(usize, usize)>, Option<CallCost>),
    /// Whether scenes list what can be done.
    pub manual: bool,
    /// What is to be said of the recording that was opened.
    pub departure: Option<Text>,
    /// What of the run the page could save when it was last told.
    pub told: Option<Told>,
    /// If this run stands beside another, what was done there.
    pub followed: Option<Followed>,
}

impl<P: Exhibit> Desk<P> {
    pub fn new(scenario: Scenario, lesson: Option<Bound<P>>, done: &[String]) -> Result<Self, Problem> {
        let history = History::new(scenario).map_err(|wrong| Problem::because("problem-scenario", wrong.text()))?;
        let mut desk = Self::of(history, lesson, done);
        desk.open_step(0)?;
        Ok(desk)
    }

    /// A run, and a lesson at its first step that has not been opened yet.
    pub(crate) fn of(history: History<P>, lesson: Option<Bound<P>>, done: &[String]) -> Self {
        let since = (0, history.run().world().clone());
        Self {
            history,
            player: lesson.map(|lesson| Player::new(lesson, done)),
            inspected: None,
            view: None,
            operations: Operations::default(),
            before: None,
            since,
            marks: Marks::default(),
            asked: Asked::default(),
            price: (None, None),
            manual: false,
            departure: None,
            told: None,
            followed: None,
        }
    }

    fn open_step(&mut self, step: usize) -> Result<(), Problem> {
        self.back_to_lesson(step)?;
        if let Some(player) = &mut self.player {
            let opened = player.open(step, &mut self.history);
            opened.map_err(|why| self.no_start(step, &why))?;
        }
        self.jumped();
        Ok(())
    }

    /// A step's own moves cannot be played: a mistake of the lesson, not of the learner.
    fn no_start(&self, step: usize, why: &ScriptError) -> Problem {
        let Some(lesson) = self.player.as_ref().map(|player| &player.lesson().lesson) else {
            return Problem::because("problem-script", why.text());
        };
        let step = step.min(lesson.steps.len() - 1);
        let place = format!("steps[{step}].{}.start", lesson.steps[step].kind());
        let text = Text::new("problem-start").with("lesson", lesson.id.as_str()).with("place", place);
        Problem { text: text.with("why", why.text()) }
    }

    /// A step that begins somewhere begins in its own run, whatever seed the learner has tried meanwhile. One that goes
    /// on keeps the learner's run, but not that of another step's cluster; a question alone keeps even that in sight.
    fn back_to_lesson(&mut self, step: usize) -> Result<(), Problem> {
        let Some(player) = &self.player else { return Ok(()) };
        let steps = &player.lesson().steps;
        let step = &steps[step.min(steps.len() - 1)];
        let mut own = step.scenario.clone();
        let run = &**self.history.run().scenario();
        if step.start.is_none() {
            own.seed = run.seed;
        }
        let keeps = step.start.is_none() && matches!(step.task, Task::Quiz { .. });
        if keeps || own == *run { Ok(()) } else { self.replace(own) }
    }

    fn replace(&mut self, scenario: Scenario) -> Result<(), Problem> {
        let history = History::new(scenario).map_err(|wrong| Problem::because("problem-scenario", wrong.text()))?;
        self.since = (0, history.run().world().clone());
        (self.history, self.before, self.marks) = (history, None, Marks::default());
        (self.departure, self.told, self.asked) = (None, None, Asked::default());
        Ok(())
    }

    /// One event on, and whatever the lesson has waiting for it.
    fn forward(&mut self) -> Result<bool, Problem> {
        let before = self.history.run().world().clone();
        if let Some(deadline) = self.deadline()
            && self.next_at().is_none_or(|next| next > deadline)
        {
            self.history.look_at(deadline);
            self.observe()?;
            return Ok(true);
        }
        let went = if self.scripted() { self.history.forward_due() } else { self.history.forward() };
        if !went.map_err(refused)? {
            return Ok(false);
        }
        self.before = Some(before);
        self.after_event();
        self.observe()?;
        Ok(true)
    }

    /// Whether what happens is decided elsewhere, by a lesson's moves or in a run beside this one: what hands did next,
    /// on this branch, is then left aside.
    fn scripted(&self) -> bool {
        self.followed.is_some() || self.player.as_ref().is_some_and(Player::running)
    }

    /// When the next event will happen.
    fn next_at(&self) -> Option<Micros> {
        if self.scripted() { self.history.due_at() } else { self.history.next_at() }
    }

    /// When something will happen next: an event, or the end of a span that the lesson lets pass.
    pub fn next_stop(&self) -> Option<Micros> {
        self.next_at().into_iter().chain(self.deadline()).min()
    }

    fn deadline(&self) -> Option<Micros> {
        self.player.as_ref().and_then(Player::deadline)
    }

    /// If the event at the cursor was a person's, changes count from it on.
    fn after_event(&mut self) {
        let index = self.history.index();
        let by_hand = self.history.event(self.history.branch(), index).is_some_and(view::by_hand);
        if by_hand && let Some(before) = &self.before {
            self.since = (index, before.clone());
        }
    }

    pub(crate) fn observe(&mut self) -> Result<(), Problem> {
        let Some(player) = &mut self.player else { return Ok(()) };
        let index = self.history.index();
        let before = self.history.run().world().clone();
        player.observe(&mut self.history).map_err(script)?;
        if self.history.index() == index + 1 {
            self.before = Some(before);
            self.after_event();
        } else if self.history.index() != index {
            self.jumped();
        }
        Ok(())
    }

    fn advance(&mut self, to: Micros) -> Result<(), Problem> {
        for _ in 0..BUDGET {
            let stop = self.deadline().map_or(to, |deadline| deadline.min(to));
            match self.next_at() {
                Some(next) if next <= stop => {
                    if !self.forward()? || self.player.as_ref().is_some_and(|player| player.pauses(&self.history)) {
                        break;
                    }
                }
                _ if stop < to => {
                    self.history.look_at(stop);
                    self.observe()?;
                }
                _ => {
                    self.history.look_at(to);
                    return self.observe();
                }
            }
        }
        Ok(())
    }

    /// After a jump: what is compared with is found anew.
    fn jumped(&mut self) {
        let (branch, index) = (self.history.branch(), self.history.index());
        self.before = index.checked_sub(1).map(|before| self.history.world_at(before));
        let event = |index: &u32| self.history.event(branch, *index).is_some_and(view::by_hand);
        let hand = (1..=index).rev().find(event).unwrap_or(0);
        if self.since.0 != hand || hand == 0 {
            self.since = (hand, self.history.world_at(hand.saturating_sub(1)));
        }
    }

    /// Puts the cursor after an event, replaying that event last, so that what it did can be told.
    pub(crate) fn seek(&mut self, event: u32) {
        let event = event.min(self.history.len());
        self.history.seek(event.saturating_sub(1));
        if event > 0 && self.history.forward().is_err() {
            // Recorded events replay; only a new one could be refused, and `event` is within the branch.
            self.history.seek(event);
        }
        self.jumped();
    }

    /// After a jump to a moment: replays the last event once more, so that what it did can be told.
    pub(crate) fn settle(&mut self) {
        let at = self.history.at();
        self.seek(self.history.index());
        self.history.look_at(at);
    }

    fn act(&mut self, label: &str) -> Result<(), Problem> {
        let act = label.parse::<Act<P>>().map_err(|wrong| Problem::because("problem-label", wrong.text()))?;
        if let Some(text) = self.not_left(&act) {
            return Err(Problem { text });
        }
        let due = if self.manual { self.due_with(&act) } else { None };
        let before = self.history.run().world().clone();
        if let Some(due) = due {
            if self.deadline().is_some_and(|deadline| deadline < due) {
                // What the lesson has waiting comes first, and may change what is due.
                return self.forward().map(|_| ());
            }
            self.due_act(due, act)?;
        } else {
            self.history.act(act).map_err(refused)?;
        }
        self.before = Some(before);
        self.after_event();
        self.observe()
    }

    /// Why the lesson's open step does not leave an act to the learner, if it does not. What is due next comes whether it
    /// is chosen or not: only what is done by hand may be left out.
    pub fn not_left(&self, act: &Act<P>) -> Option<Text> {
        let left = self.player.as_ref()?.may(act).err()?;
        let comes = self.manual && self.due_with(act).is_some() && !matches!(act, Act::CrashDuring { .. });
        let text = match left {
            _ if comes => return None,
            [] => Text::new("problem-nothing-left"),
            left => Text::new("problem-not-left").with("left", left.iter().map(String::as_str).collect::<Arg>()),
        };
        Some(text.with("act", act.verb()))
    }

    /// Lets time pass until something is due and lets it happen, or crashes its node in the middle of it.
    fn due_act(&mut self, due: Micros, act: Act<P>) -> Result<(), Problem> {
        let Act::CrashDuring { .. } = act else {
            return self.history.forward_due().map(|_| ()).map_err(refused);
        };
        if let Some(why) = self.history.run().refusal(due, &act) {
            return Err(refused(why));
        }
        self.history.leave_hands().map_err(refused)?;
        self.history.look_at(due);
        self.history.act(act).map_err(refused)
    }

    /// When an act comes that is what is due next, or a crash in the middle of it. `None` for all else.
    fn due_with(&self, act: &Act<P>) -> Option<Micros> {
        let (at, due, _) = self.history.run().next_due()?;
        match act {
            act if *act == due => Some(at),
            Act::CrashDuring { step, .. } if **step == due => Some(at),
            _ => None,
        }
    }

    fn reset(&mut self, seed: &str) -> Result<(), Problem> {
        let seed = parse_seed(seed)?;
        self.replace(Scenario { seed, ..Scenario::clone(self.history.run().scenario()) })?;
        if let Some(player) = &mut self.player {
            player.interrupt(&self.history);
        }
        self.observe()
    }

    fn lesson(&mut self, command: Command) -> Result<(), Problem> {
        let Some(player) = &mut self.player else { return Ok(()) };
        match command {
            Command::Step { index } => return self.open_step(index as usize),
            Command::Choose { answer } => player.choose(&answer),
            Command::Go => {
                let before = self.history.run().world().clone();
                let index = self.history.index();
                player.go(&mut self.history).map_err(script)?;
                if self.history.index() == index + 1 {
                    self.before = Some(before);
                    self.after_event();
                } else {
                    self.jumped();
                }
            }
            Command::Retry => {
                let step = player.step();
                self.back_to_lesson(step)?;
                if let Some(player) = &mut self.player {
                    let begun = player.retry(&mut self.history);
                    begun.map_err(|why| self.no_start(step, &why))?;
                }
                self.jumped();
            }
            _ => {}
        }
        Ok(())
    }
}

impl<P: Exhibit> AnyDesk for Desk<P> {
    fn handle(&mut self, command: Command) -> Result<(), Problem> {
        match command {
            Command::Open(_)
            | Command::OpenBeside(_)
            | Command::OpenLesson(_)
            | Command::OpenRecording { .. }
            | Command::Save
            | Command::Declared { .. }
            | Command::Order => Ok(()),
            Command::Show { json } => self.show(&json),
            Command::Hunted { step, hunted } => {
                if let Some(player) = &mut self.player {
                    player.hunted(&step, hunted);
                }
                Ok(())
            }
            Command::Manual { on } => {
                self.manual = on;
                Ok(())
            }
            Command::Forward => self.forward().map(|_| ()),
            Command::Back => {
                self.seek(self.history.index().saturating_sub(1));
                self.observe()
            }
            Command::Advance { to_us } => self.advance(to_us),
            Command::Seek { event } => {
                self.seek(event);
                self.observe()
            }
            Command::SeekTime { to_us } => {
                self.history.seek_time(to_us);
                self.settle();
                self.observe()
            }
            Command::Branch { id } => {
                if !self.history.go(id as usize) {
                    return Err(Problem::detail("problem-branch", id));
                }
                self.seek(self.history.len());
                self.observe()
            }
            Command::Act { label } => self.act(&label),
            Command::Follow { deeds, to_us } => self.follow(deeds, to_us),
            Command::Why { event } => self.ask_why(event, None),
            Command::WhyFalse { property } => self.ask_why_false(&property),
            Command::Without { event } => self.ask_without(event),
            Command::PutAway => {
                self.asked.put_away();
                Ok(())
            }
            Command::Inspect { node } => {
                self.inspected = node.filter(|id| self.history.run().world().members().index(*id).is_some());
                Ok(())
            }
            Command::View { id } => {
                self.view = id;
                Ok(())
            }
            Command::Reset { seed } => self.reset(&seed),
            lesson @ (Command::Step { .. } | Command::Choose { .. } | Command::Go | Command::Retry) => {
                self.lesson(lesson)
            }
        }
    }

    fn scene(&mut self) -> Scene {
        // If the page breaks, what is saved is the run that this one follows.
        let black_box = if self.followed.is_some() { None } else { self.black_box() };
        Scene { black_box, ..view::scene(self) }
    }

    fn save(&self) -> Result<String, Problem> {
        self.saved()
    }

    fn order(&self) -> Result<Order, Problem> {
        let order = self.player.as_ref().and_then(|player| player.order(&self.history));
        order.ok_or_else(|| Problem { text: Text::new("problem-no-search") })
    }

    fn declared(&self, mutant: Option<&str>) -> Result<Order, Problem> {
        // It is of a small cluster of its own, whatever stands on the desk.
        Order::of::<P>(mutant, 1).map_err(|bad| Problem { text: bad.text() })
    }
}

pub(crate) fn refused(why: Refused) -> Problem {
    Problem::because("problem-refused", why.text())
}

fn script(why: ScriptError) -> Problem {
    Problem::because("problem-script", why.text())
}
