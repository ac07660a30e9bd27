//! Manual mode: everything that can happen at the cursor, for somebody to choose from: first what comes by itself, as
//! it is due, then what can be done besides, by whom it happens to.

use quorum_kernel::NodeId;
use quorum_scene::{ActionView, May, words::say};
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::{AttrValue, Callback, Html, InputEvent, Properties, TargetCast, component, html, use_node_ref, use_state_eq};

use super::{draw_event, draw_icon};
use crate::{hooks::move_focus, stage_props::Selection, t};

/// A list longer than this can be filtered.
const FILTER_FROM: usize = 12;

/// Properties of [`Actions`].
#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    /// What can happen, in order.
    pub actions: Vec<ActionView>,
    /// How many more there are.
    pub hidden: u32,
    /// How often somebody did what no clock allows.
    pub clock_faults: u32,
    /// Does one, by its label.
    pub on_act: Callback<String>,
    /// Points at what one is about, while it has the pointer or the focus.
    pub on_point: Callback<Option<Selection>>,
}

/// Everything that can happen now.
#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    crate::hooks::use_words();
    let filter = use_state_eq(String::new);
    let entry = use_state_eq(|| (String::new(), 0));
    let list = use_node_ref();
    let on_filter = {
        let filter = filter.clone();
        move |event: InputEvent| filter.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let needle = filter.trim().to_lowercase();
    let shown: Vec<&ActionView> =
        props.actions.iter().filter(|action| action.label.to_lowercase().contains(&needle)).collect();
    let groups = groups(&shown);
    let rows: Vec<&ActionView> = groups.iter().flat_map(|(_, members)| members.iter().copied()).collect();
    let place = |label: &str| rows.iter().position(|action| action.label == label);
    // Where Tab enters the list: where it was left, else beside that.
    let entry_place = place(&entry.0).unwrap_or(entry.1).min(rows.len().saturating_sub(1));
    let row = |action: &&ActionView| {
        let place = place(&action.label).unwrap_or_default();
        let enter = {
            let (entry, label) = (entry.clone(), action.label.clone());
            Callback::from(move |()| entry.set((label.clone(), place)))
        };
        row(action, place == entry_place, enter, props.on_act.clone(), &props.on_point)
    };
    let rove = {
        let list = list.clone();
        move |event: KeyboardEvent| move_focus(&event, list.cast(), "button")
    };
    let can = props.actions.iter().filter(|action| !matches!(action.may, May::No(_))).count();
    html! {
        <section class="actions" aria-labelledby="actions-title">
            <h2>
                <span id="actions-title">{ t!("actions-title") }</span>
                <span class="note">{ t!("actions-count", n = can) }</span>
                if props.clock_faults > 0 {
                    <span class="note lost-ink" data-clock-faults={props.clock_faults.to_string()}>{ t!("clock-faults", n = props.clock_faults) }</span>
                }
                if props.actions.len() > FILTER_FROM {
                    <label class="filter">
                        { draw_icon("search") }
                        <input type="search" data-filter="" placeholder={t!("filter")} aria-label={t!("filter-actions")}
                            value={AttrValue::from((*filter).clone())} oninput={on_filter} />
                    </label>
                }
            </h2>
            <div class="action-groups" ref={list} onkeydown={rove} onmouseleave={props.on_point.reform(|_| None)}>
                { for groups.iter().map(|(group, members)| html! {
                    <div class="action-group" key={group.key()} role="group" aria-label={group.words()} data-group={group.key()}>
                        <h3>{ group.words() }</h3>
                        { for members.iter().map(row) }
                    </div>
                }) }
                if props.hidden > 0 { <p class="cap">{ t!("actions-hidden", n = props.hidden) }</p> }
                if shown.is_empty() {
                    <p class="cap">{ if props.actions.is_empty() { t!("actions-none") } else { t!("actions-no-match") } }</p>
                }
            </div>
        </section>
    }
}

/// What actions have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    /// They come by themselves.
    Due,
    /// They happen to this node.
    Node(NodeId),
    /// They happen to the network.
    Network,
}

impl Group {
    fn of(action: &ActionView) -> Self {
        match (action.due_us, action.node) {
            (Some(_), _) => Group::Due,
            (None, Some(node)) => Group::Node(node),
            (None, None) => Group::Network,
        }
    }

    fn key(self) -> String {
        match self {
            Group::Due => "due".to_owned(),
            Group::Node(node) => node.to_string(),
            Group::Network => "network".to_owned(),
        }
    }

    fn words(self) -> String {
        match self {
            Group::Due => t!("actions-due"),
            Group::Node(node) => node.to_string(),
            Group::Network => t!("network"),
        }
    }
}

/// The actions in groups: what comes by itself first, soonest first; groups and actions else in the order in which they
/// come.
fn groups<'a>(actions: &[&'a ActionView]) -> Vec<(Group, Vec<&'a ActionView>)> {
    let mut groups: Vec<(Group, Vec<&ActionView>)> = vec![(Group::Due, Vec::new())];
    for action in actions {
        let group = Group::of(action);
        match groups.iter_mut().find(|(other, _)| *other == group) {
            Some((_, members)) => members.push(action),
            None => groups.push((group, vec![action])),
        }
    }
    groups[0].1.sort_by_key(|action| action.due_us);
    groups.retain(|(_, members)| !members.is_empty());
    groups
}

fn row(
    action: &ActionView,
    entry: bool,
    enter: Callback<()>,
    on_act: Callback<String>,
    on_point: &Callback<Option<Selection>>,
) -> Html {
    let (class, why) = match &action.may {
        May::Yes => ("action", None),
        May::ClockFault => ("action early", Some(t!("action-early"))),
        May::No(why) => ("action no", Some(say(why))),
    };
    let forbidden = matches!(action.may, May::No(_));
    let label = action.label.clone();
    let onclick = move |_| {
        if !forbidden {
            on_act.emit(label.clone());
        }
    };
    let about = about(action);
    let over = {
        let about = about.clone();
        on_point.reform(move |_| about.clone())
    };
    let focused = {
        let on_point = on_point.clone();
        move |_| {
            enter.emit(());
            on_point.emit(about.clone());
        }
    };
    html! {
        <button key={action.label.clone()} {class} tabindex={if entry { "0" } else { "-1" }} data-choice={action.label.clone()}
            aria-disabled={forbidden.then_some("true")} {onclick}
            onmouseenter={over} onfocus={focused} onblur={on_point.reform(|_| None)}>
            { draw_event(action.icon, action.look) }
            <span class="label">{ &action.label }</span>
            if let Some(due) = action.due_us.filter(|_| !forbidden) { <time>{ t!("elapsed-s", us = due) }</time> }
            if let Some(why) = why { <small>{ why }</small> }
        </button>
    }
}

/// What an action is about: the message that its label names, else its node or its link.
fn about(action: &ActionView) -> Option<Selection> {
    let mut words = action.label.split(' ').skip(1);
    let first = words.next()?;
    if let (true, Some(name)) = (first.contains('>'), words.next()) {
        return Some(Selection::Message(format!("{first} {name}")));
    }
    let ends = first.split_once('|').or_else(|| first.split_once('>'));
    if let Some((a, b)) = ends.and_then(|(a, b)| Some((a.parse::<NodeId>().ok()?, b.parse::<NodeId>().ok()?))) {
        return Some(Selection::Link(a.min(b), a.max(b)));
    }
    action.node.or_else(|| first.parse().ok()).map(Selection::Node)
}

#[cfg(test)]
mod tests {
    use quorum_scene::EventIcon;

    use super::*;

    fn action(label: &str, node: Option<NodeId>) -> ActionView {
        ActionView { label: label.to_owned(), node, icon: EventIcon::Deliver, look: None, due_us: None, may: May::Yes }
    }

    #[test]
    fn an_action_points_at_what_it_is_about() {
        let (n1, n2) = (NodeId::server(1), NodeId::server(2));
        let cases = [
            ("deliver n1>n2 Vote#1", Some(n2), Selection::Message("n1>n2 Vote#1".to_owned())),
            ("delay n1>n2 Vote#1 50ms", Some(n2), Selection::Message("n1>n2 Vote#1".to_owned())),
            ("cut n2>n1", None, Selection::Link(n1, n2)),
            ("heal n1|n2", None, Selection::Link(n1, n2)),
            ("fire n1 election", Some(n1), Selection::Node(n1)),
            ("isolate n2", Some(n2), Selection::Node(n2)),
        ];
        for (label, node, expected) in cases {
            assert_eq!(about(&action(label, node)), Some(expected), "{label}");
        }
    }

    #[test]
    fn what_comes_by_itself_stands_first_and_all_else_by_whom_it_happens_to() {
        let (n1, n2) = (NodeId::server(1), NodeId::server(2));
        let due = |label, us| ActionView { due_us: Some(us), ..action(label, Some(n1)) };
        let all = [
            action("crash n2", Some(n2)),
            due("fire n1 election", 90),
            action("crash n1", Some(n1)),
            due("deliver n2>n1 Vote#1", 20),
            action("wipe n2", Some(n2)),
            action("cut n1|n2", None),
        ];
        let grouped = groups(&all.iter().collect::<Vec<_>>());
        let labels: Vec<(String, Vec<&str>)> = grouped
            .iter()
            .map(|(group, members)| (group.key(), members.iter().map(|action| action.label.as_str()).collect()))
            .collect();
        let expected = [
            ("due", vec!["deliver n2>n1 Vote#1", "fire n1 election"]),
            ("n2", vec!["crash n2", "wipe n2"]),
            ("n1", vec!["crash n1"]),
            ("network", vec!["cut n1|n2"]),
        ];
        assert_eq!(labels, expected.map(|(key, labels)| (key.to_owned(), labels)));
        assert!(groups(&[&all[0]]).iter().all(|(group, _)| *group != Group::Due));
    }
}
