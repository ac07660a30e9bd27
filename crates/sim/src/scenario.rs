//! What a run starts from: cluster, seed, network, clocks, and what is scripted to happen.

use std::collections::BTreeMap;

use quorum_kernel::{Choice, Exhibit, NodeId, Options};
use serde::{Deserialize, Serialize};

/// Virtual time, in microseconds since the start of the run.
pub type Micros = u64;

/// Everything that decides a run but for what a person does in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scenario {
    /// The protocol's id.
    pub protocol: String,
    /// How many servers.
    pub servers: u8,
    /// How many clients.
    #[serde(default)]
    pub clients: u8,
    /// The mutant's id; none for the correct protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutant: Option<String>,
    /// The protocol's settings that are not at their defaults, by id: a switch is 0 or 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: Options,
    /// The seed of all draws. A string in JSON: it does not fit a JavaScript number.
    #[serde(with = "decimal")]
    #[cfg_attr(feature = "schema", schemars(with = "String", regex(pattern = "^[0-9]{1,20}$")))]
    pub seed: u64,
    /// Latency, loss and duplication.
    #[serde(default)]
    pub network: Network,
    /// How clocks run; a clock that is not named runs true.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub clocks: BTreeMap<NodeId, ClockRate>,
    /// What happens by itself at given times: faults, requests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub script: Vec<Scripted>,
}

impl Scenario {
    /// A protocol's default cluster under a seed.
    pub fn of<P: Exhibit>(seed: u64) -> Self {
        Self::with::<P>(&P::default_choice(), seed)
    }

    /// A chosen cluster under a seed, with the default network.
    pub fn with<P: Exhibit>(choice: &Choice, seed: u64) -> Self {
        Self {
            protocol: P::ID.to_owned(),
            servers: choice.servers,
            clients: choice.clients,
            mutant: choice.mutant.clone(),
            options: choice.options.clone(),
            seed,
            network: Network::default(),
            clocks: BTreeMap::new(),
            script: Vec::new(),
        }
    }

    /// The choice that the protocol's configuration is made from.
    pub fn choice(&self) -> Choice {
        Choice {
            servers: self.servers,
            clients: self.clients,
            mutant: self.mutant.clone(),
            options: self.options.clone(),
        }
    }
}

/// The network between the nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Network {
    /// How links are that are not named below.
    pub default: Link,
    /// Links that differ, by direction: `"n1>n2"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub links: BTreeMap<String, Link>,
    /// Loss, duplication and jitter stop at this time; none: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settles_at_us: Option<Micros>,
}

/// One direction of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Link {
    /// The shortest time a message travels.
    pub latency_us: Micros,
    /// How much longer it may travel: uniform from 0 to this.
    pub jitter_us: Micros,
    /// How many in a million messages are lost.
    pub loss_ppm: u32,
    /// How many in a million messages are duplicated.
    pub duplication_ppm: u32,
}

impl Default for Link {
    /// A link on which motion can be followed: 10 to 20 ms, no loss.
    fn default() -> Self {
        Self { latency_us: 10_000, jitter_us: 10_000, loss_ppm: 0, duplication_ppm: 0 }
    }
}

/// How a clock runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClockRate {
    /// How many millionths it runs fast (slow, if negative). At least -900,000.
    pub fast_ppm: i32,
}

/// Something that happens by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scripted {
    /// When.
    pub at_us: Micros,
    /// What, as a label: `crash n1`. Skipped if it cannot be done then.
    pub act: String,
}

/// A number as a decimal string.
pub(crate) mod decimal {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|_| de::Error::custom(format!("“{text}” is not a seed: write a whole number in quotes")))
    }
}
