//! Which key stores are alike, and how values name them.

use quorum_kernel::{NodeId, Renaming, Symmetry};

use super::{Config, Deployment, Lock, Phase, Scheme, State, Trying};

/// The masters of Redlock are alike: a client asks all of them, counts answers, and looks at no number. Not where a crash
/// may strike within a step, as it sends to them in the order of their numbers. A master and its replica are not: the one
/// begins as master.
pub fn symmetry<K: Deployment>() -> Symmetry<Lock<K>> {
    Symmetry {
        sets: masters,
        within_steps: false,
        state,
        // Tokens name clients, and nobody else is named on disks, in messages and by what properties remember.
        disk: |disk, _| disk.clone(),
        write: |write, _| write.clone(),
        message: |message, _| message.clone(),
        timer: |timer, _| *timer,
        ghost: |ghost, _| ghost.clone(),
    }
}

fn masters(config: &Config) -> Vec<Vec<NodeId>> {
    match config.scheme {
        Scheme::Single => Vec::new(),
        Scheme::Majority => vec![config.stores().collect()],
    }
}

fn state(state: &State, renaming: &Renaming) -> State {
    let State::Client(client) = state else { return state.clone() };
    let Phase::Trying(trying) = &client.phase else { return state.clone() };
    let renamed = |nodes: &std::collections::BTreeSet<NodeId>| nodes.iter().map(|id| renaming.of(*id)).collect();
    let (granted, refused) = (renamed(&trying.granted), renamed(&trying.refused));
    let mut client = client.clone();
    client.phase = Phase::Trying(Trying { granted, refused, ..*trying });
    State::Client(client)
}
