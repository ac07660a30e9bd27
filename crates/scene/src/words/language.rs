//! Which languages there are: `www/words/languages.json`.

use quorum_kernel::Text;
use serde::{Deserialize, Serialize};

/// The code of the language that is built in.
pub const ENGLISH: &str = "en";

/// More languages than this are no list for a chooser.
const LANGUAGES_MAX: usize = 100;

/// A language of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// Its tag, as in `lang=`: `en`, `zh-Hant`. Its words are in `words/<code>.ftl`.
    pub code: String,
    /// Its name in its own words.
    pub name: String,
    /// Which way it is written.
    #[serde(default)]
    pub dir: Direction,
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// As in `dir=`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Language {
    /// English, which is always there.
    pub fn english() -> Self {
        Self { code: ENGLISH.to_owned(), name: "English".to_owned(), dir: Direction::Ltr }
    }

    /// A code names a file beside the page: nothing else may get into the path that is fetched.
    fn is_sound(&self) -> bool {
        let code = self.code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        code && (2..=20).contains(&self.code.len()) && (1..=60).contains(&self.name.chars().count())
    }
}

/// The languages that `json` lists, English among them.
///
/// # Errors
/// What is wrong with the list.
pub fn languages(json: &str) -> Result<Vec<Language>, Text> {
    let wrong = |why: String| Text::new("languages-broken").with("why", why);
    let mut listed: Vec<Language> = serde_json::from_str(json).map_err(|why| wrong(why.to_string()))?;
    if listed.len() > LANGUAGES_MAX {
        return Err(Text::new("languages-many").with("max", LANGUAGES_MAX));
    }
    for (i, language) in listed.iter().enumerate() {
        let twice = listed[..i].iter().any(|other| other.code == language.code);
        if twice || !language.is_sound() {
            let code = language.code.chars().take(40).collect::<String>();
            return Err(Text::new("languages-bad").with("code", code).with("place", i + 1));
        }
    }
    if !listed.iter().any(|language| language.code == ENGLISH) {
        listed.insert(0, Language::english());
    }
    Ok(listed)
}

/// The language of these for a reader who chose `stored` before, and whose browser asks for `preferred`, the dearest
/// first: `zh-TW` is served by `zh`. English, the first of [`languages`] if nothing else was listed, serves everyone.
///
/// # Panics
/// If there is no language in `all`, which [`languages`] never returns.
pub fn pick<'a>(all: &'a [Language], stored: Option<&str>, preferred: &[String]) -> &'a Language {
    let exactly = |tag: &str| all.iter().find(|language| language.code.eq_ignore_ascii_case(tag));
    let main = |tag: &str| tag.split('-').next().and_then(exactly);
    let wanted = stored.and_then(exactly);
    let wanted = wanted.or_else(|| preferred.iter().find_map(|tag| exactly(tag).or_else(|| main(tag))));
    let wanted = wanted.or_else(|| exactly(ENGLISH));
    wanted.unwrap_or_else(|| panic!("English is always in the list of languages"))
}
