//! The counts towards a majority: for each who counts one ballot a member, and a line after as many as are needed.

use quorum_kernel::inspect::{Ballot, BallotState, Tally};
use quorum_scene::words::say;
use yew::{Html, html};

use crate::t;

use super::{
    geometry::{Point, Rect, point},
    layout::{Layout, Place},
};

/// On a stage narrower than this, each count is one row, without the voters' names.
const NARROW: f64 = 640.0;
/// How far below each other two counts stand.
const ROW: f64 = 66.0;
/// The same where there is little room.
const TIGHT_ROW: f64 = 22.0;
/// How far the counts stay from the edge of the stage.
const MARGIN: f64 = 12.0;

/// How the counts are drawn.
#[derive(Clone, Copy)]
struct Style {
    /// How far ballots stand apart.
    pitch: f64,
    tight: bool,
}

impl Style {
    fn of(layout: &Layout) -> Self {
        if layout.size.x < NARROW { Self { pitch: 18.0, tight: true } } else { Self { pitch: 32.0, tight: false } }
    }

    fn size(self, tallies: &[Tally]) -> Option<Point> {
        let (count, ballots) = (tallies.len() as f64, tallies.iter().map(|tally| tally.ballots.len()).max()? as f64);
        Some(if self.tight {
            point((ballots + 0.7) * self.pitch + 40.0, 18.0 + TIGHT_ROW * count)
        } else {
            point((ballots + 1.0) * self.pitch + 8.0, 22.0 + ROW * count)
        })
    }
}

/// The room the counts take: where they lie least over nodes and captions, the upper left corner if that is as good as
/// another place. It is the same for as long as the layout is. None without counts.
pub fn room(tallies: &[Tally], layout: &Layout) -> Option<Rect> {
    let size = Style::of(layout).size(tallies)?;
    let free = point(layout.size.x - size.x - 2.0 * MARGIN, layout.size.y - size.y - 2.0 * MARGIN);
    let place = |(right, down): (f64, f64)| Rect {
        left: MARGIN + right * free.x,
        top: MARGIN + down * free.y,
        width: size.x,
        height: size.y,
    };
    let covered = |rect: &Rect| {
        let of = |place: &Place| rect.overlap(&place.bounds()) + rect.overlap(&place.caption_room());
        layout.places().map(|(_, place)| of(place)).sum::<f64>()
    };
    let places = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.0, 0.5), (1.0, 0.5), (0.5, 0.5)].map(place);
    places.into_iter().min_by(|a, b| covered(a).total_cmp(&covered(b)))
}

/// The counts on the stage, in the room for them.
pub fn tally_marks(tallies: &[Tally], layout: &Layout, room: &Rect) -> Html {
    let style = Style::of(layout);
    let Some(last) = tallies.last() else { return Html::default() };
    let (needed, all) = (last.needed, last.ballots.len());
    // Where everybody has to consent, it is no majority that counts.
    let majority = if needed as usize == all {
        t!("stage-unanimous", all = all)
    } else {
        t!("stage-majority", needed = needed, all = all)
    };
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
    let at = format!("translate({:.0} {:.0})", room.left + 8.0, room.top + 2.0);
    html! {
        <g class="tally" role="img" aria-label={label} transform={at} data-tallies={tallies.len().to_string()}>
            if style.tight {
                <text class="tally-title" y="11">{ t!("stage-votes", needed = needed, all = all) }</text>
            } else {
                <text class="small strong" y={format!("{:.0}", room.height - 7.0)}>{ majority }</text>
            }
            { for rows }
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

#[cfg(test)]
mod tests {
    use quorum_kernel::{NodeId, Text};

    use super::*;

    fn tallies(servers: u8, counts: u8) -> Vec<Tally> {
        let ballot = |number| Ballot { node: NodeId::server(number), state: BallotState::Open };
        let count = |number| Tally {
            node: NodeId::server(number),
            title: Text::new("raft-tally"),
            ballots: (1..=servers).map(ballot).collect(),
            needed: u32::from(servers / 2 + 1),
        };
        (1..=counts).map(count).collect()
    }

    #[test]
    fn the_counts_lie_over_no_node_and_stay_on_the_stage() {
        for (width, height) in [(784.0, 640.0), (600.0, 520.0), (390.0, 420.0)] {
            for servers in 3..=7 {
                for counts in 1..=2 {
                    let ids: Vec<_> = (1..=servers).map(NodeId::server).collect();
                    let layout = Layout::new(&ids, point(width, height));
                    let room = room(&tallies(servers, counts), &layout).expect("there are counts");
                    let what = format!("{counts} counts of {servers} on {width} by {height}");
                    let covered: f64 = layout.places().map(|(_, place)| room.overlap(&place.bounds())).sum();
                    assert!(covered < 120.0, "{what} cover {covered} of the nodes");
                    let stage = Rect { left: 0.0, top: 0.0, width, height };
                    assert!(room.outside(&stage) < 1.0, "{what} leave the stage");
                }
            }
        }
    }
}
