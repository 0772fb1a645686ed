//! What a reader asks of the outside: work beside the screen, files, the clipboard, the terminal.

use crate::app::state::behind::Onward;
use crate::app::work::Work;
use crate::app::work::lane::{Job, Lane};
use crate::app::work::parcel::{Fed, Parcel};
use crate::thread::{More, PostId, Text};
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
    /// Take the colours of the theme with a name. `None` for those of the start.
    Theme(Option<&'static str>),
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
    /// Read the input again.
    Reload,
    /// Load what these stubs stand for.
    Load(Vec<More>),
    /// Stop reading or requesting.
    Cancel,
    /// Open an address outside the program.
    Open(Text),
    /// Open an address here if it is known to be a thread or a list, else outside.
    Follow(Text),
    /// Write a part of the thread to a file.
    Save {
        /// The file, as the reader typed it.
        path: String,
        /// The part.
        parcel: Parcel,
        /// Whether an existing file may be replaced.
        may_replace: bool,
    },
    /// Run a command, which has the terminal while it runs.
    Pipe {
        /// The command for the shell, as the reader typed it.
        command: String,
        /// What it reads.
        input: Fed,
    },
    /// Find something out beside the screen; stops what runs in the same lane.
    Work(Job, Work),
    /// Stop what runs in a lane.
    Stop(Lane),
}
