//! Which servers are alike, and how values name them.

use quorum_kernel::{NodeId, Renaming, Symmetry};

use super::{
    Config, Disk, Raft, Role, State, Write,
    spec::Ghost,
    state::{Candidate, Follower, Server},
};

/// Servers are alike in a cluster without clients: no server compares numbers, and each does the same. Clients go round
/// the servers by number, beginning with n1, so that with them servers are not.
///
/// Nor are they where a crash may strike within a step: a server sends to its peers in the order of their numbers, and of
/// a leader that crashes in the middle, n2 may have heard and n3 not, but never n3 and not n2. Between steps that order
/// is no matter: what was sent in one step is in flight all at once.
pub const SYMMETRY: Symmetry<Raft> = Symmetry {
    sets: servers,
    within_steps: false,
    state,
    disk: |disk, renaming| Disk { voted_for: one(disk.voted_for, renaming), ..disk.clone() },
    write: |write, renaming| match write {
        Write::Ballot { term, voted_for } => Write::Ballot { term: *term, voted_for: one(*voted_for, renaming) },
        other => other.clone(),
    },
    // A message names nobody: the network tells its sender. Who leads, and who asked, only clients are told and tell.
    message: |message, _| message.clone(),
    timer: |timer, _| *timer,
    ghost,
};

fn servers(config: &Config) -> Vec<Vec<NodeId>> {
    if config.members.clients > 0 { Vec::new() } else { vec![config.members.server_ids().collect()] }
}

fn one(id: Option<NodeId>, renaming: &Renaming) -> Option<NodeId> {
    id.map(|id| renaming.of(id))
}

fn state(state: &State, renaming: &Renaming) -> State {
    let State::Server(server) = state else { return state.clone() };
    let role = match &server.role {
        Role::Follower(follower) => Role::Follower(Follower { leader: one(follower.leader, renaming) }),
        Role::Candidate(Candidate { votes, refused }) => Role::Candidate(Candidate {
            votes: votes.iter().map(|id| renaming.of(*id)).collect(),
            refused: refused.iter().map(|id| renaming.of(*id)).collect(),
        }),
        Role::Leader(leader) => Role::Leader(leader.renamed(renaming)),
    };
    State::Server(Server { role, ..server.clone() })
}

/// What broke a property names servers too, but with it a search ends.
fn ghost(ghost: &Ghost, renaming: &Renaming) -> Ghost {
    let mut ghost = ghost.clone();
    ghost.leaders.values_mut().for_each(|leader| *leader = renaming.of(*leader));
    ghost.lengths = ghost.lengths.iter().map(|(leader, length)| (renaming.of(*leader), *length)).collect();
    ghost
}
