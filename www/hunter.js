// Where the worker begins that hunts (crates/hunter): its program lies beside it.
importScripts("quorum-hunter.js");
wasm_bindgen({ module_or_path: "quorum-hunter_bg.wasm" });
