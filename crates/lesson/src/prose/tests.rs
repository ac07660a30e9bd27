//! A prose file from end to end, and every complaint an author may get.

use quorum_scene::words::say;

use super::*;

const GOOD: &str = "\
# Electing a leader

How a term gets its leader.

## split
### Three of five
[[n3]] sent {{RequestVote}} to *all*.

- one
- two

#### Goal
Some node leads **term 3**.

#### Question
Who leads?

- (n3) **n3.** Its third vote
  is on its way.
- (nobody) Nobody.
> (n3) Right: [paper](https://raft.github.io/raft.pdf), section 5.2.
> It says so.
> (nobody) No.

#### Button
Lock in

#### Hint
Count.

#### Then
Well.

## end
### What next
Go on.
";

fn problems(markdown: &str) -> Vec<String> {
    match Prose::parse(markdown) {
        Ok(prose) => panic!("expected problems, got {prose:?}"),
        Err(problems) => problems.iter().map(|problem| say(&problem.text())).collect(),
    }
}

/// The file above with one thing replaced.
fn broken(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "the test replaces {from:?}, which is not there");
    problems(&GOOD.replacen(from, to, 1))
}

#[test]
fn a_file_becomes_sections_and_parts() {
    let prose = Prose::parse(GOOD).expect("the file is right");
    assert_eq!(prose.title, "Electing a leader");
    assert_eq!(prose.sections.len(), 1, "the end is no step");
    assert_eq!(prose.end.as_ref().map(|end| end.title.as_str()), Some("What next"));
    let section = prose.section("split").expect("it has a section");
    assert_eq!((section.line, section.title.as_str()), (5, "Three of five"));
    assert_eq!(section.button.as_deref(), Some("Lock in"));
    let Some(Block::Paragraph(first)) = section.body.first() else { panic!("the body starts with a paragraph") };
    assert_eq!(first[0], Inline::Node("n3".parse().expect("a node")));
    assert_eq!(first[2], Inline::Kind("RequestVote".to_owned()));
    assert_eq!(first[4], Inline::Emphasis(vec![Inline::Text("all".to_owned())]));
    assert!(matches!(&section.body[1], Block::List { numbered: false, items } if items.len() == 2));
    assert!(!section.goal.is_empty() && !section.hint.is_empty() && !section.then.is_empty());
}

#[test]
fn answers_keep_their_text_and_explanation() {
    let prose = Prose::parse(GOOD).expect("the file is right");
    let question = prose.sections[0].question.as_ref().expect("it asks");
    let ids: Vec<_> = question.answers.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!(ids, ["n3", "nobody"]);
    let n3 = question.choice("n3").expect("the answer is there");
    let Some(Block::Paragraph(text)) = n3.text.first() else { panic!("a paragraph") };
    assert_eq!(text.last(), Some(&Inline::Text("is on its way.".to_owned())), "an answer may go on below");
    let Some(Block::Paragraph(why)) = n3.why.first() else { panic!("a paragraph") };
    assert!(why.iter().any(|part| matches!(part, Inline::Link { href, .. } if href.starts_with("https://raft"))));
    assert_eq!(why.last(), Some(&Inline::Text("It says so.".to_owned())), "so may an explanation");
}

#[test]
fn html_and_images_are_shown_as_nothing() {
    let text = "# T\n\n<script>alert(1)</script>\n\na <b onclick='x'>bold</b> ![pic](https://x/y.png) end\n";
    let shown = format!("{:?}", Prose::parse(text).expect("it is only ignored"));
    assert!(!shown.contains("script") && !shown.contains("onclick") && !shown.contains("pic"), "{shown}");
    assert!(shown.contains("bold") && shown.contains("end"));
}

#[test]
fn headings_in_code_are_code() {
    let prose = Prose::parse("# T\n\n```\n## not-a-section\n```\n").expect("right");
    assert_eq!(prose.summary, [Block::Code("## not-a-section\n".to_owned())]);
}

#[test]
fn each_mistake_names_its_line_and_remedy() {
    for (from, to, says) in [
        ("# Electing a leader\n", "\n", "line 1: the lesson has no title"),
        ("## split", "## Split it", "line 5: “Split it” is no step id"),
        ("### Three of five", "", "line 5: section “## split” has no title"),
        ("## end", "## split", "line 34: a second section “## split”"),
        ("#### Goal", "#### Gaol", "line 12: “#### Gaol” is no part of a step"),
        ("#### Then", "#### Hint", "line 31: a second “#### Hint”"),
        ("Count.", "", "line 28: “#### Hint” has no text"),
        ("> (nobody)", "> (somebody)", "line 23: “> (somebody)” explains an answer that is not there"),
        ("- (nobody)", "- (n3)", "line 20: “(n3)” stands twice"),
        ("https://raft", "javascript:raft", "line 21: the link to “javascript:raft"),
        ("[[n3]]", "[[x3]]", "line 7: “[[x3]]” names no node"),
    ] {
        let found = broken(from, to);
        assert!(found.iter().any(|problem| problem.starts_with(says)), "{says}: {found:#?}");
    }
    let long = problems(&"x".repeat(PROSE_BYTES_MAX + 1));
    assert!(long[0].contains("shorten it"), "{long:?}");
}

/// The step of the file above, with these answers.
fn split(answers: [&str; 2]) -> Asked {
    Asked { step: "split".to_owned(), answers: answers.map(str::to_owned).to_vec(), ..Asked::default() }
}

fn check(markdown: &str, steps: &[Asked]) -> Vec<String> {
    let prose = Prose::parse(markdown).expect("the file is right");
    prose.check(steps).iter().map(|problem| say(&problem.text())).collect()
}

#[test]
fn the_steps_of_the_lesson_are_compared_with_the_sections() {
    assert_eq!(check(GOOD, &[split(["n3", "nobody"])]), Vec::<String>::new());
    let more = Asked { step: "more".to_owned(), ..Asked::default() };
    let found = check(GOOD, &[split(["n3", "n5"]), more]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("step “more” of lesson.json has no section"), "{found:#?}");
    assert!(found[1].contains("lacks the answer “n5”"), "{found:#?}");
    assert!(found[2].starts_with("line 20: “(nobody)” is no answer"), "{found:#?}");
    let left = check(GOOD, &[]);
    assert!(left[0].contains("“## split” is no step of lesson.json"), "{left:#?}");
}

#[test]
fn hints_and_notes_have_ids_and_words() {
    let with =
        GOOD.replace("#### Then", "#### Hint (slow)\nWait.\n\n#### Note (third-vote)\nNow [[n3]] leads.\n\n#### Then");
    let section = Prose::parse(&with).expect("the file is right").sections.remove(0);
    assert!(!section.hint.is_empty(), "a hint without an id is another part");
    assert!(section.hint("slow").is_some_and(|hint| hint.text.len() == 1 && hint.line == 31));
    assert!(section.note("third-vote").is_some_and(|note| note.text.len() == 1));
    let mut asked = split(["n3", "nobody"]);
    asked.hints = vec!["slow".to_owned()];
    asked.notes = vec!["third-vote".to_owned()];
    assert_eq!(check(&with, core::slice::from_ref(&asked)), Vec::<String>::new());
    assert_eq!(
        check(GOOD, &[asked]),
        [
            "line 5: step “split” lacks words that lesson.json asks for: add a line “#### Hint (slow)”",
            "line 5: step “split” lacks words that lesson.json asks for: add a line “#### Note (third-vote)”",
        ]
    );
    assert_eq!(
        check(&with, &[split(["n3", "nobody"])]),
        [
            "line 31: “#### Hint (slow)” is none of the hints of step “split” in lesson.json: rename or remove it",
            "line 34: “#### Note (third-vote)” is none of the notes of step “split” in lesson.json: rename or remove it",
        ]
    );
    let at_the_end = GOOD.replace("Go on.", "Go on.\n\n#### Note (late)\nToo late.");
    let found = check(&at_the_end, &[split(["n3", "nobody"])]);
    assert!(found[0].contains("“#### Note (late)” is none of the notes of step “end”"), "{found:?}");
    let twice = problems(&with.replace("(third-vote)", "(x)").replace("#### Hint (slow)", "#### Note (x)"));
    assert!(twice[0].starts_with("line 34: a second “#### Note (x)”"), "{twice:?}");
}

#[test]
fn what_is_wrong_is_left_out_and_the_rest_is_read() {
    let bad = GOOD.replacen("Count.", "See [the *fine* paper](javascript:alert(1)) or [[x3]].", 1);
    let (prose, problems) = Prose::read(&bad).expect("it has a title");
    assert_eq!(problems.len(), 2, "{problems:#?}");
    let words = |text: &str| Inline::Text(text.to_owned());
    let expected = [
        words("See "),
        words("the "),
        Inline::Emphasis(vec![words("fine")]),
        words(" paper"),
        words(" or "),
        words("."),
    ];
    assert_eq!(prose.sections[0].hint, [Block::Paragraph(expected.to_vec())]);
    assert!(Prose::parse(&bad).is_err(), "the check says so");
    assert!(Prose::read("## no title\n### T\n").is_err());
}
