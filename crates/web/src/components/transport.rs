//! Play, pause, step, speed, seed, and the clock.

use quorum_kernel::Text;
use quorum_scene::{Command, Scene, words};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::{Callback, Html, InputEvent, NodeRef, Properties, TargetCast, component, html};

use super::{draw_icon, seed::SeedButton};
use crate::{
    stage::{Painters, use_painters, write},
    state::{SPEED_MAX, SPEED_MIN},
    t,
};

/// Properties of [`Transport`].
#[derive(Properties, PartialEq)]
pub struct TransportProps {
    /// The world at the cursor.
    pub scene: Rc<Scene>,
    /// Whether time runs.
    pub playing: bool,
    /// Virtual seconds a second.
    pub speed: f64,
    /// Lets time run, or stand.
    pub on_play: Callback<bool>,
    /// One event on.
    pub on_forward: Callback<()>,
    /// Moves the cursor.
    pub on_jump: Callback<Command>,
    /// Another speed.
    pub on_speed: Callback<f64>,
    /// Each event is chosen by hand from now on, or time runs again.
    pub on_manual: Callback<bool>,
}

/// The controls below the stage.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    crate::hooks::use_words();
    let clock = &props.scene.clock;
    let (at_start, at_end) = (clock.event == 0 && clock.now_us == 0, clock.event >= clock.events);
    let button = |action: &'static str, icon: &'static str, words: String, disabled: bool, then: Callback<()>| {
        html! {
            <button class="icon-btn" data-action={action} aria-label={words.clone()} title={words}
                aria-disabled={disabled.then_some("true")} onclick={then.reform(|_| ())}>
                { draw_icon(icon) }
            </button>
        }
    };
    let jump = |command: Command| props.on_jump.reform(move |()| command.clone());
    let manual = props.scene.actions.is_some();
    let (play_icon, play_words) = match (props.playing, manual) {
        (true, _) => ("pause", t!("pause")),
        (false, false) => ("play", t!("play")),
        (false, true) => ("play", t!("play-manual")),
    };
    let play = {
        let playing = props.playing;
        props.on_play.reform(move |_| !playing)
    };
    let mut painters = Painters::default();
    let clock_face = clock_face(&props.scene, &mut painters);
    use_painters(painters);
    html! {
        <div class="controls" role="group" aria-label={t!("transport")}>
            <div class="keys">
                { button("start", "first", t!("to-start"), at_start, jump(Command::Seek { event: 0 })) }
                { button("back", "back", t!("one-back"), at_start, jump(Command::Back)) }
                <button class="icon-btn play" data-action="play" aria-label={play_words.clone()} title={play_words}
                    aria-disabled={(manual && !props.playing).then_some("true")} onclick={play}>
                    { draw_icon(play_icon) }
                </button>
                { button("forward", "forward", t!("one-forward"), clock.next_us.is_none(), props.on_forward.clone()) }
                { button("end", "last", t!("to-end"), at_end, jump(Command::Seek { event: clock.events })) }
            </div>
            { clock_face }
            { mode_switch(manual, &props.on_manual) }
            <span class="push" />
            // Where time does not run by itself it has no speed.
            if !manual || props.playing { { speed_slider(props.speed, &props.on_speed) } }
            <SeedButton seed={props.scene.seed.clone()} on_reset={props.on_jump.reform(|seed| Command::Reset { seed })} />
        </div>
    }
}

/// Whether time runs by itself or each event is chosen by hand: both in words, so that one sees what there is.
fn mode_switch(manual: bool, on_manual: &Callback<bool>) -> Html {
    let mode = |on: bool, action: &'static str, words: String, title: String| {
        html! {
            <button class="btn small" data-action={action} aria-pressed={(manual == on).to_string()} {title}
                onclick={on_manual.reform(move |_| on)}>{ words }</button>
        }
    };
    html! {
        <div class="modes" role="group" aria-label={t!("mode")}>
            { mode(false, "auto", t!("mode-auto"), t!("mode-auto-words")) }
            { mode(true, "manual", t!("mode-manual"), t!("mode-manual-words")) }
        </div>
    }
}

/// View time, painted in every frame, and where the cursor is.
fn clock_face(scene: &Scene, painters: &mut Painters) -> Html {
    let face = NodeRef::default();
    let painted = face.clone();
    painters.add(move |now_us| write(&painted, &words::time(now_us as i64)));
    let clock = &scene.clock;
    let letter = scene
        .timeline
        .branches
        .iter()
        .find(|branch| branch.id == clock.branch)
        .map_or_else(String::new, |branch| branch.letter.clone());
    let place = if clock.event == clock.events { "clock-at-head" } else { "clock-within" };
    let where_words =
        words::say(&Text::new(place).with("event", clock.event).with("events", clock.events).with("branch", letter));
    html! {
        <div class="clock" data-event={clock.event.to_string()} data-events={clock.events.to_string()} data-us={clock.now_us.to_string()}
            data-digest={scene.digest.clone()}>
            <span ref={face} />
            <small>{ where_words }</small>
        </div>
    }
}

/// The slider runs over the logarithm: halving is as far as doubling.
const NOTCHES: f64 = 100.0;

fn notch(speed: f64) -> f64 {
    (NOTCHES * (speed / SPEED_MIN).ln() / (SPEED_MAX / SPEED_MIN).ln()).round()
}

/// The speed at a notch, in two significant digits: 0.051 is no better than 0.05.
fn speed_at(notch: f64) -> f64 {
    let exact = SPEED_MIN * (SPEED_MAX / SPEED_MIN).powf(notch / NOTCHES);
    let unit = 10_f64.powf(exact.log10().floor() - 1.0);
    (exact / unit).round() * unit
}

fn speed_words(speed: f64) -> String {
    let digits = if speed < 0.1 { 3 } else { 2 };
    let written = format!("{speed:.digits$}");
    let short = written.trim_end_matches('0').trim_end_matches('.');
    format!("{short}×")
}

fn speed_slider(speed: f64, on_speed: &Callback<f64>) -> Html {
    let set = on_speed
        .reform(|event: InputEvent| speed_at(event.target_unchecked_into::<HtmlInputElement>().value_as_number()));
    let shown = speed_words(speed);
    html! {
        <label class="slider">
            <span class="word">{ t!("speed") }</span>
            <input type="range" min="0" max={NOTCHES.to_string()} value={notch(speed).to_string()}
                data-action="speed" aria-label={t!("speed")} aria-valuetext={shown.clone()} oninput={set} />
            <span class="mono">{ shown }</span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speed_slider_reaches_both_ends_and_finds_its_way_back() {
        assert!((speed_at(0.0) - SPEED_MIN).abs() < 1e-9);
        assert!((speed_at(NOTCHES) - SPEED_MAX).abs() < 1e-9);
        for n in 0..=100 {
            let back = notch(speed_at(f64::from(n)));
            assert!((back - f64::from(n)).abs() <= 1.0, "notch {n} came back as {back}");
        }
    }

    #[test]
    fn speeds_are_written_short() {
        assert_eq!(speed_words(0.05), "0.05×");
        assert_eq!(speed_words(4.0), "4×");
        assert_eq!(speed_words(0.5), "0.5×");
    }
}
