//! Formats that threads come in, one file each, behind one trait and one table.
//!
//! A source turns bytes into [drafts](crate::thread::Draft) and never builds a tree. It never panics, whatever the
//! bytes are: it mends and leaves notices, and refuses only input that has no post in it. It knows nothing of
//! files, screens or what else there is to read.

mod date;
mod html;
mod month;
mod text;
mod threadle;

use crate::thread::Builder;
use std::fmt;
use std::io::{self, BufRead};

/// A format that threads come in.
pub trait Source: Sync {
    /// Its name on the command line and in threadle's own JSON.
    fn name(&self) -> &'static str;

    /// What it is, in a few words for `--list-formats`.
    fn about(&self) -> &'static str;

    /// Whether the source takes text: the input is then decoded and comes as UTF-8, without a byte-order mark.
    /// Otherwise it comes as it is.
    fn takes_text(&self) -> bool;

    /// How much the beginning of an input (at least 64 KiB, or all of it) looks like this format. It comes as the whole
    /// input would: decoded, or as it is.
    fn likeness(&self, head: &[u8]) -> Likeness;

    /// Reads the input to its end and hands over what it finds.
    fn read(&self, input: &mut dyn BufRead, builder: &mut Builder) -> Result<(), Refusal>;
}

/// How much an input looks like a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It is something else.
    None,
    /// It can be read as this where nothing else fits.
    Possible,
    /// It has the format's outer form.
    Likely,
    /// It says that it is this, or has what only this has.
    Certain,
}

/// Why an input could not be read.
#[derive(Debug)]
pub enum Refusal {
    /// Reading the bytes failed.
    Io(io::Error),
    /// The bytes are not what the format needs; what was expected and what was found, in a sentence.
    Malformed(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(out, "{error}"),
            Self::Malformed(why) => out.write_str(why),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Every format that is read, the more particular ones first.
pub static SOURCES: &[&dyn Source] = &[&threadle::Threadle, &html::Page, &text::Dump];

/// The format of that name.
pub fn named(name: &str) -> Option<&'static dyn Source> {
    SOURCES.iter().copied().find(|source| source.name() == name)
}

/// The format that an input most looks like, whose beginning is this as it is and that as text; the first of equals.
pub fn recognise(bytes: &[u8], text: &[u8]) -> Option<&'static dyn Source> {
    let likeness = |source: &&'static dyn Source| source.likeness(if source.takes_text() { text } else { bytes });
    let judged = SOURCES.iter().rev().map(|source| (*source, likeness(source)));
    let (source, likeness) = judged.max_by_key(|(_, likeness)| *likeness)?;
    (likeness > Likeness::None).then_some(source)
}
