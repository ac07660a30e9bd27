//! Views beside the cluster: which view each node is in, and what was handed over; and who holds which key.

use quorum_kernel::{
    Happening, NodeId, Text, World,
    inspect::{Board, BoardRow, Cell, Drawn, LanesOf, Stroke, Tone, Who},
};

use super::{Disk, HashRing, KEEPER, Note, View, disk::Write, spec, words};

/// The views of lanes.
pub const LANES: &[LanesOf] =
    &[LanesOf { id: VIEWS, title: "hash-ring-lanes", about: "hash-ring-lanes-about", who: Who::Servers }];

const VIEWS: &str = "views";

/// What something that happened draws: a bar for the view that a server is in, which a crash does not end, as it is on
/// disk; a mark for what is handed over and taken over.
pub fn strokes(_: &World<HashRing>, happening: &Happening<HashRing>) -> Vec<Stroke> {
    let stroke = |lane: NodeId, drawn: Drawn| vec![Stroke { view: VIEWS, lane, drawn }];
    match happening {
        Happening::Wrote { node, write: Write::View { view, .. }, .. }
        | Happening::Wrote { node, write: Write::Begun { view, .. } | Write::Settled { view }, .. } => {
            let tone = if view.is_changing() { Tone::Ask } else { Tone::Lead };
            let label = Text::new("hash-ring-lane-view").with("epoch", view.epoch);
            stroke(*node, Drawn::Begin { bar: "view".to_owned(), label, tone })
        }
        Happening::Noted { node, note: Note::HandsOver { to, keys } } => {
            let label = Text::new("hash-ring-lane-hands-over").with("node", *to).with("keys", *keys);
            stroke(*node, Drawn::Mark { label, tone: Tone::Report })
        }
        Happening::Noted { node, note: Note::TakesOver { from, keys } } => {
            let label = Text::new("hash-ring-lane-takes-over").with("node", *from).with("keys", *keys);
            stroke(*node, Drawn::Mark { label, tone: Tone::Grant })
        }
        Happening::Noted { node, note: Note::TurnedAway { client, epoch } } => {
            let label = Text::new("hash-ring-lane-turned-away").with("client", *client).with("epoch", *epoch);
            stroke(*node, Drawn::Mark { label, tone: Tone::Refuse })
        }
        _ => Vec::new(),
    }
}

/// Who holds what: a row a server.
pub fn holdings(world: &World<HashRing>) -> Board {
    let columns = ["hash-ring-board-view", "hash-ring-board-share", "hash-ring-board-holds"];
    Board {
        id: "holdings".to_owned(),
        title: Text::new("hash-ring-board"),
        about: Text::new("hash-ring-board-about"),
        columns: columns.map(Text::new).into(),
        rows: world.servers().map(|server| row(world, server.id, server.disk)).collect(),
    }
}

fn row(world: &World<HashRing>, node: NodeId, disk: &Disk) -> BoardRow {
    let view = disk.view(world.config());
    let newest = spec::newest(world);
    let tone = if view.epoch < newest.epoch { Tone::Refuse } else { Tone::Calm };
    let known = Cell::toned([words::view(view)], tone);
    if node == KEEPER {
        return BoardRow { node, cells: vec![known, Cell::plain([]), Cell::plain([])] };
    }
    let share = view.members.has(node).then(|| share(world, view, node));
    let held = disk.items.iter().map(|(key, item)| {
        let text = Text::new("hash-ring-board-item").with("key", &**key).with("value", &*item.value);
        text.with("version", item.version.to_string())
    });
    BoardRow { node, cells: vec![known, Cell::plain(share), Cell::plain(held)] }
}

/// How much of all keys there could be a member owns.
fn share(world: &World<HashRing>, view: View, node: NodeId) -> Text {
    let (share, of) = world.config().places.share(view.members, node);
    Text::new("hash-ring-percent").with("percent", (share * 100 + of / 2) / of)
}
