//! How far a hunt is, and what came of it.

use quorum_kernel::{Arg, Budget, Fault, Method, Text};
use quorum_scene::{
    Command, Limit, PropertyView, Scene,
    hunt::{End, Found, Order, Progress},
    words::say,
};
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::{Callback, Html, Properties, classes, component, html, use_effect_with, use_node_ref};

use crate::{
    components::draw_icon,
    hooks::{Hunt, Session},
    state::{AppAction, Pane},
    t,
};

/// Where the hunt of this session stands; nothing while there is none.
pub fn hunt_told(session: &Session, scene: &Scene) -> Html {
    let hunt = &session.hunt;
    let away = {
        let hunt = hunt.clone();
        Callback::from(move |_| hunt.put_away())
    };
    let (body, state) = match &*hunt.state {
        Hunt::None => return Html::default(),
        Hunt::UnderWay { order, progress, spent_ms, paused } => (
            under_way(session, order, progress.as_ref(), *spent_ms, *paused),
            if *paused { "paused" } else { "under-way" },
        ),
        Hunt::Ended { order, progress, spent_ms, end } => {
            (ended(session, scene, order, progress, *spent_ms, end), name(end))
        }
        Hunt::Failed(why) => (html! { <p class="lost-ink" role="alert">{ say(why) }</p> }, "failed"),
    };
    let over = !matches!(&*hunt.state, Hunt::UnderWay { .. });
    html! {
        <Told {state} {over}>
            <h2>
                <span id="hunt-title">{ t!("hunt-title") }</span>
                if over {
                    <button class="icon-btn push" aria-label={t!("hunt-put-away")} title={t!("hunt-put-away")} data-action="put-away" onclick={away}>{ draw_icon("close") }</button>
                }
            </h2>
            { body }
        </Told>
    }
}

/// Properties of [`Told`].
#[derive(Properties, PartialEq)]
struct ToldProps {
    /// Where the hunt stands, in a word.
    state: &'static str,
    /// Whether it has ended.
    over: bool,
    children: Html,
}

/// The part of the page that tells of a hunt. It may lie where nobody looks: above what is to be seen of a pane. So it
/// takes the focus when a hunt begins, as what asked for it is gone, and comes into view then and when the hunt has ended.
#[component]
fn Told(props: &ToldProps) -> Html {
    crate::hooks::use_words();
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(props.over, move |over| {
            let Some(section) = place.cast::<HtmlElement>() else { return };
            if !over {
                let _unfocused = section.focus();
            }
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            section.scroll_into_view_with_scroll_into_view_options(&options);
        });
    }
    html! {
        <section class="hunt" ref={place} tabindex="-1" aria-labelledby="hunt-title" data-hunt={props.state}>
            { props.children.clone() }
        </section>
    }
}

fn name(end: &End) -> &'static str {
    match end {
        End::Complete { .. } => "complete",
        End::Stopped(_) => "stopped",
        End::Found(_) => "found",
    }
}

fn under_way(session: &Session, order: &Order, progress: Option<&Progress>, spent_ms: u32, paused: bool) -> Html {
    let hunt = session.hunt.clone();
    let turn = {
        let hunt = hunt.clone();
        move |_| hunt.pause(!paused)
    };
    let cancel = move |_| hunt.put_away();
    let words = if paused {
        t!("hunt-paused")
    } else if progress.is_none() {
        t!("hunt-loading")
    } else {
        t!("hunt-under-way")
    };
    html! {
        <>
            <p role="status">{ words }</p>
            if !paused { <progress aria-label={t!("hunt-under-way")} /> }
            { for progress.map(|progress| figures(order, progress, spent_ms)) }
            <p class="line">
                <button class="btn small" data-action="pause-hunt" aria-pressed={paused.to_string()} disabled={progress.is_none()} onclick={turn}>
                    { draw_icon(if paused { "play" } else { "pause" }) }{ if paused { t!("hunt-resume") } else { t!("hunt-pause") } }
                </button>
                <button class="btn small quiet" data-action="cancel-hunt" onclick={cancel}>{ t!("hunt-cancel") }</button>
            </p>
        </>
    }
}

/// What has been counted.
fn figures(order: &Order, progress: &Progress, spent_ms: u32) -> Html {
    let rate = progress.states * 1_000 / u64::from(spent_ms.max(1));
    let row = |id: &'static str, words: String, value: u64| {
        html! { <div data-figure={id}><dt>{ words }</dt><dd>{ t!("hunt-number", n = value) }</dd></div> }
    };
    let sweep = matches!(order.method, Method::Sweep { .. });
    html! {
        <dl class="figures">
            { row("states", if sweep { t!("hunt-seeds") } else { t!("hunt-states") }, progress.states) }
            { row("rate", t!("hunt-rate"), rate) }
            if !sweep {
                { row("depth", t!("hunt-depth"), progress.depth.into()) }
                { row("waiting", t!("hunt-waiting"), progress.waiting) }
            }
        </dl>
    }
}

fn ended(session: &Session, scene: &Scene, order: &Order, progress: &Progress, spent_ms: u32, end: &End) -> Html {
    let (class, icon, words) = match end {
        End::Found(found) => ("broken", "close", found_words(scene, found)),
        End::Complete { .. } => ("clean", "check", t!("hunt-complete", n = progress.states)),
        End::Stopped(limit) => {
            ("stopped", "timer", t!("hunt-stopped", n = progress.states, limit = Text::new(limit_id(*limit))))
        }
    };
    html! {
        <>
            <p class={classes!("end", class)} role="status">{ draw_icon(icon) }<span>{ words }</span></p>
            if let End::Found(found) = end { { found_run(session, found) } } else { { under_promise(scene, order) } }
            { figures(order, progress, spent_ms) }
        </>
    }
}

fn limit_id(limit: Limit) -> &'static str {
    match limit {
        Limit::Depth => "hunt-limit-depth",
        Limit::States => "hunt-limit-states",
        Limit::Bytes => "hunt-limit-bytes",
        Limit::Walks => "hunt-limit-walks",
    }
}

fn found_words(scene: &Scene, found: &Found) -> String {
    let title = Text::new(format!("{}-{}", scene.protocol, found.property));
    t!("hunt-found", property = title, detail = found.detail.clone())
}

fn found_run(session: &Session, found: &Found) -> Html {
    let show = {
        let (session, json) = (session.clone(), serde_json::to_string(&found.recording).unwrap_or_default());
        move |_| {
            session.jump(Command::Show { json: json.clone() });
            session.state.dispatch(AppAction::Show(Pane::Stage));
        }
    };
    let words =
        if found.shortest { t!("hunt-shortest", n = found.actions) } else { t!("hunt-short", n = found.actions) };
    html! {
        <>
            <p>{ words }</p>
            <p class="line"><button class="btn primary small" data-action="show-found" onclick={show}>{ draw_icon("play") }{ t!("hunt-show") }</button></p>
        </>
    }
}

/// What was allowed to go wrong, and what is promised.
fn under_promise(scene: &Scene, order: &Order) -> Html {
    let promises: Vec<&PropertyView> = scene
        .properties
        .iter()
        .filter(|property| order.property.as_ref().is_none_or(|id| *id == property.id))
        .take(1)
        .collect();
    html! {
        <>
            <p class="d">{ t!("hunt-allowed", faults = allowed(order.budget)) }</p>
            { for promises.iter().map(|property| html! { <p class="d">{ t!("promised-under", promise = property.promise.clone()) }</p> }) }
        </>
    }
}

/// A budget in words: “2 time-outs, 1 crash”.
pub fn allowed(budget: Budget) -> Text {
    let some = Fault::ALL.into_iter().filter(|fault| budget.left(*fault) > 0);
    let words = some.map(|fault| Text::new(some_of(fault)).with("n", budget.left(fault)));
    let words: Vec<Text> = words.collect();
    if words.is_empty() {
        Text::new("hunt-nothing")
    } else {
        Text::new("hunt-list").with("list", words.into_iter().collect::<Arg>())
    }
}

const fn some_of(fault: Fault) -> &'static str {
    match fault {
        Fault::Crash => "hunt-some-crashes",
        Fault::Wipe => "hunt-some-wipes",
        Fault::Drop => "hunt-some-drops",
        Fault::Duplicate => "hunt-some-duplicates",
        Fault::Cut => "hunt-some-cuts",
        Fault::Pause => "hunt-some-pauses",
        Fault::Fire => "hunt-some-fires",
        Fault::Request => "hunt-some-requests",
    }
}
