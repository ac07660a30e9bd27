//! How two-phase commit shows itself: faces, fields, looks and sentences.

use quorum_kernel::{
    BadChoice, Choice, Exhibit, Happening, Hunt, Inspect, Journal, Monitor, Mutant, NodeId, Options, Setting, Status,
    Text, World,
    inspect::{Ballot, BallotState, Board, Face, Field, Glyph, Icon, LanesOf, Look, Stroke, Tally, Tone},
};

use super::{
    COORDINATOR, Client, Collecting, Config, Coordinator, Disk, Message, Note, Participant, Predicate, Record, State,
    TwoPhaseCommit, TxId, bank::Account, config, hunts, lanes, mutants, words,
};

impl Exhibit for TwoPhaseCommit {
    const ID: &'static str = "two-phase-commit";
    const VERSION: u32 = 1;
    const MUTANTS: &'static [Mutant] = mutants::MUTANTS;
    const SETTINGS: &'static [Setting] = config::SETTINGS;
    const WORDS: &'static [(&'static str, &'static str)] = &[("en", include_str!("words/en.ftl"))];
    const HUNT: Hunt = hunts::WITHIN;
    const BEYOND: Hunt = hunts::BEYOND;

    type Predicate = Predicate;

    fn default_choice() -> Choice {
        Choice { servers: 4, clients: 1, mutant: None, options: Options::new() }
    }

    fn configure(choice: &Choice) -> Result<Config, BadChoice> {
        Config::choose(choice)
    }

    fn holds(predicate: &Predicate, world: &World<Self>, _: &Monitor<Self>) -> bool {
        predicate.holds(world)
    }

    fn progress(predicate: &Predicate, world: &World<Self>, _: &Monitor<Self>) -> Option<Text> {
        predicate.progress(world)
    }
}

impl Inspect for TwoPhaseCommit {
    const LANES: &'static [LanesOf] = lanes::LANES;

    fn strokes(world: &World<Self>, happening: &Happening<Self>) -> Vec<Stroke> {
        lanes::strokes(world, happening)
    }

    fn boards(world: &World<Self>) -> Vec<Board> {
        vec![lanes::logs(world)]
    }

    fn face(_: &Config, id: NodeId, state: &State, disk: &Disk) -> Face {
        match state {
            State::Coordinator(coordinator) => coordinator_face(coordinator),
            State::Participant(participant) => participant_face(id, participant, disk),
            State::Client(client) => {
                let caption = match &client.call {
                    None => Text::new("tpc-client-idle"),
                    Some(transfer) => Text::new("tpc-client-waits").with("transfer", transfer.to_string()),
                };
                Face { icon: Icon::Client, tone: Tone::Client, caption, badge: None }
            }
        }
    }

    fn badge_down(disk: &Disk) -> Option<Text> {
        // Coordinators and clients count lives, and have no account.
        (disk.lives == 0).then(|| Text::new("tpc-balance").with("balance", disk.balance()))
    }

    fn keeps(disk: &Disk) -> Text {
        match (disk.lives, disk.in_doubt.first_key_value(), disk.committing.first_key_value()) {
            (0, Some((tx, _)), _) => {
                Text::new("tpc-keeps-doubt").with("balance", disk.balance()).with("tx", tx.to_string())
            }
            (0, None, _) => Text::new("tpc-keeps-balance").with("balance", disk.balance()),
            (_, _, Some((tx, _))) => Text::new("tpc-keeps-commit").with("tx", tx.to_string()),
            (lives, ..) => Text::new("tpc-keeps-lives").with("lives", lives),
        }
    }

    fn memory(_: &Config, _: NodeId, state: &State) -> Vec<Field> {
        match state {
            State::Coordinator(coordinator) => coordinator_memory(coordinator),
            State::Participant(participant) => {
                let asked = participant.asked.iter().map(|(tx, uncertain)| Field::many(&tx.to_string(), uncertain));
                vec![Field::fields("asked_uncertain", asked.collect())]
            }
            State::Client(client) => client_memory(client),
        }
    }

    fn durable(_: &Config, id: NodeId, disk: &Disk) -> Vec<Field> {
        if id.is_client() {
            return vec![Field::one("lives", disk.lives)];
        }
        let log = Field::many("log", last_records(&disk.log));
        if id == COORDINATOR {
            let without_end = Field::many("commit_without_end", disk.committing.keys());
            return vec![Field::one("lives", disk.lives), without_end, log];
        }
        let account = Account::of(id).map_or(String::new(), |account| account.to_string());
        let locked = disk.in_doubt.keys().map(TxId::to_string).next();
        vec![
            Field::one("account", account),
            Field::one("balance", disk.balance()),
            Field::one("locked_by", locked.unwrap_or("none".to_owned())),
            log,
        ]
    }

    fn look(message: &Message) -> Look {
        let (glyph, tone, _) = look_of(message.kind());
        Look { glyph, tone }
    }

    fn fields(message: &Message) -> Vec<Field> {
        match message {
            Message::Request { serial, transfer } => {
                vec![Field::one("serial", serial), Field::one("transfer", transfer)]
            }
            Message::Reply { serial, outcome } => vec![Field::one("serial", serial), Field::one("outcome", outcome)],
            Message::Prepare { tx, delta, peer } => {
                vec![Field::one("tx", tx), Field::one("delta", format!("{delta:+}")), Field::one("peer", peer)]
            }
            Message::Yes(tx)
            | Message::No(tx)
            | Message::Commit(tx)
            | Message::Abort(tx)
            | Message::Ack(tx)
            | Message::Inquiry(tx)
            | Message::Uncertain(tx) => vec![Field::one("tx", tx)],
        }
    }

    fn legend() -> Vec<(Look, Text)> {
        (0..super::message::KINDS.len())
            .map(|kind| {
                let (glyph, tone, id) = look_of(kind);
                (Look { glyph, tone }, Text::new(id))
            })
            .collect()
    }

    fn tell(id: NodeId, note: &Note) -> Text {
        match note {
            Note::Began { tx, call } => {
                named("tpc-note-began", id, *tx).with("transfer", call.command.to_string()).with("client", call.client)
            }
            Note::Voted { tx, vote } => named("tpc-note-voted", id, *tx).with("vote", words::vote(*vote)),
            Note::Decided { tx, decision } => {
                named("tpc-note-decided", id, *tx).with("decision", words::decision(*decision))
            }
            Note::Asks { tx } => named("tpc-note-asks", id, *tx),
            Note::Forgot { tx } => named("tpc-note-forgot", id, *tx),
            Note::Told { serial, outcome } => Text::new("tpc-note-told")
                .with("node", id)
                .with("serial", serial.to_string())
                .with("outcome", outcome.to_string()),
        }
    }

    fn tallies(world: &World<Self>) -> Vec<Tally> {
        tallies(world)
    }

    fn era(id: NodeId, note: &Note) -> Option<Text> {
        match note {
            Note::Began { tx, call } => {
                let text = Text::new("tpc-era-began").with("tx", tx.to_string());
                Some(text.with("transfer", call.command.to_string()))
            }
            Note::Decided { tx, decision } if id == COORDINATOR => {
                let text = Text::new("tpc-era-decided").with("tx", tx.to_string());
                Some(text.with("decision", words::decision(*decision)))
            }
            _ => None,
        }
    }

    fn sample_requests() -> &'static [&'static str] {
        &["transfer A B 30", "transfer B A 60", "transfer A B 80", "transfer B C 20", "transfer C A 50"]
    }
}

fn named(id: &str, node: NodeId, tx: TxId) -> Text {
    Text::new(id).with("node", node).with("tx", tx.to_string())
}

/// Shape, colour and name of a kind of message.
fn look_of(kind: usize) -> (Glyph, Tone, &'static str) {
    const LOOKS: [(Glyph, Tone, &str); 10] = [
        (Glyph::PillRequest, Tone::Client, "tpc-look-request"),
        (Glyph::PillReply, Tone::Client, "tpc-look-reply"),
        (Glyph::DiamondRing, Tone::Ask, "tpc-look-prepare"),
        (Glyph::DiscCheck, Tone::Grant, "tpc-look-yes"),
        (Glyph::DiscBar, Tone::Refuse, "tpc-look-no"),
        (Glyph::SquareLines, Tone::Lead, "tpc-look-commit"),
        (Glyph::SquareBar, Tone::Refuse, "tpc-look-abort"),
        (Glyph::SquareCheck, Tone::Report, "tpc-look-ack"),
        (Glyph::SquareEmpty, Tone::Ask, "tpc-look-inquiry"),
        (Glyph::DiscBar, Tone::Calm, "tpc-look-uncertain"),
    ];
    LOOKS[kind]
}

fn coordinator_face(coordinator: &Coordinator) -> Face {
    let (tone, caption) = match (coordinator.collecting.first_key_value(), coordinator.committing.first_key_value()) {
        (Some((tx, collecting)), _) => {
            let needed = collecting.call.command.participants().len();
            let text = Text::new("tpc-collects").with("tx", tx.to_string());
            (Tone::Ask, text.with("votes", collecting.yes.len()).with("needed", needed))
        }
        (None, Some((tx, missing))) => {
            (Tone::Lead, Text::new("tpc-commits").with("tx", tx.to_string()).with("missing", missing.len()))
        }
        (None, None) => (Tone::Lead, Text::new("tpc-coordinator")),
    };
    Face { icon: Icon::Leader, tone, caption, badge: None }
}

fn participant_face(id: NodeId, participant: &Participant, disk: &Disk) -> Face {
    let account = Account::of(id).map_or(String::new(), |account| account.to_string());
    let (icon, tone, caption) = match disk.in_doubt.first_key_value() {
        None => (Icon::Follower, Tone::Calm, Text::new("tpc-participant").with("account", account)),
        Some((tx, _)) if participant.asked.contains_key(tx) => {
            (Icon::Locked, Tone::Ask, Text::new("tpc-in-doubt-asks").with("tx", tx.to_string()))
        }
        Some((tx, _)) => (Icon::Locked, Tone::Grant, Text::new("tpc-in-doubt-waits").with("tx", tx.to_string())),
    };
    Face { icon, tone, caption, badge: Some(Text::new("tpc-balance").with("balance", disk.balance())) }
}

fn coordinator_memory(coordinator: &Coordinator) -> Vec<Field> {
    let votes = coordinator.collecting.iter().map(|(tx, collecting)| Field::many(&tx.to_string(), &collecting.yes));
    let missing = coordinator.committing.iter().map(|(tx, missing)| Field::many(&tx.to_string(), missing));
    let aborted = coordinator.aborted.iter().map(|(client, serial)| Field::one(&client.to_string(), serial));
    vec![
        Field::one("begun", coordinator.begun),
        Field::fields("voted_yes", votes.collect()),
        Field::fields("not_acknowledged", missing.collect()),
        Field::fields("aborted", aborted.collect()),
    ]
}

fn client_memory(client: &Client) -> Vec<Field> {
    vec![
        Field::one("serial", client.serial),
        Field::one("call", client.call.map_or("none".to_owned(), |transfer| transfer.to_string())),
        Field::many("queue", &client.queue),
        Field::one("told", client.told.map_or("nothing".to_owned(), |outcome| outcome.to_string())),
    ]
}

/// How many records a tree shows: the newest.
const SHOWN: usize = 8;

fn last_records(log: &Journal<Record>) -> Vec<String> {
    log.iter_from(log.len().saturating_sub(SHOWN)).map(record_line).collect()
}

fn record_line(record: &Record) -> String {
    match record {
        Record::Life => "life".to_owned(),
        Record::Prepared { tx, prepared } => format!("prepared {tx} {:+}", prepared.delta),
        Record::Committed(tx) => format!("committed {tx}"),
        Record::Aborted(tx) => format!("aborted {tx}"),
        Record::Commit { tx, .. } => format!("commit {tx}"),
        Record::End(tx) => format!("end {tx}"),
    }
}

/// The votes on what the coordinator collects for: the oldest two.
fn tallies(world: &World<TwoPhaseCommit>) -> Vec<Tally> {
    match world.node(COORDINATOR).state {
        Some(State::Coordinator(coordinator)) => {
            coordinator.collecting.iter().take(2).map(|(tx, collecting)| tally(world, *tx, collecting)).collect()
        }
        _ => Vec::new(),
    }
}

fn tally(world: &World<TwoPhaseCommit>, tx: TxId, collecting: &Collecting) -> Tally {
    let travels = |voter: NodeId, vote: Message| {
        world.in_flight().any(|flight| (flight.from, flight.to) == (voter, COORDINATOR) && *flight.message == vote)
    };
    let state = |voter: NodeId| {
        if collecting.yes.contains(&voter) {
            BallotState::Given
        } else if travels(voter, Message::Yes(tx)) {
            BallotState::OnItsWay
        } else if travels(voter, Message::No(tx)) {
            BallotState::Refused
        } else if world.node(voter).status == Status::Down {
            BallotState::Down
        } else {
            BallotState::Open
        }
    };
    let participants = collecting.call.command.participants();
    let mut ballots: Vec<_> = participants.map(|node| Ballot { node, state: state(node) }).into();
    ballots.sort_by_key(|ballot| ballot.state);
    let needed = u32::try_from(participants.len()).unwrap_or(u32::MAX);
    Tally { node: COORDINATOR, title: Text::new("tpc-tally").with("tx", tx.to_string()), ballots, needed }
}
