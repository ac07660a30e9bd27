//! What a stranger wrote, in a message: enough of it to be found again, never the whole file.

/// The most characters of a message about a file.
const MESSAGE_MAX: usize = 600;
/// How many of them are its end, which tells the remedy.
const END: usize = 200;

/// A message that is not too long to be read: of a longer one the beginning and the end.
pub fn shorten(message: String) -> String {
    let count = message.chars().count();
    if count <= MESSAGE_MAX {
        return message;
    }
    let begin = message.chars().take(MESSAGE_MAX - END);
    begin.chain(" … ".chars()).chain(message.chars().skip(count - END)).collect()
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn a_long_message_keeps_its_place_and_its_remedy() {
        let long = format!("steps[3]: “{}” is too much: shorten it", "é".repeat(9_000));
        let short = shorten(long);
        assert!(short.starts_with("steps[3]: “éé") && short.ends_with("éé” is too much: shorten it"), "{short}");
        assert!(short.chars().count() < 610, "{short}");
        assert_eq!(shorten("as it is".to_owned()), "as it is");
    }
}
