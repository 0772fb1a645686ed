//! Coming back to a thread: what was read, folded and marked, the place one left, and what is new since.

use crate::app::App;
use crate::rows::Flips;
use crate::thread::{PostId, PostSet};
use crate::visit::{Change, Visit};

impl App {
    /// What is remembered of the thread is here. What the reader did since it was opened stays as it is.
    pub(in crate::app) fn remembered(&mut self, visit: Visit) {
        let thread = self.thread.clone();
        if visit.read.capacity() != thread.len() {
            return;
        }
        let has_moved = self.view.has_moved();
        let first_time = visit.known.is_empty();
        let Visit { known, read, folded, away, marks, at } = visit;
        self.status.set_unsaved(None);
        self.view.journal.begin(at);
        self.view.recollect_read(&thread, &read);
        self.view.recollect_folds(&thread, &folded);
        self.view.trail.recollect(&mut self.view.journal, marks);
        self.view.recollect_away(&thread, away);
        // What came while the thread was open is known to the store already, and new to the reader still.
        let came: Vec<_> = self.view.new.within(0..thread.len()).collect();
        self.view.new = if first_time { PostSet::none(thread.len()) } else { known.complement() };
        self.view.welcome(came.iter().copied());
        if self.folds_old && self.view.is_return && !first_time {
            self.fold_old();
        }
        if let Some((post, depth)) = at.filter(|_| !has_moved && !self.index.is_open()) {
            self.view.go_back_to(&thread, post, depth);
        }
        self.ruling.ask_again();
        let article = self.view.article();
        match self.view.new.count(thread.subtree(article)) {
            0 => {}
            _ if !self.view.is_return => {}
            1 => self.say("1 new reply since the last visit: Tab goes there"),
            many => self.say(&format!("{many} new replies since the last visit: Tab goes to the first")),
        }
    }

    /// Folds the branches that have nothing new: no step that can be undone, as nobody made it.
    fn fold_old(&mut self) {
        let thread = self.thread.clone();
        let (view, root) = (&self.view, self.view.article());
        let is_old = |post: &PostId| {
            let subtree = thread.subtree(*post);
            subtree.len() > 1 && view.new.count(subtree) == 0 && !view.lasting_folds().is_folded(*post)
        };
        let flips = Flips::of(&thread, thread.children(root).filter(is_old));
        self.view.flip_lasting(&thread, &flips);
    }

    /// What the reader changed since this was last asked; nothing before it was known what there was.
    pub(crate) fn changes(&mut self) -> Vec<Change> {
        if !self.view.journal.has_begun() {
            return Vec::new();
        }
        let thread = self.thread.clone();
        let at = (!self.index.is_open()).then(|| self.view.whereabouts(&thread));
        self.view.journal.take(at)
    }

    /// Posts that came since the last visit and are not read.
    pub(crate) fn new_posts(&self) -> &PostSet {
        &self.view.new
    }
}
