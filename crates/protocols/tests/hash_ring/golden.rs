//! The scripts in `src/hash_ring/testscripts/`.

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::hash_ring::HashRing;

use crate::{
    common::{golden, lab::Result},
    lab::Lab,
};

/// The cluster that `cluster servers=3 clients=1 mutant=same-node replicas=1` asks for; all is optional.
fn cluster(args: &str) -> Result<Lab> {
    let mut choice = Choice { servers: 3, clients: 2, ..HashRing::default_choice() };
    choice.options = [("replicas", 1), ("virtual-nodes", 1)].map(|(id, value)| (id.to_owned(), value)).into();
    for arg in args.split_whitespace() {
        match arg.split_once('=').ok_or("expected `servers=3`")? {
            ("servers", number) => choice.servers = number.parse()?,
            ("clients", number) => choice.clients = number.parse()?,
            ("mutant", id) => choice.mutant = Some(id.to_owned()),
            (setting, value) => drop(choice.options.insert(setting.to_owned(), value.parse()?)),
        }
    }
    Ok(Lab::new(HashRing::configure(&choice)?))
}

#[test]
fn scripts() {
    golden::check::<HashRing>("hash_ring/testscripts", 18, cluster);
}
