//! Where the posts of a page are in the store.

use crate::thread::PostId;
use crate::visit::Stored;
use std::ops::Range;

/// The posts of a page and their numbers in the store.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// The threads on the page, in document order.
    pub(super) parts: Vec<Part>,
}

/// A thread on the page.
#[derive(Debug)]
pub(super) struct Part {
    /// Its number in the store.
    pub(super) thread: i64,
    /// Its posts.
    pub(super) posts: Range<usize>,
    /// The number of each of its posts.
    pub(super) numbers: Vec<u32>,
}

/// The number of a post that was never stored.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// Posts whose bits and keys share a row.
pub(super) const CHUNK: u32 = 4096;
/// Bits of a row's number that count the rows of a thread.
const ROWS: u32 = 20;

/// The row of a post.
pub(super) fn chunk(thread: i64, number: u32) -> i64 {
    (thread << ROWS) + i64::from(number / CHUNK)
}

/// The thread of a row.
pub(super) fn thread_of(row: i64) -> i64 {
    row >> ROWS
}

/// The rows of a thread.
pub(super) fn chunks(thread: i64) -> Range<i64> {
    thread << ROWS..(thread + 1) << ROWS
}

impl Memory {
    /// The thread of a post and its number there. `None` if it belongs to no thread, as the post over a shelf.
    pub(super) fn number(&self, post: PostId) -> Option<(i64, u32)> {
        let part = self.parts.partition_point(|part| part.posts.end <= post.index());
        let part = self.parts.get(part)?;
        let number = part.numbers.get(post.index().checked_sub(part.posts.start)?)?;
        Some((part.thread, *number))
    }

    /// The post with a number. `None` if it is not on the page.
    pub(crate) fn post(&self, stored: Stored) -> Option<PostId> {
        let part = self.parts.iter().find(|part| part.thread == stored.thread)?;
        let at = part.numbers.iter().position(|&number| number == stored.number)?;
        Some(PostId::new(part.posts.start + at))
    }
}
