//! Linearizability of histories of a store, beside the figures of the best-known checker.
//!
//! Its own files of histories are not brought along; these are generated in their shape: so many clients, ten keys, half
//! of the calls reads, the others appends of short pieces and now and then a put. Few clients at a time are quick; the
//! others' calls stay under way for long.

use quorum_checker::linear::{History, KeyValue, Operation, Verdict, check, verdict};
use quorum_kernel::operation::{KeyValueAnswer, KeyValueCall, KeyValueVerb};

use crate::clock;

type Op = Operation<KeyValueCall, KeyValueAnswer>;

/// How many keys there are.
const KEYS: usize = 10;
/// How often each history is checked. The quickest round counts.
const ROUNDS: usize = 15;
/// More than any of them takes.
const STEPS_MAX: u64 = 1_000_000_000;

/// A kind of history.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// How many clients.
    pub clients: usize,
    /// How many calls they make.
    pub operations: usize,
    /// Whether one read's answer is changed, so that there is no order.
    pub wrong: bool,
}

/// The shortest time, in milliseconds, that a history of this shape takes to be checked, and the longest over a few seeds.
pub fn milliseconds(shape: Shape) -> (f64, f64) {
    let seeds = (0..7).map(|seed| {
        let history = generate(shape, seed);
        let expected = if shape.wrong { Verdict::Not } else { Verdict::Linearizable };
        let round = |_| {
            let start = clock::now();
            let found = check::<KeyValue>(&history, STEPS_MAX);
            let spent = clock::now() - start;
            assert_eq!(verdict(&found), expected, "{shape:?}, seed {seed}");
            spent * 1_000.0
        };
        (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
    });
    let mut seeds: Vec<f64> = seeds.collect();
    seeds.sort_by(f64::total_cmp);
    (seeds[seeds.len() / 2], seeds[seeds.len() - 1])
}

/// A client's call under way.
struct Open {
    operation: usize,
    /// What the store answered, once it was executed.
    answer: Option<KeyValueAnswer>,
}

/// A history of this shape.
fn generate(shape: Shape, seed: u64) -> History<KeyValueCall, KeyValueAnswer> {
    let mut draws = Draws(seed);
    let mut store = vec![String::new(); KEYS];
    let mut open: Vec<Option<Open>> = (0..shape.clients).map(|_| None).collect();
    let mut counts = vec![0_usize; shape.clients];
    let mut operations: Vec<Op> = Vec::new();
    let mut hot = 0;
    for now in 0.. {
        let all_called = operations.len() == shape.operations;
        if all_called && open.iter().all(Option::is_none) {
            break;
        }
        if draws.below(20) == 0 {
            hot = draws.below(shape.clients);
        }
        let client = if draws.below(2) == 0 { hot } else { draws.below(shape.clients) };
        match &mut open[client] {
            None if all_called => {}
            None => {
                let piece = format!("x {client} {} y", counts[client]);
                counts[client] += 1;
                open[client] = Some(Open { operation: operations.len(), answer: None });
                let request = draws.request(piece);
                operations.push(Op { client: client.to_string(), call: now, request, reply: None });
            }
            Some(Open { operation, answer: answer @ None }) => {
                *answer = Some(execute(&mut store, &operations[*operation].request));
            }
            Some(Open { operation, answer: Some(answer) }) => {
                operations[*operation].reply = Some((now, answer.clone()));
                open[client] = None;
            }
        }
    }
    if shape.wrong {
        spoil(&mut operations, &mut draws);
    }
    History::new(operations).expect("a client does one thing at a time")
}

fn execute(store: &mut [String], KeyValueCall { key, verb }: &KeyValueCall) -> KeyValueAnswer {
    let value = &mut store[key.parse::<usize>().expect("keys are numbers")];
    match verb {
        // A key that nobody has set reads as nothing.
        KeyValueVerb::Get => {
            return KeyValueAnswer::Value((!value.is_empty()).then(|| value.as_str().into()));
        }
        KeyValueVerb::Put(new) => *value = new.to_string(),
        KeyValueVerb::Append(end) => value.push_str(end),
        other => unreachable!("{other:?} is not drawn"),
    }
    KeyValueAnswer::Done
}

/// Changes one read of a longer value: its last piece is gone, as if an update were lost.
fn spoil(operations: &mut [Op], draws: &mut Draws) {
    loop {
        let at = operations.len() / 2 + draws.below(operations.len() / 2);
        let Some((_, KeyValueAnswer::Value(Some(value)))) = &mut operations[at].reply else { continue };
        // Away with a piece from the middle: no order can explain that.
        let pieces: Vec<&str> = value.split_inclusive('y').collect();
        if pieces.len() > 3 {
            let middle = pieces.len() / 2;
            *value = [&pieces[..middle], &pieces[middle + 1..]].concat().concat().into();
            return;
        }
    }
}

/// SplitMix64.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    fn request(&mut self, piece: String) -> KeyValueCall {
        let key = self.below(KEYS).to_string().into();
        let verb = match self.below(20) {
            0..10 => KeyValueVerb::Get,
            10..19 => KeyValueVerb::Append(piece.into()),
            _ => KeyValueVerb::Put(piece.into()),
        };
        KeyValueCall { key, verb }
    }
}
