//! Read this before you write a protocol: one tiny protocol for each feature of the kernel, and the kernel's laws.
//!
//! | file | shows |
//! |---|---|
//! | `clients` | where requests enter and replies leave; retries, time-outs, replies in order |
//! | `unforced` | a disk with a cache: what a crash loses, and what a later force saves |
//! | `crash_during` | a crash between two effects of one step |
//! | `membership` | a member that starts down |
//! | `fifo` | channels that keep order, and close |
//! | `lease` | time that is bounded: clocks that drift, delays, pauses |
//! | `embedding` | a protocol within a protocol |
//! | `chatter`, `laws` | what is true of every protocol, tried on one that does everything at random |
//!
//! Each file is a whole protocol: an essay, its types, its handlers, its caveats, its tests (of `lease`, others use the
//! protocol too: it has a file of its own). `bench` is what they are
//! run on, `search` a breadth-first search through everything that can happen to them.

mod bench;
mod chatter;
mod clients;
mod crash_during;
mod embedding;
mod fifo;
mod laws;
mod lease;
mod membership;
mod search;
mod unforced;
