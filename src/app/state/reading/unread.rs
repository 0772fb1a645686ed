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

    use crate::thread::{Text, Time};
    use crate::visit::{By, Label};

    fn put_away(reading: &mut Reading, post: usize, away: bool) {
        let noise = Away { label: Label::Noise, reason: Text::default(), by: By::Hand, at: Time::from_millis(0) };
        let (before, after) = if away { (None, Some(noise)) } else { (Some(noise), None) };
        reading.swap(&[Swap { post: PostId::new(post), before, after }], true);
    }

    #[test]
    fn what_is_put_away_does_not_ask_to_be_read() {
        let mut reading = reading();
        assert_eq!(reading.unread_counts().unread, 6);
        put_away(&mut reading, 1, true);
        assert_eq!(reading.unread_counts().unread, 3, "two are below it");
        put_away(&mut reading, 1, false);
        assert_eq!(reading.unread_counts().unread, 6);
    }

    #[test]
    fn answers_to_the_reader_ask_to_be_read_wherever_they_are() {
        let mut reading = reading();
        let gull = reading.thread.post(PostId::new(1)).author();
        reading.find_answers(|author| Some(author) == gull);
        put_away(&mut reading, 1, true);
        let due: Vec<_> = (0..6).filter(|&post| reading.due().from(post).map(PostId::index) == Some(post)).collect();
        assert_eq!(due, [0, 2, 3, 4, 5], "only what they answer is silent");
    }

    #[test]
    fn counts_that_are_kept_are_those_that_are_counted_anew() {
        let mut reading = reading();
        reading.welcome([PostId::new(4)].into_iter());
        reading.refresh_unread_counts();
        reading.read([PostId::new(4), PostId::new(5)].into_iter());
        let kept = reading.unread_counts();
        reading.news.counts = None;
        let anew = reading.unread_counts();
        assert_eq!((kept.unread, kept.new), (anew.unread, anew.new));
        assert_eq!((kept.unread, kept.new), (4, 0));
    }
}
