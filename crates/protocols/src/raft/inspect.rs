//! How Raft shows itself: faces, fields, looks and sentences.

use core::cmp::Reverse;

use quorum_kernel::{
    BadChoice, Choice, Exhibit, Happening, Hunt, Inspect, Monitor, Mutant, NodeId, Options, Status, Text, World,
    inspect::{Ballot, BallotState, Board, Face, Field, Glyph, Icon, LanesOf, Look, Stroke, Tally, Tone},
    operation::Meaning,
};

use super::{
    Answered, Appended, Candidate, Config, Disk, Entry, Log, Message, Note, Predicate, Raft, Role, Server, State, Term,
    hunts, lanes, mutants, words,
};
use crate::machine::{self, Answer, Command};

impl Exhibit for Raft {
    const ID: &'static str = "raft";
    const VERSION: u32 = 1;
    const MUTANTS: &'static [Mutant] = mutants::MUTANTS;
    const WORDS: &'static [(&'static str, &'static str)] = &[("en", include_str!("words/en.ftl"))];
    const HUNT: Hunt = hunts::WITHIN;
    const BEYOND: Hunt = hunts::BEYOND;

    type Predicate = Predicate;

    fn default_choice() -> Choice {
        Choice { servers: 5, clients: 1, mutant: None, options: Options::new() }
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

    fn meaning(_: NodeId, request: &Command, reply: Option<&Answer>) -> Option<Meaning> {
        Some(machine::meaning(request, reply))
    }
}

impl Inspect for Raft {
    fn face(config: &Config, id: NodeId, state: &State, disk: &Disk) -> Face {
        match state {
            State::Server(server) => server_face(config, id, server, disk),
            State::Client(client) => {
                let caption = match client.call() {
                    None => Text::new("raft-client-idle"),
                    Some(call) => Text::new("raft-client-waits")
                        .with("command", call.command.to_string())
                        .with("server", client.server()),
                };
                Face { icon: Icon::Client, tone: Tone::Client, caption, badge: None }
            }
        }
    }

    fn badge_down(disk: &Disk) -> Option<Text> {
        // A client's disk knows no terms, only lives.
        (disk.lives == 0).then(|| Text::new("raft-term").with("term", disk.term))
    }

    fn keeps(disk: &Disk) -> Text {
        match (disk.lives, disk.log.last_index()) {
            (0, 0) => Text::new("raft-keeps-term").with("term", disk.term),
            (0, last) => Text::new("raft-keeps-log").with("term", disk.term).with("last", last),
            (lives, _) => Text::new("raft-keeps-lives").with("lives", lives),
        }
    }

    fn memory(_: &Config, id: NodeId, state: &State) -> Vec<Field> {
        match state {
            State::Server(server) => server_memory(id, server),
            State::Client(client) => vec![
                Field::one("asks", client.server()),
                Field::one("serial", client.serial()),
                Field::one("call", client.call().map_or("none".to_owned(), |call| call.command.to_string())),
                Field::many("queue", client.queue()),
            ],
        }
    }

    fn durable(_: &Config, id: NodeId, disk: &Disk) -> Vec<Field> {
        if id.is_client() {
            return vec![Field::one("lives", disk.lives)];
        }
        vec![
            Field::one("term", disk.term),
            Field::one("voted_for", or_none(disk.voted_for)),
            Field::one("log", log_line(&disk.log)),
            Field::many("last_entries", last_entries(&disk.log)),
        ]
    }

    fn look(message: &Message) -> Look {
        let (glyph, tone) = match message {
            Message::RequestVote(_) => (Glyph::DiamondRing, Tone::Ask),
            Message::Vote(vote) if vote.granted => (Glyph::DiscCheck, Tone::Grant),
            Message::Vote(_) => (Glyph::DiscBar, Tone::Refuse),
            Message::AppendEntries(append) if append.entries.is_empty() => (Glyph::SquareEmpty, Tone::Lead),
            Message::AppendEntries(_) => (Glyph::SquareLines, Tone::Lead),
            Message::AppendResponse(response) => match response.outcome {
                Appended::Upto(_) => (Glyph::SquareCheck, Tone::Report),
                Appended::Conflict { .. } | Appended::OldTerm => (Glyph::SquareBar, Tone::Refuse),
            },
            Message::Request(_) => (Glyph::PillRequest, Tone::Client),
            Message::Reply(_) => (Glyph::PillReply, Tone::Client),
        };
        Look { glyph, tone }
    }

    fn fields(message: &Message) -> Vec<Field> {
        message_fields(message)
    }

    fn legend() -> Vec<(Look, Text)> {
        [
            (Glyph::DiamondRing, Tone::Ask, "raft-look-request-vote"),
            (Glyph::DiscCheck, Tone::Grant, "raft-look-vote-granted"),
            (Glyph::DiscBar, Tone::Refuse, "raft-look-vote-refused"),
            (Glyph::SquareLines, Tone::Lead, "raft-look-append-entries"),
            (Glyph::SquareEmpty, Tone::Lead, "raft-look-heartbeat"),
            (Glyph::SquareCheck, Tone::Report, "raft-look-append-response"),
            (Glyph::SquareBar, Tone::Refuse, "raft-look-append-refused"),
            (Glyph::PillRequest, Tone::Client, "raft-look-request"),
            (Glyph::PillReply, Tone::Client, "raft-look-reply"),
        ]
        .map(|(glyph, tone, id)| (Look { glyph, tone }, Text::new(id)))
        .into()
    }

    fn tell(id: NodeId, note: &Note) -> Text {
        match note {
            Note::Stood { term } => Text::new("raft-note-stood").with("term", *term),
            Note::Voted { term, candidate } => {
                Text::new("raft-note-voted").with("term", *term).with("candidate", *candidate)
            }
            Note::BecameLeader { term, .. } => Text::new("raft-note-leads").with("term", *term),
            Note::SteppedDown { term } => Text::new("raft-note-stepped-down").with("term", *term),
            Note::Removed { from } => Text::new("raft-note-removed").with("from", *from),
            Note::Committed { index, .. } => Text::new("raft-note-committed").with("index", *index),
            Note::Applied { index, entry } => {
                Text::new("raft-note-applied").with("index", *index).with("entry", words::entry(entry))
            }
        }
        .with("node", id)
    }

    fn tallies(world: &World<Self>) -> Vec<Tally> {
        tallies(world)
    }

    fn era(id: NodeId, note: &Note) -> Option<Text> {
        match note {
            Note::Stood { term } => Some(Text::new("raft-era-stands").with("term", *term).with("node", id)),
            Note::BecameLeader { term, .. } => Some(Text::new("raft-era-leads").with("term", *term).with("node", id)),
            _ => None,
        }
    }

    const LANES: &'static [LanesOf] = lanes::LANES;

    fn strokes(_: &World<Self>, happening: &Happening<Self>) -> Vec<Stroke> {
        lanes::strokes(happening)
    }

    fn boards(world: &World<Self>) -> Vec<Board> {
        vec![lanes::logs(world)]
    }

    fn sample_requests() -> &'static [&'static str] {
        &["put x 1", "put x 2", "append x 3", "get x", "cas x 1 4", "delete x"]
    }
}

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or("none".to_owned(), |value| value.to_string())
}

fn server_face(config: &Config, id: NodeId, server: &Server, disk: &Disk) -> Face {
    let (icon, tone, caption) = match &server.role {
        Role::Follower(follower) => (
            Icon::Follower,
            Tone::Calm,
            // Once the election is decided, who leads matters more than whom it voted for.
            match (follower.leader, disk.voted_for) {
                (Some(leader), _) => Text::new("raft-follower-of").with("leader", leader),
                (None, Some(candidate)) if candidate != id => {
                    Text::new("raft-follower-voted").with("candidate", candidate)
                }
                _ => Text::new("raft-follower"),
            },
        ),
        Role::Candidate(candidate) => (
            Icon::Candidate,
            Tone::Ask,
            Text::new("raft-candidate").with("votes", candidate.votes.len()).with("needed", config.majority()),
        ),
        Role::Leader(_) => (Icon::Leader, Tone::Lead, Text::new("raft-leader").with("term", disk.term)),
    };
    Face { icon, tone, caption, badge: Some(Text::new("raft-term").with("term", disk.term)) }
}

/// The rows stand whatever the role, so that a view can compare them step by step.
fn server_memory(id: NodeId, server: &Server) -> Vec<Field> {
    let (votes, progress) = match &server.role {
        Role::Follower(_) => (None, None),
        Role::Candidate(candidate) => (Some(candidate), None),
        Role::Leader(leader) => (None, Some(leader)),
    };
    let peers = |field: fn(&super::Progress) -> u64| {
        let peers = progress.into_iter().flat_map(super::Leader::progress).filter(move |(peer, _)| *peer != id);
        peers.map(move |(peer, progress)| Field::one(&peer.to_string(), field(&progress))).collect()
    };
    let store = server.machine.machine().iter().map(|(key, value)| Field::one(key, value)).collect();
    let sessions = server.machine.latest().map(|(client, serial)| Field::one(&client.to_string(), serial)).collect();
    let mut fields = vec![
        Field::one("role", server.role.name()),
        Field::many("votes", votes.into_iter().flat_map(|candidate| &candidate.votes)),
        Field::one("leader", or_none(server.leader(id))),
        Field::one("commit_index", server.commit_index),
        Field::one("last_applied", server.last_applied),
    ];
    if let Some(refused) = votes.map(|candidate| &candidate.refused).filter(|refused| !refused.is_empty()) {
        fields.insert(2, Field::many("refused", refused));
    }
    let groups = [
        ("next_index", peers(|progress| progress.next_index)),
        ("match_index", peers(|progress| progress.match_index)),
        ("store", store),
        ("sessions", sessions),
    ];
    // What a role does not have, or what is empty, takes no room.
    let groups = groups.into_iter().filter(|(_, group): &(_, Vec<Field>)| !group.is_empty());
    fields.extend(groups.map(|(name, group)| Field::fields(name, group)));
    fields
}

fn log_line(log: &Log) -> String {
    let end = log.end();
    match end.index {
        0 => "empty".to_owned(),
        1 => format!("1, of t{}", end.term),
        last => format!("1 to {last}, last in t{}", end.term),
    }
}

fn entry_line(index: u64, entry: &Entry) -> String {
    match &entry.call {
        Some(call) => format!("{index} t{} {}", entry.term, call.command),
        None => format!("{index} t{} no-op", entry.term),
    }
}

/// How many entries a tree shows: the newest.
const SHOWN: u64 = 8;

fn last_entries(log: &Log) -> Vec<String> {
    let first = log.last_index().saturating_sub(SHOWN) + 1;
    (first..=log.last_index()).filter_map(|index| Some(entry_line(index, log.get(index)?))).collect()
}

fn message_fields(message: &Message) -> Vec<Field> {
    match message {
        Message::RequestVote(ask) => vec![
            Field::one("term", ask.term),
            Field::one("last_log_index", ask.last.index),
            Field::one("last_log_term", ask.last.term),
        ],
        Message::Vote(vote) => vec![Field::one("term", vote.term), Field::one("granted", vote.granted)],
        Message::AppendEntries(append) => {
            let entries = append.entries.iter().zip(append.prev_index + 1..);
            vec![
                Field::one("term", append.term),
                Field::one("prev_log_index", append.prev_index),
                Field::one("prev_log_term", append.prev_term),
                Field::many("entries", entries.map(|(entry, index)| entry_line(index, entry))),
                Field::one("leader_commit", append.commit),
            ]
        }
        Message::AppendResponse(response) => {
            let mut fields = vec![Field::one("term", response.term)];
            match response.outcome {
                Appended::Upto(index) => fields.extend([Field::one("success", true), Field::one("match_index", index)]),
                Appended::Conflict { prev_index, term, index } => fields.extend([
                    Field::one("success", false),
                    Field::one("prev_log_index", prev_index),
                    Field::one("conflict_term", or_none(term)),
                    Field::one("conflict_index", index),
                ]),
                Appended::OldTerm => fields.push(Field::one("success", false)),
            }
            fields
        }
        Message::Request(call) => vec![
            Field::one("client", call.client),
            Field::one("serial", call.serial),
            Field::one("command", &call.command),
        ],
        Message::Reply(reply) => {
            let result = match &reply.result {
                Answered::Done(answer) => Field::one("answer", answer),
                Answered::NotLeader { leader } => Field::one("ask_instead", or_none(*leader)),
            };
            vec![Field::one("serial", reply.serial), result]
        }
    }
}

/// The most candidates whose votes are shown: those with the most.
const TALLIES_MAX: usize = 2;

/// The votes for the candidates of the newest term, while nobody has won it.
fn tallies(world: &World<Raft>) -> Vec<Tally> {
    let Some(newest) = words::candidates(world).map(|(term, ..)| term).max() else { return Vec::new() };
    if words::newest_leader(world).is_some_and(|(led, _)| led >= newest) {
        return Vec::new();
    }
    let mut foremost: Vec<_> = words::candidates(world).filter(|(term, ..)| *term == newest).collect();
    foremost.sort_by_key(|(_, id, candidate)| (Reverse(candidate.votes.len()), *id));
    foremost.truncate(TALLIES_MAX);
    foremost.sort_by_key(|(_, id, _)| *id);
    foremost.into_iter().map(|(term, id, candidate)| tally(world, term, id, candidate)).collect()
}

fn tally(world: &World<Raft>, term: Term, id: NodeId, candidate: &Candidate) -> Tally {
    let travels = |voter: NodeId| {
        let granted = |message: &Message| matches!(message, Message::Vote(vote) if vote.granted && vote.term == term);
        world.in_flight().any(|flight| flight.from == voter && flight.to == id && granted(flight.message))
    };
    let state = |voter: NodeId| {
        if candidate.votes.contains(&voter) {
            BallotState::Given
        } else if travels(voter) {
            BallotState::OnItsWay
        } else if candidate.refused.contains(&voter) {
            BallotState::Refused
        } else if world.node(voter).status == Status::Down {
            BallotState::Down
        } else {
            BallotState::Open
        }
    };
    let ballot = |node| Ballot { node, state: state(node) };
    let mut ballots: Vec<_> = world.members().server_ids().map(ballot).collect();
    ballots.sort_by_key(|ballot| ballot.state);
    let needed = u32::try_from(world.config().majority()).unwrap_or(u32::MAX);
    Tally { node: id, title: Text::new("raft-tally").with("node", id).with("term", term), ballots, needed }
}
