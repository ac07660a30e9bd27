//! The root of the page: what each address shows, in the reader's language, and files opened wherever one is.

use quorum_scene::Problem;
use yew::{Callback, ContextProvider, Html, component, html, use_callback};

use crate::{
    components::{drop_veil, toast},
    hooks::{Files, OpenFiles, Outcome, Spoken, Told, choose, use_files, use_languages},
    pages::{HomePage, LessonPage, MissingPage, SandboxPage, SharedPage},
    route::{Route, use_route},
    t,
};

/// The page.
#[component]
pub fn App() -> Html {
    let route = use_route();
    let files = use_files(&route);
    let (languages, tell) = use_languages();
    let trouble = languages.trouble.clone().map(|text| Problem { text });
    let dismiss = {
        let tell = tell.clone();
        Callback::from(move |()| tell.dispatch(Told::Dismissed))
    };
    let choose = use_callback(languages.all.clone(), move |code: String, all| choose(&code, all, &tell));
    if languages.waiting {
        // A moment: the words that the reader chose are on their way, and others would only flicker.
        return html! { <main role="status" class="waiting" /> };
    }
    html! {
        <ContextProvider<Spoken> context={Spoken { languages, choose }}>
            <ContextProvider<OpenFiles> context={files.open.clone()}>
                { page(&route, &files) }
                <div class="words-trouble">{ toast(trouble.as_ref(), &dismiss) }</div>
                { about_files(&files) }
            </ContextProvider<OpenFiles>>
        </ContextProvider<Spoken>>
    }
}

/// What an address shows. What was opened since begins anew, also at the same address.
fn page(route: &Route, files: &Files) -> Html {
    let opened = &files.opened;
    let key = format!("{} {}", route.href(), opened.count);
    let run = opened.run_at(route);
    match route {
        Route::Home => html! { <HomePage /> },
        Route::Sandbox(protocol) => html! { <SandboxPage {key} protocol={protocol.clone()} {run} /> },
        Route::Lesson(id) => html! { <LessonPage {key} id={id.clone()} files={opened.lesson(id).cloned()} {run} /> },
        Route::Shared { lesson, run } => {
            let files = lesson.as_ref().and_then(|id| opened.lesson(id)).cloned();
            html! { <SharedPage {key} lesson={lesson.clone()} {files} run={run.clone()} /> }
        }
        Route::Missing => html! { <MissingPage /> },
    }
}

/// What became of the files given last; and, while some are dragged over the page, that they may be dropped.
fn about_files(files: &Files) -> Html {
    let (opened, fault) = match &*files.outcome {
        None => (String::new(), None),
        Some(Outcome::Opened(file)) => (t!("file-opened", file = file.as_str()), None),
        Some(Outcome::Refused(text)) => (String::new(), Some(Problem { text: text.clone() })),
    };
    let dismiss = {
        let outcome = files.outcome.clone();
        Callback::from(move |()| outcome.set(None))
    };
    html! {
        <>
            <p class="sr" role="status">{ opened }</p>
            <div class="page-toast" data-refused={fault.is_some().to_string()}>{ toast(fault.as_ref(), &dismiss) }</div>
            if files.dragging { { drop_veil() } }
        </>
    }
}
