//! What is never suggested however far it has drifted, and what the reader has judged.

use crate::app::App;
use crate::app::state::aside::Swap;
use crate::app::state::preview::Spares;
use crate::app::work::scores::{Scores, Threshold};
use crate::thread::PostId;
use crate::topic::{Judgements, Level, Spare, Suggestion};
use std::sync::Arc;

/// The drifted subthreads that are spared.
pub(in crate::app) struct Spared<'a> {
    app: &'a App,
    scores: &'a Scores,
    spares: Spares,
    /// Subthreads out of the way: the start of each, and the largest end so far.
    away: Vec<(usize, usize)>,
    /// Marked posts, and the reader's own.
    dear: Vec<usize>,
}

impl App {
    /// What is spared after `swaps`.
    pub(in crate::app) fn spared<'a>(&'a self, scores: &'a Scores, spares: Spares, swaps: &[Swap]) -> Spared<'a> {
        let mut end = 0;
        let range = |post: PostId| {
            let subtree = self.reading.thread.subtree(post);
            end = subtree.end.max(end);
            (subtree.start, end)
        };
        let away = self.put_away_but_for(swaps, false).into_iter().map(range).collect();
        let mut dear = Vec::new();
        if spares == Spares::Usual {
            dear.extend(self.marks().map(|(_, post)| post.index()));
            let posts =
                self.reading.thread.subtree(self.reading.article()).filter_map(|index| self.reading.thread.get(index));
            dear.extend(posts.filter(|&post| self.is_by_reader(post)).map(PostId::index));
            dear.sort_unstable();
        }
        Spared { app: self, scores, spares, away, dear }
    }

    /// What is put away after `swaps`, in document order; with `is_judged` only what the reader put away, not rules.
    fn put_away_but_for(&self, swaps: &[Swap], is_judged: bool) -> Vec<PostId> {
        let now = self.reading.aside().within(&self.reading.thread, self.reading.article());
        let stays = |post: PostId| swaps.iter().all(|swap| swap.post != post);
        let mut away: Vec<_> = now
            .filter(|(post, away)| stays(*post) && !(is_judged && away.by.is_rule()))
            .map(|(post, _)| post)
            .chain(swaps.iter().filter(|swap| swap.after.is_some()).map(|swap| swap.post))
            .collect();
        away.sort_unstable();
        away
    }

    /// Scores that take the reader's judgements in this thread into account, after `swaps`: what was put away, and what
    /// was suggested, opened and read to its end.
    pub(in crate::app) fn judged(&self, scores: &Arc<Scores>, swaps: &[Swap]) -> Arc<Scores> {
        if !self.suggester.learns {
            return Arc::clone(scores);
        }
        let away = self.put_away_but_for(swaps, true);
        let unread = self.reading.unread();
        let is_read = |post: PostId| !self.folded(post) && unread.count(self.reading.thread.subtree(post)) == 0;
        let folded = self.preview().map_or(&[][..], |preview| &preview.folded);
        let read: Vec<_> =
            folded.iter().copied().filter(|&post| is_read(post) && away.binary_search(&post).is_err()).collect();
        if away.is_empty() && read.is_empty() {
            return Arc::clone(scores);
        }
        Arc::new(scores.judged(&self.reading.thread, Judgements { away: &away, read: &read }))
    }
}

impl Spared<'_> {
    /// What has drifted further than a threshold and is not spared.
    pub(in crate::app) fn suggestions(&self, threshold: Threshold) -> Vec<Suggestion> {
        let guards = self.spares == Spares::Usual;
        self.scores.drift.suggestions(&self.app.reading.thread, threshold.share(), guards, |post| self.of(post))
    }

    /// The off-topic part of that.
    pub(in crate::app) fn off_topic(&self, threshold: Threshold) -> Vec<PostId> {
        let found = self.suggestions(threshold).into_iter();
        found.filter(|found| found.level == Level::OffTopic).map(|found| found.post).collect()
    }

    fn of(&self, post: PostId) -> Spare {
        let before = self.away.partition_point(|&(start, _)| start <= post.index());
        let is_away = self.away.get(before.wrapping_sub(1)).is_some_and(|&(_, end)| post.index() < end);
        let is_around = || {
            let subtree = self.app.reading.thread.subtree(post);
            let dear = self.dear.get(self.dear.partition_point(|&dear| dear < subtree.start));
            dear.is_some_and(|&dear| dear < subtree.end) || self.app.news_below(post).1 > 0
        };
        let spares = self.spares == Spares::Usual;
        if is_away || spares && (self.scores.useful.contains(post) || self.dear.binary_search(&post.index()).is_ok()) {
            Spare::Whole
        } else if post == self.app.reading.root() || spares && is_around() {
            Spare::Around
        } else {
            Spare::Nothing
        }
    }
}
