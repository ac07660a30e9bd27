//! Linearizability: the classics, and 100,000 random histories beside stateright's tester.

use quorum_checker::linear::{
    BadHistory, History, KeyValue, KeyValueCall, KeyValueVerb, Misfit, Operation, Register, RegisterCall, Verdict,
    check,
};
use stateright::semantics::{ConsistencyTester, LinearizabilityTester, register};

type Op = Operation<RegisterCall, Option<String>>;

const STEPS: u64 = 1_000_000;

fn write(client: &str, call: u64, value: &str, returned: Option<u64>) -> Op {
    let reply = returned.map(|at| (at, None));
    Operation { client: client.to_owned(), call, request: RegisterCall::Write(value.to_owned()), reply }
}

fn read(client: &str, call: u64, returned: u64, value: Option<&str>) -> Op {
    let reply = Some((returned, value.map(str::to_owned)));
    Operation { client: client.to_owned(), call, request: RegisterCall::Read, reply }
}

fn verdict(operations: Vec<Op>) -> Verdict {
    check::<Register>(&History::new(operations).expect("a history"), STEPS)
}

fn order(verdict: Verdict) -> Vec<usize> {
    match verdict {
        Verdict::Linearizable(parts) => parts.into_iter().flat_map(|(_, order)| order).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_read_during_a_write_may_see_either() {
    for value in [None, Some("1")] {
        assert!(matches!(
            verdict(vec![write("a", 0, "1", Some(10)), read("b", 2, 4, value)]),
            Verdict::Linearizable(_)
        ));
    }
}

#[test]
fn a_stale_read_fits_nowhere() {
    let stale = vec![write("a", 0, "1", Some(1)), write("a", 2, "2", Some(3)), read("b", 4, 5, Some("1"))];
    assert_eq!(verdict(stale), Verdict::Not(Misfit { part: String::new(), longest: vec![0, 1], stuck: vec![2] }));
}

#[test]
fn reads_of_one_write_do_not_go_back() {
    let back = vec![write("a", 0, "1", Some(20)), read("b", 1, 2, Some("1")), read("c", 3, 4, None)];
    assert!(matches!(verdict(back), Verdict::Not(_)));
}

#[test]
fn a_split_brain_shows() {
    // Two writes were acknowledged, and each reader sees its own for ever.
    let split = vec![
        write("a", 0, "1", Some(1)),
        write("b", 0, "2", Some(1)),
        read("c", 2, 3, Some("1")),
        read("d", 4, 5, Some("2")),
        read("c", 6, 7, Some("1")),
    ];
    assert!(matches!(verdict(split), Verdict::Not(_)));
}

#[test]
fn a_call_that_never_returned_may_have_happened_or_not() {
    let open = |value| vec![write("a", 0, "1", None), read("b", 5, 6, value)];
    assert_eq!(order(verdict(open(Some("1")))), [0, 1]);
    assert_eq!(order(verdict(open(None))), [1, 0]);
    let twice = vec![write("a", 0, "1", None), read("b", 5, 6, Some("1")), read("b", 7, 8, None)];
    assert!(matches!(verdict(twice), Verdict::Not(_)));
}

#[test]
fn a_lost_update_shows_and_other_keys_do_not_matter() {
    let on = |client: &str, call, key: &str, verb, returned, value: Option<&str>| Operation {
        client: client.to_owned(),
        call,
        request: KeyValueCall { key: key.to_owned(), verb },
        reply: Some((returned, value.map(str::to_owned))),
    };
    let lost = vec![
        on("a", 0, "x", KeyValueVerb::Append("1".to_owned()), 2, None),
        on("b", 1, "x", KeyValueVerb::Append("2".to_owned()), 3, None),
        on("a", 4, "y", KeyValueVerb::Get, 5, None),
        on("b", 4, "x", KeyValueVerb::Get, 5, Some("2")),
    ];
    let history = History::new(lost).expect("a history");
    let Verdict::Not(misfit) = check::<KeyValue>(&history, STEPS) else { panic!("an update was lost") };
    assert_eq!((misfit.part.as_str(), misfit.longest.len(), misfit.stuck), ("x", 2, vec![3]));
}

#[test]
fn what_cannot_be_is_said() {
    let backwards = vec![read("a", 5, 4, None)];
    assert_eq!(History::new(backwards), Err(BadHistory::ReturnsBeforeCall(0)));
    let overlapping = vec![read("a", 0, 4, None), read("a", 3, 6, None)];
    assert_eq!(History::new(overlapping), Err(BadHistory::Overlaps(0, 1)));
    assert_eq!(check::<Register>(&History::new(vec![read("a", 0, 1, None)]).expect("a history"), 0), Verdict::Unknown);
}

/// SplitMix64.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A random history of a few clients on one register, told to both testers.
fn random(mut seed: u64) -> (Vec<Op>, bool) {
    let clients = 2 + next(&mut seed) % 3;
    let steps = 4 + next(&mut seed) % 10;
    let mut open: Vec<Option<usize>> = vec![None; clients as usize];
    let mut operations: Vec<Op> = Vec::new();
    let mut peer = LinearizabilityTester::new(register::Register('0'));
    for now in 0..steps {
        let client = (next(&mut seed) % clients) as usize;
        let value = char::from(b'0' + (next(&mut seed) % 3) as u8);
        match open[client].take() {
            None => {
                open[client] = Some(operations.len());
                let name = client.to_string();
                if next(&mut seed).is_multiple_of(2) {
                    operations.push(write(&name, now, &value.to_string(), None));
                    peer.on_invoke(client, register::RegisterOp::Write(value)).expect("one call at a time");
                } else {
                    operations.push(Operation { client: name, call: now, request: RegisterCall::Read, reply: None });
                    peer.on_invoke(client, register::RegisterOp::Read).expect("one call at a time");
                }
            }
            Some(at) => {
                let (told, reply) = match operations[at].request {
                    RegisterCall::Write(_) => (register::RegisterRet::WriteOk, None),
                    // A register that nobody has written reads as 0 there, as nothing here.
                    RegisterCall::Read if value == '0' => (register::RegisterRet::ReadOk(value), None),
                    RegisterCall::Read => (register::RegisterRet::ReadOk(value), Some(value.to_string())),
                };
                operations[at].reply = Some((now, reply));
                peer.on_return(client, told).expect("it was called");
            }
        }
    }
    // There is no way to write nothing: write something else there.
    let writes_nothing = operations.iter().any(|op| op.request == RegisterCall::Write("0".to_owned()));
    (if writes_nothing { Vec::new() } else { operations }, peer.serialized_history().is_some())
}

#[test]
fn both_say_the_same_of_random_histories() {
    let (mut compared, mut fit) = (0, 0);
    for seed in 0.. {
        let (operations, expected) = random(seed);
        if operations.is_empty() {
            continue;
        }
        let ours = matches!(verdict(operations.clone()), Verdict::Linearizable(_));
        assert_eq!(ours, expected, "seed {seed}: {operations:#?}");
        compared += 1;
        fit += u32::from(expected);
        if compared == 100_000 {
            break;
        }
    }
    assert!((10_000..90_000).contains(&fit), "histories of both kinds: {fit} fit");
}
