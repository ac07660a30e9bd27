//! What the run has cost.

use quorum_scene::{CallCost, Meters, words::say};
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
            { for meters.call.as_ref().map(call_cost) }
        </section>
    }
}

/// What the last call cost, in a line that unfolds.
pub fn call_cost(call: &CallCost) -> Html {
    let sent: u32 = call.messages.iter().map(|(_, count)| count).sum();
    let trips = t!("call-trips", n = call.hops / 2, half = call.hops % 2);
    let writes = t!("call-writes", n = call.forced_writes);
    html! {
        <details class="call-cost" data-call={call.request.clone()} data-hops={call.hops.to_string()}>
            <summary>
                <span class="mono">{ t!("call-of", client = call.client, request = call.request.as_str()) }</span>
                <span>{ t!("call-sum", trips = trips, messages = sent, writes = writes) }</span>
            </summary>
            <dl>
                { for call.messages.iter().map(|(kind, count)| html! { <div><dt class="mono">{ kind }</dt><dd>{ t!("plain-number", n = *count) }</dd></div> }) }
                <div><dt>{ t!("call-bytes") }</dt><dd>{ t!("plain-number", n = call.bytes) }</dd></div>
                <div><dt>{ t!("call-time") }</dt><dd>{ t!("elapsed-ms", us = call.elapsed_us) }</dd></div>
            </dl>
        </details>
    }
}
