//! Linearizability: the classics, and 100,000 random histories beside stateright's tester.

use quorum_checker::linear::{
    BadHistory, Counter, Found, History, KeyValue, Lock, Misfit, Model, Operation, Part, Verdict, check, verdict,
};
use quorum_kernel::operation::{CounterCall, KeyValueAnswer, KeyValueCall, KeyValueVerb, LockCall, LockVerb};
use stateright::semantics::{ConsistencyTester, LinearizabilityTester, register};

type Op = Operation<KeyValueCall, KeyValueAnswer>;

const STEPS: u64 = 1_000_000;

fn on(client: &str, call: u64, key: &str, verb: KeyValueVerb, reply: Option<(u64, KeyValueAnswer)>) -> Op {
    Operation { client: client.to_owned(), call, request: KeyValueCall { key: key.into(), verb }, reply }
}

fn value(value: Option<&str>) -> KeyValueAnswer {
    KeyValueAnswer::Value(value.map(Into::into))
}

fn write(client: &str, call: u64, value: &str, returned: Option<u64>) -> Op {
    on(client, call, "", KeyValueVerb::Put(value.into()), returned.map(|at| (at, KeyValueAnswer::Done)))
}

fn append(client: &str, call: u64, value: &str, returned: u64) -> Op {
    on(client, call, "", KeyValueVerb::Append(value.into()), Some((returned, KeyValueAnswer::Done)))
}

fn read(client: &str, call: u64, returned: u64, read: Option<&str>) -> Op {
    on(client, call, "", KeyValueVerb::Get, Some((returned, value(read))))
}

fn cas(client: &str, call: u64, (old, new): (&str, &str), returned: Option<(u64, bool)>) -> Op {
    let verb = KeyValueVerb::Cas { old: old.into(), new: new.into() };
    on(client, call, "", verb, returned.map(|(at, swapped)| (at, KeyValueAnswer::Swapped(swapped))))
}

fn found<M: Model>(operations: Vec<Operation<M::Call, M::Answer>>) -> Vec<Part> {
    check::<M>(&History::new(operations).expect("a history"), STEPS)
}

/// What is found of a history on one key.
fn alone(operations: Vec<Op>) -> Found {
    found::<KeyValue>(operations).remove(0).found
}

fn order(operations: Vec<Op>) -> Vec<usize> {
    match alone(operations) {
        Found::Order(order) => order,
        other => panic!("{other:?}"),
    }
}

fn misfit(operations: Vec<Op>) -> Misfit {
    match alone(operations) {
        Found::Misfit(misfit) => misfit,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_read_during_a_write_may_see_either() {
    for value in [None, Some("1")] {
        order(vec![write("a", 0, "1", Some(10)), read("b", 2, 4, value)]);
    }
}

#[test]
fn a_stale_read_fits_nowhere() {
    let stale = vec![write("a", 0, "1", Some(1)), write("a", 2, "2", Some(3)), read("b", 4, 5, Some("1"))];
    assert_eq!(misfit(stale), Misfit { breaks: 2, longest: vec![0, 1], stuck: vec![2] });
}

#[test]
fn reads_of_one_write_do_not_go_back() {
    let back = vec![write("a", 0, "1", Some(20)), read("b", 1, 2, Some("1")), read("c", 3, 4, None)];
    assert_eq!(misfit(back).breaks, 2);
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
    assert_eq!(misfit(split).breaks, 3, "there is no second write to have come between");
}

#[test]
fn a_call_that_never_returned_may_have_happened_or_not() {
    let open = |value| vec![write("a", 0, "1", None), read("b", 5, 6, value)];
    assert_eq!(order(open(Some("1"))), [0, 1]);
    assert_eq!(order(open(None)), [1], "nothing needs the write");
    let twice = vec![write("a", 0, "1", None), read("b", 5, 6, Some("1")), read("b", 7, 8, None)];
    assert_eq!(misfit(twice), Misfit { breaks: 2, longest: vec![0, 1], stuck: vec![2] });
    // It may happen long after all others have returned, and each but once.
    let late = vec![cas("a", 0, ("1", "2"), None), write("b", 1, "1", Some(2)), read("b", 3, 4, Some("2"))];
    assert_eq!(order(late), [1, 0, 2]);
    let again = vec![
        cas("a", 0, ("1", "2"), None),
        write("b", 1, "1", Some(2)),
        read("b", 3, 4, Some("2")),
        write("b", 5, "1", Some(6)),
        read("b", 7, 8, Some("2")),
    ];
    assert_eq!(misfit(again).breaks, 4);
    // Nothing but calls that never returned: nothing has to be explained.
    assert!(order(vec![write("a", 0, "1", None), cas("b", 0, ("1", "2"), None)]).is_empty());
}

#[test]
fn what_breaks_is_found_behind_a_longer_order_elsewhere() {
    // The long calls of c, d and e make an order of five, but already b's read, of which one order is shorter, is wrong.
    let history = vec![
        write("c", 0, "3", Some(100)),
        write("d", 0, "4", Some(100)),
        write("e", 0, "5", Some(100)),
        write("a", 1, "1", Some(2)),
        read("b", 3, 4, Some("7")),
        read("b", 200, 201, Some("7")),
    ];
    let Misfit { breaks, longest, stuck } = misfit(history);
    assert_eq!((breaks, longest.len(), stuck), (4, 4, vec![4]));
}

#[test]
fn appends_show_their_order() {
    let split = |both| {
        vec![append("a", 0, "a", 10), append("b", 1, "bc", 9), append("c", 2, "d", 8), read("d", 11, 12, Some(both))]
    };
    assert_eq!(order(split("bcda")), [1, 2, 0, 3]);
    assert_eq!(order(split("abcd")), [0, 1, 2, 3]);
    assert_eq!(misfit(split("bcad ")).breaks, 3);
    // One after the other.
    let later = vec![append("a", 0, "a", 1), append("b", 2, "b", 3), read("c", 4, 5, Some("ba"))];
    assert_eq!(misfit(later), Misfit { breaks: 2, longest: vec![0, 1], stuck: vec![2] });
}

#[test]
fn a_store_swaps_and_deletes() {
    let swaps = vec![
        write("a", 0, "1", Some(1)),
        cas("a", 2, ("1", "2"), Some((9, true))),
        cas("b", 3, ("1", "3"), Some((8, false))),
        read("a", 10, 11, Some("2")),
    ];
    assert_eq!(order(swaps), [0, 1, 2, 3]);
    let both = vec![
        write("a", 0, "1", Some(1)),
        cas("a", 2, ("1", "2"), Some((9, true))),
        cas("b", 3, ("1", "3"), Some((8, true))),
    ];
    assert_eq!(misfit(both), Misfit { breaks: 1, longest: vec![0, 2], stuck: vec![1] });
    let gone = |seen| {
        let delete = on("b", 2, "", KeyValueVerb::Delete, Some((3, KeyValueAnswer::Done)));
        vec![write("a", 0, "1", Some(1)), delete, read("a", 4, 5, seen)]
    };
    assert_eq!(order(gone(None)), [0, 1, 2]);
    assert_eq!(misfit(gone(Some("1"))).breaks, 2);
    // An empty value is one.
    assert_eq!(misfit(gone(Some(""))).breaks, 2);
    // What a store never answers fits nowhere.
    let nonsense = vec![on("a", 0, "", KeyValueVerb::Get, Some((1, KeyValueAnswer::Swapped(true))))];
    assert_eq!(misfit(nonsense), Misfit { breaks: 0, longest: vec![], stuck: vec![0] });
}

#[test]
fn a_lost_update_shows_and_other_keys_do_not_matter() {
    let done = |at| Some((at, KeyValueAnswer::Done));
    let lost = vec![
        on("a", 0, "x", KeyValueVerb::Append("1".into()), done(2)),
        on("b", 1, "x", KeyValueVerb::Append("2".into()), done(3)),
        on("a", 4, "y", KeyValueVerb::Get, Some((5, value(None)))),
        on("b", 4, "x", KeyValueVerb::Get, Some((5, value(Some("2"))))),
    ];
    let parts = found::<KeyValue>(lost);
    assert_eq!(verdict(&parts), Verdict::Not);
    assert_eq!((parts[0].name.as_str(), parts[1].name.as_str()), ("x", "y"));
    let Found::Misfit(misfit) = &parts[0].found else { panic!("an update was lost") };
    assert_eq!((misfit.longest.len(), &*misfit.stuck, misfit.breaks), (2, &[3][..], 3));
    assert_eq!(parts[1].found, Found::Order(vec![2]));
}

#[test]
fn a_counter_counts() {
    let add = |client: &str, call, add, reply: Option<(u64, Option<i64>)>| Operation {
        client: client.to_owned(),
        call,
        request: CounterCall { counter: "".into(), add },
        reply,
    };
    let told =
        |total| vec![add("a", 0, 2, Some((5, Some(2)))), add("b", 1, 3, None), add("c", 6, 0, Some((7, Some(total))))];
    for total in [2, 5] {
        assert_eq!(verdict(&found::<Counter>(told(total))), Verdict::Linearizable, "{total}");
    }
    assert_eq!(verdict(&found::<Counter>(told(3))), Verdict::Not);
    let silent = vec![add("a", 0, i64::MAX, Some((1, None))), add("a", 2, 1, Some((3, Some(i64::MIN))))];
    assert_eq!(verdict(&found::<Counter>(silent)), Verdict::Linearizable);
}

#[test]
fn a_lock_has_one_holder() {
    let asks = |who: &str, call, verb, reply| Operation {
        client: who.to_owned(),
        call,
        request: LockCall { lock: "".into(), who: who.into(), verb },
        reply,
    };
    let (acquire, release) = (LockVerb::Acquire, LockVerb::Release);
    let both = vec![asks("a", 0, acquire, Some((1, true))), asks("b", 2, acquire, Some((3, true)))];
    assert_eq!(verdict(&found::<Lock>(both)), Verdict::Not);
    let handed = |released| {
        vec![
            asks("a", 0, acquire, Some((1, true))),
            asks("b", 2, acquire, Some((3, false))),
            asks("a", 4, release, released),
            asks("b", 5, acquire, Some((6, true))),
            asks("a", 7, release, Some((8, false))),
        ]
    };
    // A release that never returned may have been done.
    for released in [Some((5, true)), None] {
        assert_eq!(verdict(&found::<Lock>(handed(released))), Verdict::Linearizable);
    }
    assert_eq!(verdict(&found::<Lock>(handed(Some((5, false))))), Verdict::Not);
}

#[test]
fn what_cannot_be_is_said() {
    let backwards = vec![read("a", 5, 4, None)];
    assert_eq!(History::new(backwards), Err(BadHistory::ReturnsBeforeCall(0)));
    let overlapping = vec![read("a", 0, 4, None), read("a", 3, 6, None)];
    assert_eq!(History::new(overlapping), Err(BadHistory::Overlaps(0, 1)));
    let parts = check::<KeyValue>(&History::new(vec![read("a", 0, 1, None)]).expect("a history"), 0);
    assert_eq!((verdict(&parts), &parts[0].found), (Verdict::Undecided, &Found::Undecided));
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
                    operations.push(on(&name, now, "", KeyValueVerb::Get, None));
                    peer.on_invoke(client, register::RegisterOp::Read).expect("one call at a time");
                }
            }
            Some(at) => {
                let (told, reply) = match operations[at].request.verb {
                    // A register that nobody has written reads as 0 there, as nothing here.
                    KeyValueVerb::Get if value == '0' => (register::RegisterRet::ReadOk(value), self::value(None)),
                    KeyValueVerb::Get => (register::RegisterRet::ReadOk(value), self::value(Some(&value.to_string()))),
                    _ => (register::RegisterRet::WriteOk, KeyValueAnswer::Done),
                };
                operations[at].reply = Some((now, reply));
                peer.on_return(client, told).expect("it was called");
            }
        }
    }
    // There is no way to write nothing: write something else there.
    let writes_nothing = operations.iter().any(|op| op.request.verb == KeyValueVerb::Put("0".into()));
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
        let ours = verdict(&found::<KeyValue>(operations.clone())) == Verdict::Linearizable;
        assert_eq!(ours, expected, "seed {seed}: {operations:#?}");
        compared += 1;
        fit += u32::from(expected);
        if compared == 100_000 {
            break;
        }
    }
    assert!((10_000..90_000).contains(&fit), "histories of both kinds: {fit} fit");
}

/// A store of one key by the book, on text: what comes of a call, and the value then.
fn by_the_book(value: Option<&str>, verb: &KeyValueVerb) -> (KeyValueAnswer, Option<String>) {
    let same = || value.map(str::to_owned);
    match verb {
        KeyValueVerb::Get => (self::value(value), same()),
        KeyValueVerb::Put(new) => (KeyValueAnswer::Done, Some(new.to_string())),
        KeyValueVerb::Append(end) => (KeyValueAnswer::Done, Some(value.unwrap_or_default().to_owned() + end)),
        KeyValueVerb::Cas { old, new } if value == Some(old) => (KeyValueAnswer::Swapped(true), Some(new.to_string())),
        KeyValueVerb::Cas { .. } => (KeyValueAnswer::Swapped(false), same()),
        KeyValueVerb::Delete => (KeyValueAnswer::Done, None),
    }
}

/// Every order of a history's operations that one machine could have done, each told to `tell`: tried one by one.
fn every_order(history: &[Op], value: Option<&str>, order: &mut Vec<usize>, tell: &mut dyn FnMut(&[usize])) {
    tell(order);
    for (at, op) in history.iter().enumerate().filter(|(at, _)| !order.contains(at)).collect::<Vec<_>>() {
        let comes_first = |other: &usize| {
            !order.contains(other) && history[*other].reply.as_ref().is_some_and(|(returned, _)| *returned < op.call)
        };
        if (0..history.len()).any(|other| comes_first(&other)) {
            continue;
        }
        let (answer, next) = by_the_book(value, &op.request.verb);
        if op.reply.as_ref().is_none_or(|(_, told)| *told == answer) {
            order.push(at);
            every_order(history, next.as_deref(), order, tell);
            order.pop();
        }
    }
}

/// Whether some order has all that returned, and how long the longest is.
fn tried_one_by_one(history: &[Op]) -> (bool, usize) {
    let (mut whole, mut longest) = (false, 0);
    every_order(history, None, &mut Vec::new(), &mut |order| {
        whole |= history.iter().enumerate().all(|(at, op)| op.reply.is_none() || order.contains(&at));
        longest = longest.max(order.len());
    });
    (whole, longest)
}

/// A random history of a store's whole repertoire on one key.
fn random_store(mut seed: u64) -> Vec<Op> {
    let mut draw = |below: u64| next(&mut seed) % below;
    let clients = 2 + draw(3) as usize;
    let mut open: Vec<Option<usize>> = vec![None; clients];
    let mut operations: Vec<Op> = Vec::new();
    let letters = ["a", "b", "ab"];
    for now in 0..6 + draw(6) {
        let client = draw(clients as u64) as usize;
        let mut letter = || letters[draw(3) as usize];
        if let Some(at) = open[client].take() {
            let answer = match operations[at].request.verb {
                KeyValueVerb::Get => value([None, Some("a"), Some("b"), Some("ab")][draw(4) as usize]),
                KeyValueVerb::Cas { .. } => KeyValueAnswer::Swapped(draw(2) == 0),
                _ => KeyValueAnswer::Done,
            };
            operations[at].reply = Some((now, answer));
            continue;
        }
        let (one, other) = (letter(), letter());
        let verb = match draw(8) {
            0 | 1 => KeyValueVerb::Put(one.into()),
            2 | 3 => KeyValueVerb::Append(one.into()),
            4 => KeyValueVerb::Cas { old: one.into(), new: other.into() },
            5 => KeyValueVerb::Delete,
            _ => KeyValueVerb::Get,
        };
        open[client] = Some(operations.len());
        operations.push(on(&client.to_string(), now, "", verb, None));
    }
    operations
}

#[test]
fn what_is_found_is_what_trying_everything_finds() {
    let mut misfits = 0;
    for seed in 0..20_000 {
        let history = random_store(seed);
        let (whole, longest) = tried_one_by_one(&history);
        match alone(history.clone()) {
            Found::Order(order) => {
                assert!(whole, "seed {seed}: {history:#?}");
                let mut is_one = false;
                every_order(&history, None, &mut Vec::new(), &mut |other| is_one |= other == order);
                assert!(is_one, "seed {seed}: {order:?} is no order of {history:#?}");
            }
            Found::Misfit(misfit) => {
                assert!(!whole, "seed {seed}: {history:#?}");
                assert_eq!(misfit.longest.len(), longest, "seed {seed}: {history:#?}");
                let mut is_one = false;
                every_order(&history, None, &mut Vec::new(), &mut |other| is_one |= other == misfit.longest);
                assert!(is_one && !misfit.stuck.is_empty(), "seed {seed}: {misfit:?} of {history:#?}");
                // Up to that return there is no order, and up to just before it there is.
                let broke = history[misfit.breaks].reply.as_ref().expect("it returned").0;
                assert!(!tried_one_by_one(&until(&history, broke)).0, "seed {seed}: {history:#?}");
                assert!(tried_one_by_one(&until(&history, broke - 1)).0, "seed {seed}: {history:#?}");
                misfits += 1;
            }
            Found::Undecided => panic!("seed {seed} takes more than {STEPS} steps"),
        }
    }
    assert!((4_000..16_000).contains(&misfits), "histories of both kinds: {misfits} do not fit");
}

/// A history as it stood at a moment.
fn until(history: &[Op], now: u64) -> Vec<Op> {
    let called = history.iter().filter(|op| op.call <= now).cloned();
    called.map(|op| Op { reply: op.reply.filter(|(returned, _)| *returned <= now), ..op }).collect()
}
