//! A crash after every single effect of a transfer, at the coordinator and at both participants: who is blocked by it, and
//! what becomes of the transfer. `docs/two-phase-commit-crashes.md` is written by this run
//! (`UPDATE_GOLDENFILES=1 cargo test -p quorum-protocols --test two_phase_commit`).

use std::{env, fmt::Write as _, fs};

use quorum_kernel::{NodeId, Status};
use quorum_protocols::two_phase_commit::{COORDINATOR, Decision, Standing, TxId};

use crate::lab::Lab;

const TX: TxId = TxId { life: 1, number: 1 };

/// A transfer without a crash: what is asked, and every step of a server, in order.
struct Run {
    title: &'static str,
    ask: &'static str,
    steps: &'static [&'static str],
}

const COMMITS: Run = Run {
    title: "A transfer that all vote yes to",
    ask: "ask c1 transfer A B 30",
    steps: &[
        "deliver c1>n1 Request",
        "deliver n1>n2 Prepare",
        "deliver n1>n3 Prepare",
        "deliver n2>n1 Yes",
        "deliver n3>n1 Yes",
        "deliver n1>n2 Commit",
        "deliver n1>n3 Commit",
        "deliver n2>n1 Ack",
        "deliver n3>n1 Ack",
    ],
};

const ABORTS: Run = Run {
    title: "A transfer that n2 votes no to",
    ask: "ask c1 transfer A B 130",
    steps: &[
        "deliver c1>n1 Request",
        "deliver n1>n3 Prepare",
        "deliver n1>n2 Prepare",
        "deliver n3>n1 Yes",
        "deliver n2>n1 No",
        "deliver n1>n3 Abort",
    ],
};

/// One crash, and what came of it.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    step: &'static str,
    /// What the node did last; `None`: nothing in this step.
    last: Option<String>,
    /// Of how many writes that were not forced how many survived.
    kept: (usize, usize),
    /// What the others come to while it is down.
    meanwhile: String,
    /// What all come to once it is back.
    at_last: String,
}

/// Every crash of a run. Of effects that only observers see, such as a timer, there is no row: a crash after one is a
/// crash after the effect before it, which is checked.
fn rows(run: &Run) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, step) in run.steps.iter().enumerate() {
        let before = before(run, at);
        let points = before.world.crash_points(&before.step(step).expect("a step of the run"), None);
        let first = rows.len();
        for (after, unforced) in points.expect("the step is possible").into_iter().enumerate() {
            for keep in 0..=unforced {
                let row = crash(run, at, after, (keep, unforced));
                let like = rows[first..].iter().find(|other| (&other.last, other.kept) == (&row.last, row.kept));
                match like {
                    None => rows.push(row),
                    Some(like) => assert!(*like == row, "{step}, after {after} effects: {}", row.meanwhile),
                }
            }
        }
    }
    rows
}

/// A run up to a step.
fn before(run: &Run, at: usize) -> Lab {
    let mut lab = Lab::of(3, 1);
    lab.run(run.ask);
    run.steps[..at].iter().for_each(|step| drop(lab.run(step)));
    lab
}

/// Crashes a node within a step, lets the others run, and brings it back.
fn crash(run: &Run, at: usize, after: usize, kept: (usize, usize)) -> Row {
    let step = run.steps[at];
    let mut lab = before(run, at);
    let node = lab.step(step).expect("a step of the run").node();
    let said = lab.run(&format!("crash-during {after} keep {} {step}", kept.0));
    let told = |line: &&str| ["  sends ", "  forces ", "  writes "].iter().any(|start| line.starts_with(start));
    let last = said.lines().rfind(told).map(|line| words(line.trim()));
    let votes_yes = !lab.in_flight(&format!("{node}>n1"), "Yes").is_empty();
    // What was on its way arrives. Then everybody's patience ends, more than once.
    lab.run("settle");
    let expected = expected_meanwhile(&lab, node);
    be_impatient(&mut lab, node);
    let meanwhile = survivors(&lab, node).map(|other| state(&lab, other)).collect::<Vec<_>>();
    assert_eq!(meanwhile.contains(&State::Blocked), expected, "{step}, after {after}: {}", lab.logs());
    let committed = is_committed(&lab);
    lab.run(&format!("restart {node}\nsettle"));
    be_impatient(&mut lab, COORDINATOR);
    assert_eq!(lab.violated, None, "{step}, after {after}\n{}", lab.logs());
    let ends: Vec<_> = [2, 3].map(|number| state(&lab, NodeId::server(number))).into();
    let outcome = State::Ended(if committed { Decision::Commit } else { Decision::Abort });
    assert!(
        ends.iter().all(|end| *end == outcome || *end == State::Untouched),
        "{step}, after {after}\n{}",
        lab.logs()
    );
    // A participant that crashes with its yes on the way cannot stop it any more.
    assert!(!votes_yes || committed == (run.title == COMMITS.title), "{step}, after {after}");
    let outcome = if ends == [State::Untouched; 2] { State::Untouched } else { outcome };
    let others = survivors(&lab, node).zip(meanwhile).map(|(other, state)| format!("{other} {}", state.words()));
    let meanwhile = others.collect::<Vec<_>>().join(", ");
    Row {
        step,
        last,
        kept,
        meanwhile,
        at_last: if outcome == State::Untouched { "nothing" } else { outcome.words() }.to_owned(),
    }
}

/// What theory says: participants that run are blocked exactly if the coordinator is down, and all of them that run have
/// voted yes and do not know the end (BHG §7.4).
fn expected_meanwhile(lab: &Lab, down: NodeId) -> bool {
    let standings = survivors(lab, down).map(|other| lab.world.node(other).disk.standing(TX));
    let standings: Vec<_> = standings.collect();
    down == COORDINATOR && standings.iter().all(|standing| matches!(standing, Some(Standing::InDoubt(_))))
}

/// The participants but for this node.
fn survivors(lab: &Lab, down: NodeId) -> impl Iterator<Item = NodeId> + use<> {
    lab.world.members().server_ids().filter(move |id| *id != COORDINATOR && *id != down).collect::<Vec<_>>().into_iter()
}

/// Lets all timers of servers run out, some times over, but those of `but` if it is down.
fn be_impatient(lab: &mut Lab, but: NodeId) {
    for _ in 0..3 {
        for id in lab.world.members().server_ids() {
            if id == but && lab.world.node(id).status == Status::Down {
                continue;
            }
            for timer in lab.world.timers(id).copied().collect::<Vec<_>>() {
                lab.run(&format!("fire {id} {timer}"));
            }
        }
        lab.run("settle");
    }
}

/// Whether the coordinator's log has the commit record.
fn is_committed(lab: &Lab) -> bool {
    lab.disk(1).committed.contains_key(&NodeId::client(1))
}

/// What a participant has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Untouched,
    Blocked,
    Ended(Decision),
}

impl State {
    fn words(self) -> &'static str {
        match self {
            State::Untouched => "was not asked",
            State::Blocked => "**blocked**",
            State::Ended(Decision::Commit) => "commit",
            State::Ended(Decision::Abort) => "abort",
        }
    }
}

fn state(lab: &Lab, id: NodeId) -> State {
    match lab.world.node(id).disk.standing(TX) {
        None => State::Untouched,
        Some(Standing::InDoubt(_)) => State::Blocked,
        Some(Standing::Ended(decision)) => State::Ended(decision),
    }
}

/// A line of a transcript without its numbers.
fn words(line: &str) -> String {
    let line = line.split(" tx=").next().unwrap_or(line).split(" serial=").next().unwrap_or(line);
    let line = line.split([',', '#']).next().unwrap_or(line).split(" for ").next().unwrap_or(line);
    line.replace(" T1.1", "")
}

const HEAD: &str = "\
# A crash after every effect of a transfer

A cluster of three: n1 is the coordinator, n2 keeps account A, n3 keeps account B, and each holds 100. One node crashes while
it handles a message, right after the effect that is named. All writes that were not forced are lost, but for so many as the
column *kept* says. Then the other nodes go on for as long as they like: everything in flight arrives, and every timer runs
out. At last the crashed node starts again.

**This file is written by a run of the code** (`crates/protocols/tests/two_phase_commit/crashes.rs`), which also holds it to
what theory says: participants are blocked exactly if the coordinator is down and all that run have voted yes and do not
know the end; and the transfer is committed exactly if the coordinator has forced its commit record.
";

fn table(run: &Run) -> String {
    let mut said = format!("\n## {}: `{}`\n\n", run.title, run.ask.trim_start_matches("ask c1 "));
    said += "| at | crashes after it | kept | meanwhile | at last |\n|---|---|---|---|---|\n";
    for row in rows(run) {
        let Row { step, last, kept: (kept, of), meanwhile, at_last } = row;
        let step = step.trim_start_matches("deliver ").replace('>', " → ");
        let last = last.unwrap_or("received it".to_owned());
        let kept = if of == 0 { String::new() } else { format!("{kept} of {of}") };
        let _ = writeln!(said, "| {step} | {last} | {kept} | {meanwhile} | {at_last} |");
    }
    said
}

#[test]
fn the_table_is_what_happens() {
    let table = format!("{HEAD}{}{}", table(&COMMITS), table(&ABORTS));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/two-phase-commit-crashes.md");
    if env::var_os("UPDATE_GOLDENFILES").is_some_and(|value| value == "1") {
        fs::write(path, &table).expect("the table can be written");
    }
    let kept = fs::read_to_string(path).expect("the table is there");
    let differ = kept.lines().zip(table.lines()).find(|(kept, now)| kept != now);
    assert_eq!(differ, None, "the table in docs is not what happens");
    assert_eq!(kept.len(), table.len(), "the table in docs is longer or shorter than what happens");
}

/// Without a single crash both runs end as their titles say: else the rows would show little.
#[test]
fn the_runs_end_as_they_should() {
    for (run, balances) in [(COMMITS, [70, 130]), (ABORTS, [100, 100])] {
        let mut lab = before(&run, run.steps.len());
        assert_eq!(lab.balances(), balances);
        lab.run("settle");
        assert_eq!((lab.violated, lab.count_in_flight()), (None, 0));
    }
}
