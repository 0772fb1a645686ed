//! What the loop waits for: the one thing that every thread of the program sends.

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
    /// From the work beside the screen, about the thread that was open when it began.
    Action(Action),
    /// From whatever goes on when another thread is opened.
    Own(Action),
    /// The answer to so many requests to the store: what is remembered of the thread that was asked about last.
    Remembered(u64, Box<Visit>),
    /// The same for where a post is in that thread, if it is there.
    Located(u64, Option<PostId>),
    /// From the work for the thread that was opened as so many others had been before.
    Of(u64, Box<Self>),
    /// A thread of a list was asked for news.
    Checked {
        /// Where it is.
        place: String,
        /// How many posts have come, or why nobody knows.
        posts: Result<usize, String>,
        /// How many are still to be asked.
        left: usize,
    },
    /// The input has been read, or not.
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
