//! The terminal: events in, frames and effects out, and the work that goes on beside it. The only layer that waits.

mod effects;
mod events;
mod keyboard;
mod message;
mod reading;
mod screen;
mod session;
mod shell;
mod work;

pub(crate) use reading::{Opening, Trouble, now, read};
pub use screen::changes;
pub use session::Session;
