# Paxos.
paxos = Paxos, single decree
paxos-setting-proposers = Servers that propose (0: all)
paxos-setting-acceptors = Servers that accept (0: all)
paxos-setting-backoff = Proposers back off after a failure
paxos-mutant-forgets-promise = forgets its promise after a restart
paxos-mutant-ignores-accepted = proposes its own value whatever was accepted
paxos-mutant-counts-half = takes half for a majority
paxos-mutant-shares-ballots = proposers share their ballots
paxos-mutant-prefers-larger-value = acceptors keep the larger value
paxos-mutant-sends-before-write = answers before it has written
paxos-mutant-reuses-ballots = begins its ballots anew after a restart

# Things to try.
paxos-try-1 = Let c1 propose A and c2 propose B at the same moment. Which one is chosen, and what is the other client told?
paxos-try-2 = Crash a proposer when one acceptor has accepted its value, and let another client propose. Is the value gone?
paxos-try-3 = Switch off that proposers back off, and let two of them propose at once. How long until a value is chosen?

# Properties, and why they hold or not.
paxos-agreement = Agreement
paxos-validity = Validity
paxos-learnt-is-chosen = What is learnt is chosen
paxos-chosen-stays = A chosen value stays chosen
paxos-promise-kept = Promises are kept
paxos-one-value-a-ballot = One value a ballot
paxos-ballot-once = No ballot is begun twice
paxos-decided = Whoever asks learns
paxos-value-learnt = A value is learnt
paxos-value-adopted = A value is adopted

paxos-nobody-learnt = nobody has learnt a value yet
paxos-first-learnt = { $node } learnt { $value }
paxos-know = known as { $value } by { $nodes }
paxos-learnt-differently = { $a } learnt { $first }, and { $b } learnt { $second }

paxos-nothing-asked = nothing has been proposed yet
paxos-asked = accepted so far is only what clients asked for: { $values }
paxos-accepted-unasked = { $node } accepted { $value }, which nobody asked for

paxos-nothing-chosen = nothing is chosen yet
paxos-chosen = a majority accepted { $value } in ballot { $ballot }
paxos-chosen-kept = { $value } was chosen in ballot { $ballot }, and is all that was accepted up to ballot { $last }
paxos-learnt-unchosen = { $node } learnt { $value }, which no majority has accepted
paxos-accepted-against-chosen = { $node } accepted { $value } in ballot { $ballot }, though { $chosen } was chosen in ballot { $chosen-in }
paxos-chosen-twice = with { $node }, a majority accepted { $value } in ballot { $ballot }, though { $chosen } was chosen in ballot { $chosen-in }

paxos-nothing-promised = no acceptor has promised anything yet
paxos-promised = nobody accepted what it had promised not to: { $acceptors }
paxos-has-promised = { $node } promised { $ballot }
paxos-promise-broken = { $node } accepted in ballot { $ballot }, though it had promised { $promised }

paxos-nothing-begun = no ballot has begun yet
paxos-begun = { $count ->
    [one] one ballot, { $ballot }
   *[other] { $count } ballots, each begun once; the highest is { $ballot }
}
paxos-begun-twice = { $node } began ballot { $ballot }, which had been begun before

paxos-nothing-proposed = no ballot has a value yet
paxos-proposed = { $ballots }
paxos-ballot-proposes = { $ballot } proposes { $value }
paxos-two-values = ballot { $ballot } stands for { $first } and for { $second }

paxos-want = { $nodes } want to know what is chosen
paxos-want-in-ballot = { $nodes } want to know what is chosen; the highest ballot under way is { $ballot }

paxos-nothing-adopted = no proposer has adopted a value yet
paxos-adopted = ballot { $ballot } proposes { $value }, which was accepted in ballot { $from }

# Nodes.
paxos-bound = bound to { $ballot }
paxos-role-all = proposer, acceptor, learner
paxos-role-proposer = proposer, learner
paxos-role-acceptor = acceptor, learner
paxos-role-learner = learner
paxos-accepted = accepted { $value } in { $ballot }
paxos-knows = knows: { $value } is chosen
paxos-prepares = prepares { $ballot }, { $count } of { $needed } promises
paxos-proposes = proposes { $value } in { $ballot }, accepted by { $count } of { $needed }
paxos-backs-off = backs off
paxos-client-idle = client, nothing to ask
paxos-client-waits = asks { $server }: { $request }
paxos-keeps-accepted = keeps its disk: accepted { $value } in { $ballot }
paxos-keeps-promise = keeps its disk: promised { $ballot }
paxos-keeps-round = keeps its disk: round { $round } tried
paxos-keeps-nothing = keeps its disk: nothing on it
paxos-tally-promised = Promises for { $ballot }
paxos-tally-accepted = Who accepted { $value } in { $ballot }

# Messages.
paxos-look-prepare = Prepare
paxos-look-promise = Promise
paxos-look-accept = Accept
paxos-look-accepted = Accepted
paxos-look-nack = Nack
paxos-look-chosen = Chosen
paxos-look-request = Request
paxos-look-reply = Reply

# Notes.
paxos-note-began = { $node } begins ballot { $ballot }
paxos-note-promised = { $node } promises ballot { $ballot }
paxos-note-proposed = { $node } proposes its own value, { $value }, in ballot { $ballot }
paxos-note-adopted = { $node } adopts { $value } from ballot { $from }, and proposes it in ballot { $ballot }
paxos-note-accepted = { $node } accepts { $value } in ballot { $ballot }
paxos-note-outdone = { $node } gives up ballot { $ballot }: an acceptor is bound to { $promised }
paxos-note-gave-up = { $node } gives up ballot { $ballot }: too few answered
paxos-note-learnt = { $node } learns that { $value } is chosen
paxos-era-begins = ballot { $ballot }: { $node } prepares
paxos-era-learnt = { $value } is chosen: { $node } knows

# Views.
paxos-view-ballots = Ballots
paxos-view-ballots-about = Which ballots were under way, and when; the dots are promises, acceptances and what was learnt.
paxos-lane-prepares = prepares { $ballot }
paxos-lane-proposes = proposes { $value } in { $ballot }
paxos-lane-promises = promises { $ballot }
paxos-lane-accepts = accepts { $value } in { $ballot }
paxos-lane-learns = learns { $value }
paxos-view-acceptors = Acceptors
paxos-view-acceptors-about = What each acceptor has on disk. Green: a majority has accepted the same in one ballot, so it is chosen.
paxos-board-promised = bound to
paxos-board-accepted = accepted
paxos-board-knows = knows to be chosen
paxos-board-ballot = { $ballot }
paxos-board-proposal = { $value } in { $ballot }
paxos-board-value = { $value }

# Goals.
paxos-no-ballot = no ballot is under way
paxos-promised-so-far = { $node } has { $count } of { $needed } promises for { $ballot }
paxos-accepted-so-far = { $count } of { $needed } have accepted what { $node } proposes in { $ballot }
paxos-known-so-far = { $count } of { $needed } servers know
paxos-round-so-far = round { $reached } of { $round }
paxos-down-so-far = { $down } of { $needed } servers down
