//! What is broken at the moment, and how to mend it.

use quorum_kernel::NodeId;
use quorum_scene::{LinkView, NodeStatus, NodeView, Scene};
use yew::{Callback, Html, html};

use super::draw_icon;
use crate::{
    controls::{leaves, left},
    t,
};

struct Fault {
    icon: &'static str,
    words: String,
    mend: String,
    label: String,
}

/// The faults that last, each with its remedy. Nothing is drawn while nothing is broken.
pub fn fault_list(scene: &Scene, on_act: &Callback<String>) -> Html {
    let clock_faults = scene.clock.clock_faults;
    let left = left(scene);
    let alone = |id: NodeId| scene.nodes.iter().any(|node| node.id == id && node.isolated);
    // A node that is cut off altogether is one fault, not one for every link.
    let links = scene.links.iter().filter(|link| !alone(link.a) && !alone(link.b)).filter_map(link_fault);
    let isolated = scene.nodes.iter().filter(|node| node.isolated).map(isolation);
    let faults: Vec<Fault> = scene.nodes.iter().filter_map(node_fault).chain(isolated).chain(links).collect();
    if faults.is_empty() && clock_faults == 0 {
        return Html::default();
    }
    let all = {
        let labels: Vec<String> = faults.iter().map(|fault| fault.label.clone()).collect();
        let on_act = on_act.clone();
        move |_| labels.iter().for_each(|label| on_act.emit(label.clone()))
    };
    html! {
        <section aria-labelledby="faults-title">
            <h2>
                <span id="faults-title">{ t!("faults-title") }</span>
                if faults.len() > 1 && faults.iter().all(|fault| leaves(left, &fault.label)) { <button class="btn quiet small push" onclick={all}>{ t!("mend-all") }</button> }
            </h2>
            <ul class="faults">
                { for faults.iter().map(|fault| {
                    let label = fault.label.clone();
                    html! {
                        <li key={label.clone()}>
                            <span class="lost-ink">{ draw_icon(fault.icon) }</span>
                            <span>{ &fault.words }</span>
                            if leaves(left, &label) {
                                <button class="btn small" data-act={label.clone()} onclick={on_act.reform(move |_| label.clone())}>
                                    { &fault.mend }
                                </button>
                            } else {
                                <span class="cap">{ t!("not-in-this-step") }</span>
                            }
                        </li>
                    }
                }) }
                if clock_faults > 0 {
                    <li><span class="lost-ink">{ draw_icon("clock") }</span><span>{ t!("clock-faults", n = clock_faults) }</span></li>
                }
            </ul>
        </section>
    }
}

fn node_fault(node: &NodeView) -> Option<Fault> {
    let id = node.id;
    match node.status {
        NodeStatus::Up => None,
        NodeStatus::Paused => Some(Fault {
            icon: "pause",
            words: t!("fault-paused", node = id),
            mend: t!("act-resume"),
            label: format!("resume {id}"),
        }),
        NodeStatus::Down => Some(Fault {
            icon: "power",
            words: t!("fault-down", node = id),
            mend: t!("act-restart"),
            label: format!("restart {id}"),
        }),
    }
}

fn isolation(node: &NodeView) -> Fault {
    let id = node.id;
    Fault { icon: "cut", words: t!("fault-isolated", node = id), mend: t!("act-rejoin"), label: format!("rejoin {id}") }
}

fn link_fault(link: &LinkView) -> Option<Fault> {
    let (a, b) = (link.a, link.b);
    let words = match (link.cut_ab, link.cut_ba) {
        (false, false) => return None,
        (true, true) => t!("fault-cut", a = a, b = b),
        (true, false) => t!("fault-cut-one", from = a, to = b),
        (false, true) => t!("fault-cut-one", from = b, to = a),
    };
    Some(Fault { icon: "cut", words, mend: t!("act-heal"), label: format!("heal {a}|{b}") })
}
