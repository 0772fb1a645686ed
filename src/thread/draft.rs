//! A post as a source found it, before it has its place in a thread.

use super::{Gone, Notation, Time};

/// A post as a source found it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Draft<'a> {
    /// What it replies to.
    pub parent: Parent<'a>,
    /// Its identifier in the source.
    pub id: Option<&'a str>,
    /// The author's name.
    pub author: Option<&'a str>,
    /// The name was inferred, the source does not state it.
    pub author_inferred: bool,
    /// When it was written.
    pub time: Option<Time>,
    /// Its points.
    pub score: Option<i32>,
    /// Its permalink.
    pub url: Option<&'a str>,
    /// The notation of `body`.
    pub notation: Notation,
    /// What it says.
    pub body: &'a str,
    /// What is gone of it, where the source says so. A text or a name that only says so is known by itself.
    pub gone: Option<Gone>,
}

/// Where the words of a draft stand among those of all: first its id and then its body.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    /// Where they begin.
    pub start: usize,
    /// How long its id is, in bytes.
    pub id: u16,
    /// How long its body is, in bytes.
    pub body: u32,
}

/// What a draft replies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Parent<'a> {
    /// Nothing: it is the article or the opening message. The first such draft opens its thread; any later one
    /// replies to that.
    Nothing,
    /// The article, whichever draft that is, or an empty one where there is none.
    #[default]
    Article,
    /// A draft that was handed over before.
    Draft(DraftId),
    /// The draft of the same thread with this id, handed over before or after.
    Id(&'a str),
}

/// A draft's place in the order of handing over, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(pub(super) u32);

impl DraftId {
    /// The draft that was handed over in this place, from 0.
    pub fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The place, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
