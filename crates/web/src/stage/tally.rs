//! The count towards a majority: one ballot a member, a line after as many as are needed.

use quorum_kernel::inspect::{Ballot, BallotState, Tally};
use quorum_scene::words::say;
use yew::{Html, html};

use crate::t;

use super::geometry::Rect;

/// How far ballots stand apart.
fn pitch(stage_width: f64) -> f64 {
    if stage_width < 560.0 { 23.0 } else { 32.0 }
}

/// The room the tally takes in the upper left corner.
pub fn room(tally: &Tally, stage_width: f64) -> Rect {
    let ballots = tally.ballots.len() as f64;
    Rect { left: 12.0, top: 10.0, width: (ballots + 1.0) * pitch(stage_width) + 8.0, height: 84.0 }
}

/// The tally on the stage.
pub fn tally_mark(tally: &Tally, stage_width: f64) -> Html {
    let pitch = pitch(stage_width);
    let needed = tally.needed as usize;
    // The line takes a place of its own.
    let place = |index: usize| 10.0 + pitch * index as f64 + if index >= needed { pitch * 0.7 } else { 0.0 };
    let line = place(needed) - pitch * 0.85;
    let all = tally.ballots.len();
    let majority = t!("stage-majority", needed = tally.needed, all = all);
    let title = say(&tally.title);
    html! {
        <g class="tally" role="img" aria-label={format!("{title}: {majority}. {}", spoken(tally))} transform="translate(20 14)">
            <text class="tally-title" y="11">{ title.clone() }</text>
            { for tally.ballots.iter().enumerate().map(|(index, ballot)| html! {
                <g key={ballot.node.to_string()} transform={format!("translate({:.1} 33)", place(index))}>
                    { ballot_mark(ballot.state) }
                    <text class="small" text-anchor="middle" y="25">{ ballot.node.to_string() }</text>
                </g>
            }) }
            <path class="tally-line" d={format!("M{line:.1} 19V62")} />
            <text class="small strong" text-anchor="middle" x={format!("{:.1}", line.max(38.0))} y="77">{ majority }</text>
        </g>
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
