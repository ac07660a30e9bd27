//! Zab's states, disks and messages as named fields.

use quorum_kernel::{NodeId, inspect::Field};

use super::{
    Answered, Disk, FollowerPhase, History, Learner, Message, Role, Server, Snapshot, State, Sync, Txn, Vote,
    message::Standing,
};

/// What is in memory. The rows stand whatever the role, so that a view can compare them step by step; what a role does
/// not have, or what is empty, takes no room.
pub fn memory(id: NodeId, state: &State) -> Vec<Field> {
    match state {
        State::Server(server) => server_memory(id, server),
        State::Client(client) => vec![
            Field::one("asks", client.server()),
            Field::one("serial", client.serial()),
            Field::one("call", client.call().map_or("none".to_owned(), |call| call.command.to_string())),
            Field::many("queue", client.queue()),
        ],
    }
}

fn server_memory(id: NodeId, server: &Server) -> Vec<Field> {
    let mut fields = vec![
        Field::one("role", server.role.name()),
        Field::one("phase", server.role.phase()),
        Field::one("leader", server.leader(id).map_or("none".to_owned(), |leader| leader.to_string())),
        Field::one("round", server.round),
        Field::one("vote", vote_line(&server.vote)),
        Field::one("delivered", server.delivered),
        Field::one("last_delivered", server.last_delivered),
    ];
    let groups = match &server.role {
        Role::Looking(looking) => {
            let votes = looking.votes.iter().map(|(id, vote)| Field::one(&id.to_string(), vote_line(vote)));
            let settled = looking.settled.iter().map(|(id, word)| {
                let does = if word.leads { "leads".to_owned() } else { format!("follows {}", word.vote.leader) };
                Field::one(&id.to_string(), does)
            });
            let knocking = looking.knocking.iter().map(|(id, epoch)| Field::one(&id.to_string(), epoch));
            vec![("votes", votes.collect()), ("settled", settled.collect()), ("knocking", knocking.collect())]
        }
        Role::Following(following) => match &following.phase {
            FollowerPhase::Synchronization { sync: Some(sync) } => vec![("sync", sync_fields(sync))],
            _ => Vec::new(),
        },
        Role::Leading(leading) => {
            let learners = leading.learners.iter();
            let learners = learners.map(|(id, learner)| Field::one(&id.to_string(), learner_line(learner)));
            let heard = leading.heard.iter().map(|id| Field::one(&id.to_string(), "heard"));
            vec![("followers", learners.collect()), ("heard", heard.collect())]
        }
    };
    let store = server.machine.machine().iter().map(|(key, value)| Field::one(key, value)).collect();
    let sessions = server.machine.latest().map(|(client, serial)| Field::one(&client.to_string(), serial)).collect();
    let groups = groups.into_iter().chain([("store", store), ("sessions", sessions)]);
    let groups = groups.filter(|(_, group): &(_, Vec<Field>)| !group.is_empty());
    fields.extend(groups.map(|(name, group)| Field::fields(name, group)));
    fields
}

/// “n3 with 1.2 of epoch 1”, in short.
fn vote_line(vote: &Vote) -> String {
    format!("{} (epoch {}, {})", vote.leader, vote.epoch, vote.zxid)
}

fn learner_line(learner: &Learner) -> String {
    match learner {
        Learner::Informed { accepted_epoch } => format!("present, promised epoch {accepted_epoch}"),
        Learner::Invited => "proposed the epoch".to_owned(),
        Learner::Promised { counts: true, last } => format!("promised, has {last}"),
        Learner::Promised { counts: false, last } => format!("had promised before, has {last}"),
        Learner::Synchronizing { upto } => format!("sent all up to {upto}"),
        Learner::Synchronized { acked } => format!("has all up to {acked}"),
    }
}

/// What is on disk.
pub fn durable(id: NodeId, disk: &Disk) -> Vec<Field> {
    if id.is_client() {
        return vec![Field::one("lives", disk.lives)];
    }
    let mut fields = vec![
        Field::one("accepted_epoch", disk.accepted_epoch),
        Field::one("current_epoch", disk.current_epoch),
        Field::one("history", history_line(&disk.history)),
        Field::many("last_transactions", last_txns(&disk.history)),
    ];
    if let Some(snapshot) = disk.history.snapshot() {
        fields.insert(2, Field::fields("snapshot", snapshot_fields(snapshot)));
    }
    fields
}

fn history_line(history: &History) -> String {
    match history.length() {
        0 => "empty".to_owned(),
        length => format!("{length}, last {}", history.last()),
    }
}

fn txn_line(txn: &Txn) -> String {
    format!("{} {}", txn.zxid, txn.call.command)
}

/// How many transactions a tree shows: the newest.
const SHOWN: usize = 8;

fn last_txns(history: &History) -> Vec<String> {
    let mut shown: Vec<_> = history.iter().rev().take(SHOWN).map(txn_line).collect();
    shown.reverse();
    shown
}

fn snapshot_fields(snapshot: &Snapshot) -> Vec<Field> {
    let mut fields = vec![Field::one("upto", snapshot.upto), Field::one("length", snapshot.length)];
    fields.extend(snapshot.machine.machine().iter().map(|(key, value)| Field::one(key, value)));
    fields
}

fn sync_fields(sync: &Sync) -> Vec<Field> {
    let txns = |txns: &[Txn]| Field::many("txns", txns.iter().map(txn_line));
    match sync {
        Sync::Diff { txns: end } => vec![txns(end)],
        Sync::Trunc { to, txns: end } => vec![Field::one("to", to), txns(end)],
        Sync::Snap { snapshot, txns: end } => vec![Field::fields("snapshot", snapshot_fields(snapshot)), txns(end)],
    }
}

/// The fields of a message.
pub fn message(message: &Message) -> Vec<Field> {
    match message {
        Message::Notification(notification) => vec![
            Field::one("round", notification.round),
            Field::one("leader", notification.vote.leader),
            Field::one("epoch", notification.vote.epoch),
            Field::one("zxid", notification.vote.zxid),
            Field::one("state", standing(notification.standing)),
        ],
        Message::FollowerInfo { accepted_epoch } => vec![Field::one("accepted_epoch", accepted_epoch)],
        Message::LeaderInfo { epoch } | Message::NewLeader { epoch } => vec![Field::one("epoch", epoch)],
        Message::AckEpoch { current_epoch, last } => vec![
            Field::one("current_epoch", current_epoch.map_or("does not count".to_owned(), |epoch| epoch.to_string())),
            Field::one("zxid", last),
        ],
        Message::Sync(sync) => sync_fields(sync),
        Message::UpToDate { committed } => vec![Field::one("committed", committed)],
        Message::Proposal(txn) => vec![
            Field::one("zxid", txn.zxid),
            Field::one("client", txn.call.client),
            Field::one("serial", txn.call.serial),
            Field::one("command", &txn.call.command),
        ],
        Message::Ack { zxid } | Message::Commit { zxid } => vec![Field::one("zxid", zxid)],
        Message::Ping | Message::Pong => Vec::new(),
        Message::Request(call) => vec![
            Field::one("client", call.client),
            Field::one("serial", call.serial),
            Field::one("command", &call.command),
        ],
        Message::Reply(reply) => {
            let result = match &reply.result {
                Answered::Done(answer) => Field::one("answer", answer),
                Answered::NotLeader { leader } => {
                    Field::one("ask_instead", leader.map_or("none".to_owned(), |leader| leader.to_string()))
                }
            };
            vec![Field::one("serial", reply.serial), result]
        }
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Looking => "looking",
        Standing::Following => "following",
        Standing::Leading => "leading",
    }
}
