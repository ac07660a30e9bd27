//! Lanes with what a protocol drew in them.

use std::collections::BTreeMap;

use quorum_kernel::{
    Exhibit, Members, NodeId,
    inspect::{Drawn, LanesOf, Who},
};
use quorum_sim::{Micros, Run};

use crate::{BarView, LaneView, LanesView, PointView};

/// The most strokes that a scene shows: the latest.
const STROKES_MAX: usize = 600;
/// The most times that nodes went down or came back which are looked at: the latest.
const OUTAGES_MAX: usize = 600;

/// An empty lane for each of some nodes, with when they were down.
pub fn empty<P: Exhibit>(run: &Run<P>, who: Who) -> Vec<LaneView> {
    let mut lanes: Vec<LaneView> = members(run.world().members(), who)
        .map(|node| LaneView { node, bars: Vec::new(), points: Vec::new(), down: Vec::new() })
        .collect();
    let outages = run.chronicle().outages();
    for outage in outages.iter_from(outages.len().saturating_sub(OUTAGES_MAX)) {
        let Some(lane) = lanes.iter_mut().find(|lane| lane.node == outage.node) else { continue };
        match (outage.down, lane.down.last_mut()) {
            (true, _) => lane.down.push((outage.at, None)),
            (false, Some((_, to @ None))) => *to = Some(outage.at),
            // It went down before the first that is looked at.
            (false, _) => lane.down.push((0, Some(outage.at))),
        }
    }
    lanes
}

fn members(members: Members, who: Who) -> impl Iterator<Item = NodeId> {
    members.iter().filter(move |node| match who {
        Who::Servers => !node.is_client(),
        Who::Clients => node.is_client(),
        Who::All => true,
    })
}

/// The lanes of a view that a protocol offers.
pub fn drawn<P: Exhibit>(run: &Run<P>, of: &LanesOf) -> LanesView {
    let strokes = run.chronicle().strokes();
    let first = strokes.len().saturating_sub(STROKES_MAX);
    let mut lanes = empty(run, of.who);
    // The bars that have not ended, by lane and name.
    let mut open: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (at, stroke) in strokes.iter_from(first).filter(|(_, stroke)| stroke.view == of.id) {
        let Some(place) = lanes.iter().position(|lane| lane.node == stroke.lane) else { continue };
        let lane = &mut lanes[place];
        match &stroke.drawn {
            Drawn::Begin { bar, label, tone } => {
                if let Some(before) = open.insert((place, bar), lane.bars.len()) {
                    lane.bars[before].to_us = Some(*at);
                }
                lane.bars.push(bar_of(*at, label.clone(), *tone));
            }
            Drawn::End { bar, label, tone } => {
                let Some(ended) = open.remove(&(place, bar.as_str())) else { continue };
                let ended = &mut lane.bars[ended];
                ended.to_us = Some(*at);
                ended.label = label.clone().unwrap_or_else(|| ended.label.clone());
                ended.tone = tone.unwrap_or(ended.tone);
            }
            Drawn::Mark { label, tone } => {
                lane.points.push(PointView { at_us: *at, label: label.clone(), tone: *tone });
            }
        }
    }
    let from_us = (first > 0).then(|| strokes.get(first).map(|(at, _)| *at)).flatten();
    LanesView { lanes, from_us }
}

fn bar_of(from_us: Micros, label: quorum_kernel::Text, tone: quorum_kernel::inspect::Tone) -> BarView {
    BarView { from_us, to_us: None, label, tone, faulty: false, tick: None }
}
