//! A prose file from end to end, and every complaint an author may get.

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
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
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

#[test]
fn the_steps_of_the_lesson_are_compared_with_the_sections() {
    let prose = Prose::parse(GOOD).expect("the file is right");
    let answers = ["n3".to_owned(), "nobody".to_owned()];
    assert_eq!(prose.check([("split", &answers[..])]), []);
    let others = ["n3".to_owned(), "n5".to_owned()];
    let found: Vec<_> = prose.check([("split", &others[..]), ("more", &[])]).iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("step “more” of lesson.json has no section"), "{found:#?}");
    assert!(found[1].contains("lacks the answer “n5”"), "{found:#?}");
    assert!(found[2].starts_with("line 20: “(nobody)” is no answer"), "{found:#?}");
    let left: Vec<_> = prose.check([]).iter().map(ToString::to_string).collect();
    assert!(left[0].contains("“## split” is no step of lesson.json"), "{left:#?}");
}

#[test]
fn what_lies_too_deep_is_left_out_and_said_once() {
    let deep = format!("{} too deep\n\nand on", "> ".repeat(10_000));
    assert_eq!(
        broken("Count.", &deep),
        ["line 29: too many lists, quotes or emphases lie in each other here: 16 is the most; take some away"]
    );
    let shallow = GOOD.replacen("Count.", &format!("{}not too deep", "> ".repeat(14)), 1);
    assert!(Prose::parse(&shallow).is_ok());
}

#[test]
fn faults_name_the_lines_they_stand_on() {
    let bad = "[a](b:c)\n\nfine\n\n[d](e:f) and\n[[g]]";
    let lines: Vec<_> = broken("Count.", bad).iter().map(|problem| problem[..7].to_owned()).collect();
    assert_eq!(lines, ["line 29", "line 33", "line 34"]);
}

#[test]
fn marks_without_an_end_nearby_are_plain_text() {
    let text = format!("[[{}]] {{{{ and [[n1]]", "x".repeat(80));
    let prose = Prose::parse(&GOOD.replacen("Count.", &text, 1)).expect("plain text");
    let [Block::Paragraph(hint)] = prose.sections[0].hint.as_slice() else { panic!("one paragraph") };
    assert_eq!(hint.last(), Some(&Inline::Node("n1".parse().expect("a name"))));
    assert!(
        matches!(&hint[0], Inline::Text(text) if text.starts_with("[[xxx") && text.ends_with("{{ and ")),
        "{hint:?}"
    );
}
