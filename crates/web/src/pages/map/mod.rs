//! The map of the lessons: units one below the other, in each the lessons from left to right as they build on each other,
//! with lines between them. On a narrow screen it is a list.
//!
//! It is a list of links in reading order anyway; the lines are decoration, and each card says what it builds on.

mod card;
mod layout;
mod plan;
mod ways;

use quorum_kernel::Text;
use quorum_scene::words::{ENGLISH, known};
use web_sys::Element;
use yew::{
    Callback, Html, KeyboardEvent, NodeRef, Properties, component, hook, html, use_effect, use_node_ref, use_state_eq,
};

pub use plan::{Plan, Standing, Stop};

use self::{
    card::LessonCard,
    ways::{Area, ways},
};
use crate::{
    hooks::{use_width, use_words},
    lesson::prose_blocks,
    t,
};

/// Properties of [`LessonMap`].
#[derive(Properties, PartialEq)]
pub struct LessonMapProps {
    /// What it shows.
    pub plan: Plan,
    /// Called when what is stored of a lesson has changed from here.
    pub on_change: Callback<()>,
}

/// The map.
#[component]
pub fn LessonMap(props: &LessonMapProps) -> Html {
    use_words();
    let LessonMapProps { plan, on_change } = props;
    let map = use_node_ref();
    // The lesson that is pointed at, or has the focus.
    let pointed = use_state_eq(|| None::<usize>);
    let areas = use_areas(&map);
    let on_point = {
        let pointed = pointed.clone();
        Callback::from(move |at| pointed.set(at))
    };
    let onkeydown = {
        let on_point = on_point.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_point.emit(None);
            }
        })
    };
    let pointed = pointed.filter(|at| *at < plan.stops.len());
    html! {
        <div class="tracks" ref={map} style={format!("--columns:{}", plan.columns())} {onkeydown}>
            { lines(plan, &areas, pointed) }
            { for plan.units.iter().enumerate().map(|(unit, id)| html! {
                <section key={id.clone()} class="unit" data-unit={id.clone()} aria-labelledby={format!("unit-{id}")}>
                    { heading(plan, unit, id, pointed) }
                    <ol>{ for plan.of_unit(unit).map(|(at, stop)| card(plan, at, stop, &on_point, on_change)) }</ol>
                </section>
            }) }
        </div>
    }
}

fn card(plan: &Plan, at: usize, stop: &Stop, on_point: &Callback<Option<usize>>, on_change: &Callback<()>) -> Html {
    let after: Vec<String> = stop.requires.iter().map(|before| plan.stops[*before].title().to_owned()).collect();
    let begun = plan.stops.iter().any(|stop| matches!(stop.standing, Standing::Begun(_) | Standing::Done));
    let tag = (plan.next == Some(at)).then(|| match stop.standing {
        Standing::Begun(_) => t!("map-continue"),
        _ if begun => t!("map-next"),
        _ => t!("map-start"),
    });
    html! {
        <LessonCard key={stop.id.clone()} stop={stop.clone()} {after} {tag} on_change={on_change.clone()}
            on_point={on_point.reform(move |here: bool| here.then_some(at))} />
    }
}

/// A unit's name, what it is about, how long it takes, and how much of it is done. While one of its lessons is pointed at,
/// what that is about stands in the place of the second.
fn heading(plan: &Plan, unit: usize, id: &str, pointed: Option<usize>) -> Html {
    let name = known(&Text::new(format!("unit-{id}"))).unwrap_or_else(|| id.to_owned());
    let about = known(&Text::new(format!("unit-{id}-about")));
    let stops: Vec<&Stop> = plan.of_unit(unit).map(|(_, stop)| stop).collect();
    let done = stops.iter().filter(|stop| stop.standing == Standing::Done).count();
    let minutes: u32 = stops.iter().filter_map(|stop| Some(stop.ready()?.lesson.minutes)).sum();
    let told = pointed.map(|at| &plan.stops[at]).filter(|stop| stop.unit == unit).and_then(Stop::ready);
    let mark = |stop: &&Stop| {
        let class = match stop.standing {
            Standing::Done => "d",
            Standing::Begun(_) => "n",
            Standing::Unknown | Standing::Open => "",
        };
        html! { <i {class} /> }
    };
    html! {
        <header>
            <h3 id={format!("unit-{id}")}>{ name }</h3>
            <p class="sum">
                <span>{ t!("unit-sum", lessons = stops.len(), minutes = minutes) }</span>
                <span class="prog" aria-hidden="true">{ for stops.iter().map(mark) }</span>
                <b>{ t!("unit-done", done = done, of = stops.len()) }</b>
            </p>
            <div class="about">
                <p class={told.map(|_| "away")}>{ about }</p>
                if let Some(files) = told {
                    <div class="told" aria-hidden="true" lang={files.in_english.as_ref().map(|_| ENGLISH)}>{ prose_blocks(&files.prose.summary) }</div>
                }
            </div>
        </header>
    }
}

/// The lines, as soon as it is known where the cards lie. Those of the lesson that is pointed at stand out.
fn lines(plan: &Plan, areas: &[Area], pointed: Option<usize>) -> Html {
    if areas.len() != plan.stops.len() {
        return Html::default();
    }
    let mut links = plan.links();
    let is_lit = |(from, to): &(usize, usize)| pointed.is_some_and(|at| at == *from || at == *to);
    // On top of the others.
    links.sort_by_key(is_lit);
    let drawn = ways(areas, &links);
    let line = |(link, d): (&(usize, usize), String)| {
        let (from, to) = link;
        let class = if is_lit(link) {
            "lit"
        } else if plan.stops[*from].standing == Standing::Done {
            "laid"
        } else {
            ""
        };
        let way = format!("{} {}", plan.stops[*from].id, plan.stops[*to].id);
        html! { <path key={way.clone()} {class} {d} data-way={way} /> }
    };
    html! { <svg class="ways" aria-hidden="true">{ for links.iter().zip(drawn).map(line) }</svg> }
}

/// Where the cards lie, in their order, measured whenever something is drawn or the width changes.
#[hook]
fn use_areas(map: &NodeRef) -> Vec<Area> {
    let areas = use_state_eq(Vec::new);
    let _drawn_again = use_width(map, 0.0);
    {
        let (areas, map) = (areas.clone(), map.clone());
        use_effect(move || areas.set(map.cast::<Element>().map(|map| measure(&map)).unwrap_or_default()));
    }
    (*areas).clone()
}

fn measure(map: &Element) -> Vec<Area> {
    let whole = map.get_bounding_client_rect();
    let Ok(cards) = map.query_selector_all("[data-card]") else { return Vec::new() };
    // Where one writes from the right, all is the other way round: so is the picture.
    let from_right = gloo::utils::document_element().get_attribute("dir").is_some_and(|dir| dir == "rtl");
    let area = |card: Element| {
        let card = card.get_bounding_client_rect();
        let (left, right) = if from_right {
            (whole.right() - card.right(), whole.right() - card.left())
        } else {
            (card.left() - whole.left(), card.right() - whole.left())
        };
        Area { left, right, top: card.top() - whole.top(), bottom: card.bottom() - whole.top() }
    };
    (0..cards.length()).filter_map(|i| Some(area(wasm_bindgen::JsCast::dyn_into(cards.item(i)?).ok()?))).collect()
}
