//! The scripts in `src/redis/testscripts/`.

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::redis::{RedisLock, Redlock};

use crate::{
    common::{
        golden,
        lab::{Result, Tested},
    },
    lab::Lab,
};

/// The cluster that `cluster servers=3 clients=1 mutant=no-expiry fencing=0` asks for; all is optional.
fn cluster<P: Tested + Exhibit>(args: &str) -> Result<Lab<P>> {
    let mut choice: Choice = P::default_choice();
    for arg in args.split_whitespace() {
        match arg.split_once('=').ok_or("expected `servers=3`")? {
            ("servers", number) => choice.servers = number.parse()?,
            ("clients", number) => choice.clients = number.parse()?,
            ("mutant", id) => choice.mutant = Some(id.to_owned()),
            (setting, value) => drop(choice.options.insert(setting.to_owned(), value.parse()?)),
        }
    }
    Ok(Lab::new(P::configure(&choice)?))
}

#[test]
fn scripts() {
    golden::check::<RedisLock>("redis/testscripts/redis-lock", 13, cluster);
    golden::check::<Redlock>("redis/testscripts/redlock", 8, cluster);
}
