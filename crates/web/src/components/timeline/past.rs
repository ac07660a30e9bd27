//! The past of an event on the time line: its marks in full strength, over all else that is faded.

use quorum_kernel::inspect::Tone;
use quorum_scene::{MarkView, WhyView};
use yew::{Html, html};

use super::{
    super::tone_class,
    lanes::{Lanes, TONES},
};
use crate::views::Scale;

/// The marks of a past along the current run, and a ring around what it led to.
pub fn draw_past(why: &WhyView, lanes: &Lanes<'_>, scale: &Scale) -> Html {
    let shown = |us: u64| Some(scale.x(us as f64)).filter(|x| (0.0..=scale.width).contains(x));
    let place = |mark: &MarkView| Some((shown(mark.time_us)?, Lanes::y(lanes.lane_at(mark.time_us))));
    let path = |tone: Option<Tone>| -> String {
        let marks = why.marks.iter().filter(|mark| mark.tone == tone && !mark.by_hand).filter_map(place);
        marks.map(|(x, y)| format!("M{x:.1} {:.1}v14", y - 7.0)).collect()
    };
    let by_hand: String = (why.marks.iter().filter(|mark| mark.by_hand).filter_map(place))
        .map(|(x, y)| format!("M{x:.1} {:.1}l5.5 5.5-5.5 5.5-5.5-5.5z", y - 5.5))
        .collect();
    html! {
        <g class="past" data-past={why.marks.len().to_string()}>
            <path class="marks plain" d={path(None)} />
            { for TONES.iter().map(|tone| html! { <path class={format!("marks {}", tone_class(*tone))} d={path(Some(*tone))} /> }) }
            <path class="by-hand" d={by_hand} />
            if let Some(x) = shown(why.time_us) {
                <circle class="effect" cx={format!("{x:.1}")} cy={format!("{:.1}", Lanes::y(lanes.lane_at(why.time_us)))} r="7.5" />
            }
        </g>
    }
}
