//! The card of a thing on the stage: what it is, and what can be done to it, each with its key.

use gloo::events::EventListener;
use quorum_kernel::{NodeId, inspect::Field};
use quorum_scene::{Fate, FlightView, LinkView, NodeView, Scene, words::say};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Node};
use yew::{
    Callback, Html, KeyboardEvent, NodeRef, Properties, SubmitEvent, classes, component, html, use_effect_with,
    use_node_ref,
};

use crate::{
    components::{draw_icon, tone_class},
    controls::{leaves, left_words},
    stage_props::Selection,
    t,
};

use super::{
    beside::beside,
    deeds::{self, Deed},
    flight::written,
    geometry::{Point, Rect},
    labels::text_width,
    link,
};

/// How wide a card is.
const WIDTH: f64 = 196.0;
/// What of that its edges and the button that closes it take from its title.
const TITLE_ASIDE: f64 = 46.0;

/// The thing a card is about, found in the scene.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A message.
    Message(FlightView),
    /// A node, and the requests it may be asked to make if it is a client.
    Node(NodeView, Vec<String>),
    /// A link.
    Link(LinkView),
}

impl Subject {
    /// Looks up what is selected, if it is still there.
    pub fn find(scene: &Scene, selection: &Selection) -> Option<Self> {
        match selection {
            Selection::Message(id) => scene.flights.iter().find(|flight| flight.id == *id).cloned().map(Self::Message),
            Selection::Node(id) => {
                let node = scene.nodes.iter().find(|node| node.id == *id)?;
                let samples = if id.is_client() { scene.sample_requests.clone() } else { Vec::new() };
                Some(Self::Node(node.clone(), samples))
            }
            Selection::Link(a, b) => {
                scene.links.iter().find(|link| (link.a, link.b) == (*a, *b)).cloned().map(Self::Link)
            }
        }
    }

    /// What can be done to it.
    pub fn deeds(&self) -> Vec<Deed> {
        match self {
            Self::Message(flight) => deeds::of_message(flight),
            Self::Node(node, _) => deeds::of_node(node),
            Self::Link(link) => deeds::of_link(link),
        }
    }

    /// The size its card will have, nearly: a card that is not drawn yet cannot be measured.
    fn size(&self) -> Point {
        let rows = self.deeds().len() as f64 * 28.0;
        let more = match self {
            Self::Message(flight) => (flight.fields.len() + usize::from(breaks(flight))) as f64 * 18.0 + 62.0,
            Self::Node(_, samples) => {
                if samples.is_empty() {
                    20.0
                } else {
                    104.0
                }
            }
            Self::Link(_) => 20.0,
        };
        Point { x: WIDTH, y: rows + more + 44.0 }
    }

    /// Where the card goes: beside its thing, inside the stage, over as little else as can be.
    pub fn card_rect(&self, anchor: Point, keep_clear: &[Rect], stage: &Rect) -> Rect {
        beside(anchor, self.size(), keep_clear, stage)
    }
}

/// Properties of [`Card`].
#[derive(Properties, PartialEq)]
pub struct CardProps {
    /// What it is about.
    pub subject: Subject,
    /// Where it stands; none for a sheet at the bottom of a narrow stage.
    pub at: Option<Rect>,
    /// The verbs of acts that a lesson's step leaves to the learner; none: all.
    pub left: Option<Vec<String>>,
    /// Does something, by its act's label.
    pub on_act: Callback<String>,
    /// Closes it. True if the focus should go back to the thing.
    pub on_close: Callback<bool>,
}

/// The card.
#[component]
pub fn Card(props: &CardProps) -> Html {
    crate::hooks::use_words();
    let CardProps { subject, at, left, on_act, on_close } = props;
    let left = left.as_deref();
    let card = use_node_ref();
    use_focus_inside(card.clone());
    use_close_outside(card.clone(), on_close.clone());
    let deeds = subject.deeds();
    let onkeydown = {
        let (deeds, on_act, on_close, card) = (deeds.clone(), on_act.clone(), on_close.clone(), card.clone());
        Callback::from(move |event: KeyboardEvent| on_key(&event, &deeds, &card, &on_act, &on_close))
    };
    let style = at.map(|rect| format!("left:{:.0}px;top:{:.0}px;width:{:.0}px", rect.left, rect.top, rect.width));
    let close = on_close.reform(|_| true);
    html! {
        <div
            ref={card} class={classes!("card", at.is_none().then_some("sheet"))} {style} role="group" tabindex="-1"
            aria-label={title(subject)} {onkeydown} data-card=""
        >
            { head(subject) }
            if !deeds.is_empty() { { offered(deeds, left, on_act) } }
            if let Subject::Message(flight) = subject {
                if flight.fate == Fate::Flying && leaves(left, "delay") { { delay(&flight.id, on_act) } }
            }
            if let Subject::Node(node, samples) = subject {
                if !samples.is_empty() && leaves(left, "invoke") {
                    { request(node.id, samples, on_act) }
                }
            }
            <button class="card-close" aria-label={t!("card-close")} onclick={close}>{ draw_icon("close") }</button>
        </div>
    }
}

/// What can be done; if a lesson's step leaves only some of it to the learner, that, and what it leaves.
fn offered(deeds: Vec<Deed>, left: Option<&[String]>, on_act: &Callback<String>) -> Html {
    let all = deeds.len();
    let offered: Vec<_> = deeds.into_iter().filter(|deed| leaves(left, &deed.act)).collect();
    let barred = left.filter(|_| offered.len() < all).map(left_words);
    html! {
        <>
            <div class="deeds">{ for offered.into_iter().map(|deed| button(deed, on_act)) }</div>
            if let Some(words) = barred { <p class="card-note" data-barred="">{ words }</p> }
        </>
    }
}

fn button(deed: Deed, on_act: &Callback<String>) -> Html {
    let onclick = on_act.reform(move |_| deed.act.clone());
    html! {
        <button class={deed.harms.then_some("harms")} {onclick} data-deed={deed.key.to_string()} aria-keyshortcuts={deed.key.to_string()}>
            { draw_icon(deed.icon) }<span>{ deed.words }</span><kbd>{ deed.key.to_ascii_uppercase().to_string() }</kbd>
        </button>
    }
}

/// Whether a message's name leaves no room in its line for its way, which then goes to the next.
fn breaks(flight: &FlightView) -> bool {
    let way = t!("card-way", from = flight.from, to = flight.to);
    let title = text_width(&flight.name, 12.0, true) + 8.0 + text_width(&way, 12.0, false);
    title > WIDTH - TITLE_ASIDE
}

fn title(subject: &Subject) -> String {
    match subject {
        Subject::Message(flight) => t!("card-message", name = flight.name.clone(), from = flight.from, to = flight.to),
        Subject::Node(node, _) => t!("stage-node-title", node = node.id, caption = say(&node.caption)),
        Subject::Link(link) => link::spoken(link),
    }
}

fn head(subject: &Subject) -> Html {
    match subject {
        Subject::Message(flight) => html! {
            <>
                <p class="card-title">
                    <b class={classes!("tone-ink", tone_class(flight.look.tone))}>{ &flight.name }</b>
                    <span>{ t!("card-way", from = flight.from, to = flight.to) }</span>
                </p>
                if !flight.fields.is_empty() { <dl>{ for flight.fields.iter().map(field) }</dl> }
                if let Some(note) = fate(flight) { <p class="card-note">{ note }</p> }
            </>
        },
        Subject::Node(node, _) => html! {
            <p class="card-title"><b>{ node.id.to_string() }</b><span>{ say(&node.caption) }</span></p>
        },
        Subject::Link(link) => html! {
            <>
                <p class="card-title"><b>{ t!("card-link", a = link.a, b = link.b) }</b></p>
                <p class="card-note">{ link::spoken(link) }</p>
            </>
        },
    }
}

fn field(field: &Field) -> Html {
    html! { <><dt>{ &field.name }</dt><dd>{ written(field) }</dd></> }
}

fn fate(flight: &FlightView) -> Option<String> {
    match &flight.fate {
        Fate::Flying => None,
        Fate::Held => Some(t!("stage-held", node = flight.to)),
        Fate::Delivered => Some(t!("card-delivered")),
        Fate::Lost { why, .. } => Some(t!("stage-lost-why", why = say(why))),
    }
}

/// Letters do what the card lists, arrows go among its buttons, Escape closes it.
fn on_key(event: &KeyboardEvent, deeds: &[Deed], card: &NodeRef, on_act: &Callback<String>, on_close: &Callback<bool>) {
    let typing = event.target().is_some_and(|target| target.dyn_ref::<HtmlInputElement>().is_some());
    let step = match event.key().as_str() {
        "Escape" => {
            on_close.emit(true);
            event.prevent_default();
            return;
        }
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        key => {
            let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
            if let Some(act) = deeds::act_of_key(deeds, key).filter(|_| !typing && !modified) {
                on_act.emit(act);
                event.prevent_default();
            }
            return;
        }
    };
    if !typing {
        move_focus(card, step);
        event.prevent_default();
    }
}

fn move_focus(card: &NodeRef, step: i32) {
    let Some(buttons) = card.cast::<Element>().and_then(|card| card.query_selector_all("button, input").ok()) else {
        return;
    };
    let focused = gloo::utils::document().active_element();
    let all: Vec<HtmlElement> = (0..buttons.length()).filter_map(|i| buttons.get(i)?.dyn_into().ok()).collect();
    let now = all.iter().position(|button| focused.as_ref().is_some_and(|focused| **button == *focused));
    let count = i32::try_from(all.len()).unwrap_or(i32::MAX);
    if count > 0 {
        let now = now.and_then(|now| i32::try_from(now).ok()).unwrap_or(-step.min(0) - 1);
        let next = (now + step).rem_euclid(count);
        // An element that cannot take the focus keeps it where it is.
        let _ = all[next as usize].focus();
    }
}

/// A card that opens takes the focus, so that its keys work at once.
#[yew::hook]
fn use_focus_inside(card: NodeRef) {
    use_effect_with(card, |card| {
        let first = card.cast::<Element>().and_then(|card| card.query_selector(".deeds button").ok().flatten());
        if let Some(target) = first.and_then(|first| first.dyn_into().ok()).or_else(|| card.cast::<HtmlElement>()) {
            let _ = target.focus();
        }
    });
}

/// A press elsewhere closes the card, whatever is there.
#[yew::hook]
fn use_close_outside(card: NodeRef, on_close: Callback<bool>) {
    use_effect_with((card, on_close), |(card, on_close)| {
        let (card, on_close) = (card.clone(), on_close.clone());
        let listener = EventListener::new(&gloo::utils::window(), "pointerdown", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            let inside = card.get().is_some_and(|card| card.contains(target.as_ref()));
            // What on the stage can be selected opens its own card in place of this one.
            let element = target.and_then(|target| target.dyn_into::<Element>().ok());
            let selects = element
                .and_then(|element| element.closest("[data-node],[data-message],.link").ok().flatten())
                .is_some();
            if !inside && !selects {
                on_close.emit(false);
            }
        });
        move || drop(listener)
    });
}

/// By how much the field proposes to delay, and the most it takes: a minute.
const DELAY_MS: u32 = 200;
const DELAY_MS_MAX: u32 = 60_000;

/// Any delay, in milliseconds.
fn delay(message: &str, on_act: &Callback<String>) -> Html {
    let input = NodeRef::default();
    let onsubmit = {
        let (input, message, on_act) = (input.clone(), message.to_owned(), on_act.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            // The browser has said what is wrong with any other number.
            if let Some(ms) = typed.parse::<u32>().ok().filter(|ms| (1..=DELAY_MS_MAX).contains(ms)) {
                on_act.emit(format!("delay {message} {ms}ms"));
            }
        })
    };
    html! {
        <form class="card-request card-delay" {onsubmit}>
            <label>
                <input ref={input} type="number" min="1" max={DELAY_MS_MAX.to_string()} required=true aria-label={t!("card-delay")}
                    value={DELAY_MS.to_string()} />
                <span aria-hidden="true">{ t!("card-delay-unit") }</span>
            </label>
            <button class="btn small">{ t!("card-delay-do") }</button>
        </form>
    }
}

/// What a client may be asked to request: typed, or one of the samples.
fn request(client: NodeId, samples: &[String], on_act: &Callback<String>) -> Html {
    let input = NodeRef::default();
    let ask = on_act.reform(move |request: String| format!("invoke {client} {request}"));
    let onsubmit = {
        let (input, ask) = (input.clone(), ask.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            if !typed.trim().is_empty() {
                ask.emit(typed.trim().to_owned());
            }
        })
    };
    html! {
        <form class="card-request" {onsubmit}>
            <label>
                <span>{ t!("card-request") }</span>
                <input ref={input} type="text" autocomplete="off" spellcheck="false" maxlength="80" placeholder={samples[0].clone()} />
            </label>
            <div class="samples">
                { for samples.iter().map(|sample| {
                    let (ask, request) = (ask.clone(), sample.clone());
                    html! { <button type="button" onclick={move |_| ask.emit(request.clone())}><code>{ sample }</code></button> }
                }) }
            </div>
        </form>
    }
}
