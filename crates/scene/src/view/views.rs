//! The views beside the cluster: which there are, and the one that is open.

mod calls;
mod lanes;

use quorum_kernel::{Exhibit, NodeId, Text, inspect::Who};

use crate::{OpenView, ViewBody, ViewTab, desk::Desk, operations::are_checked};

/// The id of the view of what clients asked and were answered.
pub const OPERATIONS: &str = "operations";

/// The views that this run has, in the order of their tabs.
pub fn tabs<P: Exhibit>(desk: &Desk<P>) -> Vec<ViewTab> {
    let world = desk.history.run().world();
    let tab = |id: &str, title: Text| ViewTab { id: id.to_owned(), title, alarm: None };
    let mut tabs = Vec::new();
    let clients = world.members().clients > 0;
    if clients && are_checked::<P>(NodeId::client(1)) {
        tabs.push(ViewTab { alarm: calls::alarm(&desk.operations), ..tab(OPERATIONS, Text::new("view-operations")) });
    }
    let drawn = P::LANES.iter().filter(|of| clients || of.who != Who::Clients);
    tabs.extend(drawn.map(|of| tab(of.id, Text::new(of.title))));
    tabs.extend(P::boards(world).into_iter().map(|board| tab(&board.id, board.title)));
    tabs
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
    if let Some(of) = P::LANES.iter().find(|of| of.id == id) {
        let body = ViewBody::Lanes(lanes::drawn(run, of));
        return Some(OpenView { id, about: Text::new(of.about), findings: Vec::new(), body });
    }
    let board = P::boards(run.world()).into_iter().find(|board| board.id == id)?;
    Some(OpenView { id, about: board.about.clone(), findings: Vec::new(), body: ViewBody::Board(board) })
}
