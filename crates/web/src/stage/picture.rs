//! One scene laid out: everything that is placed by looking at everything else.

use std::collections::BTreeMap;

use quorum_kernel::NodeId;
use quorum_scene::{Fate, FlightView, LinkView, Scene};

use crate::stage_props::Selection;

use super::{
    flight::label_widths,
    geometry::{Point, Rect, Segment},
    labels::{self, Named, Spots, Wish},
    lanes::{Lanes, progress},
    layout::Layout,
    link::CutMark,
    node::Caption,
    tally,
};

/// With more messages than this, only those that arrive next carry labels.
const LABELS_MAX: usize = 40;
/// How many carry labels then.
const LABELS_WHEN_CROWDED: usize = 6;
/// How many of the lost messages carry labels, the latest ones; the others are in the event list.
const LOST_LABELS_MAX: usize = 3;
/// With more cut links than this, their marks say nothing.
const CUT_WORDS_MAX: usize = 4;

/// Where everything of a scene goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The places of the nodes.
    pub layout: Layout,
    /// The captions by node.
    pub captions: BTreeMap<NodeId, Caption>,
    /// The marks of cut links by their ends.
    pub cuts: BTreeMap<(NodeId, NodeId), CutMark>,
    /// The ways of the messages by id.
    pub ways: BTreeMap<String, Segment>,
    /// The places of their labels by id.
    pub spots: Spots,
    /// Their lanes.
    pub lanes: Lanes,
}

impl Picture {
    /// Lays out a scene on a stage of this size, moving as little as possible of the picture before.
    pub fn new(scene: &Scene, size: Point, selected: Option<&Selection>, before: Option<&Self>) -> Self {
        let ids: Vec<NodeId> = scene.nodes.iter().map(|node| node.id).collect();
        let layout = Layout::new(&ids, size);
        let bounds = layout.bounds();
        let captions: BTreeMap<_, _> = scene
            .nodes
            .iter()
            .filter_map(|node| Some((node.id, Caption::new(node, layout.place(node.id)?, &bounds)?)))
            .collect();
        let cuts = cut_marks(scene, &layout);
        let way_length = |flight: &FlightView| {
            layout.way(flight.from, flight.to, 0).map_or(0.0, |way| (way.end - way.start).length())
        };
        let none = Lanes::default();
        let lanes = before.map_or(&none, |before| &before.lanes).next(&scene.flights, way_length);
        let ways: BTreeMap<_, _> = scene
            .flights
            .iter()
            .filter_map(|flight| {
                let way = layout.way(flight.from, flight.to, lanes.of(&flight.id))?;
                Some((flight.id.clone(), way))
            })
            .collect();
        let mut picture = Self { layout, captions, cuts, ways, spots: Spots::new(), lanes };
        // Labels remember their side only as long as the stage keeps its size.
        let old = before.filter(|before| before.layout == picture.layout).map(|before| &before.spots);
        picture.spots = picture.place_labels(scene, selected, old);
        picture
    }

    fn place_labels(&self, scene: &Scene, selected: Option<&Selection>, old: Option<&Spots>) -> Spots {
        let now = scene.clock.now_us as f64;
        let next = scene.clock.next_us.map_or(now, |next| next as f64);
        let wishes: Vec<Wish<'_>> = in_order(scene, selected)
            .into_iter()
            .filter_map(|(flight, named)| {
                let way = *self.ways.get(&flight.id)?;
                let at = [now, next].map(|time| way.at(progress(flight, time)));
                Some(Wish { id: &flight.id, widths: label_widths(flight, now), at, way, named })
            })
            .collect();
        let mut obstacles: Vec<Rect> = self.layout.places().flat_map(|(_, place)| place.outline()).collect();
        obstacles.extend(self.captions.values().map(|caption| caption.rect));
        obstacles.extend(self.cuts.values().map(|cut| cut.rect));
        obstacles.extend(tally::room(&scene.tallies, &self.layout));
        labels::place(&wishes, &obstacles, &self.layout.bounds(), old.unwrap_or(&Spots::new()))
    }

    /// What a card should leave visible while it is about this.
    pub fn keep_clear(&self, scene: &Scene, now_us: f64) -> Vec<Rect> {
        let at = |flight: &FlightView| Some(self.ways.get(&flight.id)?.at(progress(flight, now_us)));
        let glyphs = scene.flights.iter().filter_map(|flight| Some(Rect::around(at(flight)?, 40.0, 40.0)));
        let labels = scene
            .flights
            .iter()
            .filter_map(|flight| Some(self.spots.get(&flight.id)?.rect_at(at(flight)?, label_widths(flight, now_us))));
        let nodes = self.layout.places().map(|(_, place)| place.bounds());
        let captions = self.captions.values().map(|caption| caption.rect);
        let tally = tally::room(&scene.tallies, &self.layout);
        nodes
            .chain(glyphs)
            .chain(labels)
            .chain(captions)
            .chain(self.cuts.values().map(|cut| cut.rect))
            .chain(tally)
            .collect()
    }

    /// Where on the stage something is.
    pub fn anchor(&self, scene: &Scene, selection: &Selection, now_us: f64) -> Option<Point> {
        match selection {
            Selection::Node(id) => Some(self.layout.place(*id)?.at),
            Selection::Link(a, b) => Some(self.layout.link(*a, *b)?.at(0.5)),
            Selection::Message(id) => {
                let flight = scene.flights.iter().find(|flight| flight.id == *id)?;
                Some(self.ways.get(id)?.at(progress(flight, now_us)))
            }
        }
    }
}

fn cut_marks(scene: &Scene, layout: &Layout) -> BTreeMap<(NodeId, NodeId), CutMark> {
    let isolated = |id: NodeId| scene.nodes.iter().any(|node| node.id == id && node.isolated);
    let speaks = |link: &&LinkView| (link.cut_ab || link.cut_ba) && !isolated(link.a) && !isolated(link.b);
    let quiet = scene.links.iter().filter(speaks).count() > CUT_WORDS_MAX;
    let mark = |link: &LinkView| {
        let way = layout.link(link.a, link.b)?;
        Some(((link.a, link.b), CutMark::new(link, &way, &scene.nodes, quiet)?))
    };
    scene.links.iter().filter_map(mark).collect()
}

/// The messages in the order in which their labels choose a place: the selected one, then those that arrive next, then
/// those that were lost last. Of a crowd, only the first few carry labels.
fn in_order<'a>(scene: &'a Scene, selected: Option<&Selection>) -> Vec<(&'a FlightView, Named)> {
    let chosen = |flight: &FlightView| matches!(selected, Some(Selection::Message(id)) if *id == flight.id);
    let mut flights: Vec<&FlightView> = scene.flights.iter().collect();
    flights.sort_by_key(|flight| match flight.fate {
        _ if chosen(flight) => (0, 0),
        Fate::Lost { at_us, .. } => (2, u64::MAX - at_us),
        _ => (1, flight.due_us),
    });
    let most = if flights.len() > LABELS_MAX { LABELS_WHEN_CROWDED } else { LABELS_MAX };
    let mut lost = 0;
    let named = |(index, flight): (usize, &'a FlightView)| {
        lost += usize::from(matches!(flight.fate, Fate::Lost { .. }));
        let named = match index {
            _ if chosen(flight) => Named::Always,
            index if index < most && lost <= LOST_LABELS_MAX => Named::IfItFits,
            _ => Named::No,
        };
        (flight, named)
    };
    flights.into_iter().enumerate().map(named).collect()
}
