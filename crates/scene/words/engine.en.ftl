# The words of the engine in English: what happened, what is promised, what went wrong. Each protocol brings its own.

problem-nothing-open = Nothing is open yet.
problem-no-search = There is nothing to be searched here: start the step again first.
problem-lesson = This lesson cannot be opened. { $why }
problem-lesson-id = This lesson cannot be opened. lessons/{ $folder }/lesson.json: id: is “{ $id }”, and must be the name of its folder: write “{ $folder }”, or rename the folder.
problem-protocol = There is no protocol “{ $id }”; there are: { $known }.
problem-engine = The engine of this protocol could not be loaded. Check your connection and load the page again.
problem-scenario = This cluster cannot be started: { $why }.
problem-seed = “{ $detail }” is not a seed: write a whole number from 0 to 18446744073709551615.
problem-label = { $why }.
problem-refused = That cannot be done now: { $why }.
problem-start = This step cannot begin as its lesson says. lessons/{ $lesson }/lesson.json: { $place }: { $why }. Whoever wrote the lesson can mend it: the command “quorum lesson check” finds the same.
problem-script = The lesson cannot go on from here: { $why }. Press “Start over” to begin this step again.
problem-not-left = This step leaves other things to you: { $left }. “{ $act }” is none of them.
problem-nothing-left = This step leaves nothing to be done by hand: let the run go on, or answer what it asks.
problem-no-event = There is no event { $event } on this branch: it has { $events }.
problem-no-property = There is no property “{ $detail }”.
problem-never-false = { $property } has not been false on the way here.
problem-false-from-start = { $property } has been false from the start: no event made it so.
problem-without = That cannot be left out: { $why }.
problem-branch = There is no branch { $detail }.
problem-recording = This recording cannot be opened. { $why }
problem-recording-protocol = This recording is of a protocol “{ $id }”, which is not here. A newer version of this page may have it.
problem-recording-lesson = This recording was made in the lesson “{ $lesson }”, not in “{ $opened }”. Open it there, or as a run of its own.
problem-too-long = This run has too much done by hand to be saved: { $acts } acts; { $max } is the most. Go to a shorter branch, or begin a new run.

problem-link = This link cannot be opened. { $why } Ask whoever sent it for the link once more, or for the run as a file.

link-too-long = It is { $length } characters long; { $max } is the most.
link-empty = It names no run: its end is missing.
link-version = It begins with “{ $found }”, and this version reads links that begin with “{ $reads }”. The page may be older than the link: load it again.
link-character = Its character { $at }, “{ $found }”, belongs in no link.
link-cut = Its end is missing: it has been shortened.
link-damaged = Some of it is missing or changed.
link-bomb = Unpacked it would have more than { $max } bytes, the most that is read.

recording-bytes = It has { $bytes } bytes, and { $max } is the most that is read. Was it saved by this page?
recording-json = It is not a recording as this page saves it: line { $line }, column { $column }: { $why }. Get the file again from whoever saved it.
recording-format = It has format { $format }; this version reads formats { $from } to { $to }. Load the page again to get its newest version, or save the run anew.
recording-bound = { $place } is more than { $max }, the most that is read. Save the run anew.
recording-order = { $place } lies where it cannot: acts and marks stand in the order in which they happened, within the run. Save the run anew.
recording-label = { $place }: { $why }.
recording-mark = { $place } is no digest: write 8 to 16 digits, 0 to 9 and a to f, or leave the marks out.
recording-protocol = It is of the protocol “{ $id }”.
recording-scenario = scenario: { $why }.

departure-same = This run was recorded with version { $made } of the engine; this is version { $here }. It went the same way all the same.
departure-made = This run was recorded with version { $made } of the engine, and this is version { $here }. { $what }
departure = The run departs from its recording between event { $agreed } and event { $departed }: { $why }. What replayed until then is kept.
departure-other-way = other events came about
departure-nothing-due = nothing more is due, and the recording goes on
departure-moment = “{ $act }” was done at { TIME($us) }, which does not lie between the same events any more
departure-refused = “{ $act }” cannot be done there, as { $why }
departure-step = The lesson has no step “{ $step }” any more, so its first step is open.

label-none = “{ $label }” is no act: write for example `crash n1`, `drop n5>n3 Vote#18`, `cut n1|n2`, `cut n1>n2`, `isolate n3`, `fire n2 election`, `invoke c1 put x 1`, `delay n5>n3 Vote#18 50ms`
choice-servers = choose { $min } to { $max } servers
choice-clients = choose { $min } to { $max } clients
hunt-protocol = there is no protocol “{ $id }”; there are: { $known }
hunt-departs = the run that leads to where the search starts goes another way here: it was made by another version
hunt-start = “{ $act }”, which leads to where the search starts, cannot be done there: { $why }
hunt-timed = where time is bounded, a search starts where the run does: go back to its start first
hunt-property = there is no property “{ $id }” of this protocol; there are: { $known }
hunt-request = “{ $request }” is no request to one of the clients: write for example “c1 { $sample }”
hunt-requests = a search asks clients for { $max } things at most: leave some out
hunt-broken = { $property } does not hold where the search starts: start it earlier
hunt-other-version = the page and its search are of different versions: load the page again
hunt-shown = a run was found that cannot be shown: this is a bug of ours
choice-setting = there is no setting “{ $id }” of this protocol; there are: { $known }
choice-range = choose { $min } to { $max } for “{ $id }”
choice-mutant = there is no mutant “{ $id }” of this protocol; there are: { $known }
scenario-name = “{ $name }” names no member or link of this cluster: write `n1`, `n1>n2`
scenario-clock = the clock of { $node } must run: fast-ppm from -900000 to 1000000
scenario-latency = latency and jitter may be an hour at most
scenario-script-lines = a script may hold { $max } lines at most
scenario-script-span = a script may reach an hour at most

# What is wrong with the words of a lesson: a reason behind its line.
prose-problem = line { $line }: { $why }
prose-no-title = the lesson has no title: start the file with a line “# Title”
prose-second-title = a second title: a lesson has one “# ” line; a step starts with “## step-id”
prose-bad-step = “{ $name }” is no step id: write “## ” and the id from lesson.json (a-z, 0-9, hyphens)
prose-second-section = a second section “## { $name }”: a step has one; merge or rename it
prose-no-section-title = section “## { $name }” has no title: add a line “### Title” below it
prose-second-section-title = a second “### ” title in section “## { $name }”: a step has one; use bold text for more
prose-outside = “{ $name }” stands before the first section: put it below a line “## step-id”
prose-unknown-part = “#### { $name }” is no part of a step: the parts are Goal, Question, Button, Hint, Hint (id), Note (id) and Then
prose-second-part = a second “#### { $name }” in one section: keep one
prose-empty-part = “#### { $name }” has no text below it: write some or remove it
prose-second-answer = “({ $name })” stands twice: an answer has one text and one explanation
prose-lonely = “> ({ $name })” explains an answer that is not there: add “- ({ $name }) …” above it
prose-no-answers = the question has no answers: add lines “- (answer-id) text”
prose-deep = too many lists, quotes or emphases lie in each other here: 16 is the most; take some away
prose-link = the link to “{ $name }” is not allowed: use https://… or #/…
prose-node = “[[{ $name }]]” names no node: write [[n1]] for a server, [[c1]] for a client
prose-missing-section = step “{ $name }” of lesson.json has no section: add a line “## { $name }”
prose-unknown-section = “## { $name }” is no step of lesson.json: rename it, or add the step there
prose-missing-question = step “{ $name }” asks something, but its section has no “#### Question”: add one
prose-missing-answer = step “{ $step }” lacks the answer “{ $name }” of lesson.json: add “- ({ $name }) …”
prose-unknown-answer = “({ $name })” is no answer of step “{ $step }” in lesson.json: rename or remove it
prose-missing-aside = step “{ $step }” lacks words that lesson.json asks for: add a line “#### { $part } ({ $name })”
prose-unknown-hint = “#### Hint ({ $name })” is none of the hints of step “{ $step }” in lesson.json: rename or remove it
prose-unknown-note = “#### Note ({ $name })” is none of the notes of step “{ $step }” in lesson.json: rename or remove it

# What is wrong with a lesson.json: a reason behind its place.
lesson-fault = { $place }: { $problem }
json-words = { $why }
index-bytes = is { $bytes } bytes; { $max } is the most
index-empty = names no lesson: name one, or take the unit away
index-unknown = index.json lists no lesson “{ $id }”: write the id of one that it lists, or take this away
index-circle = is a circle ({ $way }), of which no lesson can come first: take one of these out of another’s “requires”
index-behind = “{ $id }” stands behind this lesson in index.json: move it before
index-no-words = the unit has no name: add “{ $id }” and “{ $id }-about” to crates/scene/words/units.en.ftl
json-bytes = is { $bytes } bytes; { $max } is the most: split the lesson in two
json-format = is { $format }, and this version reads { $reads }: look for a newer version of Quorum Lab, or write "format": { $reads } and keep to what lessons/README.md describes
json-between = must be { $min } to { $max }, not { $n }
json-many-lessons = names { $n } lessons; { $max } is the most
json-id-taken = “{ $id }” is taken by a step before: choose another
json-cluster-start = needs a “start”: a step with another cluster cannot go on from the run of the last; "start": [] begins at its very start
json-no-act = “{ $act }” is no act; there are: { $acts }
json-break-start = is missing: what is spent counts from where the step begins; "start": [] is the very start
json-beside-acts = acts, or is there to be broken: beside other protocols what happens stands in the script of the scenario, so that it happens to all of them
json-no-answer = “{ $answer }” is none of the answers: write one of them: { $answers }
json-note-both = has both “on” and “when”: keep one
json-note-never = says not when it comes up: add “on” with an event, or “when” with a predicate
json-note-message = a predicate is about no message: write a node or a link here, or “on” instead of “when”
json-note-no-message = what brings this note up is about no message: write a node or a link
json-moves = has { $n } moves; { $max } is the most
json-span = is { $ms }; { $max }, a minute, is the most
json-twice = “{ $id }” stands there twice
json-no-id = “{ $id }” is no id: use 1 to 48 small letters, digits and hyphens
json-deep = nests deeper than { $max } levels: write it flatter
json-values = holds { $n } values; { $max } is the most: ask for less at once
json-property = “{ $id }” is no property that must always hold; there are: { $known }
json-protocol = there is no protocol “{ $id }”; there are: { $known }
json-no-event = “{ $text }” begins with no event; events are: { $events }
json-no-kind = “{ $kind }” is no kind of message; there are: { $kinds }
json-no-timer = “{ $timer }” is no timer
json-no-request = “{ $request }” is no request
json-no-node = “{ $node }” is no node of this cluster: write for example n1, or c1 for a client

# What the lesson check finds.
check-hint-early = is so already when the step begins: the hint would not wait for anything
check-note-never = does not come up on the way from the start of the step to the end of its solution
check-not-solved = is not so after the solution
check-answers = after the moves exactly one must be so, but these are: { $answers }
check-already = is so already when the step begins: there is nothing to do
check-violated-already = is violated already when the step begins: there is nothing to do
check-still-holds = “{ $property }” still holds at its end
check-budget = uses { $used } { $what }, and the budget has { $of }: allow more or use less
check-search-limit = the search is too large: it was stopped after { $states } states; bound it more closely
check-search-nothing = the search finds nothing: it went through all { $states } states
check-search-finds = the search finds a run of { $actions } actions
check-search-states = the search goes through { $states } states
check-par = is { $par }, but the solution needs only { $acts } acts: write { $acts } or less
check-controls = “{ $act }” is not left to the learner: add it to “controls”
script-refused = `{ $act }` cannot be done there: { $why }
script-never-so = what move { $at } runs until does not become so within a minute of virtual time
script-too-much = more than { $max } events happen by move { $at }: let less time pass

# Why an act, a cluster or a label cannot be.
refused-no-such-message = { $message } is not on its way now
refused-nothing = “{ $act }” would change nothing
refused-full = this history is full; start a new run
refused-crowded = too many messages are on their way at once; drop some, go back, or choose a faster network
refusal-no-such-node = { $node } is not a member of this cluster
refusal-same-node = { $node } has no link to itself
refusal-down = { $node } is down
refusal-not-down = { $node } is not down
refusal-paused = { $node } is paused
refusal-not-paused = { $node } is not paused
refusal-not-a-client = { $node } is not a client; requests enter at clients
refusal-not-in-flight = no such message is on its way from { $from } to { $to }
refusal-not-at-head = { $from }>{ $to } keeps order, and another message comes first
refusal-fifo = { $from }>{ $to } keeps order and does not duplicate
refusal-link-cut = the link { $from }>{ $to } is cut
refusal-not-cut = the link { $from }>{ $to } is not cut
refusal-not-armed = that timer of { $node } is not armed
refusal-too-early = no clock lets that timer of { $node } run out yet
refusal-no-time = this world has no time
refusal-overdue = something is due before time can pass
refusal-slipped-lately = the clock of { $node } has slipped lately
refusal-paused-lately = { $node } has just gone on from a pause
refusal-beyond-end = { $node } has less to lose than that

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

# Views beside the cluster, and whether what clients saw could have come from one machine.
view-operations = Operations
view-operations-about = What clients asked, each from the question to the answer. A tick with a number shows when one machine that does one thing at a time could have done it, counted for each key.
operations-alarm = not linearizable
operations-none = No client has been asked for anything yet.
operations-fit = { $n ->
    [one] Linearizable: one machine could have done this call.
   *[other] Linearizable: one machine that does one thing at a time could have done these { $n } calls.
}
operations-undecided = Whether these { $n } calls are linearizable would take too long to find out here: too many of them are under way at once.
operations-many = There are { $n } calls; whether they are linearizable is checked up to { $max }.
operations-broken = Not linearizable: { $call }, and no order of the calls on { $part } explains that.
operations-stuck = One of these would have to come next behind { $n } calls on { $part } that have an order, and none fits: { $calls }.
operations-call-of = { $client }: { $call }
operations-call = { $call }
operations-call-nothing = { $call } → nothing
operations-call-value = { $call } → { $value }
operations-call-yes = { $call } → yes
operations-call-no = { $call } → no

# What of an event matters to a later one.
cause-sent = It sent { $message } from { $from } to { $to }.
cause-copied = It made the copy { $message } from { $from } to { $to }.
cause-delayed = It delayed { $message } from { $from } to { $to }.
cause-made-way = It delivered what was ahead of { $message } from { $from } to { $to }.
cause-armed = It armed the { $timer } timer of { $node }.
cause-moved-clock = It moved the clock of { $node }.
cause-started = It started { $node }.
cause-remembered = { $node } remembered { $what }.
cause-remembered-unseen = { $node } remembered something that is not shown.
cause-wrote = { $node } wrote { $what }.
cause-wrote-unseen = { $node } wrote something that is not shown.
cause-crashed = { $node } went down.
cause-paused = It paused { $node }.
cause-resumed = It let { $node } go on.
cause-cut = It cut the link ({ $link }).
cause-healed = It healed the link ({ $link }).
cause-closed = It closed the connection { $link }.

why-event = What led to event { $event }, “{ $label }”: { $n ->
    [one] one event
   *[other] { $n } events
}.
why-property = { $property } turned false at event { $event }, “{ $label }”. What led to it: { $n ->
    [one] one event
   *[other] { $n } events
}.
why-nothing = Nothing but the start of the run led to event { $event }, “{ $label }”.

# A run without an act: the outcome, and why an event cannot be left out.
without-same-way = Without “{ $label }” everything happens as it did: it did not matter.
without-same-end = Without “{ $label }” other things happen on the way, and it all ends the same.
without-other-end = Without “{ $label }” it ends otherwise: it mattered.
without-no-event = there is no event { $event } on this branch
without-not-by-hand = “{ $label }” came by itself; only what was done by hand can be left out

sweep-open-requests = { $count } requests were never answered, though everything had been healed.

# What is wrong with what the browser keeps of a lesson: a reason within a sentence.
kept-no-json = it is not written as it should be; at character { $column }, { $why }
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
