//! What a reader asks for outside: work beside the screen, files, the clipboard, the terminal.

use super::{Link, Parcel, Rule, Scores, Slot};
use crate::query::{Facts, Wanted};
use crate::thread::{PostId, Sort, Text};
use crate::visit::Stored;
use std::sync::Arc;

/// Something that shall happen outside.
#[derive(Debug, Clone)]
pub enum Effect {
    /// The program ends.
    Quit,
    /// The program is stopped until the shell wakes it.
    Suspend,
    /// The whole screen is drawn anew.
    Redraw,
    /// A text goes to the clipboard.
    Copy(Text),
    /// A part of the thread goes to the clipboard.
    CopyParcel(Parcel),
    /// A post under all that it answers goes to the clipboard as text.
    CopyPath(PostId),
    /// Another thread is opened in place of this one, which is come back to.
    Visit {
        /// Where it is: a path or an address.
        place: String,
        /// How many replies the list counts that it is opened from, if it does.
        counted: Option<u32>,
    },
    /// What this was opened from is shown again.
    Back,
    /// The next thread of the list that this one was opened from is opened; the one before if this is no.
    GoOn(bool),
    /// It is asked what is known of the threads in these places.
    Know(Arc<[String]>),
    /// The thread of a place gets a star, or loses it.
    Star {
        /// Where the thread is.
        place: String,
        /// What it is called.
        title: String,
        /// Whether it gets one.
        on: bool,
    },
    /// The thread of a place is taken out of the library, or put back.
    Shelve {
        /// Where the thread is.
        place: String,
        /// Whether it is put back.
        on: bool,
    },
    /// These are asked one after the other whether they have news.
    Check(Vec<String>),
    /// A post is gone to in a thread from this path, which is opened if it is another one.
    VisitPost(String, Stored),
    /// Words are sought in all threads that were opened before; what was sought before that need not be any more.
    SeekEverywhere(String),
    /// The window gets this title.
    Title(Text),
    /// Posts are sought beside the screen; an older search of the same slot need not go on.
    Seek {
        /// Names the search in its results.
        ticket: u64,
        /// What the search is for.
        slot: Slot,
        /// What is sought.
        wanted: Wanted,
        /// Where to begin.
        from: PostId,
    },
    /// The input is to be read again.
    Reload,
    /// What is being read or asked for need not be any more.
    Cancel,
    /// The replies are to be sorted beside the screen; an order that was asked for before is wanted no more.
    Sort {
        /// The order.
        sort: Sort,
        /// How far everything has drifted, if that is known already.
        scores: Option<Arc<Scores>>,
    },
    /// Nobody waits for another order any more.
    StopSorting,
    /// A subthread is to be counted for the overview.
    Survey(PostId),
    /// It is to be found out what branches of the overview are about.
    Topics {
        /// The post that the overview is of.
        root: PostId,
        /// The branches.
        branches: Vec<PostId>,
        /// How far everything has drifted.
        scores: Arc<Scores>,
    },
    /// It is to be found out who speaks to whom in the thread; an older search of this kind need not go on.
    Listen {
        /// Names the search in its result.
        ticket: u64,
    },
    /// Rules are to be put to the thread beside the screen; older work of this kind need not go on.
    Rule {
        /// Names the work in its result.
        ticket: u64,
        /// The rules.
        rules: Arc<[Rule]>,
        /// What is known beside the thread.
        facts: Arc<Facts>,
    },
    /// Who wrote a post is to be looked at.
    Portray(PostId),
    /// It is to be found out whether a link leads to a post of the thread.
    Lead {
        /// The post that it stands in.
        from: PostId,
        /// Where it leads, unclean.
        target: String,
        /// The link as it is opened outside, or why it is not.
        link: Result<Link, String>,
    },
    /// An address is opened outside the program.
    Open(Text),
    /// An address is opened here if it is known to be one of threads, else outside.
    Follow(Text),
    /// The links of a post and everything below it are wanted.
    Links(PostId),
    /// A file gets a part of the thread.
    Save {
        /// The file, as the reader typed it.
        path: String,
        /// What it gets.
        parcel: Parcel,
        /// A file that is there already may be replaced.
        may_replace: bool,
    },
    /// A command gets a part of the thread to read, and the terminal as long as it runs.
    Pipe {
        /// The command for the shell, as the reader typed it.
        command: String,
        /// What it gets.
        parcel: Parcel,
    },
    /// A thread is to be scored beside the screen.
    Score {
        /// Names the work in its result.
        ticket: u64,
        /// The post that opens the thread.
        opening: PostId,
    },
    /// Nobody waits for scores any more.
    StopScoring,
}
