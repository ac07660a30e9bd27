// Where an engine begins that lives in a worker (crates/engine): the address names the family, its program lies beside it.
const family = /^\?([a-z-]+)$/.exec(self.location.search)[1];
importScripts(`engine-${family}.js`);
// What fails in a promise would not reach the page: it is thrown once more where it does.
wasm_bindgen({ module_or_path: `engine-${family}_bg.wasm` }).catch(why => setTimeout(() => { throw why; }));
