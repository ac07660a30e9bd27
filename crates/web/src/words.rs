//! The page's own words: `t!("id", arg = value)`.

/// Says a message of the catalogue: `t!("node-title", node = id)`.
#[macro_export]
macro_rules! t {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        quorum_scene::words::say(&quorum_kernel::Text::new($id)$(.with(stringify!($name), $value))*)
    };
}
