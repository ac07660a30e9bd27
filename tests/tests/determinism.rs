//! The same seed gives the same run, natively and in the browser: one committed table, checked in both.

use quorum_tests::{TABLE, table};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn every_run_of_the_table_comes_out_as_committed() {
    let now = table();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("UPDATE_TABLE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/determinism.txt"), &now)
            .expect("the table can be written");
        return;
    }
    for (line, committed) in now.lines().zip(TABLE.lines()) {
        assert_eq!(line, committed);
    }
    assert_eq!(now.lines().count(), TABLE.lines().count());
}
