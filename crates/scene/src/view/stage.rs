//! Nodes, links and messages.

use quorum_kernel::{Exhibit, Loss, NodeId, NodeRef, Status, Text, World, inspect::Tone};
use quorum_sim::{Act, Flight, Gone, Run};

use crate::{Fate, FlightView, LinkView, NodeStatus, NodeView, TimerView};

/// How long a lost message is still part of the scene, in virtual microseconds. The page fades it sooner.
const LOST_SHOWN_US: u64 = 400_000;

pub fn nodes<P: Exhibit>(run: &Run<P>) -> Vec<NodeView> {
    run.world().nodes().map(|node| view(run, &node)).collect()
}

fn view<P: Exhibit>(run: &Run<P>, node: &NodeRef<'_, P>) -> NodeView {
    let world = run.world();
    let peers = || world.members().iter().filter(|peer| *peer != node.id);
    let face = node.state.map(|state| P::face(world.config(), node.id, state, node.disk));
    let mut timers: Vec<_> = run
        .timers(node.id)
        .into_iter()
        .map(|(timer, set_us, due_us)| {
            let fire = Act::<P>::Fire { node: node.id, timer: timer.clone() }.to_string();
            TimerView { name: timer.to_string(), set_us, due_us, fire }
        })
        .collect();
    timers.sort_by_key(|timer| timer.due_us);
    NodeView {
        id: node.id,
        status: match node.status {
            Status::Up => NodeStatus::Up,
            Status::Paused { .. } => NodeStatus::Paused,
            Status::Down => NodeStatus::Down,
        },
        icon: face.as_ref().map(|face| face.icon),
        tone: face.as_ref().map_or(Tone::Calm, |face| face.tone),
        caption: face.as_ref().map_or_else(|| P::keeps(node.disk), |face| face.caption.clone()),
        badge: face.map_or_else(|| P::badge_down(node.disk), |face| face.badge),
        timers,
        isolated: peers().next().is_some()
            && peers().all(|peer| world.is_cut(node.id, peer) && world.is_cut(peer, node.id)),
    }
}

/// Servers are linked with each other, clients with servers.
pub fn links<P: Exhibit>(world: &World<P>) -> Vec<LinkView> {
    let ids: Vec<NodeId> = world.members().iter().collect();
    let mut links = Vec::new();
    for (i, a) in ids.iter().enumerate() {
        for b in &ids[i + 1..] {
            if !(a.is_client() && b.is_client()) {
                links.push(LinkView { a: *a, b: *b, cut_ab: world.is_cut(*a, *b), cut_ba: world.is_cut(*b, *a) });
            }
        }
    }
    links
}

pub fn flights<P: Exhibit>(run: &Run<P>) -> Vec<FlightView> {
    let now = run.now();
    let held = |flight: &Flight<P::Message>| {
        flight.due <= now && matches!(run.world().node(flight.name.to).status, Status::Paused { .. })
    };
    let flying = run.flights().map(|flight| {
        let fate = if held(flight) { Fate::Held } else { Fate::Flying };
        FlightView { doom: doom(run.world(), flight), ..message::<P>(flight, fate) }
    });
    let lost = run
        .lost()
        .iter()
        .filter(|gone| now - gone.at <= LOST_SHOWN_US)
        .map(|gone| message::<P>(&gone.flight, lost(gone)));
    let delivered = run.delivered().map(|gone| message::<P>(&gone.flight, Fate::Delivered));
    flying.chain(lost).chain(delivered).collect()
}

fn doom<P: Exhibit>(world: &World<P>, flight: &Flight<P::Message>) -> Option<Text> {
    let (from, to) = (flight.name.from, flight.name.to);
    let why = if world.node(to).status == Status::Down {
        "lost-down"
    } else if world.is_cut(from, to) {
        "lost-cut"
    } else {
        return None;
    };
    Some(Text::new(why).with("from", from).with("to", to))
}

fn lost<M>(gone: &Gone<M>) -> Fate {
    let why = match gone.why {
        Some(Loss::Cut) => "lost-cut",
        Some(Loss::Down) => "lost-down",
        Some(Loss::Closed) => "lost-closed",
        Some(Loss::Dropped) | None => "lost-dropped",
    };
    let name = gone.flight.name;
    Fate::Lost { at_us: gone.at, why: Text::new(why).with("from", name.from).with("to", name.to) }
}

fn message<P: Exhibit>(flight: &Flight<P::Message>, fate: Fate) -> FlightView {
    let name = flight.name;
    FlightView {
        id: name.label::<P>(),
        from: name.from,
        to: name.to,
        name: name.short::<P>(),
        kind: P::KINDS[usize::from(name.kind)].to_owned(),
        look: P::look(&flight.message),
        sent_us: flight.sent,
        due_us: flight.due,
        fate,
        doom: None,
        fields: P::fields(&flight.message),
    }
}
