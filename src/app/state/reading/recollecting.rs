//! Restores an earlier view: what was read and folded then, and the position.

use crate::app::state::reading::Reading;
use crate::rows::{Flips, LineId};
use crate::thread::{PostId, PostSet};
use crate::visit::Change;

impl Reading {
    /// Whether the reader has done more than look at the beginning.
    pub(in crate::app) fn has_moved(&self) -> bool {
        self.place() != LineId::top(self.article()) || self.is_narrowed() || self.is_path() || self.trail.has_jumped()
    }

    /// Marks as read what was read then. What was read since the thread was opened is a change.
    pub(in crate::app) fn recollect_read(&mut self, then: &PostSet) {
        let now: Vec<_> =
            self.thread.ids().filter(|&post| !self.unread().contains(post) && !then.contains(post)).collect();
        self.journal.note(Change::Read(now, true));
        self.forget_unread(then);
    }

    /// Folds what was folded then; not an undo step.
    pub(in crate::app) fn recollect_folds(&mut self, then: &[PostId]) {
        let now: Vec<_> = self.thread.ids().filter(|&post| self.lasting_folds().is_folded(post)).collect();
        let was_folded = |post: &PostId| then.binary_search(post).is_ok();
        let is_ruled = |post: &PostId| self.aside().get(*post).is_some_and(|away| away.by.is_rule());
        let own = now.into_iter().filter(|post| !was_folded(post) && !is_ruled(post)).collect();
        self.journal.note(Change::Folded(own, true));
        let folds =
            then.iter().copied().filter(|&post| post != PostId::ARTICLE && !self.lasting_folds().is_folded(post));
        let flips = Flips::of(&self.thread, folds);
        self.flip_lasting(&flips);
    }

    /// The position to remember: the post, and how far down its text, in thousandths.
    pub(in crate::app) fn whereabouts(&mut self) -> (PostId, u16) {
        let LineId { post, piece, line } = self.place();
        let mut document = self.document();
        let (lines, pieces) = (document.lines(post, piece), document.pieces(post));
        let depth = (1000 * piece + (1000 * line).checked_div(lines).unwrap_or(0)) / pieces.max(1);
        (post, depth.min(1000) as u16)
    }

    /// Goes to such a position, or to what has taken its place.
    pub(in crate::app) fn go_back_to(&mut self, post: PostId, depth: u16) {
        let mut document = self.document();
        let pieces = document.pieces(post).max(1);
        let depth = usize::from(depth.min(999)) * pieces;
        let piece = depth / 1000;
        let line = (depth % 1000 * document.lines(post, piece)).div_ceil(1000);
        let anchor = self.document().settled(LineId { post, piece, line });
        let at = self.position();
        self.come_back(at.on(anchor));
    }
}
