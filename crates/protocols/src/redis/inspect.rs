//! How the locks show themselves: faces, fields, looks and sentences.

use quorum_kernel::{
    BadChoice, Choice, Exhibit, Happening, Hunt, Inspect, Monitor, Mutant, NodeId, Options, Setting, Status, Text,
    World,
    inspect::{Ballot, BallotState, Face, Field, Glyph, Icon, LanesOf, Look, Stroke, Tally, Tone},
    operation::{CounterCall, Meaning},
};

use super::{
    Client, Config, Deployment, Disk, Entry, Key, Lock, Message, Note, Outcome, Pass, Phase, Predicate, Redis, Reply,
    Request, Role, Scheme, Stage, State, Store, Token, Trying, lanes, words,
};

impl<K: Deployment> Exhibit for Lock<K> {
    const ID: &'static str = K::ID;
    const VERSION: u32 = 1;
    const MUTANTS: &'static [Mutant] = K::MUTANTS;
    const SETTINGS: &'static [Setting] = K::SETTINGS;
    const WORDS: &'static [(&'static str, &'static str)] = K::WORDS;
    const HUNT: Hunt = K::HUNT;
    const BEYOND: Hunt = K::BEYOND;

    type Predicate = Predicate;

    fn default_choice() -> Choice {
        Choice { servers: K::SERVERS_DEFAULT, clients: 2, mutant: None, options: Options::new() }
    }

    fn configure(choice: &Choice) -> Result<Config, BadChoice> {
        Config::choose::<K>(choice)
    }

    fn holds(predicate: &Predicate, world: &World<Self>, monitor: &Monitor<Self>) -> bool {
        predicate.holds(world, monitor)
    }

    fn progress(predicate: &Predicate, world: &World<Self>, monitor: &Monitor<Self>) -> Option<Text> {
        predicate.progress(world, monitor)
    }

    /// What is asked for is a number that counts: with a lock that works, each increment adds one to what was there.
    fn meaning(_: NodeId, _: &Request, reply: Option<&Reply>) -> Option<Meaning> {
        let (add, answer) = match reply {
            Some(Reply::Written(value)) => (1, Some(Some(i64::from(*value)))),
            // Nothing was written.
            Some(Reply::Refused | Reply::TooLate) => (0, Some(None)),
            // It may have been.
            Some(Reply::Unknown) | None => (1, None),
        };
        Some(Meaning::Counter(CounterCall { counter: "number".into(), add }, answer))
    }
}

impl<K: Deployment> Inspect for Lock<K> {
    fn face(config: &Config, id: NodeId, state: &State, disk: &Disk) -> Face {
        match state {
            State::Redis(redis) => redis_face(config, redis, disk),
            State::Resource => Face {
                icon: Icon::Resource,
                tone: Tone::Calm,
                caption: Text::new("locks-resource").with("value", disk.resource.value),
                badge: badge_of_resource(config, disk),
            },
            State::Client(client) => client_face(config, id, client),
        }
    }

    fn badge_down(disk: &Disk) -> Option<Text> {
        let epoch = disk.redis.epoch;
        (epoch > 0).then(|| Text::new("locks-epoch").with("epoch", epoch))
    }

    fn keeps(disk: &Disk) -> Text {
        match (disk.redis.store.owner(), disk.lives) {
            (Some(owner), _) => Text::new("locks-keeps-lock").with("owner", owner.to_string()),
            // Only the resource does not count its lives.
            (None, 0) => Text::new("locks-keeps-value").with("value", disk.resource.value),
            (None, lives) => Text::new("locks-keeps-lives").with("lives", lives),
        }
    }

    fn memory(config: &Config, _: NodeId, state: &State) -> Vec<Field> {
        match state {
            State::Redis(redis) => redis_memory(config, redis),
            State::Resource => Vec::new(),
            State::Client(client) => client_memory(config, client),
        }
    }

    fn durable(config: &Config, id: NodeId, disk: &Disk) -> Vec<Field> {
        if id == config.resource() {
            let resource = &disk.resource;
            let mut fields = vec![Field::one("value", resource.value), Field::one("writer", or_none(resource.writer))];
            match config.scheme {
                _ if !config.fencing => {}
                Scheme::Single => fields.push(Field::one("highest", resource.highest)),
                Scheme::Majority => fields.push(Field::one("claimed", or_none(resource.claimed))),
            }
            return fields;
        }
        let mut fields = vec![Field::one("lives", disk.lives)];
        if config.is_store(id) && config.has_replica() {
            fields.push(Field::one("epoch", disk.redis.epoch));
        }
        if config.is_store(id) && config.persist {
            fields.push(keys(&disk.redis.store));
        }
        fields
    }

    fn look(message: &Message) -> Look {
        let (glyph, tone) = match message {
            Message::Set(_) => (Glyph::DiamondRing, Tone::Ask),
            Message::Get { .. } => (Glyph::DiamondRing, Tone::Calm),
            Message::Answer { outcome: Outcome::Granted(_) | Outcome::Free, .. } => (Glyph::DiscCheck, Tone::Grant),
            Message::Answer { outcome: Outcome::Taken | Outcome::ReadOnly, .. } => (Glyph::DiscBar, Tone::Refuse),
            Message::Delete { .. } => (Glyph::SquareEmpty, Tone::Report),
            Message::Replicate(_) => (Glyph::SquareLines, Tone::Report),
            Message::Read(_) => (Glyph::PillRequest, Tone::Client),
            Message::Value { value: Some(_), .. } => (Glyph::PillReply, Tone::Client),
            Message::Value { value: None, .. } => (Glyph::SquareBar, Tone::Client),
            Message::Write { .. } => (Glyph::SquareLines, Tone::Lead),
            Message::Written { accepted: true, .. } => (Glyph::SquareCheck, Tone::Lead),
            Message::Written { accepted: false, .. } => (Glyph::SquareBar, Tone::Refuse),
        };
        Look { glyph, tone }
    }

    fn fields(message: &Message) -> Vec<Field> {
        message_fields(message)
    }

    fn legend() -> Vec<(Look, Text)> {
        [
            (Glyph::DiamondRing, Tone::Ask, "locks-look-set"),
            (Glyph::DiamondRing, Tone::Calm, "locks-look-get"),
            (Glyph::DiscCheck, Tone::Grant, "locks-look-granted"),
            (Glyph::DiscBar, Tone::Refuse, "locks-look-taken"),
            (Glyph::SquareEmpty, Tone::Report, "locks-look-delete"),
            (Glyph::SquareLines, Tone::Report, "locks-look-replicate"),
            (Glyph::PillRequest, Tone::Client, "locks-look-read"),
            (Glyph::PillReply, Tone::Client, "locks-look-value"),
            (Glyph::SquareBar, Tone::Client, "locks-look-value-refused"),
            (Glyph::SquareLines, Tone::Lead, "locks-look-write"),
            (Glyph::SquareCheck, Tone::Lead, "locks-look-written"),
            (Glyph::SquareBar, Tone::Refuse, "locks-look-write-refused"),
        ]
        .map(|(glyph, tone, id)| (Look { glyph, tone }, Text::new(id)))
        .into()
    }

    fn tell(id: NodeId, note: &Note) -> Text {
        let of_token = |id: &str, token: &Token| Text::new(id).with("token", token.to_string());
        let of_pass = |plain: &str, numbered: &str, pass: &Pass| match pass.fence {
            0 => of_token(plain, &pass.token),
            fence => of_token(numbered, &pass.token).with("fence", fence),
        };
        match note {
            Note::Acquired(pass) => of_pass("locks-note-acquired", "locks-note-acquired-numbered", pass),
            Note::Failed { token } => of_token("locks-note-failed", token),
            Note::Ended { token, reply } => of_token("locks-note-ended", token).with("reply", replied(*reply)),
            Note::Locked(pass) => of_pass("locks-note-locked", "locks-note-locked-numbered", pass),
            Note::Unlocked { held, by } => of_token("locks-note-unlocked", held).with("by", by.client),
            Note::Expired { held } => of_token("locks-note-expired", held),
            Note::Rests => Text::new("locks-note-rests"),
            Note::Rejoined => Text::new("locks-note-rejoined"),
            Note::Promoted { epoch } => Text::new("locks-note-promoted").with("epoch", *epoch),
            Note::Demoted { epoch } => Text::new("locks-note-demoted").with("epoch", *epoch),
            Note::Read(pass) => of_pass("locks-note-read", "locks-note-read-numbered", pass),
            Note::Accepted { pass, value } => {
                of_pass("locks-note-accepted", "locks-note-accepted-numbered", pass).with("value", *value)
            }
            Note::Rejected(pass) => of_pass("locks-note-rejected", "locks-note-rejected-numbered", pass),
        }
        .with("node", id)
    }

    fn tallies(world: &World<Self>) -> Vec<Tally> {
        let attempts = words::clients(world).filter_map(|(id, client)| match &client.phase {
            Phase::Trying(trying) => Some(tally(world, id, client, trying)),
            _ => None,
        });
        // Of one Redis there is nothing to count.
        attempts.filter(|tally| tally.ballots.len() > 1).take(TALLIES_MAX).collect()
    }

    fn era(id: NodeId, note: &Note) -> Option<Text> {
        match note {
            Note::Acquired(_) => Some(Text::new("locks-era-holds").with("node", id)),
            Note::Promoted { .. } => Some(Text::new("locks-era-master").with("node", id)),
            _ => None,
        }
    }

    const LANES: &'static [LanesOf] = lanes::LANES;

    fn strokes(_: &World<Self>, happening: &Happening<Self>) -> Vec<Stroke> {
        lanes::strokes(happening)
    }

    fn sample_requests() -> &'static [&'static str] {
        &["increment"]
    }
}

/// The most attempts whose grants are shown.
const TALLIES_MAX: usize = 2;

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or("none".to_owned(), |value| value.to_string())
}

fn redis_face(config: &Config, redis: &Redis, disk: &Disk) -> Face {
    let owner = redis.store.owner();
    let (tone, caption) = match (redis.role, owner) {
        (Role::Resting, _) => (Tone::Calm, Text::new("locks-rests")),
        (Role::Replica, None) => (Tone::Calm, Text::new("locks-replica")),
        (Role::Replica, Some(owner)) => (Tone::Calm, Text::new("locks-replica-of").with("owner", owner.to_string())),
        (Role::Master, None) => (Tone::Calm, Text::new("locks-free")),
        (Role::Master, Some(owner)) => (Tone::Grant, Text::new("locks-locked").with("owner", owner.to_string())),
    };
    let badge = config.has_replica().then(|| Text::new("locks-epoch").with("epoch", disk.redis.epoch));
    Face { icon: Icon::Store, tone, caption, badge }
}

fn badge_of_resource(config: &Config, disk: &Disk) -> Option<Text> {
    config.counts().then(|| Text::new("locks-highest").with("fence", disk.resource.highest))
}

fn client_face(config: &Config, id: NodeId, client: &Client) -> Face {
    let (tone, caption) = match &client.phase {
        Phase::Idle => match client.last {
            None => (Tone::Client, Text::new("locks-client-idle")),
            Some(Reply::Written(value)) => (Tone::Client, Text::new("locks-client-wrote").with("value", value)),
            Some(Reply::Refused) => (Tone::Refuse, Text::new("locks-client-refused")),
            Some(Reply::TooLate) => (Tone::Refuse, Text::new("locks-client-too-late")),
            Some(Reply::Unknown) => (Tone::Refuse, Text::new("locks-client-unknown")),
        },
        Phase::Waiting => (Tone::Client, Text::new("locks-client-waits")),
        Phase::Trying(trying) if config.scheme == Scheme::Majority => {
            let text = Text::new("locks-client-has").with("granted", trying.granted.len());
            (Tone::Ask, text.with("needed", config.needed()))
        }
        Phase::Trying(_) => (Tone::Ask, Text::new("locks-client-asks").with("server", client.master)),
        Phase::Holding(holding) => {
            let text = match holding.stage {
                Stage::Reading => Text::new("locks-client-reads"),
                Stage::Working(value) => Text::new("locks-client-works").with("value", value),
                Stage::Checked(value) => Text::new("locks-client-checked").with("value", value),
                Stage::Writing(value) => Text::new("locks-client-writes").with("value", value),
            };
            (Tone::Lead, text)
        }
    };
    let fence = client.holding().map(|holding| holding.pass.fence).filter(|fence| *fence > 0);
    let badge = fence.map(|fence| Text::new("locks-fence").with("fence", fence));
    let icon = if client.holding().is_some() { Icon::Holder } else { Icon::Client };
    debug_assert!(id.is_client(), "only clients have a client's memory");
    Face { icon, tone, caption, badge }
}

fn keys(store: &Store) -> Field {
    let line = |(key, entry): (Key, Entry)| match (key, entry.px) {
        (Key::Lock, Some(px)) => Field::one("lock", format!("{} px {px}", entry.value)),
        (Key::Lock, None) => Field::one("lock", entry.value),
        (Key::Fence, _) => Field::one("fence", entry.value),
    };
    Field::fields("keys", store.iter().map(line).collect())
}

fn redis_memory(config: &Config, redis: &Redis) -> Vec<Field> {
    let role = match redis.role {
        Role::Master => "Master",
        Role::Replica => "Replica",
        Role::Resting => "Resting",
    };
    let mut fields = vec![Field::one("role", role), keys(&redis.store)];
    if config.has_replica() {
        fields.push(Field::one("offset", redis.offset.changes));
    }
    fields
}

/// The rows stand whatever the phase, so that a view can compare them step by step.
fn client_memory(config: &Config, client: &Client) -> Vec<Field> {
    let phase = match &client.phase {
        Phase::Idle => "Idle",
        Phase::Waiting => "Waiting",
        Phase::Trying(_) => "Trying",
        Phase::Holding(holding) => match holding.stage {
            Stage::Reading => "Holding, Reading",
            Stage::Working(_) => "Holding, Working",
            Stage::Checked(_) => "Holding, Checked",
            Stage::Writing(_) => "Holding, Writing",
        },
    };
    let trying = if let Phase::Trying(trying) = &client.phase { Some(trying) } else { None };
    let mut fields = vec![
        Field::one("phase", phase),
        Field::one("token", or_none(client.token())),
        Field::many("granted", trying.into_iter().flat_map(|trying| &trying.granted)),
        Field::many("refused", trying.into_iter().flat_map(|trying| &trying.refused)),
    ];
    if config.counts() {
        fields.push(Field::one("fence", or_none(client.holding().map(|holding| holding.pass.fence))));
    }
    if config.has_replica() {
        fields.push(Field::one("master", client.master));
    }
    fields.push(Field::one("waiting", client.waiting));
    fields.push(Field::one("last", or_none(client.last)));
    fields
}

/// A reply within a sentence.
fn replied(reply: Reply) -> Text {
    match reply {
        Reply::Written(value) => Text::new("locks-reply-written").with("value", value),
        Reply::Refused => Text::new("locks-reply-refused"),
        Reply::TooLate => Text::new("locks-reply-too-late"),
        Reply::Unknown => Text::new("locks-reply-unknown"),
    }
}

fn message_fields(message: &Message) -> Vec<Field> {
    let pass = |pass: &Pass| {
        let mut fields = vec![Field::one("token", pass.token)];
        fields.extend((pass.fence > 0).then(|| Field::one("fence", pass.fence)));
        fields
    };
    match message {
        Message::Set(set) => {
            vec![Field::one("token", set.token), Field::one("nx", set.nx), Field::one("px", or_none(set.px))]
        }
        Message::Get { token } => vec![Field::one("token", token)],
        Message::Answer { token, outcome } => {
            let mut fields = vec![Field::one("token", token)];
            match outcome {
                Outcome::Granted(0) => fields.push(Field::one("result", "OK")),
                Outcome::Granted(fence) => fields.extend([Field::one("result", "OK"), Field::one("fence", fence)]),
                Outcome::Taken => fields.push(Field::one("result", "nil, taken")),
                Outcome::Free => fields.push(Field::one("result", "nil, free")),
                Outcome::ReadOnly => fields.push(Field::one("result", "READONLY")),
            }
            fields
        }
        Message::Delete { token, compare } => vec![Field::one("token", token), Field::one("compare", compare)],
        Message::Replicate(snapshot) => {
            vec![
                Field::one("epoch", snapshot.epoch),
                Field::one("offset", snapshot.offset.changes),
                keys(&snapshot.store),
            ]
        }
        Message::Read(read) => pass(read),
        Message::Value { token, value } => {
            vec![Field::one("token", token), Field::one("value", value.map_or("refused".to_owned(), |v| v.to_string()))]
        }
        Message::Write { pass: write, value } => {
            let mut fields = pass(write);
            fields.push(Field::one("value", value));
            fields
        }
        Message::Written { token, accepted } => vec![Field::one("token", token), Field::one("accepted", accepted)],
    }
}

/// Who has set the key for an attempt.
fn tally<K: Deployment>(world: &World<Lock<K>>, id: NodeId, client: &Client, trying: &Trying) -> Tally {
    let granted = |message: &Message| matches!(message, Message::Answer { token, outcome: Outcome::Granted(_) } if *token == trying.token);
    let travels = |store: NodeId| {
        world.in_flight().any(|flight| flight.from == store && flight.to == id && granted(flight.message))
    };
    let state = |store: NodeId| {
        if trying.granted.contains(&store) {
            BallotState::Given
        } else if travels(store) {
            BallotState::OnItsWay
        } else if trying.refused.contains(&store) {
            BallotState::Refused
        } else if world.node(store).status == Status::Down {
            BallotState::Down
        } else {
            BallotState::Open
        }
    };
    let asked = world.config().asked(client.master);
    let mut ballots: Vec<_> = asked.map(|node| Ballot { node, state: state(node) }).collect();
    ballots.sort_by_key(|ballot| ballot.state);
    let needed = u32::try_from(world.config().needed()).unwrap_or(u32::MAX);
    Tally { node: id, title: Text::new("locks-tally").with("token", trying.token.to_string()), ballots, needed }
}
