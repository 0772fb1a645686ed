//! What can happen to a reader: keys, sizes, and results of work beside the screen.

use super::{Command, Given, Key, Link, Mouse, Parcel, Portrait, Ruled, Scores, Survey, Topics};
use crate::query::{Found, Linked, Spoken};
use crate::thread::{Notice, PostId, Sort, Thread, Time};
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
    /// The thread in another order.
    Sorted {
        /// The thread before.
        before: Arc<Thread>,
        /// The order.
        sort: Sort,
        /// The thread in that order.
        thread: Arc<Thread>,
        /// For each post of the thread before, its new place.
        places: Vec<PostId>,
    },
    /// The thread could not be sorted; why.
    Unsorted(String),
    /// The input has changed since it was read.
    Changed,
    /// The input could not be read, or not to its end; why.
    Failed(String),
    /// A part of a search's results.
    Found {
        /// The ticket of the search.
        ticket: u64,
        /// The part.
        found: Found,
    },
    /// Who addresses whom.
    Listened {
        /// The ticket of the search.
        ticket: u64,
        /// The result.
        spoken: Spoken,
    },
    /// The results of the rules.
    Ruled {
        /// The ticket of the work.
        ticket: u64,
        /// What the rules found.
        ruled: Ruled,
    },
    /// The card of an author, if there was one.
    Portrayed(Option<Portrait>),
    /// The overview of the subthread in sight.
    Surveyed(Survey),
    /// The topics of branches in the overview.
    Topics(Topics),
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
    /// Where a link leads.
    Led {
        /// The post that it leads to, if it is in the thread.
        post: Option<PostId>,
        /// The link for opening outside, or why it is not opened.
        link: Result<Link, String>,
    },
    /// The links of a subthread.
    Linked {
        /// Its first post.
        root: PostId,
        /// The links, in the order of reading.
        links: Vec<Linked>,
        /// Whether there are more than these.
        more: bool,
    },
    /// A part of the thread is not saved yet, because a file has that name.
    Exists {
        /// The file, as the reader typed it.
        path: String,
        /// What the file is to contain.
        parcel: Parcel,
    },
    /// The scores of a thread. `None` if the work was stopped.
    Scored {
        /// The ticket of the work.
        ticket: u64,
        /// The scores.
        scores: Option<Arc<Scores>>,
    },
    /// A thread could not be scored; why.
    Unscored(String),
    /// A message about something outside.
    Say(String),
}
