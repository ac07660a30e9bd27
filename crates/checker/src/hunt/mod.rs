//! Hunts: searches that are asked for, and answered, in plain data, whatever the protocol.
//!
//! An [`Order`] says what to search; [`begin`] makes a [`Hunting`] of it, which goes on in slices and tells its
//! [`Progress`]; it ends with an [`End`]. What was found is an ordinary recording. Command line, worker and lesson check
//! all hunt through here.

mod order;
mod talk;
mod under_way;

pub use order::{BadOrder, Order, REQUESTS_MAX};
pub use talk::{Ask, Tell};
pub use under_way::{End, Found, Hunting, Progress};

use quorum_kernel::Exhibit;
use quorum_protocols::{Visitor, visit};

struct Begin<'a>(&'a Order);

impl Visitor for Begin<'_> {
    type Output = Result<Box<dyn Hunting>, BadOrder>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        under_way::begin::<P>(self.0)
    }
}

/// Begins a hunt.
///
/// # Errors
/// What is wrong with the order.
pub fn begin(order: &Order) -> Result<Box<dyn Hunting>, BadOrder> {
    let id = &order.start.scenario.protocol;
    visit(id, Begin(order)).unwrap_or_else(|| Err(BadOrder::Protocol(id.clone())))
}

struct Declared<'a>(Option<&'a str>, u64);

impl Visitor for Declared<'_> {
    type Output = Result<Order, BadOrder>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        Order::of::<P>(self.0, self.1)
    }
}

/// The search that a protocol, or one of its mutants, declares as worth running.
///
/// # Errors
/// If there is no such protocol or mutant.
pub fn declared(protocol: &str, mutant: Option<&str>, seed: u64) -> Result<Order, BadOrder> {
    visit(protocol, Declared(mutant, seed)).unwrap_or_else(|| Err(BadOrder::Protocol(protocol.to_owned())))
}
