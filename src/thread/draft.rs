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
    /// What is gone of it, if the source says so. A body or a name that is only a site's mark for that needs no entry
    /// here.
    pub gone: Option<Gone>,
}

/// Where the id and body of a draft stand in an adopted text: first the id, then the body.
#[derive(Debug, Clone, Copy)]
pub struct Adopted {
    /// The offset of the id, in bytes.
    pub start: usize,
    /// The length of the id, in bytes.
    pub id: u16,
    /// The length of the body, in bytes.
    pub body: u32,
}

/// What a draft replies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Parent<'a> {
    /// Nothing: it is the article or the opening message. The first such draft opens its thread; later ones reply to
    /// it.
    Nothing,
    /// The article, whichever draft that is, or an empty one if there is none.
    #[default]
    Article,
    /// A draft that was handed over before.
    Draft(DraftId),
    /// The draft of the same thread with this id, whether it comes before or after.
    Id(&'a str),
}

/// The place of a draft in the order of handing over, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId(pub(super) u32);

impl DraftId {
    /// The draft at a place, from 0.
    pub fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The place, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
