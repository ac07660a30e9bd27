//! What the run has cost.

use quorum_scene::{Meters, words::say};
use yew::{Html, html};

use crate::t;

/// From here on milliseconds are too many digits.
const LONG_US: u64 = 10_000_000;

/// Messages, disk writes and time since the current era began.
pub fn meter_row(meters: &Meters) -> Html {
    let figure = |value: u32, words: String, title: String| {
        html! { <div {title}><b>{ t!("plain-number", n = value) }</b><span>{ words }</span></div> }
    };
    let elapsed = if meters.elapsed_us < LONG_US {
        t!("elapsed-ms", us = meters.elapsed_us)
    } else {
        t!("elapsed-s", us = meters.elapsed_us)
    };
    let (number, unit) = elapsed.split_once(' ').unwrap_or((&elapsed, ""));
    html! {
        <section aria-labelledby="meters-title">
            <h2><span id="meters-title">{ t!("meters-title") }</span><span class="note">{ say(&meters.since) }</span></h2>
            <div class="meters">
                { figure(meters.messages, t!("meter-messages"), t!("meter-messages-words")) }
                { figure(meters.lost, t!("meter-lost"), t!("meter-lost-words")) }
                { figure(meters.forced_writes, t!("meter-writes", n = meters.forced_writes), t!("meter-writes-words")) }
                <div title={t!("meter-time-words")}><b>{ number.to_owned() }<small>{ format!(" {unit}") }</small></b><span>{ t!("meter-time") }</span></div>
            </div>
        </section>
    }
}
