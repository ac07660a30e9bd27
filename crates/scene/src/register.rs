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
    /// What can be set of it.
    pub settings: Vec<SettingView>,
    /// Its wrong variants: id and what is wrong.
    pub mutants: Vec<(String, Text)>,
    /// What is worth trying with a cluster of it.
    pub tries: Vec<Text>,
}

/// A setting of a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingView {
    /// The setting.
    pub setting: Setting,
    /// Its name.
    pub title: Text,
    /// The names of its values, from the least on; none if its values are amounts.
    pub values: Vec<Text>,
}

/// How many things to try each protocol has: `raft-try-1` and so on.
const TRIES: u32 = 3;

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
        let setting = |setting: &Setting| {
            let named = P::NAMED.iter().find(|(id, _)| *id == setting.id);
            SettingView {
                setting: *setting,
                title: Text::new(format!("{}-setting-{}", P::ID, setting.id)),
                values: named.into_iter().flat_map(|(_, names)| *names).map(|name| Text::new(*name)).collect(),
            }
        };
        ProtocolView {
            id: P::ID.to_owned(),
            title: Text::new(P::ID),
            choice: P::default_choice(),
            settings: P::SETTINGS.iter().map(setting).collect(),
            mutants: P::MUTANTS.iter().map(|wrong| mutant(wrong.id)).collect(),
            tries: (1..=TRIES).map(|nth| Text::new(format!("{}-try-{nth}", P::ID))).collect(),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::words::{english, entries};

    #[test]
    fn all_that_a_form_says_of_a_protocol_is_in_the_catalogue() {
        let all: BTreeSet<String> = english().iter().flat_map(|words| entries(words).0).map(|entry| entry.id).collect();
        for view in protocols() {
            let settings = view.settings.iter().flat_map(|view| view.values.iter().chain([&view.title]));
            let mutants = view.mutants.iter().map(|(_, wrong)| wrong);
            let said = settings.chain(mutants).chain(&view.tries).chain([&view.title]);
            let missing: Vec<&Text> = said.filter(|text| !all.contains(&text.id)).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }

    #[test]
    fn where_values_have_names_each_has_one() {
        let views = protocols();
        let named = || views.iter().flat_map(|view| &view.settings).filter(|view| !view.values.is_empty());
        assert!(named().any(|view| view.setting.id == "placement"));
        for SettingView { setting, values, .. } in named() {
            assert_eq!(values.len(), (setting.min..=setting.max).count(), "{}", setting.id);
        }
    }
}
