//! Writes a thread or a subthread as text, Markdown, HTML, JSON or mail.
//!
//! Everything streams to a writer, post by post in document order and without recursion, so threads of any length and
//! depth can be written. What strangers wrote goes through [`Text`](crate::thread::Text) first; only JSON and mbox keep
//! it as it was and escape what could do harm. Knows no screen, no panes and no format that is read.

mod blocks;
mod byline;
mod chunks;
mod html;
mod json;
mod markdown;
mod mbox;
mod part;
mod quoted;
mod text;

pub use part::Part;
pub(crate) use quoted::quoted;

use crate::thread::PostId;
use std::io::{self, Write};

/// A form to write threads in.
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
    /// A mailbox, a message for each post.
    Mbox,
}

impl Form {
    /// Every form, with its name on the command line and a few words about it.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Text, "text", "text of 80 columns, replies indented"),
        (Self::Markdown, "markdown", "Markdown, replies as nested lists"),
        (Self::Html, "html", "one page of HTML, replies as nested lists"),
        (Self::Json, "json", "threadle's own JSON, one post a line"),
        (Self::Ndjson, "ndjson", "threadle's own JSON, one thread a line"),
        (Self::Mbox, "mbox", "a mailbox, a message for each post, for mutt and others"),
    ];

    /// The form with a name. `None` if there is none.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(form, ..)| *form)
    }

    /// The form for a file name, by its extension; text if that says nothing.
    pub(crate) fn of_file(name: &str) -> Self {
        let ending = name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("html" | "htm") => Self::Html,
            Some("json") => Self::Json,
            Some("ndjson" | "jsonl") => Self::Ndjson,
            Some("mbox" | "mbx") => Self::Mbox,
            _ => Self::Text,
        }
    }

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(form, ..)| *form == self).map_or("text", |(_, name, _)| name)
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
            // The first thread carries the notices of all.
            let notices = if number == 0 { part.notices } else { &[] };
            let lines = if self == Self::Json { Self::Ndjson } else { self };
            lines.write_one(part.at(opening, notices), out)?;
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
            Self::Mbox => mbox::write(part, out),
        }
    }
}
