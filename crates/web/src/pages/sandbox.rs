//! A cluster to play with, without a lesson.

use quorum_scene::{Command, Scenario, protocols, words::say};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{
    Callback, Event, Html, Properties, SubmitEvent, TargetCast, component, html, use_memo, use_node_ref, use_state,
};

use super::{Workbench, lesson::use_title};
use crate::{components::Crumb, hooks::use_session, t};

/// The cluster one begins with: the first protocol of the register, as it stands there.
pub fn default_setup() -> Scenario {
    protocols().first().unwrap_or_else(|| panic!("the register of protocols is empty")).scenario(42)
}

/// The page of the sandbox.
#[component]
pub fn SandboxPage() -> Html {
    crate::hooks::use_words();
    let setup = use_state(default_setup);
    let session = use_session(Some(Command::Open(Box::new((*setup).clone()))));
    let title = t!("sandbox");
    use_title(&title);
    let scene = session.scene();
    let detail = scene.as_ref().map_or_else(String::new, |scene| say(&scene.title));
    let on_open = {
        let (setup, session) = (setup.clone(), session.clone());
        Callback::from(move |wanted: Scenario| {
            if wanted == *setup {
                // The same again is a wish too: begin anew.
                session.jump(Command::Open(Box::new(wanted)));
            } else {
                setup.set(wanted);
            }
        })
    };
    html! {
        <Workbench {session} crumb={Crumb { words: title, detail }} left_words={(t!("setup"), "bench")}>
            <SetupPanel setup={(*setup).clone()} {on_open} />
        </Workbench>
    }
}

/// Properties of [`SetupPanel`].
#[derive(Properties, PartialEq)]
struct SetupPanelProps {
    setup: Scenario,
    on_open: Callback<Scenario>,
}

/// Which cluster to run.
#[component]
fn SetupPanel(props: &SetupPanelProps) -> Html {
    crate::hooks::use_words();
    let (servers, clients, mutant, seed) = (use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref());
    let setup = &props.setup;
    let register = use_memo((), |()| protocols());
    let protocol = use_state(|| setup.protocol.clone());
    let chosen = register.iter().find(|view| view.id == *protocol);
    let choose = {
        let protocol = protocol.clone();
        move |event: Event| protocol.set(event.target_unchecked_into::<HtmlSelectElement>().value())
    };
    let submit = {
        let (setup, on_open, protocol) = (setup.clone(), props.on_open.clone(), protocol.clone());
        let (servers, clients, mutant, seed) = (servers.clone(), clients.clone(), mutant.clone(), seed.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let number = |input: &yew::NodeRef, before: u8| {
                let typed = input.cast::<HtmlInputElement>().and_then(|input| input.value().parse().ok());
                typed.unwrap_or(before)
            };
            let chosen = mutant.cast::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            // The field takes no other text than a number of 64 bits.
            let seed = seed.cast::<HtmlInputElement>().and_then(|input| input.value().parse().ok());
            on_open.emit(Scenario {
                servers: number(&servers, setup.servers),
                clients: number(&clients, setup.clients),
                mutant: Some(chosen).filter(|chosen| !chosen.is_empty()),
                seed: seed.unwrap_or(setup.seed),
                protocol: (*protocol).clone(),
                ..setup.clone()
            });
        }
    };
    html! {
        <form class="setup" onsubmit={submit}>
            <div class="scroll">
                <h1>{ t!("sandbox") }</h1>
                <p class="lead">{ t!("sandbox-words") }</p>
                <label class="field">{ t!("protocol") }
                    <select onchange={choose}>
                        { for register.iter().map(|view| html! {
                            <option value={view.id.clone()} selected={view.id == *protocol}>{ say(&view.title) }</option>
                        }) }
                    </select>
                </label>
                <div class="field pair">
                    <label>{ t!("servers") }<input ref={servers} type="number" min="1" max="9" required=true value={setup.servers.to_string()} /></label>
                    <label>{ t!("clients") }<input ref={clients} type="number" min="0" max="20" required=true value={setup.clients.to_string()} /></label>
                </div>
                <label class="field">{ t!("variant") }
                    <select ref={mutant}>
                        <option value="" selected={setup.mutant.is_none()}>{ t!("variant-correct") }</option>
                        { for chosen.iter().flat_map(|view| &view.mutants).map(|(id, wrong)| html! {
                            <option value={id.clone()} selected={setup.mutant.as_ref() == Some(id)}>{ say(wrong) }</option>
                        }) }
                    </select>
                    <small>{ t!("variant-words") }</small>
                </label>
                <label class="field">{ t!("seed-field") }
                    <input ref={seed} class="mono" inputmode="numeric" pattern="[0-9]{1,19}" title={t!("seed-shape")} required=true autocomplete="off" value={setup.seed.to_string()} />
                    <small>{ t!("seed-words") }</small>
                </label>
                <h2>{ t!("try-this") }</h2>
                <ul class="tries"><li>{ t!("try-crash") }</li><li>{ t!("try-minority") }</li><li>{ t!("try-back") }</li></ul>
            </div>
            <div class="foot"><button class="btn primary">{ t!("run-cluster") }</button></div>
        </form>
    }
}
