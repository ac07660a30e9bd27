//! What clusters can be opened: the register of protocols as plain data.

use std::collections::BTreeMap;

use quorum_kernel::{BadChoice, Choice, Exhibit, Setting, Text};
use quorum_protocols::{IDS, Visitor, visit};
use quorum_sim::Scenario;

/// A protocol that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolView {
    /// Its id: `raft`.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// How many servers and clients it has when nothing is chosen.
    pub choice: Choice,
    /// What can be set of it, each with its name.
    pub settings: Vec<(Setting, Text)>,
    /// Its wrong variants: id and what is wrong.
    pub mutants: Vec<(String, Text)>,
}

impl ProtocolView {
    /// Its default cluster on the default network, under a seed.
    pub fn scenario(&self, seed: u64) -> Scenario {
        Scenario {
            protocol: self.id.clone(),
            servers: self.choice.servers,
            clients: self.choice.clients,
            mutant: self.choice.mutant.clone(),
            options: self.choice.options.clone(),
            seed,
            network: quorum_sim::Network::default(),
            clocks: BTreeMap::new(),
            script: Vec::new(),
        }
    }
}

struct List;

impl Visitor for List {
    type Output = ProtocolView;

    fn visit<P: Exhibit>(self) -> ProtocolView {
        let mutant = |id: &str| (id.to_owned(), Text::new(format!("{}-mutant-{id}", P::ID)));
        ProtocolView {
            id: P::ID.to_owned(),
            title: Text::new(P::ID),
            choice: P::default_choice(),
            settings: P::SETTINGS
                .iter()
                .map(|setting| (*setting, Text::new(format!("{}-setting-{}", P::ID, setting.id))))
                .collect(),
            mutants: P::MUTANTS.iter().map(|wrong| mutant(wrong.id)).collect(),
        }
    }
}

/// Every protocol, in the order of the register.
pub fn protocols() -> Vec<ProtocolView> {
    IDS.iter().filter_map(|id| visit(id, List)).collect()
}

/// Whether a protocol's cluster can be chosen so.
struct Check<'a>(&'a Choice);

impl Visitor for Check<'_> {
    type Output = Result<(), BadChoice>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        P::configure(self.0).map(|_| ())
    }
}

/// Whether `protocol` can run like this. A protocol that does not exist is for whoever opens it to refuse.
///
/// # Errors
/// What is wrong with the choice.
pub fn check_choice(protocol: &str, choice: &Choice) -> Result<(), BadChoice> {
    visit(protocol, Check(choice)).unwrap_or(Ok(()))
}
