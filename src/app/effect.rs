//! What a reader asks of the outside: work beside the screen, files, the clipboard, the terminal.

use super::{Link, Onward, Parcel, Rule, Scores, Slot};
use crate::query::{Facts, Wanted};
use crate::thread::{More, PostId, Sort, Text};
use crate::visit::Stored;
use std::sync::Arc;

/// Something to be done outside.
#[derive(Debug, Clone)]
pub enum Effect {
    /// End the program.
    Quit,
    /// Stop the program until the shell wakes it.
    Suspend,
    /// Redraw the whole screen.
    Redraw,
    /// Copy a text to the clipboard.
    Copy(Text),
    /// Copy a part of the thread to the clipboard.
    CopyParcel(Parcel),
    /// Copy a post and its ancestors to the clipboard as text.
    CopyPath(PostId),
    /// Open another thread, from which the reader can return.
    Visit {
        /// Its place: a path or an address.
        place: String,
        /// The number of replies in the list that it is opened from, if it counts them.
        counted: Option<u32>,
    },
    /// Return to where this thread was opened from.
    Back,
    /// Open another thread of the list that this one was opened from.
    GoOn(Onward),
    /// Look up what is known of the threads in these places.
    Know(Arc<[String]>),
    /// Give the thread of a place a star, or take it away.
    Star {
        /// The place of the thread.
        place: String,
        /// Its title.
        title: String,
        /// Whether to give it.
        on: bool,
    },
    /// Take the thread of a place out of the library, or put it back.
    Shelve {
        /// The place of the thread.
        place: String,
        /// Whether to put it back.
        on: bool,
    },
    /// Ask these threads for news, one after the other.
    Check(Vec<String>),
    /// Go to a post in the thread from this path; open it if it is another one.
    VisitPost(String, Stored),
    /// Search all threads opened before for some words; drops the search before.
    SeekEverywhere(String),
    /// Set the title of the window.
    Title(Text),
    /// Search for posts beside the screen; stops an older search of the same slot.
    Seek {
        /// Names the search in its results.
        ticket: u64,
        /// The purpose of the search.
        slot: Slot,
        /// What to search for.
        wanted: Wanted,
        /// Where to begin.
        from: PostId,
    },
    /// Read the input again.
    Reload,
    /// Load what these stubs stand for.
    Load(Vec<More>),
    /// Stop reading or requesting.
    Cancel,
    /// Sort the replies beside the screen; stops an earlier sort.
    Sort {
        /// The order.
        sort: Sort,
        /// The drift of everything, if it is known already.
        scores: Option<Arc<Scores>>,
    },
    /// Stop sorting.
    StopSorting,
    /// Count a subthread for the overview.
    Survey(PostId),
    /// Find the topics of these branches of the overview.
    Topics {
        /// The post that the overview is of.
        root: PostId,
        /// The branches.
        branches: Vec<PostId>,
        /// The drift of everything.
        scores: Arc<Scores>,
    },
    /// Find who addresses whom in the thread; stops earlier work of this kind.
    Listen {
        /// Names the search in its result.
        ticket: u64,
    },
    /// Run rules over the thread beside the screen; stops earlier work of this kind.
    Rule {
        /// Names the work in its result.
        ticket: u64,
        /// The rules.
        rules: Arc<[Rule]>,
        /// What is known beside the thread.
        facts: Arc<Facts>,
    },
    /// Make the card of a post's author.
    Portray(PostId),
    /// Find whether a link leads to a post of the thread.
    Lead {
        /// The post that contains it.
        from: PostId,
        /// Its target, uncleaned.
        target: String,
        /// The link for opening outside, or why it is not opened.
        link: Result<Link, String>,
    },
    /// Open an address outside the program.
    Open(Text),
    /// Open an address here if it is known to be a thread or a list, else outside.
    Follow(Text),
    /// Collect the links of a post and everything below it.
    Links(PostId),
    /// Write a part of the thread to a file.
    Save {
        /// The file, as the reader typed it.
        path: String,
        /// The part.
        parcel: Parcel,
        /// Whether an existing file may be replaced.
        may_replace: bool,
    },
    /// Pipe a part of the thread to a command, which has the terminal while it runs.
    Pipe {
        /// The command for the shell, as the reader typed it.
        command: String,
        /// The part.
        parcel: Parcel,
    },
    /// Score a thread beside the screen.
    Score {
        /// Names the work in its result.
        ticket: u64,
        /// The post that opens the thread.
        opening: PostId,
    },
    /// Stop scoring.
    StopScoring,
}
