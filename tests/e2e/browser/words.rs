//! The page in another language: added by files, chosen by the reader, put in place while a run is open.

use quorum_e2e::{LAPTOP, PHONE, Page, visit};
use serde_json::{Value, json};

const ENGLISH: [&str; 4] = [
    include_str!("../../../crates/scene/words/en.ftl"),
    include_str!("../../../crates/scene/words/units.en.ftl"),
    include_str!("../../../crates/scene/words/engine.en.ftl"),
    include_str!("../../../crates/protocols/src/raft/words/en.ftl"),
];

/// English in ‹brackets›: whoever reads words without them reads words that no translator can reach.
fn pseudo() -> String {
    let bracket = |line: &str| {
        let (head, text) = if line.starts_with(' ') { line.split_once("] ")? } else { line.split_once(" = ")? };
        let between = if line.starts_with(' ') { "] " } else { " = " };
        let whole = !text.ends_with("->") && !head.starts_with(['#']) && !head.starts_with("number-");
        whole.then(|| format!("{head}{between}‹{text}›"))
    };
    let words = ENGLISH.join("\n");
    words.lines().map(|line| bracket(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

const LIST: &str = r#"[
    { "code": "en", "name": "English" },
    { "code": "eo", "name": "Esperanto" },
    { "code": "he", "name": "עברית", "dir": "rtl" },
    { "code": "fr", "name": "Damaged" }
]"#;

fn give_languages(page: &Page) {
    page.host_gives("/words/languages.json", LIST);
    page.host_gives("/words/eo.ftl", &pseudo());
    page.host_gives("/words/he.ftl", "hero-title = שלום\n");
    // The browser notes in its console what is not there; these lessons are not what the tests are about.
    let prose = page.site_file("lessons/raft-election/en.md");
    for file in ["/eo.md", "/he.md", "/fr.md"] {
        page.host_gives(file, &prose);
    }
    page.host_gives("/words/fr.ftl", "open-sandbox = { $x\nhero-title = Damaged but there\n");
}

/// Chooses a language, as by the keys of the list.
#[track_caller]
fn choose(page: &Page, code: &str) {
    page.see("[data-action=language]");
    page.value(
        "(list => { list.focus(); list.value = arg; list.dispatchEvent(new Event('change', { bubbles: true })); })
         (one('[data-action=language]'))",
        code,
    );
    page.until("the language", "document.documentElement.lang === arg", code);
}

#[test]
fn with_english_alone_there_is_nothing_to_choose() {
    visit("words-alone", LAPTOP, |page| {
        page.see(".live [data-node][data-role=leader]");
        assert_eq!(page.count("[data-action=language]"), 0);
        assert_eq!(page.value("document.documentElement.lang", Value::Null), "en");
    });
}

#[test]
fn another_language_comes_by_files_and_takes_nothing_from_the_run() {
    visit("words-run", LAPTOP.still(), |page| {
        give_languages(page);
        page.reload();
        page.open_sandbox();
        for _ in 0..4 {
            page.forward();
        }
        page.open_card("[data-node=n2]");
        page.deed('x');
        page.node_is("n2", "down");
        page.back();
        page.back();
        page.forward();
        let (clock, branches) = (page.clock(), page.count(".branches button"));
        choose(page, "eo");
        page.see("[data-action=play][aria-label^='‹']");
        page.read(".inspector", "‹Properties›");
        page.read("[data-event]", "‹");
        assert_eq!(page.clock(), clock);
        assert_eq!(page.count(".branches button"), branches);
        page.focus_on("[data-action=language]");
        page.until("the tab's title", "document.title.includes('‹Sandbox›')", Value::Null);
        page.must_be_accessible("the sandbox in another language");
        // It is kept over a reload, and English comes back without one.
        page.reload();
        page.see("[data-action=play][aria-label='‹Play›']");
        choose(page, "en");
        page.see("[data-action=play][aria-label=Play]");
    });
}

#[test]
fn no_words_of_the_start_page_are_out_of_a_translators_reach() {
    visit("words-reach", LAPTOP, |page| {
        give_languages(page);
        page.reload();
        choose(page, "eo");
        page.read(".hero h1", "‹");
        // What is data, not words: names of nodes and languages, figures.
        const BARE: &str = "(() => {
            const walk = document.createTreeWalker(one('#app') ?? document.body, NodeFilter.SHOW_TEXT), bare = [];
            while (walk.nextNode()) {
                const text = walk.currentNode, at = text.parentElement;
                const data = /^[nc]?[\\d., s]*$/.test(text.data.trim()), seen = at.checkVisibility({ visibilityProperty: true });
                if (data || !seen || at.closest('select, .track, [data-node], script, style')) continue;
                if (!at.closest('p, h1, h2, h3, a, button, b, span, small, text')?.textContent.includes('‹')) bare.push(text.data);
            }
            return bare;
        })()";
        assert_eq!(page.value(BARE, Value::Null), json!([]), "words that stayed in English");
    });
}

#[test]
fn a_lesson_without_words_in_that_language_says_that_it_is_in_english() {
    visit("words-lesson", LAPTOP.still(), |page| {
        give_languages(page);
        let prose = page.site_file("lessons/raft-election/en.md");
        page.host_loses(Some("/eo.md"));
        page.go("#/lesson/raft-election");
        page.reload();
        page.see("[data-step=first-leader]");
        page.forward();
        page.forward();
        let clock = page.clock();
        choose(page, "eo");
        page.read(".lesson", "‹There are no words of this lesson in Esperanto yet: it is in English.›");
        page.see(".lesson [lang=en] h2, .lesson [lang=en] h3, .lesson [lang=en]");
        page.host_loses(None);
        choose(page, "en");
        page.until("no note", "!one('.lesson').textContent.includes('no words of this lesson')", Value::Null);
        page.host_gives("/raft-election/eo.md", &prose.replacen("# Terms and majorities", "# Terminoj", 1));
        choose(page, "eo");
        page.read(".crumbs", "Terminoj");
        assert_eq!(page.clock(), clock, "the run goes on");
        // Damaged words are no reason to lose the lesson.
        choose(page, "en");
        page.host_gives("/raft-election/eo.md", "# Terminoj\n\n## Bad Id\n");
        choose(page, "eo");
        page.read(".lesson", "‹This lesson is in English. ‹lessons/raft-election/eo.md, line 3:");
        assert_eq!(page.clock(), clock);
    });
}

#[test]
fn damaged_words_are_said_and_english_goes_on() {
    visit("words-damaged", PHONE, |page| {
        give_languages(page);
        page.reload();
        choose(page, "fr");
        page.read(".hero h1", "Damaged but there");
        page.read(".words-trouble [role=alert]", "A message of words/fr.ftl cannot be read: line 1:");
        page.read(".hero", "Open the sandbox");
        page.must_fit("the start page with a notice");
        page.click(".words-trouble button");
        page.see_no(".words-trouble .toast");
        choose(page, "he");
        page.read(".hero h1", "שלום");
        assert_eq!(page.value("document.documentElement.dir", Value::Null), "rtl");
        // A choice whose words are gone leaves English, says so, and stays chosen.
        page.host_loses(Some("/he.ftl"));
        page.reload();
        page.read(".words-trouble [role=alert]", "words/he.ftl is not there: the server answered 404");
        page.read(".hero h1", "Learn distributed systems");
    });
}

#[test]
fn a_damaged_list_of_languages_is_said_and_english_goes_on() {
    visit("words-list", LAPTOP, |page| {
        page.host_gives("/words/languages.json", r#"[{ "code": "../secret", "name": "x" }]"#);
        page.reload();
        page.read(".words-trouble [role=alert]", "words/languages.json, language 1: “../secret” is no language tag");
        page.read(".hero h1", "Learn distributed systems");
        assert_eq!(page.count("[data-action=language]"), 0);
    });
}
