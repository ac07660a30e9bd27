//! The sandbox's form: which cluster to run, and how its network is.

mod form;

use quorum_kernel::{Setting, Text};
use quorum_scene::{Link, Scenario, SettingView, protocols, words::say};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, Properties, SubmitEvent, TargetCast, UseStateHandle, component, hook,
    html, use_effect_with, use_memo, use_mut_ref, use_node_ref, use_state,
};

use crate::{
    components::{draw_icon, draw_seed},
    t,
};
use form::{Field, Form, PRESETS};

/// The cluster one begins with: of the protocol of this id, or of the first of the register, as it stands there.
pub fn default_scenario(protocol: Option<&str>) -> Scenario {
    let register = protocols();
    let named = register.iter().find(|view| protocol == Some(view.id.as_str()));
    named.or(register.first()).unwrap_or_else(|| panic!("the register of protocols is empty")).scenario(SEED)
}

/// The seed one begins with.
const SEED: u64 = 42;

/// Properties of [`SetupPanel`].
#[derive(Properties, PartialEq)]
pub struct SetupPanelProps {
    /// What is on the desk. The form tells it, until somebody asks for something else in it.
    pub scenario: Scenario,
    /// Runs a cluster. Until then whatever runs goes on.
    pub on_open: Callback<Scenario>,
}

/// Which cluster to run.
#[component]
pub fn SetupPanel(props: &SetupPanelProps) -> Html {
    crate::hooks::use_words();
    let register = use_memo((), |()| protocols());
    let form = use_told_form(&props.scenario);
    // A field that was not left yet is not wrong yet; once somebody wants to run it, all are looked at.
    let tried = use_state(|| false);
    let place = use_node_ref();
    let chosen = register.iter().find(|view| view.id == form.protocol);
    let settings = chosen.map(|view| view.settings.clone()).unwrap_or_default();
    let wrong = settings.iter().any(|view| form.setting_fault(&view.setting).is_some());
    let submit = {
        let (form, tried, on_open, place) = (form.clone(), tried.clone(), props.on_open.clone(), place.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            match form.scenario() {
                Ok(_) if wrong => {}
                Ok(scenario) => on_open.emit(scenario),
                Err(field) => focus(place.cast(), field),
            }
        }
    };
    let choose_protocol = {
        let (form, register) = (form.clone(), register.clone());
        move |event: Event| {
            let id = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(view) = register.iter().find(|view| view.id == id) {
                form.set(Form::of(&view.scenario(SEED)));
            }
        }
    };
    let choose_mutant = change(&form, |form, value| form.mutant = Some(value).filter(|id| !id.is_empty()));
    let row = |field: Field, words: String| input(&form, field, words, *tried);
    html! {
        <form class="setup" onsubmit={submit} ref={place} novalidate=true>
            <div class="scroll">
                <h1>{ t!("sandbox") }</h1>
                <p class="lead">{ t!("sandbox-words") }</p>
                <label class="field">{ t!("protocol") }
                    <select name="protocol" onchange={choose_protocol}>
                        { for register.iter().map(|view| html! {
                            <option value={view.id.clone()} selected={view.id == form.protocol}>{ say(&view.title) }</option>
                        }) }
                    </select>
                </label>
                <div class="field pair">
                    { row(Field::Servers, t!("servers")) }
                    { row(Field::Clients, t!("clients")) }
                </div>
                <label class="field">{ t!("variant") }
                    <select name="variant" onchange={choose_mutant}>
                        <option value="" selected={form.mutant.is_none()}>{ t!("variant-correct") }</option>
                        { for chosen.iter().flat_map(|view| &view.mutants).map(|(id, wrong)| html! {
                            <option value={id.clone()} selected={form.mutant.as_ref() == Some(id)}>{ say(wrong) }</option>
                        }) }
                    </select>
                    <small>{ t!("variant-words") }</small>
                </label>
                if !settings.is_empty() {
                    <fieldset>
                        <legend>{ t!("settings") }</legend>
                        { for settings.iter().map(|view| setting_row(&form, view)) }
                    </fieldset>
                }
                <fieldset>
                    <legend>{ t!("network") }</legend>
                    { presets(&form) }
                    <div class="field pair">
                        { row(Field::Latency, t!("latency")) }
                        { row(Field::Jitter, t!("jitter")) }
                        { row(Field::Loss, t!("loss")) }
                        { row(Field::Duplication, t!("duplication")) }
                    </div>
                </fieldset>
                <div class="field seed-row">
                    { row(Field::Seed, t!("seed-field")) }
                    <button type="button" class="icon-btn" data-action="draw-seed" aria-label={t!("seed-draw")} title={t!("seed-draw")}
                        onclick={edit(&form, |form| form.set(Field::Seed, draw_seed()))}>{ draw_icon("dice") }</button>
                    <small>{ t!("seed-words") }</small>
                </div>
                <h2>{ t!("try-this") }</h2>
                <ul class="tries">{ for chosen.iter().flat_map(|view| &view.tries).map(|words| html! { <li>{ say(words) }</li> }) }</ul>
            </div>
            <div class="foot"><button class="btn primary" data-action="run-cluster">{ t!("run-cluster") }</button></div>
        </form>
    }
}

/// The form. It takes over what comes onto the desk, be it from a link or a search, unless what stands in it was asked
/// for in it and not run yet.
#[hook]
fn use_told_form(scenario: &Scenario) -> UseStateHandle<Form> {
    let form = use_state(|| Form::of(scenario));
    let told = use_mut_ref(|| scenario.clone());
    {
        let form = form.clone();
        use_effect_with(scenario.clone(), move |scenario| {
            let before = told.replace(scenario.clone());
            if form.tells(&before) {
                form.set(Form::of(scenario));
            }
        });
    }
    form
}

/// What changes the form when something happens.
fn edit<E>(form: &UseStateHandle<Form>, change: impl Fn(&mut Form) + 'static) -> Callback<E> {
    let form = form.clone();
    Callback::from(move |_| {
        let mut next = (*form).clone();
        change(&mut next);
        form.set(next);
    })
}

/// What changes the form by a list's choice.
fn change(form: &UseStateHandle<Form>, change: impl Fn(&mut Form, String) + 'static) -> Callback<Event> {
    let form = form.clone();
    Callback::from(move |event: Event| {
        let mut next = (*form).clone();
        change(&mut next, event.target_unchecked_into::<HtmlSelectElement>().value());
        form.set(next);
    })
}

const fn name(field: Field) -> &'static str {
    match field {
        Field::Servers => "servers",
        Field::Clients => "clients",
        Field::Latency => "latency",
        Field::Jitter => "jitter",
        Field::Loss => "loss",
        Field::Duplication => "duplication",
        Field::Seed => "seed",
    }
}

/// A field with its label, and what is wrong with it.
fn input(form: &UseStateHandle<Form>, field: Field, words: String, tried: bool) -> Html {
    let name = name(field);
    let typed = form.get(field).to_owned();
    // An empty field is one that is still to be filled in.
    let fault = form.fault(field).filter(|_| tried || !typed.is_empty());
    let oninput = {
        let form = form.clone();
        move |event: InputEvent| {
            let mut next = (*form).clone();
            next.set(field, event.target_unchecked_into::<HtmlInputElement>().value());
            form.set(next);
        }
    };
    let said = format!("fault-{name}");
    html! {
        <label>
            { words }
            <input class="mono" {name} inputmode={if field == Field::Seed { "numeric" } else { "decimal" }} autocomplete="off" maxlength="24"
                aria-invalid={fault.is_some().to_string()} aria-describedby={said.clone()} value={AttrValue::from(typed)} {oninput} />
            // Always there, so that what enters it is announced.
            <small class="lost-ink" id={said} role="status">{ for fault.iter().map(say) }</small>
        </label>
    }
}

/// A setting of the protocol: a switch, one of several names, or a number.
fn setting_row(form: &UseStateHandle<Form>, view: &SettingView) -> Html {
    let SettingView { setting, title: words, values } = view;
    let Setting { id, min, max, .. } = *setting;
    let fault = form.setting_fault(setting);
    let set = {
        let form = form.clone();
        move |typed: String| {
            let mut next = (*form).clone();
            next.set_setting(id, typed);
            form.set(next);
        }
    };
    if setting.is_switch() {
        let checked = form.setting(setting).trim() == "1";
        let onchange = move |event: Event| {
            set(u32::from(event.target_unchecked_into::<HtmlInputElement>().checked()).to_string());
        };
        return html! {
            <label class="check"><input type="checkbox" name={id} {checked} {onchange} />{ " " }{ say(words) }</label>
        };
    }
    if !values.is_empty() {
        let chosen = form.setting(setting);
        let onchange = move |event: Event| set(event.target_unchecked_into::<HtmlSelectElement>().value());
        let values = (min..).zip(values).map(|(value, name)| (value.to_string(), name));
        return html! {
            <label class="field">{ say(words) }
                <select name={id} {onchange}>
                    { for values.map(|(value, name)| html! { <option value={value.clone()} selected={value == chosen}>{ say(name) }</option> }) }
                </select>
            </label>
        };
    }
    let oninput = move |event: InputEvent| set(event.target_unchecked_into::<HtmlInputElement>().value());
    let said = format!("fault-{id}");
    html! {
        <label class="field">
            { say(words) }
            <input class="mono" type="text" inputmode="numeric" name={id} maxlength="9" min={min.to_string()} max={max.to_string()}
                aria-invalid={fault.is_some().to_string()} aria-describedby={said.clone()}
                value={AttrValue::from(form.setting(setting))} {oninput} />
            <small class="lost-ink" id={said} role="status">{ for fault.iter().map(say) }</small>
        </label>
    }
}

/// Networks to choose from. Which one it is follows from the fields, so that typing moves the choice.
fn presets(form: &UseStateHandle<Form>) -> Html {
    let link = form.link();
    let preset = |(id, wanted): &(&'static str, Link)| {
        let (id, wanted) = (*id, *wanted);
        html! {
            <button type="button" key={id} class="btn small" data-preset={id} aria-pressed={(link == Some(wanted)).to_string()}
                onclick={edit(form, move |form| form.set_link(wanted))}>{ say(&Text::new(id)) }</button>
        }
    };
    html! { <div class="presets" role="group" aria-label={t!("network")}>{ for PRESETS.iter().map(preset) }</div> }
}

/// Puts the focus where something is wrong.
fn focus(place: Option<HtmlElement>, field: Field) {
    let found = place.and_then(|place| place.query_selector(&format!("[name={}]", name(field))).ok().flatten());
    if let Some(input) = found.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        let _unfocused = input.focus();
    }
}
