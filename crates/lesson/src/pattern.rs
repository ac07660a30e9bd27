//! Which event a note is about, and where on the stage it is shown.

use core::marker::PhantomData;

use quorum_kernel::{Arg, Members, NodeId, Protocol, Text};
use quorum_sim::{Act, VERBS};

use crate::format::quoted;

/// A label whose end may be left out and whose nodes may be `*`: `deliver n1>* RequestVote`. A message's number may be
/// left out too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern<P> {
    verb: String,
    ends: Option<String>,
    rest: Option<String>,
    protocol: PhantomData<P>,
}

/// Where on the stage a note is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At a node.
    Node(NodeId),
    /// At a link.
    Link(NodeId, NodeId),
    /// At the message that the event is about.
    Message,
}

/// Verbs of labels that name a message.
const OF_MESSAGES: [&str; 5] = ["deliver", "lost", "drop", "duplicate", "delay"];

impl<P: Protocol> Pattern<P> {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What in it names nothing that there is, and what there is.
    pub(crate) fn parse(text: &str, members: Members) -> Result<Self, Text> {
        let mut words = text.splitn(3, ' ').map(str::to_owned);
        let verb = words.next().unwrap_or_default();
        let pattern = Self { verb, ends: words.next(), rest: words.next(), protocol: PhantomData };
        if pattern.verb != "lost" && !VERBS.contains(&pattern.verb.as_str()) {
            let events = VERBS.iter().copied().chain(["lost"]).collect::<Arg>();
            return Err(Text::new("json-no-event").with("text", quoted(text)).with("events", events));
        }
        if let Some(ends) = &pattern.ends {
            for name in ends.split(['>', '|']).filter(|name| *name != "*") {
                member(name, members)?;
            }
        }
        match &pattern.rest {
            Some(rest) if pattern.is_of_message() => {
                let kind = rest.split_once('#').map_or(rest.as_str(), |(kind, _)| kind);
                if !P::KINDS.contains(&kind) {
                    let kinds = P::KINDS.iter().copied().collect::<Arg>();
                    return Err(Text::new("json-no-kind").with("kind", quoted(rest)).with("kinds", kinds));
                }
            }
            Some(rest) if pattern.verb == "fire" && rest.parse::<P::Timer>().is_err() => {
                return Err(Text::new("json-no-timer").with("timer", quoted(rest)));
            }
            Some(rest) if pattern.verb == "invoke" && rest.parse::<P::Request>().is_err() => {
                return Err(Text::new("json-no-request").with("request", quoted(rest)));
            }
            _ => {}
        }
        Ok(pattern)
    }

    /// Whether the events are about messages.
    pub(crate) fn is_of_message(&self) -> bool {
        OF_MESSAGES.contains(&self.verb.as_str())
    }

    /// Whether an event is one of these.
    pub fn fits(&self, act: &Act<P>) -> bool {
        if act.verb() != self.verb {
            return false;
        }
        let label = act.to_string();
        let mut words = label.splitn(3, ' ').skip(1);
        let (ends, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        self.ends.as_ref().is_none_or(|asked| same_ends(asked, ends))
            && self.rest.as_ref().is_none_or(|asked| {
                let name = rest.split(' ').next().unwrap_or_default();
                asked == rest
                    || (self.is_of_message()
                        && (asked == name || name.split_once('#').is_some_and(|(kind, _)| asked == kind)))
            })
    }
}

/// Whether two ends, of which some may be `*`, are joined in the same way and name the same nodes.
fn same_ends(asked: &str, ends: &str) -> bool {
    let sign = |text: &str| text.chars().find(|c| ['>', '|'].contains(c));
    let names = |text| str::split(text, ['>', '|']);
    asked == "*"
        || (sign(asked) == sign(ends) && names(asked).zip(names(ends)).all(|(one, other)| one == "*" || one == other))
}

impl Anchor {
    /// Reads `n3`, `n1|n3` or `message`.
    ///
    /// # Errors
    /// What it names that is not there, or how to write it.
    pub(crate) fn parse(text: &str, members: Members) -> Result<Self, Text> {
        if text == "message" {
            return Ok(Self::Message);
        }
        match text.split_once(['|', '>']) {
            None => member(text, members).map(Self::Node),
            Some((one, other)) => Ok(Self::Link(member(one, members)?, member(other, members)?)),
        }
    }
}

fn member(name: &str, members: Members) -> Result<NodeId, Text> {
    let id = name.parse().ok().filter(|id| members.index(*id).is_some());
    id.ok_or_else(|| Text::new("json-no-node").with("node", quoted(name)))
}
