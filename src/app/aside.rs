//! What is put away: which subthreads, why, and which posts it keeps quiet.

use super::history::Swap;
use crate::rows::Folds;
use crate::thread::{AuthorId, PostId, PostSet, Thread};
use crate::visit::Away;
use std::collections::{BTreeMap, BTreeSet};

/// The subthreads that are put away. Each is folded as well, unless the reader looks into it.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    entries: BTreeMap<PostId, Away>,
    /// Subthreads that the reader has brought back: no rule puts them away again.
    returned: BTreeSet<PostId>,
    /// Posts that do not ask to be read: those put away, but for answers to the reader.
    hushed: PostSet,
    /// Answers to posts that the reader wrote.
    answers: PostSet,
    hidden: Hidden,
}

/// How much is out of sight in the thread that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hidden {
    /// Subthreads that are put away.
    pub(crate) away: usize,
    /// Of these the ones that are folded: not looked into.
    pub(crate) folded: usize,
    /// The posts below those, once each.
    pub(crate) posts: usize,
}

impl Aside {
    /// Nothing put away in a thread.
    pub(super) fn none(thread: &Thread) -> Self {
        let [hushed, answers] = [0, 1].map(|_| PostSet::none(thread.len()));
        Self { hushed, answers, ..Self::default() }
    }

    /// Why the subthread of a post is put away, if it is.
    pub(crate) fn get(&self, post: PostId) -> Option<&Away> {
        self.entries.get(&post)
    }

    /// What is put away of a subthread, in document order.
    pub(crate) fn within(&self, thread: &Thread, root: PostId) -> impl Iterator<Item = (PostId, &Away)> {
        let subtree = thread.subtree(root);
        let rest = self.entries.range(root..).map(|(&post, away)| (post, away));
        rest.take_while(move |(post, _)| subtree.contains(&post.index()))
    }

    /// The first subthread at or after a place that is put away.
    pub(crate) fn from(&self, index: usize) -> Option<PostId> {
        self.entries.range(PostId::new(index)..).next().map(|(&post, _)| post)
    }

    /// Posts that do not ask to be read.
    pub(crate) fn hushed(&self) -> &PostSet {
        &self.hushed
    }

    /// Answers to what the reader wrote.
    pub(crate) fn answers(&self) -> &PostSet {
        &self.answers
    }

    /// How much is out of sight.
    pub(crate) fn hidden(&self) -> Hidden {
        self.hidden
    }

    /// Makes swaps, forwards or backwards.
    pub(super) fn swap(&mut self, swaps: &[Swap], forwards: bool) {
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

    /// Takes over what the reader has brought back where the thread was another.
    pub(super) fn return_all(&mut self, before: &Self, place: impl Fn(PostId) -> Option<PostId>) {
        self.returned = before.returned.iter().filter_map(|&post| place(post)).collect();
    }

    /// Puts away what rules find, in document order, and brings back what they do no longer. What the reader has put
    /// away or brought back stays so. Gives what has changed, in document order.
    pub(super) fn rule(&mut self, found: Vec<(PostId, Away)>) -> Vec<Swap> {
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

    /// Finds anew which posts are kept quiet: what is put away, and what is suggested to be.
    pub(super) fn hush(&mut self, thread: &Thread, suggested: &[PostId]) {
        self.hushed.clear();
        for &post in self.entries.keys().chain(suggested) {
            self.hushed.insert_all(thread.subtree(post));
        }
        self.hushed.remove_all(&self.answers);
    }

    /// Counts anew how much is out of sight below the article, after folds have changed.
    pub(super) fn count(&mut self, thread: &Thread, folds: &Folds, article: PostId) {
        let mut hidden = Hidden::default();
        let mut end = 0;
        for (post, _) in self.within(thread, article) {
            hidden.away += 1;
            if folds.is_folded(post) && post.index() >= end {
                hidden.folded += 1;
                hidden.posts += thread.descendants(post);
                end = thread.subtree(post).end;
            }
        }
        self.hidden = hidden;
    }

    /// Finds the posts that answer the reader; who that is tells `is_reader`.
    pub(super) fn find_answers(&mut self, thread: &Thread, is_reader: impl Fn(AuthorId) -> bool) {
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
