//! What can be chosen of a cluster.

use quorum_kernel::{After, BadChoice, Choice, Members, NodeId, Setting};

use super::{Deployment, Rules, mutants};

/// How many key stores decide, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// One Redis, with or without a replica.
    Single,
    /// A majority of independent masters.
    Majority,
}

/// Who takes part, how long locks last, and which rules hold. Times are in ticks of a millisecond.
#[derive(Clone, Debug)]
pub struct Config {
    /// One Redis or many.
    pub scheme: Scheme,
    /// The key stores, then the resource; the clients.
    pub members: Members,
    /// How long a key lives.
    pub ttl: u32,
    /// How much earlier a client takes its lock for over.
    pub margin: u32,
    /// How long a client works on what it has read.
    pub work: u32,
    /// Whether the resource keeps out those whose time is over.
    pub fencing: bool,
    /// Whether keys are on disk before they are answered for (`appendfsync always`); else in memory only.
    pub persist: bool,
    /// Whether a Redis that has crashed waits before it takes part.
    pub delayed_restart: bool,
    /// The rules that mutants change.
    pub rules: &'static Rules,
}

/// The most clients that can be chosen.
const CLIENTS_MAX: u8 = 9;

/// How long a key lives.
pub const TTL: Setting = Setting { id: "ttl", default: 300, min: 2, max: 60_000 };
/// How much earlier a client takes its lock for over: the document's `CLOCK_DRIFT`, and what a write takes to arrive.
pub const MARGIN: Setting = Setting { id: "margin", default: 20, min: 0, max: 60_000 };
/// How long a client works.
pub const WORK: Setting = Setting { id: "work", default: 30, min: 0, max: 60_000 };

/// So many ticks, but one at least.
fn exactly(ticks: u32) -> After {
    ticks.max(1)..=ticks.max(1)
}

impl Config {
    /// The cluster that somebody chose.
    pub fn choose<K: Deployment>(choice: &Choice) -> Result<Self, BadChoice> {
        let (min, max) = K::SERVERS;
        if !(min..=max).contains(&choice.servers) {
            return Err(BadChoice::Servers { min, max });
        }
        if choice.clients > CLIENTS_MAX {
            return Err(BadChoice::Clients { min: 0, max: CLIENTS_MAX });
        }
        Setting::check(K::SETTINGS, &choice.options)?;
        let ttl = TTL.of(&choice.options)?;
        // A lock that is over before it begins would never be acquired.
        let margin = Setting { max: ttl - 1, default: MARGIN.default.min(ttl / 2), ..MARGIN }.of(&choice.options)?;
        let rules = match &choice.mutant {
            None => &mutants::CORRECT,
            Some(id) => mutants::rules(K::MUTANTS, id).ok_or_else(|| {
                let known = K::MUTANTS.iter().map(|mutant| mutant.id).collect();
                BadChoice::Mutant { id: id.clone(), known }
            })?,
        };
        let on = |id: &str| {
            let setting = K::SETTINGS.iter().find(|setting| setting.id == id);
            setting.map_or(Ok(false), |setting| Ok(setting.of(&choice.options)? == 1))
        };
        Ok(Self {
            scheme: K::SCHEME,
            members: Members { servers: choice.servers, clients: choice.clients },
            ttl,
            margin,
            work: WORK.of(&choice.options)?,
            fencing: on("fencing")?,
            persist: on("persist")?,
            delayed_restart: on("delayed-restart")?,
            rules,
        })
    }

    /// The resource: the last of the servers.
    pub fn resource(&self) -> NodeId {
        NodeId::server(self.members.servers)
    }

    /// The key stores.
    pub fn stores(&self) -> impl Iterator<Item = NodeId> + use<> {
        (1..self.members.servers).map(NodeId::server)
    }

    /// Whom a client asks that takes `master` for the master.
    pub fn asked(&self, master: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        let scheme = self.scheme;
        self.stores().filter(move |id| scheme == Scheme::Majority || *id == master)
    }

    /// How many of those that are asked.
    pub fn asked_count(&self) -> usize {
        match self.scheme {
            Scheme::Single => 1,
            Scheme::Majority => usize::from(self.members.servers) - 1,
        }
    }

    /// How many must have set the key: "the majority of the instances (at least 3)" of five.
    pub fn needed(&self) -> usize {
        (self.rules.majority)(self.asked_count())
    }

    /// Whether the one Redis has a replica.
    pub fn has_replica(&self) -> bool {
        self.scheme == Scheme::Single && self.members.servers > 2
    }

    /// Whether numbers fence: only one Redis can count.
    pub fn counts(&self) -> bool {
        self.fencing && self.scheme == Scheme::Single
    }

    /// How long a lock is good for from before it is asked for: "the initial validity time minus the time elapsed",
    /// "minus some time […] in order to compensate for clock drift".
    pub fn validity(&self) -> After {
        let ticks = self.ttl - self.margin;
        ticks..=ticks
    }

    /// How long a client waits for answers: "small compared to the total lock auto-release time", which links as slow as
    /// those of this lab do not allow.
    pub fn patience(&self) -> After {
        exactly(self.ttl / 3)
    }

    /// How long it waits between attempts: "it should try again after a random delay", which is "comparably greater than
    /// the time needed to acquire the majority of locks".
    pub fn pause(&self) -> After {
        (self.ttl / 8).max(1)..=(self.ttl / 4).max(1)
    }

    /// How often a master shows that it lives.
    pub fn ping(&self) -> After {
        exactly(self.ttl / 6)
    }

    /// After how much silence a replica takes over.
    pub fn failover(&self) -> After {
        exactly(self.ttl / 3)
    }

    /// How long a Redis is silent after a crash: "at least a bit more than the max TTL".
    pub fn rest(&self) -> After {
        self.ttl + 1..=self.ttl + 1
    }

    /// Whether a member is a key store.
    pub fn is_store(&self, id: NodeId) -> bool {
        !id.is_client() && id != self.resource()
    }

    /// Whom to ask where the one that was asked did not answer.
    pub fn other_master(&self, master: NodeId) -> NodeId {
        NodeId::server(if self.has_replica() && master.number() == 1 { 2 } else { 1 })
    }
}
