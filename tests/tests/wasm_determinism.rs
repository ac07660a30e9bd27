//! The same seed gives the same run on every machine: the committed table, in the browser.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn every_run_of_the_table_comes_out_as_committed() {
    quorum_tests::assert_table();
}
