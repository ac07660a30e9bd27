//! How Paxos shows itself: faces, fields, looks and sentences.

use quorum_kernel::{
    BadChoice, Choice, Exhibit, Happening, Hunt, Inspect, Monitor, Mutant, NodeId, Options, Setting, Text, World,
    inspect::{Board, Face, Field, Glyph, Icon, LanesOf, Look, Stroke, Tally, Tone},
};

use super::{
    Config, Disk, Message, Note, Paxos, Phase, Predicate, Proposal, Server, State, config, hunts, mutants, tally, views,
};

impl Exhibit for Paxos {
    const ID: &'static str = "paxos";
    const VERSION: u32 = 1;
    const MUTANTS: &'static [Mutant] = mutants::MUTANTS;
    const SETTINGS: &'static [Setting] = config::SETTINGS;
    const WORDS: &'static [(&'static str, &'static str)] = &[("en", include_str!("words/en.ftl"))];
    const HUNT: Hunt = hunts::WITHIN;
    const BEYOND: Hunt = hunts::BEYOND;

    type Predicate = Predicate;

    fn default_choice() -> Choice {
        Choice { servers: 3, clients: 3, mutant: None, options: Options::new() }
    }

    fn configure(choice: &Choice) -> Result<Config, BadChoice> {
        Config::choose(choice)
    }

    fn holds(predicate: &Predicate, world: &World<Self>, monitor: &Monitor<Self>) -> bool {
        predicate.holds(world, monitor)
    }

    fn progress(predicate: &Predicate, world: &World<Self>, monitor: &Monitor<Self>) -> Option<Text> {
        predicate.progress(world, monitor)
    }
}

impl Inspect for Paxos {
    fn face(config: &Config, id: NodeId, state: &State, disk: &Disk) -> Face {
        match state {
            State::Server(server) => server_face(config, id, server, disk),
            State::Client(client) => {
                let caption = match client.call() {
                    None => Text::new("paxos-client-idle"),
                    Some(call) => Text::new("paxos-client-waits")
                        .with("request", call.command.to_string())
                        .with("server", client.server()),
                };
                Face { icon: Icon::Client, tone: Tone::Client, caption, badge: None }
            }
        }
    }

    fn badge_down(disk: &Disk) -> Option<Text> {
        disk.promised.map(|ballot| Text::new("paxos-bound").with("ballot", ballot.to_string()))
    }

    fn keeps(disk: &Disk) -> Text {
        match (&disk.accepted, disk.promised) {
            (Some(accepted), _) => with_proposal(Text::new("paxos-keeps-accepted"), accepted),
            (None, Some(ballot)) => Text::new("paxos-keeps-promise").with("ballot", ballot.to_string()),
            (None, None) if disk.tried > 0 => Text::new("paxos-keeps-round").with("round", disk.tried),
            (None, None) => Text::new("paxos-keeps-nothing"),
        }
    }

    fn memory(config: &Config, id: NodeId, state: &State) -> Vec<Field> {
        match state {
            State::Server(server) => server_memory(config, id, server),
            State::Client(client) => vec![
                Field::one("asks", client.server()),
                Field::one("serial", client.serial()),
                Field::one("call", client.call().map_or("none".to_owned(), |call| call.command.to_string())),
                Field::many("queue", client.queue()),
            ],
        }
    }

    fn durable(config: &Config, id: NodeId, disk: &Disk) -> Vec<Field> {
        let mut fields = Vec::new();
        if config.accepts(id) {
            fields.push(Field::one("promised", or_none(disk.promised)));
            fields.push(Field::one("accepted", or_none(disk.accepted.as_ref())));
        }
        if config.proposes(id) {
            fields.push(Field::one("tried", disk.tried));
        }
        fields
    }

    fn look(message: &Message) -> Look {
        let (glyph, tone) = match message {
            Message::Prepare(_) => (Glyph::DiamondRing, Tone::Ask),
            Message::Promise(_) => (Glyph::DiscCheck, Tone::Grant),
            Message::Accept(_) => (Glyph::SquareLines, Tone::Lead),
            Message::Accepted(_) => (Glyph::SquareCheck, Tone::Report),
            Message::Nack(_) => (Glyph::DiscBar, Tone::Refuse),
            Message::Chosen(_) => (Glyph::SquareEmpty, Tone::Grant),
            Message::Request(_) => (Glyph::PillRequest, Tone::Client),
            Message::Reply(_) => (Glyph::PillReply, Tone::Client),
        };
        Look { glyph, tone }
    }

    fn fields(message: &Message) -> Vec<Field> {
        match message {
            Message::Prepare(ballot) | Message::Accepted(ballot) => vec![Field::one("ballot", ballot)],
            Message::Promise(promise) => {
                vec![Field::one("ballot", promise.ballot), Field::one("accepted", or_none(promise.accepted.as_ref()))]
            }
            Message::Accept(proposal) => {
                vec![Field::one("ballot", proposal.ballot), Field::one("value", &proposal.value)]
            }
            Message::Nack(nack) => vec![Field::one("ballot", nack.ballot), Field::one("promised", nack.promised)],
            Message::Chosen(value) => vec![Field::one("value", value)],
            Message::Request(call) => vec![
                Field::one("client", call.client),
                Field::one("serial", call.serial),
                Field::one("request", &call.command),
            ],
            Message::Reply(reply) => vec![Field::one("serial", reply.serial), Field::one("value", &reply.value)],
        }
    }

    fn legend() -> Vec<(Look, Text)> {
        [
            (Glyph::DiamondRing, Tone::Ask, "paxos-look-prepare"),
            (Glyph::DiscCheck, Tone::Grant, "paxos-look-promise"),
            (Glyph::SquareLines, Tone::Lead, "paxos-look-accept"),
            (Glyph::SquareCheck, Tone::Report, "paxos-look-accepted"),
            (Glyph::DiscBar, Tone::Refuse, "paxos-look-nack"),
            (Glyph::SquareEmpty, Tone::Grant, "paxos-look-chosen"),
            (Glyph::PillRequest, Tone::Client, "paxos-look-request"),
            (Glyph::PillReply, Tone::Client, "paxos-look-reply"),
        ]
        .map(|(glyph, tone, id)| (Look { glyph, tone }, Text::new(id)))
        .into()
    }

    fn tell(id: NodeId, note: &Note) -> Text {
        match note {
            Note::Began { ballot } => Text::new("paxos-note-began").with("ballot", ballot.to_string()),
            Note::Promised { ballot } => Text::new("paxos-note-promised").with("ballot", ballot.to_string()),
            Note::Proposed { proposal, adopted: None } => with_proposal(Text::new("paxos-note-proposed"), proposal),
            Note::Proposed { proposal, adopted: Some(from) } => {
                with_proposal(Text::new("paxos-note-adopted"), proposal).with("from", from.to_string())
            }
            Note::Accepted { proposal } => with_proposal(Text::new("paxos-note-accepted"), proposal),
            Note::GaveUp { ballot, promised: Some(promised) } => Text::new("paxos-note-outdone")
                .with("ballot", ballot.to_string())
                .with("promised", promised.to_string()),
            Note::GaveUp { ballot, promised: None } => {
                Text::new("paxos-note-gave-up").with("ballot", ballot.to_string())
            }
            Note::Learnt { value } => Text::new("paxos-note-learnt").with("value", value.to_string()),
        }
        .with("node", id)
    }

    fn tallies(world: &World<Self>) -> Vec<Tally> {
        tally::tallies(world)
    }

    fn era(id: NodeId, note: &Note) -> Option<Text> {
        match note {
            Note::Began { ballot } => {
                Some(Text::new("paxos-era-begins").with("ballot", ballot.to_string()).with("node", id))
            }
            Note::Learnt { value } => {
                Some(Text::new("paxos-era-learnt").with("value", value.to_string()).with("node", id))
            }
            _ => None,
        }
    }

    const LANES: &'static [LanesOf] = views::LANES;

    fn strokes(_: &World<Self>, happening: &Happening<Self>) -> Vec<Stroke> {
        views::strokes(happening)
    }

    fn boards(world: &World<Self>) -> Vec<Board> {
        vec![views::acceptors(world)]
    }

    fn sample_requests() -> &'static [&'static str] {
        &["propose A", "propose B", "propose C"]
    }
}

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or("none".to_owned(), |value| value.to_string())
}

fn with_proposal(text: Text, Proposal { ballot, value }: &Proposal) -> Text {
    text.with("value", value.to_string()).with("ballot", ballot.to_string())
}

fn server_face(config: &Config, id: NodeId, server: &Server, disk: &Disk) -> Face {
    let counted = |text: Text, count: usize| text.with("count", count).with("needed", config.quorum());
    let (icon, tone, caption) = match &server.phase {
        Phase::Preparing(preparing) => {
            let text = Text::new("paxos-prepares").with("ballot", preparing.ballot.to_string());
            (Icon::Candidate, Tone::Ask, counted(text, preparing.promises.len()))
        }
        Phase::Accepting(accepting) => {
            let text = with_proposal(Text::new("paxos-proposes"), &accepting.proposal);
            (Icon::Candidate, Tone::Lead, counted(text, accepting.accepted.len()))
        }
        Phase::BackingOff => (Icon::Candidate, Tone::Calm, Text::new("paxos-backs-off")),
        Phase::Idle => match (&server.chosen, &disk.accepted) {
            (Some(value), _) => (Icon::Settled, Tone::Grant, Text::new("paxos-knows").with("value", value.to_string())),
            (None, Some(accepted)) => {
                (Icon::Follower, Tone::Calm, with_proposal(Text::new("paxos-accepted"), accepted))
            }
            (None, None) => (Icon::Follower, Tone::Calm, Text::new(role(config, id))),
        },
    };
    let bound = disk.promised.map(|ballot| Text::new("paxos-bound").with("ballot", ballot.to_string()));
    Face { icon, tone, caption, badge: bound }
}

/// What a server is that has not done anything yet.
fn role(config: &Config, id: NodeId) -> &'static str {
    match (config.proposes(id), config.accepts(id)) {
        (true, true) => "paxos-role-all",
        (true, false) => "paxos-role-proposer",
        (false, true) => "paxos-role-acceptor",
        (false, false) => "paxos-role-learner",
    }
}

/// The rows stand whatever the phase, so that a view can compare them step by step.
fn server_memory(config: &Config, id: NodeId, server: &Server) -> Vec<Field> {
    let mut fields = Vec::new();
    if config.proposes(id) {
        let (promises, accepted) = match &server.phase {
            Phase::Preparing(preparing) => (Some(&preparing.promises), None),
            Phase::Accepting(accepting) => (None, Some(accepting)),
            Phase::Idle | Phase::BackingOff => (None, None),
        };
        let reported = promises.into_iter().flatten();
        let reported = reported.map(|(acceptor, accepted)| format!("{acceptor}: {}", or_none(accepted.as_ref())));
        fields.extend([
            Field::one("phase", server.phase.name()),
            Field::one("ballot", or_none(server.phase.ballot())),
            Field::one("own_value", or_none(server.own.as_ref())),
            Field::many("promises", reported),
            Field::one("proposed", or_none(accepted.map(|accepting| &accepting.proposal.value))),
            Field::many("accepted_by", accepted.into_iter().flat_map(|accepting| &accepting.accepted)),
            Field::one("failures", server.failures),
            Field::one("heard", or_none(server.heard)),
            Field::many("waiting", server.waiting.keys()),
        ]);
    }
    fields.push(Field::one("chosen", or_none(server.chosen.as_ref())));
    fields
}
