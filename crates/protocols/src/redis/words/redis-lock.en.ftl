# The lock on one Redis.
redis-lock = Lock on one Redis
redis-lock-mutant-deletes-anyones = deletes the key, whosever it is
redis-lock-mutant-check-then-set = looks first, and sets then
redis-lock-mutant-no-expiry = sets a key that does not end
redis-lock-mutant-fence-stands-still = gives every holder the same number
redis-lock-mutant-ignores-elapsed = counts its time from the answer on
redis-lock-setting-fencing = Fencing numbers
redis-lock-setting-ttl = The key lives for (ms)
redis-lock-setting-margin = The client stops earlier by (ms)
redis-lock-setting-work = The client works for (ms)
redis-lock-setting-persist = Keys are kept on disk
redis-lock-exclusion = One at a time at the resource
redis-lock-one-holder = One client counts on the lock
redis-lock-owner-releases = Only its owner deletes a key
redis-lock-lock-frees = The lock of a client that is gone ends
redis-lock-incremented = A client writes

# Things to try.
redis-lock-try-1 = Let both clients increment. Pause the one that has the lock until its key has ended, then resume it. Who turns its write away?
redis-lock-try-2 = Do the same without fencing numbers. Is a write lost?
redis-lock-try-3 = Crash the Redis while a client counts on the lock, and restart it. Then again, with keys that are not kept on disk.

# What both kinds of lock share: properties, and why they hold or not.
locks-nothing-written = nothing is written yet
locks-written = the number is { $value } after { $writes } writes, the last by { $node }
locks-write-lost = { $node } wrote { $value } over what { $other } had written since { $node } read
locks-held-by-nobody = nobody counts on the lock
locks-held-by = { $node } counts on the lock
locks-held-by-several = all of these count on the lock: { $nodes }
locks-released-by-owners = no key was deleted for another than its owner
locks-released-anothers = { $node } deleted the key of { $owner }, asked by { $by }
locks-no-orphan = no key is left whose owner has no more use for it
locks-orphan = { $node } keeps a key of { $owner }, which has no more use for it
locks-orphan-of-crashed = { $node } keeps a key of { $owner }, which has crashed
locks-writes = { $writes } writes were accepted

# Nodes.
locks-free = the lock is free
locks-locked = locked by { $owner }
locks-replica = replica, no key
locks-replica-of = replica, key of { $owner }
locks-rests = silent after a crash
locks-epoch = epoch { $epoch }
locks-resource = the number is { $value }
locks-highest = seen { $fence }
locks-fence = number { $fence }
locks-client-idle = has nothing to do
locks-client-wrote = wrote { $value }
locks-client-refused = was refused
locks-client-too-late = its time was over
locks-client-unknown = heard nothing of its write
locks-client-waits = waits, to try again
locks-client-has = has { $granted } of { $needed } keys
locks-client-asks = asks { $server } for the lock
locks-client-reads = has the lock, reads
locks-client-works = has the lock, read { $value }
locks-client-checked = about to write { $value }
locks-client-writes = writes { $value }
locks-keeps-lock = keeps its disk: locked by { $owner }
locks-keeps-value = keeps its disk: the number { $value }
locks-keeps-lives = keeps its disk; started { $lives ->
    [one] once
   *[other] { $lives } times
 }
locks-tally = Keys for { $token }

# Messages.
locks-look-set = Set
locks-look-get = Get
locks-look-granted = Answer, granted
locks-look-taken = Answer, taken
locks-look-delete = Delete
locks-look-replicate = Replicate
locks-look-read = Read
locks-look-value = Value
locks-look-value-refused = Value, refused
locks-look-write = Write
locks-look-written = Written
locks-look-write-refused = Written, refused

# Notes.
locks-note-acquired = { $node } has the lock as { $token }
locks-note-acquired-numbered = { $node } has the lock as { $token } with number { $fence }
locks-note-failed = { $node } did not get the lock as { $token }
locks-note-ended = { $node } lets go of { $token }: { $reply }
locks-note-locked = { $node } sets the key for { $token }
locks-note-locked-numbered = { $node } sets the key for { $token }, number { $fence }
locks-note-unlocked = { $node } deletes the key of { $token } for { $by }
locks-note-expired = at { $node } the time of { $token } is over
locks-note-rests = { $node } stays silent until all keys that it may have lost are over
locks-note-rejoined = { $node } takes part again
locks-note-promoted = { $node } is master now, epoch { $epoch }
locks-note-demoted = { $node } is no longer master: there is one of epoch { $epoch }
locks-note-read = { $node } is read by { $token }
locks-note-read-numbered = { $node } is read by { $token }, number { $fence }
locks-note-accepted = { $node } takes { $value } from { $token }
locks-note-accepted-numbered = { $node } takes { $value } from { $token }, number { $fence }
locks-note-rejected = { $node } turns { $token } away
locks-note-rejected-numbered = { $node } turns { $token } away, number { $fence }
locks-reply-written = wrote { $value }
locks-reply-refused = refused
locks-reply-too-late = too late
locks-reply-unknown = no answer in time
locks-era-holds = { $node } has the lock
locks-era-master = { $node } is master

# The view of leases.
locks-view-leases = Leases
locks-view-leases-about = Who counts on the lock, by the client’s clock and by that of each Redis; dots at the resource are reads and writes.
locks-lane-holds = holds { $token }
locks-lane-in-vain = { $token } in vain
locks-lane-failed = no lock for { $token }
locks-lane-locked = key { $token }
locks-lane-expired = key { $token }, ended by itself
locks-lane-rests = silent after a crash
locks-lane-promoted = master of epoch { $epoch }
locks-lane-read = read by { $token }
locks-lane-accepted = { $value } by { $token }
locks-lane-rejected = { $token } turned away

# Goals.
locks-holders-so-far = { $reached } of { $needed } clients count on the lock
locks-keys-so-far = { $owner } has { $reached } of { $needed } keys
locks-writes-so-far = { $reached } of { $needed } writes
