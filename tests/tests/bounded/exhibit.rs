//! The lease as a protocol that can be searched and driven: what it promises, and no more to show than must be.

use quorum_kernel::{
    BadChoice, Choice, Exhibit, Happening, Hunt, Inspect, Mode, Monitor, Mutant, NodeId, Options, Promise, Property,
    Shared, Spec, Text, World,
    inspect::{Face, Field, Glyph, Icon, Look, Tally, Tone},
};

use crate::protocol::{Config, Lease, Lent, Message, Note, SERVER};

/// Whether the thing was used, and whether by one to whom it was not lent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Use {
    used: bool,
    misused: bool,
}

fn fold(seen: &mut Shared<Use>, world: &World<Lease>, happened: &[Happening<Lease>]) {
    for happening in happened {
        if let Happening::Noted { node, note: Note::Used } = happening {
            seen.used = true;
            seen.misused |= world.node(SERVER).state != Some(&Lent(Some(*node)));
        }
    }
}

const fn property(id: &'static str, mode: Mode, holds: fn(&Use, &World<Lease>) -> bool) -> Property<Lease> {
    Property { id, mode, promise: |_| Promise::ALL_BUT_WIPE, fold, holds, detail: |_, _| Text::new("lease") }
}

static PROPERTIES: &[Property<Lease>] = &[
    property("used-while-lent", Mode::Always, |seen, _| !seen.misused),
    property("used", Mode::Eventually, |seen, _| seen.used),
    property("returned", Mode::Eventually, |_, world| world.node(SERVER).state == Some(&Lent(None))),
];

impl Spec for Lease {
    type Ghost = Use;

    fn properties() -> &'static [Property<Self>] {
        PROPERTIES
    }
}

impl Exhibit for Lease {
    const ID: &'static str = "lease";
    const VERSION: u32 = 1;
    const MUTANTS: &'static [Mutant] = &[];
    const WORDS: &'static [(&'static str, &'static str)] = &[];
    const HUNT: Hunt = Hunt::NEW;
    const BEYOND: Hunt = Hunt::NEW;

    type Predicate = ();

    fn default_choice() -> Choice {
        Choice { servers: 1, clients: 1, mutant: None, options: Options::new() }
    }

    fn configure(choice: &Choice) -> Result<Config, BadChoice> {
        Ok(Config { lease: 7, hold: 2, clients: choice.clients })
    }

    fn holds((): &(), _: &World<Self>, _: &Monitor<Self>) -> bool {
        true
    }
}

impl Inspect for Lease {
    fn face(_: &Config, _: NodeId, _: &Lent, (): &()) -> Face {
        Face { icon: Icon::Client, tone: Tone::Calm, caption: Text::new("lease"), badge: None }
    }

    fn badge_down((): &()) -> Option<Text> {
        None
    }

    fn keeps((): &()) -> Text {
        Text::new("lease")
    }

    fn memory(_: &Config, _: NodeId, _: &Lent) -> Vec<Field> {
        Vec::new()
    }

    fn durable(_: &Config, _: NodeId, (): &()) -> Vec<Field> {
        Vec::new()
    }

    fn look(_: &Message) -> Look {
        Look { glyph: Glyph::SquareLines, tone: Tone::Calm }
    }

    fn fields(_: &Message) -> Vec<Field> {
        Vec::new()
    }

    fn legend() -> Vec<(Look, Text)> {
        Vec::new()
    }

    fn tell(_: NodeId, _: &Note) -> Text {
        Text::new("lease")
    }

    fn tallies(_: &World<Self>) -> Vec<Tally> {
        Vec::new()
    }

    fn era(_: NodeId, _: &Note) -> Option<Text> {
        None
    }

    fn sample_requests() -> &'static [&'static str] {
        &["ask", "use"]
    }
}
