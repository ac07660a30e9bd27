//! The start page.

use yew::{Html, component, html};
use yew_router::components::Link;

use super::{
    catalogue::{LessonList, use_catalogue},
    demo::Demo,
    lesson::use_title,
};
use crate::{
    components::{Crumb, Header, Icon},
    hooks::{LessonFiles, Loaded, load_progress},
    route::Route,
    t,
};

/// The start page: what this is, a cluster that runs, and the lessons.
#[component]
pub fn HomePage() -> Html {
    let lessons = use_catalogue();
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
                            <Link<Route> to={Route::Sandbox} classes="btn">{ t!("open-sandbox") }</Link<Route>>
                        </p>
                        <p class="under">{ t!("hero-under") }</p>
                    </div>
                    <Demo />
                </section>
                <section class="sec" aria-labelledby="lessons-title">
                    <h2 id="lessons-title">{ t!("lessons") }</h2>
                    <p class="sub">{ t!("lessons-sub") }</p>
                    <LessonList {lessons} />
                </section>
                <section class="sec two">
                    <div>
                        <Icon name="bench" />
                        <h2>{ t!("sandbox") }</h2>
                        <p>{ t!("sandbox-about") }</p>
                        <Link<Route> to={Route::Sandbox} classes="more">{ t!("open-sandbox") }<Icon name="send" /></Link<Route>>
                    </div>
                    <div>
                        <Icon name="teach" />
                        <h2>{ t!("instructors") }</h2>
                        <p>{ t!("instructors-about") }</p>
                    </div>
                </section>
            </main>
            <footer class="page-foot"><p>{ t!("foot") }</p></footer>
        </div>
    }
}

/// The lesson to go on with: one that was begun, else the first that is not finished.
fn first_link(lessons: &Loaded<Vec<LessonFiles>>) -> Html {
    let Loaded::Ready(lessons) = lessons else { return Html::default() };
    let progress = |files: &&LessonFiles| load_progress(&files.id).unwrap_or_default();
    let begun = lessons.iter().find(|files| (1..progress(files).of).contains(&progress(files).done));
    let fresh = lessons.iter().find(|files| progress(files).done == 0);
    let (files, words) = match (begun, fresh.or(lessons.first())) {
        (Some(files), _) => (files, t!("continue-lesson", title = files.prose.title.as_str())),
        (None, Some(files)) => (files, t!("start-lesson", title = files.prose.title.as_str())),
        (None, None) => return Html::default(),
    };
    html! { <Link<Route> to={Route::Lesson { id: files.id.clone() }} classes="btn primary">{ words }</Link<Route>> }
}
