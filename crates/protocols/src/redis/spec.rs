//! What the locks promise. Who uses the resource is judged at the resource, not by who thinks that it may.

use quorum_kernel::{Happening, Mode, NodeId, Promise, Property, Shared, Spec, Symmetry, Text, World};
use serde::Serialize;

use super::{Config, Deployment, Lock, Note, Scheme, Token, Write, symmetry, words};

/// What a property remembers of a run. Each property has one of its own and uses the parts that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ghost {
    /// What broke the property, once something has: it never mends.
    pub broken: Option<Text>,
    /// How many writes the resource has accepted, a write that came twice once.
    pub writes: u32,
    /// Whose the last of them was.
    pub writer: Option<Token>,
}

impl Ghost {
    fn break_with(&mut self, why: impl FnOnce() -> Text) {
        if self.broken.is_none() {
            self.broken = Some(why());
        }
    }
}

impl<K: Deployment> Spec for Lock<K> {
    type Ghost = Ghost;

    fn properties() -> &'static [Property<Self>] {
        Self::PROPERTIES
    }

    fn symmetry() -> Option<Symmetry<Self>> {
        Some(symmetry::symmetry())
    }
}

impl<K: Deployment> Lock<K> {
    const PROPERTIES: &'static [Property<Self>] = &[
        Property {
            id: "exclusion",
            mode: Mode::Always,
            promise: promise_exclusion,
            fold: fold_exclusion,
            holds: |ghost, _| ghost.broken.is_none(),
            detail: words::exclusion,
        },
        Property {
            id: "one-holder",
            mode: Mode::Always,
            promise: promise_one_holder,
            fold: |_, _, _| {},
            holds: |_, world| words::holders(world).count() <= 1,
            detail: words::one_holder,
        },
        Property {
            id: "owner-releases",
            mode: Mode::Always,
            promise: |_| Promise::ALL_BUT_WIPE,
            fold: fold_releases,
            holds: |ghost, _| ghost.broken.is_none(),
            detail: words::owner_releases,
        },
        Property {
            id: "lock-frees",
            mode: Mode::Eventually,
            promise: |_| Promise::ALL_BUT_WIPE,
            fold: |_, _, _| {},
            holds: |_, world| words::orphans(world).next().is_none(),
            detail: words::lock_frees,
        },
        Property {
            id: "incremented",
            mode: Mode::Sometimes,
            promise: |_| Promise::ALL_BUT_WIPE,
            fold: fold_exclusion,
            holds: |ghost, _| ghost.writes > 0,
            detail: words::incremented,
        },
    ];
}

/// Whether a crash of a key store can make it grant a lock a second time.
fn forgets(config: &Config) -> bool {
    match config.scheme {
        // A replica may lack what its master had granted.
        Scheme::Single => !config.persist || config.has_replica(),
        Scheme::Majority => !config.delayed_restart,
    }
}

fn promise_exclusion(config: &Config) -> Promise {
    let all = Promise::ALL_BUT_WIPE;
    match (config.fencing, config.scheme) {
        // Numbers that grow for good keep out whoever is late, whatever went wrong. But what a fail-over takes back grows
        // a second time, and a fail-over comes of silence: of a crash, a loss, a pause.
        (true, Scheme::Single) if config.has_replica() => Promise { loss: false, crash: false, timing: false, ..all },
        (true, Scheme::Single) => Promise { crash: !forgets(config), ..all },
        // A read that comes again would set the mark back. All else the resource sees to, whoever was granted what.
        (true, Scheme::Majority) => Promise { duplication: false, ..all },
        // The lock alone: only if writes come in time, and once.
        (false, _) => Promise { loss: false, duplication: false, timing: false, crash: !forgets(config), ..all },
    }
}

/// The lock's own promise: its time is counted from before it was asked for, so that delays do no harm. Pauses and clocks
/// do.
fn promise_one_holder(config: &Config) -> Promise {
    let loss = !config.has_replica();
    Promise { loss, timing: false, crash: !forgets(config), ..Promise::ALL_BUT_WIPE }
}

/// Who noted what, of all that happened.
fn notes<K: Deployment>(happened: &[Happening<Lock<K>>]) -> impl Iterator<Item = (NodeId, &Note)> {
    happened.iter().filter_map(|happening| match happening {
        Happening::Noted { node, note } => Some((*node, note)),
        _ => None,
    })
}

/// Everybody writes one more than was there when they read. So if the number is one more with each write, nobody's has
/// come between another's read and write, and none is lost. What counts is what reached the disk.
fn fold_exclusion<K: Deployment>(ghost: &mut Shared<Ghost>, _: &World<Lock<K>>, happened: &[Happening<Lock<K>>]) {
    for happening in happened {
        let Happening::Wrote { write: Write::Resource(resource), .. } = happening else { continue };
        // What was only read, or written a second time by the same, is as it was.
        let Some(writer) = resource.writer.filter(|writer| ghost.writer != Some(*writer)) else { continue };
        if resource.value != ghost.writes + 1 {
            let other = ghost.writer.map_or(writer.client, |writer| writer.client);
            ghost.break_with(|| {
                let text = Text::new("locks-write-lost").with("node", writer.client).with("other", other);
                text.with("value", resource.value)
            });
        }
        ghost.writes += 1;
        ghost.writer = Some(writer);
    }
}

fn fold_releases<K: Deployment>(ghost: &mut Shared<Ghost>, _: &World<Lock<K>>, happened: &[Happening<Lock<K>>]) {
    for (node, note) in notes(happened) {
        if let Note::Unlocked { held, by } = note
            && held != by
        {
            ghost.break_with(|| {
                let text = Text::new("locks-released-anothers").with("node", node);
                text.with("by", by.client).with("owner", held.client)
            });
        }
    }
}
