//! What clusters can be opened: the register of protocols as plain data.

use quorum_kernel::{Choice, Exhibit, Text};
use quorum_protocols::{IDS, Visitor, visit};

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
