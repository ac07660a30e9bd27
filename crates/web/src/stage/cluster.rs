//! The stage as one component: lays a scene out, draws it, and answers to pointer and keyboard.

use std::{cell::Cell, rc::Rc};

use quorum_scene::{Fate, FlightView, LinkView, NodeView, Scene, words::say};
use yew::{
    Callback, Html, KeyboardEvent, MouseEvent, NodeRef, Properties, UseStateHandle, component, hook, html, use_context,
    use_memo, use_mut_ref, use_node_ref, use_state_eq,
};

use crate::{controls::left, playback::Frames, stage_props::Selection, t};

use super::{
    bubble::{Bubble, use_bubbles},
    card::{Card, Subject},
    flight::{flight_mark, trail},
    focus::{self, Keyed},
    geometry::{Point, Rect, Segment},
    lanes::progress,
    legend::legend,
    link::{link_focus, link_mark},
    node::{caption_mark, node_mark},
    painter::{Painters, set, use_painters},
    picture::Picture,
    size::use_size,
    tally,
};

/// On a stage narrower than this a card is a sheet at its bottom.
pub const SHEET_BELOW: f64 = 520.0;
/// With more clients than this, their idle links are not drawn.
const CLIENT_LINKS_MAX: usize = 3;

/// Properties of [`Cluster`].
#[derive(Clone, Properties, PartialEq)]
pub struct ClusterProps {
    /// The world at the cursor.
    pub scene: Rc<Scene>,
    /// What is selected.
    pub selected: Option<Selection>,
    /// Notes beside what they speak of.
    #[prop_or_default]
    pub notes: Vec<Bubble>,
    /// What something beside the stage is about at the moment.
    #[prop_or_default]
    pub pointed: Option<Selection>,
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
    crate::hooks::use_words();
    let ClusterProps { scene, selected, .. } = props;
    let (canvas, drawing) = (use_node_ref(), use_node_ref());
    let size = use_size(canvas.clone());
    let picture = use_picture(scene.clone(), size, selected.clone());
    let tabbing = focus::use_tabbing();
    let focused = focus::use_focus_kept(canvas.clone(), drawing.clone());
    let opened = use_state_eq(|| None::<Opened>);
    let open = use_open(props, opened.clone(), picture.clone());
    let close = {
        let (opened, on_select, canvas) = (opened.clone(), props.on_select.clone(), canvas.clone());
        Callback::from(move |refocus: bool| {
            let Some(card) = &*opened else { return };
            if refocus {
                focus::focus(&canvas, &card.selection);
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
        Callback::from(move |event: MouseEvent| match focus::thing_of(&event) {
            Some(selection) => open.emit(selection),
            None => {
                close.emit(false);
                on_select.emit(None);
            }
        })
    };
    let onkeydown = on_key(props, canvas.clone(), open, tabbing);
    let card = (*opened).clone().filter(|card| selected.as_ref() == Some(&card.selection));
    let subject = card.as_ref().and_then(|card| Subject::find(scene, &card.selection));
    let on_act = {
        let (on_act, close) = (props.on_act.clone(), close.clone());
        Callback::from(move |act: String| {
            on_act.emit(act);
            close.emit(true);
        })
    };
    let left = left(scene).map(<[String]>::to_vec);
    let frames = use_context::<Frames>();
    let mut painters = Painters::at(frames.map_or(scene.clock.now_us as f64, |frames| frames.now()));
    let bubbles = use_bubbles(props, picture.as_ref(), &canvas, &mut painters);
    // Pointing shows for as long as it lasts what selecting would.
    let lit = props.pointed.as_ref().or(selected.as_ref());
    let drawn = picture.as_ref().map(|picture| draw(scene, picture, lit, card.as_ref(), &mut painters));
    use_painters(painters);
    html! {
        <div class="cluster">
            <div class="canvas" ref={canvas}>
                if let Some(picture) = &picture {
                    <svg
                        ref={drawing} class="drawing" viewBox={format!("0 0 {} {}", picture.layout.size.x, picture.layout.size.y)}
                        role="group" tabindex="-1" aria-label={spoken(scene)} {onclick} {onkeydown}
                    >
                        { drawn }
                        { for bubbles.iter().map(|(tether, _)| tether.clone()) }
                    </svg>
                }
            </div>
            { for bubbles.into_iter().map(|(_, bubble)| bubble) }
            // Placed over the whole, as a sheet may cover the legend.
            if let (Some(card), Some(subject)) = (card, subject) {
                <Card key={format!("{:?}", card.selection)} {subject} at={card.at} {left} {on_act} on_close={close} />
            }
            { legend(&scene.legend) }
        </div>
    }
}

/// Opens the card of something, beside where it is at this moment.
#[hook]
fn use_open(
    props: &ClusterProps,
    opened: UseStateHandle<Option<Opened>>,
    picture: Option<Rc<Picture>>,
) -> Callback<Selection> {
    let frames = use_context::<Frames>();
    let (scene, on_select) = (props.scene.clone(), props.on_select.clone());
    Callback::from(move |selection: Selection| {
        let now = frames.as_ref().map_or(scene.clock.now_us as f64, Frames::now);
        let at = picture.as_ref().and_then(|picture| place_card(&scene, picture, &selection, now));
        opened.set(Some(Opened { selection: selection.clone(), at }));
        on_select.emit(Some(selection));
    })
}

fn on_key(
    props: &ClusterProps,
    canvas: NodeRef,
    open: Callback<Selection>,
    tabbing: Rc<Cell<bool>>,
) -> Callback<KeyboardEvent> {
    let ClusterProps { scene, on_act, on_select, .. } = props.clone();
    Callback::from(move |event: KeyboardEvent| {
        let Some(selection) = focus::thing_of(&event) else { return };
        match focus::keyed(&event, &scene, &selection, tabbing.get()) {
            Keyed::Open => open.emit(selection),
            Keyed::Deselect => on_select.emit(None),
            Keyed::Focus(other) => focus::focus(&canvas, &other),
            Keyed::Act(act) => on_act.emit(act),
            Keyed::Nothing => return,
        }
        event.prevent_default();
    })
}

/// Lays the scene out once its room is known, keeping in mind how it was laid out before.
#[hook]
fn use_picture(scene: Rc<Scene>, size: Option<Point>, selected: Option<Selection>) -> Option<Rc<Picture>> {
    let before = use_mut_ref(|| None::<Rc<Picture>>);
    // Captions and labels are laid out as words.
    let language = crate::hooks::use_words().languages.spoken;
    let picture = use_memo((scene, size, selected, language), move |(scene, size, selected, _)| {
        let mut before = before.borrow_mut();
        let picture = size.map(|size| Rc::new(Picture::new(scene, size, selected.as_ref(), before.as_deref())));
        (*before).clone_from(&picture);
        picture
    });
    (*picture).clone()
}

/// What is drawn once there is room, and what moves in it.
fn draw(
    scene: &Scene,
    picture: &Picture,
    selected: Option<&Selection>,
    card: Option<&Opened>,
    painters: &mut Painters,
) -> Html {
    // An answer starts where its request has docked: what can still be acted on lies on top.
    let (open, over): (Vec<_>, Vec<_>) =
        scene.flights.iter().partition(|flight| matches!(flight.fate, Fate::Flying | Fate::Held));
    let flights: Vec<(Rc<FlightView>, Segment)> = over
        .into_iter()
        .chain(open)
        .filter_map(|flight| Some((Rc::new(flight.clone()), *picture.ways.get(&flight.id)?)))
        .collect();
    let trails: Html = flights.iter().map(|(flight, way)| trail(flight, *way, painters)).collect();
    let captions: Html = scene
        .nodes
        .iter()
        .filter_map(|node| Some(caption_mark(node, picture.captions.get(&node.id)?, painters)))
        .collect();
    let tether = card.and_then(|card| {
        let (rect, Selection::Message(id)) = (card.at?, &card.selection) else { return None };
        let (flight, way) = flights.iter().find(|(flight, _)| flight.id == *id)?;
        Some(tether(flight.clone(), *way, rect, painters))
    });
    // Painted from below; the order is also that of Tab: nodes, messages, links.
    html! {
        <>
            <g>{ links(scene, picture, selected) }</g>
            <g>{ trails }</g>
            <g>{ captions }</g>
            <g>{ nodes(scene, picture, selected, card, painters) }</g>
            <g>{ for tether }</g>
            <g>{ messages(&flights, picture, selected, card, painters) }</g>
            <g>{ link_foci(scene, picture, card) }</g>
            if let Some(room) = tally::room(&scene.tallies, &picture.layout) {
                { tally::tally_marks(&scene.tallies, &picture.layout, &room) }
            }
        </>
    }
}

fn links(scene: &Scene, picture: &Picture, selected: Option<&Selection>) -> Html {
    let mark = |link: &LinkView| {
        let way = picture.layout.link(link.a, link.b)?;
        let selected = selected == Some(&Selection::Link(link.a, link.b));
        Some(link_mark(link, &way, picture.cuts.get(&(link.a, link.b)), selected))
    };
    scene.links.iter().filter(|link| shown(scene, link)).filter_map(mark).collect()
}

fn link_foci(scene: &Scene, picture: &Picture, card: Option<&Opened>) -> Html {
    let mark = |link: &LinkView| {
        let way = picture.layout.link(link.a, link.b)?;
        Some(link_focus(link, &way, is_open(card, &Selection::Link(link.a, link.b))))
    };
    scene.links.iter().filter(|link| shown(scene, link)).filter_map(mark).collect()
}

fn nodes(
    scene: &Scene,
    picture: &Picture,
    selected: Option<&Selection>,
    card: Option<&Opened>,
    painters: &mut Painters,
) -> Html {
    let stage = picture.layout.bounds();
    let mark = |node: &NodeView| {
        let place = picture.layout.place(node.id)?;
        let selection = Selection::Node(node.id);
        let kin = scene.why.as_ref().map(|why| why.nodes.contains(&node.id));
        Some(node_mark(node, place, &stage, selected == Some(&selection), is_open(card, &selection), kin, painters))
    };
    scene.nodes.iter().filter_map(mark).collect()
}

fn messages(
    flights: &[(Rc<FlightView>, Segment)],
    picture: &Picture,
    selected: Option<&Selection>,
    card: Option<&Opened>,
    painters: &mut Painters,
) -> Html {
    let mark = |(flight, way): &(Rc<FlightView>, Segment)| {
        let selection = Selection::Message(flight.id.clone());
        let state = (selected == Some(&selection), is_open(card, &selection));
        flight_mark(flight, *way, picture.spots.get(&flight.id), state, painters)
    };
    flights.iter().map(mark).collect()
}

fn is_open(card: Option<&Opened>, selection: &Selection) -> bool {
    card.is_some_and(|card| card.selection == *selection)
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

/// The thin line from a card to the message it is about.
fn tether(flight: Rc<FlightView>, way: Segment, rect: Rect, painters: &mut Painters) -> Html {
    let line = NodeRef::default();
    let painted = line.clone();
    painters.add(move |now| {
        let glyph = way.at(progress(&flight, now));
        let start = rect.nearest(glyph);
        let end = glyph - (glyph - start).unit() * 16.0;
        for (name, value) in [("x1", start.x), ("y1", start.y), ("x2", end.x), ("y2", end.y)] {
            set(&painted, name, &format!("{value:.1}"));
        }
    });
    html! { <line class="tether" ref={line} /> }
}
