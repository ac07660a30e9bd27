# Redlock. What it shares with the lock on one Redis stands with that.
redlock = Redlock
redlock-mutant-deletes-anyones = deletes the key, whosever it is
redlock-mutant-check-then-set = looks first, and sets then
redlock-mutant-no-expiry = sets a key that does not end
redlock-mutant-ignores-elapsed = counts its time from the last answer on
redlock-mutant-restarts-at-once = grants locks at once after a crash
redlock-mutant-counts-half = takes half for a majority
redlock-setting-fencing = Fencing by check-and-set
redlock-setting-ttl = The key lives for (ms)
redlock-setting-margin = The client stops earlier by (ms)
redlock-setting-work = The client works for (ms)
redlock-setting-delayed-restart = Silent for a while after a crash
redlock-exclusion = One at a time at the resource
redlock-one-holder = One client counts on the lock
redlock-owner-releases = Only its owner deletes a key
redlock-lock-frees = The lock of a client that is gone ends
redlock-incremented = A client writes

# Things to try.
redlock-try-1 = Crash two of the five Redis servers. Can a client still get the lock? And with a third down?
redlock-try-2 = Crash a server that has set the key, and restart it. How long is it silent? And what happens if it is not?
redlock-try-3 = Let both clients increment. Pause the one that has the lock until its keys have ended. Is a write lost? And with fencing?
