//! What clients asked and were answered, as lanes: each call a bar, and a tick where one machine could have done it.

use std::collections::{BTreeMap, BTreeSet};

use quorum_checker::linear::{Found, Misfit, Verdict, verdict};
use quorum_kernel::{
    Arg, Exhibit, Text,
    inspect::{Tone, Who},
    operation::{Meaning, Told},
};
use quorum_sim::{ClientCall, Micros, Run};

use super::lanes::empty;
use crate::{
    BarView, Finding, LanesView,
    operations::{CALLS_MAX, Operations},
};

/// The most calls that a scene shows: the latest, and those at fault.
const CALLS_SHOWN: usize = 200;
/// How many calls a sentence names.
const NAMED: usize = 6;

/// What the tab says if something is wrong.
pub fn alarm<P: Exhibit>(operations: &Operations<P>) -> Option<Text> {
    let parts = operations.parts.as_ref()?;
    (verdict(parts) == Verdict::Not).then(|| Text::new("operations-alarm"))
}

/// What was found, in sentences.
pub fn findings<P: Exhibit>(operations: &Operations<P>) -> Vec<Finding> {
    let fine = |words| vec![Finding { words, faulty: false }];
    let calls = operations.calls.len();
    let Some(parts) = &operations.parts else {
        return fine(Text::new("operations-many").with("n", calls).with("max", CALLS_MAX));
    };
    match verdict(parts) {
        _ if calls == 0 => fine(Text::new("operations-none")),
        Verdict::Linearizable => fine(Text::new("operations-fit").with("n", calls)),
        Verdict::Undecided => fine(Text::new("operations-undecided").with("n", calls)),
        Verdict::Not => {
            let misfits = parts.iter().filter_map(|part| match &part.found {
                Found::Misfit(misfit) => Some(explained(operations, &part.name, misfit)),
                _ => None,
            });
            misfits.flatten().collect()
        }
    }
}

/// Which answer no order explains, and what else does not fit.
fn explained<P: Exhibit>(operations: &Operations<P>, part: &str, misfit: &Misfit) -> Vec<Finding> {
    let faulty = |words| Finding { words, faulty: true };
    let named = |place: &usize| {
        let (call, meaning) = &operations.calls[*place];
        Text::new("operations-call-of").with("client", call.client).with("call", label(call, meaning))
    };
    let broken = Text::new("operations-broken").with("call", named(&misfit.breaks)).with("part", part);
    let mut findings = vec![faulty(broken)];
    if misfit.stuck != [misfit.breaks] {
        let stuck = misfit.stuck.iter().take(NAMED).map(named).collect::<Arg>();
        let text = Text::new("operations-stuck").with("n", misfit.longest.len()).with("part", part);
        findings.push(faulty(text.with("calls", stuck)));
    }
    findings
}

/// The calls as lanes of their clients.
pub fn lanes<P: Exhibit>(operations: &Operations<P>, run: &Run<P>, now: Micros) -> LanesView {
    let (ticks, faulty) = placed(operations, now);
    let first = operations.calls.len().saturating_sub(CALLS_SHOWN);
    let mut lanes = empty(run, Who::Clients);
    for (place, (call, meaning)) in operations.calls.iter().enumerate() {
        let at_fault = faulty.contains(&place);
        if place < first && !at_fault {
            continue;
        }
        let bar = BarView {
            from_us: call.call,
            to_us: call.reply.as_ref().map(|(at, _)| *at),
            label: label(call, meaning),
            tone: Tone::Client,
            faulty: at_fault,
            tick: ticks.get(&place).copied(),
        };
        if let Some(lane) = lanes.iter_mut().find(|lane| lane.node == call.client) {
            lane.bars.push(bar);
        }
    }
    let from_us = (first > 0).then(|| operations.calls[first].0.call);
    LanesView { lanes, from_us }
}

/// Where the order that was found, or the longest that there is, has each call, with its number on its key; and the calls
/// that are at fault.
fn placed<P: Exhibit>(operations: &Operations<P>, now: Micros) -> (BTreeMap<usize, (Micros, u32)>, BTreeSet<usize>) {
    let (mut ticks, mut faulty) = (BTreeMap::new(), BTreeSet::new());
    for part in operations.parts.iter().flatten() {
        let order = match &part.found {
            Found::Order(order) => order,
            Found::Misfit(misfit) => {
                faulty.extend(misfit.stuck.iter().chain([&misfit.breaks]));
                &misfit.longest
            }
            Found::Undecided => continue,
        };
        let spans: Vec<(Micros, Micros)> = order
            .iter()
            .map(|place| &operations.calls[*place].0)
            .map(|call| (call.call, call.reply.as_ref().map_or(now.max(call.call), |(at, _)| *at)))
            .collect();
        ticks.extend(order.iter().zip(moments(&spans).into_iter().zip(1..)).map(|(place, tick)| (*place, tick)));
    }
    (ticks, faulty)
}

/// A moment for each span, in this order: no earlier than the latest beginning until there, no later than the earliest end
/// from there on, and halfway between. An order of calls leaves room for that.
fn moments(spans: &[(Micros, Micros)]) -> Vec<Micros> {
    let from = spans.iter().scan(0, |latest: &mut Micros, (from, _)| {
        *latest = (*latest).max(*from);
        Some(*latest)
    });
    let mut to: Vec<Micros> = spans.iter().map(|(_, to)| *to).collect();
    for at in (1..to.len()).rev() {
        to[at - 1] = to[at - 1].min(to[at]);
    }
    from.zip(to).map(|(from, to)| from + to.saturating_sub(from) / 2).collect()
}

/// A call with what was told: “get x → 1”.
fn label<P: Exhibit>(call: &ClientCall<P>, meaning: &Meaning) -> Text {
    let text = match meaning.told() {
        None => Text::new("operations-call"),
        Some(Told::Nothing) => Text::new("operations-call-nothing"),
        Some(Told::Value(value)) => Text::new("operations-call-value").with("value", value.as_ref()),
        Some(Told::Yes) => Text::new("operations-call-yes"),
        Some(Told::No) => Text::new("operations-call-no"),
    };
    text.with("call", call.request.to_string())
}

#[cfg(test)]
mod tests {
    use super::moments;

    #[test]
    fn moments_keep_the_order_and_lie_within_their_spans() {
        assert_eq!(moments(&[(0, 10), (2, 4)]), [2, 3], "the first has to come before the second ends");
        assert_eq!(moments(&[(6, 20), (0, 30), (10, 12)]), [9, 9, 11]);
        assert!(moments(&[]).is_empty());
    }
}
