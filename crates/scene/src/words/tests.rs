//! What is said, in English and in other languages.

use super::*;

/// Says `text` in a language of its own, and English after that.
fn said_in(code: &str, dir: Direction, source: &str, text: &Text) -> String {
    let (catalogue, broken) = Catalogue::read(code, dir, &[source]);
    assert_eq!(broken, []);
    speak(Some(catalogue));
    let said = say(text);
    speak(None);
    said
}

fn said(source: &str, text: &Text) -> String {
    said_in("en", Direction::Ltr, source, text)
}

fn faults(source: &str) -> Vec<(u32, String)> {
    let (_, broken) = Catalogue::read("en", Direction::Ltr, &[source]);
    broken.into_iter().map(|broken| (broken.line, broken.why.id)).collect()
}

#[test]
fn the_english_catalogues_joined_have_no_mistakes() {
    let (_, broken) = Catalogue::read("en", Direction::Ltr, &english());
    assert_eq!(broken, []);
}

#[test]
fn a_message_that_two_catalogues_have_is_found() {
    let (catalogue, broken) = Catalogue::read("en", Direction::Ltr, &["a = x", "b = y\na = z"]);
    assert_eq!(broken, [Broken { line: 2, why: Text::new("words-twice").with("id", "a") }]);
    assert_eq!(catalogue.say("a", &FluentArgs::new()), Ok("x".to_owned()), "the first stays");
    assert_eq!(faults("a = x\nb = y\na = z"), [(3, "words-twice".to_owned())]);
}

#[test]
fn arguments_fill_the_gaps() {
    let text = Text::new("a").with("n", 12_480_u32).with("who", "n3");
    assert_eq!(said("a = { $who } sent { $n }", &text), "n3 sent 12,480");
}

#[test]
fn a_number_chooses_its_words_by_the_rules_of_its_language() {
    let source = "a = { $n ->\n    [0] none\n    [one] one vote\n   *[other] { $n } votes\n} so far";
    for (n, words) in [(0_u32, "none so far"), (1, "one vote so far"), (2, "2 votes so far")] {
        assert_eq!(said(source, &Text::new("a").with("n", n)), words);
    }
    let polish = "a = { $n } { $n ->\n    [one] głos\n    [few] głosy\n   *[other] głosów\n}";
    for (n, words) in [(1_u32, "1 głos"), (3, "3 głosy"), (5, "5 głosów"), (23, "23 głosy")] {
        assert_eq!(said_in("pl", Direction::Ltr, polish, &Text::new("a").with("n", n)), words);
    }
}

#[test]
fn times_are_written_for_people() {
    let text = Text::new("a").with("at", 1_425_000_u32).with("left", 23_400_u32).with("short", 4_200_u32);
    assert_eq!(said("a = { TIME($at) }, { MS($left) }, { MS($short) }", &text), "1.425 s, 23 ms, 4.2 ms");
    assert_eq!(time(-1_425_000), "−1.425 s");
}

#[test]
fn numbers_and_spans_are_written_the_readers_way() {
    let german = "number-group = .\nnumber-point = { \",\" }\nunit-seconds = { $n } Sek.\na = { $n }: { TIME($n) }";
    let text = Text::new("a").with("n", -1_234_567_i64);
    assert_eq!(said_in("de", Direction::Ltr, german, &text), "−1.234.567: −1,234 Sek.");
    assert_eq!(say(&Text::new("plain-number").with("n", 1234_u32)), "1,234", "English again");
}

#[test]
fn a_list_and_a_sentence_stand_within_a_sentence() {
    let who: Arg = ["n1", "n2", "n3"].into_iter().collect();
    let text = Text::new("a").with("who", who).with("why", Text::new("b"));
    assert_eq!(said("a = { $who }: { $why }\nb = down", &text), "n1, n2 and n3: down");
    assert_eq!(said("a = { $who }\nlist-last = { \" und \" }", &text), "n1, n2 und n3");
}

#[test]
fn what_a_language_lacks_or_gets_wrong_is_said_in_english() {
    let brand = Text::new("restart-node").with("node", "n3");
    assert_eq!(said("other = x", &brand), "Restart n3", "missing");
    assert_eq!(said("restart-node = { $nod } neu starten", &brand), "Restart n3", "another argument");
    let (catalogue, broken) = Catalogue::read("de", Direction::Ltr, &["restart-node = { $node \nplay = Los"]);
    assert_eq!(broken.len(), 1);
    speak(Some(catalogue));
    assert_eq!((say(&brand), say(&Text::new("play"))), ("Restart n3".to_owned(), "Los".to_owned()));
    speak(None);
}

#[test]
fn what_is_missing_is_visible() {
    assert_eq!(say(&Text::new("restart-node")), "⟦Restart {$node}⟧");
    assert_eq!(say(&Text::new("no-such-message")), "⟦no-such-message⟧");
}

#[test]
fn only_a_language_that_runs_the_other_way_isolates_its_arguments() {
    let text = Text::new("a").with("who", "n1");
    assert_eq!(said_in("he", Direction::Rtl, "a = ‏{ $who } כאן", &text), "‏\u{2068}n1\u{2069} כאן");
    assert_eq!(said_in("de", Direction::Ltr, "a = { $who } hier", &text), "n1 hier");
}

#[test]
fn mistakes_name_their_line() {
    let lines: Vec<u32> =
        faults("a = x\n\nb = { $x\nc = { $x }\nd = { $n ->\n    [one] x\n}\nno").iter().map(|f| f.0).collect();
    assert_eq!(lines, [3, 5, 8]);
    for (source, id) in [
        ("a = { b }", "words-reference"),
        ("a = { -b }", "words-reference"),
        ("a = { DATE($x) }", "words-function"),
        ("a = { TIME($x, $y) }", "words-function-args"),
        ("a = { MS($x, digits: 2) }", "words-function-args"),
        ("a =\n    .title = x", "words-no-value"),
    ] {
        assert_eq!(faults(source), [(1, id.to_owned())], "{source}");
    }
}

#[test]
fn a_hostile_catalogue_ends_nothing() {
    let deep = format!("a = {}", "{".repeat(100_000));
    assert_eq!(faults(&deep), [(1, "words-deep".to_owned())]);
    let calls = format!("a = {{ {} }}", "MS(".repeat(100_000));
    assert_eq!(faults(&calls), [(1, "words-deep".to_owned())]);
    let lines = format!("a = x\n{}", "    {\n".repeat(1000));
    assert_eq!(faults(&lines), [(18, "words-deep".to_owned())]);
    assert_eq!(faults(&"a".repeat(BYTES_MAX + 1)), [(1, "words-long".to_owned())]);
    // Beyond a hundred gaps the library panics on the literal in the outer braces.
    let gaps = format!("play = {{ {{ $n ->\n   *[other] {}\n}} }}", "{ $n }".repeat(200));
    assert_eq!(faults(&gaps), [(1, "words-many-gaps".to_owned())]);
    let (catalogue, _) = Catalogue::read("de", Direction::Ltr, &[&gaps]);
    speak(Some(catalogue));
    assert_eq!(say(&Text::new("play").with("n", 1_u32)), "Play");
    speak(None);
}

#[test]
fn the_list_of_languages_is_checked() {
    let two = r#"[{"code": "de", "name": "Deutsch"}, {"code": "he", "name": "עברית", "dir": "rtl"}]"#;
    let read = languages(two).expect("a sound list");
    let codes: Vec<&str> = read.iter().map(|language| language.code.as_str()).collect();
    assert_eq!(codes, ["en", "de", "he"], "English is always there");
    assert_eq!(read[2].dir, Direction::Rtl);
    for (bad, id) in [
        ("[", "languages-broken"),
        (r#"[{"code": "../x", "name": "x"}]"#, "languages-bad"),
        (r#"[{"code": "de", "name": ""}]"#, "languages-bad"),
        (r#"[{"code": "de", "name": "x"}, {"code": "de", "name": "y"}]"#, "languages-bad"),
    ] {
        assert_eq!(languages(bad).map_err(|why| why.id), Err(id.to_owned()), "{bad}");
    }
}

#[test]
fn the_reader_gets_the_language_of_their_choice_then_of_their_browser() {
    let all =
        languages(r#"[{"code": "de", "name": "Deutsch"}, {"code": "zh", "name": "中文"}]"#).expect("a sound list");
    let picked = |stored, preferred: &[&str]| {
        let preferred: Vec<String> = preferred.iter().map(|tag| (*tag).to_owned()).collect();
        pick(&all, stored, &preferred).code.clone()
    };
    assert_eq!(picked(Some("zh"), &["de"]), "zh");
    assert_eq!(picked(Some("xx"), &["de-AT", "zh"]), "de", "a choice that is gone; a region");
    assert_eq!(picked(None, &["fr", "ZH-tw"]), "zh");
    assert_eq!(picked(None, &["en-GB", "de"]), "en");
    assert_eq!(picked(None, &["fr"]), "en");
}
