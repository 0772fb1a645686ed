//! Messages side by side, as many as are worth reading together.

use super::head::split_line;

/// Messages as they are in their files: found, but not parsed.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) bytes: Vec<u8>,
    pub(super) marks: Vec<Mark>,
}

/// The place of a message in its batch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether its first line is not part of it.
    pub(super) has_envelope: bool,
    /// Whether its lines that begin with `From ` may have been quoted.
    pub(super) is_quoted: bool,
}

/// A message as it is in its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'b> {
    /// The line before it.
    pub(super) envelope: &'b [u8],
    pub(super) bytes: &'b [u8],
    /// Whether its lines that begin with `From ` may have been quoted.
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

    /// Drops all messages and keeps their memory for reuse.
    pub(super) fn clear(&mut self) {
        /// The memory of an unusually long message is not kept.
        const MOST: usize = 4 << 20;
        self.bytes.clear();
        self.bytes.shrink_to(MOST);
        self.marks.clear();
    }
}
