//! What was asked of a run: why something happened, and whether a fault mattered.

use std::sync::Arc;

use quorum_kernel::{Exhibit, NodeId, Text};
use quorum_sim::{Act, Causes, Event, History, Past, Without};

use crate::{
    CauseView, DifferenceView, Kin, MomentView, Problem, PropertyDifference, SideView, WhyView, WithoutView,
    desk::Desk,
    view::{by_hand, event_icon, letter, mark_view},
};

/// The most events of a past that a scene lists.
const ROWS: usize = 60;
/// The most marks of a past on the time line.
const MARKS: usize = 400;
/// The most acts that are named as passed over.
const PASSED_OVER: usize = 8;

/// The answers that are to be seen, and what was learnt on the way to them.
pub(crate) struct Asked<P: Exhibit> {
    causes: Causes<P>,
    count: u32,
    why: Option<Why>,
    without: Option<Arc<WithoutView>>,
}

struct Why {
    /// The digest of the way up to the event: on another way it is another event.
    chain: u64,
    past: Past,
    view: Arc<WhyView>,
}

impl<P: Exhibit> Default for Asked<P> {
    fn default() -> Self {
        Self { causes: Causes::default(), count: 0, why: None, without: None }
    }
}

impl<P: Exhibit> Asked<P> {
    /// The past that is shown, if its event lies on the current branch.
    pub fn why(&self, history: &History<P>) -> Option<&Arc<WhyView>> {
        self.here(history).map(|why| &why.view)
    }

    /// What leaving a fault out has shown.
    pub fn without(&self) -> Option<&Arc<WithoutView>> {
        self.without.as_ref()
    }

    /// How events of the current branch stand to the one whose past is shown.
    pub fn kin(&self, history: &History<P>) -> impl Fn(u32) -> Option<Kin> + '_ {
        let why = self.here(history);
        move |event| {
            let Past { effect, direct, events, .. } = &why?.past;
            let kin = events.binary_search(&event).ok().map(|_| Kin::Past);
            let direct = direct.binary_search(&event).ok().map(|_| Kin::Direct);
            (event == *effect).then_some(Kin::Effect).or(direct).or(kin)
        }
    }

    fn here(&self, history: &History<P>) -> Option<&Why> {
        let same =
            |why: &&Why| history.event(history.branch(), why.past.effect).is_some_and(|event| event.chain == why.chain);
        self.why.as_ref().filter(same)
    }

    /// Puts all answers away.
    pub fn put_away(&mut self) {
        (self.why, self.without) = (None, None);
    }
}

impl<P: Exhibit> Desk<P> {
    /// Asks for the past of an event of the current branch.
    pub fn ask_why(&mut self, event: u32, property: Option<Text>) -> Result<(), Problem> {
        let history = &self.history;
        let Some(effect) = history.event(history.branch(), event).cloned() else {
            return Err(Problem {
                text: Text::new("problem-no-event").with("event", event).with("events", history.len()),
            });
        };
        let past = self.asked.causes.past(history, event);
        self.asked.count += 1;
        let view = Arc::new(self.why_view(&past, &effect, property));
        // One answer at a time: there is room for one, and it is clear what is lit up.
        (self.asked.why, self.asked.without) = (Some(Why { chain: effect.chain, past, view }), None);
        Ok(())
    }

    /// Goes to the event at which a property turned false on the way to the cursor, and asks for its past.
    pub fn ask_why_false(&mut self, property: &str) -> Result<(), Problem> {
        let known = P::properties().iter().find(|known| known.id == property);
        let unknown = || Problem::detail("problem-no-property", property.chars().take(60).collect::<String>());
        let title = title::<P>(known.ok_or_else(unknown)?.id);
        match self.history.broke_at(property, self.history.index()) {
            None => Err(Problem { text: Text::new("problem-never-false").with("property", title) }),
            Some(0) => Err(Problem { text: Text::new("problem-false-from-start").with("property", title) }),
            Some(event) => {
                self.seek(event);
                self.observe()?;
                self.ask_why(event, Some(title))
            }
        }
    }

    /// Follows the run without an act by hand, and compares.
    pub fn ask_without(&mut self, event: u32) -> Result<(), Problem> {
        let followed = self.history.without(event);
        // The answer was looked for elsewhere in the history: what the last event did is told anew.
        self.settle();
        let without = followed.map_err(|wrong| Problem::because("problem-without", wrong.text()))?;
        self.asked.count += 1;
        let view = Arc::new(without_view::<P>(without, self.asked.count));
        (self.asked.why, self.asked.without) = (None, Some(view));
        Ok(())
    }

    fn why_view(&mut self, past: &Past, effect: &Event<P>, property: Option<Text>) -> WhyView {
        let history = &self.history;
        let event = |index: u32| history.event(history.branch(), index).expect("a past lies on its branch");
        let row = |told: quorum_sim::Told| {
            let cause = event(told.event);
            CauseView {
                event: told.event,
                time_us: cause.at,
                label: cause.act.to_string(),
                icon: event_icon(&cause.act),
                look: cause.look,
                by_hand: by_hand(cause),
                direct: told.direct,
                because: told.because,
                leads_to: told.leads_to,
            }
        };
        let rows: Vec<CauseView> = self.asked.causes.told(history, past, ROWS).into_iter().map(row).collect();
        let stride = past.events.len().div_ceil(MARKS).max(1);
        let shown = past.events.iter().enumerate();
        let shown = shown.filter(|(at, index)| at % stride == 0 || by_hand(event(**index))).map(|(_, index)| *index);
        let marks = shown.chain([past.effect]).map(|index| mark_view(index, event(index))).collect();
        let acts = past.events.iter().map(|index| &event(*index).act).chain([&effect.act]);
        let mut nodes: Vec<NodeId> = acts.filter_map(happens_to).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let label = effect.act.to_string();
        let words = match &property {
            _ if past.events.is_empty() => Text::new("why-nothing"),
            None => Text::new("why-event").with("n", past.events.len()),
            Some(property) => Text::new("why-property").with("property", property.clone()).with("n", past.events.len()),
        };
        let words = words.with("event", past.effect).with("label", label.as_str());
        WhyView {
            asked: self.asked.count,
            event: past.effect,
            time_us: effect.at,
            label,
            property,
            words,
            hidden: count(past.events.len() - rows.len()),
            rows,
            older: past.older,
            marks,
            nodes,
        }
    }
}

fn without_view<P: Exhibit>(without: Without, asked: u32) -> WithoutView {
    let moment =
        |moment: quorum_sim::Moment| MomentView { event: moment.event, time_us: moment.at, label: moment.label };
    let side = |side: quorum_sim::Side| SideView { messages: side.messages, lost: side.lost, answered: side.answered };
    let same = without.same();
    let difference = |first: quorum_sim::Difference| DifferenceView {
        with: first.with.map(moment),
        without: first.without.map(moment),
    };
    let words = match (same, without.first.is_some()) {
        (true, false) => Text::new("without-same-way"),
        (true, true) => Text::new("without-same-end"),
        (false, _) => Text::new("without-other-end"),
    };
    let property =
        |(id, with, without): (&'static str, bool, bool)| PropertyDifference { title: title::<P>(id), with, without };
    let hidden = without.passed_over.len().saturating_sub(PASSED_OVER);
    WithoutView {
        asked,
        event: without.event,
        words: words.with("label", without.label.as_str()),
        label: without.label,
        branch: u32::try_from(without.branch).unwrap_or(u32::MAX),
        letter: letter(without.branch),
        until_us: without.until,
        cut_short: without.cut_short,
        same,
        first: without.first.map(difference),
        with: side(without.with),
        without: side(without.without),
        nodes: without.nodes,
        properties: without.properties.into_iter().map(property).collect(),
        passed_over: without.passed_over.into_iter().take(PASSED_OVER).map(|(_, label)| label).collect(),
        passed_over_hidden: count(hidden),
    }
}

fn title<P: Exhibit>(property: &str) -> Text {
    Text::new(format!("{}-{property}", P::ID))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The member on whom something happens; on a link, nobody.
fn happens_to<P: Exhibit>(act: &Act<P>) -> Option<NodeId> {
    match act {
        Act::Disconnect { to, .. } => Some(*to),
        Act::Fire { node, .. } | Act::Crash { node, .. } | Act::StepClock { node, .. } => Some(*node),
        Act::Invoke { client, .. } => Some(*client),
        Act::CrashDuring { step, .. } => happens_to(step),
        Act::Wipe(node) | Act::Restart(node) | Act::Pause(node) | Act::Resume(node) => Some(*node),
        Act::Isolate(node) | Act::Rejoin(node) => Some(*node),
        Act::Cut(_) | Act::Heal(_) => None,
        act => act.flight().map(|name| name.to),
    }
}
