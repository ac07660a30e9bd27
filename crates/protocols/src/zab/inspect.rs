//! How Zab shows itself: faces, looks and sentences. Fields stand in `fields`, counts in `tally`.

use quorum_kernel::{
    BadChoice, Choice, Exhibit, Happening, Hunt, Inspect, Monitor, Mutant, NodeId, Options, Setting, Text, World,
    inspect::{Board, Face, Field, Glyph, Icon, LanesOf, Look, Stroke, Tally, Tone},
    operation::Meaning,
};

use super::{
    Config, Disk, FollowerPhase, LeaderPhase, Message, Note, Predicate, Role, Server, Standing, State, Sync, Why, Zab,
    config, fields, hunts, lanes, mutants, tally, words,
};
use crate::machine::{self, Answer, Command};

impl Exhibit for Zab {
    const ID: &'static str = "zab";
    const VERSION: u32 = 1;
    const MUTANTS: &'static [Mutant] = mutants::MUTANTS;
    const SETTINGS: &'static [Setting] = config::SETTINGS;
    const WORDS: &'static [(&'static str, &'static str)] = &[("en", include_str!("words/en.ftl"))];
    const HUNT: Hunt = hunts::WITHIN;
    const BEYOND: Hunt = hunts::BEYOND;

    type Predicate = Predicate;

    fn default_choice() -> Choice {
        Choice { servers: 3, clients: 1, mutant: None, options: Options::new() }
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

impl Inspect for Zab {
    fn face(config: &Config, _: NodeId, state: &State, disk: &Disk) -> Face {
        match state {
            State::Server(server) => server_face(config, server, disk),
            State::Client(client) => {
                let caption = match client.call() {
                    None => Text::new("zab-client-idle"),
                    Some(call) => Text::new("zab-client-waits")
                        .with("command", call.command.to_string())
                        .with("server", client.server()),
                };
                Face { icon: Icon::Client, tone: Tone::Client, caption, badge: None }
            }
        }
    }

    fn badge_down(disk: &Disk) -> Option<Text> {
        // A client's disk knows no epochs, only lives.
        (disk.lives == 0).then(|| Text::new("zab-epoch").with("epoch", disk.current_epoch))
    }

    fn keeps(disk: &Disk) -> Text {
        let text = match (disk.lives, disk.history.length()) {
            (0, 0) => Text::new("zab-keeps-epoch"),
            (0, _) => Text::new("zab-keeps-history").with("last", disk.history.last().to_string()),
            (lives, _) => return Text::new("zab-keeps-lives").with("lives", lives),
        };
        text.with("accepted", disk.accepted_epoch).with("current", disk.current_epoch)
    }

    fn memory(_: &Config, id: NodeId, state: &State) -> Vec<Field> {
        fields::memory(id, state)
    }

    fn durable(_: &Config, id: NodeId, disk: &Disk) -> Vec<Field> {
        fields::durable(id, disk)
    }

    fn look(message: &Message) -> Look {
        let (glyph, tone) = match message {
            Message::Notification(notification) if notification.standing == Standing::Looking => {
                (Glyph::DiamondRing, Tone::Ask)
            }
            Message::Notification(_) => (Glyph::DiamondRing, Tone::Calm),
            Message::FollowerInfo { .. } => (Glyph::DiamondRing, Tone::Report),
            Message::LeaderInfo { .. } => (Glyph::DiamondRing, Tone::Lead),
            Message::AckEpoch { .. } => (Glyph::DiscCheck, Tone::Grant),
            Message::Sync(Sync::Diff { .. }) => (Glyph::SquareLines, Tone::Report),
            Message::Sync(Sync::Trunc { .. }) => (Glyph::SquareBar, Tone::Refuse),
            Message::Sync(Sync::Snap { .. }) => (Glyph::SquareLines, Tone::Calm),
            Message::NewLeader { .. } => (Glyph::SquareEmpty, Tone::Ask),
            Message::UpToDate { .. } => (Glyph::DiscCheck, Tone::Lead),
            Message::Proposal(_) => (Glyph::SquareLines, Tone::Lead),
            Message::Ack { .. } => (Glyph::SquareCheck, Tone::Report),
            Message::Commit { .. } => (Glyph::SquareCheck, Tone::Lead),
            Message::Ping => (Glyph::SquareEmpty, Tone::Lead),
            Message::Pong => (Glyph::SquareEmpty, Tone::Report),
            Message::Request(_) => (Glyph::PillRequest, Tone::Client),
            Message::Reply(_) => (Glyph::PillReply, Tone::Client),
        };
        Look { glyph, tone }
    }

    fn fields(message: &Message) -> Vec<Field> {
        fields::message(message)
    }

    fn legend() -> Vec<(Look, Text)> {
        [
            (Glyph::DiamondRing, Tone::Ask, "zab-look-notification"),
            (Glyph::DiamondRing, Tone::Calm, "zab-look-settled"),
            (Glyph::DiamondRing, Tone::Report, "zab-look-follower-info"),
            (Glyph::DiamondRing, Tone::Lead, "zab-look-leader-info"),
            (Glyph::DiscCheck, Tone::Grant, "zab-look-ack-epoch"),
            (Glyph::SquareLines, Tone::Report, "zab-look-diff"),
            (Glyph::SquareBar, Tone::Refuse, "zab-look-trunc"),
            (Glyph::SquareLines, Tone::Calm, "zab-look-snap"),
            (Glyph::SquareEmpty, Tone::Ask, "zab-look-new-leader"),
            (Glyph::DiscCheck, Tone::Lead, "zab-look-up-to-date"),
            (Glyph::SquareLines, Tone::Lead, "zab-look-proposal"),
            (Glyph::SquareCheck, Tone::Report, "zab-look-ack"),
            (Glyph::SquareCheck, Tone::Lead, "zab-look-commit"),
            (Glyph::SquareEmpty, Tone::Lead, "zab-look-ping"),
            (Glyph::SquareEmpty, Tone::Report, "zab-look-pong"),
            (Glyph::PillRequest, Tone::Client, "zab-look-request"),
            (Glyph::PillReply, Tone::Client, "zab-look-reply"),
        ]
        .map(|(glyph, tone, id)| (Look { glyph, tone }, Text::new(id)))
        .into()
    }

    fn tell(id: NodeId, note: &Note) -> Text {
        tell(note).with("node", id)
    }

    fn tallies(world: &World<Self>) -> Vec<Tally> {
        tally::tallies(world)
    }

    fn era(id: NodeId, note: &Note) -> Option<Text> {
        match note {
            Note::Established { epoch } => Some(Text::new("zab-era").with("epoch", *epoch).with("node", id)),
            _ => None,
        }
    }

    const LANES: &'static [LanesOf] = lanes::LANES;

    fn strokes(_: &World<Self>, happening: &Happening<Self>) -> Vec<Stroke> {
        lanes::strokes(happening)
    }

    fn boards(world: &World<Self>) -> Vec<Board> {
        vec![lanes::histories(world)]
    }

    fn sample_requests() -> &'static [&'static str] {
        &["put x 1", "put x 2", "append x 3", "get x", "cas x 1 4", "delete x"]
    }
}

fn server_face(config: &Config, server: &Server, disk: &Disk) -> Face {
    let (icon, tone, caption) = match &server.role {
        Role::Looking(looking) => {
            let votes = looking.votes.values().filter(|vote| **vote == server.vote).count();
            let text = Text::new("zab-looking").with("leader", server.vote.leader).with("votes", votes);
            (Icon::Candidate, Tone::Ask, text.with("needed", config.quorum()))
        }
        Role::Following(following) => {
            let id = match following.phase {
                FollowerPhase::Discovery => "zab-follower-discovers",
                FollowerPhase::Synchronization { .. } => "zab-follower-promised",
                FollowerPhase::Synchronized => "zab-follower-took-over",
                FollowerPhase::Broadcast => "zab-follower-serves",
            };
            (Icon::Follower, Tone::Calm, Text::new(id).with("leader", following.leader))
        }
        Role::Leading(leading) if leading.phase == LeaderPhase::Broadcast => {
            (Icon::Leader, Tone::Lead, Text::new("zab-primary").with("epoch", disk.current_epoch))
        }
        Role::Leading(leading) => {
            let (id, count) = words::so_far(leading);
            (Icon::Candidate, Tone::Lead, Text::new(id).with("count", count).with("needed", config.quorum()))
        }
    };
    Face { icon, tone, caption, badge: Some(Text::new("zab-epoch").with("epoch", disk.current_epoch)) }
}

fn tell(note: &Note) -> Text {
    let with_epoch = |id: &str, epoch: super::Epoch| Text::new(id).with("epoch", epoch);
    match note {
        Note::Looks { round } => Text::new("zab-note-looks").with("round", *round),
        Note::Votes { leader } => Text::new("zab-note-votes").with("leader", *leader),
        Note::Elected => Text::new("zab-note-elected"),
        Note::Follows { leader } => Text::new("zab-note-follows").with("leader", *leader),
        Note::NewEpoch { epoch } => with_epoch("zab-note-new-epoch", *epoch),
        Note::Synchronizes { epoch } => with_epoch("zab-note-synchronizes", *epoch),
        Note::TookOver { epoch } => with_epoch("zab-note-took-over", *epoch),
        Note::Established { epoch } => with_epoch("zab-note-established", *epoch),
        Note::Serves { epoch } => with_epoch("zab-note-serves", *epoch),
        Note::Truncated { keep } => Text::new("zab-note-truncated").with("keep", *keep),
        Note::Broadcast { txn, .. } => Text::new("zab-note-broadcast").with("txn", words::txn(txn)),
        Note::Delivered { txn, .. } => Text::new("zab-note-delivered").with("txn", words::txn(txn)),
        Note::Abandons { why } => Text::new(match why {
            Why::Silence => "zab-note-abandons-silence",
            Why::NoQuorum => "zab-note-abandons-no-quorum",
            Why::Behind => "zab-note-abandons-behind",
            Why::Disconnected => "zab-note-abandons-disconnected",
            Why::LeaderFollows => "zab-note-abandons-leader-follows",
            Why::OldEpoch => "zab-note-abandons-old-epoch",
        }),
    }
}
