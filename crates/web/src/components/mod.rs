//! The parts of the screen around stage and lesson. Each is a function of its properties.

mod dialogs;
mod events;
mod faults;
mod header;
mod icon;
mod inspector;
mod meters;
mod modal;
mod properties;
mod seed;
mod timeline;
mod toast;
mod transport;
mod tree;

pub use dialogs::{HelpDialog, KeysDialog};
pub use events::Events;
pub use faults::Faults;
pub use header::{Crumb, Header};
pub use icon::{EventPicture, Icon, MessageGlyph, glyph_id, role_icon, tone_class};
pub use inspector::Inspector;
pub use meters::MeterRow;
pub use modal::Modal;
pub use properties::PropertyList;
pub use timeline::TimelineView;
pub use toast::Toast;
pub use transport::Transport;
