//! The content security policy of a built page: a `<meta>` element that lets the page run its own code and no other.

use anyhow::{Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// `page` with its policy, which names each inline script and style by its SHA-256.
pub fn insert(page: &str) -> Result<String> {
    let lower = page.to_ascii_lowercase();
    if lower.contains("content-security-policy") {
        bail!("it has one already");
    }
    let scripts = hashes(page, &lower, "script");
    let styles = hashes(page, &lower, "style");
    // The policy rules what follows it, and browsers look for the encoding in the first 1024 bytes: so right after it.
    let Some(place) = end_of_tag(&lower, "<meta charset").or_else(|| end_of_tag(&lower, "<head")) else {
        bail!("it has neither <meta charset=…> nor <head>");
    };
    if lower.find("<script").is_some_and(|script| script < place) {
        bail!("a script stands before <meta charset=…>, where no policy rules it");
    }
    let (before, after) = page.split_at(place);
    let policy = policy(&scripts, &styles);
    Ok(format!("{before}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}"))
}

fn policy(scripts: &[String], styles: &[String]) -> String {
    let with = |fixed: &str, hashes: &[String]| [&[fixed.to_string()], hashes].concat().join(" ");
    [
        // What is not named below is loaded from nowhere: no frames, no plug-ins, no sound.
        "default-src 'none'".to_string(),
        // Compiling wasm is code from bytes that the page fetched itself.
        with("script-src 'self' 'wasm-unsafe-eval'", scripts),
        "worker-src 'self' blob:".to_string(),
        with("style-src 'self'", styles),
        // Yew sets `style` attributes.
        "style-src-attr 'unsafe-inline'".to_string(),
        // A lesson may be opened from another host.
        "connect-src 'self' https:".to_string(),
        "img-src 'self' blob: data:".to_string(),
        "font-src 'self'".to_string(),
        "manifest-src 'self'".to_string(),
        // Browsers ask `default-src` for these, but an old one may not.
        "object-src 'none'".to_string(),
        "frame-src 'none'".to_string(),
        // Not what is loaded, but where a page leads: `default-src` has no say in it.
        "base-uri 'none'".to_string(),
        "form-action 'none'".to_string(),
    ]
    .join("; ")
}

/// The hashes of the inline elements of this name, each once, in the order of the page.
fn hashes(page: &str, lower: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}"), format!("</{element}"));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = end_of_tag(&lower[at..], &open).map(|end| at + end) {
        let end = lower[start..].find(&close).map_or(page.len(), |length| start + length);
        let content = &page[start..end];
        // An element with a `src` has no content.
        if !content.is_empty() {
            let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)));
            if !found.contains(&hash) {
                found.push(hash);
            }
        }
        at = end;
    }
    found
}

/// Where the first tag that begins with `open` ends. Attribute values with `>` in them do not occur in our page.
fn end_of_tag(lower: &str, open: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let name_end = at + lower[at..].find(open)? + open.len();
        let follows = lower[name_end..].chars().next()?;
        // `<head` must not find `<header`.
        if !follows.is_ascii_alphanumeric() {
            return Some(name_end + lower[name_end..].find('>')? + 1);
        }
        at = name_end;
    }
}

#[cfg(test)]
mod tests {
    use super::insert;

    // As any shell gives it: printf %s "alert('Hello, world.');" | openssl dgst -sha256 -binary | base64
    const ALERT: &str = "alert('Hello, world.');";
    const ALERT_HASH: &str = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";

    #[track_caller]
    fn policy(page: &str) -> String {
        let page = insert(page).expect("the page is sound");
        let start = page.find("content=\"").expect("it has a policy") + "content=\"".len();
        let end = page[start..].find('"').expect("the policy ends");
        page[start..start + end].to_string()
    }

    #[test]
    fn an_inline_script_is_named_by_its_hash() {
        let policy =
            policy(&format!("<html><head></head><body><script type=\"module\">{ALERT}</script></body></html>"));
        assert!(policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' {ALERT_HASH};")), "{policy}");
        assert!(policy.contains("style-src 'self';"), "{policy}");
    }

    /// The whole policy: a directive that is lost, or grows, is seen here. (`frame-ancestors` works as a header only.)
    #[test]
    fn the_policy_is_this_and_no_other() {
        let policy = policy(&format!("<head></head><script>{ALERT}</script>"));
        let expected = [
            "default-src 'none'".to_owned(),
            format!("script-src 'self' 'wasm-unsafe-eval' {ALERT_HASH}"),
            "worker-src 'self' blob:".to_owned(),
            "style-src 'self'".to_owned(),
            "style-src-attr 'unsafe-inline'".to_owned(),
            "connect-src 'self' https:".to_owned(),
            "img-src 'self' blob: data:".to_owned(),
            "font-src 'self'".to_owned(),
            "manifest-src 'self'".to_owned(),
            "object-src 'none'".to_owned(),
            "frame-src 'none'".to_owned(),
            "base-uri 'none'".to_owned(),
            "form-action 'none'".to_owned(),
        ];
        assert_eq!(policy.split("; ").collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_hash_is_of_every_byte_between_the_tags() {
        let policy = policy(&format!("<head></head><script>\n{ALERT}</script>"));
        assert!(policy.contains("'sha256-"), "{policy}");
        assert!(!policy.contains(ALERT_HASH), "a line break counts: {policy}");
    }

    #[test]
    fn scripts_and_styles_have_their_own_lists() {
        let policy = policy(&format!("<head><style>{ALERT}</style></head><SCRIPT src=a.js></SCRIPT>"));
        assert!(policy.contains(&format!("style-src 'self' {ALERT_HASH};")), "{policy}");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    }

    #[test]
    fn the_same_script_twice_is_named_once() {
        let policy = policy(&format!("<head></head><script>{ALERT}</script><script>{ALERT}</script>"));
        assert_eq!(policy.matches("sha256-").count(), 1, "{policy}");
    }

    #[test]
    fn the_policy_follows_the_encoding_and_precedes_the_rest() {
        let page =
            insert("<!doctype html><html><head><meta charset=utf-8><link href=a.css>").expect("the page is sound");
        assert!(page.starts_with("<!doctype html><html><head><meta charset=utf-8><meta http-equiv="), "{page}");
        assert!(page.ends_with("\"><link href=a.css>"), "{page}");
    }

    #[test]
    fn head_is_not_header() {
        let page = insert("<head></head><header></header>").expect("the page is sound");
        assert!(page.starts_with("<head><meta http-equiv"), "{page}");
        assert!(insert("<header></header>").is_err(), "no head");
    }

    #[test]
    fn pages_that_cannot_be_guarded_are_refused() {
        assert!(insert("<p>no head").is_err());
        assert!(insert("<head><script>1</script><meta charset=utf-8>").is_err(), "a script before the policy");
        let once = insert("<head></head>").expect("the page is sound");
        assert!(insert(&once).is_err(), "two policies");
    }
}
