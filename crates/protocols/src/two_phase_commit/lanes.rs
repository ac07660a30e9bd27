//! Views beside the cluster: transactions in lanes, with the records that make them, and the logs side by side.

use quorum_kernel::{
    Happening, NodeId, NodeRef, Status, Text, World,
    inspect::{Board, BoardRow, Cell, Drawn, LanesOf, Stroke, Tone, Who},
};

use super::{COORDINATOR, Decision, Note, Record, TwoPhaseCommit, TxId, words};

/// The views of lanes.
pub const LANES: &[LanesOf] = &[LanesOf {
    id: TRANSACTIONS,
    title: "tpc-view-transactions",
    about: "tpc-view-transactions-about",
    who: Who::Servers,
}];

const TRANSACTIONS: &str = "transactions";
/// How many records a row of the logs shows: the newest.
const RECORDS_SHOWN: usize = 6;

/// What something that happened draws. A bar is what a node must not forget: at the coordinator a commit, until all have
/// acknowledged it; at a participant what it is in doubt about. Crashes do not end them. Records are marks.
pub fn strokes(world: &World<TwoPhaseCommit>, happening: &Happening<TwoPhaseCommit>) -> Vec<Stroke> {
    match happening {
        Happening::Wrote { node, write, forced } => recorded(*node, write, *forced),
        Happening::Noted { node, note } => noted(*node, note),
        // The end of a doubt was not forced: the doubt is back.
        Happening::Crashed { node, lost_writes: 1.., .. } if !node.is_client() => {
            world.node(*node).disk.in_doubt.keys().map(|tx| in_doubt(*node, *tx)).collect()
        }
        _ => Vec::new(),
    }
}

fn stroke(lane: NodeId, drawn: Drawn) -> Stroke {
    Stroke { view: TRANSACTIONS, lane, drawn }
}

fn of(id: &str, tx: TxId) -> Text {
    Text::new(id).with("tx", tx.to_string())
}

fn in_doubt(node: NodeId, tx: TxId) -> Stroke {
    stroke(node, Drawn::Begin { bar: tx.to_string(), label: of("tpc-lane-in-doubt", tx), tone: Tone::Ask })
}

fn ends(node: NodeId, tx: TxId) -> Stroke {
    stroke(node, Drawn::End { bar: tx.to_string(), label: None, tone: None })
}

/// A mark for a record, and the bar that it begins or ends.
fn recorded(node: NodeId, record: &Record, forced: bool) -> Vec<Stroke> {
    let (id, tx, tone) = match record {
        Record::Life => return Vec::new(),
        Record::Prepared { tx, .. } => ("tpc-lane-prepared", *tx, Tone::Grant),
        Record::Committed(tx) => ("tpc-lane-committed", *tx, Tone::Lead),
        Record::Aborted(tx) => ("tpc-lane-aborted", *tx, Tone::Refuse),
        Record::Commit { tx, .. } => ("tpc-lane-commit", *tx, Tone::Lead),
        Record::End(tx) => ("tpc-lane-end", *tx, Tone::Calm),
    };
    let how = Text::new(if forced { "tpc-lane-forced" } else { "tpc-lane-unforced" });
    let mark = stroke(node, Drawn::Mark { label: of(id, tx).with("how", how), tone });
    match record {
        Record::Prepared { .. } => vec![in_doubt(node, tx), mark],
        Record::Commit { .. } => vec![mark],
        _ => vec![mark, ends(node, tx)],
    }
}

fn noted(node: NodeId, note: &Note) -> Vec<Stroke> {
    let mark = |id: &str, tx: TxId, tone| vec![stroke(node, Drawn::Mark { label: of(id, tx), tone })];
    match note {
        Note::Began { tx, .. } => mark("tpc-lane-prepares", *tx, Tone::Ask),
        Note::Asks { tx } => mark("tpc-lane-inquires", *tx, Tone::Ask),
        // Not with the record: after a crash that lost the end of it, it is told once more.
        Note::Decided { tx, decision: Decision::Commit } if node == COORDINATOR => {
            let bar = Drawn::Begin { bar: tx.to_string(), label: of("tpc-lane-tells", *tx), tone: Tone::Lead };
            vec![stroke(node, bar)]
        }
        Note::Decided { .. } | Note::Voted { .. } | Note::Forgot { .. } | Note::Told { .. } => Vec::new(),
    }
}

/// The logs: a row a server, with what its account holds and what it is waiting for.
pub fn logs(world: &World<TwoPhaseCommit>) -> Board {
    let columns = ["tpc-board-holds", "tpc-board-open", "tpc-board-log"];
    Board {
        id: "logs".to_owned(),
        title: Text::new("tpc-view-logs"),
        about: Text::new("tpc-view-logs-about"),
        columns: columns.map(Text::new).into(),
        rows: world.servers().map(|node| row(&node)).collect(),
    }
}

fn row(node: &NodeRef<'_, TwoPhaseCommit>) -> BoardRow {
    let disk = node.disk;
    let is_coordinator = node.id == COORDINATOR;
    let balance = (!is_coordinator).then(|| Text::new("tpc-board-number").with("n", disk.balance()));
    let (open, tone): (Vec<Text>, Tone) = if is_coordinator {
        (disk.committing.keys().map(|tx| of("tpc-board-telling", *tx)).collect(), Tone::Lead)
    } else {
        (disk.in_doubt.keys().map(|tx| of("tpc-board-in-doubt", *tx)).collect(), Tone::Ask)
    };
    let (len, unforced) = (disk.log.len(), if node.status == Status::Down { 0 } else { node.unforced_writes });
    let first = len.saturating_sub(RECORDS_SHOWN);
    let records = disk.log.iter_from(first).zip(first..);
    // What a crash could still lose is told apart.
    let line = |(record, index): (&Record, usize)| {
        let id = if index + unforced < len { "tpc-board-record" } else { "tpc-board-unforced" };
        Text::new(id).with("record", words::record(record))
    };
    BoardRow {
        node: node.id,
        cells: vec![Cell::plain(balance), Cell::toned(open, tone), Cell::plain(records.map(line))],
    }
}
