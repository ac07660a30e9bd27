//! The counts towards a majority: for each who counts one ballot a member, and a line after as many as are needed.

use quorum_kernel::inspect::{Ballot, BallotState, Tally};
use quorum_scene::words::say;
use yew::{Html, html};

use crate::t;

use super::geometry::Rect;

/// On a stage narrower than this, ballots stand closer.
const NARROW: f64 = 560.0;
/// How far below each other two counts stand.
const ROW: f64 = 62.0;
/// The same where there is little room: several counts then stand in a row each, without the voters' names.
const TIGHT_ROW: f64 = 22.0;

/// How the counts are drawn.
#[derive(Clone, Copy)]
struct Style {
    /// How far ballots stand apart.
    pitch: f64,
    tight: bool,
}

impl Style {
    fn of(tallies: &[Tally], stage_width: f64) -> Self {
        let tight = stage_width < NARROW && tallies.len() > 1;
        Self {
            pitch: if tight {
                18.0
            } else if stage_width < NARROW {
                23.0
            } else {
                32.0
            },
            tight,
        }
    }

    fn height(self, count: usize) -> f64 {
        if self.tight { 36.0 + TIGHT_ROW * count as f64 } else { 22.0 + ROW * count as f64 }
    }
}

/// The room the counts take in the upper left corner; none without any.
pub fn room(tallies: &[Tally], stage_width: f64) -> Option<Rect> {
    let style = Style::of(tallies, stage_width);
    let ballots = tallies.iter().map(|tally| tally.ballots.len()).max()? as f64;
    let width = (ballots + if style.tight { 2.4 } else { 1.0 }) * style.pitch + 8.0;
    Some(Rect { left: 12.0, top: 10.0, width, height: style.height(tallies.len()) })
}

/// The counts on the stage.
pub fn tally_marks(tallies: &[Tally], stage_width: f64) -> Html {
    let style = Style::of(tallies, stage_width);
    let Some(last) = tallies.last() else { return Html::default() };
    let majority = t!("stage-majority", needed = last.needed, all = last.ballots.len());
    let spoken = tallies.iter().map(|tally| format!("{}: {majority}. {}", say(&tally.title), spoken(tally)));
    let label = spoken.collect::<Vec<_>>().join(". ");
    let rows = tallies.iter().enumerate().map(|(row, tally)| {
        let (y, marks) = if style.tight {
            (TIGHT_ROW * row as f64, tight_row(tally, style))
        } else {
            (ROW * row as f64, full_row(tally, style))
        };
        html! { <g key={tally.node.to_string()} transform={format!("translate(0 {y:.0})")}>{ marks }</g> }
    });
    let foot = style.height(tallies.len()) - 7.0;
    html! {
        <g class="tally" role="img" aria-label={label} transform="translate(20 14)" data-tallies={tallies.len().to_string()}>
            if style.tight { <text class="tally-title" y="11">{ t!("stage-votes") }</text> }
            { for rows }
            <text class="small strong" y={format!("{foot:.0}")}>{ majority }</text>
        </g>
    }
}

/// Where a ballot stands, and the line after as many as are needed, which takes a place of its own.
fn places(tally: &Tally, pitch: f64, start: f64) -> (impl Fn(usize) -> f64, f64) {
    let needed = tally.needed as usize;
    let place = move |index: usize| start + pitch * index as f64 + if index >= needed { pitch * 0.7 } else { 0.0 };
    (place, place(needed) - pitch * 0.85)
}

/// Title, ballots, and below each the name of who gives it.
fn full_row(tally: &Tally, style: Style) -> Html {
    let (place, line) = places(tally, style.pitch, 10.0);
    html! {
        <>
            <text class="tally-title" y="11">{ say(&tally.title) }</text>
            { for tally.ballots.iter().enumerate().map(|(index, ballot)| html! {
                <g key={ballot.node.to_string()} transform={format!("translate({:.1} 33)", place(index))}>
                    { ballot_mark(ballot.state) }
                    <text class="small" text-anchor="middle" y="25">{ ballot.node.to_string() }</text>
                </g>
            }) }
            <path class="tally-line" d={format!("M{line:.1} 19V62")} />
        </>
    }
}

/// Who counts, and the ballots.
fn tight_row(tally: &Tally, style: Style) -> Html {
    let (place, line) = places(tally, style.pitch, 30.0);
    html! {
        <>
            <text class="small strong" y="30">{ tally.node.to_string() }</text>
            { for tally.ballots.iter().enumerate().map(|(index, ballot)| html! {
                <g key={ballot.node.to_string()} transform={format!("translate({:.1} 26) scale(0.8)", place(index))}>
                    { ballot_mark(ballot.state) }
                </g>
            }) }
            <path class="tally-line" d={format!("M{line:.1} 15V37")} />
        </>
    }
}

fn ballot_mark(state: BallotState) -> Html {
    match state {
        BallotState::Given => html! {
            <g class="ballot given"><circle r="9.5" /><path d="M-4 .2-1.2 3.2 4.2-2.9" /></g>
        },
        BallotState::OnItsWay => html! { <g class="ballot coming"><circle r="9" /><circle class="dot" r="3.5" /></g> },
        BallotState::Open => html! { <g class="ballot"><circle r="9" /></g> },
        BallotState::Refused => html! { <g class="ballot refused"><circle r="9" /><path d="M-4 0H4" /></g> },
        BallotState::Down => html! { <g class="ballot down"><circle r="9" /></g> },
    }
}

fn spoken(tally: &Tally) -> String {
    let word = |ballot: &Ballot| match ballot.state {
        BallotState::Given => t!("ballot-given", node = ballot.node),
        BallotState::OnItsWay => t!("ballot-coming", node = ballot.node),
        BallotState::Open => t!("ballot-open", node = ballot.node),
        BallotState::Refused => t!("ballot-refused", node = ballot.node),
        BallotState::Down => t!("ballot-down", node = ballot.node),
    };
    tally.ballots.iter().map(word).collect::<Vec<_>>().join(", ")
}
