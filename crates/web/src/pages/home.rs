//! The start page.

use yew::{Html, component, html};

use super::{
    catalogue::{Catalogue, use_catalogue, use_lesson_list},
    demo::Demo,
    lesson::use_title,
};
use crate::{
    components::{Crumb, Header, draw_icon},
    hooks::{LessonFiles, load_progress},
    route::Route,
    t,
};

/// The start page: what this is, a cluster that runs, and the lessons.
#[component]
pub fn HomePage() -> Html {
    crate::hooks::use_words();
    let lessons = use_catalogue();
    let list = use_lesson_list(&lessons);
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
                            { first_link(&lessons) }
                            <a href={Route::Sandbox.href()} class="btn">{ t!("open-sandbox") }</a>
                        </p>
                        <p class="under">{ t!("hero-under") }</p>
                    </div>
                    <Demo />
                </section>
                <section class="sec" aria-labelledby="lessons-title">
                    <h2 id="lessons-title">{ t!("lessons") }</h2>
                    <p class="sub">{ t!("lessons-sub") }</p>
                    { list }
                </section>
                <section class="sec two">
                    <div>
                        { draw_icon("bench") }
                        <h2>{ t!("sandbox") }</h2>
                        <p>{ t!("sandbox-about") }</p>
                        <a href={Route::Sandbox.href()} class="more">{ t!("open-sandbox") }{ draw_icon("send") }</a>
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

/// The lesson to go on with: one that was begun, else the first of which nothing is done.
fn first_link(lessons: &Catalogue) -> Html {
    let Some(lessons) = lessons.settled() else { return Html::default() };
    let kept = |files: &LessonFiles| load_progress(&files.id, &files.steps()).unwrap_or_default();
    let begun = lessons.iter().find(|files| kept(files).resume(&files.steps()).is_some());
    let fresh = lessons.iter().find(|files| kept(files).count(&files.steps()) == 0);
    let (files, words) = match (begun, fresh.or(lessons.first())) {
        (Some(files), _) => (files, t!("continue-lesson", title = files.prose.title.as_str())),
        (None, Some(files)) => (files, t!("start-lesson", title = files.prose.title.as_str())),
        (None, None) => return Html::default(),
    };
    html! { <a href={Route::Lesson(files.id.clone()).href()} class="btn primary">{ words }</a> }
}
