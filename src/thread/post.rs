//! One post: its place in the tree, who wrote it and when, and where its text is stored.

use super::{Gone, Time};
use std::ops::Range;

/// The place of a post in its thread's document order; the article's is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(u32);

impl PostId {
    /// The article, or the opening message.
    pub const ARTICLE: Self = Self(0);

    pub(crate) fn new(index: usize) -> Self {
        debug_assert!(u32::try_from(index).is_ok(), "a thread has at most 2³² posts");
        Self(index as u32)
    }

    /// The place as a number, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An author of a thread: posts with the same name have the same author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthorId(u32);

impl AuthorId {
    const NOBODY: u32 = u32::MAX;

    pub(crate) fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The author's place in [`Thread::authors`](super::Thread::authors).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Who wrote a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writer<'a> {
    /// The name as the source wrote it, uncleaned.
    pub name: &'a str,
    /// Whether replies gave the name away, and the source did not say it.
    pub inferred: bool,
}

/// The notation that a body is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Notation {
    /// Paragraphs between blank lines; a line break is a line break.
    #[default]
    Plain,
    /// CommonMark.
    Markdown,
    /// A fragment of HTML.
    Html,
    /// A plain-text mail: `>` quotes, a signature after `-- `.
    Mail,
}

impl Notation {
    /// Every notation with its name in threadle's own JSON.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Plain, "plain"), (Self::Markdown, "markdown"), (Self::Html, "html"), (Self::Mail, "mail")];

    /// The name in threadle's own JSON.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(notation, _)| *notation == self).map_or("plain", |(_, name)| name)
    }

    /// The notation with a name. `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(notation, _)| *notation)
    }
}

/// What a post says, as its source wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body<'a> {
    /// The text in its notation, uncleaned.
    pub raw: &'a str,
    /// How to read it.
    pub notation: Notation,
}

/// The fixed part of a post, 48 bytes: everything but its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Milliseconds since 1970, or [`Post::NO_TIME`].
    time: i64,
    /// The offset of the id in the arena; the permalink and the body follow it.
    start: u64,
    body_len: u32,
    id_len: u16,
    url_len: u16,
    pub(super) parent: PostId,
    pub(super) depth: u32,
    pub(super) descendants: u32,
    author: u32,
    /// Points, or [`Post::NO_SCORE`].
    score: i32,
    notation: Notation,
    inferred: bool,
    gone: Option<Gone>,
}

const _: () = assert!(size_of::<Post>() <= 64, "a post's own fixed cost is at most 64 bytes");

impl Post {
    const NO_TIME: i64 = i64::MIN;
    const NO_SCORE: i32 = i32::MIN;

    pub(super) fn new(start: usize, lengths: Lengths, notation: Notation) -> Self {
        Self {
            time: Self::NO_TIME,
            start: start as u64,
            body_len: lengths.body,
            id_len: lengths.id,
            url_len: lengths.url,
            parent: PostId::ARTICLE,
            depth: 0,
            descendants: 0,
            author: AuthorId::NOBODY,
            score: Self::NO_SCORE,
            notation,
            inferred: false,
            gone: None,
        }
    }

    /// A post without text, author or time.
    pub(super) fn empty() -> Self {
        Self::new(0, Lengths { id: 0, url: 0, body: 0 }, Notation::Plain)
    }

    pub(super) fn with_author(mut self, author: Option<AuthorId>, inferred: bool) -> Self {
        self.author = author.map_or(AuthorId::NOBODY, |author| author.0);
        self.inferred = inferred && author.is_some();
        self
    }

    pub(super) fn with_time_and_score(mut self, time: Option<Time>, score: Option<i32>) -> Self {
        self.time = time.map_or(Self::NO_TIME, Time::millis);
        self.score = score.unwrap_or(Self::NO_SCORE);
        self
    }

    pub(super) fn with_gone(mut self, gone: Option<Gone>) -> Self {
        self.gone = gone;
        self
    }

    /// What it replies to; the article for the article itself.
    pub(crate) fn parent(&self) -> PostId {
        self.parent
    }

    /// When it was written. `None` if the source does not say.
    pub fn time(&self) -> Option<Time> {
        (self.time != Self::NO_TIME).then(|| Time::from_millis(self.time))
    }

    /// Its points. `None` if the source does not count them.
    pub fn score(&self) -> Option<i32> {
        (self.score != Self::NO_SCORE).then_some(self.score)
    }

    /// Its author. `None` if nobody knows.
    pub fn author(&self) -> Option<AuthorId> {
        (self.author != AuthorId::NOBODY).then_some(AuthorId(self.author))
    }

    /// Whether the author was inferred from what others wrote.
    pub fn author_is_inferred(&self) -> bool {
        self.inferred
    }

    /// What is gone of it. `None` if nothing is.
    pub fn gone(&self) -> Option<Gone> {
        self.gone
    }

    /// The notation of its body.
    pub fn notation(&self) -> Notation {
        self.notation
    }

    /// The length of its body in bytes.
    pub fn body_len(&self) -> usize {
        self.body_len as usize
    }

    /// Replaces where its id, permalink and body are stored, and the length of the body.
    pub(super) fn store(&mut self, start: usize, body_len: usize) {
        (self.start, self.body_len) = (start as u64, body_len as u32);
    }

    /// The offset of its id, permalink and body in the arena.
    pub(super) fn start(&self) -> usize {
        self.start as usize
    }

    pub(super) fn id_range(&self) -> Range<usize> {
        self.start()..self.start() + usize::from(self.id_len)
    }

    pub(super) fn url_range(&self) -> Range<usize> {
        let start = self.id_range().end;
        start..start + usize::from(self.url_len)
    }

    pub(super) fn body_range(&self) -> Range<usize> {
        let start = self.url_range().end;
        start..start + self.body_len()
    }
}

/// The lengths of the three stored strings of a post, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lengths {
    pub(super) id: u16,
    pub(super) url: u16,
    pub(super) body: u32,
}
