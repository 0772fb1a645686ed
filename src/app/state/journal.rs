//! What the reader changed and nobody has taken down yet.

use crate::rows::{Flips, Folds};
use crate::thread::{PostId, Thread};
use crate::visit::Change;

/// Changes since they were last asked for. It begins when it is known what was there before: until then nothing
/// could be said to have changed.
#[derive(Debug, Default)]
pub(in crate::app) struct Journal {
    has_begun: bool,
    changes: Vec<Change>,
    /// Where the reader was when that was last told.
    at: Option<(PostId, u16)>,
}

impl Journal {
    /// Begins, with the reader at a place that need not be told.
    pub(in crate::app) fn begin(&mut self, at: Option<(PostId, u16)>) {
        *self = Self { has_begun: true, changes: Vec::new(), at };
    }

    pub(in crate::app) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Takes down a change.
    pub(in crate::app) fn note(&mut self, change: Change) {
        let is_nothing = matches!(&change, Change::Read(posts, _) | Change::Folded(posts, _) if posts.is_empty());
        if self.has_begun && !is_nothing {
            self.changes.push(change);
        }
    }

    /// Takes down folds that have just changed.
    pub(in crate::app) fn flipped(&mut self, thread: &Thread, folds: &Folds, flips: &Flips) {
        if self.has_begun {
            let (folded, open) = flips.posts(thread).partition(|&post| folds.is_folded(post));
            self.note(Change::Folded(folded, true));
            self.note(Change::Folded(open, false));
        }
    }

    /// What has changed, and where the reader is if that is elsewhere now.
    pub(in crate::app) fn take(&mut self, at: Option<(PostId, u16)>) -> Vec<Change> {
        if let Some((post, depth)) = at.filter(|_| at != self.at) {
            self.note(Change::At(post, depth));
            self.at = at;
        }
        std::mem::take(&mut self.changes)
    }
}
