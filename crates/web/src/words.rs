//! The page's own words.

/// Says a message of the catalogue: `t!("tab-title", title = name)`.
#[macro_export]
macro_rules! t {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        quorum_scene::words::say(&quorum_kernel::Text::new($id)$(.with(stringify!($name), $value))*)
    };
}
