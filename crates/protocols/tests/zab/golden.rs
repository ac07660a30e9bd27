//! The scripts in `src/zab/testscripts/`.

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::zab::Zab;

use crate::{
    common::{golden, lab::Result},
    lab::Lab,
};

/// The cluster that `cluster servers=3 clients=1 mutant=id-first window=2` asks for; all is optional.
fn cluster(args: &str) -> Result<Lab> {
    let mut choice = Choice { servers: 3, clients: 0, ..Zab::default_choice() };
    for arg in args.split_whitespace() {
        match arg.split_once('=').ok_or("expected `servers=3`")? {
            ("servers", number) => choice.servers = number.parse()?,
            ("clients", number) => choice.clients = number.parse()?,
            ("mutant", id) => choice.mutant = Some(id.to_owned()),
            (setting, value) => drop(choice.options.insert(setting.to_owned(), value.parse()?)),
        }
    }
    Ok(Lab::new(Zab::configure(&choice)?))
}

#[test]
fn scripts() {
    golden::check::<Zab>("zab/testscripts", 1, cluster);
}
