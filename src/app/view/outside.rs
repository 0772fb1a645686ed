//! A view that only some posts are kept in sight of, and what waits outside until that ends.

use super::super::history::{History, Swap};
use super::View;
use crate::rows::{Flips, Folds};
use crate::thread::{PostId, PostSet, Rest, Thread};

/// What a filter leaves as it is until it ends.
#[derive(Debug)]
pub(super) struct Outside {
    folds: Folds,
    history: History,
    roots: Vec<PostId>,
}

impl View {
    /// Whether only some posts are kept in sight.
    pub(crate) fn is_filtered(&self) -> bool {
        self.outside.is_some()
    }

    /// Whether a post is kept in sight, unless something folded is over it.
    pub(crate) fn admits(&self, post: PostId) -> bool {
        self.folds.keeps(post)
    }

    /// The first post at or after a place that asks to be read and can be in sight.
    pub(in crate::app) fn unread_from(&self, index: usize) -> Option<PostId> {
        self.admitted_from(self.calling(), index)
    }

    /// The first of some posts at or after a place that can be in sight.
    pub(in crate::app) fn admitted_from(&self, posts: Rest<'_>, index: usize) -> Option<PostId> {
        posts.among(self.folds.kept()).from(index)
    }

    /// The last of some posts before a place that can be in sight.
    pub(in crate::app) fn admitted_before(&self, posts: Rest<'_>, index: usize) -> Option<PostId> {
        posts.among(self.folds.kept()).before(index)
    }

    /// Keeps some posts in sight with all that they answer, and nothing else, and goes to the nearest. Folds are as if
    /// there had been none; those of before come back when the filter ends.
    pub(in crate::app) fn filter(&mut self, thread: &Thread, hits: &PostSet) {
        let row = self.row_on_screen();
        let kept = thread.with_ancestors(hits.within(0..thread.len()).chain([self.root()]));
        let folds = std::mem::replace(&mut self.folds, Folds::of_kept(thread, kept));
        let history = std::mem::take(&mut self.history);
        let roots = self.roots.clone();
        self.outside.get_or_insert_with(|| Box::new(Outside { folds, history, roots }));
        if !hits.contains(self.selection()) {
            let scope = thread.subtree(self.root());
            let at = self.selection().index();
            let next = hits.from(at).filter(|post| post.index() < scope.end);
            let nearest = next.or_else(|| hits.before(at).filter(|post| post.index() >= scope.start));
            self.select(nearest.unwrap_or(self.root()));
        }
        self.count_away(thread);
        self.settle(thread, row);
    }

    /// Keeps every post in sight again that no fold hides, with the folds as they were.
    pub(in crate::app) fn unfilter(&mut self, thread: &Thread) {
        let Some(outside) = self.outside.take() else { return };
        let row = self.row_on_screen();
        let Outside { folds, history, roots } = *outside;
        (self.folds, self.history) = (folds, history);
        // What the reader has narrowed the view to since is part of the filter; what was widened stays wide.
        let kept = self.roots.iter().zip(&roots).take_while(|(now, then)| now == then).count();
        self.roots.truncate(kept);
        self.count_away(thread);
        self.settle(thread, row);
    }

    /// What is put away inside of a filter is folded outside of it too, and what is brought back is open.
    pub(super) fn fold_outside(&mut self, thread: &Thread, away: &[Swap], forwards: bool) {
        let Some(outside) = &mut self.outside else { return };
        let is_away = |swap: &&Swap| if forwards { swap.after.is_some() } else { swap.before.is_some() };
        let changes = away.iter().filter(|swap| outside.folds.is_folded(swap.post) != is_away(swap));
        let flips = Flips::of(thread, changes.map(|swap| swap.post));
        outside.folds.flip(thread, &flips);
        self.journal.flipped(thread, &outside.folds, &flips);
    }
}
