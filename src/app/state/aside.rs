//! What is put away: which subthreads, why, and which posts that silences.

use crate::rows::Folds;
use crate::thread::{AuthorId, PostId, PostSet, Thread};
use crate::visit::Away;
use std::collections::{BTreeMap, BTreeSet};

/// The subthreads that are put away. Each is folded too, unless the reader looks into it.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    entries: BTreeMap<PostId, Away>,
    /// Subthreads that the reader brought back: no rule puts them away again.
    returned: BTreeSet<PostId>,
    /// Posts that need not be read: those put away, except answers to the reader.
    silenced: PostSet,
    /// Answers to the reader's own posts.
    answers: PostSet,
    hidden: Hidden,
}

/// How much is out of sight in the open thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hidden {
    /// The number of subthreads that are put away.
    pub(crate) away: usize,
    /// How many of them are folded.
    pub(crate) folded: usize,
    /// The number of posts below those, each counted once.
    pub(crate) posts: usize,
}

/// A subthread that was put away, brought back or labelled anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Swap {
    pub(in crate::app) post: PostId,
    /// Why it was away before. `None` if it was not.
    pub(in crate::app) before: Option<Away>,
    /// Why it is away now. `None` if it is not.
    pub(in crate::app) after: Option<Away>,
}

impl Hidden {
    /// Counts what is out of sight; `away` is in document order.
    fn of(thread: &Thread, folds: &Folds, away: impl Iterator<Item = PostId>) -> Self {
        let mut hidden = Self::default();
        let mut end = 0;
        for post in away {
            hidden.away += 1;
            if folds.is_folded(post) && post.index() >= end {
                hidden.folded += 1;
                hidden.posts += thread.descendants(post);
                end = thread.subtree(post).end;
            }
        }
        hidden
    }
}

impl Aside {
    /// Nothing put away.
    pub(in crate::app) fn none(thread: &Thread) -> Self {
        let [silenced, answers] = [0, 1].map(|_| PostSet::none(thread.len()));
        Self { silenced, answers, ..Self::default() }
    }

    /// Why the subthread of a post is put away. `None` if it is not.
    pub(crate) fn get(&self, post: PostId) -> Option<&Away> {
        self.entries.get(&post)
    }

    /// What is put away in a subthread, in document order.
    pub(crate) fn within(&self, thread: &Thread, root: PostId) -> impl Iterator<Item = (PostId, &Away)> {
        let subtree = thread.subtree(root);
        let rest = self.entries.range(root..).map(|(&post, away)| (post, away));
        rest.take_while(move |(post, _)| subtree.contains(&post.index()))
    }

    /// The first put-away subthread at or after a place.
    pub(crate) fn from(&self, index: usize) -> Option<PostId> {
        self.entries.range(PostId::new(index)..).next().map(|(&post, _)| post)
    }

    /// Posts that need not be read.
    pub(crate) fn silenced(&self) -> &PostSet {
        &self.silenced
    }

    /// Answers to the reader's own posts.
    pub(crate) fn answers(&self) -> &PostSet {
        &self.answers
    }

    /// How much is out of sight.
    pub(crate) fn hidden(&self) -> Hidden {
        self.hidden
    }

    /// Applies swaps, forwards or backwards.
    pub(in crate::app) fn swap(&mut self, swaps: &[Swap], forwards: bool) {
        for Swap { post, before, after } in swaps {
            match if forwards { after } else { before } {
                Some(away) => {
                    self.entries.insert(*post, away.clone());
                    self.returned.remove(post);
                }
                None => {
                    self.entries.remove(post);
                    self.returned.insert(*post);
                }
            }
        }
    }

    /// Keeps what the reader had brought back in the thread before.
    pub(in crate::app) fn return_all(&mut self, before: &Self, place: impl Fn(PostId) -> Option<PostId>) {
        self.returned = before.returned.iter().filter_map(|&post| place(post)).collect();
    }

    /// Puts away what rules find, given in document order, and brings back what they no longer find; the reader's own
    /// decisions stay. Returns the changes in document order.
    pub(in crate::app) fn rule(&mut self, found: Vec<(PostId, Away)>) -> Vec<Swap> {
        let is_found = |post: &PostId| found.binary_search_by_key(post, |(found, _)| *found).is_ok();
        let is_gone = |(post, away): &(&PostId, &Away)| away.by.is_rule() && !is_found(post);
        let gone = self.entries.iter().filter(is_gone);
        let mut swaps: Vec<_> =
            gone.map(|(&post, away)| Swap { post, before: Some(away.clone()), after: None }).collect();
        for (post, away) in found {
            let before = self.entries.get(&post);
            let is_same = |before: &Away| before.by == away.by && before.label == away.label;
            if !self.returned.contains(&post) && before.is_none_or(|before| before.by.is_rule() && !is_same(before)) {
                swaps.push(Swap { post, before: before.cloned(), after: Some(away) });
            }
        }
        swaps.sort_unstable_by_key(|swap| swap.post);
        for Swap { post, after, .. } in &swaps {
            match after {
                Some(away) => self.entries.insert(*post, away.clone()),
                None => self.entries.remove(post),
            };
        }
        swaps
    }

    /// Recomputes which posts are silenced: those put away or suggested.
    pub(in crate::app) fn silence(&mut self, thread: &Thread, suggested: &[PostId]) {
        self.silenced.clear();
        for &post in self.entries.keys().chain(suggested) {
            self.silenced.insert_all(thread.subtree(post));
        }
        self.silenced.remove_all(&self.answers);
    }

    /// The same for one subthread whose first post was put away or brought back.
    pub(in crate::app) fn silence_subthread(&mut self, thread: &Thread, suggested: &[PostId], post: PostId) {
        let subtree = thread.subtree(post);
        let is_quiet = |up: PostId| self.entries.contains_key(&up) || suggested.binary_search(&up).is_ok();
        if std::iter::once(post).chain(thread.ancestors(post)).any(is_quiet) {
            self.silenced.insert_all(subtree.clone());
        } else {
            self.silenced.remove_range(subtree.clone());
            let from = suggested.partition_point(|&other| other < post);
            let suggested = suggested.iter().skip(from).take_while(|other| subtree.contains(&other.index()));
            for &post in self.entries.range(post..PostId::new(subtree.end)).map(|(post, _)| post).chain(suggested) {
                self.silenced.insert_all(thread.subtree(post));
            }
        }
        for answer in self.answers.within(subtree) {
            self.silenced.remove(answer);
        }
    }

    /// Recounts what is out of sight below the article.
    pub(in crate::app) fn count(&mut self, thread: &Thread, folds: &Folds, article: PostId) {
        let all = self.within(thread, article);
        self.hidden = Hidden::of(thread, folds, all.map(|(post, _)| post));
    }

    /// Updates the counts after a post was folded or unfolded.
    pub(in crate::app) fn count_turned(&mut self, thread: &Thread, folds: &Folds, article: PostId, post: PostId) {
        if self.entries.contains_key(&post) && thread.contains(article, post) {
            self.count_closed(thread, folds, article, (post, folds.is_folded(post)));
        }
    }

    /// Updates the counts after a post was put away or brought back.
    pub(in crate::app) fn count_swapped(&mut self, thread: &Thread, folds: &Folds, article: PostId, post: PostId) {
        if thread.contains(article, post) {
            let is_away = self.entries.contains_key(&post);
            self.hidden.away = self.hidden.away.saturating_add_signed(if is_away { 1 } else { -1 });
            if folds.is_folded(post) {
                self.count_closed(thread, folds, article, (post, is_away));
            }
        }
    }

    /// Updates the counts after a post became closed (put away and folded) or stopped being so. Closed posts below it
    /// count in its place when it is not closed; nothing counts below another closed post.
    fn count_closed(&mut self, thread: &Thread, folds: &Folds, article: PostId, (post, is_closed): (PostId, bool)) {
        if folds.covers(thread, article, post).any(|up| self.entries.contains_key(&up)) {
            return;
        }
        let below = self.within(thread, post).map(|(post, _)| post).filter(|&below| below != post);
        let open = Hidden::of(thread, folds, below);
        let closed = Hidden { folded: 1, posts: thread.descendants(post), ..open };
        let (before, after) = if is_closed { (open, closed) } else { (closed, open) };
        self.hidden.folded = (self.hidden.folded + after.folded).saturating_sub(before.folded);
        self.hidden.posts = (self.hidden.posts + after.posts).saturating_sub(before.posts);
    }

    /// Finds the answers to the reader; `is_reader` recognises the reader's names.
    pub(in crate::app) fn find_answers(&mut self, thread: &Thread, is_reader: impl Fn(AuthorId) -> bool) {
        self.answers = PostSet::none(thread.len());
        let own: Vec<_> = thread.authors().map(|(author, _)| is_reader(author)).collect();
        if !own.contains(&true) {
            return;
        }
        let is_own = |post: PostId| thread.post(post).author().is_some_and(|author| own[author.index()]);
        for post in thread.ids().skip(1).filter(|&post| !is_own(post)) {
            let spoken_to = [thread.parent(post), thread.answers(post)];
            if spoken_to.into_iter().flatten().any(is_own) {
                self.answers.insert(post);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, DraftId, Parent, Text, Time};
    use crate::visit::{By, Label};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_counted_on_is_what_is_counted_anew(
            parents in prop::collection::vec(0_usize..60, 1..60),
            steps in prop::collection::vec((1_usize..60, any::<bool>()), 1..80),
        ) {
            let mut builder = Builder::new("test");
            builder.add(Draft { body: "The lamp", ..Draft::default() });
            for (post, parent) in parents.iter().enumerate() {
                let parent = Parent::Draft(DraftId::new(parent % (post + 1)));
                builder.add(Draft { parent, body: "A gull", ..Draft::default() });
            }
            let thread = builder.finish().unwrap().thread;
            let away = Away { label: Label::Noise, reason: Text::default(), by: By::Hand, at: Time::from_millis(0) };
            let (mut folds, mut aside) = (Folds::none(&thread), Aside::none(&thread));
            aside.answers.insert(PostId::new(thread.len() - 1));
            let suggested = [PostId::new(1)];
            aside.silence(&thread, &suggested);
            for (step, turns) in steps {
                let post = PostId::new(1 + step % parents.len());
                if turns {
                    folds.flip_one(&thread, post);
                    aside.count_turned(&thread, &folds, PostId::ARTICLE, post);
                } else {
                    let before = aside.get(post).cloned();
                    let after = before.is_none().then(|| away.clone());
                    aside.swap(&[Swap { post, before, after }], true);
                    aside.count_swapped(&thread, &folds, PostId::ARTICLE, post);
                    aside.silence_subthread(&thread, &suggested, post);
                }
                let (hidden, silenced) = (aside.hidden, aside.silenced.clone());
                aside.count(&thread, &folds, PostId::ARTICLE);
                aside.silence(&thread, &suggested);
                prop_assert_eq!((hidden, silenced), (aside.hidden, aside.silenced.clone()));
            }
        }
    }
}
