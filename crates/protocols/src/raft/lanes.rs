//! Raft's views beside the cluster: who stood and who led when, and the logs side by side.

use quorum_kernel::{
    Happening, NodeId, NodeRef, Text, World,
    inspect::{Board, BoardRow, Cell, Drawn, LanesOf, Stroke, Tone, Who},
};

use super::{Entry, Index, Note, Raft, Role, State};

/// The views of lanes.
pub const LANES: &[LanesOf] =
    &[LanesOf { id: ROLES, title: "raft-view-roles", about: "raft-view-roles-about", who: Who::Servers }];

const ROLES: &str = "roles";
/// A server has one role at a time, so that one name does for all bars of a lane.
const ROLE: &str = "role";
/// How many entries a row of the logs shows: the newest.
const ENTRIES_SHOWN: Index = 6;

/// What something that happened draws: a bar while a server stands for election, one while it leads, votes as marks.
pub fn strokes(happening: &Happening<Raft>) -> Vec<Stroke> {
    let stroke = |lane: NodeId, drawn| vec![Stroke { view: ROLES, lane, drawn }];
    let begin = |label: Text, tone| Drawn::Begin { bar: ROLE.to_owned(), label, tone };
    let end = || Drawn::End { bar: ROLE.to_owned(), label: None, tone: None };
    match happening {
        Happening::Noted { node, note } => match note {
            Note::Stood { term } => stroke(*node, begin(Text::new("raft-lane-stands").with("term", *term), Tone::Ask)),
            Note::BecameLeader { term, .. } => {
                stroke(*node, begin(Text::new("raft-lane-leads").with("term", *term), Tone::Lead))
            }
            Note::Voted { term, candidate } => {
                let label = Text::new("raft-lane-votes").with("term", *term).with("candidate", *candidate);
                stroke(*node, Drawn::Mark { label, tone: Tone::Grant })
            }
            Note::SteppedDown { .. } => stroke(*node, end()),
            Note::Removed { .. } | Note::Committed { .. } | Note::Applied { .. } => Vec::new(),
        },
        Happening::Crashed { node, .. } if !node.is_client() => stroke(*node, end()),
        _ => Vec::new(),
    }
}

/// The logs: a row a server, the newest entries last, committed ones apart from those that can still be lost.
pub fn logs(world: &World<Raft>) -> Board {
    let columns = ["raft-board-term", "raft-board-vote", "raft-board-committed", "raft-board-open"];
    Board {
        id: "logs".to_owned(),
        title: Text::new("raft-view-logs"),
        about: Text::new("raft-view-logs-about"),
        columns: columns.map(Text::new).into(),
        rows: world.servers().map(|node| row(&node)).collect(),
    }
}

fn row(node: &NodeRef<'_, Raft>) -> BoardRow {
    let server = match node.state {
        Some(State::Server(server)) => Some(server),
        _ => None,
    };
    let (log, last) = (&node.disk.log, node.disk.log.last_index());
    // What is known to be committed is not on disk: a server that is down knows of nothing.
    let committed = server.map_or(0, |server| server.commit_index);
    let entries = |from: Index, to: Index| {
        let first = from.max((to + 1).saturating_sub(ENTRIES_SHOWN));
        let more = (first > from).then(|| Text::new("raft-board-more").with("n", first - from));
        more.into_iter().chain((first..=to).filter_map(|index| Some(entry(index, log.get(index)?))))
    };
    let vote = node.disk.voted_for.map(|candidate| Text::new("raft-board-vote-for").with("candidate", candidate));
    let tone = match server.map(|server| &server.role) {
        Some(Role::Leader(_)) => Tone::Lead,
        Some(Role::Candidate(_)) => Tone::Ask,
        _ => Tone::Calm,
    };
    BoardRow {
        node: node.id,
        cells: vec![
            Cell::toned([Text::new("raft-board-number").with("n", node.disk.term)], tone),
            Cell::plain(vote),
            Cell::toned(entries(1, committed.min(last)), Tone::Grant),
            Cell::plain(entries(committed + 1, last)),
        ],
    }
}

fn entry(index: Index, entry: &Entry) -> Text {
    let text = match &entry.call {
        Some(call) => Text::new("raft-board-entry").with("command", call.command.to_string()),
        None => Text::new("raft-board-noop"),
    };
    text.with("index", index).with("term", entry.term)
}
