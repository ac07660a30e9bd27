//! The cluster on the start page: real, running, and waiting to be broken.

use quorum_kernel::inspect::Icon as RoleIcon;
use quorum_scene::{Command, NodeStatus, Scenario, Scene};
use yew::{Callback, ContextProvider, Html, component, html, use_effect_with, use_memo};

use crate::{
    components::draw_icon,
    hooks::{reduced_motion, use_session},
    playback::Frames,
    setup::default_scenario,
    stage::Cluster,
    state::AppAction,
    t,
};

/// A Raft cluster, running now.
#[component]
pub fn Demo() -> Html {
    crate::hooks::use_words();
    let opening = use_memo((), |()| Command::Open(Box::new(Scenario { clients: 0, ..default_scenario(None) })));
    let session = use_session(Some(opening));
    let there = session.state.scene.is_some();
    {
        let session = session.clone();
        use_effect_with(there, move |there| {
            // Whoever asked for no motion starts it by hand.
            if *there && !reduced_motion() {
                session.play(true);
            }
        });
    }
    let Some(scene) = session.scene() else {
        return html! { <div class="live waiting"><p role="status">{ t!("engine-starting") }</p></div> };
    };
    let leader = leader(&scene);
    let playing = session.state.playing;
    let toggle = {
        let session = session.clone();
        move |_| session.play(!playing)
    };
    let crash = {
        let (session, label) = (session.clone(), leader.clone().map(|id| format!("crash {id}")));
        move |_| {
            if let Some(label) = label.clone() {
                session.act(label);
            }
        }
    };
    let down = scene.nodes.iter().find(|node| node.status == NodeStatus::Down).map(|node| node.id);
    let restart = {
        let session = session.clone();
        move |_| {
            if let Some(id) = down {
                session.act(format!("restart {id}"));
            }
        }
    };
    let on_select = {
        let session = session.clone();
        Callback::from(move |selected| session.select(selected))
    };
    let on_act = {
        let session = session.clone();
        Callback::from(move |label| session.act(label))
    };
    let (icon, words) = if playing { ("pause", t!("pause")) } else { ("play", t!("play")) };
    let state = session.state.clone();
    html! {
        <ContextProvider<Frames> context={session.frames.clone()}>
            <div class="live">
                <div class="canvas">
                    <Cluster scene={scene.clone()} selected={session.state.selected.clone()} {on_select} {on_act} />
                </div>
                <div class="livebar">
                    <p>
                        if let Some(problem) = &state.problem {
                            <span class="lost-ink" role="alert">{ quorum_scene::words::say(&problem.text) }</span>
                            <button class="btn quiet small" onclick={move |_| state.dispatch(AppAction::Dismiss)}>{ t!("dismiss") }</button>
                        } else { { t!("demo-words") } }
                    </p>
                    <button class="btn" data-action="demo-play" onclick={toggle}>{ draw_icon(icon) }{ words }</button>
                    // Before the other, whose place is at the end: it does not slip from under the pointer.
                    if let Some(id) = down {
                        <button class="btn" data-action="demo-restart" onclick={restart}>{ draw_icon("power") }{ t!("restart-node", node = id.to_string()) }</button>
                    }
                    <button class="btn danger" data-action="demo-crash" aria-disabled={leader.is_none().then_some("true")} onclick={crash}>{ draw_icon("power") }{ t!("crash-leader") }</button>
                </div>
            </div>
        </ContextProvider<Frames>>
    }
}

/// The leader that the cluster would follow: of two, the one that was elected later cannot be told from here, and
/// either may be crashed.
fn leader(scene: &Scene) -> Option<String> {
    let leads = |node: &&quorum_scene::NodeView| node.icon == Some(RoleIcon::Leader) && node.status == NodeStatus::Up;
    scene.nodes.iter().rfind(leads).map(|node| node.id.to_string())
}
