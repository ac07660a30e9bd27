//! A protocol that does nothing but speak: every member tells each of its own role one more number every 20 ms, whatever
//! it hears. So a run is what the driver makes of it, and can be foretold. Servers speak over channels that promise
//! nothing, clients over channels that keep order. A client writes how many numbers it has said when it is asked to: to
//! `keep`, and it waits for the disk, or to `jot`, and it does not.

use quorum_kernel::{
    BadChoice, Channel, Choice, Effects, Exhibit, Hunt, Input, Inspect, Members, Monitor, Mutant, NodeId, Options,
    Property, Protocol, Spec, Text, World,
    inspect::{Face, Field, Glyph, Icon, Look, Tally, Tone},
};

/// How often a member speaks, in ticks of its clock.
pub const EVERY: u32 = 20;

/// What a member has heard since it booted: a number from a peer, or `None` for a lost connection.
pub type Heard = Vec<(NodeId, Option<u32>)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Beat {}

impl Protocol for Beat {
    type Config = Members;
    /// The number said last, and what was heard.
    type State = (u32, Heard);
    type Disk = Vec<u32>;
    type Write = u32;
    type Message = u32;
    type Timer = String;
    type Request = String;
    type Reply = ();
    type Note = ();

    const KINDS: &'static [&'static str] = &["Beat"];

    fn kind(_: &u32) -> usize {
        0
    }

    fn members(members: &Members) -> Members {
        *members
    }

    fn channel(_: &Members, from: NodeId, to: NodeId) -> Channel {
        if from.is_client() && to.is_client() { Channel::Fifo } else { Channel::Unordered }
    }

    fn write(disk: &mut Vec<u32>, said: &u32) {
        disk.push(*said);
    }

    fn boot(_: &Members, _: NodeId, fx: &mut Effects<'_, Self>) -> (u32, Heard) {
        fx.set_timer("beat".to_owned(), EVERY..=EVERY);
        (0, Vec::new())
    }

    fn step(
        members: &Members,
        id: NodeId,
        (said, heard): &mut (u32, Heard),
        input: Input<Self>,
        fx: &mut Effects<'_, Self>,
    ) {
        match input {
            Input::Timer(beat) => {
                *said += 1;
                for peer in members.iter().filter(|peer| *peer != id && peer.is_client() == id.is_client()) {
                    fx.send(peer, *said);
                }
                fx.set_timer(beat, EVERY..=EVERY);
            }
            Input::Message { from, message } => heard.push((from, Some(message))),
            Input::Disconnected(peer) => heard.push((peer, None)),
            Input::Request(how) if how == "keep" => fx.force(*said),
            Input::Request(how) if how == "jot" => fx.write(*said),
            Input::Request(_) => {}
        }
    }
}

impl Spec for Beat {
    type Ghost = ();

    fn properties() -> &'static [Property<Self>] {
        &[]
    }
}

impl Exhibit for Beat {
    const ID: &'static str = "beat";
    const VERSION: u32 = 1;
    const MUTANTS: &'static [Mutant] = &[];
    const WORDS: &'static [(&'static str, &'static str)] = &[];
    const HUNT: Hunt = Hunt::NEW;
    const BEYOND: Hunt = Hunt::NEW;

    type Predicate = ();

    fn default_choice() -> Choice {
        Choice { servers: 3, clients: 2, mutant: None, options: Options::new() }
    }

    fn configure(choice: &Choice) -> Result<Members, BadChoice> {
        Ok(Members { servers: choice.servers, clients: choice.clients })
    }

    fn holds((): &(), _: &World<Self>, _: &Monitor<Self>) -> bool {
        true
    }
}

impl Inspect for Beat {
    fn face(_: &Members, _: NodeId, _: &(u32, Heard), _: &Vec<u32>) -> Face {
        Face { icon: Icon::Client, tone: Tone::Calm, caption: Text::new("beat"), badge: None }
    }

    fn badge_down(_: &Vec<u32>) -> Option<Text> {
        None
    }

    fn keeps(_: &Vec<u32>) -> Text {
        Text::new("beat")
    }

    fn memory(_: &Members, _: NodeId, _: &(u32, Heard)) -> Vec<Field> {
        Vec::new()
    }

    fn durable(_: &Members, _: NodeId, _: &Vec<u32>) -> Vec<Field> {
        Vec::new()
    }

    fn look(_: &u32) -> Look {
        Look { glyph: Glyph::SquareLines, tone: Tone::Calm }
    }

    fn fields(_: &u32) -> Vec<Field> {
        Vec::new()
    }

    fn legend() -> Vec<(Look, Text)> {
        Vec::new()
    }

    fn tell(_: NodeId, (): &()) -> Text {
        Text::new("beat")
    }

    fn tallies(_: &World<Self>) -> Vec<Tally> {
        Vec::new()
    }

    fn era(_: NodeId, (): &()) -> Option<Text> {
        None
    }

    fn sample_requests() -> &'static [&'static str] {
        &["nothing"]
    }
}
