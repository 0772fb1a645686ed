//! A part of a thread for a file or a command.

use crate::export::{Form, Part};
use crate::thread::{PostId, PostSet, Text, Thread};
use std::io;
use std::io::Write;

/// A part to hand over.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// The post at its head, with everything below it.
    pub(crate) root: PostId,
    /// What is visible of it, if only that is handed over.
    pub(crate) seen: Option<Seen>,
    /// The form it is written in.
    pub(crate) form: Form,
}

/// What a command reads on its standard input.
#[derive(Debug, Clone)]
pub enum Fed {
    /// A part of the thread.
    Part(Parcel),
    /// A line of text.
    Line(Text),
}

/// What is visible of a thread.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The folded posts: each is one line.
    pub(in crate::app) folded: PostSet,
    /// The only posts to show. `None` for all.
    pub(in crate::app) kept: Option<PostSet>,
}

impl Parcel {
    /// The part of the thread.
    pub fn part<'a>(&'a self, thread: &'a Thread) -> Part<'a> {
        let whole = Part::below(thread, self.root);
        let Some(seen) = &self.seen else { return whole };
        let part = whole.as_seen(&seen.folded);
        seen.kept.as_ref().map_or(part, |kept| part.only(kept))
    }

    /// A post alone.
    pub(in crate::app) fn post(thread: &Thread, post: PostId, form: Form) -> Self {
        let mut kept = PostSet::none(thread.len());
        kept.insert(post);
        Self { root: post, seen: Some(Seen { folded: PostSet::none(thread.len()), kept: Some(kept) }), form }
    }

    /// Writes it in its form.
    pub fn write(&self, thread: &Thread, out: &mut dyn Write) -> io::Result<()> {
        self.form.write(self.part(thread), out)
    }
}

impl Fed {
    /// Writes it to a command.
    pub fn write(&self, thread: &Thread, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Part(parcel) => parcel.write(thread, out),
            Self::Line(line) => writeln!(out, "{line}"),
        }
    }
}
