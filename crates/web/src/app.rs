//! The root of the page: what each address shows.

use quorum_scene::Problem;
use yew::{Callback, ContextProvider, Html, component, html, use_callback};

use crate::{
    components::toast,
    hooks::{Spoken, Told, choose, use_languages},
    pages::{HomePage, LessonPage, MissingPage, SandboxPage},
    route::{Route, use_route},
};

/// The page.
#[component]
pub fn App() -> Html {
    let route = use_route();
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
            { match route {
                Route::Home => html! { <HomePage /> },
                Route::Sandbox => html! { <SandboxPage /> },
                Route::Lesson(id) => html! { <LessonPage key={id.clone()} id={id.clone()} /> },
                Route::Missing => html! { <MissingPage /> },
            } }
            <div class="words-trouble">{ toast(trouble.as_ref(), &dismiss) }</div>
        </ContextProvider<Spoken>>
    }
}
