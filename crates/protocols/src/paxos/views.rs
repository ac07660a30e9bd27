//! Paxos' views beside the cluster: which ballots were under way when, and what the acceptors have on disk.

use quorum_kernel::{
    Happening, NodeId, NodeRef, Text, World,
    inspect::{Board, BoardRow, Cell, Drawn, LanesOf, Stroke, Tone, Who},
};

use super::{Config, Note, Paxos, Proposal, State};

/// The views of lanes.
pub const LANES: &[LanesOf] =
    &[LanesOf { id: BALLOTS, title: "paxos-view-ballots", about: "paxos-view-ballots-about", who: Who::Servers }];

const BALLOTS: &str = "ballots";
/// A proposer has one ballot under way at a time, so that one name does for all bars of a lane.
const BALLOT: &str = "ballot";

/// What something that happened draws: a bar while a proposer prepares, one while it proposes; promises, acceptances and
/// what was learnt as marks.
pub fn strokes(happening: &Happening<Paxos>) -> Vec<Stroke> {
    let stroke = |lane: NodeId, drawn| Stroke { view: BALLOTS, lane, drawn };
    let begin = |label: Text, tone| Drawn::Begin { bar: BALLOT.to_owned(), label, tone };
    let end = || Drawn::End { bar: BALLOT.to_owned(), label: None, tone: None };
    let (node, note) = match happening {
        Happening::Noted { node, note } => (*node, note),
        Happening::Crashed { node, .. } if !node.is_client() => return vec![stroke(*node, end())],
        _ => return Vec::new(),
    };
    let mark = |label: Text, tone| stroke(node, Drawn::Mark { label, tone });
    match note {
        Note::Began { ballot } => {
            let label = Text::new("paxos-lane-prepares").with("ballot", ballot.to_string());
            vec![stroke(node, begin(label, Tone::Ask))]
        }
        Note::Proposed { proposal, .. } => {
            vec![stroke(node, begin(with_proposal("paxos-lane-proposes", proposal), Tone::Lead))]
        }
        Note::GaveUp { .. } => vec![stroke(node, end())],
        Note::Promised { ballot } => {
            vec![mark(Text::new("paxos-lane-promises").with("ballot", ballot.to_string()), Tone::Ask)]
        }
        Note::Accepted { proposal } => vec![mark(with_proposal("paxos-lane-accepts", proposal), Tone::Lead)],
        Note::Learnt { value } => {
            let label = Text::new("paxos-lane-learns").with("value", value.to_string());
            vec![stroke(node, end()), mark(label, Tone::Grant)]
        }
    }
}

fn with_proposal(id: &str, Proposal { ballot, value }: &Proposal) -> Text {
    Text::new(id).with("value", value.to_string()).with("ballot", ballot.to_string())
}

/// The acceptors: a row each, and what a majority of them has accepted in one ballot set apart.
pub fn acceptors(world: &World<Paxos>) -> Board {
    let columns = ["paxos-board-promised", "paxos-board-accepted", "paxos-board-knows"];
    Board {
        id: "acceptors".to_owned(),
        title: Text::new("paxos-view-acceptors"),
        about: Text::new("paxos-view-acceptors-about"),
        columns: columns.map(Text::new).into(),
        rows: acceptors_of(world).map(|node| row(world, &node)).collect(),
    }
}

fn acceptors_of(world: &World<Paxos>) -> impl Iterator<Item = NodeRef<'_, Paxos>> {
    let config: &Config = world.config();
    world.servers().filter(|node| config.accepts(node.id))
}

fn row(world: &World<Paxos>, node: &NodeRef<'_, Paxos>) -> BoardRow {
    let promised = node.disk.promised.map(|ballot| Text::new("paxos-board-ballot").with("ballot", ballot.to_string()));
    let accepted = node.disk.accepted.as_ref().map(|proposal| {
        let same = acceptors_of(world).filter(|other| other.disk.accepted.as_ref() == Some(proposal)).count();
        let tone = if same >= world.config().majority() { Tone::Grant } else { Tone::Lead };
        Cell::toned([with_proposal("paxos-board-proposal", proposal)], tone)
    });
    let knows = match node.state {
        Some(State::Server(server)) => server.chosen.as_ref(),
        _ => None,
    };
    let knows =
        knows.map(|value| Cell::toned([Text::new("paxos-board-value").with("value", value.to_string())], Tone::Grant));
    let or_empty = |cell: Option<Cell>| cell.unwrap_or_else(|| Cell::plain([]));
    BoardRow { node: node.id, cells: vec![Cell::plain(promised), or_empty(accepted), or_empty(knows)] }
}
