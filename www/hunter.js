// Where the worker begins that hunts (crates/hunter): its program lies beside it.
importScripts("quorum-hunter.js");
// What fails in a promise would not reach the page: it is thrown once more where it does.
wasm_bindgen({ module_or_path: "quorum-hunter_bg.wasm" }).catch(why => setTimeout(() => { throw why; }));
