//! What only a script can do, and `browser.js` does: the browser's own compression, files, the clipboard.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, FileList};

mod script {
    use js_sys::Promise;
    use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

    #[wasm_bindgen(module = "/src/browser.js")]
    extern "C" {
        pub fn can_pack() -> bool;
        pub fn deflate(bytes: &[u8]) -> Promise;
        pub fn inflate(bytes: &[u8], most: f64) -> Promise;
        pub fn read_files(source: &JsValue, names: Vec<String>, most: f64) -> Promise;
        pub fn has_files(transfer: &JsValue) -> bool;
        pub fn copy(text: &str) -> Promise;
        pub fn keep(json: &str);
    }
}

#[wasm_bindgen]
extern "C" {
    /// Hands a recording over as a file; `index.html` holds it, as the apology of a broken page needs it too.
    #[wasm_bindgen(js_name = quorumSave)]
    pub fn save_file(json: &str);

    /// Shows the apology of a broken page, over the run as it was kept last; `index.html` holds it.
    #[wasm_bindgen(js_name = quorumBroken)]
    pub fn broke(why: &str);
}

/// Why bytes did not go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamFault {
    /// This browser has no such streams.
    Missing,
    /// These bytes are not what the stream makes.
    Damaged,
    /// More comes out than may.
    TooLong,
}

/// Packs bytes (raw deflate).
///
/// # Errors
/// [`StreamFault::Missing`] in an old browser.
pub async fn deflate(bytes: &[u8]) -> Result<Vec<u8>, StreamFault> {
    if !script::can_pack() {
        return Err(StreamFault::Missing);
    }
    out_of(JsFuture::from(script::deflate(bytes)).await)
}

/// Unpacks bytes, at most so many.
///
/// # Errors
/// Whatever [`StreamFault`] says. What is too long was not kept in memory.
pub async fn inflate(bytes: &[u8], most: usize) -> Result<Vec<u8>, StreamFault> {
    if !script::can_pack() {
        return Err(StreamFault::Missing);
    }
    out_of(JsFuture::from(script::inflate(bytes, most as f64)).await)
}

fn out_of(answer: Result<JsValue, JsValue>) -> Result<Vec<u8>, StreamFault> {
    let bytes = answer.map_err(|_| StreamFault::Damaged)?;
    bytes.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).map_err(|_| StreamFault::TooLong)
}

/// A file that was dropped or picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenFile {
    /// Its name, with its folder's if a folder was dropped.
    pub path: String,
    /// Its text; none if it is longer than was asked for.
    pub text: Option<String>,
}

/// Where files come from.
pub enum Source {
    /// A drop.
    Drop(DataTransfer),
    /// A picker.
    Picker(FileList),
}

/// Reads what was given, each file up to `most` bytes; of a folder only the files of these `names`. What cannot be read
/// is left out.
pub async fn read_files(source: &Source, names: &[&str], most: usize) -> Vec<GivenFile> {
    let source: &JsValue = match source {
        Source::Drop(transfer) => transfer,
        Source::Picker(files) => files,
    };
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    // Asked for at once, not when somebody waits: a drop is empty as soon as its event is over.
    let read = JsFuture::from(script::read_files(source, names, most as f64)).await;
    let list: Array = read.ok().and_then(|list| list.dyn_into().ok()).unwrap_or_default();
    let given = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some(GivenFile { path: pair.get(0).as_string()?, text: pair.get(1).as_string() })
    };
    list.iter().filter_map(given).collect()
}

/// Whether files are being dragged, and not words or a link.
pub fn has_files(transfer: Option<&DataTransfer>) -> bool {
    script::has_files(&transfer.map_or(JsValue::NULL, |transfer| transfer.clone().into()))
}

/// Puts words on the clipboard: whether the browser let it happen.
pub async fn copy(text: &str) -> bool {
    JsFuture::from(script::copy(text)).await.is_ok()
}

/// Hands the run over that the apology offers to save if the engine breaks.
pub fn keep(json: &str) {
    script::keep(json);
}
