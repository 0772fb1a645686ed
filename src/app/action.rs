//! What can happen to a reader: keys, sizes, and the results of work that was done beside the screen.

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
    /// A command was chosen by other means than its keys.
    Run(&'static Command, Given),
    /// So much of the input has been read.
    Progress {
        /// Bytes read.
        read: u64,
        /// Bytes in all, where that is known.
        total: Option<u64>,
        /// What is done for it now, where that is more than reading.
        doing: Option<String>,
    },
    /// The beginning of the thread is here.
    Preview(Arc<Thread>),
    /// The whole thread is here.
    Loaded {
        /// The thread.
        thread: Arc<Thread>,
        /// For each post of the preview: where it stands now.
        places: Vec<PostId>,
        /// What was mended.
        notices: Vec<Notice>,
    },
    /// The input has been read again.
    Reloaded {
        /// The thread as it was.
        before: Arc<Thread>,
        /// The thread as it is now.
        thread: Arc<Thread>,
        /// For each post of the thread as it was: where it stands now, if it is still there.
        places: Vec<Option<PostId>>,
        /// What was mended.
        notices: Vec<Notice>,
    },
    /// The thread is here in another order.
    Sorted {
        /// The thread as it was.
        before: Arc<Thread>,
        /// The order.
        sort: Sort,
        /// The thread in it.
        thread: Arc<Thread>,
        /// For each post of the thread as it was: where it stands now.
        places: Vec<PostId>,
    },
    /// The thread could not be put in another order.
    Unsorted(String),
    /// The input is another than when it was read.
    Changed,
    /// The input could not be read, or not to its end.
    Failed(String),
    /// A part of what was sought.
    Found {
        /// Which search it belongs to.
        ticket: u64,
        /// The part.
        found: Found,
    },
    /// It is known who speaks to whom.
    Listened {
        /// Which search it belongs to.
        ticket: u64,
        /// What was found.
        spoken: Spoken,
    },
    /// The rules have been put to the thread.
    Ruled {
        /// Which work it is the result of.
        ticket: u64,
        /// What they have found.
        ruled: Ruled,
    },
    /// An author has been looked at, if there was one.
    Portrayed(Option<Portrait>),
    /// The subthread in sight has been counted.
    Surveyed(Survey),
    /// It is found out what the branches of the overview are about.
    Topics(Topics),
    /// What is remembered of earlier visits to the thread is here.
    Remembered(Box<Visit>),
    /// What is known of the threads of a list.
    Known {
        /// Where they are, as it was asked.
        places: Arc<[String]>,
        /// What is known of each. `None` if it was never opened.
        known: Vec<Option<Known>>,
    },
    /// A thread of a list was asked for news.
    Checked {
        /// Where it is.
        place: String,
        /// How many posts have come, or why nobody knows.
        posts: Result<usize, String>,
        /// How many are still to be asked.
        left: usize,
    },
    /// The reader is back from what was opened from here, at this moment.
    CameBack(Time),
    /// What was found in all threads that were opened before, or why nothing can be.
    FoundEverywhere(Result<Findings, String>),
    /// The post that the thread was opened for is here, or is not in it any more.
    Located(Option<PostId>),
    /// Whether what the reader changed is saved; if not, why.
    Unsaved(Option<String>),
    /// There is something to know about that shall not be forgotten at the next key.
    Notice(String),
    /// Whether a link leads to a post of the thread is known now.
    Led {
        /// The post that it leads to.
        post: Option<PostId>,
        /// The link as it is opened outside, or why it is not.
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
    /// A part of the thread is not saved yet: there is a file of that name.
    Exists {
        /// The file, as the reader typed it.
        path: String,
        /// What it shall have.
        parcel: Parcel,
    },
    /// The scores of a thread are here; none if the work was stopped.
    Scored {
        /// Which work it is the result of.
        ticket: u64,
        /// The scores.
        scores: Option<Arc<Scores>>,
    },
    /// A thread could not be scored.
    Unscored(String),
    /// Something outside went wrong or right, and the reader shall know.
    Say(String),
}
