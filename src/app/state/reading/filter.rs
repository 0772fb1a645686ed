//! The filtered view.

use crate::app::state::aside::Swap;
use crate::app::state::reading::Reading;
use crate::app::state::reading::outside::Outside;
use crate::app::state::reading::position::ScreenPosition;
use crate::rows::{Anchor, Flips, Folds};
use crate::thread::{Difference, PostId, PostSet};

impl Reading {
    /// Whether the view is filtered.
    pub(crate) fn is_filtered(&self) -> bool {
        self.outside.is_some()
    }

    /// Whether the filter keeps a post.
    pub(crate) fn admits(&self, post: PostId) -> bool {
        self.folds.admits(post)
    }

    /// The first unread post at or after a place that the filter keeps.
    pub(in crate::app) fn unread_from(&self, index: usize) -> Option<PostId> {
        self.admitted_from(self.due(), index)
    }

    /// The first of some posts at or after a place that the filter keeps.
    pub(in crate::app) fn admitted_from(&self, posts: Difference<'_>, index: usize) -> Option<PostId> {
        posts.among(self.folds.filter()).from(index)
    }

    /// The last of some posts before a place that the filter keeps.
    pub(in crate::app) fn admitted_before(&self, posts: Difference<'_>, index: usize) -> Option<PostId> {
        posts.among(self.folds.filter()).before(index)
    }

    /// Keeps only the hits and what they answer in sight, and moves the reader from `at` to the nearest of them. Starts
    /// without folds; the present ones return when the filter ends. If there is a filter already, it changes to these
    /// hits, and the folds and moves since then stay.
    pub(in crate::app) fn filter(&mut self, hits: &PostSet, at: ScreenPosition) {
        let is_still = self.outside.as_ref().is_none_or(|outside| self.is_still_at(outside.arrived));
        let kept = self.thread.with_ancestors(hits.within(0..self.thread.len()).chain([self.root()]));
        match self.outside {
            Some(_) => self.folds.set_filter(&self.thread, kept),
            None => {
                let folds = std::mem::replace(&mut self.folds, Folds::filtered(&self.thread, kept));
                let (history, roots) = (std::mem::take(&mut self.undo.history), self.roots.clone());
                self.outside = Some(Box::new(Outside { folds, history, roots, before: at, arrived: at.anchor }));
            }
        }
        let is_kept = if is_still { hits.contains(at.anchor.post) } else { self.folds.admits(at.anchor.post) };
        let anchor = if is_kept { at.anchor } else { Anchor::top(self.nearest(hits, at.anchor.post)) };
        self.count_away();
        self.come_back(at.on(anchor).around());
        if let Some((outside, held)) = self.outside.as_mut().zip(self.here.anchor).filter(|_| is_still) {
            outside.arrived = held;
        }
    }

    /// The hit nearest to a post in the visible subthread.
    fn nearest(&self, hits: &PostSet, post: PostId) -> PostId {
        let (scope, at) = (self.thread.subtree(self.root()), post.index());
        let next = hits.from(at).filter(|post| post.index() < scope.end);
        let nearest = next.or_else(|| hits.before(at).filter(|post| post.index() >= scope.start));
        nearest.unwrap_or(self.root())
    }

    /// Ends the filter and restores the folds. A reader who has not moved returns to the old position. Returns that
    /// position.
    pub(in crate::app) fn unfilter(&mut self) -> Option<ScreenPosition> {
        let mut outside = self.outside.take()?;
        let before = self.is_still_at(outside.arrived).then_some(outside.before);
        let at = before.unwrap_or_else(|| self.position());
        let mut history = std::mem::take(&mut outside.history);
        history.take_over(&self.undo.history, |roots| outside.roots(roots));
        self.roots = outside.roots(&self.roots);
        (self.folds, self.undo.history) = (outside.folds, history);
        self.count_away();
        self.come_back(at);
        before
    }

    /// The folds that remain when no filter is left.
    pub(in crate::app) fn lasting_folds(&self) -> &Folds {
        self.outside.as_ref().map_or(&self.folds, |outside| &outside.folds)
    }

    /// Changes the remaining folds without an undo step.
    pub(in crate::app) fn flip_lasting(&mut self, flips: &Flips) {
        match &mut self.outside {
            Some(outside) => outside.folds.flip(&self.thread, flips),
            None => self.flip(flips),
        }
    }

    /// What is put away within a filter is folded outside it too; what is brought back is unfolded.
    pub(super) fn flips_outside(&self, away: &[Swap]) -> Flips {
        let Some(outside) = &self.outside else { return Flips::default() };
        let changes = away.iter().filter(|swap| outside.folds.is_folded(swap.post) != swap.after.is_some());
        Flips::of(&self.thread, changes.map(|swap| swap.post))
    }

    /// Changes the folds outside a filter, for a step within it.
    pub(super) fn flip_outside(&mut self, flips: &Flips) {
        if let Some(outside) = &mut self.outside {
            outside.folds.flip(&self.thread, flips);
            self.journal.flipped(&self.thread, &outside.folds, flips);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::thread::{Builder, Draft, Parent};
    use std::sync::Arc;

    /// An article with three replies, and two below the first.
    fn reading() -> Reading {
        let mut builder = Builder::new("test");
        let article =
            builder.add(Draft { parent: Parent::Nothing, author: Some("mara"), body: "The lamp", ..Draft::default() });
        for branch in 0..3 {
            let parent = Parent::Draft(article);
            let reply = builder.add(Draft { parent, author: Some("gull"), body: "A gull", ..Draft::default() });
            for _ in 0..if branch == 0 { 2 } else { 0 } {
                builder.add(Draft {
                    parent: Parent::Draft(reply),
                    author: Some("mara"),
                    body: "Fog",
                    ..Draft::default()
                });
            }
        }
        let mut reading = Reading::new(Arc::new(builder.finish().unwrap().thread));
        reading.fit(Some((60, 20)), None);
        reading
    }

    fn hits(posts: &[usize]) -> PostSet {
        let mut hits = PostSet::none(6);
        posts.iter().for_each(|&post| hits.insert(PostId::new(post)));
        hits
    }

    fn in_sight(reading: &Reading) -> Vec<usize> {
        (0..6).filter(|&post| reading.shows(PostId::new(post))).collect()
    }

    #[test]
    fn hits_and_what_they_answer_are_in_sight_and_folds_come_back() {
        let mut reading = reading();
        reading.flip(&Flips::Few(vec![PostId::new(1)]));
        assert_eq!(in_sight(&reading), [0, 1, 4, 5]);
        let at = reading.position();
        reading.filter(&hits(&[3]), at);
        assert_eq!((in_sight(&reading), reading.selection().index()), (vec![0, 1, 3], 3));
        assert!(!reading.admits(PostId::new(4)) && reading.lasting_folds().is_folded(PostId::new(1)));
        reading.filter(&hits(&[5]), at);
        assert_eq!((in_sight(&reading), reading.selection().index()), (vec![0, 5], 5));
        assert!(reading.unfilter().is_some(), "who has not moved comes back");
        assert_eq!((in_sight(&reading), reading.selection().index()), (vec![0, 1, 4, 5], 0));
        assert!(reading.unfilter().is_none());
    }

    #[test]
    fn who_moved_under_a_filter_stays_there_when_it_ends() {
        let mut reading = reading();
        let at = reading.position();
        reading.filter(&hits(&[2, 4]), at);
        reading.select(PostId::new(4));
        assert!(reading.unfilter().is_none());
        assert_eq!(reading.selection().index(), 4);
    }

    #[test]
    fn without_a_hit_only_the_article_is_left() {
        let mut reading = reading();
        let at = reading.position();
        reading.filter(&hits(&[]), at);
        assert_eq!(in_sight(&reading), [0]);
    }
}
