//! What the map shows: of each lesson where it lies, how far it has come on this device, and which one is next.

use quorum_kernel::Text;
use quorum_lesson::Kept;

use super::layout::{Spot, place};
use crate::{
    hooks::{LessonFiles, Loaded, load_progress},
    pages::catalogue::Listed,
};

/// How far a lesson has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not yet there, or broken.
    Unknown,
    /// Nothing is done of it.
    Open,
    /// One goes on at this step, from 0.
    Begun(usize),
    /// All is done.
    Done,
}

/// A lesson of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// Its id.
    pub id: String,
    /// Which unit it belongs to.
    pub unit: usize,
    /// Its files, once they are there.
    pub files: Loaded<LessonFiles>,
    /// What is kept of it, or why that cannot be read.
    pub kept: Result<Kept, Text>,
    /// How far it has come.
    pub standing: Standing,
    /// Which of the lessons before it it builds on.
    pub requires: Vec<usize>,
    /// Where it lies.
    pub spot: Spot,
}

impl Stop {
    /// Its files, if they are there.
    pub fn ready(&self) -> Option<&LessonFiles> {
        if let Loaded::Ready(files) = &self.files { Some(files) } else { None }
    }

    /// Its title; its id, until that is known.
    pub fn title(&self) -> &str {
        self.ready().map_or(&self.id, |files| &files.prose.title)
    }
}

/// The whole map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The ids of the units.
    pub units: Vec<String>,
    /// The lessons, unit by unit.
    pub stops: Vec<Stop>,
    /// The one to go on with, once it is known of each whether it can be opened.
    pub next: Option<usize>,
}

impl Plan {
    /// The map of what is listed, as it stands now in the browser's storage.
    pub fn of(listed: &[Listed]) -> Self {
        let mut stops: Vec<Stop> = Vec::new();
        for (unit, listed) in listed.iter().enumerate() {
            for (id, files) in &listed.lessons {
                let mut stop = stop(unit, id, files);
                let requires = stop.ready().map(|files| files.lesson.requires.clone()).unwrap_or_default();
                // What stands behind, or nowhere, is for the check of the lessons to find.
                stop.requires =
                    requires.iter().filter_map(|id| stops.iter().position(|before| before.id == *id)).collect();
                stops.push(stop);
            }
        }
        let ways: Vec<(usize, &[usize])> = stops.iter().map(|stop| (stop.unit, stop.requires.as_slice())).collect();
        let spots = place(&ways);
        let known = stops.iter().all(|stop| stop.files != Loaded::Loading);
        let standings: Vec<_> = stops.iter().map(|stop| (stop.standing, stop.requires.as_slice())).collect();
        let next = known.then(|| next(&standings)).flatten();
        for (stop, spot) in stops.iter_mut().zip(spots) {
            stop.spot = spot;
        }
        Self { units: listed.iter().map(|unit| unit.id.clone()).collect(), stops, next }
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.stops.iter().map(|stop| stop.spot.column + 1).max().unwrap_or(1)
    }

    /// The lessons of a unit, each with its place among all.
    pub fn of_unit(&self, unit: usize) -> impl Iterator<Item = (usize, &Stop)> {
        self.stops.iter().enumerate().filter(move |(_, stop)| stop.unit == unit)
    }

    /// From which lesson a line leads to which.
    pub fn links(&self) -> Vec<(usize, usize)> {
        let requires: Vec<&[usize]> = self.stops.iter().map(|stop| stop.requires.as_slice()).collect();
        links(&requires)
    }

    /// The first lesson, for whoever has finished them all.
    pub fn finished(&self) -> Option<&Stop> {
        let known = self.stops.iter().all(|stop| stop.files != Loaded::Loading);
        self.stops.iter().find(|stop| stop.ready().is_some()).filter(|_| known)
    }

    /// How many minutes all its lessons take.
    pub fn minutes(&self) -> u32 {
        self.stops.iter().filter_map(|stop| Some(stop.ready()?.lesson.minutes)).sum()
    }
}

fn stop(unit: usize, id: &str, files: &Loaded<LessonFiles>) -> Stop {
    let (kept, standing) = match files {
        Loaded::Ready(files) => {
            let steps = files.steps();
            let kept = load_progress(id, &steps);
            let standing = kept.as_ref().map_or(Standing::Open, |kept| standing(kept, &steps));
            (kept, standing)
        }
        Loaded::Loading | Loaded::Failed(_) => (Ok(Kept::default()), Standing::Unknown),
    };
    let (requires, spot) = (Vec::new(), Spot::default());
    Stop { id: id.to_owned(), unit, files: files.clone(), kept, standing, requires, spot }
}

fn standing(kept: &Kept, steps: &[&str]) -> Standing {
    match kept.resume(steps) {
        Some(step) => Standing::Begun(step),
        None if kept.count(steps) == steps.len() => Standing::Done,
        None => Standing::Open,
    }
}

/// How far a lesson has come, and on which of those before it it builds.
type Come<'a> = (Standing, &'a [usize]);

/// The lesson to go on with: one that was begun; else the first whose groundwork is laid; else the first that is not done.
fn next(lessons: &[Come<'_>]) -> Option<usize> {
    let is_open = |lesson: &Come<'_>| lesson.0 == Standing::Open;
    // What cannot be opened is in nobody's way.
    let is_laid = |before: &usize| matches!(lessons[*before].0, Standing::Done | Standing::Unknown);
    let begun = lessons.iter().position(|lesson| matches!(lesson.0, Standing::Begun(_)));
    let ready = || lessons.iter().position(|lesson| is_open(lesson) && lesson.1.iter().all(is_laid));
    begun.or_else(ready).or_else(|| lessons.iter().position(is_open))
}

/// Which lines there are if each lesson builds on these before it: none that says no more than a longer way does.
fn links(requires: &[&[usize]]) -> Vec<(usize, usize)> {
    let mut behind: Vec<Vec<usize>> = Vec::new();
    let mut links = Vec::new();
    for (to, before) in requires.iter().enumerate() {
        let farther: Vec<usize> = before.iter().flat_map(|at| &behind[*at]).copied().collect();
        links.extend(before.iter().filter(|at| !farther.contains(at)).map(|from| (*from, to)));
        behind.push([before, farther.as_slice()].concat());
    }
    links
}

#[cfg(test)]
mod tests {
    use super::{
        Standing::{Begun, Done, Open, Unknown},
        *,
    };

    #[test]
    fn the_next_lesson_is_one_that_was_begun_else_one_whose_groundwork_is_laid() {
        assert_eq!(next(&[(Open, &[]), (Open, &[0])]), Some(0));
        assert_eq!(next(&[(Open, &[]), (Begun(2), &[0])]), Some(1), "begun, although it builds on the first");
        assert_eq!(next(&[(Done, &[]), (Open, &[2]), (Open, &[0])]), Some(2));
        assert_eq!(next(&[(Unknown, &[]), (Open, &[0])]), Some(1), "what is broken is in nobody's way");
        assert_eq!(next(&[(Done, &[]), (Done, &[])]), None);
        assert_eq!(next(&[]), None);
    }

    #[test]
    fn no_line_says_what_a_longer_way_says() {
        assert_eq!(links(&[&[], &[0], &[0, 1], &[0]]), [(0, 1), (1, 2), (0, 3)]);
        assert_eq!(links(&[&[], &[0], &[1], &[2, 0]]), [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn how_far_a_lesson_has_come() {
        let kept = |done: &[&str]| Kept { done: done.iter().map(|id| (*id).to_owned()).collect(), open: None };
        assert_eq!(standing(&kept(&[]), &["a", "b"]), Open);
        assert_eq!(standing(&kept(&["a"]), &["a", "b"]), Begun(1));
        assert_eq!(standing(&kept(&["b", "a"]), &["a", "b"]), Done);
    }
}
