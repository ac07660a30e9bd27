//! The searches that protocols declare: what they must find is found, and where nothing may be found nothing is.

use quorum_checker::hunt::{End, Found, Order, Progress, begin, declared};
use quorum_kernel::{Exhibit, Mode};
use quorum_protocols::{IDS, Visitor, visit};
use quorum_sim::Replay;

/// Hunts to the end.
fn hunt(order: &Order) -> (Progress, End) {
    let mut hunt = begin(order).unwrap_or_else(|bad| panic!("{bad}"));
    loop {
        if let Some(end) = hunt.advance(4_096, 2).unwrap_or_else(|bad| panic!("{bad}")) {
            return (hunt.progress(), end);
        }
    }
}

/// Whether what was found is so: its recording replays, and breaks the property with its last event and not before.
struct Shows<'a>(&'a Found);

impl Visitor for Shows<'_> {
    type Output = ();

    fn visit<P: Exhibit>(self) {
        let Found { property, recording, .. } = self.0;
        let Replay { history, departure } = recording.replay::<P>().expect("a recording");
        assert_eq!(departure, None);
        let broken = |index| {
            let run = history.run_at(index);
            let verdicts = run.monitor().verdicts(run.world());
            verdicts.into_iter().any(|(other, verdict)| other.id == property && !verdict.holds)
        };
        assert!(broken(recording.events), "{property} holds at the end of its recording");
        // What must hold at last may be false on the way: that it stays so is what was found.
        let at_last = P::properties().iter().any(|other| other.id == property && other.mode == Mode::Eventually);
        assert!(at_last || !broken(recording.events - 1), "{property} was broken before");
    }
}

fn finds(order: &Order, breaks: &str) -> Found {
    let End::Found(found) = hunt(order).1 else { panic!("nothing found, which should break {breaks}") };
    visit(&order.start.scenario.protocol, Shows(&found));
    assert_eq!(found.property, breaks);
    *found
}

struct Declares;

impl Visitor for Declares {
    type Output = ();

    fn visit<P: Exhibit>(self) {
        for mutant in P::MUTANTS {
            let order = declared(P::ID, Some(mutant.id), 1).unwrap_or_else(|bad| panic!("{}: {bad}", mutant.id));
            let found = finds(&order, mutant.breaks);
            println!("{} {}: {} in {}", P::ID, mutant.id, found.property, found.actions);
        }
        let beyond = Order::declared::<P>(&P::BEYOND, None, 1).unwrap_or_else(|bad| panic!("{bad}"));
        assert!(matches!(hunt(&beyond).1, End::Found(_)), "{} holds beyond its promise", P::ID);
    }
}

#[test]
fn every_mutant_is_found_and_so_is_what_is_not_promised() {
    for id in IDS {
        visit(id, Declares);
    }
}
