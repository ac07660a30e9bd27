//! What a piece of work takes. Natively that is processor time, so that what else the machine does is not counted; a
//! browser tells only the time that passes.

/// Seconds of work since some moment in the past.
#[cfg(not(target_arch = "wasm32"))]
pub fn now() -> f64 {
    cpu_time::ThreadTime::now().as_duration().as_secs_f64()
}

/// Seconds since some moment in the past.
#[cfg(target_arch = "wasm32")]
pub fn now() -> f64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.expect("browsers have a clock").now() / 1_000.0
}
