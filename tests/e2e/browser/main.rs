//! The lab in a real browser: the way of a learner, then the controls one by one.

mod access;
mod cards;
mod failures;
mod keyboard;
mod learner;
mod progress;
mod reading;
mod transport;
mod words;
