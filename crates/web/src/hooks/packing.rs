//! Packs a recording into the part of an address that carries it, and back. Framing and bounds are the engine's
//! (`link.rs` of `quorum-sim`); the compression is the browser's.

use quorum_kernel::Text;
use quorum_scene::{RECORDING_BYTES_MAX, link, words::say};

use crate::browser::{StreamFault, deflate, inflate};

/// The payload of a link.
///
/// # Errors
/// What is in the way, for people.
pub async fn pack(json: &str) -> Result<String, Text> {
    let packed = deflate(json.as_bytes()).await.map_err(|_| Text::new("link-old-browser"))?;
    Some(link::frame(&packed))
        .filter(|payload| payload.len() <= link::PAYLOAD_MAX)
        .ok_or_else(|| Text::new("link-none"))
}

/// The recording in a payload.
///
/// # Errors
/// What is wrong with it and what to do, for people.
pub async fn unpack(payload: &str) -> Result<String, Text> {
    let lost = |bad: link::BadLink| Text::new("problem-link").with("why", say(&bad.text()));
    let packed = link::unframe(payload).map_err(lost)?;
    let json = inflate(&packed, RECORDING_BYTES_MAX).await.map_err(|fault| match fault {
        StreamFault::Missing => Text::new("link-old-browser"),
        StreamFault::Damaged => lost(link::BadLink::Damaged),
        StreamFault::TooLong => lost(link::BadLink::Bomb),
    })?;
    String::from_utf8(json).map_err(|_| lost(link::BadLink::Damaged))
}
