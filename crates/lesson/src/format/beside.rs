//! Other protocols beside a lesson's own, in the same cluster under the same faults: to be compared.

use std::collections::BTreeMap;

use quorum_kernel::{Arg, Text};
use quorum_sim::{Scenario, Scripted};
use serde::Deserialize;

use super::{Ask, Lesson, LessonFault, Move, quoted, shape::between};

/// The most protocols beside a lesson's own: three clusters fit a screen.
const BESIDE_MAX: usize = 2;
/// The most requests that have other words.
const REQUESTS_MAX: usize = 20;

/// Another protocol that runs beside the lesson's own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Beside {
    /// Its id.
    pub protocol: String,
    /// What clients ask of it, by what the scenario's script has them ask: `{"put x 1": "propose A"}`. What is not named is
    /// asked in the same words.
    #[serde(default)]
    pub requests: BTreeMap<String, String>,
}

impl Beside {
    /// The run that belongs beside a run of the lesson's own: the same cluster, seed, network, clocks and script.
    pub fn scenario(&self, own: &Scenario) -> Scenario {
        Scenario {
            protocol: self.protocol.clone(),
            mutant: None,
            options: BTreeMap::new(),
            script: own.script.iter().map(|line| Scripted { act: self.act(&line.act), ..line.clone() }).collect(),
            ..own.clone()
        }
    }

    /// What is done in its run when this is done in the lesson's own.
    fn act(&self, act: &str) -> String {
        let translated = || {
            let (client, request) = act.strip_prefix("invoke ")?.split_once(' ')?;
            Some(format!("invoke {client} {}", self.requests.get(request)?))
        };
        translated().unwrap_or_else(|| act.to_owned())
    }
}

impl Lesson {
    /// What is compared is what happens by itself: what a step did would be done in one of the clusters alone.
    pub(super) fn check_beside(&self) -> Result<(), LessonFault> {
        if self.beside.len() > BESIDE_MAX {
            return Err(LessonFault::new("beside", between(0, BESIDE_MAX, self.beside.len())));
        }
        for (index, beside) in self.beside.iter().enumerate() {
            let at = |name: &str| format!("beside[{index}].{name}");
            let known = quorum_protocols::IDS;
            if !known.contains(&beside.protocol.as_str()) {
                let problem = Text::new("json-protocol").with("id", quoted(&beside.protocol));
                return Err(LessonFault::new(
                    at("protocol"),
                    problem.with("known", known.iter().copied().collect::<Arg>()),
                ));
            }
            let others = self.beside[..index].iter().map(|other| &other.protocol).chain([&self.scenario.protocol]);
            if others.into_iter().any(|other| *other == beside.protocol) {
                return Err(LessonFault::new(
                    at("protocol"),
                    Text::new("json-twice").with("id", beside.protocol.as_str()),
                ));
            }
            if beside.requests.len() > REQUESTS_MAX {
                return Err(LessonFault::new(at("requests"), between(0, REQUESTS_MAX, beside.requests.len())));
            }
        }
        for (index, step) in self.steps.iter().enumerate().filter(|_| !self.beside.is_empty()) {
            let acts = |moves: &[Move]| moves.iter().any(|one| matches!(one, Move::Act(_)));
            let own =
                step.frame.start.as_deref().is_some_and(acts) || step.script().is_some_and(|(_, moves)| acts(moves));
            if own || matches!(step.ask, Ask::Break { .. } | Ask::Hunt { .. }) {
                return Err(LessonFault::new(format!("steps[{index}].{}", step.kind()), Text::new("json-beside-acts")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_beside_has_the_same_faults_and_its_own_words_for_requests() {
        let lesson = include_str!("../../../../lessons/consensus-compared/lesson.json");
        let lesson = Lesson::parse(lesson).expect("a lesson");
        let own = &lesson.scenario;
        for beside in &lesson.beside {
            let scenario = beside.scenario(own);
            assert_eq!(scenario.protocol, beside.protocol);
            assert_eq!((scenario.seed, scenario.servers, scenario.clients), (own.seed, own.servers, own.clients));
            assert_eq!(scenario.script.len(), own.script.len());
            for (line, other) in own.script.iter().zip(&scenario.script) {
                assert_eq!(line.at_us, other.at_us);
                let (client, asked) = line.act.strip_prefix("invoke ").and_then(|rest| rest.split_once(' ')).unzip();
                match asked.and_then(|asked| beside.requests.get(asked)) {
                    Some(words) => assert_eq!(other.act, format!("invoke {} {words}", client.expect("a client"))),
                    None => assert_eq!(other.act, line.act),
                }
            }
        }
        assert!(lesson.beside.iter().any(|beside| !beside.requests.is_empty()));
    }
}
