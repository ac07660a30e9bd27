//! The engine of this family: see the library.

fn main() {
    quorum_engine::serve::<quorum_scene::families::Zab>();
}
