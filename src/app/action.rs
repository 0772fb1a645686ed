//! What can happen to a reader: keys, sizes, and results of work beside the screen.

use crate::app::keys::command::{Command, Given};
use crate::app::keys::key::Key;
use crate::app::keys::mouse::Mouse;
use crate::app::work::Outcome;
use crate::app::work::lane::Job;
use crate::app::work::parcel::Parcel;
use crate::thread::{Notice, PostId, Thread, Time};
use crate::visit::{Findings, Known, Visit};
use std::sync::Arc;

/// Something that happened.
#[derive(Debug)]
pub enum Action {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// Something was done with the mouse.
    Mouse(Mouse),
    /// The screen has this many columns and rows.
    Resize {
        /// Columns.
        width: u16,
        /// Rows.
        height: u16,
    },
    /// A command was chosen without its keys.
    Run(&'static Command, Given),
    /// Progress in reading the input.
    Progress {
        /// Bytes read.
        read: u64,
        /// Bytes in all. `None` if unknown.
        total: Option<u64>,
        /// What is being done for it, if that is more than reading.
        doing: Option<String>,
    },
    /// The beginning of the thread.
    Preview(Arc<Thread>),
    /// The whole thread.
    Loaded {
        /// The thread.
        thread: Arc<Thread>,
        /// For each post of the preview, its new place.
        places: Vec<PostId>,
        /// What was mended.
        notices: Vec<Notice>,
    },
    /// The input was read again.
    Reloaded {
        /// The thread before.
        before: Arc<Thread>,
        /// The thread now.
        thread: Arc<Thread>,
        /// For each post of the thread before, its new place. `None` if it is gone.
        places: Vec<Option<PostId>>,
        /// What was mended.
        notices: Vec<Notice>,
    },
    /// Replies that were somewhere else came.
    Filled {
        /// The thread before.
        before: Arc<Thread>,
        /// The thread with them.
        thread: Arc<Thread>,
        /// For each post of the thread before, its new place.
        places: Vec<Option<PostId>>,
        /// The number of posts that came.
        came: usize,
        /// Why some did not come.
        missed: Option<String>,
    },
    /// Work found something out.
    Outcome(Job, Outcome),
    /// The input has changed since it was read.
    Changed,
    /// The input could not be read, or not to its end; why.
    Failed(String),
    /// What is remembered of earlier visits to the thread.
    Remembered(Box<Visit>),
    /// What is known of the threads of a list.
    Known {
        /// Their places, as in the question.
        places: Arc<[String]>,
        /// What is known of each. `None` if it was never opened.
        known: Vec<Option<Known>>,
    },
    /// News of a thread in a list.
    Checked {
        /// Its place.
        place: String,
        /// The number of new posts, or why that is unknown.
        posts: Result<usize, String>,
        /// The number of threads still to be asked.
        left: usize,
    },
    /// The reader returned from what was opened from here, at this moment.
    CameBack(Time),
    /// Hits in all threads opened before, or why there can be none.
    FoundEverywhere(Result<Findings, String>),
    /// The post that the thread was opened for. `None` if it is not in it any more.
    Located(Option<PostId>),
    /// Whether the reader's changes are saved; if not, why.
    Unsaved(Option<String>),
    /// Something to know that must outlast the next key.
    Notice(String),
    /// A part of the thread is not saved yet, because a file has that name.
    Exists {
        /// The file, as the reader typed it.
        path: String,
        /// What the file is to contain.
        parcel: Parcel,
    },
    /// A message about something outside.
    Say(String),
}
