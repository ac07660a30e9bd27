//! The lab in a real browser: the way of a learner, then the controls one by one.

mod access;
mod beside;
mod broken;
mod cards;
mod engines;
mod failures;
mod focus;
mod hostile;
mod hunt;
mod keyboard;
mod learner;
mod lessons;
mod manual;
mod map;
mod parts;
mod progress;
mod reading;
mod ring;
mod setup;
mod sharing;
mod transport;
mod views;
mod walk;
mod why;
mod words;
