# The words of Quorum Lab in English. What of Fluent may be used is described in ../src/words.rs.

# How numbers, spans of time and lists are written.
number-group = ,
number-point = .
number-minus = −
unit-seconds = { $n } s
unit-milliseconds = { $n } ms
list-between = { ", " }
list-last = { " and " }
plain-number = { $n }
elapsed-ms = { MS($us) }
elapsed-s = { TIME($us) }

# The page: everywhere
brand = Quorum Lab
tab-title = { $title } · Quorum Lab
back-home = Back to the lessons
where-you-are = Where you are
theme-to-light = Light theme
theme-to-dark = Dark theme
close = Close
language = Language
dismiss = Dismiss
engine-starting = The cluster is starting…
lesson = Lesson
stage = Stage
inspector = Inspector
panes = Parts of the screen
by-hand = done by hand

# What does not arrive
fetch-failed = { $file } could not be fetched. Check your connection and load the page again.
fetch-missing = { $file } is not there: the server answered { $status }.
lesson-loading = The lesson is on its way…
lesson-lost = This lesson did not open
lesson-broken-at = lessons/{ $lesson }/{ $file }, line { $line }: { $why }
lesson-broken-json = lessons/{ $lesson }/lesson.json: { $why }
index-broken = lessons/index.json: { $why }
index-no-id = lessons/index.json names “{ $id }”, which is no lesson’s id: write the name of a folder in lessons/, in small letters, digits and hyphens.
lesson-in-english = There are no words of this lesson in { $language } yet: it is in English.
lesson-english-instead = This lesson is in English. { $why }
words-broken = { $n ->
    [one] A message of { $file } cannot be read: line { $line }: { $why }. It stays in English.
   *[other] { $n } messages of { $file } cannot be read, the first in line { $line }: { $why }. They stay in English.
}
all-lessons = All lessons
missing-title = There is nothing here
missing-words = This address names no lesson and no page. It may have been shortened or mistyped.

# The start page
hero-title = Learn distributed systems by breaking them
hero-lede = Real nodes of Raft, Paxos, Zab and more run in this page: step them, drop their messages, crash them, and see why the protocol survived or did not.
hero-under = No account, nothing to install.
open-sandbox = Open the sandbox
start-lesson = Start: { $title }
continue-lesson = Continue: { $title }
demo-words = A Raft cluster, running now.
crash-leader = Crash the leader
restart-node = Restart { $node }
lessons = Lessons
lessons-sub = Each one asks a question, lets you predict the answer, and runs the protocol to settle it.
map-sub = There are { $lessons } of them, about { $hours } hours in all. Begin where you like: each says what it builds on.
map-start = Start here
map-continue = Continue
map-next = Next
unit-sum = { $lessons ->
    [one] one lesson
   *[other] { $lessons } lessons
}, about { $minutes } min
unit-done = { $done } of { $of } done
lesson-after = Builds on { $lessons }.
in-quotes = “{ $words }”
lessons-loading = The lessons are on their way…
minutes = about { $n } min
not-started = not started
lesson-finished = finished
continue-at = continue at step { $step } of { $of }
forget = Forget progress
forget-of = Forget progress in “{ $title }”
forgotten = Your progress is forgotten.
undo = Undo
undo-of = Undo: keep your progress in “{ $title }”
sandbox-about = Any cluster size, every fault. Build a run by hand or from a seed, go back in it, and fork it: every branch stays.
instructors = For instructors
instructors-about = A lesson is one JSON file and one Markdown file per language. No Rust needed: one command checks it and replays every claim it makes.
instructors-guide = How to write a lesson
foot = Runs entirely in your browser. Your progress stays on this device.

# Runs that are shared, and files
share = Share
share-title = Share or open a run
share-saving = The run is being packed…
share-link = Link to this run
share-link-words = This link holds this run and the moment you look at: whoever opens it sees the same, event by event, and can go on from there.
share-copy = Copy link
share-copied = Copied.
share-by-hand = This browser did not let the page copy. The link is selected: copy it with your keyboard.
share-long = This link has { $n } characters. Some programs cut links after { $safe }: send the file below instead.
share-file = As a file
share-file-words = The same run as a recording, for the command line, for keeping, or for when a link is too long.
share-download = Download recording
open-title = Open a run
open-words = A recording, or the lesson.json and en.md of a lesson together. You can also drop them, or a lesson’s folder, anywhere on this page.
open-file = Open recording…
drop-here = Drop a recording or a lesson folder to open it
file-opened = { $file } is open.
file-none = There was no file in that. Drop a recording (a .json file) or a lesson’s folder.
file-refused = { $file } was not opened: { $why } What was running is still here.
file-too-long = { $file } was not opened: it has more than { $mb } MB. Choose a recording that this page made, or a lesson’s folder.
file-no-words = { $file } is missing: choose lesson.json and en.md together, or drop the lesson’s whole folder.
link-old-browser = This browser cannot pack or unpack links. Any current Firefox, Chrome, Edge or Safari can; a recording as a file works in this one as well.
link-none = This run is too long for a link. Download the recording instead: it opens everywhere on this site.
shared-title = A shared run
shared-loading = The run is being unpacked…
shared-lost = The shared run did not open
shared-sandbox = Open the sandbox without it
shared-lesson = Open the lesson without it

# Manual mode
mode = Who chooses what happens
mode-auto = Auto
mode-auto-words = Time chooses: what is due first happens first
mode-manual = Manual
mode-manual-words = You choose each event from everything that can happen
play-manual = Time stands still in manual mode: choose what happens, or switch to Auto
actions-title = What can happen now
actions-due = By itself, soonest first
actions-count = { $n ->
    [one] one action
   *[other] { $n } actions
 }
actions-hidden = { $n ->
    [one] one more that is seldom wanted
   *[other] { $n } more that are seldom wanted
 }
actions-none = Nothing can happen here.
actions-no-match = No action here has these words.
action-early = no clock allows this yet: counted as a clock fault
filter-actions = Filter the actions
network = Network
settings = Settings

# The sandbox
sandbox = Sandbox
setup = Setup
sandbox-words = A cluster to play with. Click a node, a message or a link to see what you can do to it.
protocol = Protocol
servers = Servers
clients = Clients
network-calm = calm
network-lossy = lossy
network-slow = slow
latency = Latency, ms
jitter = Jitter, ms
loss = Lost, %
duplication = Duplicated, %
seed-draw = Draw a new seed
form-servers = Choose { $min } to { $max } servers.
form-clients = Choose { $min } to { $max } clients.
form-count = Write a whole number, for example 3.
form-span = Write milliseconds from 0 to 60,000, for example 12.5.
form-setting = Write a whole number from { $min } to { $max }.
form-share = Write a share from 0 to 100 percent, for example 2.5.
variant = Variant
variant-correct = Correct
variant-words = Every other variant has one mistake in it. Can you make it show?
run-cluster = Run this cluster
try-this = Things to try

# Transport
transport = Run
play = Play
pause = Pause
to-start = To the start
one-back = One event back
one-forward = One event on
to-end = To the end of this branch
clock-at-head = event { $event }, branch { $branch }
clock-within = event { $event } of { $events }, branch { $branch }
speed = Speed
seed = seed
seed-field = Seed
seed-title = The seed of this run
seed-words = The seed decides every delay and every timeout: the same seed gives the same run.
seed-run = Run it
seed-again = Same seed again
seed-new = Draw a new one
seed-wrong = A seed is a whole number, at most 18446744073709551615.

# Time line
views = Views
view-cluster = Cluster
view-earlier = What began before { TIME($us) } is not drawn.
lane-of = Lane of { $node }
lane-empty = Nothing yet.
bar-said = { $label }, from { TIME($from) } to { TIME($to) }
bar-said-open = { $label }, since { TIME($from) }
bar-tick = number { $n } in the order that was found, at { TIME($us) }
bar-faulty = fits nowhere
point-said = { $label }, at { TIME($us) }
down-said = Down from { TIME($from) } to { TIME($to) }
down-said-open = Down since { TIME($from) }
board-node = node
board-down = down
ring-walk = The circle: arrows go round it
ring-walk-none = Nothing is pointed at
ring-hint = Point at a part or a key to read of it here; or go round with the arrow keys. What a node owns lies in its lane, and a key is a dot in the lane of each that holds it.
ring-no-places = The nodes have no places on this circle: who owns a key is worked out otherwise.
ring-arc-said = { $owner } owns what lies after { $from }, up to { $to }: { $share } of the circle.
ring-arc-moves = It is being handed to { $to }.
ring-key-said = { $key } lies at { $at }: { $first } answers for it; copies are at { $copies }.
ring-key-alone = { $key } lies at { $at }: { $first } answers for it, and there is no copy.
ring-key-lost = { $key } lies at { $at }, and nobody holds it.
ring-share = { $percent }.{ $tenths } %
ring-owns = owns
ring-points = places
ring-answers = answers for
ring-copies = copies
ring-keys = Keys: { $n }
ring-key = key
ring-place = place
ring-holders = held by
ring-note = note
ring-arcs = Parts of the circle: { $n }
ring-more = And { $n } more, in the circle.
ring-from = after
ring-to = up to
ring-owner = owner
ring-moving-to = moves to
chart-expected = expected
timeline = Time line
timeline-value = { TIME($us) }, event { $event }
timeline-earlier = ‹ ends at { TIME($us) }
branches = Branches
trunk = the first run
left-alone = left alone
branch-without = without { $act }
trunk-words = Branch { $letter }: { $words }
branch-words = Branch { $letter }: forked at { TIME($us) }, “{ $act }”
zoom = Zoom
zoom-in = Zoom in
zoom-out = Zoom out
zoom-fit = fit
zoom-fit-words = Show the whole run

# Inspector
node-to-inspect = Node to inspect
node-summary = { $node }: { $caption }
acts-on = What to do to { $node }
act-crash = Crash
act-restart = Restart
act-wipe = Wipe
act-pause = Pause
act-resume = Resume
act-isolate = Cut off
act-rejoin = Rejoin
act-fire = Fire
act-fire-one = Fire { $timer }
act-request = Request
act-heal = Heal
request-of = A request of { $node }
state-title = State of { $node }
this-step = this step
since-start = since the start
since-event = since event { $event }
changed-step = changed by this step
changed-since = changed
in-memory = In memory, lost on a crash
on-disk = On disk, survives a crash
no-memory = It is down: its memory is gone.
faults-title = Faults
mend-all = Heal all
fault-paused = { $node } is paused
fault-isolated = { $node } is cut off from all others
fault-down = { $node } is down
fault-cut = { $a } | { $b } cut, both ways
fault-cut-one = { $from } to { $to } cut, one way
clock-faults = { $n ->
    [one] one timer fired that no clock allows
   *[other] { $n } timers fired that no clock allows
}
properties-title = Properties
ask-why = Why?
ask-why-of = Why? “{ $label }”
ask-why-false = Why? “{ $property }” is false
ask-without-short = Did it matter?
ask-without = Did it matter? “{ $label }”
kin-effect = asked about
kin-direct = direct cause
kin-past = cause
asked-close = Put this away
why-title = Why?
why-list = Causes, newest first
why-direct = Direct cause.
why-leads-to = → event { $events }
why-hidden = { $n ->
    [one] and one more before them
   *[other] and { $n } more before them
}
why-older = It goes back further than was looked at.
without-title = Did it matter?
without-with = With it
without-without = Without it
without-first = First event
without-none = none
without-nothing = nothing more
without-messages = Messages
without-lost = Lost
without-answered = Answers
without-nodes = At the end another state or disk: { $nodes }.
without-passed = Could not be done without it: { $acts }.
without-passed-more = { $n } more
without-until = Compared up to { TIME($us) }, with the same luck for every message and timer.
without-until-short = Compared up to { TIME($us) }, as more happens then than is followed.
without-visit = Go to branch { $letter }, without it
without-here = This is branch { $letter }, without it
at-the-cursor = at the cursor
mode-always = always
mode-eventually = eventually
mode-sometimes = sometimes
property-holds = holds
property-false = false
property-open = not yet
promised-under = It is { $promise }.
events-title = Events
filter = filter
filter-events = Filter the events
can-happen-next = Can happen next: { $shown } of { $all }
happen-now = Make it happen now
now = now
no-events = Nothing has happened yet.
no-match = No event here has these words.
meters-title = Cost
meter-messages-words = Messages sent
meter-lost-words = Messages lost
meter-writes-words = Writes that had to reach the disk
meter-time-words = Virtual time
beside-no-call = No call has been answered yet.
beside-view = This view is of { $protocol } alone.
meter-messages = sent
meter-lost = lost
meter-writes = { $n ->
    [one] disk write
   *[other] disk writes
}
meter-time = time
call-of = { $client }: { $request }
call-sum = { $trips }, { $messages ->
    [one] one message
   *[other] { $messages } messages
}, { $writes }
call-trips = { $half ->
    [0] { $n ->
        [one] one round trip
       *[other] { $n } round trips
    }
   *[other] { $n }½ round trips
}
call-writes = { $n ->
    [0] no disk write
    [one] one disk write
   *[other] { $n } disk writes
}
call-bytes = bytes, as JSON
call-time = from question to answer

# Progress, kept on this device
progress-damaged = What this browser kept of your progress in this lesson (under { $key }) cannot be read: { $why }. You start from the beginning; the rest works as ever. The unreadable text is not lost: as soon as there is something new to keep, it moves to { $aside }.
progress-not-kept = This browser does not let the page store anything, or its store is full. You can go on, but your progress will be gone when you close this tab.
start-over = Start over
start-over-title = Start “{ $title }” over?
start-over-words = This forgets which steps you have done, and lets go of the run beside the lesson with all its branches. It cannot be undone.
keep-progress = Keep my progress

# Lesson page around the lesson
step-of = step { $step } of { $of }
ribbon-done = Done. Go on with the lesson.
ribbon-watch = Watch what happens.
ribbon-do = Something to do.
ribbon-predict = Predict, then run it.
ribbon-reach = Make it happen.
ribbon-break = Break it, within the budget.
ribbon-quiz = A question.

# Dialogs
keys-title = Keyboard shortcuts
keys-run = The run
keys-page = The page
keys-stage = The stage
keys-message = A message you opened
keys-card = The card of a node or a link shows its own keys.
key-play = play or pause
key-forward = one event on
key-back = one event back
key-ends = to the start, to the end
key-speed = half the speed, twice the speed
key-tab = to the next control, node, message
key-inspect = inspect that node
key-manual = choose each event by hand, or let time run
key-filter = filter the events
key-why = why? — of the event in focus, or at the cursor
key-without = did this fault matter? — the run without it
key-keys = this list
key-escape = close what is open
key-arrows = among the nodes, while one has the focus
key-enter = open the card of a node, message or link
key-deliver = deliver now
key-drop = drop
key-duplicate = duplicate
key-delay = delay
help-title = How to read this screen
help-stage = The stage
help-stage-words = Circles are nodes, shapes on the lines are messages on their way. Click either to see what you can do to it. A ✕ is a message that was lost.
help-time = Time
help-time-words = It is virtual: it runs as fast as you like, stands still, and goes back. The ring around a node drains until its next timer runs out.
help-fault = Faults
help-fault-words = Crash a node, cut a link, drop a message. A crash loses memory and keeps the disk; a wipe loses both.
help-manual = Auto and manual
help-manual-words = In auto mode what is due first happens first. In manual mode you choose each event from a list of everything that can happen, also what would be rare.
help-branch = Branches
help-branch-words = Doing something in the past forks the run. The old future stays on the time line: click it to go back there.
help-inspect = The inspector
help-inspect-words = The state of one node as the code holds it. What this step changed is washed yellow.
help-property = Properties
help-why = Why
help-why-words = Ask any event, or a property that is false, why: its causes are listed and lit up. Ask a fault whether it mattered: the same run goes on without it, as a branch.
help-property-words = What the protocol promises, checked in the state you see. A false one says why.


# Stage: nodes, messages, links
stage-cluster = Cluster: { $nodes }
stage-node = { $node } { $badge }, { $caption }
stage-node-title = { $node }, { $caption }
stage-paused = paused; its clock runs on
stage-isolated = cut off from all others
stage-down = crashed
stage-timer = { $timer } in { MS($us) }
stage-message = { $name } from { $from } to { $to }, { $fate }
stage-flying = on its way
stage-reaches = reaches { $node } in { MS($us) }
stage-doomed = will be lost: { $why }
stage-held = waits: { $node } is paused
stage-delivered = delivered just now
stage-lost = { $name } lost
stage-lost-why = lost: { $why }
stage-link = link between { $a } and { $b }
stage-link-cut = link between { $a } and { $b }, cut both ways
stage-link-cut-from = link, cut from { $from } to { $to }
stage-cut = { $a } | { $b } cut
stage-cut-from = { $from } to { $to } cut
stage-majority = majority: { $needed } of { $all }
stage-unanimous = needed: all { $all }
stage-votes = Votes, { $needed } of { $all } needed
stage-legend = Kinds of message
ballot-given = { $node } given
ballot-coming = { $node } on its way
ballot-open = { $node } open
ballot-refused = { $node } refused
ballot-down = { $node } down

# Stage: what can be done
deed-deliver = Deliver now
deed-drop = Drop
deed-duplicate = Duplicate
deed-delay = Delay { $ms } ms
deed-crash = Crash
deed-wipe = Crash and lose disk
deed-restart = Restart
deed-pause = Pause
deed-resume = Resume
deed-isolate = Cut off
deed-rejoin = Rejoin
deed-fire = Fire { $timer } timer
deed-cut = Cut both ways
deed-cut-from = Cut { $from } to { $to }
deed-heal = Heal
card-message = { $name } from { $from } to { $to }
card-way = { $from } to { $to }
card-link = { $a } and { $b }
card-delivered = delivered by this event
card-close = Close
card-delay = Delay in milliseconds
card-delay-do = Delay
card-delay-unit = ms
card-request = Request

# Lesson pane
task-step-of = Step { $number } of { $all }
task-minutes = about { $minutes } min
task-steps = Steps
task-step = Step { $number }
task-step-done = Step { $number }, done
task-step-missed = Step { $number }, done; your first answer was another
task-goal = Goal.
task-reached = reached
task-not-reached = not reached yet
task-predict = Predict, then run it
task-quiz = Check yourself
task-predicted = The run agrees with you.
task-surprised = The run says otherwise.
task-right = Right.
task-wrong = Not so.
task-truth = What happened:
task-acts = The button does this:
task-hint = Hint.
task-hint-button = Hint
break-title = Break it
break-holds = holds
break-false = false now
break-budget = What you may use
budget-crashes = Crashes
budget-wipes = Lost disks
budget-drops = Messages dropped
budget-duplicates = Messages duplicated
budget-cuts = Cuts
budget-pauses = Pauses
budget-clocks = Clocks moved
budget-deliveries = Messages delivered early
budget-delays = Messages delayed
budget-fires = Timers fired early
budget-requests = Requests
budget-used = { $used } of { $of }
budget-over = { $n } too many
break-done = Broken with { $n ->
    [one] one act
   *[other] { $n } acts
}.
break-beyond = It is false, but you used more than you may.
break-overspent = You used more than you may.
break-go-back = Go back on the time line to before the act that was too much (← goes one event back) and try something else there, or start this step again.
break-best = Your best so far: { $n ->
    [one] one act
   *[other] { $n } acts
}.
break-par = It can be done with { $n ->
    [one] one act
   *[other] { $n } acts
}.
break-at-par = Nobody is known to do it with fewer.
controls-some = What you can do by hand in this step: { $verbs }.
controls-none = In this step there is nothing to do by hand. Let the run go on, or answer what is asked.
not-in-this-step = not in this step
note = Note
note-close = Close this note
notes = Notes on this moment
note-here = At this moment
note-at-node = At { $node }
note-at-link = Between { $a } and { $b }
note-at-message = At { $name } from { $from } to { $to }
task-lock-in = Lock in and run
task-running = Running…
task-watch = Press play on the stage, or Space.
task-do = Run it
task-restart = Start this step again
task-next = Next step
task-done-before = You have done this step before. What it showed then:
task-finish = Finish
task-before = Step before
task-after = Next step
task-inspect = Inspect { $node }
task-no-words = This step has no words yet.
task-finished = “{ $title }” is done
task-what-next = What next
task-next-lesson = Next lesson: { $title }
task-sandbox = Break a cluster of your own
task-lessons = All lessons

# Hunting: searching every order of what can happen for a run that breaks a property.
hunt-open = Find a violation…
hunt-ask = Find a violation
hunt-words = Searches every order of messages, crashes and time-outs within a budget, on the very code that runs here, for the shortest run that breaks a property. It works beside the page.
hunt-title = Search
hunt-put-away = Put the result away
hunt-loading = Loading the search…
hunt-under-way = Searching…
hunt-paused = The search stands still.
hunt-pause = Pause
hunt-resume = Go on
hunt-cancel = Cancel
hunt-number = { $n }
hunt-states = states
hunt-seeds = seeds
hunt-rate = a second
hunt-depth = actions deep
hunt-waiting = waiting
hunt-complete = { $n ->
    [one] One state searched, all there is: it holds.
   *[other] All { $n } states searched: what must hold does, in every one.
}
hunt-stopped = Stopped after { $n } states, { $limit }. What was searched is clean.
hunt-limit-depth = as deep as it may
hunt-limit-states = as many as it may
hunt-limit-walks = after all its walks
hunt-limit-bytes = as its memory is full
hunt-found = { $property } does not hold. { $detail }
hunt-shortest = { $n ->
    [one] One action breaks it, and none cannot.
   *[other] { $n } actions break it, and no fewer can.
}
hunt-short = { $n ->
    [one] One action breaks it.
   *[other] { $n } actions break it. Fewer may, too.
}
hunt-show = Show the run
hunt-allowed = Within: { $faults }.
hunt-nothing = nothing goes wrong
hunt-list = { $list }
hunt-some-crashes = { $n ->
    [255] any number of crashes
    [one] one crash
   *[other] { $n } crashes
}
hunt-some-wipes = { $n ->
    [255] any number of lost disks
    [one] one lost disk
   *[other] { $n } lost disks
}
hunt-some-drops = { $n ->
    [255] any number of lost messages
    [one] one lost message
   *[other] { $n } lost messages
}
hunt-some-duplicates = { $n ->
    [255] any number of doubled messages
    [one] one doubled message
   *[other] { $n } doubled messages
}
hunt-some-cuts = { $n ->
    [255] any number of cuts
    [one] one cut
   *[other] { $n } cuts
}
hunt-some-pauses = { $n ->
    [255] any number of pauses
    [one] one pause
   *[other] { $n } pauses
}
hunt-some-fires = { $n ->
    [255] any number of time-outs
    [one] one time-out
   *[other] { $n } time-outs
}
hunt-some-requests = { $n ->
    [one] one request
   *[other] { $n } requests
}
hunt-budget = What may go wrong, and how often
hunt-count-crashes = Crashes
hunt-count-wipes = Lost disks
hunt-count-drops = Lost messages
hunt-count-duplicates = Doubled messages
hunt-count-cuts = Cuts, one way
hunt-count-pauses = Pauses
hunt-count-fires = Timers that run out
hunt-within-steps = A crash may strike in the middle of a step
hunt-requests-asked = What clients are asked for, a line each, in this order
hunt-property-asked = Property
hunt-any-property = Whatever must always hold
hunt-from = Where it starts
hunt-from-declared = A small cluster, as the authors suggest for this variant
hunt-from-start = This cluster, at its start
hunt-from-here = This cluster, where the run stands
hunt-states-max = At most so many states
hunt-begin = Search
hunt-task = Search for a violation
hunt-asked = Clients ask: { $requests }.
hunt-no-worker = The search could not be loaded. Check your connection, and load the page again.
task-hunt = Search
ribbon-hunt = Let the checker search.
score-search = What is the shortest run?
score-shortest = { $n ->
    [one] The shortest run there is has one event.
   *[other] The shortest run there is has { $n } events.
}
score-yours = Yours has { $n }.
score-equal = Yours has { $n }: it cannot be done in fewer.
