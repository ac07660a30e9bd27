# The units of the curriculum, lessons/index.json, in English: of each its name, and what its lessons are about.

unit-replicated-log = Replicating a log
unit-replicated-log-about = One server leads, the others store what it says, and any of them may be lost.
unit-one-value = Agreeing on one value
unit-one-value-about = Many propose, one value is chosen, and nobody ever learns of another.
unit-primary-order = Keeping a primary’s order
unit-primary-order-about = One server executes, all others follow in its order, and whoever takes over begins with all that counts.
unit-atomic-commitment = Atomic commitment
unit-atomic-commitment-about = Several servers do one thing together, or none of them does.
unit-locks = Locks and leases
unit-locks-about = Only one may hold it: what that takes when clocks, pauses and crashes have their say.
unit-placing-data = Placing data
unit-placing-data-about = Which server keeps which key, and how many keys move when a server comes or goes.
unit-compared = Compared
unit-compared-about = The same faults, the same questions, several answers side by side.
