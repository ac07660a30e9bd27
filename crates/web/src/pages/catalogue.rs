//! The list of lessons, in the order of `lessons/index.json`.

use serde::Deserialize;
use yew::{Html, hook, html, use_effect_with, use_state};

use crate::{
    hooks::{LessonFiles, Loaded, fetch_text, load_progress},
    lesson::prose_blocks,
    route::Route,
    t,
};

/// `lessons/index.json`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Index {
    lessons: Vec<String>,
}

/// The lessons, fetched once.
#[hook]
pub fn use_catalogue() -> Loaded<Vec<LessonFiles>> {
    let lessons = use_state(|| Loaded::Loading);
    {
        let lessons = lessons.clone();
        use_effect_with((), move |()| {
            wasm_bindgen_futures::spawn_local(async move {
                lessons.set(fetch().await.map_or_else(Loaded::Failed, Loaded::Ready));
            });
        });
    }
    (*lessons).clone()
}

async fn fetch() -> Result<Vec<LessonFiles>, String> {
    let text = fetch_text("lessons/index.json").await?;
    let index: Index = serde_json::from_str(&text).map_err(|why| t!("index-broken", why = why.to_string()))?;
    let mut lessons = Vec::new();
    for id in &index.lessons {
        lessons.push(LessonFiles::fetch(id).await?);
    }
    Ok(lessons)
}

/// A card for every lesson.
pub fn lesson_list(lessons: &Loaded<Vec<LessonFiles>>) -> Html {
    match lessons {
        Loaded::Loading => html! { <p class="sub" role="status">{ t!("lessons-loading") }</p> },
        Loaded::Failed(why) => html! { <p class="sub lost-ink" role="alert">{ why }</p> },
        Loaded::Ready(lessons) => html! { <ul class="tracks">{ for lessons.iter().map(card) }</ul> },
    }
}

fn card(files: &LessonFiles) -> Html {
    let progress = load_progress(&files.id).unwrap_or_default();
    let finished = progress.of > 0 && progress.done >= progress.of;
    let (class, status) = if finished {
        ("track", t!("lesson-finished"))
    } else if progress.done > 0 {
        ("track now", t!("continue-at", step = progress.step + 1, of = progress.of))
    } else {
        ("track", t!("not-started"))
    };
    html! {
        <li key={files.id.clone()}>
            <a href={Route::Lesson(files.id.clone()).href()} {class}>
                <h3>{ &files.prose.title }<small>{ t!("minutes", n = files.head().minutes) }</small></h3>
                <div class="q">{ prose_blocks(&files.prose.summary) }</div>
                <div class="prog" aria-hidden="true">
                    { for (0..files.prose.sections.len() as u32).map(|i| html! {
                        <i class={if i < progress.done { "d" } else if progress.done > 0 && i == progress.step { "n" } else { "" }} />
                    }) }
                </div>
                <p class="m"><span>{ t!("steps-count", n = files.prose.sections.len()) }</span><b>{ status }</b></p>
            </a>
        </li>
    }
}
