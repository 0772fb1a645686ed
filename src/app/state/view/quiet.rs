//! What is put away in a view, by hand, by rules or on an earlier visit, and kept quiet.

use crate::app::state::history::Swap;
use crate::app::state::view::View;
use crate::rows::Flips;
use crate::thread::{AuthorId, PostId, Thread};
use crate::visit::{Away, Change};

/// How many posts of the thread that is read ask to be read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Calls {
    pub(crate) unread: usize,
    /// Of these the ones that came since the last visit.
    pub(crate) new: usize,
}

impl View {
    /// How much asks to be read.
    pub(crate) fn calls(&self, thread: &Thread) -> Calls {
        let count = || {
            let scope = thread.subtree(self.article);
            Calls { unread: self.calling().count(scope.clone()), new: self.calling_new().count(scope) }
        };
        self.calls.unwrap_or_else(count)
    }

    /// Counts how much asks to be read, so that not every frame has to.
    pub(in crate::app) fn count_calls(&mut self, thread: &Thread) {
        self.calls = Some(self.calls(thread));
    }

    /// Counts on after a post of the thread that is read was taken for read; it is not new any more.
    pub(super) fn call_off(&mut self, post: PostId) {
        let was_new = self.new.remove(post);
        if let Some(calls) = self.calls.as_mut().filter(|_| !self.aside.hushed().contains(post)) {
            calls.unread = calls.unread.saturating_sub(1);
            calls.new = calls.new.saturating_sub(usize::from(was_new));
        }
    }

    /// Finds the posts that answer the reader: they ask to be read wherever they are.
    pub(in crate::app) fn find_answers(&mut self, thread: &Thread, is_reader: impl Fn(AuthorId) -> bool) {
        self.aside.find_answers(thread, is_reader);
        self.hush(thread);
    }

    pub(super) fn hush(&mut self, thread: &Thread) {
        let suggested = self.preview.as_ref().map_or(&[][..], |preview| preview.posts());
        self.aside.hush(thread, suggested);
        self.calls = None;
    }

    /// Puts subthreads away and brings others back. What that changes is found anew only where it is much.
    pub(super) fn swap(&mut self, thread: &Thread, swaps: &[Swap], forwards: bool) {
        const FEW: usize = 256;
        if swaps.len() > FEW {
            self.aside.swap(swaps, forwards);
            self.hush(thread);
            return self.count_away(thread);
        }
        self.calls = None;
        let suggested = self.preview.as_ref().map_or(&[][..], |preview| preview.posts());
        for swap in swaps {
            let was_away = self.aside.get(swap.post).is_some();
            self.aside.swap(std::slice::from_ref(swap), forwards);
            if self.aside.get(swap.post).is_some() != was_away {
                self.aside.count_swapped(thread, &self.folds, self.article, swap.post);
                self.aside.hush_subthread(thread, suggested, swap.post);
            }
        }
    }

    /// Puts away what was put away then. This is no step that can be undone.
    pub(in crate::app) fn recollect_away(&mut self, thread: &Thread, then: Vec<(PostId, Away)>) {
        let own = self.aside.within(thread, PostId::ARTICLE).filter(|(_, away)| !away.by.is_rule());
        let own: Vec<_> = own.map(|(post, _)| post).collect();
        self.note_away(own.iter().copied());
        let is_own = |post: &PostId| own.binary_search(post).is_ok();
        let then = then.into_iter().filter(|(post, _)| *post != PostId::ARTICLE && !is_own(post));
        let swaps: Vec<_> = then.map(|(post, away)| Swap { post, before: None, after: Some(away) }).collect();
        self.aside.swap(&swaps, true);
        self.hush(thread);
        self.count_away(thread);
        let open = swaps.iter().map(|swap| swap.post).filter(|&post| !self.lasting_folds().is_folded(post));
        let flips = Flips::of(thread, open);
        self.flip_lasting(thread, &flips);
    }

    /// Puts away what rules find, and brings back what they do no longer. This is no step that can be undone. Where
    /// the reader is just now nothing is folded.
    pub(in crate::app) fn rule(&mut self, thread: &Thread, found: Vec<(PostId, Away)>) {
        let swaps = self.aside.rule(found);
        if swaps.is_empty() {
            return;
        }
        self.hush(thread);
        self.count_away(thread);
        let here = self.selection();
        let changes = swaps.iter().filter(|Swap { post, before, after }| {
            let is_folded = self.folds.is_folded(*post);
            let folds = before.is_none() && after.is_some() && !thread.contains(*post, here) && !is_folded;
            folds || after.is_none() && is_folded
        });
        let flips = Flips::of(thread, changes.map(|swap| swap.post));
        self.flip(thread, &flips);
    }

    /// Takes down how it is with posts that were put away or brought back. What rules do is not remembered.
    pub(super) fn note_away(&mut self, posts: impl Iterator<Item = PostId>) {
        for post in posts {
            let away = self.aside.get(post).filter(|away| !away.by.is_rule());
            self.journal.note(Change::Away(post, away.cloned()));
        }
    }
}
