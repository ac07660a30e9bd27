//! The branching history over virtual time: lanes, marks, forks, eras, and the cursor to scrub with.

mod lanes;
mod past;

use std::{collections::BTreeMap, rc::Rc};

use lanes::{LANE, LINE, Lanes, TONES, marks};
use past::draw_past;
use quorum_scene::{BranchView, Command, Scene, words};
use web_sys::{Element, PointerEvent};
use yew::{Callback, Html, NodeRef, Properties, component, html, use_effect_with, use_node_ref};

use super::tone_class;
use crate::{
    hooks::use_width,
    stage::{Painters, set, use_painters},
    t,
    views::{Axis, Scale, draw_axis},
};

/// Properties of [`TimelineView`].
#[derive(Properties, PartialEq)]
pub struct TimelineViewProps {
    /// The world at the cursor.
    pub scene: Rc<Scene>,
    /// The part of virtual time that is shown.
    pub axis: Axis,
    /// Moves the cursor.
    pub on_jump: Callback<Command>,
}

/// Characters of a label are about this wide.
const CHAR_PX: f64 = 6.2;

/// The time line below the controls.
#[component]
pub fn TimelineView(props: &TimelineViewProps) -> Html {
    crate::hooks::use_words();
    let scene = &props.scene;
    let (timeline, clock) = (&scene.timeline, &scene.clock);
    let place = use_node_ref();
    let width = use_width(&place, 600.0);
    let axis = &props.axis;
    let scale = axis.scale(scene, width);
    let lanes = Lanes::new(timeline, clock.branch);
    let cursor_lane = lanes.lane_at(clock.now_us);
    let cursor = NodeRef::default();
    let painted = cursor.clone();
    let mut painters = Painters::default();
    painters.add(move |now_us| {
        let x = scale.x(now_us).clamp(-20.0, scale.width);
        set(&painted, "transform", &format!("translate({x:.1} 0)"));
    });
    use_painters(painters);
    use_lane_in_view(&place, cursor_lane);
    let height = timeline.branches.len() as f64 * LANE + 4.0;
    let scrub = use_scrub(scene, scale, &place, props.on_jump.clone());
    let zoom_to = |span: u64| {
        let axis = axis.clone();
        Callback::from(move |_: web_sys::MouseEvent| axis.zoom_to(span))
    };
    // The wheel over the axis: one notch a quarter, towards the reader less.
    let on_wheel = {
        let axis = axis.clone();
        move |event: web_sys::WheelEvent| axis.zoom_to(scale.zoomed(if event.delta_y() > 0.0 { 1.25 } else { 0.8 }))
    };
    let value = t!("timeline-value", us = clock.now_us, event = clock.event);
    html! {
        <div class={if scene.why.is_some() { "timeline asking" } else { "timeline" }}>
            <div class="lanes-scroll">
                <div class="lanes" ref={place} onpointerdown={scrub.clone()} onpointermove={scrub}>
                    <svg width={width.to_string()} height={height.to_string()} aria-hidden="true">
                        { for (0..timeline.branches.len()).map(|lane| draw_lane(scene, &lanes, &scale, lane)) }
                        { for draw_eras(scene, &lanes, &scale) }
                        if let Some(why) = &scene.why { { draw_past(why, &lanes, &scale) } }
                        <g ref={cursor} class="cursor"><path d={format!("M0 {:.1}v22", Lanes::y(cursor_lane) - 11.0)} />
                            <circle cy={Lanes::y(cursor_lane).to_string()} r="5.5" /></g>
                    </svg>
                    <div class="scrub" role="slider" tabindex="0" aria-label={t!("timeline")} data-timeline=""
                        aria-valuemin="0" aria-valuemax={clock.events.to_string()} aria-valuenow={clock.event.to_string()}
                        aria-valuetext={value} />
                </div>
                <div class="branches" role="group" aria-label={t!("branches")}>
                    { for timeline.branches.iter().map(|branch| branch_button(branch, clock.branch, &props.on_jump)) }
                </div>
            </div>
            <div class="axis" onwheel={on_wheel}>
                <svg width={width.to_string()} height="18" aria-hidden="true">{ draw_axis(&scale) }</svg>
                <div class="zoom" role="group" aria-label={t!("zoom")}>
                    <button class="icon-btn tiny" aria-label={t!("zoom-out")} title={t!("zoom-out")} onclick={zoom_to(scale.zoomed(2.0))}>{ "−" }</button>
                    <button class="icon-btn tiny" aria-label={t!("zoom-in")} title={t!("zoom-in")} onclick={zoom_to(scale.zoomed(0.5))}>{ "+" }</button>
                    <button class="icon-btn tiny word" title={t!("zoom-fit-words")} onclick={zoom_to(u64::MAX)}>{ t!("zoom-fit") }</button>
                </div>
            </div>
        </div>
    }
}

/// With more branches than there is room for, the current one stays in view.
#[yew::hook]
fn use_lane_in_view(place: &NodeRef, lane: usize) {
    let place = place.clone();
    use_effect_with(lane, move |lane| {
        let Some(scroll) = place.cast::<Element>().and_then(|lanes| lanes.parent_element()) else { return };
        let top = *lane as f64 * LANE;
        let seen = f64::from(scroll.scroll_top())..f64::from(scroll.scroll_top() + scroll.client_height()) - LANE;
        if !seen.contains(&top) {
            scroll.set_scroll_top((top - LANE) as i32);
        }
    });
}

/// Pressing and dragging moves the cursor; pressing on another branch goes there first.
#[yew::hook]
fn use_scrub(scene: &Rc<Scene>, scale: Scale, place: &NodeRef, on_jump: Callback<Command>) -> Callback<PointerEvent> {
    let (scene, place) = (scene.clone(), place.clone());
    Callback::from(move |event: PointerEvent| {
        let Some(lanes) = place.cast::<Element>() else { return };
        let down = event.type_() == "pointerdown";
        if event.buttons() & 1 == 0 {
            return;
        }
        let bounds = lanes.get_bounding_client_rect();
        let to_us = scale.us(f64::from(event.client_x()) - bounds.left());
        if down {
            let _not_captured = lanes.set_pointer_capture(event.pointer_id());
            let lane = ((f64::from(event.client_y()) - bounds.top()) / LANE).max(0.0) as usize;
            let other =
                scene.timeline.branches.get(lane).filter(|branch| {
                    branch.id != scene.clock.branch && to_us > branch.from_us && to_us <= branch.to_us
                });
            // Before its fork a branch runs along its parents: only what is off the current run is another branch.
            let on_run = Lanes::new(&scene.timeline, scene.clock.branch).shared_until(lane);
            if let Some(branch) = other.filter(|_| on_run.is_none_or(|until| to_us > until)) {
                on_jump.emit(Command::Branch { id: branch.id });
            }
        }
        on_jump.emit(Command::SeekTime { to_us });
    })
}

fn branch_button(branch: &BranchView, current: u32, on_jump: &Callback<Command>) -> Html {
    let id = branch.id;
    let here = id == current;
    let alone = if branch.parent.is_none() { t!("trunk") } else { t!("left-alone") };
    let words = made_by(branch).unwrap_or_else(|| alone.clone());
    let said = match (&branch.without, branch.made_by.as_deref()) {
        (Some(_), _) => t!("trunk-words", letter = branch.letter.as_str(), words = words.as_str()),
        (None, Some(act)) => t!("branch-words", letter = branch.letter.as_str(), act = act, us = branch.from_us),
        (None, None) => t!("trunk-words", letter = branch.letter.as_str(), words = alone),
    };
    html! {
        <button key={id} data-branch={id.to_string()} aria-pressed={here.to_string()} title={said}
            onclick={on_jump.reform(move |_| Command::Branch { id })}>
            <b>{ &branch.letter }</b><span>{ words }</span>
        </button>
    }
}

fn draw_lane(scene: &Scene, lanes: &Lanes<'_>, scale: &Scale, lane: usize) -> Html {
    let branch = &scene.timeline.branches[lane];
    let (from, to) = (branch.from_us, branch.to_us);
    let current = branch.id == scene.clock.branch;
    let shared = lanes.shared_until(lane);
    let until = shared.unwrap_or(from).min(to);
    let end = scale.from_us + scale.span_us;
    let y = Lanes::y(lane);
    let fork = lanes.parent_lane(branch).map(|parent| (scale.x(from as f64), Lanes::y(parent)));
    let fork = fork.filter(|(x, _)| (0.0..=scale.width).contains(x));
    html! {
        <g key={branch.id} class={if current { "lane now" } else { "lane" }}>
            if !current { <path class="rest" d={lanes.line(scale, lane, from, to)} /> }
            if current && to < end { <path class="unrun" d={format!("M{:.1} {y:.1}H{:.1}", scale.x(to as f64).max(0.0), scale.width)} /> }
            if shared.is_some() { <path class={if current { "own" } else { "shared" }} d={lanes.line(scale, lane, from, until)} /> }
            { draw_marks(branch, scale, lane, shared) }
            if to < scale.from_us {
                // All of it lies before the window.
                <text x="2" y={format!("{:.1}", y + 4.0)}>{ t!("timeline-earlier", us = to) }</text>
            }
            if let Some((x, above)) = fork {
                <circle class="fork" cx={format!("{x:.1}")} cy={format!("{above:.1}")} r="4.5" />
                if let Some(act) = made_by(branch).filter(|act| x > act.chars().count() as f64 * CHAR_PX + 12.0) {
                    <text class="made-by" x={format!("{:.1}", x - 6.0)} y={format!("{:.1}", y + 4.0)} text-anchor="end">{ act }</text>
                }
            }
        </g>
    }
}

/// What made a branch, in a word or two.
fn made_by(branch: &BranchView) -> Option<String> {
    let left_out = branch.without.as_ref().map(|act| t!("branch-without", act = act.as_str()));
    left_out.or_else(|| branch.made_by.clone())
}

/// Marks on the current run are in the colours of their messages, the others grey.
fn draw_marks(branch: &BranchView, scale: &Scale, lane: usize, shared: Option<u64>) -> Html {
    let until = shared.unwrap_or(0);
    let all = &branch.marks;
    let grey = marks(scale, lane, all, |mark| mark.time_us > until && !mark.by_hand);
    let plain = marks(scale, lane, all, |mark| mark.time_us <= until && mark.tone.is_none() && !mark.by_hand);
    let y = Lanes::y(lane);
    let by_hand = all.iter().filter(|mark| mark.by_hand).map(|mark| {
        let x = scale.x(mark.time_us as f64);
        let class = if mark.time_us <= until { "by-hand" } else { "by-hand off" };
        html! { <path key={mark.event} {class} d={format!("M{x:.1} {:.1}l4.5 4.5-4.5 4.5-4.5-4.5z", y - 4.5)} /> }
    });
    html! {
        <>
            <path class="marks grey" d={grey} />
            <path class="marks plain" d={plain} />
            { for TONES.iter().map(|tone| {
                let d = marks(scale, lane, all, |mark| mark.time_us <= until && mark.tone == Some(*tone) && !mark.by_hand);
                html! { if !d.is_empty() { <path class={format!("marks {}", tone_class(*tone))} {d} /> } }
            }) }
            { for by_hand }
        </>
    }
}

/// Names of eras over the lane that carries them, each only where the one before leaves room.
fn draw_eras(scene: &Scene, lanes: &Lanes<'_>, scale: &Scale) -> Vec<Html> {
    let eras = &scene.timeline.eras;
    let mut drawn = Vec::new();
    // Where the last name on each lane ends: one that was pushed back into the window must not lie over it.
    let mut taken: BTreeMap<usize, f64> = BTreeMap::new();
    for (i, era) in eras.iter().enumerate() {
        let ends = eras.get(i + 1).map_or(f64::INFINITY, |next| scale.x(next.from_us as f64));
        let start = scale.x(era.from_us as f64);
        let said = words::say(&era.words);
        let long = said.chars().count() as f64 * CHAR_PX;
        // An era that began before the window keeps its name at the left edge.
        let x = start.max(2.0);
        let other_lane = eras.get(i + 1).is_some_and(|next| lanes.lane_at(next.from_us) != lanes.lane_at(era.from_us));
        if start > scale.width - 20.0 || ends < 0.0 || (x + long + 8.0 > ends && !other_lane) {
            continue;
        }
        let lane = lanes.lane_at(era.from_us);
        let (tick, baseline) = (Lanes::y(lane) - 16.0, lane as f64 * LANE + LINE - 9.0);
        let x = x.min(scale.width - long).max(2.0);
        if taken.get(&lane).is_some_and(|end| x < end + 8.0) {
            continue;
        }
        taken.insert(lane, x + long);
        drawn.push(html! {
            <g key={format!("era {}", era.from_us)} class="era">
                if era.from_us > 0 && start > 0.0 { <path d={format!("M{start:.1} {tick:.1}v16")} /> }
                <text x={format!("{:.1}", x + 5.0)} y={format!("{baseline:.1}")}>{ said }</text>
            </g>
        });
    }
    drawn
}
