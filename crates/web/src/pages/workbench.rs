//! The screen on which a run is watched and broken: a pane of words at the left, the stage, the inspector.

use quorum_kernel::Text;
use quorum_scene::{Command, OpenView, Scenario, Scene, ViewBody, words};
use std::rc::Rc;
use yew::{Callback, ContextProvider, Html, Properties, UseStateHandle, component, html, use_state_eq};

use crate::{
    components::{
        Actions, Asked, Beside, Crumb, Events, Header, Share, TimelineView, Transport, column, departed, draw_icon,
        fault_list, help_dialog, inspector, keys_dialog, meter_row, property_list, toast,
    },
    controls::left,
    hooks::{Session, use_keys},
    hunt::{HuntDialog, hunt_told},
    playback::Frames,
    stage::{Bubble, Cluster},
    stage_props::Selection,
    state::{AppAction, Dialog, Pane},
    t,
    views::{Axis, Lanes, RingView, board, chart, use_axis, view_tabs},
};

/// Properties of [`Workbench`].
#[derive(Properties, PartialEq)]
pub struct WorkbenchProps {
    /// The run.
    pub session: Session,
    /// Where one is.
    pub crumb: Crumb,
    /// What the left pane is called on a narrow screen, with its icon.
    pub left_words: (String, &'static str),
    /// What a narrow screen says above the stage, with the way to the left pane; nothing if `None`.
    #[prop_or_default]
    pub ribbon: Option<Html>,
    /// Notes for the stage.
    #[prop_or_default]
    pub notes: Vec<Bubble>,
    /// The way on if this run cannot be opened.
    #[prop_or_default]
    pub without: Option<Html>,
    /// The left pane.
    pub children: Html,
}

/// The three panes. On a narrow screen one of them is shown at a time.
#[component]
pub fn Workbench(props: &WorkbenchProps) -> Html {
    crate::hooks::use_words();
    let session = &props.session;
    let state = &session.state;
    let pointed = use_state_eq(|| None::<Selection>);
    let noted = use_state_eq(|| None::<Text>);
    let axis = use_axis();
    use_keys(session);
    let dispatch = |action: fn() -> AppAction| {
        let state = state.clone();
        Callback::from(move |()| state.dispatch(action()))
    };
    let on_dialog = {
        let state = state.clone();
        Callback::from(move |dialog: Dialog| state.dispatch(AppAction::Open(Some(dialog))))
    };
    let close = dispatch(|| AppAction::Open(None));
    let pane = match state.pane {
        Pane::Lesson => "lesson",
        Pane::Stage => "stage",
        Pane::Inspector => "inspector",
    };
    let compared = session.scene().and_then(|scene| (!beside(&scene).is_empty()).then_some("true"));
    html! {
        <ContextProvider<Frames> context={session.frames.clone()}>
            <div class="app" data-compared={compared} data-pane={pane} data-playing={state.playing.to_string()}>
                <Header crumb={Some(props.crumb.clone())} {on_dialog} />
                <main class="panes">
                <aside class="left" aria-label={props.left_words.0.clone()}>{ props.children.clone() }</aside>
                <section class="middle" aria-label={t!("stage")}>
                    if let Some(ribbon) = &props.ribbon {
                        <button class="ribbon narrow-only" onclick={dispatch(|| AppAction::Show(Pane::Lesson)).reform(|_| ())}>
                            { ribbon.clone() }{ draw_icon("chevron-right") }
                        </button>
                    }
                    if let Some(scene) = session.scene() {
                        if let Some(departure) = scene.departure.as_ref().filter(|departure| noted.as_ref() != Some(departure)) {
                            { departed(departure, note(&noted, departure)) }
                        }
                        { stage(session, &scene, &axis, &props.notes, &pointed) }
                    } else if let Some(problem) = &state.problem {
                        <div class="canvas waiting" role="alert"><p>{ words::say(&problem.text) }</p>{ for props.without.clone() }</div>
                    } else {
                        <div class="canvas waiting" role="status"><p>{ t!("engine-starting") }</p></div>
                    }
                </section>
                <aside class="inspector" aria-label={t!("inspector")}>
                    if let Some(scene) = session.scene() { { inspector_pane(session, &scene) } }
                </aside>
                </main>
                { tab_bar(session, &props.left_words) }
                if let Some(scene) = session.scene() { { live_region(&scene, state.playing) } }
                if state.dialog == Some(Dialog::Keys) { { keys_dialog(&close) } }
                if state.dialog == Some(Dialog::Help) { { help_dialog(&close) } }
                if let (Some(Dialog::Hunt), Some(scene)) = (state.dialog, session.scene()) {
                    <HuntDialog session={session.clone()} {scene} on_close={close.clone()} />
                }
                if state.dialog == Some(Dialog::Share) { <Share session={session.clone()} on_close={close.clone()} /> }
            </div>
        </ContextProvider<Frames>>
    }
}

/// What puts a note away that one has read.
fn note(noted: &UseStateHandle<Option<Text>>, words: &Text) -> Callback<()> {
    let (noted, words) = (noted.clone(), words.clone());
    Callback::from(move |()| noted.set(Some(words.clone())))
}

fn stage(
    session: &Session,
    scene: &Rc<Scene>,
    axis: &Axis,
    notes: &[Bubble],
    pointed: &UseStateHandle<Option<Selection>>,
) -> Html {
    let state = &session.state;
    let with = |run: fn(&Session)| {
        let session = session.clone();
        Callback::from(move |()| run(&session))
    };
    let on_jump = {
        let session = session.clone();
        Callback::from(move |command| session.jump(command))
    };
    let on_select = {
        let session = session.clone();
        Callback::from(move |selected| session.select(selected))
    };
    let on_play = {
        let session = session.clone();
        Callback::from(move |playing| session.play(playing))
    };
    let on_speed = {
        let session = session.clone();
        Callback::from(move |speed| session.set_speed(speed))
    };
    let on_manual = {
        let session = session.clone();
        Callback::from(move |on| session.set_manual(on))
    };
    let on_point = {
        let pointed = pointed.clone();
        Callback::from(move |at| pointed.set(at))
    };
    let dismiss = {
        let state = state.clone();
        Callback::from(move |()| state.dispatch(AppAction::Dismiss))
    };
    let on_view = {
        let session = session.clone();
        Callback::from(move |id| session.view(id))
    };
    let cluster = html! {
        <Cluster scene={scene.clone()} selected={state.selected.clone()} pointed={(**pointed).clone()} notes={notes.to_vec()}
            {on_select} on_act={on_act(session)} />
    };
    let tab =
        (!scene.views.is_empty()).then(|| format!("tab-{}", scene.view.as_ref().map_or("cluster", |view| &view.id)));
    html! {
        <>
            { view_tabs(scene, &on_view) }
            <div class="canvas" id="view" role={tab.is_some().then_some("tabpanel")} aria-labelledby={tab}>
                if let Some(view) = &scene.view { { open_view(scene, view, axis) } } else if beside(scene).is_empty() { { cluster } } else {
                    <div class="compared">
                        { column(scene, cluster) }
                        { for beside(scene).iter().map(|scenario| html! {
                            <Beside key={scenario.protocol.clone()} leader={session.clone()} scene={scene.clone()} scenario={scenario.clone()} />
                        }) }
                    </div>
                }
                { toast(state.problem.as_ref(), &dismiss) }
            </div>
            if let Some(actions) = &scene.actions {
                <Actions actions={actions.clone()} hidden={scene.actions_hidden} clock_faults={scene.clock.clock_faults} on_act={on_act(session)} {on_point} />
            }
            <div class="transport">
                <Transport scene={scene.clone()} playing={state.playing} speed={state.speed} {on_play}
                    on_forward={with(Session::forward)} on_jump={on_jump.clone()} {on_speed} {on_manual} />
                <TimelineView scene={scene.clone()} axis={axis.clone()} {on_jump} />
            </div>
        </>
    }
}

/// The runs beside this one, to be compared.
fn beside(scene: &Scene) -> &[Scenario] {
    scene.lesson.as_ref().map_or(&[], |lesson| &lesson.beside)
}

/// A view that is open in place of the cluster: what it shows, what was found, and the picture.
fn open_view(scene: &Rc<Scene>, view: &OpenView, axis: &Axis) -> Html {
    html! {
        <div class="view-panel" tabindex="0" data-open-view={view.id.clone()}>
            if !beside(scene).is_empty() { <p class="about"><b>{ t!("beside-view", protocol = words::say(&scene.title)) }</b></p> }
            <p class="about">{ words::say(&view.about) }</p>
            { for view.findings.iter().map(|finding| html! {
                <p class={if finding.faulty { "finding faulty" } else { "finding" }}>
                    { draw_icon(if finding.faulty { "drop" } else { "check" }) }<span>{ words::say(&finding.words) }</span>
                </p>
            }) }
            { match &view.body {
                ViewBody::Lanes(lanes) => html! { <Lanes scene={scene.clone()} lanes={lanes.clone()} axis={axis.clone()} /> },
                ViewBody::Board(table) => board(scene, table),
                ViewBody::Ring(ring) => html! { <RingView ring={ring.clone()} /> },
                ViewBody::Chart(bars) => chart(bars),
            } }
        </div>
    }
}

fn on_act(session: &Session) -> Callback<String> {
    let session = session.clone();
    Callback::from(move |label| session.act(label))
}

fn inspector_pane(session: &Session, scene: &Rc<Scene>) -> Html {
    let on_inspect = {
        let session = session.clone();
        Callback::from(move |node| session.inspect(node))
    };
    let on_seek = {
        let session = session.clone();
        Callback::from(move |event| session.jump(Command::Seek { event }))
    };
    let on_jump = {
        let session = session.clone();
        Callback::from(move |command| session.jump(command))
    };
    let on_ask = {
        let session = session.clone();
        Callback::from(move |command| session.ask_about(command))
    };
    let on_why_false = on_ask.reform(|property| Command::WhyFalse { property });
    let on_close = on_ask.reform(|()| Command::PutAway);
    // In manual mode what is due stands in the list of all that can happen.
    let next = if scene.actions.is_some() { Vec::new() } else { scene.next.clone() };
    html! {
        <>
            <div class="inspector-state">
                if session.hunt.step().is_none() { { hunt_told(session, scene) } }
                { inspector(scene, &on_inspect, &on_act(session)) }
                { fault_list(scene, &on_act(session)) }
                { property_list(&scene.properties, &on_why_false) }
                { hunt_button(session) }
            </div>
            <Asked scene={scene.clone()} {on_jump} {on_close} />
            <Events events={scene.events.clone()} {next} next_hidden={scene.next_hidden}
                left={left(scene).map(<[String]>::to_vec)} {on_seek} on_act={on_act(session)} {on_ask} />
            { meter_row(&scene.meters) }
        </>
    }
}

/// The way to a hunt for a run that breaks a property.
fn hunt_button(session: &Session) -> Html {
    let state = session.state.clone();
    let onclick = move |_| state.dispatch(AppAction::Open(Some(Dialog::Hunt)));
    html! {
        <section>
            <button class="btn small" data-action="hunt" {onclick}>{ draw_icon("search") }{ t!("hunt-open") }</button>
        </section>
    }
}

/// The bar at the foot of a narrow screen.
fn tab_bar(session: &Session, left: &(String, &'static str)) -> Html {
    let tab = |pane: Pane, icon: &'static str, words: String| {
        let state = session.state.clone();
        let current = (state.pane == pane).then_some("page");
        html! {
            <button aria-current={current} onclick={move |_| state.dispatch(AppAction::Show(pane))}>{ draw_icon(icon) }{ words }</button>
        }
    };
    html! {
        <nav class="tab-bar narrow-only" aria-label={t!("panes")}>
            { tab(Pane::Lesson, left.1, left.0.clone()) }
            { tab(Pane::Stage, "cluster", t!("stage")) }
            { tab(Pane::Inspector, "inspect", t!("inspector")) }
        </nav>
    }
}

/// Each step in words, for screen readers. While time runs it keeps silent: events come faster than speech.
fn live_region(scene: &Scene, playing: bool) -> Html {
    let said: Vec<String> = if playing { Vec::new() } else { scene.happened.iter().map(words::say).collect() };
    html! { <p class="sr" role="status" aria-live="polite" data-live="">{ said.join(" ") }</p> }
}
