//! The start page.

use quorum_scene::words::say;
use yew::{Callback, Html, component, html, use_state_eq};

use super::{
    catalogue::{Catalogue, use_catalogue},
    demo::Demo,
    lesson::use_title,
    map::{LessonMap, Plan, Standing},
};
use crate::{
    components::{Crumb, Header, draw_icon},
    hooks::{Loaded, use_storage_changes},
    route::Route,
    t,
};

/// The start page: what this is, a cluster that runs, and the map of the lessons.
#[component]
pub fn HomePage() -> Html {
    crate::hooks::use_words();
    let catalogue = use_catalogue();
    // Another tab may go on with a lesson meanwhile, and this one may forget how far one has come.
    let _drawn_again = use_storage_changes();
    let forgotten = use_state_eq(|| 0_u32);
    let on_change = Callback::from(move |()| forgotten.set(*forgotten + 1));
    let plan = if let Loaded::Ready(listed) = &catalogue.0 { Some(Plan::of(listed)) } else { None };
    use_title(&t!("lessons"));
    html! {
        <div class="landing">
            <Header crumb={None::<Crumb>} />
            <main>
                <section class="hero">
                    <div>
                        <h1>{ t!("hero-title") }</h1>
                        <p class="lede">{ t!("hero-lede") }</p>
                        <p class="go">
                            { for plan.as_ref().and_then(next_link) }
                            <a href={Route::Sandbox(None).href()} class="btn">{ t!("open-sandbox") }</a>
                        </p>
                        <p class="under">{ t!("hero-under") }</p>
                    </div>
                    <Demo />
                </section>
                <section class="sec" aria-labelledby="lessons-title">
                    <h2 id="lessons-title">{ t!("lessons") }</h2>
                    { lessons(&catalogue, plan.as_ref(), &on_change) }
                </section>
                <section class="sec two">
                    <div>
                        { draw_icon("bench") }
                        <h2>{ t!("sandbox") }</h2>
                        <p>{ t!("sandbox-about") }</p>
                        <a href={Route::Sandbox(None).href()} class="more">{ t!("open-sandbox") }{ draw_icon("send") }</a>
                    </div>
                    <div>
                        { draw_icon("teach") }
                        <h2>{ t!("instructors") }</h2>
                        <p>{ t!("instructors-about") }</p>
                        <a href="lessons/README.md" class="more">{ t!("instructors-guide") }{ draw_icon("send") }</a>
                    </div>
                </section>
            </main>
            <footer class="page-foot"><p>{ t!("foot") }</p></footer>
        </div>
    }
}

/// The map of the lessons, or why there is none.
fn lessons(catalogue: &Catalogue, plan: Option<&Plan>, on_change: &Callback<()>) -> Html {
    match (&catalogue.0, plan) {
        (Loaded::Failed(why), _) => html! { <p class="sub lost-ink" role="alert">{ say(why) }</p> },
        (_, Some(plan)) => html! {
            <>
                <p class="sub">
                    { t!("lessons-sub") }{ " " }
                    if plan.next.is_some() { { t!("map-sub", lessons = plan.stops.len(), hours = plan.minutes().div_ceil(60)) } }
                </p>
                <LessonMap plan={plan.clone()} on_change={on_change.clone()} />
            </>
        },
        _ => html! { <p class="sub" role="status">{ t!("lessons-loading") }</p> },
    }
}

/// The lesson to go on with.
fn next_link(plan: &Plan) -> Option<Html> {
    let stop = plan.next.map(|next| &plan.stops[next]).or_else(|| plan.finished())?;
    let words = match stop.standing {
        Standing::Begun(_) => t!("continue-lesson", title = stop.title()),
        _ => t!("start-lesson", title = stop.title()),
    };
    Some(html! { <a href={Route::Lesson(stop.id.clone()).href()} class="btn primary">{ words }</a> })
}
