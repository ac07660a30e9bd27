//! Measures, natively; or, compiled to wasm, measures in a page and leaves the figures there.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    quorum_bench::native::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {
    let rates = quorum_bench::rates::measure();
    let body = web_sys::window().and_then(|window| window.document()).and_then(|document| document.body());
    let body = body.expect("a page has a body");
    body.set_inner_text(&serde_json::to_string(&rates).expect("plain data"));
    body.set_attribute("data-done", "").expect("a valid name");
}
