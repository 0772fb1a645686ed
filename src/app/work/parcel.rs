//! A part of a thread that is handed to a file or a command.

use crate::export::{Form, Part};
use crate::thread::{PostId, PostSet, Thread};
use std::io;
use std::io::Write;

/// What is handed over.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// The post at its head; everything below it goes along.
    pub(crate) root: PostId,
    /// What of it is in sight, where only that goes along.
    pub(crate) seen: Option<Seen>,
    /// The form it is written in.
    pub(crate) form: Form,
}

/// What of a thread is in sight.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The folded posts: each is one line.
    pub(in crate::app) folded: PostSet,
    /// The only posts that are shown, where not all are.
    pub(in crate::app) kept: Option<PostSet>,
}

impl Parcel {
    /// What of a thread it is.
    pub fn part<'a>(&'a self, thread: &'a Thread) -> Part<'a> {
        let whole = Part::below(thread, self.root);
        let Some(seen) = &self.seen else { return whole };
        let part = whole.as_seen(&seen.folded);
        seen.kept.as_ref().map_or(part, |kept| part.only(kept))
    }

    /// Writes it in its form.
    pub fn write(&self, thread: &Thread, out: &mut dyn Write) -> io::Result<()> {
        self.form.write(self.part(thread), out)
    }
}
