//! A thread, or one of its subthreads, written out: as text, Markdown, HTML or JSON.
//!
//! Everything streams to a writer, post by post, in the document's order and without recursion, so that a thread
//! of any length and depth can be written. All that strangers wrote goes through [`Text`](crate::thread::Text)
//! first; only JSON keeps it as it was, and escapes what could do harm. Knows no screen, no widths of panes and no
//! format that is read.

mod blocks;
mod byline;
mod html;
mod json;
mod markdown;
mod replace;
mod text;
mod wrap;

pub(crate) use replace::replace;

use crate::thread::{Notice, PostId, Thread};
use std::io::{self, Write};

/// What is written out: a thread from one of its posts downwards.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The thread.
    pub thread: &'a Thread,
    /// The post that stands at the head of what is written.
    pub root: PostId,
    /// What was mended while the thread was read. Only JSON tells it.
    pub notices: &'a [Notice],
}

impl<'a> Part<'a> {
    /// All of a thread.
    pub fn whole(thread: &'a Thread) -> Self {
        Self::below(thread, PostId::ARTICLE)
    }

    /// A post and everything under it.
    pub fn below(thread: &'a Thread, root: PostId) -> Self {
        Self { thread, root, notices: &[] }
    }

    /// The same with what was mended.
    #[must_use]
    pub(crate) fn with_notices(self, notices: &'a [Notice]) -> Self {
        Self { notices, ..self }
    }

    /// The title of the thread that it is from.
    fn title(self) -> &'a str {
        self.thread.title_of(self.thread.opening(self.root))
    }

    /// The address of the page that it is from.
    fn url(self) -> Option<&'a str> {
        self.thread.url_of(self.thread.opening(self.root))
    }

    /// The name of the format that the thread was read from.
    fn source(self) -> &'a str {
        self.thread.source_of(self.thread.opening(self.root))
    }

    /// Whether a post opens the thread that it is from.
    fn is_opening(self, id: PostId) -> bool {
        id == self.thread.opening(self.root)
    }

    /// Its posts in the document's order, the root first.
    fn posts(self) -> impl Iterator<Item = PostId> + use<'a> {
        let thread = self.thread;
        thread.subtree(self.root).filter_map(|index| thread.get(index))
    }

    /// How many replies are below the root.
    fn replies(self) -> usize {
        self.thread.descendants(self.root)
    }

    /// How deep a post stands under the root: 0 for the root.
    fn depth(self, id: PostId) -> usize {
        self.thread.depth(id) - self.thread.depth(self.root)
    }
}

/// A form that threads are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Text of 80 columns, replies indented.
    Text,
    /// Markdown, replies as nested lists.
    Markdown,
    /// A page of HTML, replies as nested lists.
    Html,
    /// threadle's own JSON, one post a line.
    Json,
    /// threadle's own JSON, one thread a line.
    Ndjson,
}

impl Form {
    /// Every form, with its name on the command line and a few words about it.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Text, "text", "text of 80 columns, replies indented"),
        (Self::Markdown, "markdown", "Markdown, replies as nested lists"),
        (Self::Html, "html", "one page of HTML, replies as nested lists"),
        (Self::Json, "json", "threadle's own JSON, one post a line"),
        (Self::Ndjson, "ndjson", "threadle's own JSON, one thread a line"),
    ];

    /// The form of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(form, ..)| *form)
    }

    /// Writes a thread in this form; a shelf as its threads one after the other.
    pub fn write(self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        if part.root != PostId::ARTICLE || !part.thread.is_shelf() {
            return self.write_one(part, out);
        }
        for (number, opening) in part.thread.children(part.root).enumerate() {
            if number > 0 && matches!(self, Self::Text | Self::Markdown) {
                writeln!(out)?;
            }
            // What was mended is told once, with the first of them.
            let notices = if number == 0 { part.notices } else { &[] };
            let lines = if self == Self::Json { Self::Ndjson } else { self };
            lines.write_one(Part { root: opening, notices, ..part }, out)?;
        }
        Ok(())
    }

    fn write_one(self, part: Part<'_>, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text => text::write(part, out),
            Self::Markdown => markdown::write(part, out),
            Self::Html => html::write(part, out),
            Self::Json => json::write(part, json::Lines::Posts, out),
            Self::Ndjson => json::write(part, json::Lines::Threads, out),
        }
    }
}
