//! From a run at its cursor to a scene.

mod actions;
mod events;
mod lesson;
mod plot;
mod stage;
mod state;
mod timeline;
mod views;

use quorum_kernel::{Exhibit, Mode, Monitor, Text, World, hex, inspect::Tone};
use quorum_sim::{Event, History, Origin, Price};

pub(crate) use events::icon as event_icon;
pub(crate) use timeline::{Marks, letter, mark_view};

use crate::{CallCost, Clock, LegendItem, Meters, PropertyMode, PropertyView, Scene, desk::Desk};

/// How many due events a scene lists.
const NEXT_SHOWN: usize = 8;

pub(crate) fn by_hand<P: Exhibit>(event: &Event<P>) -> bool {
    event.origin == Origin::Hand
}

/// Everything the page draws.
pub(crate) fn scene<P: Exhibit>(desk: &mut Desk<P>) -> Scene {
    desk.operations.update(desk.history.run().chronicle());
    let views = views::tabs(desk);
    let view = views::open(desk, &views);
    let call = call_cost(desk);
    let history = &desk.history;
    let run = history.run();
    let (next, next_hidden) = events::next(history, NEXT_SHOWN);
    let (actions, actions_hidden) = if desk.manual { actions::list(desk) } else { (None, 0) };
    let scenario = run.scenario();
    Scene {
        protocol: P::ID.to_owned(),
        title: Text::new(P::ID),
        mutant: scenario.mutant.clone(),
        seed: scenario.seed.to_string(),
        scenario: scenario.clone(),
        clock: clock(history, desk.next_stop()),
        nodes: stage::nodes(run),
        links: stage::links(run.world()),
        flights: stage::flights(run),
        tallies: P::tallies(run.world()),
        legend: legend::<P>(run.world()),
        inspector: desk.inspected.map(|id| state::inspector(id, run.world(), desk.before.as_ref(), &desk.since)),
        properties: properties(run.monitor(), run.world()),
        events: events::window(history, desk.asked.kin(history)),
        next,
        next_hidden,
        actions,
        actions_hidden,
        meters: meters(history, call),
        happened: events::happened(history),
        sample_requests: P::sample_requests().iter().map(|request| (*request).to_owned()).collect(),
        views,
        view,
        lesson: desk.player.as_ref().map(|player| lesson::lesson(player, history)),
        departure: desk.departure.clone(),
        black_box: None,
        digest: hex(run.world_digest()),
        why: desk.asked.why(history).cloned(),
        without: desk.asked.without().cloned(),
        timeline: timeline::timeline(&desk.history, &mut desk.marks),
    }
}

fn clock<P: Exhibit>(history: &History<P>, next_us: Option<u64>) -> Clock {
    Clock {
        now_us: history.at(),
        event_us: history.run().now(),
        next_us,
        event: history.index(),
        events: history.len(),
        branch: u32::try_from(history.branch()).unwrap_or(u32::MAX),
        clock_faults: history.run().clock_faults(),
    }
}

/// The kinds of message that can come up here: without clients, none of theirs.
fn legend<P: Exhibit>(world: &World<P>) -> Vec<LegendItem> {
    let clients = world.members().clients > 0;
    let shown = P::legend().into_iter().filter(|(look, _)| clients || look.tone != Tone::Client);
    shown.map(|(look, words)| LegendItem { look, words }).collect()
}

fn properties<P: Exhibit>(monitor: &Monitor<P>, world: &World<P>) -> Vec<PropertyView> {
    let view = |(property, verdict): (&quorum_kernel::Property<P>, quorum_kernel::Verdict)| PropertyView {
        id: property.id.to_owned(),
        title: Text::new(format!("{}-{}", P::ID, property.id)),
        mode: match property.mode {
            Mode::Always => PropertyMode::Always,
            Mode::Eventually => PropertyMode::Eventually,
            Mode::Sometimes => PropertyMode::Sometimes,
        },
        holds: verdict.holds,
        detail: verdict.detail,
        promise: promise((property.promise)(world.config())),
    };
    monitor.verdicts(world).into_iter().map(view).collect()
}

fn promise(promise: quorum_kernel::Promise) -> Text {
    let kinds = [
        (promise.loss, "fault-loss"),
        (promise.duplication, "fault-duplication"),
        (promise.crash, "fault-crash"),
        (promise.wipe, "fault-wipe"),
        (promise.timing, "fault-timing"),
    ];
    let allowed: Vec<_> = kinds.into_iter().filter(|(allowed, _)| *allowed).map(|(_, id)| Text::new(id)).collect();
    if allowed.is_empty() {
        return Text::new("promise-no-faults");
    }
    Text::new("promise").with("faults", allowed.into_iter().collect::<quorum_kernel::Arg>())
}

/// What the last call cost, worked out anew only when something has happened at a client.
fn call_cost<P: Exhibit>(desk: &mut Desk<P>) -> Option<CallCost> {
    let history = &desk.history;
    let key = (history.branch(), history.run().chronicle().at_clients());
    if desk.price.0 != Some(key) {
        desk.price = (Some(key), history.price().map(cost));
    }
    desk.price.1.clone()
}

fn cost<P: Exhibit>(price: Price<P>) -> CallCost {
    let Price { call, messages, bytes, hops, forced_writes } = price;
    let kind = |(kind, count): (usize, u32)| (P::KINDS[kind].to_owned(), count);
    CallCost {
        client: call.client,
        request: call.request.to_string(),
        messages: messages.into_iter().map(kind).collect(),
        bytes,
        hops,
        forced_writes,
        elapsed_us: call.reply.map_or(0, |(at, _)| at - call.call),
    }
}

fn meters<P: Exhibit>(history: &History<P>, call: Option<CallCost>) -> Meters {
    let run = history.run();
    let (costs, mark) = (run.costs(), run.mark());
    let since = match &mark.act {
        None => Text::new("cost-since-start"),
        Some(act) => Text::new("cost-since-act").with("act", act.as_ref()),
    };
    Meters {
        since,
        messages: costs.messages - mark.costs.messages,
        lost: costs.lost - mark.costs.lost,
        forced_writes: costs.forced_writes - mark.costs.forced_writes,
        elapsed_us: history.at() - mark.at,
        call,
    }
}
