//! `quorum`: everything the page can do, without the page.
//!
//! Exit codes: 0 it went well; 1 something is wrong with what was looked at (a property is violated, a replay departs,
//! a lesson's claim is not true, a history is not linearizable); 2 the command was misused or a file cannot be read; 3 a search was stopped by a limit.

mod explore;
mod history_file;
mod lesson;
mod linearizable;
mod predicates;
mod protocols;
mod record;
mod replay;
mod report;
mod run;
mod sources;
mod sweep;
mod why;
mod words;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use quorum_kernel::BadChoice;
use quorum_lesson::LessonFault;
use quorum_scene::words::say;
use quorum_sim::{BadScenario, NotALabel, Refused};

/// Real distributed protocols under faults: run, sweep, replay, check lessons.
#[derive(Parser)]
#[command(name = "quorum", version, arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lists the protocols with their properties and mutants.
    Protocols {
        /// As a JSON array of objects with id, title, properties and mutants.
        #[arg(long)]
        json: bool,
    },
    /// Runs a scenario and prints events, final state, properties and digest.
    Run {
        /// A protocol's id (its default cluster), a lesson's id, or a scenario file.
        scenario: String,
        /// The seed of all draws; without it the scenario's own (42 for a protocol).
        #[arg(long)]
        seed: Option<u64>,
        /// How long to run, in virtual time: 5s, 300ms, 700us.
        #[arg(long, default_value = "5s", value_parser = run::parse_span)]
        until: u64,
        /// As one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Runs many seeds under faults: each must stay safe and, once healed, make progress.
    Sweep {
        /// The protocol's id.
        protocol: String,
        /// How many seeds.
        #[arg(long, default_value_t = 200)]
        seeds: u64,
        /// The first seed.
        #[arg(long, default_value_t = 0)]
        from: u64,
        /// A mutant's id instead of the correct protocol.
        #[arg(long)]
        mutant: Option<String>,
        /// A setting of the protocol: “fencing=1”. May be given many times.
        #[arg(long, value_parser = run::parse_setting)]
        set: Vec<(String, u32)>,
        /// How many servers; without it the protocol's default, and three in every other sixteen seeds.
        #[arg(long)]
        servers: Option<u8>,
        /// Where to write the recording of a violation.
        #[arg(long, default_value = "violation.json")]
        out: PathBuf,
    },
    /// Searches every order of messages, crashes and time-outs of a small cluster for a shortest run that breaks a
    /// property.
    Explore(explore::Explore),
    /// Says whether a history of calls and returns is linearizable.
    Linearizable(linearizable::Linearizable),
    /// Runs a scenario, does something by hand on the way, and writes the recording.
    Record {
        /// A protocol's id (its default cluster), a lesson's id, or a scenario file.
        scenario: String,
        /// The seed of all draws; without it the scenario's own (42 for a protocol).
        #[arg(long)]
        seed: Option<u64>,
        /// How long to run, in virtual time: 5s, 300ms, 700us.
        #[arg(long, default_value = "5s", value_parser = run::parse_span)]
        until: u64,
        /// Something to do, and when: "700ms crash n1". May be given many times.
        #[arg(long, value_parser = record::parse_timed)]
        act: Vec<record::Timed>,
        /// Where to write the recording.
        #[arg(long, default_value = "run.json")]
        out: PathBuf,
    },
    /// Replays a recording and says whether it goes the same way.
    Replay {
        /// The recording: a file, or a link in quotes.
        source: String,
    },
    /// Prints what led to an event of a recording: what it depends on, and why.
    Why {
        /// The recording: a file, or a link in quotes.
        source: String,
        /// The event's number; without it, the event at which a property that must always hold turned false.
        #[arg(long, conflicts_with = "property")]
        event: Option<u32>,
        /// The property whose turning false is to be explained.
        #[arg(long)]
        property: Option<String>,
    },
    /// Runs a recording without one thing that was done by hand, under the same fate, and says what differs.
    Without {
        /// The recording: a file, or a link in quotes.
        source: String,
        /// The number of the event to leave out.
        #[arg(long)]
        event: u32,
    },
    /// Prints the link that opens a recording.
    Link {
        /// The recording.
        file: PathBuf,
        /// The address of the site; without it the link begins with its `#`.
        #[arg(long, default_value = "")]
        site: String,
        /// Leave out the lesson that it was made in.
        #[arg(long)]
        alone: bool,
    },
    /// Checks the words of another language against English; without FILE, prints the English ones to begin from.
    Words {
        /// A translation (`www/words/de.ftl`), or the list of languages (`www/words/languages.json`).
        file: Option<PathBuf>,
    },
    /// Lists what lessons can ask of a protocol, with arguments and what they mean.
    Predicates {
        /// The protocol's id.
        protocol: String,
        /// As a JSON array of objects with name, about, takes and arguments.
        #[arg(long)]
        json: bool,
    },
    /// Works on lessons.
    Lesson {
        #[command(subcommand)]
        command: LessonCommand,
    },
}

#[derive(Subcommand)]
enum LessonCommand {
    /// Replays every claim of a lesson, or of all lessons in a folder.
    Check {
        /// A lesson's folder, or a folder of lessons.
        #[arg(default_value = "lessons")]
        path: PathBuf,
    },
    /// Prints the JSON Schema of lesson.json, for editors: lessons/lesson.schema.json.
    Schema,
}

/// What a command found.
enum Outcome {
    /// All is well.
    Good,
    /// Something is wrong with what was looked at; it has been said.
    Wrong,
    /// A limit stopped it; what was looked at is well.
    Stopped,
}

fn main() -> ExitCode {
    sigpipe::reset();
    let outcome = match Args::parse().command {
        Command::Protocols { json } => protocols::list(json),
        Command::Run { scenario, seed, until, json } => run::run(&scenario, seed, until, json),
        Command::Sweep { protocol, seeds, from, mutant, set, servers, out } => {
            let sweep = sweep::Sweep {
                seeds: from..from.saturating_add(seeds),
                mutant,
                options: set.into_iter().collect(),
                servers,
            };
            sweep::sweep(&protocol, sweep, &out)
        }
        Command::Explore(what) => explore::explore(what),
        Command::Linearizable(what) => linearizable::linearizable(&what),
        Command::Record { scenario, seed, until, act, out } => record::record(&scenario, seed, until, act, &out),
        Command::Replay { source } => replay::replay(&source),
        Command::Why { source, event: Some(event), .. } => why::why(&source, why::Of::Event(event)),
        Command::Why { source, property: Some(id), .. } => why::why(&source, why::Of::Property(id)),
        Command::Why { source, .. } => why::why(&source, why::Of::Violation),
        Command::Without { source, event } => why::without(&source, event),
        Command::Link { file, site, alone } => replay::link(&file, &site, alone),
        Command::Words { file: None } => Ok(words::print()),
        Command::Words { file: Some(file) } => words::check(&file),
        Command::Predicates { protocol, json } => predicates::list(&protocol, json),
        Command::Lesson { command: LessonCommand::Check { path } } => lesson::check(&path),
        Command::Lesson { command: LessonCommand::Schema } => lesson::schema(),
    };
    match outcome {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Wrong) => ExitCode::from(1),
        Ok(Outcome::Stopped) => ExitCode::from(3),
        Err(misuse) => {
            let said: Vec<String> = misuse.chain().map(told).collect();
            eprintln!("quorum: {}", said.join(": "));
            ExitCode::from(2)
        }
    }
}

/// An error in people's words: the engine names its errors, the catalogue says them.
fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let text = None
        .or_else(|| error.downcast_ref().map(BadScenario::text))
        .or_else(|| error.downcast_ref().map(BadChoice::text))
        .or_else(|| error.downcast_ref().map(Refused::text))
        .or_else(|| error.downcast_ref().map(NotALabel::text))
        .or_else(|| error.downcast_ref().map(LessonFault::text));
    text.map_or_else(|| error.to_string(), |text| say(&text))
}
