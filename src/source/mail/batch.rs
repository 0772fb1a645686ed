//! Messages side by side, as many as are worth being read in one go.

use super::head::split_line;

/// Messages as they stand in their files, found but not looked into.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) bytes: Vec<u8>,
    pub(super) marks: Vec<Mark>,
}

/// Where a message stands in its batch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Its first line is not part of it.
    pub(super) has_envelope: bool,
    /// Lines of it that begin with `From ` may have been quoted.
    pub(super) is_quoted: bool,
}

/// A message as it stands in its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'b> {
    /// The line before it.
    pub(super) envelope: &'b [u8],
    pub(super) bytes: &'b [u8],
    /// Lines of it that begin with `From ` may have been quoted.
    pub(super) is_quoted: bool,
}

impl Batch {
    pub(super) fn messages(&self) -> impl Iterator<Item = Message<'_>> {
        self.marks.iter().map(|mark| {
            let whole = self.bytes.get(mark.start..mark.end).unwrap_or_default();
            let (envelope, bytes) = if mark.has_envelope { split_line(whole) } else { (&[][..], whole) };
            Message { envelope, bytes, is_quoted: mark.is_quoted }
        })
    }

    /// Forgets all messages; what they took is used again.
    pub(super) fn clear(&mut self) {
        /// An unusually long message shall not keep its room.
        const MOST: usize = 4 << 20;
        self.bytes.clear();
        self.bytes.shrink_to(MOST);
        self.marks.clear();
    }
}
