//! The scripts in `src/raft/testscripts/`.

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::raft::{Config, Raft};

use crate::{
    common::{golden, lab::Result},
    lab::Lab,
};

/// The cluster that `cluster servers=3 clients=1 mutant=no-log-check batch=1` asks for; all is optional.
fn cluster(args: &str) -> Result<Lab> {
    let mut choice = Choice { servers: 3, clients: 0, ..Raft::default_choice() };
    let mut batch = None;
    for arg in args.split_whitespace() {
        match arg.split_once('=').ok_or("expected `servers=3`")? {
            ("servers", number) => choice.servers = number.parse()?,
            ("clients", number) => choice.clients = number.parse()?,
            ("mutant", id) => choice.mutant = Some(id.to_owned()),
            ("batch", number) => batch = Some(number.parse()?),
            (key, _) => return Err(format!("a cluster has no `{key}`").into()),
        }
    }
    let config = Raft::configure(&choice)?;
    Ok(Lab::new(Config { batch: batch.unwrap_or(config.batch), ..config }))
}

#[test]
fn scripts() {
    golden::check::<Raft>("raft/testscripts", 20, cluster);
}
