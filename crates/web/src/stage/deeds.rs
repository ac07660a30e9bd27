//! What can be done to a thing on the stage, each with its key and the label of the act.

use quorum_scene::{Fate, FlightView, LinkView, NodeStatus, NodeView};

use crate::t;

/// Something that can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The key that does it while the card is open or the thing has the focus.
    pub key: char,
    /// Its icon in the sprite.
    pub icon: &'static str,
    /// What its button says.
    pub words: String,
    /// The act: `crash n1`.
    pub act: String,
    /// Whether it does harm, to be marked so.
    pub harms: bool,
}

/// How long a message is delayed at a time.
const DELAY_MS: u32 = 50;

fn deed(key: char, icon: &'static str, words: String, act: String) -> Deed {
    Deed { key, icon, words, act, harms: false }
}

fn harm(key: char, icon: &'static str, words: String, act: String) -> Deed {
    Deed { key, icon, words, act, harms: true }
}

/// What can be done to a message.
pub fn of_message(flight: &FlightView) -> Vec<Deed> {
    let id = &flight.id;
    let drop = harm('x', "drop", t!("deed-drop"), format!("drop {id}"));
    let duplicate = deed('c', "duplicate", t!("deed-duplicate"), format!("duplicate {id}"));
    match flight.fate {
        Fate::Flying => vec![
            deed('d', "send", t!("deed-deliver"), format!("deliver {id}")),
            drop,
            duplicate,
            deed('l', "timer", t!("deed-delay", ms = DELAY_MS), format!("delay {id} {DELAY_MS}ms")),
        ],
        // Its receiver cannot take it now.
        Fate::Held => vec![drop, duplicate],
        Fate::Delivered | Fate::Lost { .. } => Vec::new(),
    }
}

/// What can be done to a node.
pub fn of_node(node: &NodeView) -> Vec<Deed> {
    let id = node.id;
    let mut deeds = Vec::new();
    match node.status {
        NodeStatus::Down => deeds.push(deed('r', "power", t!("deed-restart"), format!("restart {id}"))),
        status => {
            deeds.push(harm('x', "power", t!("deed-crash"), format!("crash {id}")));
            deeds.push(harm('w', "wipe", t!("deed-wipe"), format!("wipe {id}")));
            deeds.push(if status == NodeStatus::Paused {
                deed('p', "play", t!("deed-resume"), format!("resume {id}"))
            } else {
                deed('p', "pause", t!("deed-pause"), format!("pause {id}"))
            });
        }
    }
    deeds.push(if node.isolated {
        deed('i', "heal", t!("deed-rejoin"), format!("rejoin {id}"))
    } else {
        harm('i', "cut", t!("deed-isolate"), format!("isolate {id}"))
    });
    if node.status == NodeStatus::Up {
        for (key, timer) in ('1'..='9').zip(&node.timers) {
            // One timer goes by its letter, several by their number.
            let key = if node.timers.len() == 1 { 't' } else { key };
            deeds.push(deed(key, "timer", t!("deed-fire", timer = timer.name.clone()), timer.fire.clone()));
        }
    }
    deeds
}

/// What can be done to a link.
pub fn of_link(link: &LinkView) -> Vec<Deed> {
    let (a, b) = (link.a, link.b);
    let mut deeds = Vec::new();
    if !(link.cut_ab && link.cut_ba) {
        deeds.push(harm('x', "cut", t!("deed-cut"), format!("cut {a}|{b}")));
    }
    if !link.cut_ab {
        deeds.push(harm('1', "cut", t!("deed-cut-from", from = a, to = b), format!("cut {a}>{b}")));
    }
    if !link.cut_ba {
        deeds.push(harm('2', "cut", t!("deed-cut-from", from = b, to = a), format!("cut {b}>{a}")));
    }
    if link.cut_ab || link.cut_ba {
        deeds.push(deed('h', "heal", t!("deed-heal"), format!("heal {a}|{b}")));
    }
    deeds
}

/// The act that a key does, if it does one.
pub fn act_of_key(deeds: &[Deed], key: &str) -> Option<String> {
    let mut chars = key.chars();
    let (Some(key), None) = (chars.next(), chars.next()) else { return None };
    deeds.iter().find(|deed| deed.key == key.to_ascii_lowercase()).map(|deed| deed.act.clone())
}

#[cfg(test)]
mod tests {
    use quorum_kernel::NodeId;

    use super::*;

    #[test]
    fn no_two_deeds_of_one_thing_share_a_key() {
        for (cut_ab, cut_ba) in [(false, false), (true, false), (false, true), (true, true)] {
            let link = LinkView { a: NodeId::server(1), b: NodeId::server(2), cut_ab, cut_ba };
            let mut keys: Vec<_> = of_link(&link).iter().map(|deed| deed.key).collect();
            let count = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), count);
            assert_eq!(keys.contains(&'h'), cut_ab || cut_ba, "what is cut can be healed");
        }
    }

    #[test]
    fn a_key_does_its_act_in_either_case_and_no_other_key_does() {
        let deeds = of_link(&LinkView { a: NodeId::server(1), b: NodeId::server(2), cut_ab: false, cut_ba: false });
        assert_eq!(act_of_key(&deeds, "X").as_deref(), Some("cut n1|n2"));
        assert_eq!(act_of_key(&deeds, "2").as_deref(), Some("cut n2>n1"));
        assert_eq!(act_of_key(&deeds, "Home"), None);
    }
}
