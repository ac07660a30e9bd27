//! Who owns a key? Functions from the members of a cluster and the hash of a key to the members that keep it.
//!
//! All of them spread keys evenly, more or less. They differ in what happens when the members change: under `key mod n`
//! ([`Modulo`]) nearly every key gets another owner; under consistent hashing only those keys move that have to, a share
//! of 1/(n+1) when the (n+1)-th member joins. Karger et al. 1997 call that *monotone*: a key moves to a new member, or away
//! from one that left, and never between two members that stay.
//!
//! Nothing here knows of time, of messages or of copies under way: a placement is a value, made anew from the members
//! whenever these change. It is the same on every machine, natively and in wasm: integers of fixed width only, no floats in
//! what decides, and a hash that is specified down to the bit.

#![no_std]

extern crate alloc;

mod bounded;
mod hash;
mod jump;
mod maglev;
mod members;
mod modulo;
mod placement;
mod rendezvous;
mod ring;

pub use bounded::Bounded;
pub use hash::key;
pub use jump::{Jump, Ranked};
pub use maglev::Maglev;
pub use members::{Member, Members};
pub use modulo::Modulo;
pub use placement::Placement;
pub use rendezvous::Rendezvous;
pub use ring::{Point, Ring};
