//! The branches as lanes: which lane carries the run at a moment, and the lines to draw.

use quorum_kernel::inspect::Tone;
use quorum_scene::{BranchView, MarkView, Timeline};

use crate::views::Scale;

/// Height of a lane; a label stands over its line.
pub const LANE: f64 = 30.0;
/// Where in its lane the line is.
pub const LINE: f64 = 21.0;
/// How far a fork's curve reaches to the right: it falls steeply, for the branch begins at the moment it forks.
const CURVE: f64 = 8.0;
/// Marks nearer than this would be one blot.
const MARK_PX_MIN: f64 = 2.5;

/// The branches, each in the lane of its place in the list.
pub struct Lanes<'a> {
    timeline: &'a Timeline,
    /// From the current branch back to the trunk, as places in the list.
    lineage: Vec<usize>,
}

impl<'a> Lanes<'a> {
    /// The lanes of a timeline whose cursor is on `current`.
    pub fn new(timeline: &'a Timeline, current: u32) -> Self {
        let place = |id: u32| timeline.branches.iter().position(|branch| branch.id == id);
        let mut lineage = Vec::new();
        let mut next = place(current);
        // A branch is made after its parent, so that the way back ends; a broken list must not hang the page.
        while let Some(at) = next.filter(|at| !lineage.contains(at)) {
            lineage.push(at);
            next = timeline.branches[at].parent.and_then(|(parent, _)| place(parent));
        }
        Self { timeline, lineage }
    }

    /// The height of a lane's line.
    pub fn y(lane: usize) -> f64 {
        lane as f64 * LANE + LINE
    }

    /// The lane that carries the current run at a moment.
    pub fn lane_at(&self, us: u64) -> usize {
        let carries = |at: &&usize| self.timeline.branches[**at].from_us <= us;
        self.lineage.iter().find(carries).or(self.lineage.last()).copied().unwrap_or(0)
    }

    /// The lane of the branch's parent.
    pub fn parent_lane(&self, branch: &BranchView) -> Option<usize> {
        let (parent, _) = branch.parent?;
        self.timeline.branches.iter().position(|other| other.id == parent)
    }

    /// Up to when the current run goes along this branch, if it does: the moment the next one left it.
    pub fn shared_until(&self, lane: usize) -> Option<u64> {
        let at = self.lineage.iter().position(|other| *other == lane)?;
        match at.checked_sub(1) {
            Some(child) => Some(self.timeline.branches[self.lineage[child]].from_us),
            None => Some(u64::MAX),
        }
    }

    /// The line of a branch between two moments, with its curve if that begins at the fork; empty if it is not shown.
    pub fn line(&self, scale: &Scale, lane: usize, from_us: u64, to_us: u64) -> String {
        let branch = &self.timeline.branches[lane];
        let (start, end) = (scale.x(from_us as f64), scale.x(to_us as f64));
        if end < 0.0 || start > scale.width || to_us < from_us {
            return String::new();
        }
        let (y, right) = (Self::y(lane), end.min(scale.width));
        match self.parent_lane(branch).filter(|_| from_us == branch.from_us && start >= 0.0) {
            Some(parent) => {
                let (above, bend) = (Self::y(parent), start + CURVE);
                format!(
                    "M{start:.1} {above:.1}C{start:.1} {:.1} {start:.1} {y:.1} {bend:.1} {y:.1}H{:.1}",
                    (above + y) / 2.0,
                    right.max(bend)
                )
            }
            None => format!("M{:.1} {y:.1}H{right:.1}", start.max(0.0)),
        }
    }
}

/// Marks of one colour as one path: a run has hundreds, and the page redraws with every event.
pub fn marks(scale: &Scale, lane: usize, marks: &[MarkView], pick: impl Fn(&MarkView) -> bool) -> String {
    let y = Lanes::y(lane) - 5.0;
    let mut path = String::new();
    let mut last = f64::NEG_INFINITY;
    for mark in marks.iter().filter(|mark| pick(mark)) {
        let x = scale.x(mark.time_us as f64);
        if x >= 0.0 && x <= scale.width && x - last >= MARK_PX_MIN {
            path.push_str(&format!("M{x:.1} {y:.1}v10"));
            last = x;
        }
    }
    path
}

/// The tones that marks are drawn in.
pub const TONES: [Tone; 7] = [Tone::Calm, Tone::Ask, Tone::Grant, Tone::Refuse, Tone::Lead, Tone::Report, Tone::Client];

#[cfg(test)]
mod tests {
    use super::*;

    fn branch(id: u32, parent: Option<(u32, u32)>, from_us: u64, to_us: u64) -> BranchView {
        BranchView {
            id,
            letter: String::new(),
            parent,
            from_us,
            to_us,
            events: 0,
            made_by: None,
            without: None,
            marks: vec![],
        }
    }

    fn forked() -> Timeline {
        let branches = vec![
            branch(0, None, 0, 2_000),
            branch(1, Some((0, 3)), 1_000, 3_000),
            branch(2, Some((0, 5)), 1_500, 1_600),
            branch(3, Some((1, 9)), 2_000, 4_000),
        ];
        Timeline { branches, end_us: 4_000, eras: vec![] }
    }

    #[test]
    fn the_current_run_is_followed_from_lane_to_lane() {
        let timeline = forked();
        let lanes = Lanes::new(&timeline, 3);
        let at: Vec<usize> = [0, 999, 1_000, 1_999, 2_000, 9_000].map(|us| lanes.lane_at(us)).to_vec();
        assert_eq!(at, [0, 0, 1, 1, 3, 3]);
        assert_eq!(lanes.shared_until(0), Some(1_000));
        assert_eq!(lanes.shared_until(1), Some(2_000));
        assert_eq!(lanes.shared_until(2), None, "branch 2 is no part of this run");
        assert_eq!(lanes.shared_until(3), Some(u64::MAX));
    }

    #[test]
    fn a_branch_leaves_its_parent_in_a_curve_and_goes_on_straight() {
        let timeline = forked();
        let lanes = Lanes::new(&timeline, 1);
        let scale = Scale { from_us: 0, span_us: 5_000, width: 516.0 };
        let line = lanes.line(&scale, 1, 1_000, 3_000);
        assert!(line.starts_with("M108.0 21.0C") && line.ends_with("51.0H308.0"), "{line}");
        assert_eq!(lanes.line(&scale, 0, 0, 1_000), "M8.0 21.0H108.0");
    }

    #[test]
    fn marks_that_would_blot_are_thinned() {
        let scale = Scale { from_us: 0, span_us: 1_000_000, width: 116.0 };
        let crowd: Vec<MarkView> =
            (0..1000).map(|i| MarkView { time_us: i * 1000, event: 0, tone: None, by_hand: false }).collect();
        let drawn = marks(&scale, 0, &crowd, |_| true).matches('M').count();
        assert!((20..=50).contains(&drawn), "{drawn} marks on 100 px");
    }
}
