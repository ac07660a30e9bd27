//! The scripts in `src/two_phase_commit/testscripts/`.

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::two_phase_commit::TwoPhaseCommit;

use crate::{
    common::{golden, lab::Result},
    lab::Lab,
};

/// The cluster that `cluster servers=3 clients=1 mutant=no-locks forces-no=1` asks for; all is optional.
fn cluster(args: &str) -> Result<Lab> {
    let mut choice = Choice { servers: 3, clients: 1, ..TwoPhaseCommit::default_choice() };
    for arg in args.split_whitespace() {
        match arg.split_once('=').ok_or("expected `servers=3`")? {
            ("servers", number) => choice.servers = number.parse()?,
            ("clients", number) => choice.clients = number.parse()?,
            ("mutant", id) => choice.mutant = Some(id.to_owned()),
            (setting, value) => drop(choice.options.insert(setting.to_owned(), value.parse()?)),
        }
    }
    Ok(Lab::new(TwoPhaseCommit::configure(&choice)?))
}

#[test]
fn scripts() {
    golden::check::<TwoPhaseCommit>("two_phase_commit/testscripts", 15, cluster);
}
