//! Changes that nobody has saved yet.

use crate::rows::{Flips, Folds};
use crate::thread::{PostId, Thread};
use crate::visit::Change;

/// Changes since they were last taken. Starts when the earlier state is known: before that nothing counts as changed.
#[derive(Debug, Default)]
pub(in crate::app) struct Journal {
    has_begun: bool,
    changes: Vec<Change>,
    /// The last reported position of the reader.
    at: Option<(PostId, u16)>,
}

impl Journal {
    /// Starts, with the reader at a position that need not be reported.
    pub(in crate::app) fn begin(&mut self, at: Option<(PostId, u16)>) {
        *self = Self { has_begun: true, changes: Vec::new(), at };
    }

    pub(in crate::app) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// Records a change.
    pub(in crate::app) fn note(&mut self, change: Change) {
        let is_nothing = matches!(&change, Change::Read(posts, _) | Change::Folded(posts, _) if posts.is_empty());
        if self.has_begun && !is_nothing {
            self.changes.push(change);
        }
    }

    /// Records folds that just changed.
    pub(in crate::app) fn flipped(&mut self, thread: &Thread, folds: &Folds, flips: &Flips) {
        if self.has_begun {
            let (folded, open) = flips.posts(thread).partition(|&post| folds.is_folded(post));
            self.note(Change::Folded(folded, true));
            self.note(Change::Folded(open, false));
        }
    }

    /// The changes, and the reader's position if it is new.
    pub(in crate::app) fn take(&mut self, at: Option<(PostId, u16)>) -> Vec<Change> {
        if let Some((post, depth)) = at.filter(|_| at != self.at) {
            self.note(Change::At(post, depth));
            self.at = at;
        }
        std::mem::take(&mut self.changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_counts_as_changed_before_the_earlier_state_is_known() {
        let (post, mut journal) = (PostId::new(1), Journal::default());
        journal.note(Change::Read(vec![post], true));
        assert!(!journal.has_begun());
        journal.begin(Some((post, 5)));
        assert_eq!(journal.take(Some((post, 5))), [], "where the reader was is known");
        journal.note(Change::Read(vec![post], true));
        journal.note(Change::Read(Vec::new(), true));
        assert_eq!(journal.take(Some((post, 6))), [Change::Read(vec![post], true), Change::At(post, 6)]);
        assert_eq!(journal.take(Some((post, 6))), [], "each is told once");
    }
}
