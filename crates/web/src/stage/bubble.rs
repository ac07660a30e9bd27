//! A note beside the thing on the stage that it speaks of.

use quorum_scene::{NoteAnchor, Scene};
use std::rc::Rc;
use yew::{Callback, Html, NodeRef, hook, html, use_effect_with, use_memo, use_mut_ref, use_state_eq};

use crate::{components::draw_icon, stage_props::Selection, t};

use super::{
    beside::beside,
    cluster::{ClusterProps, SHEET_BELOW},
    focus::focus,
    geometry::{Point, Rect, point},
    lanes::progress,
    painter::{Painters, set},
    picture::Picture,
};

/// How wide a bubble is.
const WIDTH: f64 = 232.0;
/// About how many letters fit its line.
const LETTERS: usize = 32;

/// A note to show.
#[derive(Clone, PartialEq)]
pub struct Bubble {
    /// Its id.
    pub id: String,
    /// What it speaks of.
    pub at: Option<NoteAnchor>,
    /// What it says.
    pub words: Html,
    /// How many letters that are: what is not drawn yet cannot be measured.
    pub length: usize,
}

impl Bubble {
    /// The thing on the stage that it speaks of, if that is there. A message that is gone leaves its receiver.
    pub fn thing(&self, scene: &Scene) -> Option<Selection> {
        match self.at.as_ref()? {
            NoteAnchor::Node(id) => Some(Selection::Node(*id)),
            NoteAnchor::Link(a, b) => Some(Selection::Link(*a.min(b), *a.max(b))),
            NoteAnchor::Message(id) if scene.flights.iter().any(|flight| flight.id == *id) => {
                Some(Selection::Message(id.clone()))
            }
            NoteAnchor::Message(id) => {
                let (_, to) = id.split_once(' ')?.0.split_once('>')?;
                to.parse().ok().map(Selection::Node)
            }
        }
    }

    fn size(&self) -> Point {
        let lines = self.length.div_ceil(LETTERS).max(1) as f64;
        point(WIDTH, lines * 20.0 + 24.0)
    }

    fn spot(&self, scene: &Scene, picture: &Picture) -> Spot {
        let now = scene.clock.now_us as f64;
        let (stage, size) = (picture.layout.bounds(), self.size());
        let anchor = self.thing(scene).and_then(|thing| picture.anchor(scene, &thing, now));
        match anchor {
            anchor if picture.layout.size.x < SHEET_BELOW => {
                Spot::Strip { low: anchor.is_some_and(|anchor| anchor.y < stage.top + stage.height / 2.0) }
            }
            Some(anchor) => Spot::Beside(beside(anchor, size, &picture.keep_clear(scene, now), &stage)),
            // About nothing in particular: in the corner that is the emptiest.
            None => {
                let clear = picture.keep_clear(scene, now);
                let covered = |rect: &Rect| clear.iter().map(|other| rect.overlap(other)).sum::<f64>();
                let corner = |right: f64, down: f64| Rect {
                    left: stage.left + right * (stage.width - size.x),
                    top: stage.top + down * (stage.height - size.y),
                    width: size.x,
                    height: size.y,
                };
                let corners = [corner(0.0, 1.0), corner(1.0, 1.0), corner(0.0, 0.0), corner(1.0, 0.0)];
                let emptiest = corners.into_iter().min_by(|a, b| covered(a).total_cmp(&covered(b)));
                Spot::Beside(emptiest.unwrap_or_default())
            }
        }
    }
}

/// A note that is placed: beside its thing, or in a strip across a narrow stage.
#[derive(Clone, Debug, PartialEq)]
enum Spot {
    Beside(Rect),
    /// At the head of the stage, or at its foot: away from its thing.
    Strip {
        low: bool,
    },
}

/// The notes on the stage: of each the line to its thing, for the drawing, and the bubble, for over it. They are placed
/// when they come up, and stay there until others come.
#[hook]
pub fn use_bubbles(
    props: &ClusterProps,
    picture: Option<&Rc<Picture>>,
    canvas: &NodeRef,
    painters: &mut Painters,
) -> Vec<(Html, Html)> {
    let closed = use_state_eq(Vec::<String>::new);
    let ids: Vec<String> = props.notes.iter().map(|note| note.id.clone()).collect();
    {
        let closed = closed.clone();
        use_effect_with(ids.clone(), move |_| closed.set(Vec::new()));
    }
    // The button of a note that is closed goes: the focus goes to what the note spoke of.
    let left = use_mut_ref(|| None::<Selection>);
    {
        let (left, canvas) = (left.clone(), canvas.clone());
        use_effect_with((*closed).clone(), move |_| {
            if let Some(thing) = left.take() {
                focus(&canvas, &thing);
            }
        });
    }
    let size = picture.map(|picture| picture.layout.size);
    let spots = use_memo((ids, size), |_| {
        let spot =
            |picture: &Rc<Picture>| props.notes.iter().map(|note| note.spot(&props.scene, picture)).collect::<Vec<_>>();
        picture.map(spot).unwrap_or_default()
    });
    let Some(picture) = picture else { return Vec::new() };
    let open = props.notes.iter().zip(spots.iter()).filter(|(note, _)| !closed.contains(&note.id));
    open.map(|(note, spot)| {
        let thing = note.thing(&props.scene);
        let on_close = {
            let (closed, left, thing, id) = (closed.clone(), left.clone(), thing.clone(), note.id.clone());
            Callback::from(move |()| {
                left.replace(thing.clone());
                closed.set(closed.iter().cloned().chain([id.clone()]).collect());
            })
        };
        let tether = match (spot, &thing) {
            (Spot::Beside(rect), Some(thing)) => tether(&props.scene, picture, thing, *rect, painters),
            _ => Html::default(),
        };
        (tether, mark(note, spot, &on_close))
    })
    .collect()
}

fn mark(bubble: &Bubble, spot: &Spot, on_close: &Callback<()>) -> Html {
    let (class, style) = match spot {
        Spot::Beside(Rect { left, top, width, .. }) => {
            ("bubble", Some(format!("left:{left:.0}px;top:{top:.0}px;width:{width:.0}px")))
        }
        Spot::Strip { low: false } => ("bubble strip", None),
        Spot::Strip { low: true } => ("bubble strip low", None),
    };
    html! {
        <div {class} {style} key={bubble.id.clone()} role="note" aria-label={t!("note")} data-note={bubble.id.clone()}>
            <div class="bubble-words">{ bubble.words.clone() }</div>
            <button class="icon-btn" aria-label={t!("note-close")} onclick={on_close.reform(|_| ())}>{ draw_icon("close") }</button>
        </div>
    }
}

/// The thin line from a bubble to what it speaks of, which may be moving.
fn tether(scene: &Scene, picture: &Picture, thing: &Selection, rect: Rect, painters: &mut Painters) -> Html {
    let line = NodeRef::default();
    // The line ends at the rim of a node, and just short of a message.
    let rim = match thing {
        Selection::Node(id) => picture.layout.place(*id).map_or(0.0, |place| place.rim + 4.0),
        Selection::Message(_) => 16.0,
        Selection::Link(..) => 0.0,
    };
    let draw = move |line: &NodeRef, anchor: Point| {
        let start = rect.nearest(anchor);
        let end = anchor - (anchor - start).unit() * rim;
        for (name, value) in [("x1", start.x), ("y1", start.y), ("x2", end.x), ("y2", end.y)] {
            set(line, name, &format!("{value:.1}"));
        }
    };
    let painted = line.clone();
    match thing {
        Selection::Message(id) => {
            let flight = scene.flights.iter().find(|flight| flight.id == *id).cloned();
            let Some((flight, way)) = flight.zip(picture.ways.get(id).copied()) else { return Html::default() };
            painters.add(move |now| draw(&painted, way.at(progress(&flight, now))));
        }
        thing => {
            let Some(anchor) = picture.anchor(scene, thing, 0.0) else { return Html::default() };
            painters.add(move |_| draw(&painted, anchor));
        }
    }
    html! { <line class="tether" ref={line} /> }
}
