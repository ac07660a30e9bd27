//! Acts: what happens in a run, each with a label that people read and type.
//!
//! A label names a message by who sent what to whom for the how-manieth time, never by its place in a list:
//! `deliver n1>n3 RequestVote#2` is the second RequestVote that n1 ever sent n3.

use core::fmt;

use quorum_kernel::{NodeId, Protocol, Text};

use crate::Micros;

/// The name of one message in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlightName {
    /// Its sender.
    pub from: NodeId,
    /// Its receiver.
    pub to: NodeId,
    /// Its kind, as an index into [`Protocol::KINDS`].
    pub kind: u8,
    /// 0 for the message as sent, 1 for the first copy the network made of it, and so on.
    pub copy: u8,
    /// Counts the messages of this kind that `from` sent `to`, from 1.
    pub ordinal: u32,
}

/// One event of a run, whoever caused it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act<P: Protocol> {
    /// A message arrives.
    Deliver(FlightName),
    /// A message is due where it cannot arrive, or the network loses it.
    Lose(FlightName),
    /// Somebody drops a message.
    Drop(FlightName),
    /// A message is duplicated.
    Duplicate(FlightName),
    /// A message will arrive later than it would have.
    Delay(FlightName, Micros),
    /// A node learns that a FIFO connection is lost.
    Disconnect {
        /// The peer.
        from: NodeId,
        /// Who learns it.
        to: NodeId,
    },
    /// A timer runs out.
    Fire {
        /// Whose.
        node: NodeId,
        /// Which.
        timer: P::Timer,
    },
    /// A client is asked for something.
    Invoke {
        /// Which client.
        client: NodeId,
        /// For what.
        request: P::Request,
    },
    /// A node crashes; unforced writes are lost but for the first `keep`.
    Crash {
        /// Which node.
        node: NodeId,
        /// How many unforced writes survive.
        keep: u32,
    },
    /// A node crashes in the middle of a step, after some of its effects.
    CrashDuring {
        /// The step: `Deliver`, `Disconnect`, `Fire`, `Invoke` or `Restart`.
        step: Box<Act<P>>,
        /// How many effects happen.
        after: u32,
        /// How many unforced writes survive.
        keep: u32,
    },
    /// A node crashes and loses its disk.
    Wipe(NodeId),
    /// A node starts from its disk.
    Restart(NodeId),
    /// A node's process stands still.
    Pause(NodeId),
    /// A node's process goes on.
    Resume(NodeId),
    /// Messages no longer get through, one way or both.
    Cut(Ends),
    /// Messages get through again, one way or both.
    Heal(Ends),
    /// A node is cut off from all others.
    Isolate(NodeId),
    /// All cuts around a node heal.
    Rejoin(NodeId),
    /// A node's clock jumps ahead (or, if negative, back), in milliseconds.
    StepClock {
        /// Whose.
        node: NodeId,
        /// By how many milliseconds.
        by_ms: i32,
    },
}

/// One direction of a link, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ends {
    /// The sender, or either end.
    pub a: NodeId,
    /// The receiver, or the other end.
    pub b: NodeId,
    /// Whether both directions are meant.
    pub both: bool,
}

impl FlightName {
    /// The name as it stands in a label: `n5>n3 Vote#18`.
    pub fn label<P: Protocol>(self) -> String {
        Shown::<P>(self, core::marker::PhantomData).to_string()
    }

    /// What stands behind the ends: `Vote#18`.
    pub fn short<P: Protocol>(self) -> String {
        let kind = P::KINDS[usize::from(self.kind)];
        if self.copy == 0 {
            format!("{kind}#{}", self.ordinal)
        } else {
            format!("{kind}#{}.{}", self.ordinal, self.copy)
        }
    }

    /// Reads `n5>n3 Vote#18`.
    pub fn parse<P: Protocol>(ends: &str, short: &str) -> Option<Self> {
        let (from, to) = ends.split_once('>')?;
        let (kind, number) = short.split_once('#')?;
        let (ordinal, copy) = number.split_once('.').unwrap_or((number, "0"));
        let kind = P::KINDS.iter().position(|other| *other == kind)?;
        let name = Self {
            from: from.parse().ok()?,
            to: to.parse().ok()?,
            kind: u8::try_from(kind).ok()?,
            ordinal: ordinal.parse().ok()?,
            copy: copy.parse().ok()?,
        };
        // One spelling for one name: no `#02`, no `#2.0`.
        (name.short::<P>() == short).then_some(name)
    }
}

struct Shown<P>(FlightName, core::marker::PhantomData<P>);

impl<P: Protocol> fmt::Display for Shown<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}>{} {}", self.0.from, self.0.to, self.0.short::<P>())
    }
}

impl fmt::Display for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.a, if self.both { '|' } else { '>' }, self.b)
    }
}

impl Ends {
    fn parse(text: &str) -> Option<Self> {
        let both = text.contains('|');
        let (a, b) = text.split_once(if both { '|' } else { '>' })?;
        Some(Self { a: a.parse().ok()?, b: b.parse().ok()?, both })
    }
}

impl<P: Protocol> fmt::Display for Act<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flight = |name: &FlightName| Shown::<P>(*name, core::marker::PhantomData);
        match self {
            Act::Deliver(name) => write!(f, "deliver {}", flight(name)),
            Act::Lose(name) => write!(f, "lost {}", flight(name)),
            Act::Drop(name) => write!(f, "drop {}", flight(name)),
            Act::Duplicate(name) => write!(f, "duplicate {}", flight(name)),
            Act::Delay(name, by) => write!(f, "delay {} {by}us", flight(name)),
            Act::Disconnect { from, to } => write!(f, "disconnect {from}>{to}"),
            Act::Fire { node, timer } => write!(f, "fire {node} {timer}"),
            Act::Invoke { client, request } => write!(f, "invoke {client} {request}"),
            Act::Crash { node, keep: 0 } => write!(f, "crash {node}"),
            Act::Crash { node, keep } => write!(f, "crash {node} keep {keep}"),
            Act::CrashDuring { step, after, keep: 0 } => write!(f, "crash after {after} of {step}"),
            Act::CrashDuring { step, after, keep } => write!(f, "crash after {after} keep {keep} of {step}"),
            Act::Wipe(node) => write!(f, "wipe {node}"),
            Act::Restart(node) => write!(f, "restart {node}"),
            Act::Pause(node) => write!(f, "pause {node}"),
            Act::Resume(node) => write!(f, "resume {node}"),
            Act::Cut(ends) => write!(f, "cut {ends}"),
            Act::Heal(ends) => write!(f, "heal {ends}"),
            Act::Isolate(node) => write!(f, "isolate {node}"),
            Act::Rejoin(node) => write!(f, "rejoin {node}"),
            Act::StepClock { node, by_ms } => write!(f, "clock {node} {by_ms:+}ms"),
        }
    }
}

/// A text that is no label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotALabel(pub String);

impl NotALabel {
    /// What is wrong, for people.
    pub fn text(&self) -> Text {
        Text::new("label-none").with("label", self.0.as_str())
    }
}

impl fmt::Display for NotALabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl core::error::Error for NotALabel {}

/// The longest label that is read, in bytes; a longer one is none.
pub const LABEL_MAX: usize = 400;

impl<P: Protocol> core::str::FromStr for Act<P> {
    type Err = NotALabel;

    fn from_str(text: &str) -> Result<Self, NotALabel> {
        let wrong = || NotALabel(text.chars().take(80).collect());
        if text.len() > LABEL_MAX {
            return Err(wrong());
        }
        parse(text, true).ok_or_else(wrong)
    }
}

fn parse<P: Protocol>(text: &str, outermost: bool) -> Option<Act<P>> {
    let (verb, rest) = text.split_once(' ')?;
    let node = || rest.parse().ok();
    let flight = || rest.split_once(' ').and_then(|(ends, short)| FlightName::parse::<P>(ends, short));
    Some(match verb {
        "deliver" => Act::Deliver(flight()?),
        "lost" => Act::Lose(flight()?),
        "drop" => Act::Drop(flight()?),
        "duplicate" => Act::Duplicate(flight()?),
        "delay" => {
            let (message, by) = rest.rsplit_once(' ')?;
            let (ends, short) = message.split_once(' ')?;
            Act::Delay(FlightName::parse::<P>(ends, short)?, parse_span(by)?)
        }
        "disconnect" => {
            let ends = Ends::parse(rest).filter(|ends| !ends.both)?;
            Act::Disconnect { from: ends.a, to: ends.b }
        }
        "fire" => {
            let (node, timer) = rest.split_once(' ')?;
            Act::Fire { node: node.parse().ok()?, timer: timer.parse().ok()? }
        }
        "invoke" => {
            let (client, request) = rest.split_once(' ')?;
            Act::Invoke { client: client.parse().ok()?, request: request.parse().ok()? }
        }
        "crash" => match rest.split_once(' ') {
            None => Act::Crash { node: rest.parse().ok()?, keep: 0 },
            Some(("after", rest)) if outermost => {
                let (place, step) = rest.split_once(" of ")?;
                let step = parse(step, false).filter(Act::is_step)?;
                let (after, keep) = place.split_once(" keep ").unwrap_or((place, "0"));
                Act::CrashDuring { step: Box::new(step), after: after.parse().ok()?, keep: keep.parse().ok()? }
            }
            Some((node, keep)) => {
                Act::Crash { node: node.parse().ok()?, keep: keep.strip_prefix("keep ")?.parse().ok()? }
            }
        },
        "wipe" => Act::Wipe(node()?),
        "restart" => Act::Restart(node()?),
        "pause" => Act::Pause(node()?),
        "resume" => Act::Resume(node()?),
        "cut" => Act::Cut(Ends::parse(rest)?),
        "heal" => Act::Heal(Ends::parse(rest)?),
        "isolate" => Act::Isolate(node()?),
        "rejoin" => Act::Rejoin(node()?),
        "clock" => {
            let (node, by) = rest.split_once(' ')?;
            Act::StepClock { node: node.parse().ok()?, by_ms: by.strip_suffix("ms")?.parse().ok()? }
        }
        _ => return None,
    })
}

/// A span of time as people write it: `50ms`, `2s`, `700us`.
pub fn parse_span(text: &str) -> Option<Micros> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit: Micros = match &text[digits.len()..] {
        "us" => 1,
        "ms" => 1_000,
        "s" => 1_000_000,
        _ => return None,
    };
    digits.parse::<Micros>().ok()?.checked_mul(unit)
}

/// The first words of labels: what a person may do.
pub const VERBS: &[&str] = &[
    "deliver",
    "drop",
    "duplicate",
    "delay",
    "disconnect",
    "fire",
    "invoke",
    "crash",
    "wipe",
    "restart",
    "pause",
    "resume",
    "cut",
    "heal",
    "isolate",
    "rejoin",
    "clock",
];

impl<P: Protocol> Act<P> {
    /// The first word of its label: one of [`VERBS`], or `lost`, which is the network's to do.
    pub fn verb(&self) -> &'static str {
        match self {
            Act::Deliver(_) => "deliver",
            Act::Lose(_) => "lost",
            Act::Drop(_) => "drop",
            Act::Duplicate(_) => "duplicate",
            Act::Delay(..) => "delay",
            Act::Disconnect { .. } => "disconnect",
            Act::Fire { .. } => "fire",
            Act::Invoke { .. } => "invoke",
            Act::Crash { .. } | Act::CrashDuring { .. } => "crash",
            Act::Wipe(_) => "wipe",
            Act::Restart(_) => "restart",
            Act::Pause(_) => "pause",
            Act::Resume(_) => "resume",
            Act::Cut(_) => "cut",
            Act::Heal(_) => "heal",
            Act::Isolate(_) => "isolate",
            Act::Rejoin(_) => "rejoin",
            Act::StepClock { .. } => "clock",
        }
    }

    /// Whether this makes a handler run, so that a crash may strike within it.
    pub fn is_step(&self) -> bool {
        matches!(
            self,
            Act::Deliver(_) | Act::Disconnect { .. } | Act::Fire { .. } | Act::Invoke { .. } | Act::Restart(_)
        )
    }

    /// The message this is about.
    pub fn flight(&self) -> Option<FlightName> {
        match self {
            Act::Deliver(name) | Act::Lose(name) | Act::Drop(name) | Act::Duplicate(name) | Act::Delay(name, _) => {
                Some(*name)
            }
            Act::CrashDuring { step, .. } => step.flight(),
            _ => None,
        }
    }
}
