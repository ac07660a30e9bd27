//! The dialogs that explain: which keys there are, and how to read the screen.

use yew::{Callback, Html, html};

use super::{Modal, draw_icon};
use crate::t;

fn keys(keys: &[&'static str], words: String) -> Html {
    html! { <div><dt>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</dt><dd>{ words }</dd></div> }
}

/// Every keyboard shortcut.
pub fn keys_dialog(on_close: &Callback<()>) -> Html {
    html! {
        <Modal title={t!("keys-title")} on_close={on_close.clone()}>
            <div class="keys-lists">
                <section>
                    <h3>{ t!("keys-run") }</h3>
                    <dl>
                        { keys(&["Space", "K"], t!("key-play")) }
                        { keys(&["→"], t!("key-forward")) }
                        { keys(&["←"], t!("key-back")) }
                        { keys(&["Home", "End"], t!("key-ends")) }
                        { keys(&["[", "]"], t!("key-speed")) }
                        { keys(&["M"], t!("key-manual")) }
                        { keys(&["Y"], t!("key-why")) }
                        { keys(&["O"], t!("key-without")) }
                    </dl>
                    <h3>{ t!("keys-page") }</h3>
                    <dl>
                        { keys(&["Tab"], t!("key-tab")) }
                        { keys(&["1", "…", "9"], t!("key-inspect")) }
                        { keys(&["/"], t!("key-filter")) }
                        { keys(&["?"], t!("key-keys")) }
                        { keys(&["Esc"], t!("key-escape")) }
                    </dl>
                </section>
                <section>
                    <h3>{ t!("keys-stage") }</h3>
                    <dl>
                        { keys(&["←", "↑", "→", "↓"], t!("key-arrows")) }
                        { keys(&["Enter"], t!("key-enter")) }
                    </dl>
                    <h3>{ t!("keys-message") }</h3>
                    <dl>
                        { keys(&["D"], t!("key-deliver")) }
                        { keys(&["X"], t!("key-drop")) }
                        { keys(&["C"], t!("key-duplicate")) }
                        { keys(&["L"], t!("key-delay")) }
                    </dl>
                    <p class="note">{ t!("keys-card") }</p>
                </section>
            </div>
        </Modal>
    }
}

/// How to read the screen.
pub fn help_dialog(on_close: &Callback<()>) -> Html {
    let item = |icon: &'static str, title: String, words: String| {
        html! { <li>{ draw_icon(icon) }<div><b>{ title }</b><p>{ words }</p></div></li> }
    };
    html! {
        <Modal title={t!("help-title")} on_close={on_close.clone()}>
            <ul class="help">
                { item("cluster", t!("help-stage"), t!("help-stage-words")) }
                { item("timer", t!("help-time"), t!("help-time-words")) }
                { item("power", t!("help-fault"), t!("help-fault-words")) }
                { item("hand", t!("help-manual"), t!("help-manual-words")) }
                { item("back", t!("help-branch"), t!("help-branch-words")) }
                { item("inspect", t!("help-inspect"), t!("help-inspect-words")) }
                { item("check", t!("help-property"), t!("help-property-words")) }
                { item("question", t!("help-why"), t!("help-why-words")) }
            </ul>
        </Modal>
    }
}
