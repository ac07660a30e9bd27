//! A cluster under a script: commands in words, a transcript of what they did.
//!
//! Messages are named as the lab's own driver names them: `n1>n3 RequestVote#2` is the second RequestVote that n1 ever
//! sent n3. Without a number, the oldest of that kind in flight is meant.

use std::{collections::BTreeMap, error::Error, str::FromStr};

use quorum_kernel::{
    Action, ActionKind, Choice, Exhibit, Happening, Loss, Mode, Monitor, NodeId, Status, Step, Timing, Trace, World,
};

use super::transcript::{fields, lines, name_of, plain};

pub type Result<T> = core::result::Result<T, Box<dyn Error>>;

/// What a protocol's tests add to a lab: short lines for what only the protocol knows, and commands of its own.
pub trait Tested: Exhibit {
    /// A write, in a few words.
    fn written(write: &Self::Write) -> String;
    /// A note, in a few words.
    fn noted(node: NodeId, note: &Self::Note) -> String;
    /// An answer, in a few words.
    fn replied(reply: &Self::Reply) -> String;
    /// A line a server: what matters of it, for the command `logs` and for tests that fail.
    fn logs(world: &World<Self>) -> String;
    /// A command that only this protocol has; `None`: it has none of that name.
    fn command(_lab: &mut Lab<Self>, _name: &str, _words: &[&str]) -> Option<Result<String>> {
        None
    }
}

/// A message in flight, with its name.
#[derive(Clone)]
pub struct Flight<M> {
    pub from: NodeId,
    pub to: NodeId,
    pub number: u32,
    pub message: M,
}

pub struct Lab<P: Tested> {
    pub world: World<P>,
    pub monitor: Monitor<P>,
    trace: Trace<P>,
    flights: Vec<Flight<P::Message>>,
    sent: BTreeMap<(NodeId, NodeId, usize), u32>,
    /// What clients were answered, in order.
    pub replies: Vec<String>,
    /// The first violation of a property that must always hold.
    pub violated: Option<&'static str>,
}

impl<P: Tested> Lab<P> {
    pub fn new(config: P::Config) -> Self {
        let mut lab = Self {
            world: World::new(config, Timing::Asynchronous),
            monitor: Monitor::default(),
            trace: Trace::default(),
            flights: Vec::new(),
            sent: BTreeMap::new(),
            replies: Vec::new(),
            violated: None,
        };
        lab.world.start(&mut lab.trace);
        lab.take_in();
        lab
    }

    /// A cluster of the correct protocol.
    pub fn of(servers: u8, clients: u8) -> Self {
        Self::chosen(&Choice { servers, clients, ..P::default_choice() })
    }

    /// A cluster of a mutant.
    pub fn of_mutant(servers: u8, clients: u8, mutant: &str) -> Self {
        Self::chosen(&Choice { servers, clients, mutant: Some(mutant.to_owned()), ..P::default_choice() })
    }

    /// The cluster that a test chose.
    pub fn chosen(choice: &Choice) -> Self {
        Self::new(P::configure(choice).expect("a choice of this test"))
    }

    /// Runs commands, one a line; all must be possible. Gives the transcript.
    pub fn run(&mut self, script: &str) -> String {
        let mut transcript = String::new();
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match self.command(line) {
                Ok(said) => transcript += &said,
                Err(error) => panic!("`{line}`: {error}\n{}", self.logs()),
            }
        }
        transcript
    }

    /// Runs commands, one a line, passing over those that are not possible: mutants and the correct protocol part
    /// ways somewhere.
    pub fn run_what_can(&mut self, script: &str) {
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let _ = self.command(line);
        }
    }

    /// Runs one command.
    pub fn command(&mut self, line: &str) -> Result<String> {
        let (name, rest) = line.split_once(' ').unwrap_or((line, ""));
        let words: Vec<&str> = rest.split_whitespace().collect();
        if let Some(outcome) = P::command(self, name, &words) {
            return outcome;
        }
        match (name, words.as_slice()) {
            ("settle", []) => self.settle(),
            ("drop-all", []) => self.drop_all(),
            ("logs", []) => Ok(self.logs()),
            ("state", [node]) => self.state(node.parse()?),
            ("check", []) => Ok(self.verdicts()),
            ("flights", []) => Ok(self.flights_listed()),
            ("isolate" | "join", [node]) => self.cut_off(node.parse()?, name == "isolate"),
            ("cut" | "heal", [link]) => self.cut(link, name == "cut"),
            ("crash-during", [after, "keep", keep, step @ ..]) => {
                let step = self.step(&step.join(" "))?;
                self.act(&Action::CrashDuring { step, after: after.parse()?, keep: keep.parse()? })
            }
            ("crash-during", [after, step @ ..]) => {
                let step = self.step(&step.join(" "))?;
                self.act(&Action::CrashDuring { step, after: after.parse()?, keep: 0 })
            }
            _ => {
                let action = self.action(name, rest, &words)?;
                self.act(&action)
            }
        }
    }

    fn action(&self, name: &str, rest: &str, words: &[&str]) -> Result<Action<P>> {
        Ok(match (name, words) {
            ("crash", [node]) => Action::Crash { node: node.parse()?, keep: 0 },
            ("crash", [node, "keep", keep]) => Action::Crash { node: node.parse()?, keep: keep.parse()? },
            ("wipe", [node]) => Action::Wipe(node.parse()?),
            ("pause", [node]) => Action::Pause(node.parse()?),
            ("resume", [node]) => Action::Resume(node.parse()?),
            ("drop", [_, _]) => {
                let Flight { from, to, message, .. } = self.find(rest)?;
                Action::Drop { from, to, message }
            }
            ("duplicate", [_, _]) => {
                let Flight { from, to, message, .. } = self.find(rest)?;
                Action::Duplicate { from, to, message }
            }
            _ => Action::Step(self.step(&format!("{name} {rest}"))?),
        })
    }

    /// The step that a command names: `deliver n1>n2 Vote`.
    pub fn step(&self, text: &str) -> Result<Step<P>> {
        let (name, rest) = text.split_once(' ').ok_or("a command wants arguments")?;
        Ok(match (name, rest.trim().split_once(' ')) {
            ("disconnect", None) => {
                let (from, to) = ends(rest)?;
                Step::Disconnect { from, to }
            }
            ("deliver", Some(_)) => {
                let Flight { from, to, message, .. } = self.find(rest)?;
                Step::Deliver { from, to, message }
            }
            ("fire", Some((node, timer))) => Step::Fire { node: node.parse()?, timer: parsed(timer)? },
            ("ask", Some((client, request))) => Step::Invoke { client: client.parse()?, request: parsed(request)? },
            ("restart", None) => Step::Restart(rest.parse()?),
            _ => return Err(format!("no such command: {text}").into()),
        })
    }

    /// The message in flight that a label names.
    fn find(&self, label: &str) -> Result<Flight<P::Message>> {
        let (link, kind) = label.trim().split_once(' ').ok_or("expected `n1>n2 Vote`")?;
        let (from, to) = ends(link)?;
        let (kind, number) = match kind.split_once('#') {
            Some((kind, number)) => (kind, Some(number.parse::<u32>()?)),
            None => (kind, None),
        };
        let named = |flight: &&Flight<P::Message>| {
            (flight.from, flight.to) == (from, to)
                && P::KINDS[P::kind(&flight.message)] == kind
                && number.is_none_or(|number| number == flight.number)
        };
        Ok(self.flights.iter().find(named).ok_or_else(|| format!("{label} is not in flight"))?.clone())
    }

    /// Applies an action, and tells all that it did.
    pub fn act(&mut self, action: &Action<P>) -> Result<String> {
        self.world.apply(action, &mut self.trace)?;
        Ok(self.take_in().join(""))
    }

    /// Takes in what happened; gives a line for each thing.
    fn take_in(&mut self) -> Vec<String> {
        self.monitor.observe(&self.world, &self.trace.happened);
        if let (None, Some((property, _))) = (self.violated, self.monitor.violation(&self.world)) {
            self.violated = Some(property.id);
        }
        let happened = core::mem::take(&mut self.trace.happened);
        happened.iter().map(|happening| self.tell(happening)).collect()
    }

    /// Delivers all that is in flight and all that comes of it, oldest first. What is due over a cut link or at a node
    /// that is down is lost. Tells notes and replies only.
    fn settle(&mut self) -> Result<String> {
        let mut said = String::new();
        loop {
            // Nothing behind the end of a connection arrives before that is known.
            if let Some(closed) = self.world.enabled_of(|kind| kind == ActionKind::Disconnect).first() {
                said += &self.act(closed)?;
                continue;
            }
            let Some(Flight { from, to, message, .. }) = self.flights.first().cloned() else { break };
            let lost = self.world.is_cut(from, to) || self.world.node(to).status == Status::Down;
            let action = match lost {
                true => Action::Drop { from, to, message },
                false => Action::Step(Step::Deliver { from, to, message }),
            };
            self.world.apply(&action, &mut self.trace)?;
            let remarkable = |happening: &Happening<P>| {
                matches!(happening, Happening::Noted { .. } | Happening::Replied { .. } | Happening::Lost { .. })
            };
            let told: Vec<bool> = self.trace.happened.iter().map(remarkable).collect();
            said.extend(self.take_in().into_iter().zip(told).filter(|(_, told)| *told).map(|(line, _)| line));
        }
        Ok(said)
    }

    /// Loses all that is in flight.
    fn drop_all(&mut self) -> Result<String> {
        let mut said = String::new();
        while let Some(Flight { from, to, message, .. }) = self.flights.first().cloned() {
            said += &self.act(&Action::Drop { from, to, message })?;
        }
        Ok(said)
    }

    fn cut_off(&mut self, node: NodeId, cut: bool) -> Result<String> {
        let others: Vec<_> = self.world.members().iter().filter(|other| *other != node).collect();
        let mut said = String::new();
        for other in others {
            said += &self.command(&format!("{} {node}|{other}", if cut { "cut" } else { "heal" })).unwrap_or_default();
        }
        Ok(said)
    }

    /// Cuts or heals a link: `n1|n2` both ways, `n1>n2` one way.
    fn cut(&mut self, link: &str, cut: bool) -> Result<String> {
        let act = |from, to| if cut { Action::Cut { from, to } } else { Action::Heal { from, to } };
        if let Some((a, b)) = link.split_once('|') {
            let (a, b) = (a.parse()?, b.parse()?);
            return Ok(self.act(&act(a, b))? + &self.act(&act(b, a))?);
        }
        let (from, to) = ends(link)?;
        self.act(&act(from, to))
    }

    // What tests ask.

    /// Messages in flight of one kind from one node to another.
    pub fn in_flight(&self, link: &str, kind: &str) -> Vec<P::Message> {
        let (from, to) = ends(link).expect("a link of this test");
        let flights = self.flights.iter().filter(|flight| (flight.from, flight.to) == (from, to));
        let of_kind = flights.filter(|flight| P::KINDS[P::kind(&flight.message)] == kind);
        of_kind.map(|flight| flight.message.clone()).collect()
    }

    /// The names of all messages in flight, a line each, oldest first.
    pub fn flights_listed(&self) -> String {
        self.flights.iter().map(|flight| format!("{}\n", name_of::<P>(flight))).collect()
    }

    /// How many messages are in flight.
    pub fn count_in_flight(&self) -> usize {
        self.flights.len()
    }

    // What is written down.

    /// A line a server.
    pub fn logs(&self) -> String {
        P::logs(&self.world)
    }

    fn state(&self, id: NodeId) -> Result<String> {
        let node = self.world.node(id);
        let mut said = String::new();
        if let Some(state) = node.state {
            said += &lines(&P::memory(self.world.config(), id, state), "memory ");
        }
        said += &lines(&P::durable(self.world.config(), id, node.disk), "disk ");
        Ok(said)
    }

    fn verdicts(&self) -> String {
        let always = self.monitor.verdicts(&self.world).into_iter();
        always
            .filter(|(property, _)| property.mode == Mode::Always)
            .map(|(property, verdict)| {
                let holds = if verdict.holds { "holds" } else { "BROKEN" };
                format!("{} {holds} {}\n", property.id, plain(&verdict.detail))
            })
            .collect()
    }

    /// A line for one thing that happened. Names what was sent, and forgets what arrived.
    fn tell(&mut self, happening: &Happening<P>) -> String {
        let mut line = match happening {
            Happening::Booted(node) => format!("{node} boots"),
            Happening::Delivered { from, to, message } => {
                format!("{} arrives", self.forget(*from, *to, message))
            }
            Happening::Fired { node, timer } => format!("{node} {timer} timer fires"),
            Happening::Invoked { client, request } => format!("{client} is asked: {request}"),
            Happening::Sent { from, to, message } => {
                let number = self.sent.entry((*from, *to, P::kind(message))).or_default();
                *number += 1;
                let flight = Flight { from: *from, to: *to, number: *number, message: message.clone() };
                let line = format!("  sends {}{}", name_of::<P>(&flight), fields(&P::fields(message)));
                self.flights.push(flight);
                line
            }
            Happening::Lost { from, to, message, why } => {
                let why = match why {
                    Loss::Dropped => "dropped",
                    Loss::Cut => "cut",
                    Loss::Down => "its receiver is down",
                    Loss::Closed => "closed",
                };
                format!("{} is lost: {why}", self.forget(*from, *to, message))
            }
            Happening::Duplicated { from, to, message } => {
                let same =
                    |flight: &&Flight<P::Message>| (flight.from, flight.to, &flight.message) == (*from, *to, message);
                let copy = self.flights.iter().find(same).expect("its original is in flight").clone();
                let line = format!("{} is duplicated", name_of::<P>(&copy));
                self.flights.push(copy);
                line
            }
            Happening::Wrote { write, forced, .. } => {
                format!("  {} {}", if *forced { "forces" } else { "writes" }, P::written(write))
            }
            Happening::Armed { timer, after, .. } => format!("  arms {timer} {}..{}", after.start(), after.end()),
            Happening::Disarmed { timer, .. } => format!("  disarms {timer}"),
            Happening::Replied { client, reply } => {
                let reply = P::replied(reply);
                self.replies.push(reply.clone());
                format!("{client} is answered: {reply}")
            }
            Happening::Noted { node, note } => P::noted(*node, note),
            Happening::Crashed { node, wiped, .. } => {
                format!("{node} crashes{}", if *wiped { " and loses its disk" } else { "" })
            }
            Happening::Paused(node) => format!("{node} pauses"),
            Happening::Resumed(node) => format!("{node} goes on"),
            Happening::Cut { from, to } => format!("{from}>{to} is cut"),
            Happening::Healed { from, to } => format!("{from}>{to} is healed"),
            Happening::Disconnected { node, peer } => format!("{node} learns that its connection with {peer} is lost"),
            Happening::Closed { from, to } => format!("  the connection {from}>{to} closes"),
        };
        line.push('\n');
        line
    }

    fn forget(&mut self, from: NodeId, to: NodeId, message: &P::Message) -> String {
        let same = |flight: &Flight<P::Message>| (flight.from, flight.to, &flight.message) == (from, to, message);
        let place = self.flights.iter().position(same).expect("what arrives or is lost was in flight");
        name_of::<P>(&self.flights.remove(place))
    }
}

fn ends(link: &str) -> Result<(NodeId, NodeId)> {
    let (from, to) = link.split_once('>').ok_or("expected `n1>n2`")?;
    Ok((from.parse()?, to.parse()?))
}

fn parsed<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| format!("this protocol knows no such word: {text}").into())
}
