//! A test for each claim of the extended paper, named by its sentence, the section in a comment.

use quorum_kernel::NodeId;
use quorum_protocols::raft::{Appended, Config, Message, Role};

use crate::lab::Lab;

const N1: NodeId = NodeId::server(1);
const N2: NodeId = NodeId::server(2);

// §5.1 Raft basics.

/// §5.1: "If one server's current term is smaller than the other's, then it updates its current term to the larger
/// value."
#[test]
fn a_smaller_term_is_updated_to_the_larger_value() {
    let mut lab = Lab::of(3, 0);
    lab.run("fire n1 election\nfire n1 election\ndeliver n1>n2 RequestVote#2");
    assert_eq!((lab.term(2), lab.voted_for(2)), (2, Some(N1)));
}

/// §5.1: "If a candidate or leader discovers that its term is out of date, it immediately reverts to follower state."
#[test]
fn a_leader_out_of_date_reverts_to_follower() {
    let mut lab = Lab::of(3, 0);
    lab.run("elect n1\nfire n2 election\ndeliver n2>n1 RequestVote");
    assert!(!lab.is_leader(1));
    assert_eq!(lab.term(1), 2);
}

/// §5.1: "If a server receives a request with a stale term number, it rejects the request."
#[test]
fn a_request_with_a_stale_term_is_rejected() {
    let mut lab = Lab::of(3, 0);
    lab.run("elect n1\nfire n1 heartbeat\nfire n3 election\ndeliver n3>n2 RequestVote");
    let before = lab.log(2).clone();
    lab.run("deliver n1>n2 AppendEntries");
    let Some(Message::AppendResponse(response)) = lab.in_flight("n2>n1", "AppendResponse").pop() else {
        panic!("n2 answers")
    };
    assert_eq!(response.outcome, Appended::OldTerm);
    assert_eq!(*lab.log(2), before);
}

// §5.2 Leader election.

/// §5.2: "When servers start up, they begin as followers."
#[test]
fn servers_begin_as_followers() {
    let lab = Lab::of(5, 0);
    assert!((1..=5).all(|number| lab.server(number).role.name() == "Follower" && lab.term(number) == 0));
}

/// §5.2: "To begin an election, a follower increments its current term and transitions to candidate state. It then
/// votes for itself and issues RequestVote RPCs in parallel to each of the other servers."
#[test]
fn a_candidate_increments_its_term_votes_for_itself_and_asks_all_others() {
    let mut lab = Lab::of(5, 0);
    lab.run("fire n1 election");
    assert_eq!((lab.term(1), lab.voted_for(1)), (1, Some(N1)));
    assert!((2..=5).all(|number| lab.in_flight(&format!("n1>n{number}"), "RequestVote").len() == 1));
}

/// §5.2: "A candidate wins an election if it receives votes from a majority of the servers in the full cluster for the
/// same term." Servers that are down count in the full cluster.
#[test]
fn a_majority_is_of_the_full_cluster() {
    let mut lab = Lab::of(5, 0);
    lab.run("crash n4\ncrash n5\nelect n1");
    assert!(lab.is_leader(1), "three of five are a majority");
    lab.run("crash n3\nelect n2");
    assert!(!lab.is_leader(2), "two of five are none, though only two are left");
}

/// §5.2: "Each server will vote for at most one candidate in a given term, on a first-come-first-served basis."
#[test]
fn each_server_votes_once_a_term_first_come_first_served() {
    let mut lab = Lab::of(3, 0);
    lab.run("fire n1 election\nfire n2 election\ndeliver n2>n3 RequestVote\ndeliver n1>n3 RequestVote\nsettle");
    assert_eq!(lab.voted_for(3), Some(N2));
    assert!(lab.is_leader(2) && !lab.is_leader(1));
}

/// §5.2: "It then sends heartbeat messages to all of the other servers to establish its authority and prevent new
/// elections."
#[test]
fn a_new_leader_speaks_to_all_others_at_once() {
    let mut lab = Lab::of(3, 0);
    lab.run("fire n1 election\ndeliver n1>n2 RequestVote\ndeliver n2>n1 Vote");
    assert!((2..=3).all(|number| lab.in_flight(&format!("n1>n{number}"), "AppendEntries").len() == 1));
}

/// §5.2: "If the leader's term (included in its RPC) is at least as large as the candidate's current term, then the
/// candidate recognizes the leader as legitimate and returns to follower state."
#[test]
fn a_candidate_recognizes_the_leader_of_its_term() {
    let mut lab = Lab::of(3, 0);
    lab.run("fire n1 election\nfire n3 election\ndeliver n1>n2 RequestVote\ndeliver n2>n1 Vote");
    lab.run("deliver n1>n3 AppendEntries");
    assert_eq!(lab.server(3).leader(NodeId::server(3)), Some(N1));
}

/// §5.2: "If the term in the RPC is smaller than the candidate's current term, then the candidate rejects the RPC and
/// continues in candidate state."
#[test]
fn a_candidate_rejects_an_earlier_leader() {
    let mut lab = Lab::of(3, 0);
    lab.run("elect n1\nfire n3 election\nfire n1 heartbeat\ndeliver n1>n3 AppendEntries");
    assert_eq!(lab.server(3).role.name(), "Candidate");
}

/// §5.2: "If many followers become candidates at the same time, votes could be split so that no candidate obtains a
/// majority. When this happens, each candidate will time out and start a new election."
#[test]
fn a_split_vote_ends_in_a_new_election() {
    let mut lab = Lab::of(4, 0);
    lab.run("fire n1 election\nfire n4 election\ndeliver n1>n2 RequestVote\ndeliver n4>n3 RequestVote\nsettle");
    assert!((1..=4).all(|number| !lab.is_leader(number)));
    lab.run("elect n1");
    assert!(lab.is_leader(1));
    assert_eq!(lab.term(1), 2);
}

/// Figure 2: the election timer starts again on "granting vote to candidate", not on refusing one.
#[test]
fn only_a_granted_vote_restarts_the_wait() {
    let mut lab = Lab::of(3, 0);
    let granted = lab.run("fire n1 election\ndeliver n1>n3 RequestVote");
    assert!(granted.contains("arms election 150..300\n  forces term 1, vote n1"), "{granted}");
    lab.run("fire n2 election");
    let refused = lab.run("deliver n2>n3 RequestVote");
    assert!(!refused.contains("arms election"), "{refused}");
}

// §5.3 Log replication.

/// §5.3: "The leader appends the command to its log as a new entry, then issues AppendEntries RPCs in parallel to each
/// of the other servers."
#[test]
fn the_leader_appends_then_sends_in_parallel() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 put x 1");
    let said = lab.run("deliver c1>n1 Request");
    let write = said.find("forces log").expect("it writes");
    let first_send = said.find("sends n1>n2 AppendEntries").expect("it sends to n2");
    assert!(write < first_send && said.contains("sends n1>n3 AppendEntries"), "{said}");
}

/// §5.3: "A log entry is committed once the leader that created the entry has replicated it on a majority of the
/// servers."
#[test]
fn an_entry_is_committed_once_on_a_majority() {
    let mut lab = Lab::of(5, 1);
    lab.run("elect n1\nask c1 put x 1\ndeliver c1>n1 Request");
    lab.run("deliver n1>n2 AppendEntries\ndeliver n2>n1 AppendResponse");
    assert_eq!(lab.server(1).commit_index, 1, "two of five have it");
    lab.run("deliver n1>n3 AppendEntries\ndeliver n3>n1 AppendResponse");
    assert_eq!(lab.server(1).commit_index, 2, "three of five have it");
}

/// §5.3: "This also commits all preceding entries in the leader's log, including entries created by previous leaders."
#[test]
fn a_commit_commits_all_before() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 put x 1\ndeliver c1>n1 Request\ncrash n1\ndrop-all\nrestart n1\nelect n1");
    assert_eq!(lab.terms(1), [1, 1, 2]);
    assert_eq!(lab.server(1).commit_index, 3);
    assert_eq!(lab.value(1, "x").as_deref(), Some("1"));
}

/// §5.3: "The leader keeps track of the highest index it knows to be committed, and it includes that index in future
/// AppendEntries RPCs (including heartbeats) so that the other servers eventually find out."
#[test]
fn followers_find_out_what_is_committed() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 put x 1\nsettle");
    assert_eq!(lab.value(2, "x"), None);
    lab.run("fire n1 heartbeat\nsettle");
    assert_eq!(lab.value(2, "x").as_deref(), Some("1"));
}

/// §5.3: "If followers crash or run slowly, or if network packets are lost, the leader retries AppendEntries RPCs
/// indefinitely (even after it has responded to the client) until all followers eventually store all log entries."
#[test]
fn the_leader_retries_even_after_it_has_responded() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\ncrash n3\nask c1 put x 1\nsettle");
    assert_eq!(lab.replies, ["ok"]);
    lab.run("fire n1 heartbeat\nsettle\nfire n1 heartbeat\nsettle\nrestart n3\nfire n1 heartbeat\nsettle");
    assert_eq!(lab.log(3), lab.log(1));
}

/// Figure 2: "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new entry)".
#[test]
fn a_follower_takes_for_committed_only_what_it_has_checked() {
    // One entry a message: n3 is told of four committed entries while it gets them one by one.
    let mut lab = Lab::new(Config { batch: 1, ..Config::new(3, 1) });
    lab.run("isolate n3\nelect n1");
    for value in 1..=3 {
        lab.run(&format!("ask c1 put x {value}\nsettle"));
    }
    lab.run("join n3\nfire n1 heartbeat\ndeliver n1>n3 AppendEntries\ndeliver n3>n1 AppendResponse");
    assert_eq!((lab.server(1).commit_index, lab.log(3).last_index()), (4, 0));
    for index in 1..=4 {
        lab.run("deliver n1>n3 AppendEntries\ndeliver n3>n1 AppendResponse");
        assert_eq!((lab.log(3).last_index(), lab.server(3).commit_index), (index, index));
    }
}

/// Figure 2: matchIndex is "the highest log entry known to be replicated on server", and "increases monotonically":
/// an answer that was overtaken takes nothing back.
#[test]
fn what_is_known_to_be_replicated_stays_known() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nfire n1 heartbeat\ndeliver n1>n2 AppendEntries\nask c1 put x 1\ndeliver c1>n1 Request");
    lab.run("deliver n1>n2 AppendEntries\ndeliver n2>n1 AppendResponse#3\ndeliver n2>n1 AppendResponse#2");
    let Role::Leader(leader) = &lab.server(1).role else { panic!("n1 leads") };
    let (_, n2) = leader.progress().nth(1).expect("three servers");
    assert_eq!((n2.match_index, n2.next_index), (2, 3));
}

/// §5.3: "If the follower does not find an entry in its log with the same index and term, then it refuses the new
/// entries."
#[test]
fn a_follower_refuses_what_does_not_fit() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 put x 1\ndeliver c1>n1 Request\ndrop n1>n2 AppendEntries\nfire n1 heartbeat");
    lab.run("deliver n1>n2 AppendEntries");
    let Some(Message::AppendResponse(response)) = lab.in_flight("n2>n1", "AppendResponse").pop() else {
        panic!("n2 answers")
    };
    assert_eq!(response.outcome, Appended::Conflict { prev_index: 2, term: None, index: 2 });
    assert_eq!(lab.terms(2), [1]);
}

/// n1 led terms 2 and 3 without its entries reaching anybody, and is back; n2 leads term 4, with as long a log.
fn divergent() -> Lab {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nsettle");
    for _ in 0..2 {
        // Votes get through, entries do not.
        lab.run("crash n1\nrestart n1\nfire n1 election\ndeliver n1>n2 RequestVote\ndeliver n2>n1 Vote\ndrop-all");
        lab.run("ask c1 put x 1\ndeliver c1>n1 Request\ncrash c1\nrestart c1\ndrop-all");
    }
    lab.run("isolate n1\nelect n2\nask c1 put y 1\nfire c1 retry\nsettle");
    lab.run("ask c1 put y 2\nsettle\nask c1 put y 3\nsettle\njoin n1");
    assert_eq!(lab.terms(1), [1, 2, 2, 3, 3]);
    assert_eq!(lab.terms(2), [1, 4, 4, 4, 4]);
    lab
}

/// §5.3: "In Raft, the leader handles inconsistencies by forcing the followers' logs to duplicate its own. This means
/// that conflicting entries in follower logs will be overwritten with entries from the leader's log."
#[test]
fn conflicting_entries_are_overwritten_with_the_leaders() {
    let mut lab = divergent();
    lab.run("fire n2 heartbeat\nsettle\nfire n2 heartbeat\nsettle");
    assert_eq!(lab.log(1), lab.log(2));
    assert_eq!(lab.violated, None);
}

/// §5.3: "With this information, the leader can decrement nextIndex to bypass all of the conflicting entries in that
/// term; one AppendEntries RPC will be required for each term with conflicting entries, rather than one RPC per entry."
#[test]
fn one_rpc_for_each_term_with_conflicting_entries() {
    let mut lab = divergent();
    lab.run("fire n2 heartbeat");
    let mut refusals = 0;
    while lab.terms(1) != lab.terms(2) {
        lab.run("deliver n2>n1 AppendEntries");
        if let Some(Message::AppendResponse(response)) = lab.in_flight("n1>n2", "AppendResponse").pop()
            && matches!(response.outcome, Appended::Conflict { .. })
        {
            refusals += 1;
            lab.run("deliver n1>n2 AppendResponse");
        }
    }
    assert_eq!(refusals, 2, "one for term 3 and one for term 2");
}

/// §5.3: "A leader never overwrites or deletes entries in its own log."
#[test]
fn a_leader_never_overwrites_its_own_log() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 put x 1\ndeliver c1>n1 Request\ncrash n1\ndrop-all\nrestart n1");
    let before: Vec<_> = lab.log(1).iter().cloned().collect();
    lab.run("elect n1");
    let after: Vec<_> = lab.log(1).iter().take(before.len()).cloned().collect();
    assert_eq!(after, before);
}

/// Figure 2: "If an existing entry conflicts with a new one […], delete the existing entry and all that follow it":
/// without a conflict nothing is deleted, though the message ends early.
#[test]
fn an_overtaken_message_deletes_nothing() {
    let mut lab = Lab::of(3, 2);
    lab.run("elect n1\nask c1 put x 1\ndeliver c1>n1 Request\nduplicate n1>n2 AppendEntries");
    lab.run("deliver n1>n2 AppendEntries\nask c2 put y 2\ndeliver c2>n1 Request\ndeliver n1>n2 AppendEntries#3");
    assert_eq!(lab.terms(2), [1, 1, 1]);
    lab.run("deliver n1>n2 AppendEntries#2");
    assert_eq!(lab.terms(2), [1, 1, 1]);
}

// §5.4 Safety.

/// §5.4.1: "The voter denies its vote if its own log is more up-to-date than that of the candidate." By the last term
/// first, then by length.
#[test]
fn a_voter_denies_its_vote_to_a_log_behind_its_own() {
    let mut lab = Lab::of(3, 1);
    lab.run("isolate n3\nelect n1\nsettle\njoin n3\nfire n3 election\nfire n3 election\nsettle");
    assert!(!lab.is_leader(3));
    // n1 has the longer log of term 1, n2 the newer last term.
    let mut lab = Lab::of(3, 1);
    lab.run(
        "elect n1\nisolate n1\nheal n1|c1\nask c1 put x 1\nsettle\nelect n2\ncrash n2\ncrash n1\nrestart n1\njoin n1",
    );
    assert_eq!((lab.terms(1), lab.terms(3)), (vec![1, 1], vec![1, 2]));
    lab.run("elect n1\nelect n1");
    assert!(!lab.is_leader(1), "n3's last term is newer than n1's");
}

/// §5.4.2: "Raft never commits log entries from previous terms by counting replicas. Only log entries from the leader's
/// current term are committed by counting replicas."
#[test]
fn entries_of_earlier_terms_are_not_committed_by_counting() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 put x 1\ndeliver c1>n1 Request\ncrash n1\ndrop-all\nrestart n1\nfire n1 election");
    lab.run("deliver n1>n2 RequestVote\ndeliver n2>n1 Vote");
    // The no-op of term 2 does not fit at n2, which then gets entry 2 of term 1 together with it: commit both or none.
    lab.run("deliver n1>n2 AppendEntries\ndeliver n2>n1 AppendResponse");
    assert_eq!(lab.server(1).commit_index, 0);
    lab.run("deliver n1>n2 AppendEntries\ndeliver n2>n1 AppendResponse");
    assert_eq!(lab.server(1).commit_index, 3);
}

/// §5.5: "Raft RPCs are idempotent, so this causes no harm."
#[test]
fn messages_are_idempotent() {
    let mut lab = Lab::of(3, 1);
    lab.run("fire n1 election\nduplicate n1>n2 RequestVote\nsettle\nask c1 append x a\ndeliver c1>n1 Request");
    lab.run("duplicate n1>n2 AppendEntries\nduplicate n1>n3 AppendEntries\ndeliver n1>n2 AppendEntries");
    lab.run("duplicate n2>n1 AppendResponse\nsettle\nfire n1 heartbeat\nsettle");
    assert!((1..=3).all(|number| lab.terms(number) == [1, 1] && lab.value(number, "x").as_deref() == Some("a")));
}

/// Figure 2: persistent state is "updated on stable storage before responding to RPCs".
#[test]
fn state_is_on_disk_before_it_is_answered_for() {
    let mut lab = Lab::of(3, 1);
    let vote = lab.run("fire n1 election\ndeliver n1>n2 RequestVote");
    assert!(vote.find("forces term 1, vote n1\n  sends n2>n1 Vote").is_some(), "{vote}");
    lab.run("deliver n2>n1 Vote");
    let append = lab.run("deliver n1>n2 AppendEntries");
    assert!(append.find("adds terms [1]\n  sends n2>n1 AppendResponse").is_some(), "{append}");
}

// §8 Client interaction.

/// §8: "If the client's first choice is not the leader, that server will reject the client's request and supply
/// information about the most recent leader it has heard from."
#[test]
fn a_client_is_sent_on_to_the_leader() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n3\nask c1 put x 1\nsettle");
    assert_eq!(lab.replies, ["ok"]);
}

/// §8: "If the leader crashes, client requests will time out; clients then try again with randomly-chosen servers"
/// (ours: in turn).
#[test]
fn a_client_tries_other_servers_when_the_leader_crashes() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 put x 1\nsettle\ncrash n1\nelect n2\nask c1 get x\nsettle\nfire c1 retry\nsettle");
    assert_eq!(lab.replies, ["ok", "1"]);
}

/// §8: "If it receives a command whose serial number has already been executed, it responds immediately without
/// re-executing the request."
#[test]
fn a_command_is_executed_once() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 append x a\ndeliver c1>n1 Request");
    lab.run("deliver n1>n2 AppendEntries\ndeliver n2>n1 AppendResponse\ndrop n1>c1 Reply\nsettle");
    let length = lab.log(1).last_index();
    lab.run("fire c1 retry\nfire c1 retry\nfire c1 retry\nsettle");
    assert_eq!(lab.replies, ["ok"]);
    assert_eq!(lab.value(1, "x").as_deref(), Some("a"));
    assert_eq!(lab.log(1).last_index(), length, "the leader knew the answer still");
}

/// §8: "Raft handles this by having each leader commit a blank no-op entry into the log at the start of its term."
#[test]
fn a_leader_commits_a_no_op_at_the_start_of_its_term() {
    let mut lab = Lab::of(3, 0);
    lab.run("elect n2");
    assert!(lab.log(2).get(1).is_some_and(|entry| entry.term == 1 && entry.call.is_none()));
    assert_eq!(lab.server(2).commit_index, 1);
}

/// §8: reads must not return stale data. Ours go through the log, so a leader that was replaced cannot answer one.
#[test]
fn a_replaced_leader_answers_no_read() {
    let mut lab = Lab::of(3, 2);
    lab.run("elect n1\nask c1 put x 1\nsettle\ncut n1|n2\ncut n1|n3\nelect n2");
    lab.run("ask c2 put x 2\ndrop c2>n1 Request\nfire c2 retry\nsettle");
    lab.run("ask c1 get x\nsettle");
    assert_eq!(lab.replies, ["ok", "ok"], "n1 leads still, it thinks, but has no majority to confirm the read");
    lab.run("fire c1 retry\nsettle");
    assert_eq!(lab.replies.last().map(String::as_str), Some("2"));
}
