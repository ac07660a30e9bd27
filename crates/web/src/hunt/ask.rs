//! The dialog that asks what to hunt.

use std::rc::Rc;

use quorum_kernel::{Fault, Text};
use quorum_scene::{Command, Limits, PropertyMode, Recording, Scene, hunt::Order, protocols, words::say};
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::{
    AttrValue, Callback, Event, Html, InputEvent, Properties, SubmitEvent, TargetCast, UseStateHandle, component, html,
    use_effect_with, use_state,
};

use crate::{
    components::{Modal, draw_icon},
    hooks::Session,
    state::{AppAction, Pane},
    t,
};

/// How many states at most, to choose from.
const STATES: [u32; 4] = [100_000, 1_000_000, 5_000_000, 20_000_000];
/// How much memory the worker may take at most, in bytes.
const BYTES_MAX: u64 = 1 << 30;

/// What is counted, and its words. Requests are listed, not counted.
const COUNTED: [(Fault, &str); 7] = [
    (Fault::Fire, "hunt-count-fires"),
    (Fault::Crash, "hunt-count-crashes"),
    (Fault::Wipe, "hunt-count-wipes"),
    (Fault::Drop, "hunt-count-drops"),
    (Fault::Duplicate, "hunt-count-duplicates"),
    (Fault::Cut, "hunt-count-cuts"),
    (Fault::Pause, "hunt-count-pauses"),
];

/// Where a hunt starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// In the small cluster that the protocol, or the mutant, declares.
    Declared,
    /// In the cluster on the desk, before anything has happened.
    Start,
    /// In the cluster on the desk, where the run stands.
    Here,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
struct Form {
    mutant: Option<String>,
    from: From,
    property: Option<String>,
    counts: [String; Fault::ALL.len()],
    requests: String,
    within_steps: bool,
    states: u32,
}

impl Form {
    /// As the protocol, or its mutant, declares it.
    fn of(declared: &Order) -> Self {
        Self {
            mutant: declared.start.scenario.mutant.clone(),
            from: From::Declared,
            property: declared.property.clone(),
            counts: Fault::ALL.map(|fault| declared.budget.left(fault).to_string()),
            requests: declared.requests.join("\n"),
            within_steps: declared.within_steps,
            states: STATES[2],
        }
    }

    fn count(&self, fault: Fault) -> Option<u8> {
        self.counts[fault as usize].trim().parse().ok()
    }

    fn is_right(&self) -> bool {
        COUNTED.iter().all(|(fault, _)| self.count(*fault).is_some())
    }

    /// The order, from a recording that leads to where it starts; `None`: from where it is declared.
    fn order(&self, declared: &Order, recording: Option<Recording>) -> Order {
        let mut order = declared.clone();
        if let Some(mut recording) = recording {
            if self.from == From::Start {
                recording = recording.begun();
                recording.scenario.mutant.clone_from(&self.mutant);
            }
            // A step of a lesson asks for its own searches.
            (recording.lesson, recording.step, recording.step_from) = (None, None, None);
            order.start = recording;
        }
        order.property.clone_from(&self.property);
        order.requests =
            self.requests.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        for (fault, _) in COUNTED {
            order.budget = order.budget.with(fault, self.count(fault).unwrap_or(0));
        }
        order.within_steps = self.within_steps;
        order.limits = Limits { states: self.states, bytes: BYTES_MAX, ..Limits::default() };
        order
    }
}

/// Properties of [`HuntDialog`].
#[derive(Properties, PartialEq)]
pub struct HuntDialogProps {
    /// The run.
    pub session: Session,
    /// The world at the cursor.
    pub scene: Rc<Scene>,
    /// The dialog was closed.
    pub on_close: Callback<()>,
}

/// The dialog. It opens with what is declared for the variant on the desk, once the engine has told that.
#[component]
pub fn HuntDialog(props: &HuntDialogProps) -> Html {
    crate::hooks::use_words();
    let declared = use_state(|| None::<Result<Rc<Order>, Text>>);
    let ask = {
        let (declared, session) = (declared.clone(), props.session.clone());
        Callback::from(move |mutant: Option<String>| {
            let declared = declared.clone();
            session.order(Command::Declared { mutant }, move |order| {
                declared.set(Some(order.map(Rc::new).map_err(|problem| problem.text)));
            });
        })
    };
    {
        let (ask, mutant) = (ask.clone(), props.scene.mutant.clone());
        use_effect_with((), move |()| ask.emit(mutant));
    }
    html! {
        <Modal title={t!("hunt-ask")} on_close={props.on_close.clone()}>
            { match &*declared {
                None => Html::default(),
                Some(Err(why)) => html! { <p class="lost-ink" role="alert">{ say(why) }</p> },
                Some(Ok(declared)) => html! {
                    <HuntForm session={props.session.clone()} scene={props.scene.clone()} on_close={props.on_close.clone()}
                        declared={declared.clone()} on_variant={ask} />
                },
            } }
        </Modal>
    }
}

/// Properties of [`HuntForm`].
#[derive(Properties, PartialEq)]
struct HuntFormProps {
    session: Session,
    scene: Rc<Scene>,
    on_close: Callback<()>,
    /// What is declared for the variant that is chosen.
    declared: Rc<Order>,
    /// Another variant was chosen.
    on_variant: Callback<Option<String>>,
}

/// What is asked in the dialog.
#[component]
fn HuntForm(props: &HuntFormProps) -> Html {
    crate::hooks::use_words();
    let scene = &props.scene;
    let form = use_state(|| Form::of(&props.declared));
    let wrong = use_state(|| None::<Text>);
    {
        let form = form.clone();
        use_effect_with(props.declared.clone(), move |declared| form.set(Form::of(declared)));
    }
    let submit = {
        let (form, wrong, session, on_close, declared) =
            (form.clone(), wrong.clone(), props.session.clone(), props.on_close.clone(), props.declared.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            if form.is_right() {
                begin(&form, &declared, &session, &wrong, &on_close);
            }
        }
    };
    html! {
        <form class="hunt-form" onsubmit={submit} novalidate=true>
            <p>{ t!("hunt-words") }</p>
            { variant(&form, scene, &props.on_variant) }
            { property(&form, scene) }
            <fieldset>
                <legend>{ t!("hunt-budget") }</legend>
                <div class="counts">{ for COUNTED.iter().map(|(fault, words)| count(&form, *fault, words)) }</div>
                <label class="check">
                    <input type="checkbox" name="within-steps" checked={form.within_steps} onchange={change(&form, |form, event: Event| {
                        form.within_steps = event.target_unchecked_into::<HtmlInputElement>().checked();
                    })} />{ " " }{ t!("hunt-within-steps") }
                </label>
            </fieldset>
            <label class="field">{ t!("hunt-requests-asked") }
                <textarea class="mono" name="requests" rows="2" placeholder={sample(scene)} value={form.requests.clone()}
                    oninput={change(&form, |form, event: InputEvent| {
                        form.requests = event.target_unchecked_into::<HtmlTextAreaElement>().value();
                    })} />
            </label>
            { from(&form) }
            { states(&form) }
            <p class="lost-ink" role="alert">{ for wrong.iter().map(say) }</p>
            <p class="line"><button class="btn primary" data-action="begin-hunt" disabled={!form.is_right()}>{ draw_icon("search") }{ t!("hunt-begin") }</button></p>
        </form>
    }
}

fn begin(
    form: &Form,
    declared: &Rc<Order>,
    session: &Session,
    wrong: &UseStateHandle<Option<Text>>,
    on_close: &Callback<()>,
) {
    let hunt = {
        let (form, declared, session, on_close) = (form.clone(), declared.clone(), session.clone(), on_close.clone());
        move |recording: Option<Recording>| {
            on_close.emit(());
            session.state.dispatch(AppAction::Show(Pane::Inspector));
            session.hunt.begin(form.order(&declared, recording));
        }
    };
    if form.from == From::Declared {
        return hunt(None);
    }
    let wrong = wrong.clone();
    session.save(move |saved| {
        let recording = saved.map_err(|problem| problem.text);
        match recording.and_then(|json| Recording::parse(&json).map_err(|bad| bad.text())) {
            Ok(recording) => hunt(Some(recording)),
            Err(why) => wrong.set(Some(why)),
        }
    });
}

/// What changes the form when something happens.
fn change<E: 'static>(form: &UseStateHandle<Form>, change: impl Fn(&mut Form, E) + 'static) -> Callback<E> {
    let form = form.clone();
    Callback::from(move |event: E| {
        let mut next = (*form).clone();
        change(&mut next, event);
        form.set(next);
    })
}

fn chosen(event: &Event) -> Option<String> {
    Some(event.target_unchecked_into::<HtmlSelectElement>().value()).filter(|value| !value.is_empty())
}

fn variant(form: &UseStateHandle<Form>, scene: &Scene, on_variant: &Callback<Option<String>>) -> Html {
    let mutants = protocols().into_iter().find(|view| view.id == scene.protocol).map(|view| view.mutants);
    let choose = on_variant.reform(|event: Event| chosen(&event));
    html! {
        <label class="field">{ t!("variant") }
            <select name="hunt-variant" onchange={choose} disabled={form.from == From::Here}>
                <option value="" selected={form.mutant.is_none()}>{ t!("variant-correct") }</option>
                { for mutants.iter().flatten().map(|(id, words)| html! {
                    <option value={id.clone()} selected={form.mutant.as_ref() == Some(id)}>{ say(words) }</option>
                }) }
            </select>
        </label>
    }
}

fn property(form: &UseStateHandle<Form>, scene: &Scene) -> Html {
    let choose = change(form, |form, event: Event| form.property = chosen(&event));
    let mode = |mode: PropertyMode| match mode {
        PropertyMode::Always => t!("mode-always"),
        PropertyMode::Eventually => t!("mode-eventually"),
        PropertyMode::Sometimes => t!("mode-sometimes"),
    };
    html! {
        <label class="field">{ t!("hunt-property-asked") }
            <select name="hunt-property" onchange={choose}>
                <option value="" selected={form.property.is_none()}>{ t!("hunt-any-property") }</option>
                { for scene.properties.iter().map(|property| html! {
                    <option value={property.id.clone()} selected={form.property.as_ref() == Some(&property.id)}>
                        { say(&property.title) }{ " (" }{ mode(property.mode) }{ ")" }
                    </option>
                }) }
            </select>
        </label>
    }
}

fn count(form: &UseStateHandle<Form>, fault: Fault, words: &'static str) -> Html {
    let typed = form.counts[fault as usize].clone();
    let oninput = change(form, move |form, event: InputEvent| {
        form.counts[fault as usize] = event.target_unchecked_into::<HtmlInputElement>().value();
    });
    html! {
        <label>
            { say(&Text::new(words)) }
            <input class="mono" inputmode="numeric" maxlength="3" name={fault.word()} autocomplete="off"
                aria-invalid={form.count(fault).is_none().to_string()} value={AttrValue::from(typed)} {oninput} />
        </label>
    }
}

/// Where it starts. In another variant there is no run to start from.
fn from(form: &UseStateHandle<Form>) -> Html {
    let radio = |from: From, value: &'static str, words: String| {
        html! {
            <label class="check"><input type="radio" name="hunt-from" {value} checked={form.from == from}
                onchange={change(form, move |form, _: Event| form.from = from)} />{ " " }{ words }</label>
        }
    };
    html! {
        <fieldset>
            <legend>{ t!("hunt-from") }</legend>
            { radio(From::Declared, "declared", t!("hunt-from-declared")) }
            { radio(From::Start, "start", t!("hunt-from-start")) }
            { radio(From::Here, "here", t!("hunt-from-here")) }
        </fieldset>
    }
}

fn states(form: &UseStateHandle<Form>) -> Html {
    let choose = change(form, |form, event: Event| {
        form.states = chosen(&event).and_then(|value| value.parse().ok()).unwrap_or(form.states);
    });
    html! {
        <label class="field">{ t!("hunt-states-max") }
            <select name="hunt-states" onchange={choose}>
                { for STATES.iter().map(|states| html! {
                    <option value={states.to_string()} selected={form.states == *states}>{ t!("hunt-number", n = *states) }</option>
                }) }
            </select>
        </label>
    }
}

/// What a request looks like.
fn sample(scene: &Scene) -> String {
    scene.sample_requests.first().map_or_else(String::new, |request| format!("c1 {request}"))
}
