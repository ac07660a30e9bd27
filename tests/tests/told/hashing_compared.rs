//! What the words of `hashing-compared` tell.

use quorum_kernel::{Choice, Exhibit, Inspect};
use quorum_lesson::{Bound, Lesson, play};
use quorum_protocols::hash_ring::HashRing;
use quorum_sim::History;

use crate::{
    Told,
    modulo_vs_ring::{all, has_just, holds, member, moved, not},
    solution, tell,
};

#[test]
fn what_the_words_of_hashing_compared_tell_is_what_happens() {
    let jump = || {
        let keys = [has_just("n2", "dlp"), has_just("n3", "gj"), has_just("n4", "ci"), has_just("n5", "aefmo")];
        all([all(keys), has_just("n6", "bhkn")])
    };
    let table = || all([has_just("n4", "gm"), holds("n2", "f"), not(holds("n3", "f"))]);
    let told: [Told<HashRing>; 4] = [
        Told::of("side-by-side", not(member("n6")), member("n6")),
        // All go back to where they would be: h to bucket 1.
        Told::of("the-last-goes", jump(), all([moved(4), has_just("n3", "ghj"), not(member("n6"))])),
        // n stays where it is; what was n5's, bucket 3, is now n6's.
        Told::of(
            "one-in-the-middle",
            jump(),
            all([moved(12), has_just("n4", "ghj"), has_just("n5", "bcik"), has_just("n6", "aefmno")]),
        ),
        Told::of(
            "a-table",
            table(),
            all([moved(3), holds("n3", "f"), not(holds("n2", "f")), member("n2"), member("n3"), not(member("n4"))]),
        ),
    ];
    tell("hashing-compared", &told);
}

/// The bars that the first step tells of.
#[test]
fn the_charts_of_the_first_step_are_as_told() {
    let json = include_str!("../../../lessons/hashing-compared/lesson.json");
    let lesson = Lesson::parse(json).and_then(Bound::<HashRing>::new).unwrap_or_else(|fault| panic!("{fault}"));
    let mut history = History::new(lesson.lesson.scenario.clone()).expect("a good scenario");
    play(&solution(&lesson.steps[0].task), &mut history).expect("it can be played");
    let chart = |id: &str| HashRing::chart(history.run().world(), id).bars;
    let moved: Vec<(String, u64)> =
        chart("placements").into_iter().map(|bar| (bar.label.id.replace("hash-ring-bar-", ""), bar.value)).collect();
    let expected =
        [("modulo", 789), ("ring", 171), ("rendezvous", 201), ("jump", 201), ("maglev", 256), ("bounded", 206)];
    assert_eq!(moved, expected.map(|(name, moved)| (name.to_owned(), moved)));
    assert!(chart("placements").iter().all(|bar| bar.expected == Some(200)));
    let bounded = chart("fullest").pop().expect("six bars");
    assert!(bounded.value <= bounded.expected.expect("even shares") * 11 / 10);
}

/// “The servers of this site can be run with each of the placements but this one.”
#[test]
fn five_of_the_six_can_be_chosen() {
    let chosen = |placement: u32| {
        let options = [("placement".to_owned(), placement)].into();
        HashRing::configure(&Choice { options, ..HashRing::default_choice() }).is_ok()
    };
    assert_eq!((0..6).map(chosen).collect::<Vec<_>>(), [true, true, true, true, true, false]);
}
