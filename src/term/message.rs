//! Messages to the loop, from every thread of the program.

use crate::app::Action;
use crate::input::{Failure, Parsed};
use crate::thread::PostId;
use crate::visit::Visit;
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
    /// From work beside the screen, about the thread that was open when it began.
    Action(Action),
    /// From work that continues when another thread is opened.
    Own(Action),
    /// The answer to a request to recall a thread, by number.
    Remembered(u64, Box<Visit>),
    /// The place of a post in that thread, if it is there.
    Located(u64, Option<PostId>),
    /// From work for a thread opened later than the first, by its number.
    Of(u64, Box<Self>),
    /// It is time to ask again for what is open.
    Due,
    /// News of a thread in a list.
    Checked {
        /// Its place.
        place: String,
        /// The number of new posts, or why that is unknown.
        posts: Result<usize, String>,
        /// The number of threads still to be asked.
        left: usize,
    },
    /// The input was read, or could not be.
    Read(Box<Result<Parsed, Failure>>),
}

impl Message {
    /// Whether it brings a whole thread.
    pub(super) fn is_thread(&self) -> bool {
        match self {
            Self::Read(_) => true,
            Self::Of(_, message) => matches!(**message, Self::Read(_)),
            _ => false,
        }
    }
}
