//! Searches worth running. Where a property is about time, time is bounded, and a lock is a few ticks long.

use quorum_kernel::{Bounds, Budget, Fault, Hunt, Timing, UNLIMITED};

/// Two clients that want the lock once each.
const TWO: &[&str] = &["c1 increment", "c2 increment"];

/// One Redis and the resource, two clients, no faults yet.
const ONE_REDIS: Hunt = Hunt { servers: 2, clients: 2, requests: TWO, within_steps: false, ..Hunt::NEW };

/// Three masters and the resource.
const THREE_MASTERS: Hunt = Hunt { servers: 4, ..ONE_REDIS };

/// Timers at any moment: whoever is to be wrong about time can be. Fencing holds all the same.
pub const WITHIN: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 5), property: Some("exclusion"), ..ONE_REDIS };

/// c1 has the lock, has looked at its clock, and is about to write.
const CHECKED: &[&str] = &[
    "invoke c1 increment",
    "deliver c1>n1 Set#1",
    "deliver n1>c1 Answer#1",
    "deliver c1>n2 Read#1",
    "deliver n2>c1 Value#1",
    "fire c1 work",
];

/// The same without fencing: c1 stands still before it writes, its time passes, and c2 comes in.
pub const BEYOND: Hunt = Hunt { options: &[("fencing", 0)], start: CHECKED, requests: &["c2 increment"], ..WITHIN };

/// With a number that does not grow, fencing keeps out nobody.
pub const FENCE_STANDS_STILL: Hunt = Hunt { options: &[], ..BEYOND };

/// A client's time is over, and it lets go of what is another's by then.
pub const DELETES_ANYONES: Hunt = Hunt { property: Some("owner-releases"), ..WITHIN };

/// Both look before either has set. Nothing has to go wrong.
pub const CHECK_THEN_SET: Hunt = Hunt { budget: Budget::NONE, property: Some("one-holder"), ..ONE_REDIS };

/// A client crashes with the lock.
pub const NO_EXPIRY: Hunt = Hunt {
    clients: 1,
    requests: &["c1 increment"],
    budget: Budget::NONE.with(Fault::Crash, 1),
    property: Some("lock-frees"),
    ..ONE_REDIS
};

/// A time to live of four ticks, of which a client counts on three; messages take up to two.
const SHORT: Hunt = Hunt {
    options: &[("ttl", 4), ("margin", 1), ("work", 0)],
    budget: Budget::NONE.with(Fault::Fire, UNLIMITED),
    timing: Timing::Bounded(Bounds { drift: None, delay: Some(2), pause: None }),
    property: Some("one-holder"),
    ..ONE_REDIS
};

/// The answer takes its time, and the client counts from then on.
pub const IGNORES_ELAPSED: Hunt = SHORT;

/// Redlock as the document has it, without fencing, in a world that is as punctual as it asks for: a pause is no longer than
/// what a client leaves for it. Two masters: a third only adds to the orders of messages.
pub const REDLOCK_WITHIN: Hunt = Hunt {
    servers: 3,
    options: &[("ttl", 2), ("margin", 1), ("work", 0)],
    budget: Budget::NONE.with(Fault::Fire, 6).with(Fault::Pause, 1),
    timing: Timing::Bounded(Bounds { drift: None, delay: Some(0), pause: Some(1) }),
    property: Some("exclusion"),
    ..ONE_REDIS
};

/// The same with a pause of one tick more.
pub const REDLOCK_BEYOND: Hunt =
    Hunt { timing: Timing::Bounded(Bounds { drift: None, delay: Some(0), pause: Some(2) }), ..REDLOCK_WITHIN };

/// As on one Redis.
pub const REDLOCK_DELETES_ANYONES: Hunt = Hunt { property: Some("owner-releases"), servers: 2, ..WITHIN };

/// As on one Redis.
pub const REDLOCK_CHECK_THEN_SET: Hunt = Hunt { servers: 2, ..CHECK_THEN_SET };

/// As on one Redis.
pub const REDLOCK_NO_EXPIRY: Hunt = Hunt { servers: 2, ..NO_EXPIRY };

/// As on one Redis.
pub const REDLOCK_IGNORES_ELAPSED: Hunt = SHORT;

/// A master crashes between two clients that it is the only one to know of both.
pub const RESTARTS_AT_ONCE: Hunt = Hunt {
    options: &[("ttl", 4), ("margin", 1), ("work", 0)],
    budget: Budget::NONE.with(Fault::Fire, UNLIMITED).with(Fault::Crash, 1),
    timing: Timing::Bounded(Bounds { drift: None, delay: Some(0), pause: None }),
    property: Some("one-holder"),
    ..THREE_MASTERS
};

/// Of two masters each client gets one. Nothing has to go wrong.
pub const COUNTS_HALF: Hunt = Hunt { servers: 3, ..CHECK_THEN_SET };
