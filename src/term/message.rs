//! What the loop waits for: the one thing that every thread of the program sends.

use crate::app::Action;
use crate::input::{Failure, Parsed};
use std::io;

/// Something that the loop waits for.
#[derive(Debug)]
pub(super) enum Message {
    /// From the keyboard or the mouse.
    Bytes(Vec<u8>),
    /// The keyboard is gone.
    Lost(io::Error),
    /// A signal came.
    Signal(i32),
    /// From the work beside the screen.
    Action(Action),
    /// The input has been read, or not.
    Read(Box<Result<Parsed, Failure>>),
}
