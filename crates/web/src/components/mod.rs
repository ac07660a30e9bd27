//! The parts of the screen around stage and lesson. Each is a function of its properties.

mod actions;
mod asked;
mod beside;
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
mod share;
mod timeline;
mod toast;
mod transport;
mod tree;

pub use actions::Actions;
pub use asked::Asked;
pub use beside::{Beside, column};
pub use dialogs::{help_dialog, keys_dialog};
pub use events::Events;
pub use faults::fault_list;
pub use header::{Crumb, Header};
pub use icon::{draw_event, draw_glyph, draw_icon, glyph_id, role_icon, tone_class};
pub use inspector::inspector;
pub use meters::meter_row;
pub use modal::Modal;
pub use properties::property_list;
pub use seed::draw_seed;
pub use share::Share;
pub use timeline::TimelineView;
pub use toast::{departed, drop_veil, toast};
pub use transport::Transport;
