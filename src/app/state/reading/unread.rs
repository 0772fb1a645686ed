//! Counts what is unread; what is put away is silenced.

use crate::app::state::aside::Swap;
use crate::app::state::reading::Reading;
use crate::app::state::reading::news::UnreadCounts;
use crate::rows::Flips;
use crate::thread::{AuthorId, PostId};
use crate::visit::{Away, Change};

impl Reading {
    /// The unread counts.
    pub(crate) fn unread_counts(&self) -> UnreadCounts {
        let count = || {
            let scope = self.thread.subtree(self.article);
            UnreadCounts { unread: self.due().count(scope.clone()), new: self.due_new().count(scope) }
        };
        self.news.counts.unwrap_or_else(count)
    }

    /// Counts once, so that not every frame must.
    pub(in crate::app) fn refresh_unread_counts(&mut self) {
        self.news.counts = Some(self.unread_counts());
    }

    /// Updates the counts after a post of the open thread was marked as read; it is no longer new.
    pub(super) fn count_read(&mut self, post: PostId) {
        let was_new = self.news.new.remove(post);
        if let Some(calls) = self.news.counts.as_mut().filter(|_| !self.aside.silenced().contains(post)) {
            calls.unread = calls.unread.saturating_sub(1);
            calls.new = calls.new.saturating_sub(usize::from(was_new));
        }
    }

    /// Finds the answers to the reader: they want to be read wherever they are.
    pub(in crate::app) fn find_answers(&mut self, is_reader: impl Fn(AuthorId) -> bool) {
        self.aside.find_answers(&self.thread, is_reader);
        self.silence();
    }

    pub(super) fn silence(&mut self) {
        let suggested = self.preview.as_ref().map_or(&[][..], |preview| preview.posts());
        self.aside.silence(&self.thread, suggested);
        self.news.counts = None;
    }

    /// Puts subthreads away and brings others back. Recomputes everything only if much changes.
    pub(super) fn swap(&mut self, swaps: &[Swap], forwards: bool) {
        const FEW: usize = 256;
        if swaps.len() > FEW {
            self.aside.swap(swaps, forwards);
            self.silence();
            return self.count_away();
        }
        self.news.counts = None;
        let suggested = self.preview.as_ref().map_or(&[][..], |preview| preview.posts());
        for swap in swaps {
            let was_away = self.aside.get(swap.post).is_some();
            self.aside.swap(std::slice::from_ref(swap), forwards);
            if self.aside.get(swap.post).is_some() != was_away {
                self.aside.count_swapped(&self.thread, &self.folds, self.article, swap.post);
                self.aside.silence_subthread(&self.thread, suggested, swap.post);
            }
        }
    }

    /// Puts away what was put away then; not an undo step.
    pub(in crate::app) fn recollect_away(&mut self, then: Vec<(PostId, Away)>) {
        let own = self.aside.within(&self.thread, PostId::ARTICLE).filter(|(_, away)| !away.by.is_rule());
        let own: Vec<_> = own.map(|(post, _)| post).collect();
        self.note_away(own.iter().copied());
        let is_own = |post: &PostId| own.binary_search(post).is_ok();
        let then = then.into_iter().filter(|(post, _)| *post != PostId::ARTICLE && !is_own(post));
        let swaps: Vec<_> = then.map(|(post, away)| Swap { post, before: None, after: Some(away) }).collect();
        self.aside.swap(&swaps, true);
        self.silence();
        self.count_away();
        let open = swaps.iter().map(|swap| swap.post).filter(|&post| !self.lasting_folds().is_folded(post));
        let flips = Flips::of(&self.thread, open);
        self.flip_lasting(&flips);
    }

    /// Puts away what rules find, and brings back what they no longer find; not an undo step. Folds nothing where the
    /// reader is.
    pub(in crate::app) fn rule(&mut self, found: Vec<(PostId, Away)>) {
        let swaps = self.aside.rule(found);
        if swaps.is_empty() {
            return;
        }
        self.silence();
        self.count_away();
        let here = self.selection();
        let changes = swaps.iter().filter(|Swap { post, before, after }| {
            let is_folded = self.folds.is_folded(*post);
            let folds = before.is_none() && after.is_some() && !self.thread.contains(*post, here) && !is_folded;
            folds || after.is_none() && is_folded
        });
        let flips = Flips::of(&self.thread, changes.map(|swap| swap.post));
        self.flip(&flips);
    }

    /// Records the state of posts that were put away or brought back. Effects of rules are not remembered.
    pub(super) fn note_away(&mut self, posts: impl Iterator<Item = PostId>) {
        for post in posts {
            let away = self.aside.get(post).filter(|away| !away.by.is_rule());
            self.journal.note(Change::Away(post, away.cloned()));
        }
    }
}
