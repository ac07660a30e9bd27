# The words of the engine in English: what happened, what is promised, what went wrong. Each protocol brings its own.

problem-nothing-open = Nothing is open yet.
problem-lesson = This lesson cannot be opened. { $detail }
problem-protocol = There is no protocol “{ $detail }”.
problem-scenario = This cluster cannot be started: { $detail }.
problem-seed = “{ $detail }” is not a seed: write a whole number from 0 to 18446744073709551615.
problem-label = { $detail }.
problem-refused = That cannot be done now: { $detail }.
problem-script = The lesson cannot go on from here: { $detail }. Start this step again by its mark in the bar above the title.
problem-branch = There is no branch { $detail }.

fault-loss = lost messages and cut links
fault-duplication = duplicated messages
fault-crash = crashes and restarts
fault-wipe = lost disks
fault-timing = pauses and wrong clocks
promise = promised under { $faults }
promise-no-faults = promised while nothing fails

lost-dropped = dropped on its way
lost-cut = the link { $from }>{ $to } is cut
lost-down = its receiver { $to } is down
lost-closed = its connection had closed

cost-since-start = since the start
cost-since-act = since “{ $act }”

happened-start = The run has not begun.
happened-delivered = { $message } from { $from } reached { $to }.
happened-lost = { $message } from { $from } to { $to } was lost.
happened-lost-down = { $message } from { $from } was lost: { $to } is down.
happened-lost-cut = { $message } from { $from } was lost: the link to { $to } is cut.
happened-dropped = { $message } from { $from } to { $to } was dropped.
happened-duplicated = { $message } from { $from } to { $to } was duplicated.
happened-delayed = { $message } from { $from } to { $to } will arrive { MS($by) } later.
happened-disconnected = { $to } learnt that its connection with { $from } is lost.
happened-fired = The { $timer } timer of { $node } ran out.
happened-invoked = { $node } was asked to { $request }.
happened-crashed = { $node } crashed.
happened-crashed-during = A crash after { $after } effects of “{ $step }”.
happened-lost-writes = { $node } lost { $n } writes that were not forced.
happened-wiped = { $node } crashed and lost its disk.
happened-restarted = { $node } started from its disk.
happened-paused = { $node } is paused.
happened-resumed = { $node } goes on.
happened-cut = The link { $link } was cut.
happened-healed = The link { $link } was healed.
happened-isolated = { $node } was cut off from all others.
happened-rejoined = All links of { $node } were healed.
happened-clock = The clock of { $node } jumped by { $by } ms.

sweep-open-requests = { $count } requests were never answered, though everything had been healed.

# What is wrong with what the browser keeps of a lesson: a reason within a sentence.
kept-no-json = it is not written as it should be: { $why }
kept-too-long = it is { $bytes } bytes long, and { $most } is the most
kept-too-many = it names { $steps } steps, and { $most } is the most
kept-no-id = “{ $id }” is no name of a step
kept-format = it is of format { $format }, which a newer Quorum Lab writes; this one reads up to { $known }
kept-numbers = it says step { $step } with { $done } of { $of } done, which cannot be

# What can be wrong with a file of words.
words-long = the file has { $bytes } bytes; at most { $max } are read: shorten it
words-deep = braces stand more than { $max } deep: close them sooner
words-syntax = this is not Fluent: { $why }
words-twice = { $id } is there twice: keep one
words-no-value = a message is one text without attributes: write id = text
words-many-gaps = a message has at most { $max } gaps: use fewer
words-function = there is no function { $name }: use TIME or MS, or the argument itself
words-function-args = { $name } takes one argument: write { $name }($us)
words-reference = { $name } refers to another message: write the words themselves
languages-broken = words/languages.json cannot be read: { $why }
languages-many = words/languages.json lists more than { $max } languages.
languages-bad = words/languages.json, language { $place }: “{ $code }” is no language tag, is listed twice, or has no name. Write for example: "code": "de", "name": "Deutsch".
