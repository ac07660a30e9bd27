//! The views beside the cluster: which there are, and the one that is open.

mod calls;
mod lanes;

use quorum_kernel::{
    Exhibit, NodeId, Text, World,
    inspect::{Ring, Who},
};

use super::plot;
use crate::{OpenView, ViewBody, ViewTab, desk::Desk, operations::are_checked};

/// The id of the view of what clients asked and were answered.
pub const OPERATIONS: &str = "operations";

/// The id of the circle on which keys and nodes have their places.
pub const RING: &str = "ring";

/// The views that this run has, in the order of their tabs.
pub fn tabs<P: Exhibit>(desk: &Desk<P>) -> Vec<ViewTab> {
    let world = desk.history.run().world();
    let tab = |id: &str, title: Text| ViewTab { id: id.to_owned(), title, alarm: None };
    let mut tabs = Vec::new();
    let clients = world.members().clients > 0;
    if clients && are_checked::<P>(NodeId::client(1)) {
        tabs.push(ViewTab { alarm: calls::alarm(&desk.operations), ..tab(OPERATIONS, Text::new("view-operations")) });
    }
    tabs.extend(ring::<P>(world).map(|ring| tab(RING, ring.title)));
    let drawn = P::LANES.iter().filter(|of| clients || of.who != Who::Clients);
    tabs.extend(drawn.map(|of| tab(of.id, Text::new(of.title))));
    tabs.extend(P::boards(world).into_iter().map(|board| tab(&board.id, board.title)));
    tabs.extend(P::CHARTS.iter().map(|of| tab(of.id, Text::new(of.title))));
    tabs
}

/// The circle, asked for only of protocols that have one.
fn ring<P: Exhibit>(world: &World<P>) -> Option<Ring> {
    if P::RING { P::ring(world) } else { None }
}

/// The view that is open, if this run has it.
pub fn open<P: Exhibit>(desk: &Desk<P>, tabs: &[ViewTab]) -> Option<OpenView> {
    let run = desk.history.run();
    let id = desk.view.clone().filter(|id| tabs.iter().any(|tab| tab.id == *id))?;
    if id == OPERATIONS {
        return Some(OpenView {
            id,
            about: Text::new("view-operations-about"),
            findings: calls::findings(&desk.operations),
            body: ViewBody::Lanes(calls::lanes(&desk.operations, run, desk.history.at())),
        });
    }
    let found_nothing = |about: Text, body| Some(OpenView { id: id.clone(), about, findings: Vec::new(), body });
    if let Some(of) = P::LANES.iter().find(|of| of.id == id) {
        return found_nothing(Text::new(of.about), ViewBody::Lanes(lanes::drawn(run, of)));
    }
    // Known when this is compiled: what has no charts does not carry what lays them out.
    if const { !P::CHARTS.is_empty() }
        && let Some(of) = P::CHARTS.iter().find(|of| of.id == id)
    {
        let plot = plot::plot(P::chart(run.world(), of.id), Text::new(of.nothing));
        return found_nothing(Text::new(of.about), ViewBody::Chart(plot));
    }
    if id == RING {
        let ring = ring::<P>(run.world())?;
        return found_nothing(ring.about.clone(), ViewBody::Ring(ring));
    }
    let board = P::boards(run.world()).into_iter().find(|board| board.id == id)?;
    found_nothing(board.about.clone(), ViewBody::Board(board))
}
