//! What clusters can be opened: the register of protocols as plain data.

use std::collections::BTreeMap;

use quorum_kernel::{Choice, Exhibit, Text};
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
            mutants: P::MUTANTS.iter().map(|wrong| mutant(wrong.id)).collect(),
        }
    }
}

/// Every protocol, in the order of the register.
pub fn protocols() -> Vec<ProtocolView> {
    IDS.iter().filter_map(|id| visit(id, List)).collect()
}
