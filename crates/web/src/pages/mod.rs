//! One page a route.

mod catalogue;
mod demo;
mod home;
mod lesson;
mod map;
mod missing;
mod progress;
mod sandbox;
mod shared;
mod workbench;

pub use home::HomePage;
pub use lesson::LessonPage;
pub use missing::MissingPage;
pub use sandbox::SandboxPage;
pub use shared::SharedPage;
pub use workbench::Workbench;
