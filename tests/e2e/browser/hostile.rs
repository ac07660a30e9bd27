//! Files that mean harm or are damaged, in the browser: they say what is wrong, no script of theirs runs, and the rest of
//! the page works on. What each says word by word is held in `tests/malformed`.

use quorum_e2e::{LAPTOP, Page, visit};
use serde_json::{Value, json};

const LESSON: &str = r#"{ "format": 1, "id": "hostile", "minutes": 5, "scenario": { "protocol": "raft", "servers": 3, "seed": "1" },
  "steps": [{ "watch": { "id": "elect", "start": [], "until": { "leader": {} } } }] }"#;
/// Every way to put a script into Markdown that does not already make the file unreadable.
const WORDS: &str = "# <img src=x onerror=window.harmed=1> title

About <script>window.harmed=2</script> it. <svg onload=window.harmed=3></svg>

## elect
### <b onclick=window.harmed=4>Bold</b> title
Inline <img src=x onerror=window.harmed=5> and <a href=\"javascript:window.harmed=6\" id=trap>click here</a>.

<script>window.harmed=7</script>

<iframe srcdoc=\"<script>parent.harmed=8</script>\"></iframe>

- item <details open ontoggle=window.harmed=9><summary>x</summary></details>

![picture](x\" onerror=\"window.harmed=10)

`<script>window.harmed=11</script>` and &lt;script&gt;window.harmed=12&lt;/script&gt;

#### Goal
A <style>body{display:none}</style> leader.
";

/// No script of a stranger's has run, and the page is still a page.
#[track_caller]
fn unharmed(page: &Page) {
    assert_eq!(page.value("window.harmed ?? null", Value::Null), Value::Null, "a stranger's script has run");
    page.see("[data-action=theme]");
}

#[test]
fn scripts_in_the_words_of_a_lesson_are_words() {
    visit("hostile-words", LAPTOP.still(), |page| {
        page.see(".hero");
        page.host_gives("/index.json", r#"{"units":[{"id":"locks","lessons":["raft-election","hostile"]}]}"#);
        page.host_gives("/hostile/lesson.json", LESSON);
        page.host_gives("/hostile/en.md", WORDS);
        page.reload();
        page.see("[data-card=hostile]");
        page.read("[data-card=hostile]", "<img src=x onerror=window.harmed=1> title");
        unharmed(page);
        page.go("#/lesson/hostile");
        page.see("[data-step=elect]");
        page.read(".lesson", "<script>window.harmed=11</script>");
        let made = "one('.lesson').querySelectorAll('script, img, iframe, details, style, svg[onload], #trap, [onclick]').length";
        assert_eq!(page.value(made, Value::Null), 0, "raw HTML has become elements");
        page.forward();
        unharmed(page);
    });
}

#[test]
fn a_malformed_lesson_says_so_and_the_rest_works_on() {
    let cases = [
        (
            "not JSON",
            include_str!("../../malformed/lessons/not-json.json"),
            include_str!("../../malformed/lessons/not-json.says"),
        ),
        (
            "a newer format",
            include_str!("../../malformed/lessons/newer-format.json"),
            include_str!("../../malformed/lessons/newer-format.says"),
        ),
        (
            "a bad predicate",
            include_str!("../../malformed/lessons/unknown-predicate.json"),
            include_str!("../../malformed/lessons/unknown-predicate.says"),
        ),
        (
            "a bad start",
            include_str!("../../malformed/lessons/impossible-start.json"),
            include_str!("../../malformed/lessons/impossible-start.says"),
        ),
    ];
    visit("hostile-lessons", LAPTOP.still(), |page| {
        page.see(".hero");
        page.host_gives("/broken/en.md", "# A lesson\n\nAbout.\n\n## elect\n### Electing\nWords.\n");
        for (what, json, says) in cases {
            page.host_gives("/broken/lesson.json", json);
            page.go("#/lesson/broken");
            page.read("body", says.trim());
            unharmed(page);
            page.go("#/sandbox");
            page.see(".transport");
            page.forward();
            assert_eq!(page.clock().event, 1, "after {what} the sandbox runs");
        }
        page.host_gives("/broken/lesson.json", &LESSON.replace("hostile", "broken"));
        page.host_gives("/broken/en.md", include_str!("../../malformed/prose/javascript-link.md"));
        page.go("#/lesson/broken");
        page.read("body", include_str!("../../malformed/prose/javascript-link.says").trim());
        page.go("#/lesson/raft-election");
        page.see("[data-step=first-leader]");
    });
}

/// Whatever gets an element into the page gets no script to run: the policy of the built page has the last word.
#[test]
fn the_policy_of_the_page_blocks_scripts_that_are_not_its_own() {
    visit("policy", LAPTOP.still(), |page| {
        page.see("[data-action=theme]");
        page.expect_in_console("Content Security Policy");
        // The picture that is none, so that its `onerror` would run.
        page.expect_in_console("ERR_INVALID_URL");
        let policy = page.value("one('meta[http-equiv=Content-Security-Policy]').content", Value::Null);
        let policy = policy.as_str().unwrap_or_default();
        for directive in ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'none'"] {
            assert!(policy.split("; ").any(|one| one == directive), "{directive} is not in {policy}");
        }
        let scripts = policy.split("; ").find(|one| one.starts_with("script-src ")).unwrap_or_default();
        assert!(scripts.contains("'sha256-") && !scripts.contains("'unsafe-"), "{scripts}");
        page.value(
            "(() => {
                window.blocked = [];
                addEventListener('securitypolicyviolation', event => window.blocked.push(`${event.effectiveDirective} ${event.blockedURI}`));
                const add = (tag, fields) => document.body.append(Object.assign(document.createElement(tag), fields));
                add('script', { textContent: 'window.harmed = 1' });
                add('script', { src: 'https://example.com/foreign.js' });
                add('script', { src: 'data:text/javascript,window.harmed=2' });
                add('div', { innerHTML: '<img src=data: onerror=window.harmed=3>' });
                add('iframe', { srcdoc: '<script>parent.harmed=4<' + '/script>' });
                add('object', { data: 'data:text/html,<script>parent.harmed=5<' + '/script>' });
                add('base', { href: 'https://example.com/' });
                return true;
            })()",
            Value::Null,
        );
        let all = json!([
            "script-src-elem inline",
            "script-src-elem https://example.com/foreign.js",
            "script-src-elem data",
            "script-src-attr inline",
            "base-uri https://example.com"
        ]);
        page.until("every attempt blocked", "arg.every(one => window.blocked.some(other => other.startsWith(one))) || (() => { throw JSON.stringify(window.blocked) })()", all);
        unharmed(page);
    });
}
