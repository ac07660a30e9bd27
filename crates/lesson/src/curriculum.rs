//! `lessons/index.json`: the lessons of a site in units, in the order in which they are best taken.

use std::collections::{BTreeMap, BTreeSet};

use quorum_kernel::Text;
use serde::Deserialize;

use crate::format::{LessonFault, check_id, is_id, unreadable};

/// The longest `index.json` that is read, in bytes.
pub const INDEX_BYTES_MAX: usize = 64 * 1024;
/// The most units that a curriculum has.
const UNITS_MAX: usize = 40;
/// The most lessons that it has in all.
const LESSONS_MAX: usize = 200;

/// The lessons of a site.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curriculum {
    /// Its units, in order.
    pub units: Vec<Unit>,
}

/// Lessons on one matter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its id: its name in the catalogue is `unit-ID`, and the line below it `unit-ID-about`.
    pub id: String,
    /// The ids of its lessons, in order: names of folders.
    pub lessons: Vec<String>,
}

/// What each lesson requires: the ids of lessons, by the id of the one that builds on them.
pub type Requires = BTreeMap<String, Vec<String>>;

impl Curriculum {
    /// Reads an `index.json`. Whether its lessons are there, and are called as lessons may be, is left to whoever opens
    /// them: one that is not must not take the others away.
    ///
    /// # Errors
    /// The first fault, which says where, what, and how to mend it.
    pub fn parse(json: &str) -> Result<Self, LessonFault> {
        if json.len() > INDEX_BYTES_MAX {
            let problem = Text::new("index-bytes").with("bytes", json.len()).with("max", INDEX_BYTES_MAX);
            return Err(LessonFault::new("the file", problem));
        }
        let curriculum: Self = serde_json::from_str(json).map_err(unreadable)?;
        curriculum.check_shape().map_err(|fault| fault.in_text(json))?;
        Ok(curriculum)
    }

    /// The ids of all lessons, in order.
    pub fn lessons(&self) -> impl Iterator<Item = &str> {
        self.units.iter().flat_map(|unit| &unit.lessons).map(String::as_str)
    }

    /// The id of the lesson that comes after this one. `None`: it is the last, or is not listed; nor is what no folder can
    /// be called.
    pub fn after(&self, id: &str) -> Option<&str> {
        self.lessons().skip_while(|other| *other != id).nth(1).filter(|next| is_id(next))
    }

    fn check_shape(&self) -> Result<(), LessonFault> {
        let between = |max: usize, n: usize| Text::new("json-between").with("min", 1_u32).with("max", max).with("n", n);
        if !(1..=UNITS_MAX).contains(&self.units.len()) {
            return Err(LessonFault::new("units", between(UNITS_MAX, self.units.len())));
        }
        let lessons = self.lessons().count();
        if lessons > LESSONS_MAX {
            return Err(LessonFault::new(
                "units",
                Text::new("json-many-lessons").with("n", lessons).with("max", LESSONS_MAX),
            ));
        }
        let twice = |id: &str| Text::new("json-twice").with("id", crate::format::quoted(id));
        let (mut units, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for (index, unit) in self.units.iter().enumerate() {
            let place = format!("units[{index}]");
            check_id(&format!("{place}.id"), &unit.id)?;
            if !units.insert(&unit.id) {
                return Err(LessonFault::new(format!("{place}.id"), twice(&unit.id)));
            }
            if unit.lessons.is_empty() {
                return Err(LessonFault::new(format!("{place}.lessons"), Text::new("index-empty")));
            }
            if let Some((at, id)) = unit.lessons.iter().enumerate().find(|(_, id)| !seen.insert(*id)) {
                return Err(LessonFault::new(format!("{place}.lessons[{at}]"), twice(id)));
            }
        }
        Ok(())
    }

    /// What is wrong with what `lesson` requires, if each lesson requires what stands in `all`: a lesson that is not
    /// listed, a circle, a lesson that stands behind. The places are those of its own `lesson.json`.
    pub fn misplaced(&self, lesson: &str, all: &Requires) -> Vec<LessonFault> {
        let order: Vec<&str> = self.lessons().collect();
        let at = |id: &str| order.iter().position(|other| *other == id);
        let problem = |required: &String| {
            if at(required).is_none() {
                return Some(Text::new("index-unknown").with("id", required.as_str()));
            }
            if let Some(mut circle) = way(required, lesson, all) {
                circle.insert(0, lesson);
                return Some(Text::new("index-circle").with("way", circle.join(" → ")));
            }
            (at(required) > at(lesson)).then(|| Text::new("index-behind").with("id", required.as_str()))
        };
        let requires = all.get(lesson).map_or(&[][..], Vec::as_slice).iter().enumerate();
        requires
            .filter_map(|(i, required)| Some(LessonFault::new(format!("requires[{i}]"), problem(required)?)))
            .collect()
    }
}

/// The way from a lesson to one that it builds on, both included, over what lessons require; `None` if there is none.
fn way<'a>(from: &'a str, to: &str, all: &'a Requires) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![from]];
    let mut seen = BTreeSet::from([from]);
    while let Some(way) = ways.pop() {
        let last = *way.last().expect("a way has its first lesson");
        if last == to {
            return Some(way);
        }
        let next = all.get(last).into_iter().flatten().map(String::as_str).filter(|next| seen.insert(next));
        ways.extend(next.map(|next| [way.as_slice(), &[next]].concat()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(json: &str) -> (String, String) {
        let fault = Curriculum::parse(json).expect_err("it must not be read");
        (fault.place, fault.problem.id)
    }

    fn says(place: &str, id: &str) -> (String, String) {
        (place.to_owned(), id.to_owned())
    }

    #[test]
    fn units_keep_their_lessons_in_order() {
        let json = r#"{"units": [{"id": "one", "lessons": ["b", "a"]}, {"id": "two", "lessons": ["c"]}]}"#;
        let curriculum = Curriculum::parse(json).expect("it is sound");
        assert_eq!(curriculum.lessons().collect::<Vec<_>>(), ["b", "a", "c"]);
        assert_eq!(["b", "a", "c", "d"].map(|id| curriculum.after(id)), [Some("a"), Some("c"), None, None]);
        let strange = Curriculum::parse(&json.replace("\"a\"", "\"../a\"")).expect("whoever opens it finds out");
        assert_eq!(strange.after("b"), None, "no folder is called so");
    }

    #[test]
    fn faults_say_where_they_are() {
        assert_eq!(fault(r#"{"units": []}"#), says("line 1, units", "json-between"));
        assert_eq!(
            fault("{\"units\": [\n{\"id\": \"x\", \"lessons\": []}]}"),
            says("line 2, units[0].lessons", "index-empty")
        );
        assert_eq!(fault(r#"{"units": [{"id": "X", "lessons": ["a"]}]}"#), says("line 1, units[0].id", "json-no-id"));
        let twice = r#"{"units": [{"id": "x", "lessons": ["a"]}, {"id": "y", "lessons": ["b", "a"]}]}"#;
        assert_eq!(fault(twice), says("line 1, units[1].lessons[1]", "json-twice"));
        assert_eq!(fault(&twice.replace("\"y\"", "\"x\"")), says("line 1, units[1].id", "json-twice"));
        assert_eq!(fault(r#"{"lessons": ["a"]}"#), says("line 1, column 10", "json-words"));
        assert_eq!(fault(&" ".repeat(INDEX_BYTES_MAX + 1)), says("the file", "index-bytes"));
        let many =
            format!(r#"{{"units": [{{"id": "x", "lessons": [{}]}}]}}"#, vec!["\"a\""; LESSONS_MAX + 1].join(","));
        assert_eq!(fault(&many), says("line 1, units", "json-many-lessons"));
    }

    /// What is found wrong with a lesson among these, listed in this order.
    fn misplaced(lesson: &str, lessons: &[(&str, &[&str])]) -> Vec<(String, Text)> {
        let ids = lessons.iter().map(|(id, _)| (*id).to_owned()).collect();
        let curriculum = Curriculum { units: vec![Unit { id: "u".to_owned(), lessons: ids }] };
        let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        let all = lessons.iter().map(|(id, requires)| ((*id).to_owned(), owned(requires))).collect();
        let faults = curriculum.misplaced(lesson, &all);
        faults.into_iter().map(|fault| (fault.place, fault.problem)).collect()
    }

    #[test]
    fn a_lesson_builds_on_those_before_it() {
        let sound: &[(&str, &[&str])] = &[("a", &[]), ("b", &["a"]), ("c", &["a", "b"])];
        for (id, _) in sound {
            assert_eq!(misplaced(id, sound), []);
        }
        let unknown = ("requires[1]".to_owned(), Text::new("index-unknown").with("id", "x"));
        assert_eq!(misplaced("b", &[("a", &[]), ("b", &["a", "x"])]), [unknown]);
        let behind = ("requires[0]".to_owned(), Text::new("index-behind").with("id", "b"));
        assert_eq!(misplaced("a", &[("a", &["b"]), ("b", &[])]), [behind]);
    }

    #[test]
    fn a_circle_is_named_whole() {
        let circle: &[(&str, &[&str])] = &[("a", &["c"]), ("b", &["a"]), ("c", &["b"]), ("d", &["c"])];
        let named = |way: &str| [("requires[0]".to_owned(), Text::new("index-circle").with("way", way))];
        assert_eq!(misplaced("a", circle), named("a → c → b → a"));
        assert_eq!(misplaced("c", circle), named("c → b → a → c"));
        assert_eq!(misplaced("d", circle), [], "it is not in the circle");
        assert_eq!(misplaced("a", &[("a", &["a"])]), named("a → a"));
    }
}
