//! The stage as one component: lays a scene out, draws it, and answers to pointer and keyboard.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo::events::EventListener;
use quorum_scene::{FlightView, LinkView, Scene, words::say};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, SvgElement};
use yew::{
    Callback, Event, Html, KeyboardEvent, MouseEvent, NodeRef, Properties, classes, component, hook, html, use_context,
    use_effect, use_effect_with, use_memo, use_mut_ref, use_node_ref, use_state_eq,
};

use crate::{playback::Frames, stage_props::Selection, t};

use super::{
    card::{Card, Subject},
    deeds,
    flight::{FlightMark, Trail},
    geometry::{Point, Rect, Segment},
    lanes::progress,
    legend::Legend,
    link::{LinkFocus, LinkMark},
    node::{CaptionMark, NodeMark},
    painter::{set, use_painter},
    picture::Picture,
    size::use_size,
    tally::TallyMark,
};

/// On a stage narrower than this a card is a sheet at its bottom.
const SHEET_BELOW: f64 = 520.0;
/// With more clients than this, their idle links are not drawn.
const CLIENT_LINKS_MAX: usize = 3;

/// Properties of [`Cluster`].
#[derive(Properties, PartialEq)]
pub struct ClusterProps {
    /// The world at the cursor.
    pub scene: Rc<Scene>,
    /// What is selected.
    pub selected: Option<Selection>,
    /// Selects something, or nothing.
    pub on_select: Callback<Option<Selection>>,
    /// Does something, named by an act's label.
    pub on_act: Callback<String>,
}

/// A card that is open.
#[derive(Clone, Debug, PartialEq)]
struct Opened {
    selection: Selection,
    at: Option<Rect>,
}

/// The cluster.
#[component]
pub fn Cluster(props: &ClusterProps) -> Html {
    let ClusterProps { scene, selected, .. } = props;
    let (canvas, drawing) = (use_node_ref(), use_node_ref());
    let size = use_size(canvas.clone());
    let picture = use_picture(scene.clone(), size, selected.clone());
    let opened = use_state_eq(|| None::<Opened>);
    let frames = use_context::<Frames>();
    let tabbing = use_tabbing();
    let focused = use_focus_kept(canvas.clone(), drawing.clone());

    let open = {
        let (opened, picture, scene) = (opened.clone(), picture.clone(), scene.clone());
        let on_select = props.on_select.clone();
        Callback::from(move |selection: Selection| {
            let now = frames.as_ref().map_or(scene.clock.now_us as f64, Frames::now);
            let at = picture.as_ref().and_then(|picture| place_card(&scene, picture, &selection, now));
            opened.set(Some(Opened { selection: selection.clone(), at }));
            on_select.emit(Some(selection));
        })
    };
    let close = {
        let (opened, on_select, canvas) = (opened.clone(), props.on_select.clone(), canvas.clone());
        Callback::from(move |refocus: bool| {
            let Some(card) = &*opened else { return };
            if refocus {
                focus(&canvas, &card.selection);
                focused.replace(Some(card.selection.clone()));
            }
            // A node stays selected, as the inspector shows it.
            if !matches!(card.selection, Selection::Node(_)) {
                on_select.emit(None);
            }
            opened.set(None);
        })
    };
    let onclick = {
        let (open, close, on_select) = (open.clone(), close.clone(), props.on_select.clone());
        Callback::from(move |event: MouseEvent| match thing_of(&event) {
            Some(selection) => open.emit(selection),
            None => {
                close.emit(false);
                on_select.emit(None);
            }
        })
    };
    let onkeydown = {
        let (scene, canvas) = (scene.clone(), canvas.clone());
        let (open, on_act, on_select) = (open.clone(), props.on_act.clone(), props.on_select.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(selection) = thing_of(&event) else { return };
            let keyed = match event.key().as_str() {
                "Enter" => Keyed::Open,
                " " if tabbing.get() => Keyed::Open,
                "Escape" => Keyed::Deselect,
                "ArrowRight" | "ArrowDown" if tabbing.get() => Keyed::Neighbour(1),
                "ArrowLeft" | "ArrowUp" if tabbing.get() => Keyed::Neighbour(-1),
                key => Keyed::Other(key.to_owned()),
            };
            let done = match keyed {
                Keyed::Open => {
                    open.emit(selection);
                    true
                }
                Keyed::Deselect => {
                    on_select.emit(None);
                    true
                }
                Keyed::Neighbour(step) => focus_neighbour(&scene, &canvas, &selection, step),
                Keyed::Other(_) if event.ctrl_key() || event.alt_key() || event.meta_key() => false,
                Keyed::Other(key) => {
                    let deeds = Subject::find(&scene, &selection).map(|subject| subject.deeds()).unwrap_or_default();
                    deeds::act_of_key(&deeds, &key).map(|act| on_act.emit(act)).is_some()
                }
            };
            if done {
                event.prevent_default();
            }
        })
    };
    let card = (*opened).clone().filter(|card| selected.as_ref() == Some(&card.selection));
    let subject = card.as_ref().and_then(|card| Subject::find(scene, &card.selection));
    let on_act = {
        let (on_act, close) = (props.on_act.clone(), close.clone());
        Callback::from(move |act: String| {
            on_act.emit(act);
            close.emit(true);
        })
    };
    html! {
        <div class="cluster">
            <div class="canvas" ref={canvas}>
                if let Some(picture) = &picture {
                    <svg
                        ref={drawing} class="drawing" viewBox={format!("0 0 {} {}", picture.layout.size.x, picture.layout.size.y)}
                        role="group" tabindex="-1" aria-label={spoken(scene)} {onclick} {onkeydown}
                    >
                        { draw(scene, picture, selected.as_ref(), card.as_ref()) }
                    </svg>
                }
            </div>
            // Placed over the whole, as a sheet may cover the legend.
            if let (Some(card), Some(subject)) = (card, subject) {
                <Card key={format!("{:?}", card.selection)} {subject} at={card.at} {on_act} on_close={close} />
            }
            <Legend items={scene.legend.clone()} />
        </div>
    }
}

/// What a key does on the stage.
enum Keyed {
    Open,
    Deselect,
    Neighbour(i32),
    Other(String),
}

/// Lays the scene out once its room is known, keeping in mind how it was laid out before.
#[hook]
fn use_picture(scene: Rc<Scene>, size: Option<Point>, selected: Option<Selection>) -> Option<Rc<Picture>> {
    let before = use_mut_ref(|| None::<Rc<Picture>>);
    let picture = use_memo((scene, size, selected), move |(scene, size, selected)| {
        let mut before = before.borrow_mut();
        let picture = size.map(|size| Rc::new(Picture::new(scene, size, selected.as_ref(), before.as_deref())));
        (*before).clone_from(&picture);
        picture
    });
    (*picture).clone()
}

/// Keeps the focus on the stage while the keyboard is used. A redraw may move what has the focus, which browsers take for
/// removing it; and a message that landed is gone, so that the stage itself keeps its place for Tab.
#[hook]
fn use_focus_kept(canvas: NodeRef, drawing: NodeRef) -> Rc<RefCell<Option<Selection>>> {
    let last = use_mut_ref(|| None::<Selection>);
    let kept = last.clone();
    use_effect(move || {
        let active = || gloo::utils::document().active_element().filter(|active| active.tag_name() != "BODY");
        if active().is_none()
            && let Some(selection) = &*kept.borrow()
        {
            focus(&canvas, selection);
            if let Some(drawing) = drawing.cast::<SvgElement>().filter(|_| active().is_none()) {
                let _ = drawing.focus();
            }
        }
        kept.replace(active().and_then(|active| thing_at(&active)));
    });
    let clicked = last.clone();
    use_effect_with((), move |()| {
        // Who clicks on nothing wants the focus nowhere.
        let listener = EventListener::new(&gloo::utils::window(), "pointerdown", move |_| {
            clicked.replace(None);
        });
        move || drop(listener)
    });
    last
}

/// Whether the reader moves about by Tab. After a press with a pointer, arrows and Space go on driving time.
#[hook]
fn use_tabbing() -> Rc<Cell<bool>> {
    let tabbing = use_memo((), |()| Cell::new(false));
    let (by_key, by_pointer) = (tabbing.clone(), tabbing.clone());
    use_effect_with((), move |()| {
        let window = gloo::utils::window();
        let keys = EventListener::new(&window, "keydown", move |event| {
            if event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|event| event.key() == "Tab") {
                by_key.set(true);
            }
        });
        let pointer = EventListener::new(&window, "pointerdown", move |_| by_pointer.set(false));
        move || drop((keys, pointer))
    });
    tabbing
}

fn draw(scene: &Scene, picture: &Picture, selected: Option<&Selection>, card: Option<&Opened>) -> Html {
    let is = |selection: Selection| selected == Some(&selection);
    let opened = |selection: Selection| card.is_some_and(|card| card.selection == selection);
    let layout = &picture.layout;
    let links = scene.links.iter().filter_map(|link| {
        let way = layout.link(link.a, link.b)?;
        let name = format!("{}|{}", link.a, link.b);
        let selected = is(Selection::Link(link.a, link.b));
        let cut = picture.cuts.get(&(link.a, link.b)).cloned();
        let faint = link.a.is_client() || link.b.is_client();
        shown(scene, link)
            .then(|| html! { <LinkMark key={name.clone()} {way} {cut} {selected} {faint} name={name.clone()} /> })
    });
    let flights: Vec<(&FlightView, Segment)> =
        scene.flights.iter().filter_map(|flight| Some((flight, *picture.ways.get(&flight.id)?))).collect();
    let trails = flights.iter().map(|(flight, way)| {
        html! { <Trail key={flight.id.clone()} flight={(*flight).clone()} way={*way} /> }
    });
    let nodes = scene.nodes.iter().filter_map(|node| {
        let place = *layout.place(node.id)?;
        let selected = is(Selection::Node(node.id));
        let open = opened(Selection::Node(node.id));
        Some(html! { <NodeMark key={node.id.to_string()} node={node.clone()} {place} {selected} {open} /> })
    });
    let captions = scene.nodes.iter().filter_map(|node| {
        let caption = picture.captions.get(&node.id)?.clone();
        Some(html! { <CaptionMark key={node.id.to_string()} node={node.clone()} {caption} /> })
    });
    let marks = flights.iter().map(|(flight, way)| {
        let selection = Selection::Message(flight.id.clone());
        let (selected, open) = (is(selection.clone()), opened(selection));
        let spot = picture.spots.get(&flight.id).copied();
        html! {
            <FlightMark key={flight.id.clone()} flight={(*flight).clone()} way={*way} {spot} {selected} {open} />
        }
    });
    let tether = card.and_then(|card| {
        let (rect, Selection::Message(id)) = (card.at?, &card.selection) else { return None };
        let (flight, way) = flights.iter().find(|(flight, _)| flight.id == *id)?;
        Some(html! { <Tether flight={(*flight).clone()} way={*way} {rect} /> })
    });
    let foci = scene.links.iter().filter_map(|link| {
        let way = layout.link(link.a, link.b)?;
        let open = opened(Selection::Link(link.a, link.b));
        let key = format!("{}|{}", link.a, link.b);
        shown(scene, link).then(|| html! { <LinkFocus {key} link={link.clone()} {way} {open} /> })
    });
    let quiet = scene.flights.is_empty();
    html! {
        <>
            <g class={classes!("links", quiet.then_some("quiet"))}>{ for links }</g>
            <g>{ for trails }</g>
            <g>{ for captions }</g>
            <g>{ for nodes }</g>
            <g>{ for tether }</g>
            <g>{ for marks }</g>
            <g>{ for foci }</g>
            if let Some(tally) = &scene.tally {
                <TallyMark tally={tally.clone()} stage_width={layout.size.x} />
            }
        </>
    }
}

/// Whether a link is drawn: many clients would hide the servers behind a web of idle links.
fn shown(scene: &Scene, link: &LinkView) -> bool {
    let client = link.a.is_client() || link.b.is_client();
    let clients = || scene.nodes.iter().filter(|node| node.id.is_client()).count();
    !client || link.cut_ab || link.cut_ba || clients() <= CLIENT_LINKS_MAX
}

fn spoken(scene: &Scene) -> String {
    let nodes: Vec<_> = scene.nodes.iter().map(|node| format!("{} {}", node.id, say(&node.caption))).collect();
    t!("stage-cluster", nodes = nodes.join("; "))
}

fn place_card(scene: &Scene, picture: &Picture, selection: &Selection, now_us: f64) -> Option<Rect> {
    if picture.layout.size.x < SHEET_BELOW {
        return None;
    }
    let subject = Subject::find(scene, selection)?;
    let anchor = picture.anchor(scene, selection, now_us)?;
    Some(subject.card_rect(anchor, &picture.keep_clear(scene, now_us), &picture.layout.bounds()))
}

/// The thing on the stage that an event is about.
fn thing_of(event: &Event) -> Option<Selection> {
    thing_at(&event.target()?.dyn_into::<Element>().ok()?)
}

/// The thing on the stage that an element belongs to.
fn thing_at(target: &Element) -> Option<Selection> {
    let named = |name: &str| target.closest(&format!("[{name}]")).ok()??.get_attribute(name);
    let link = || {
        let ends = named("data-link").or_else(|| named("data-link-line"))?;
        let (a, b) = ends.split_once('|')?;
        Some(Selection::Link(a.parse().ok()?, b.parse().ok()?))
    };
    let node = || named("data-node")?.parse().ok().map(Selection::Node);
    named("data-message").map(Selection::Message).or_else(node).or_else(link)
}

fn focus(canvas: &NodeRef, selection: &Selection) {
    let selector = match selection {
        Selection::Node(id) => format!("[data-node=\"{id}\"]"),
        Selection::Message(id) => format!("[data-message=\"{id}\"]"),
        Selection::Link(a, b) => format!("[data-link=\"{a}|{b}\"]"),
    };
    let found = canvas.cast::<HtmlElement>().and_then(|canvas| canvas.query_selector(&selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<SvgElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to the next node around the ring; false where arrows mean nothing.
fn focus_neighbour(scene: &Scene, canvas: &NodeRef, selection: &Selection, step: i32) -> bool {
    let Selection::Node(id) = selection else { return false };
    let Some(now) = scene.nodes.iter().position(|node| node.id == *id) else { return false };
    let count = scene.nodes.len();
    let next = if step > 0 { (now + 1) % count } else { (now + count - 1) % count };
    focus(canvas, &Selection::Node(scene.nodes[next].id));
    true
}

#[derive(Properties, PartialEq)]
struct TetherProps {
    flight: FlightView,
    way: Segment,
    rect: Rect,
}

/// The thin line from a card to the message it is about.
#[component]
fn Tether(props: &TetherProps) -> Html {
    let line = use_node_ref();
    let painted = line.clone();
    use_painter((props.flight.clone(), props.way, props.rect), move |now, (flight, way, rect)| {
        let glyph = way.at(progress(flight, now));
        let start = rect.nearest(glyph);
        let end = glyph - (glyph - start).unit() * 16.0;
        for (name, value) in [("x1", start.x), ("y1", start.y), ("x2", end.x), ("y2", end.y)] {
            set(&painted, name, &format!("{value:.1}"));
        }
    });
    html! { <line class="tether" ref={line} /> }
}
