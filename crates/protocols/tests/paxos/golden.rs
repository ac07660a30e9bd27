//! The scripts in `src/paxos/testscripts/`.

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::paxos::Paxos;

use crate::{
    common::{golden, lab::Result},
    lab::Lab,
};

/// The cluster that `cluster servers=3 clients=2 mutant=counts-half proposers=2` asks for; all is optional, and what is
/// not named here is a setting.
fn cluster(args: &str) -> Result<Lab> {
    let mut choice = Choice { servers: 3, clients: 2, ..Paxos::default_choice() };
    for arg in args.split_whitespace() {
        match arg.split_once('=').ok_or("expected `servers=3`")? {
            ("servers", number) => choice.servers = number.parse()?,
            ("clients", number) => choice.clients = number.parse()?,
            ("mutant", id) => choice.mutant = Some(id.to_owned()),
            (setting, number) => drop(choice.options.insert(setting.to_owned(), number.parse()?)),
        }
    }
    Ok(Lab::new(Paxos::configure(&choice)?))
}

#[test]
fn scripts() {
    golden::check::<Paxos>("paxos/testscripts", 20, cluster);
}
