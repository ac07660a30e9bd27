//! The machine's clock, natively and in a browser.

/// Seconds since some moment in the past.
#[cfg(not(target_arch = "wasm32"))]
pub fn now() -> f64 {
    use std::{sync::OnceLock, time::Instant};
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64()
}

/// Seconds since some moment in the past.
#[cfg(target_arch = "wasm32")]
pub fn now() -> f64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.expect("browsers have a clock").now() / 1_000.0
}
