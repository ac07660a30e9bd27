//! The same seed gives the same run on every machine: the committed table, natively. `wasm_determinism.rs` checks the
//! same table in the browser.
#![cfg(not(target_arch = "wasm32"))]

use quorum_tests::{TABLE, assert_table, table};

#[test]
fn every_run_of_the_table_comes_out_as_committed() {
    if std::env::var_os("UPDATE_TABLE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/determinism.txt");
        std::fs::write(path, table()).expect("the table can be written");
        return;
    }
    assert_table();
}

#[test]
fn the_table_has_a_calm_and_a_stormy_run_of_every_protocol() {
    for id in quorum_protocols::IDS {
        for weather in ["calm", "stormy"] {
            assert!(TABLE.lines().any(|line| line.starts_with(&format!("{id}-{weather} "))), "{id}-{weather}");
        }
    }
}
