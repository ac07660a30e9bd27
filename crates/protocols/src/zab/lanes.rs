//! Zab's views beside the cluster: who led which epoch and in which phase when, and the histories side by side.

use quorum_kernel::{
    Happening, NodeId, NodeRef, Text, World,
    inspect::{Board, BoardRow, Cell, Drawn, LanesOf, Stroke, Tone, Who},
};

use super::{Index, LeaderPhase, Leading, Note, Role, State, Zab, words};

/// The views of lanes.
pub const LANES: &[LanesOf] =
    &[LanesOf { id: EPOCHS, title: "zab-view-epochs", about: "zab-view-epochs-about", who: Who::Servers }];

const EPOCHS: &str = "epochs";
/// A server does one thing at a time, so that one name does for all bars of a lane.
const ROLE: &str = "role";
/// How many transactions a row of the histories shows: the newest.
const SHOWN: Index = 6;

/// What something that happened draws: a bar for each phase that a server is in, and marks for votes and for what is
/// given up or cut off.
pub fn strokes(happening: &Happening<Zab>) -> Vec<Stroke> {
    let stroke = |lane: NodeId, drawn| vec![Stroke { view: EPOCHS, lane, drawn }];
    let (node, note) = match happening {
        Happening::Noted { node, note } => (*node, note),
        Happening::Crashed { node, .. } if !node.is_client() => {
            return stroke(*node, Drawn::End { bar: ROLE.to_owned(), label: None, tone: None });
        }
        _ => return Vec::new(),
    };
    let begin = |label: Text, tone| stroke(node, Drawn::Begin { bar: ROLE.to_owned(), label, tone });
    let mark = |label: Text, tone| stroke(node, Drawn::Mark { label, tone });
    match note {
        Note::Looks { .. } => begin(Text::new("zab-lane-looks"), Tone::Ask),
        Note::Votes { leader } => mark(Text::new("zab-lane-votes").with("leader", *leader), Tone::Ask),
        Note::Elected => begin(Text::new("zab-lane-elected"), Tone::Report),
        Note::Follows { leader } => begin(Text::new("zab-lane-follows").with("leader", *leader), Tone::Calm),
        Note::NewEpoch { epoch } => begin(Text::new("zab-lane-new-epoch").with("epoch", *epoch), Tone::Report),
        Note::Synchronizes { epoch } => begin(Text::new("zab-lane-synchronizes").with("epoch", *epoch), Tone::Report),
        Note::TookOver { epoch } => mark(Text::new("zab-lane-took-over").with("epoch", *epoch), Tone::Grant),
        Note::Established { epoch } => begin(Text::new("zab-lane-primary").with("epoch", *epoch), Tone::Lead),
        Note::Serves { epoch } => begin(Text::new("zab-lane-serves").with("epoch", *epoch), Tone::Grant),
        Note::Truncated { keep } => mark(Text::new("zab-lane-truncated").with("keep", *keep), Tone::Refuse),
        Note::Abandons { .. } => mark(Text::new("zab-lane-abandons"), Tone::Refuse),
        Note::Broadcast { .. } | Note::Delivered { .. } => Vec::new(),
    }
}

/// The histories: a row a server, delivered transactions apart from those that can still be lost.
pub fn histories(world: &World<Zab>) -> Board {
    let columns = ["zab-board-accepted", "zab-board-current", "zab-board-delivered", "zab-board-open"];
    Board {
        id: "histories".to_owned(),
        title: Text::new("zab-view-histories"),
        about: Text::new("zab-view-histories-about"),
        columns: columns.map(Text::new).into(),
        rows: world.servers().map(|node| row(&node)).collect(),
    }
}

fn row(node: &NodeRef<'_, Zab>) -> BoardRow {
    let server = match node.state {
        Some(State::Server(server)) => Some(server),
        _ => None,
    };
    let (history, length) = (&node.disk.history, node.disk.history.length());
    let snapshot = history.snapshot().map_or(0, |snapshot| snapshot.length);
    // What is delivered is not on disk, but for a snapshot: a server that is down knows of nothing else.
    let delivered = server.map_or(snapshot, |server| server.delivered.min(length));
    let txns = |from: Index, to: Index| {
        let first = from.max((to + 1).saturating_sub(SHOWN)).max(snapshot + 1);
        let more = (first > from).then(|| Text::new("zab-board-more").with("n", first - from));
        more.into_iter().chain((first..=to).filter_map(|index| history.get(index).map(words::txn)))
    };
    let tone = match server.map(|server| &server.role) {
        Some(Role::Leading(Leading { phase: LeaderPhase::Broadcast, .. })) => Tone::Lead,
        Some(Role::Leading(_)) => Tone::Report,
        Some(Role::Looking(_)) => Tone::Ask,
        _ => Tone::Calm,
    };
    let epoch = |epoch: super::Epoch| Text::new("zab-board-number").with("n", epoch);
    BoardRow {
        node: node.id,
        cells: vec![
            Cell::plain([epoch(node.disk.accepted_epoch)]),
            Cell::toned([epoch(node.disk.current_epoch)], tone),
            Cell::toned(txns(1, delivered), Tone::Grant),
            Cell::plain(txns(delivered + 1, length)),
        ],
    }
}
