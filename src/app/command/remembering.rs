//! Coming back to a thread: what was read, folded and marked, the place one left, and what is new since.

use crate::app::App;
use crate::rows::Flips;
use crate::thread::{PostId, PostSet};
use crate::visit::{Change, Visit};

impl App {
    /// What is remembered of the thread is here. What the reader did since it was opened stays as it is.
    pub(in crate::app) fn remembered(&mut self, visit: Visit) {
        if visit.read.capacity() != self.reading.thread.len() {
            return;
        }
        let has_moved = self.reading.has_moved();
        let first_time = visit.known.is_empty();
        let Visit { known, read, folded, away, marks, at } = visit;
        self.status.set_unsaved(None);
        self.reading.journal.begin(at);
        self.reading.recollect_read(&read);
        self.reading.recollect_folds(&folded);
        self.reading.trail.recollect(&mut self.reading.journal, marks);
        self.reading.recollect_away(away);
        // What came while the thread was open is known to the store already, and new to the reader still.
        let came: Vec<_> = self.reading.news.new.within(0..self.reading.thread.len()).collect();
        self.reading.news.new = if first_time { PostSet::none(self.reading.thread.len()) } else { known.complement() };
        self.reading.welcome(came.iter().copied());
        if self.folds_old && self.reading.news.is_return && !first_time {
            self.fold_old();
        }
        if let Some((post, depth)) = at.filter(|_| !has_moved && !self.index.is_open()) {
            self.reading.go_back_to(post, depth);
        }
        self.ruling.ask_again();
        let article = self.reading.article();
        match self.reading.news.new.count(self.reading.thread.subtree(article)) {
            0 => {}
            _ if !self.reading.news.is_return => {}
            1 => self.tell("1 new reply since the last visit: {next-unread} goes there"),
            many => self.tell(&format!("{many} new replies since the last visit: {{next-unread}} goes to the first")),
        }
    }

    /// Folds the branches that have nothing new: no step that can be undone, as nobody made it.
    fn fold_old(&mut self) {
        let (view, root) = (&self.reading, self.reading.article());
        let is_old = |post: &PostId| {
            let subtree = self.reading.thread.subtree(*post);
            subtree.len() > 1 && view.news.new.count(subtree) == 0 && !view.lasting_folds().is_folded(*post)
        };
        let flips = Flips::of(&self.reading.thread, self.reading.thread.children(root).filter(is_old));
        self.reading.flip_lasting(&flips);
    }

    /// What the reader changed since this was last asked; nothing before it was known what there was.
    pub(crate) fn changes(&mut self) -> Vec<Change> {
        if !self.reading.journal.has_begun() {
            return Vec::new();
        }
        let at = (!self.index.is_open()).then(|| self.reading.whereabouts());
        self.reading.journal.take(at)
    }

    /// Posts that came since the last visit and are not read.
    pub(crate) fn new_posts(&self) -> &PostSet {
        &self.reading.news.new
    }
}
