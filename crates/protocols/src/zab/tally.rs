//! The counts that matter now: votes, promises, histories taken over, acknowledgements.

use core::cmp::Reverse;

use quorum_kernel::{
    NodeId, Status, Text, World,
    inspect::{Ballot, BallotState, Tally},
};

use super::{LeaderPhase, Leading, Learner, Message, Txn, Zab, words};

/// Of one that leads: how far its quorum is. While nobody does: the votes for whoever has most.
pub fn tallies(world: &World<Zab>) -> Vec<Tally> {
    let foremost = words::leading(world).max_by_key(|(epoch, id, leading)| (leading.phase, *epoch, *id));
    match foremost {
        Some((epoch, id, leading)) => of_leader(world, epoch, id, leading).into_iter().collect(),
        None => votes(world).into_iter().collect(),
    }
}

/// The votes that the foremost of those who look has heard of for itself.
fn votes(world: &World<Zab>) -> Option<Tally> {
    let for_itself = |id: NodeId| {
        words::looking(world)
            .find(|(other, ..)| *other == id)
            .map_or(0, |(_, _, looking)| looking.votes.values().filter(|vote| vote.leader == id).count())
    };
    let round = words::looking(world).map(|(_, server, _)| server.round).max()?;
    let newest = words::looking(world).filter(|(_, server, _)| server.round == round);
    let (id, _, looking) = newest.max_by_key(|(id, ..)| (for_itself(*id), *id))?;
    let state = |voter: NodeId| match looking.votes.get(&voter) {
        Some(vote) if vote.leader == id => BallotState::Given,
        other => {
            let travels = |message: &Message| matches!(message, Message::Notification(it) if it.round == round && it.vote.leader == id);
            let absent = if other.is_some() { BallotState::Refused } else { BallotState::Open };
            on_its_way(world, voter, id, travels).unwrap_or(absent)
        }
    };
    Some(tally(world, id, Text::new("zab-tally-votes").with("node", id), state))
}

fn of_leader(world: &World<Zab>, epoch: u64, id: NodeId, leading: &Leading) -> Option<Tally> {
    let title = match leading.phase {
        LeaderPhase::Discovery => Text::new("zab-tally-present").with("node", id),
        LeaderPhase::NewEpoch => Text::new("zab-tally-promises").with("epoch", epoch),
        LeaderPhase::Synchronization => Text::new("zab-tally-taken-over").with("epoch", epoch),
        LeaderPhase::Broadcast => return Some(acks(world, id, leading, words::outstanding(world, id)?)),
    };
    let given = |learner: &Learner| match leading.phase {
        LeaderPhase::Discovery => true,
        LeaderPhase::NewEpoch => matches!(learner, Learner::Promised { counts: true, .. }),
        LeaderPhase::Synchronization | LeaderPhase::Broadcast => learner.is_synchronized(),
    };
    let answers = |message: &Message| match message {
        Message::FollowerInfo { .. } => leading.phase == LeaderPhase::Discovery,
        Message::AckEpoch { current_epoch, .. } => leading.phase == LeaderPhase::NewEpoch && current_epoch.is_some(),
        Message::Ack { zxid } => leading.phase == LeaderPhase::Synchronization && zxid.counter == 0,
        _ => false,
    };
    let state = |follower: NodeId| match leading.learners.get(&follower) {
        _ if follower == id => BallotState::Given,
        Some(learner) if given(learner) => BallotState::Given,
        _ => on_its_way(world, follower, id, answers).unwrap_or(BallotState::Open),
    };
    Some(tally(world, id, title, state))
}

/// Who has what the primary has broadcast and not committed, the oldest of it.
fn acks(world: &World<Zab>, id: NodeId, leading: &Leading, txn: &Txn) -> Tally {
    let state = |follower: NodeId| match leading.learners.get(&follower) {
        _ if follower == id => BallotState::Given,
        Some(Learner::Synchronized { acked }) if *acked >= txn.zxid => BallotState::Given,
        _ => {
            let acks = |message: &Message| matches!(message, Message::Ack { zxid } if *zxid >= txn.zxid);
            on_its_way(world, follower, id, acks).unwrap_or(BallotState::Open)
        }
    };
    tally(world, id, Text::new("zab-tally-acks").with("txn", words::txn(txn)), state)
}

/// Where something is that one has not got yet: on its way, or not to be expected.
fn on_its_way(world: &World<Zab>, from: NodeId, to: NodeId, is: impl Fn(&Message) -> bool) -> Option<BallotState> {
    if world.in_flight().any(|flight| flight.from == from && flight.to == to && is(flight.message)) {
        return Some(BallotState::OnItsWay);
    }
    (world.node(from).status == Status::Down).then_some(BallotState::Down)
}

fn tally(world: &World<Zab>, node: NodeId, title: Text, state: impl Fn(NodeId) -> BallotState) -> Tally {
    let mut ballots: Vec<_> = world.members().server_ids().map(|node| Ballot { node, state: state(node) }).collect();
    ballots.sort_by_key(|ballot| (ballot.state, Reverse(ballot.node == node)));
    let needed = u32::try_from(world.config().quorum()).unwrap_or(u32::MAX);
    Tally { node, title, ballots, needed }
}
