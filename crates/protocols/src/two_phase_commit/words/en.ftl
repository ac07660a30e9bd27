# Two-phase commit.
two-phase-commit = Two-phase commit
two-phase-commit-mutant-commit-before-record = tells of a commit before it has recorded it
two-phase-commit-mutant-forgets-yes = votes yes without recording it
two-phase-commit-mutant-aborts-in-doubt = a participant in doubt aborts on its own
two-phase-commit-mutant-commits-without-record = takes what it has no record of for committed
two-phase-commit-mutant-forgets-early = forgets a commit before all have acknowledged it
two-phase-commit-mutant-no-locks = does not lock an account that voted yes
two-phase-commit-setting-cooperative = participants in doubt ask each other
two-phase-commit-setting-forces-no = a no is forced to disk

# Things to try.
two-phase-commit-try-1 = Let c1 transfer A B 30, and crash the coordinator when both have voted yes. Who is in doubt, and until when?
two-phase-commit-try-2 = Let c1 transfer A B 150: A has 100. Who votes no, and who is told?
two-phase-commit-try-3 = Do the first again with participants that ask each other. When does that help, and when not?

# Properties, and why they hold or not.
two-phase-commit-one-decision = All decide alike (AC1)
two-phase-commit-no-reversal = No decision is reversed (AC2)
two-phase-commit-commit-needs-every-yes = A commit needs every yes (AC3)
two-phase-commit-all-well-commits = If all is well, it commits (AC4)
two-phase-commit-all-decide = All decide in the end (AC5)
two-phase-commit-money-conserved = No money is lost or made
two-phase-commit-no-overdraft = No account is overdrawn
two-phase-commit-answers-true = Done once, and told as it is
two-phase-commit-transfer-commits = A transfer is committed
two-phase-commit-somebody-blocks = A participant asks in vain

tpc-nothing-begun = no transfer yet
tpc-nothing-decided = nothing is decided yet
tpc-decided-alike = transactions decided so far: { $count }, each alike by all that decided it; the newest, { $tx }: { $decision }
tpc-two-decisions = { $a } committed { $tx }, and { $b } aborted it
tpc-none-reversed = decisions reached so far: { $count }, none of them reversed
tpc-reversed-to-commit = { $node } had aborted { $tx }, and committed it later
tpc-reversed-to-abort = { $node } had committed { $tx }, and aborted it later
tpc-voted-yes = yes to { $tx } so far: { $count } of 2 { $nodes }
tpc-committed-without = { $node } committed { $tx } without the yes of { $voter }
tpc-so-far-well = transactions under way without a no or a failure: { $count }
tpc-none-without-failure = no transaction is under way without a no or a failure
tpc-aborted-for-nothing = { $node } aborted { $tx }, though nobody voted no and nothing failed
tpc-none-in-doubt = nobody is in doubt
tpc-votes-open = transactions that wait for votes: { $count }
tpc-in-doubt = { $nodes }
tpc-doubts = { $node } is in doubt about { $tx }
tpc-money-kept = the accounts add up to { $money }, with what is committed and not booked yet; at first it was { $opening }
tpc-money-changed = the accounts add up to { $money }, with what is committed and not booked yet, but at first it was { $opening }
tpc-lowest = the lowest account holds { $balance }, at { $node }
tpc-overdrawn = the account at { $node } holds { $balance }
tpc-told-true = no client was told anything that is not so
tpc-told-aborted = { $client } was told that its transfer is aborted, and { $tx } committed it
tpc-begun-again = a transfer of { $client } that was committed already is begun again, as { $tx }
tpc-told-committed = { $client } was told that its transfer is committed, and { $tx } did not commit it
tpc-none-committed = no transfer is committed yet
tpc-some-committed = a transfer was committed
tpc-none-blocked = nobody has asked in vain
tpc-blocked = { $node } is in doubt about { $tx }, has asked, and does not know

# Nodes.
tpc-balance = holds { $balance }
tpc-coordinator = coordinator
tpc-collects = { $tx }: { $votes } of { $needed } yes
tpc-commits = { $tx } committed, { $missing } to hear from
tpc-participant = keeps account { $account }
tpc-in-doubt-waits = voted yes to { $tx }
tpc-in-doubt-asks = in doubt about { $tx }
tpc-client-idle = client, nothing to ask
tpc-client-waits = asks: { $transfer }
tpc-keeps-balance = keeps its disk: holds { $balance }
tpc-keeps-doubt = keeps its disk: holds { $balance }, yes to { $tx }
tpc-keeps-commit = keeps its disk: { $tx } is committed
tpc-keeps-lives = keeps its disk; started { $lives ->
    [one] once
   *[other] { $lives } times
 }
tpc-tally = Votes on { $tx }

# Messages.
tpc-look-request = Request
tpc-look-reply = Reply
tpc-look-prepare = Prepare
tpc-look-yes = Yes
tpc-look-no = No
tpc-look-commit = Commit
tpc-look-abort = Abort
tpc-look-ack = Ack
tpc-look-inquiry = Inquiry
tpc-look-uncertain = Uncertain

# Notes.
tpc-commit = commit
tpc-abort = abort
tpc-vote-yes = yes
tpc-vote-too-little = no, the account has too little
tpc-vote-locked = no, the account is locked by { $by }
tpc-vote-late = no, it is aborted already
tpc-note-began = { $node } begins { $tx } for { $client }: { $transfer }
tpc-note-voted = { $node } votes on { $tx }: { $vote }
tpc-note-decided = { $node } decides { $tx }: { $decision }
tpc-note-asks = { $node } is in doubt about { $tx }, and asks
tpc-note-forgot = { $node } forgets { $tx }
tpc-note-told = { $node } is told of { $serial }: { $outcome }
tpc-era-began = { $tx }: { $transfer }
tpc-era-decided = { $tx }: { $decision }

# Views.
tpc-view-transactions = Transactions
tpc-view-transactions-about = What each server must not forget, and for how long: a participant what it is in doubt about, the coordinator a commit that not all have acknowledged. Each dot is a record in its log.
tpc-lane-in-doubt = { $tx } in doubt
tpc-lane-tells = { $tx } committed
tpc-lane-prepares = asks for votes on { $tx }
tpc-lane-inquires = asks how { $tx } ended
tpc-lane-prepared = prepared { $tx }, { $how }
tpc-lane-committed = committed { $tx }, { $how }
tpc-lane-aborted = aborted { $tx }, { $how }
tpc-lane-commit = commit { $tx }, { $how }
tpc-lane-end = end { $tx }, { $how }
tpc-lane-forced = forced
tpc-lane-unforced = not forced
tpc-view-logs = Logs
tpc-view-logs-about = What each server holds, what it must not forget, and the newest records of its log. A crash may lose those that are not forced.
tpc-board-holds = holds
tpc-board-open = must not forget
tpc-board-log = log
tpc-board-number = { $n }
tpc-board-telling = { $tx } is committed
tpc-board-in-doubt = yes to { $tx }
tpc-board-record = { $record }
tpc-board-unforced = { $record } (not forced)
tpc-record-life = life
tpc-record-prepared = prepared { $tx } { $delta }
tpc-record-committed = committed { $tx }
tpc-record-aborted = aborted { $tx }
tpc-record-commit = commit { $tx }
tpc-record-end = end { $tx }

# Goals.
tpc-balance-so-far = { $account } holds { $held }, and is to hold { $wanted }
