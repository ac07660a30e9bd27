//! A moment of a run, drawn by hand, until the engine is there.

use quorum_kernel::inspect::{Ballot, BallotState, Field, Glyph, Icon, Look, Tally, Tone};
use quorum_kernel::{NodeId, Text};
use quorum_scene::*;

pub struct Lab {
    scene: Scene,
}

fn n(i: u8) -> NodeId {
    NodeId::server(i)
}

fn data(s: &str) -> Text {
    Text::new("fixture").with("x", s)
}

const RV: Look = Look { glyph: Glyph::DiamondRing, tone: Tone::Ask };
const VOTE: Look = Look { glyph: Glyph::DiscCheck, tone: Tone::Grant };

impl Lab {
    pub fn new() -> Self {
        Self { scene: scene() }
    }

    pub fn handle(&mut self, command: Command) -> Answer {
        let s = &mut self.scene;
        match command {
            Command::Advance { to_us } => s.clock.now_us = to_us,
            Command::Seek { event } => s.clock.event = event,
            Command::SeekTime { to_us } => s.clock.now_us = to_us,
            Command::Forward => {
                s.clock.now_us = s.clock.next_us.unwrap_or(s.clock.now_us);
                s.clock.event += 1;
            }
            Command::Back => {
                s.clock.now_us = 1_425_000;
                s.clock.event -= 1;
            }
            Command::Inspect { node } => {
                s.inspector = node.map(|node| Inspector { node, ..inspector() });
            }
            Command::Act { label } => {
                return Err(Problem { text: data(&format!("cannot {label} yet")) });
            }
            Command::Choose { answer } => {
                if let Some(LessonView { task: TaskView::Predict { chosen, .. }, .. }) = &mut s.lesson {
                    *chosen = Some(answer);
                }
            }
            Command::OpenLesson { .. } | Command::Open(_) => self.scene = scene(),
            _ => {}
        }
        let s = &mut self.scene;
        let now = s.clock.now_us;
        s.clock.next_us = [1_431_000, 1_440_000, 1_448_000, 1_500_000, 1_700_000].into_iter().find(|t| *t > now);
        Ok(self.scene.clone())
    }
}

fn node(i: u8, status: NodeStatus, icon: Option<Icon>, tone: Tone, caption: &str, term: u32, due_ms: u64) -> NodeView {
    NodeView {
        id: n(i),
        status,
        icon,
        tone,
        caption: data(caption),
        badge: Some(data(&format!("term {term}"))),
        timers: if due_ms == 0 {
            vec![]
        } else {
            vec![TimerView {
                name: "election".into(),
                set_us: (1_425 + due_ms - 250) * 1000,
                due_us: (1_425 + due_ms) * 1000,
                fire: format!("fire n{i} election"),
            }]
        },
        isolated: false,
    }
}

fn flight(from: u8, to: u8, name: &str, look: Look, sent: u64, due: u64, fate: Fate) -> FlightView {
    FlightView {
        id: format!("n{from}>n{to} {name}"),
        from: n(from),
        to: n(to),
        name: name.into(),
        kind: name.split('#').next().unwrap_or_default().into(),
        look,
        sent_us: sent * 1000,
        due_us: due * 1000,
        fate,
        fields: vec![Field::one("term", 3), Field::one("granted", true)],
    }
}

fn row(name: &str, pieces: &[(&str, Mark)], change: Change, many: bool) -> Row {
    Row {
        depth: 0,
        name: name.into(),
        value: pieces.iter().map(|(t, mark)| Piece { text: (*t).into(), mark: *mark }).collect(),
        many,
        change,
    }
}

fn inspector() -> Inspector {
    use Mark::{Gone, New, Same};
    Inspector {
        node: n(3),
        memory: vec![
            row("role", &[("Follower", Gone), ("Candidate", New)], Change::Since, false),
            row("votes", &[("n3", Same), ("n4", New)], Change::Step, true),
            row("leader", &[("n1", Gone), ("none", New)], Change::Since, false),
            row("commit_index", &[("4", Same)], Change::None, false),
        ],
        durable: vec![
            row("term", &[("2", Gone), ("3", New)], Change::Since, false),
            row("voted_for", &[("n1", Gone), ("n3", New)], Change::Since, false),
            row("log", &[("1 to 4, last in t2", Same)], Change::None, false),
        ],
        since_event: 184,
    }
}

fn event(index: u32, ms: u64, label: &str, icon: EventIcon, look: Option<Look>, by_hand: bool) -> EventView {
    EventView {
        index,
        time_us: ms * 1000,
        label: label.into(),
        icon,
        look,
        by_hand,
        at_cursor: index == 189,
        ahead: false,
    }
}

fn marks(from: u64, to: u64, step: usize, first: u32, tone: Option<Tone>) -> Vec<MarkView> {
    (from..to)
        .step_by(step)
        .enumerate()
        .map(|(i, t)| MarkView { time_us: t * 1000, event: first + i as u32, tone, by_hand: false })
        .collect()
}

fn timeline() -> Timeline {
    let mut trunk = marks(160, 200, 9, 1, Some(Tone::Ask));
    trunk.extend(marks(370, 400, 8, 20, Some(Tone::Grant)));
    trunk.extend(marks(400, 2000, 50, 30, Some(Tone::Lead)));
    let mut b = marks(1402, 1426, 4, 185, Some(Tone::Ask));
    b.insert(0, MarkView { time_us: 1_240_000, event: 184, tone: None, by_hand: true });
    Timeline {
        branches: vec![
            BranchView {
                id: 0,
                letter: "A".into(),
                parent: None,
                from_us: 0,
                to_us: 2_000_000,
                events: 260,
                made_by: None,
                marks: trunk,
            },
            BranchView {
                id: 1,
                letter: "B".into(),
                parent: Some((0, 170)),
                from_us: 1_180_000,
                to_us: 1_425_000,
                events: 189,
                made_by: Some("crash n1".into()),
                marks: b,
            },
        ],
        end_us: 2_000_000,
        eras: vec![
            Era { from_us: 0, words: data("term 1: split vote") },
            Era { from_us: 360_000, words: data("term 2: n1 leads") },
            Era { from_us: 1_402_000, words: data("term 3: n3 stands") },
        ],
    }
}

fn property(id: &str, title: &str, mode: PropertyMode, holds: bool, detail: &str) -> PropertyView {
    PropertyView {
        id: id.into(),
        title: data(title),
        mode,
        holds,
        detail: data(detail),
        promise: data("any faults, any timing"),
    }
}

fn scene() -> Scene {
    use NodeStatus::{Down, Up};
    let links = (1..=5).flat_map(|a| {
        (a + 1..=5).map(move |b| LinkView { a: n(a), b: n(b), cut_ab: (a, b) == (2, 5), cut_ba: (a, b) == (2, 5) })
    });
    let follower = Some(Icon::Follower);
    Scene {
        protocol: "raft".into(),
        title: data("Raft"),
        mutant: None,
        seed: "42".into(),
        clock: Clock {
            now_us: 1_425_000,
            event_us: 1_425_000,
            next_us: Some(1_431_000),
            event: 189,
            events: 189,
            branch: 1,
            clock_faults: 0,
        },
        nodes: vec![
            node(1, Down, None, Tone::Calm, "crashed", 2, 0),
            node(2, Up, follower, Tone::Calm, "follower", 2, 23),
            node(3, Up, Some(Icon::Candidate), Tone::Ask, "candidate, 2 of 3 votes", 3, 186),
            node(4, Up, follower, Tone::Calm, "follower, voted n3", 3, 231),
            node(5, Up, follower, Tone::Calm, "follower, voted n3", 3, 178),
        ],
        links: links.collect(),
        flights: vec![
            flight(5, 3, "Vote#18", VOTE, 1416, 1431, Fate::Flying),
            flight(3, 2, "RequestVote#18", RV, 1402, 1440, Fate::Flying),
            flight(4, 3, "Vote#17", VOTE, 1413, 1425, Fate::Delivered),
            flight(
                3,
                1,
                "RequestVote#17",
                RV,
                1402,
                1411,
                Fate::Lost { at_us: 1_411_000, why: data("its receiver n1 is down") },
            ),
        ],
        tally: Some(Tally {
            title: data("Votes for n3 in term 3"),
            ballots: [
                (3, BallotState::Given),
                (4, BallotState::Given),
                (5, BallotState::OnItsWay),
                (2, BallotState::Open),
                (1, BallotState::Down),
            ]
            .map(|(i, state)| Ballot { node: n(i), state })
            .to_vec(),
            needed: 3,
        }),
        legend: [
            (RV, "RequestVote"),
            (VOTE, "Vote, granted"),
            (Look { glyph: Glyph::DiscBar, tone: Tone::Refuse }, "Vote, refused"),
            (Look { glyph: Glyph::SquareLines, tone: Tone::Lead }, "AppendEntries"),
            (Look { glyph: Glyph::SquareCheck, tone: Tone::Report }, "AppendResponse"),
        ]
        .map(|(look, words)| LegendItem { look, words: data(words) })
        .to_vec(),
        inspector: Some(inspector()),
        properties: vec![
            property(
                "election-safety",
                "Election safety",
                PropertyMode::Always,
                true,
                "t1 no leader, t2 n1, t3 no leader yet",
            ),
            property("log-matching", "Log matching", PropertyMode::Always, true, "all five logs agree up to index 4"),
            property(
                "live-leader",
                "A live node leads",
                PropertyMode::Eventually,
                false,
                "n1, leader of term 2, is down; in term 3 n3 has 2 votes and needs 3",
            ),
        ],
        events: vec![
            event(184, 1240, "cut n2|n5", EventIcon::Cut, None, true),
            event(185, 1402, "fire n3 election", EventIcon::Timer, None, false),
            event(186, 1411, "lost n3>n1 RequestVote#17", EventIcon::Lost, None, false),
            event(187, 1413, "deliver n3>n4 RequestVote#19", EventIcon::Deliver, Some(RV), false),
            event(188, 1416, "deliver n3>n5 RequestVote#20", EventIcon::Deliver, Some(RV), false),
            event(189, 1425, "deliver n4>n3 Vote#17", EventIcon::Deliver, Some(VOTE), false),
        ],
        next: vec![
            NextView {
                time_us: 1_431_000,
                label: "deliver n5>n3 Vote#18".into(),
                icon: EventIcon::Deliver,
                look: Some(VOTE),
            },
            NextView {
                time_us: 1_440_000,
                label: "deliver n3>n2 RequestVote#18".into(),
                icon: EventIcon::Deliver,
                look: Some(RV),
            },
            NextView { time_us: 1_448_000, label: "fire n2 election".into(), icon: EventIcon::Timer, look: None },
        ],
        next_hidden: 3,
        timeline: timeline(),
        meters: Meters { since: data("since n1 crashed"), messages: 6, lost: 1, forced_writes: 3, elapsed_us: 245_000 },
        happened: vec![data("n3 counted the vote of n4: 2 of 3.")],
        sample_requests: vec!["put x 1".into(), "get x".into()],
        lesson: Some(LessonView {
            id: "raft-election".into(),
            minutes: 12,
            steps: ["watch", "crash", "drop-vote", "split", "minority", "quiz", "end"]
                .iter()
                .enumerate()
                .map(|(i, id)| StepMark { id: (*id).into(), done: i < 2 })
                .collect(),
            step: 2,
            task: TaskView::Predict {
                answers: vec!["n3".into(), "nobody".into(), "n5".into()],
                chosen: None,
                verdict: None,
                running: false,
            },
            done: false,
        }),
        digest: "0123456789abcdef".into(),
    }
}
