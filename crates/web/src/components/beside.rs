//! Protocols beside each other: the same cluster under the same faults, each with what it costs.

use std::rc::Rc;

use quorum_scene::{Command, Scenario, Scene, words::say};
use yew::{Callback, ContextProvider, Html, Properties, component, html, use_effect_with, use_memo};

use super::meters::call_cost;
use crate::{hooks::Lead, hooks::Session, hooks::use_session, playback::Frames, stage::Cluster, t};

/// A cluster in its column, under its name and over its costs.
pub fn column(scene: &Scene, cluster: Html) -> Html {
    let meters = &scene.meters;
    let figure = |id: &'static str, words: String, value: u32| {
        html! { <div data-figure={id}><dt>{ words }</dt><dd>{ t!("plain-number", n = value) }</dd></div> }
    };
    html! {
        <section class="column" aria-label={say(&scene.title)} data-column={scene.protocol.clone()}>
            <h2>{ say(&scene.title) }</h2>
            <div class="canvas">{ cluster }</div>
            <dl class="figures">
                { figure("messages", t!("meter-messages"), meters.messages) }
                { figure("lost", t!("meter-lost"), meters.lost) }
                { figure("writes", t!("meter-writes", n = meters.forced_writes), meters.forced_writes) }
            </dl>
            if let Some(call) = &meters.call { { call_cost(call) } } else { <p class="note">{ t!("beside-no-call") }</p> }
        </section>
    }
}

/// Properties of [`Beside`].
#[derive(Properties, PartialEq)]
pub struct BesideProps {
    /// The run that it stands beside, and follows.
    pub leader: Session,
    /// That run at its cursor.
    pub scene: Rc<Scene>,
    /// What runs here.
    pub scenario: Scenario,
}

/// A run beside another: it comes to the same moment, runs as fast, and has done to it what was done there by hand.
#[component]
pub fn Beside(props: &BesideProps) -> Html {
    crate::hooks::use_words();
    let opening = use_memo(props.scenario.clone(), |scenario| Command::OpenBeside(Box::new(scenario.clone())));
    let session = use_session(Some(opening));
    let lead = Lead {
        deeds: props.scene.lesson.as_ref().map(|lesson| lesson.deeds.clone()).unwrap_or_default(),
        now_us: props.scene.clock.now_us,
        playing: props.leader.state.playing,
        speed: props.leader.state.speed,
    };
    // A run that is replaced by another has been told nothing yet.
    let there = session.scene().is_some_and(|scene| *scene.scenario == props.scenario);
    {
        let session = session.clone();
        let lead = lead.clone();
        use_effect_with((there, lead.deeds.clone()), move |(there, _)| {
            if *there {
                session.catch_up(&lead);
            }
        });
    }
    {
        let session = session.clone();
        use_effect_with((there, lead), move |(there, lead)| {
            if *there {
                session.follow(lead);
            }
        });
    }
    let Some(scene) = session.scene() else {
        let words = session.state.problem.as_ref().map_or_else(|| t!("engine-starting"), |problem| say(&problem.text));
        return html! { <section class="column waiting"><p role="status">{ words }</p></section> };
    };
    let on_select = {
        let session = session.clone();
        Callback::from(move |selected| session.select(selected))
    };
    let on_act = {
        let session = session.clone();
        Callback::from(move |label| session.act(label))
    };
    let cluster =
        html! { <Cluster scene={scene.clone()} selected={session.state.selected.clone()} {on_select} {on_act} /> };
    html! {
        <ContextProvider<Frames> context={session.frames.clone()}>{ column(&scene, cluster) }</ContextProvider<Frames>>
    }
}
