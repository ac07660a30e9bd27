# Zab.
zab = Zab
zab-setting-window = Transactions a leader hands out one by one
zab-setting-local-reads = Followers answer reads
zab-mutant-id-first = elects the highest number first
zab-mutant-ignores-epoch = compares transactions, not epochs
zab-mutant-active-too-early = serves before a quorum has its history
zab-mutant-skips-synchronization = skips synchronization
zab-mutant-epoch-not-forced = does not force its epochs
zab-mutant-epoch-before-history = writes the epoch before the history
zab-mutant-delivers-proposals = delivers before the commit

# Things to try.
zab-try-1 = Press play, wait for a primary, and crash it. Who is primary next, and of which epoch?
zab-try-2 = Let c1 put x 1, and crash the primary before its first Commit arrives. Does the next primary have the transaction?
zab-try-3 = With 2 clients, let followers answer reads. Cut n1’s links to both others, let c1 put x 1, then c2 get x. What is c2 told?

# Properties, and why they hold or not.
zab-integrity = Integrity
zab-total-order = Total order
zab-agreement = Agreement
zab-local-primary-order = Local primary order
zab-global-primary-order = Global primary order
zab-primary-integrity = Primary integrity
zab-one-primary = One primary an epoch
zab-active-leader = A primary serves with a quorum
zab-transaction-delivered = A transaction is delivered

zab-txn = { $zxid } { $command }
zab-nothing = nothing
zab-nothing-broadcast = nothing is broadcast yet
zab-nothing-delivered = nothing is delivered
zab-all-was-broadcast = all that was delivered is among { $count } transactions that were broadcast
zab-delivered-from-nowhere = { $node } delivered { $txn }, which nobody broadcast
zab-delivered-again = { $node } delivered { $txn } after itself or a later one

zab-one-order = all deliver in one order: { $nodes }
zab-delivered-upto = { $node } up to { $zxid }
zab-other-order = { $node } delivered { $txn } as number { $index }, and others in another place

zab-agree = one sequence, of { $count } so far
zab-disagree = { $node } delivered { $txn } as number { $index }, where another delivered { $first }

zab-nothing-skipped = what a primary broadcast first was delivered first
zab-skipped = { $node } delivered { $txn } without { $before }, which the same primary broadcast before

zab-epochs-rise = nobody delivered an earlier primary’s transaction after a later one’s
zab-older-primary = { $node } delivered { $txn } after { $after }, which is of a later primary

zab-primary-began = { $primary }, primary of epoch { $epoch }, had delivered { $count } before it first broadcast
zab-primary-lacks = { $node } broadcasts in epoch { $epoch } and lacks { $txn }, which was delivered
zab-primary-lacked = { $node } delivered { $txn }, which { $primary } lacked when it first broadcast in epoch { $epoch }

zab-no-primary-yet = no epoch is established yet
zab-primaries = { $epochs }
zab-epoch-of = epoch { $epoch } { $primary }
zab-two-primaries = epoch { $epoch } was established twice, by { $a } and by { $b }

zab-primary-serves = { $leader } is primary of epoch { $epoch }; { $count } servers serve, of { $needed } needed
zab-being-established = { $leader } is elected, in { $phase }
zab-nobody-leads = nobody leads

# Nodes.
zab-epoch = epoch { $epoch }
zab-looking = looks, wants { $leader }: { $votes } of { $needed }
zab-follower-discovers = follows { $leader }: waits for an epoch
zab-follower-promised = follows { $leader }: promised
zab-follower-took-over = follows { $leader }: took over
zab-follower-serves = follows { $leader }
zab-leader-discovers = elected: { $count } of { $needed } present
zab-leader-proposes = elected: { $count } of { $needed } promised
zab-leader-synchronizes = elected: { $count } of { $needed } took over
zab-primary = primary of epoch { $epoch }
zab-client-idle = client, nothing to ask
zab-client-waits = asks { $server }: { $command }
zab-keeps-epoch = keeps its disk: promised epoch { $accepted }, took over { $current }, no history
zab-keeps-history = keeps its disk: promised epoch { $accepted }, took over { $current }, history up to { $last }
zab-keeps-lives = keeps its disk; started { $lives ->
    [one] once
   *[other] { $lives } times
 }
zab-tally-votes = Votes for { $node }
zab-tally-present = Who has come to { $node }
zab-tally-promises = Promises for epoch { $epoch }
zab-tally-taken-over = Who took over the history of epoch { $epoch }
zab-tally-acks = Acknowledgements of { $txn }

# Messages.
zab-look-notification = Notification, of one that looks
zab-look-settled = Notification, of one that follows or leads
zab-look-follower-info = FollowerInfo
zab-look-leader-info = LeaderInfo: the new epoch
zab-look-ack-epoch = AckEpoch: promised
zab-look-diff = Diff: what a follower lacks
zab-look-trunc = Trunc: what it has too much
zab-look-snap = Snap: all anew
zab-look-new-leader = NewLeader
zab-look-up-to-date = UpToDate
zab-look-proposal = Proposal
zab-look-ack = Ack
zab-look-commit = Commit
zab-look-ping = Ping
zab-look-pong = Pong
zab-look-request = Request
zab-look-reply = Reply

# Notes.
zab-note-looks = { $node } looks for a leader, round { $round }
zab-note-votes = { $node } votes for { $leader }
zab-note-elected = { $node } is elected
zab-note-follows = { $node } follows { $leader }
zab-note-new-epoch = { $node } proposes epoch { $epoch }
zab-note-synchronizes = { $node } hands out its history in epoch { $epoch }
zab-note-took-over = { $node } takes over the history of epoch { $epoch }
zab-note-established = { $node } is primary of epoch { $epoch }
zab-note-serves = { $node } serves in epoch { $epoch }
zab-note-truncated = { $node } cuts its history to { $keep }
zab-note-broadcast = { $node } broadcasts { $txn }
zab-note-delivered = { $node } delivers { $txn }
zab-note-abandons-silence = { $node } gives up: it has heard nothing
zab-note-abandons-no-quorum = { $node } gives up: it has no quorum
zab-note-abandons-behind = { $node } gives up: a follower has a more recent history
zab-note-abandons-disconnected = { $node } gives up: the connection to its leader is lost
zab-note-abandons-leader-follows = { $node } gives up: its leader follows another
zab-note-abandons-old-epoch = { $node } gives up: the epoch is an old one
zab-era = epoch { $epoch }: { $node }

# Views.
zab-view-epochs = Epochs
zab-view-epochs-about = Who was elected, in which phase, and who was primary of which epoch; dots are votes, histories taken over, and what was given up.
zab-lane-looks = looks
zab-lane-votes = votes for { $leader }
zab-lane-elected = discovery
zab-lane-follows = follows { $leader }
zab-lane-new-epoch = discovery, epoch { $epoch }
zab-lane-synchronizes = synchronization, epoch { $epoch }
zab-lane-took-over = takes over the history of epoch { $epoch }
zab-lane-primary = primary, epoch { $epoch }
zab-lane-serves = serves, epoch { $epoch }
zab-lane-truncated = cuts its history to { $keep }
zab-lane-abandons = gives up
zab-view-histories = Histories
zab-view-histories-about = What each server has on disk, and how much of it is delivered. A server knows what is delivered only while it runs.
zab-board-accepted = promised
zab-board-current = took over
zab-board-delivered = delivered
zab-board-open = accepted only
zab-board-number = epoch { $n }
zab-board-more = … { $n } before

# Goals.
zab-followers-so-far = { $leader } is primary of epoch { $epoch }, followed by { $followers } of { $needed }
zab-nobody-elected = nobody is elected
zab-delivered-so-far = delivered up to { $reached } of { $zxid }
zab-down-so-far = { $down } of { $needed } servers down
