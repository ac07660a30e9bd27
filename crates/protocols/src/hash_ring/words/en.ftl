# Consistent hashing.
hash-ring = Consistent hashing
hash-ring-mutant-drops-boundary = hands over a range without the key at its end
hash-ring-mutant-switches-early = keys have new owners before these have the keys
hash-ring-mutant-same-node = several replicas on one node
hash-ring-mutant-serves-stale = serves who has an old view
hash-ring-mutant-writes-to-old = writes during a hand-over go to the old owners alone
hash-ring-mutant-copy-overwrites = what is handed over takes the place of what is newer
hash-ring-setting-placement = Who owns a key (placement)
hash-ring-setting-virtual-nodes = Virtual nodes a server
hash-ring-setting-replicas = Replicas of each key
hash-ring-setting-spare = Servers that are no members at first

# Things to try.
hash-ring-try-1 = Let c1 put a few keys, then ask it to join n6. The view Moved counts the copies. Do the same with key mod n.
hash-ring-try-2 = Crash the node that joins before it is ready. Is every key still to be had?
hash-ring-try-3 = Crash one of three owners of a key, then a second. When does a get wait, and when does it go on?

# Properties, and why they hold or not.
hash-ring-linearizable = No answer is older than what was acknowledged
hash-ring-acknowledged-kept = What is acknowledged is on enough different nodes
hash-ring-one-owner = No key is accepted in two views at once
hash-ring-only-what-must-move = Only those keys move that must
hash-ring-even-load = No member owns too much
hash-ring-changes-end = Changes of the members end
hash-ring-keys-move = A key is handed over

hash-ring-nothing-acknowledged = nothing is acknowledged yet
hash-ring-none-too-old = keys with acknowledged values: { $keys }; no answer was older than those
hash-ring-found-nothing = { $client } found no value of { $key }, though version { $floor } was acknowledged before it asked
hash-ring-found-too-old = { $client } came to version { $version } of { $key }, though version { $floor } was acknowledged before it asked
hash-ring-held-by-none = version { $version } of { $key } is acknowledged, and no node holds it or a newer one; { $needed } should
hash-ring-held-by-few = version { $version } of { $key } is acknowledged, and only { $nodes } holds it or a newer one; { $needed } nodes should
hash-ring-all-held = keys with acknowledged values: { $keys }; each is held by { $needed } different nodes or more
hash-ring-accepted-once = no key has enough owners in two views at once
hash-ring-accepted-twice = { $key } would be accepted now by its owners in view { $older }, and by its owners in view { $newer }
hash-ring-moved-least = keys handed over so far: { $moved }, each to a node that came, or away from one that went
hash-ring-moved-as-placed = keys handed over so far: { $moved }, as this placement has it: it also moves keys between nodes that stay
hash-ring-moved-for-nothing = { $key } was handed to { $node } by { $from }, and need not have been
hash-ring-nobody-owns = there are no members
hash-ring-owns-most = { $node } owns most: { $percent } % of all keys there could be; an even share is { $fair } %
hash-ring-owns-too-much = { $node } owns { $percent } % of all keys there could be, far more than the even share of { $fair } %
hash-ring-change-under-way = view { $epoch }: a change is under way
hash-ring-all-in-view = all storage nodes that run are in view { $epoch }
hash-ring-some-behind = view { $epoch } is decided, and { $nodes } are not in it
hash-ring-none-moved = no key was handed over yet
hash-ring-some-moved = keys handed over so far: { $moved }

# Nodes.
hash-ring-badge = view { $epoch }
hash-ring-view-settled = view { $epoch }: { $members }
hash-ring-view-joining = view { $epoch }: { $members }; { $nodes } is to join
hash-ring-view-leaving = view { $epoch }: { $members }; { $nodes } is to leave
hash-ring-keeper = keeps the view
hash-ring-keeper-changing = change: { $ready } of { $needed } ready
hash-ring-holds = keys held: { $keys }
hash-ring-takes-over = takes over: { $heard } of { $needed } heard
hash-ring-no-member = no member
hash-ring-client-idle = client, nothing to ask
hash-ring-client-asks = asks: { $request }
hash-ring-keeps-keys = keeps its disk: { $keys } keys
hash-ring-keeps-lives = keeps its disk; started { $lives ->
    [one] once
   *[other] { $lives } times
 }
hash-ring-tally-query = { $client }, { $request }: what owners hold
hash-ring-tally-store = { $client }, { $request }: who has stored it

# Messages.
hash-ring-look-query = Query
hash-ring-look-value = Value
hash-ring-look-store = Store
hash-ring-look-stored = Stored
hash-ring-look-stale = Stale
hash-ring-look-change = Change
hash-ring-look-changed = Changed
hash-ring-look-announce = Announce
hash-ring-look-ready = Ready
hash-ring-look-pull = Pull
hash-ring-look-copy = Copy

# Notes.
hash-ring-note-began = { $node } begins: { $request }
hash-ring-note-read-nothing = { $node } has read { $key }: nothing
hash-ring-note-read = { $node } has read { $key }: version { $version }
hash-ring-note-wrote = { $node } has written { $key }: version { $version }
hash-ring-note-corrected = { $node } is corrected by { $by }, { $view }
hash-ring-note-adopted = { $node } goes over to { $view }; keys dropped: { $drops }
hash-ring-note-turned-away = { $node } turns { $client } away, which comes by view { $epoch }
hash-ring-note-hands-over = { $node } hands over to { $to }, keys: { $keys }
hash-ring-note-takes-over = { $node } takes over from { $from }, keys that were newer: { $keys }
hash-ring-note-has-all = { $node } has all that it is to own from view { $epoch } on
hash-ring-note-begins = { $node } begins a change: { $change }
hash-ring-note-settles = { $node } ends the change, { $view }
hash-ring-era-begins = { $change }
hash-ring-era-settles = view { $epoch }

# Views.
hash-ring-lanes = Views
hash-ring-lanes-about = Which view each server is in: settled, or one in which ranges are handed over. Dots are what was handed over, taken over, or turned away.
hash-ring-lane-view = view { $epoch }
hash-ring-lane-hands-over = hands over to { $node }, keys: { $keys }
hash-ring-lane-takes-over = takes over from { $node }, keys: { $keys }
hash-ring-lane-turned-away = turns { $client } away, which comes by view { $epoch }
hash-ring-board = Holdings
hash-ring-board-about = What each server holds, and by which view. The share is of all keys there could be, as far as the node is the first owner.
hash-ring-board-view = is in
hash-ring-board-share = owns
hash-ring-board-holds = holds
hash-ring-percent = { $percent } %
hash-ring-board-item = { $key } = { $value } ({ $version })
hash-ring-circle = Ring
hash-ring-circle-about = Nodes and keys at their places on the circle. A key belongs to the first node at its place or after it; its other replicas are on the next nodes.
hash-ring-key-held = { $value }, version { $version }, held by { $holders }
hash-ring-chart-load = Load
hash-ring-chart-load-about = How many of the keys each node holds, replicas counted, beside an even share.
hash-ring-chart-moved = Moved
hash-ring-chart-moved-about = How many copies each change of the members had to make, of the keys that there are now, beside what consistent hashing expects.
hash-ring-chart-moved-nothing = Nothing has moved yet: no node has joined or left since the start. A client can ask for it, with “join n6”.
hash-ring-chart-no-nodes = There is no node to show.
hash-ring-chart-placements = Placements: moved
hash-ring-chart-placements-about = Of a thousand keys, the same for each placement: how many get another owner by the changes of the members so far, beside the share of who came or went, which has to.
hash-ring-chart-fullest = Placements: load
hash-ring-chart-fullest-about = Of a thousand keys, the same for each placement: how many the member owns that owns most, beside an even share.
hash-ring-unit-keys = keys
hash-ring-unit-drawn = keys of 1,000
hash-ring-bar-modulo = key mod n
hash-ring-bar-ring = ring
hash-ring-bar-rendezvous = rendezvous
hash-ring-bar-jump = jump, members by rank
hash-ring-bar-maglev = Maglev
hash-ring-bar-bounded = ring, loads at most 1.1 × even
hash-ring-unit-copies = copies
hash-ring-bar-node = { $node }
hash-ring-bar-join = { $nodes } joins
hash-ring-bar-leave = { $nodes } leaves

# Goals.
hash-ring-heard-so-far = { $node } has heard from { $heard } of { $needed } members
