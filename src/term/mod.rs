//! The terminal: receives events, draws frames, carries out effects and runs background work. The only layer that
//! waits.

mod background;
mod browser;
mod checking;
mod clicks;
mod clipboard;
mod delivery;
mod errand;
mod events;
mod filling;
mod keyboard;
mod message;
mod opening;
mod pen;
mod reading;
mod remembering;
mod runner;
mod screen;
mod session;
mod shell;
mod watching;
mod work;

pub(crate) use events::heed_file_limits;
pub(crate) use opening::{At, Left, Opening, Places, Trouble};
pub(crate) use reading::{now, read};
pub(crate) use remembering::Keeping;
pub use screen::{changes, encode};
pub use session::Session;
