//! Version numbers as tools print them.

use std::fmt;

/// A version of three numbers; what a tool leaves out counts as zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Of incompatible changes, and the only part that Chromium and its driver must share.
    pub major: u32,
    /// Of additions.
    pub minor: u32,
    /// Of repairs.
    pub patch: u32,
}

impl Version {
    /// The first word of `text` that is a version: `trunk 0.21.14`, `rustc 1.95.0 (59807616e 2026-04-14)`,
    /// `Chromium 156.0.8078.79 built on Debian`, `wasm-opt version 132 (version_132)`, `v20.20.2`.
    pub fn find_in(text: &str) -> Option<Version> {
        text.split_whitespace().find_map(Version::parse)
    }

    fn parse(word: &str) -> Option<Version> {
        let word = word.strip_prefix('v').unwrap_or(word);
        // A pre-release or build suffix (`-nightly`, `+1`) does not change which version this is.
        let numbers = word.split(['-', '+']).next()?;
        let mut parts = numbers.split('.').map(str::parse);
        let major = parts.next()?.ok()?;
        let mut rest = [0, 0];
        for (slot, part) in rest.iter_mut().zip(&mut parts) {
            *slot = part.ok()?;
        }
        Some(Version { major, minor: rest[0], patch: rest[1] })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[track_caller]
    fn check(text: &str, expected: Option<(u32, u32, u32)>) {
        let expected = expected.map(|(major, minor, patch)| Version { major, minor, patch });
        assert_eq!(Version::find_in(text), expected, "in {text:?}");
    }

    #[test]
    fn versions_as_tools_print_them() {
        check("trunk 0.21.14\n", Some((0, 21, 14)));
        check("rustc 1.95.0 (59807616e 2026-04-14)", Some((1, 95, 0)));
        check("rustc 1.97.0-nightly (0123abcde 2026-05-01)", Some((1, 97, 0)));
        check("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", Some((156, 0, 8078)));
        check("ChromeDriver 156.0.8078.79 (a21ce95c24ce-refs/branch-heads/8078@{#1704})", Some((156, 0, 8078)));
        check("wasm-opt version 132 (version_132)", Some((132, 0, 0)));
        check("v20.20.2", Some((20, 20, 2)));
    }

    #[test]
    fn text_without_a_version() {
        check("", None);
        check("command not found", None);
        check("version unknown", None);
    }

    #[test]
    fn versions_compare_by_number_not_by_letter() {
        assert!(Version::find_in("1.100.0") > Version::find_in("1.95.0"), "100 follows 95");
    }
}
