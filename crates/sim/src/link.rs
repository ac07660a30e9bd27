//! Links: a recording in an address, after `#/run/` or `#/lesson/ID/`.
//!
//! A payload is one character that names the version of this framing, then base64url without padding (RFC 4648,
//! section 5) of the recording's JSON, deflated without a header (RFC 1951). Deflating is left to whoever has the means:
//! the page has the browser's streams, and the `pack` feature has a crate.

use quorum_kernel::Text;

/// The version of the framing: the first character of a payload.
pub const LINK_VERSION: char = '1';
/// The longest payload that is read, in characters.
pub const PAYLOAD_MAX: usize = 256 << 10;
/// How long an address may be to arrive whole in most programs that people send addresses with.
pub const ADDRESS_SAFE: usize = 8_000;
/// The longest id of a lesson in an address.
const ID_MAX: usize = 100;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked<'a> {
    /// The lesson that the run belongs to; `None`: a run of its own.
    pub lesson: Option<&'a str>,
    /// The recording, packed.
    pub payload: &'a str,
}

/// Why a payload cannot be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadLink {
    /// It is longer than [`PAYLOAD_MAX`]; so many characters.
    TooLong(usize),
    /// Its first character names no version that is read; `None`: there is nothing.
    Version(Option<char>),
    /// A character does not belong there: which, and its place from 0.
    Character {
        /// The character.
        found: char,
        /// Its place.
        at: usize,
    },
    /// Its end is missing.
    Cut,
    /// What was packed cannot be unpacked: some of it is missing or changed.
    Damaged,
    /// Unpacked it is longer than a recording may be.
    Bomb,
}

impl BadLink {
    /// What is wrong, for people.
    pub fn text(&self) -> Text {
        match self {
            BadLink::TooLong(length) => Text::new("link-too-long").with("length", *length).with("max", PAYLOAD_MAX),
            BadLink::Version(None) => Text::new("link-empty"),
            BadLink::Version(Some(found)) => {
                Text::new("link-version").with("found", found.to_string()).with("reads", LINK_VERSION.to_string())
            }
            BadLink::Character { found, at } => {
                Text::new("link-character").with("found", found.to_string()).with("at", *at + 1)
            }
            BadLink::Cut => Text::new("link-cut"),
            BadLink::Damaged => Text::new("link-damaged"),
            BadLink::Bomb => Text::new("link-bomb").with("max", crate::RECORDING_BYTES_MAX),
        }
    }
}

/// What an address, or what stands in one after its `#`, names; `None` if no run.
pub fn linked(address: &str) -> Option<Linked<'_>> {
    let (_, route) = address.split_once("#/").unwrap_or(("", address));
    if let Some(payload) = route.strip_prefix("run/") {
        return Some(Linked { lesson: None, payload });
    }
    let (id, payload) = route.strip_prefix("lesson/")?.split_once('/')?;
    (1..=ID_MAX).contains(&id.len()).then_some(Linked { lesson: Some(id), payload })
}

/// What stands in an address after its `#` to open a run, in its lesson if it has one.
pub fn route(lesson: Option<&str>, payload: &str) -> String {
    match lesson {
        Some(id) => format!("/lesson/{id}/{payload}"),
        None => format!("/run/{payload}"),
    }
}

/// The payload for a deflated recording.
pub fn frame(deflated: &[u8]) -> String {
    let mut payload = String::with_capacity(1 + deflated.len().div_ceil(3) * 4);
    payload.push(LINK_VERSION);
    for three in deflated.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            payload.push(char::from(ALPHABET[(bits >> (18 - 6 * place)) as usize & 63]));
        }
    }
    payload
}

/// The deflated recording of a payload.
///
/// # Errors
/// If it is no payload of this version, or one of its characters is missing or wrong.
pub fn unframe(payload: &str) -> Result<Vec<u8>, BadLink> {
    if payload.len() > PAYLOAD_MAX {
        return Err(BadLink::TooLong(payload.len()));
    }
    let mut characters = payload.char_indices();
    let version = characters.next().map(|(_, version)| version);
    if version != Some(LINK_VERSION) {
        return Err(BadLink::Version(version));
    }
    let mut bytes = Vec::with_capacity(payload.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for (at, found) in characters {
        let value = ALPHABET.iter().position(|known| char::from(*known) == found);
        let value = value.ok_or(BadLink::Character { found, at })?;
        bits = (bits << 6 | u32::try_from(value).expect("64 of them")) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    // What is left over fills the last character up: fewer than six bits, and zeros.
    if count >= 6 || bits & ((1 << count) - 1) != 0 { Err(BadLink::Cut) } else { Ok(bytes) }
}

/// Packs the JSON of a recording into a payload.
#[cfg(feature = "pack")]
pub fn pack(json: &str) -> String {
    use std::io::Write;

    let mut deflater = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let deflated = deflater.write_all(json.as_bytes()).and_then(|()| deflater.finish());
    frame(&deflated.expect("nothing fails in memory"))
}

/// Unpacks a payload into the JSON of a recording, reading no more than a recording may have.
///
/// # Errors
/// If it is no payload of this version, or is damaged, or too long when unpacked.
#[cfg(feature = "pack")]
pub fn unpack(payload: &str) -> Result<String, BadLink> {
    use std::io::Read;

    let deflated = unframe(payload)?;
    let mut json = Vec::new();
    let bound = crate::RECORDING_BYTES_MAX as u64 + 1;
    let inflater = flate2::read::DeflateDecoder::new(&deflated[..]);
    inflater.take(bound).read_to_end(&mut json).map_err(|_| BadLink::Damaged)?;
    if json.len() > crate::RECORDING_BYTES_MAX {
        return Err(BadLink::Bomb);
    }
    String::from_utf8(json).map_err(|_| BadLink::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn framing_is_base64url_behind_a_version() {
        // RFC 4648, section 10, in the alphabet of section 5 and without padding.
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE")]
        {
            assert_eq!(frame(bytes.as_bytes()), format!("1{text}"));
        }
        assert_eq!(frame(&[0xfb, 0xef, 0xff]), "1--__");
        for length in 0..200_u8 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(73)).collect();
            assert_eq!(unframe(&frame(&bytes)).as_ref(), Ok(&bytes));
        }
    }

    #[test]
    fn a_damaged_payload_says_what_is_wrong_with_it() {
        assert_eq!(unframe(""), Err(BadLink::Version(None)));
        assert_eq!(unframe("2Zg"), Err(BadLink::Version(Some('2'))));
        assert_eq!(unframe("1Zm9v+A"), Err(BadLink::Character { found: '+', at: 5 }));
        assert_eq!(unframe("1Zm9v…"), Err(BadLink::Character { found: '…', at: 5 }));
        assert_eq!(unframe("1Zm9vZ"), Err(BadLink::Cut), "one character is no byte");
        assert_eq!(unframe("1Zh"), Err(BadLink::Cut), "bits that no byte has");
        assert_eq!(unframe(&"1".repeat(PAYLOAD_MAX + 1)), Err(BadLink::TooLong(PAYLOAD_MAX + 1)));
    }

    #[test]
    fn an_address_names_a_run_or_a_run_in_a_lesson() {
        let run = |address| linked(address).map(|linked| (linked.lesson, linked.payload));
        assert_eq!(run("https://example.org/lab/#/run/1abc"), Some((None, "1abc")));
        assert_eq!(run("#/lesson/raft-election/1abc"), Some((Some("raft-election"), "1abc")));
        for lesson in [None, Some("raft-election")] {
            let address = format!("https://example.org/#{}", route(lesson, "1abc"));
            assert_eq!(linked(&address), Some(Linked { lesson, payload: "1abc" }));
        }
        for nothing in ["", "#/", "#/lesson/raft-election", "#/lesson//1abc", "#/sandbox", "1abc"] {
            assert_eq!(run(nothing), None, "{nothing}");
        }
    }
}
