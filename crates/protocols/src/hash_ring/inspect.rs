//! How the ring shows itself: faces, fields, looks and sentences.

use quorum_kernel::{
    BadChoice, Choice, Exhibit, Happening, Hunt, Inspect, Monitor, Mutant, NodeId, Options, Setting, Status, Text,
    World,
    inspect::{
        Ballot, BallotState, Board, Chart, ChartOf, Face, Field, Glyph, Icon, LanesOf, Look, Ring, Stroke, Tally, Tone,
    },
    operation::Meaning,
};

use super::{
    Call, Client, Config, Disk, HashRing, KEEPER, Keeper, Message, Note, Phase, Predicate, Reply, Request, State,
    charts, config, hunts, lanes, message::Copied, mutants, request, ring, words,
};

impl Exhibit for HashRing {
    const ID: &'static str = "hash-ring";
    const VERSION: u32 = 1;
    const MUTANTS: &'static [Mutant] = mutants::MUTANTS;
    const SETTINGS: &'static [Setting] = config::SETTINGS;
    const NAMED: &'static [(&'static str, &'static [&'static str])] = config::NAMED;
    const WORDS: &'static [(&'static str, &'static str)] = &[("en", include_str!("words/en.ftl"))];
    const HUNT: Hunt = hunts::WITHIN;
    const BEYOND: Hunt = hunts::BEYOND;

    type Predicate = Predicate;

    fn default_choice() -> Choice {
        Choice { servers: 6, clients: 2, mutant: None, options: Options::new() }
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

    fn meaning(_: NodeId, request: &Request, reply: Option<&Reply>) -> Option<Meaning> {
        request::meaning(request, reply)
    }
}

impl Inspect for HashRing {
    const LANES: &'static [LanesOf] = lanes::LANES;
    const RING: bool = true;
    const CHARTS: &'static [ChartOf] = charts::CHARTS;

    fn strokes(world: &World<Self>, happening: &Happening<Self>) -> Vec<Stroke> {
        lanes::strokes(world, happening)
    }

    fn boards(world: &World<Self>) -> Vec<Board> {
        vec![lanes::holdings(world)]
    }

    fn ring(world: &World<Self>) -> Option<Ring> {
        Some(ring::ring(world))
    }

    fn chart(world: &World<Self>, id: &str) -> Chart {
        charts::chart(world, id)
    }

    fn face(config: &Config, id: NodeId, state: &State, disk: &Disk) -> Face {
        match state {
            State::Keeper(keeper) => keeper_face(config, keeper, disk),
            State::Store => store_face(config, id, disk),
            State::Client(client) => {
                let caption = match &client.call {
                    None => Text::new("hash-ring-client-idle"),
                    Some(call) => Text::new("hash-ring-client-asks").with("request", call.request.to_string()),
                };
                Face { icon: Icon::Client, tone: Tone::Client, caption, badge: Some(badge(client.view.epoch)) }
            }
        }
    }

    fn badge_down(disk: &Disk) -> Option<Text> {
        disk.view.map(|view| badge(view.epoch))
    }

    fn keeps(disk: &Disk) -> Text {
        match (disk.lives, disk.items.len()) {
            (0, keys) => Text::new("hash-ring-keeps-keys").with("keys", keys),
            (lives, _) => Text::new("hash-ring-keeps-lives").with("lives", lives),
        }
    }

    fn memory(_: &Config, _: NodeId, state: &State) -> Vec<Field> {
        match state {
            State::Keeper(keeper) => vec![Field::many("ready", keeper.ready.iter())],
            State::Store => Vec::new(),
            State::Client(client) => client_memory(client),
        }
    }

    fn durable(config: &Config, id: NodeId, disk: &Disk) -> Vec<Field> {
        if id.is_client() {
            return vec![Field::one("lives", disk.lives)];
        }
        let view = Field::one("view", disk.view(config));
        if id == KEEPER {
            let asked_by = disk.asked_by.map_or("nobody".to_owned(), |(client, serial)| format!("{client} {serial}"));
            let answered = disk
                .answered
                .iter()
                .map(|(client, (serial, outcome))| Field::one(&client.to_string(), format!("{serial} {outcome}")));
            return vec![
                view,
                Field::one("asked_by", asked_by),
                Field::many("settled", disk.settled.iter().map(ToString::to_string)),
                Field::fields("answered", answered.collect()),
            ];
        }
        let items = disk.items.iter().map(|(key, item)| Field::one(key, format!("{} ({})", item.value, item.version)));
        vec![view, Field::many("heard", disk.heard.iter()), Field::fields("items", items.collect())]
    }

    fn look(message: &Message) -> Look {
        let (glyph, tone, _) = look_of(message.kind());
        Look { glyph, tone }
    }

    fn fields(message: &Message) -> Vec<Field> {
        match message {
            Message::Query { view, serial, key } => {
                vec![Field::one("view", view), Field::one("serial", serial), Field::one("key", key)]
            }
            Message::Value { epoch, serial, item } => {
                let item = item.as_ref().map_or("none".to_owned(), |item| format!("{} ({})", item.value, item.version));
                vec![Field::one("epoch", epoch), Field::one("serial", serial), Field::one("item", item)]
            }
            Message::Store { view, serial, key, item } => vec![
                Field::one("view", view),
                Field::one("serial", serial),
                Field::one("key", key),
                Field::one("item", format!("{} ({})", item.value, item.version)),
            ],
            Message::Stored { epoch, serial } => vec![Field::one("epoch", epoch), Field::one("serial", serial)],
            Message::Stale { view } | Message::Announce { view } | Message::Pull { view } => {
                vec![Field::one("view", view)]
            }
            Message::Change { serial, change } => vec![Field::one("serial", serial), Field::one("change", change)],
            Message::Changed { serial, outcome } => vec![Field::one("serial", serial), Field::one("outcome", outcome)],
            Message::Ready { epoch } => vec![Field::one("epoch", epoch)],
            Message::Copy { view, items } => {
                let item = |(key, item): &Copied| format!("{key} = {} ({})", item.value, item.version);
                vec![Field::one("view", view), Field::many("items", items.iter().map(item))]
            }
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
        tell(id, note)
    }

    fn tallies(world: &World<Self>) -> Vec<Tally> {
        let calls = world.nodes().filter_map(|node| match node.state {
            Some(State::Client(client)) => client.call.as_ref().and_then(|call| tally(world, node.id, client, call)),
            _ => None,
        });
        calls.take(2).collect()
    }

    fn era(_: NodeId, note: &Note) -> Option<Text> {
        match note {
            Note::Begins { change } => Some(Text::new("hash-ring-era-begins").with("change", change.to_string())),
            Note::Settles { view } => Some(Text::new("hash-ring-era-settles").with("epoch", view.epoch)),
            _ => None,
        }
    }

    fn sample_requests() -> &'static [&'static str] {
        // n6 is to own q; `gngektv` lies exactly where n6 stands with its first virtual node.
        &[
            "put q 1",
            "get q",
            "join n6",
            "leave n2",
            "put x 2",
            "get x",
            "put q 3",
            "join n2",
            "leave n3",
            "join n3",
            "put gngektv 4",
            "get gngektv",
            "put y 2",
        ]
    }
}

fn badge(epoch: u32) -> Text {
    Text::new("hash-ring-badge").with("epoch", epoch)
}

/// Shape, colour and name of a kind of message.
fn look_of(kind: usize) -> (Glyph, Tone, &'static str) {
    const LOOKS: [(Glyph, Tone, &str); 11] = [
        (Glyph::DiamondRing, Tone::Ask, "hash-ring-look-query"),
        (Glyph::DiscCheck, Tone::Grant, "hash-ring-look-value"),
        (Glyph::SquareLines, Tone::Client, "hash-ring-look-store"),
        (Glyph::SquareCheck, Tone::Report, "hash-ring-look-stored"),
        (Glyph::DiscBar, Tone::Refuse, "hash-ring-look-stale"),
        (Glyph::PillRequest, Tone::Client, "hash-ring-look-change"),
        (Glyph::PillReply, Tone::Client, "hash-ring-look-changed"),
        (Glyph::SquareEmpty, Tone::Lead, "hash-ring-look-announce"),
        (Glyph::DiscCheck, Tone::Report, "hash-ring-look-ready"),
        (Glyph::SquareBar, Tone::Ask, "hash-ring-look-pull"),
        (Glyph::SquareLines, Tone::Lead, "hash-ring-look-copy"),
    ];
    LOOKS[kind]
}

fn keeper_face(config: &Config, keeper: &Keeper, disk: &Disk) -> Face {
    let view = disk.view(config);
    let (tone, caption) = if view.is_changing() {
        let gainers = view.gainers(config);
        let text = Text::new("hash-ring-keeper-changing").with("ready", gainers.and(keeper.ready).len());
        (Tone::Ask, text.with("needed", gainers.len()))
    } else {
        (Tone::Lead, Text::new("hash-ring-keeper"))
    };
    Face { icon: Icon::Leader, tone, caption, badge: Some(badge(view.epoch)) }
}

fn store_face(config: &Config, id: NodeId, disk: &Disk) -> Face {
    let (view, keys) = (disk.view(config), disk.items.len());
    let (tone, caption) = if !view.has_all(config, id, disk.heard) {
        let text = Text::new("hash-ring-takes-over").with("heard", disk.heard.len());
        (Tone::Ask, text.with("needed", view.sources_needed(config, view.sources(config, id))))
    } else if view.sets().any(|members| members.has(id)) {
        (Tone::Grant, Text::new("hash-ring-holds").with("keys", keys))
    } else {
        (Tone::Calm, Text::new("hash-ring-no-member"))
    };
    Face { icon: Icon::Store, tone, caption, badge: Some(badge(view.epoch)) }
}

fn client_memory(client: &Client) -> Vec<Field> {
    let phase = client.call.as_ref().map_or(Vec::new(), |call| match &call.phase {
        Phase::Querying { heard, holding, found } => vec![
            Field::many("heard", heard.iter()),
            Field::one("found", found.as_ref().map_or("nothing".to_owned(), |item| item.version.to_string())),
            Field::many("holding", holding.iter()),
        ],
        Phase::Storing { item, holding } => {
            vec![
                Field::one("stores", format!("{} ({})", item.value, item.version)),
                Field::many("holding", holding.iter()),
            ]
        }
        Phase::Changing => Vec::new(),
    });
    vec![
        Field::one("view", client.view),
        Field::one("serial", client.serial),
        Field::one("call", client.call.as_ref().map_or("none".to_owned(), |call| call.request.to_string())),
        Field::fields("round", phase),
        Field::many("queue", &client.queue),
        Field::one("told", client.told.as_ref().map_or("none".to_owned(), ToString::to_string)),
    ]
}

/// The answers to a client's round, of the owners by the view that it routes by.
fn tally(world: &World<HashRing>, client: NodeId, memory: &Client, call: &Call) -> Option<Tally> {
    let key = call.request.key()?;
    let (id, given) = match &call.phase {
        Phase::Querying { heard, .. } => ("hash-ring-tally-query", *heard),
        Phase::Storing { holding, .. } => ("hash-ring-tally-store", *holding),
        Phase::Changing => return None,
    };
    let epoch = memory.view.epoch;
    let answers = |message: &Message| match message {
        Message::Value { epoch: of, serial, .. } => {
            id == "hash-ring-tally-query" && (*of, *serial) == (epoch, memory.serial)
        }
        Message::Stored { epoch: of, serial } => {
            id == "hash-ring-tally-store" && (*of, *serial) == (epoch, memory.serial)
        }
        _ => false,
    };
    let travels = |owner: NodeId| {
        world.in_flight().any(|flight| (flight.from, flight.to) == (owner, client) && answers(flight.message))
    };
    let state = |owner: NodeId| {
        if given.has(owner) {
            BallotState::Given
        } else if travels(owner) {
            BallotState::OnItsWay
        } else if world.node(owner).status == Status::Down {
            BallotState::Down
        } else {
            BallotState::Open
        }
    };
    let config = world.config();
    let owners = config.places.owners(memory.view.members, key);
    let all = memory.view.owners(config, key);
    let mut ballots: Vec<Ballot> = all.iter().map(|node| Ballot { node, state: state(node) }).collect();
    ballots.sort_by_key(|ballot| ballot.state);
    let needed = u32::try_from(super::view::majority(owners.len())).unwrap_or(u32::MAX);
    let title = Text::new(id).with("client", client).with("request", call.request.to_string());
    Some(Tally { node: client, title, ballots, needed })
}

fn tell(id: NodeId, note: &Note) -> Text {
    match note {
        Note::Began { request } => Text::new("hash-ring-note-began").with("request", request.to_string()),
        Note::Finished { key, version, wrote } => {
            let text = match (version, wrote) {
                (None, _) => Text::new("hash-ring-note-read-nothing"),
                (Some(version), true) => Text::new("hash-ring-note-wrote").with("version", version.to_string()),
                (Some(version), false) => Text::new("hash-ring-note-read").with("version", version.to_string()),
            };
            text.with("key", &**key)
        }
        Note::Corrected { by, view } => {
            Text::new("hash-ring-note-corrected").with("by", *by).with("view", words::view(*view))
        }
        Note::Adopted { view, drops } => {
            Text::new("hash-ring-note-adopted").with("view", words::view(*view)).with("drops", *drops)
        }
        Note::TurnedAway { client, epoch } => {
            Text::new("hash-ring-note-turned-away").with("client", *client).with("epoch", *epoch)
        }
        Note::HandsOver { to, keys } => Text::new("hash-ring-note-hands-over").with("to", *to).with("keys", *keys),
        Note::TakesOver { from, keys } => {
            Text::new("hash-ring-note-takes-over").with("from", *from).with("keys", *keys)
        }
        Note::HasAll { epoch } => Text::new("hash-ring-note-has-all").with("epoch", *epoch),
        Note::Begins { change } => Text::new("hash-ring-note-begins").with("change", change.to_string()),
        Note::Settles { view } => Text::new("hash-ring-note-settles").with("view", words::view(*view)),
    }
    .with("node", id)
}
