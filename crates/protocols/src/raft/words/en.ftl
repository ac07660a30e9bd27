# Raft.
raft = Raft
raft-mutant-forgets-vote = forgets its vote after a restart
raft-mutant-no-log-check = votes without comparing logs
raft-mutant-commits-old-term = commits an earlier term’s entry by counting
raft-mutant-leader-overwrites = a new leader clears its log
raft-mutant-sends-before-write = answers before it has written
raft-mutant-counts-half = takes half for a majority

# Things to try.
raft-try-1 = Press play, wait for a leader, crash it. How long is the cluster without one?
raft-try-2 = Cut two of five servers off. Then a third. When does the cluster stop answering?
raft-try-3 = Go back before the crash and drop one vote instead. Both runs stay on the time line.

# Properties, and why they hold or not.
raft-election-safety = Election safety
raft-leader-append-only = Leader append-only
raft-log-matching = Log matching
raft-leader-completeness = Leader completeness
raft-state-machine-safety = State machine safety
raft-live-leader = A live node leads
raft-entry-committed = An entry is committed

raft-no-election-yet = no election yet
raft-terms = { $terms }
raft-term-led = t{ $term } { $leader }
raft-term-lost = t{ $term } no leader
raft-term-open = t{ $term } no leader yet
raft-two-leaders = { $a } and { $b } both won term { $term }

raft-no-leader-appends = nobody leads
raft-leaders-append = { $leaders }
raft-leader-length = { $leader } has only appended, { $length } entries by now
raft-leader-overwrote = { $leader } led and replaced its entries { $from } to { $upto }

raft-logs-agree = all { $servers } logs agree up to index { $index }
raft-logs-agree-nowhere = the { $servers } logs share no entry yet, and contradict nowhere
raft-logs-differ = { $a } and { $b } have an entry { $index } of term { $term }, but their logs differ up to there

raft-nothing-committed = nothing is committed yet
raft-committed-upto = committed up to index { $index }
raft-leader-complete = { $leader }, leader of term { $term }, has all entries committed before, and the log is committed up to index { $index }
raft-leader-lacks = { $leader } leads term { $term } without entry { $index }, which was committed in term { $committed-in }
raft-committed-twice = { $leader } committed { $entry } at index { $index } in term { $term }, where { $first } was committed before

raft-nothing-applied = nothing is applied yet
raft-applied-upto = { $node } up to { $index }
raft-applied-alike = all applied the same: { $nodes }
raft-applied-differently = { $node } applied { $entry } at index { $index }, where another applied { $first }

raft-leads = { $leader } leads term { $term }
raft-no-live-leader = { $past }; { $present }
raft-nobody-led = nobody has led yet
raft-leader-down = { $leader }, leader of term { $term }, is down
raft-leader-paused = { $leader }, leader of term { $term }, is paused
raft-leader-outdated = { $leader } still leads term { $term }, which is over
raft-leader-stepped-down = { $leader }, leader of term { $term }, leads no more
raft-stand = in term { $term } { $candidates }
raft-has-votes = { $node } has { $votes } votes and needs { $needed }
raft-nobody-stands = nobody stands for election

# Nodes.
raft-term = term { $term }
raft-follower = follower
raft-follower-of = follower of { $leader }
raft-follower-voted = follower, voted { $candidate }
raft-candidate = candidate, { $votes } of { $needed } votes
raft-leader = leads term { $term }
raft-client-idle = client, nothing to ask
raft-client-waits = asks { $server }: { $command }
raft-keeps-term = keeps its disk: term { $term }, log empty
raft-keeps-log = keeps its disk: term { $term }, log 1 to { $last }
raft-keeps-lives = keeps its disk; started { $lives ->
    [one] once
   *[other] { $lives } times
 }
raft-tally = Votes for { $node } in term { $term }

# Messages.
raft-look-request-vote = RequestVote
raft-look-vote-granted = Vote, granted
raft-look-vote-refused = Vote, refused
raft-look-append-entries = AppendEntries
raft-look-heartbeat = heartbeat
raft-look-append-response = AppendResponse
raft-look-append-refused = AppendResponse, refused
raft-look-request = Request
raft-look-reply = Reply

# Notes.
raft-entry = { $command } of term { $term }
raft-entry-noop = the no-op of term { $term }
raft-note-stood = { $node } stands for election in term { $term }
raft-note-voted = { $node } votes for { $candidate } in term { $term }
raft-note-leads = { $node } leads term { $term }
raft-note-stepped-down = { $node } steps down in term { $term }
raft-note-removed = { $node } removes its entries from { $from } on
raft-note-committed = { $node } commits up to index { $index }
raft-note-applied = { $node } applies { $index }: { $entry }
raft-era-stands = term { $term }: { $node } stands
raft-era-leads = term { $term }: { $node } leads

# Views.
raft-view-roles = Terms
raft-view-roles-about = Who stood for election and who led, and when; each dot is a vote that was given.
raft-lane-stands = stands in term { $term }
raft-lane-leads = leads term { $term }
raft-lane-votes = votes for { $candidate } in term { $term }
raft-view-logs = Logs
raft-view-logs-about = What each server has on disk, index by index. A server knows what is committed only while it runs.
raft-board-term = term
raft-board-vote = vote
raft-board-committed = known to be committed
raft-board-open = behind that
raft-board-number = { $n }
raft-board-vote-for = { $candidate }
raft-board-entry = { $index } t{ $term } { $command }
raft-board-noop = { $index } t{ $term } no-op
raft-board-more = … { $n } before

# Goals.
raft-votes-so-far = { $node } has { $votes } of { $needed } votes
raft-followers-so-far = { $leader } leads term { $term }, followed by { $followers } of { $needed }
raft-committed-so-far = commit index { $reached } of { $index }
raft-term-so-far = term { $reached } of { $term }
raft-down-so-far = { $down } of { $needed } servers down
