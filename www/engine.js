// Where an engine begins that lives in a worker (crates/engine): the address names the family, its program lies beside it.
const family = /^\?([a-z-]+)$/.exec(self.location.search)[1];
importScripts(`engine-${family}.js`);
wasm_bindgen({ module_or_path: `engine-${family}_bg.wasm` });
