//! Which acts a lesson's step leaves to the learner. The engine refuses the others, with words; here they are not offered.

use quorum_scene::Scene;

use crate::t;

/// The verbs of acts that are left to the learner, if not all are.
pub fn left(scene: &Scene) -> Option<&[String]> {
    scene.lesson.as_ref()?.controls.as_deref()
}

/// Whether an act, named by its label, is among them.
pub fn leaves(left: Option<&[String]>, label: &str) -> bool {
    let verb = label.split(' ').next().unwrap_or_default();
    left.is_none_or(|left| left.iter().any(|other| other == verb))
}

/// Says which are left.
pub fn left_words(left: &[String]) -> String {
    if left.is_empty() {
        return t!("controls-none");
    }
    let words: Vec<_> = left.iter().map(|verb| deed_words(verb)).collect();
    t!("controls-some", verbs = words.join(", "))
}

/// What the button says that does it.
fn deed_words(verb: &str) -> String {
    match verb {
        "deliver" => t!("deed-deliver"),
        "drop" => t!("deed-drop"),
        "duplicate" => t!("deed-duplicate"),
        "delay" => t!("card-delay-do"),
        "fire" => t!("act-fire"),
        "invoke" => t!("act-request"),
        "crash" => t!("act-crash"),
        "wipe" => t!("act-wipe"),
        "restart" => t!("act-restart"),
        "pause" => t!("act-pause"),
        "resume" => t!("act-resume"),
        "cut" => t!("deed-cut"),
        "heal" => t!("deed-heal"),
        "isolate" => t!("act-isolate"),
        "rejoin" => t!("act-rejoin"),
        // What no button does is known by its name alone.
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_left_by_its_verb_alone() {
        let left = ["drop".to_owned(), "crash".to_owned()];
        assert!(leaves(None, "wipe n1"));
        assert!(leaves(Some(&left), "crash n1"));
        assert!(!leaves(Some(&left), "crashes n1"));
        assert!(!leaves(Some(&[]), "crash n1"));
    }
}
