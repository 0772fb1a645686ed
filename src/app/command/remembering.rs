//! Resumes a thread: what was read, folded and marked, the last position, and what is new.

use crate::app::App;
use crate::rows::Flips;
use crate::thread::{PostId, PostSet};
use crate::visit::{Change, Visit};

impl App {
    /// Takes what is remembered of the thread. What the reader has done since opening it stays.
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
        // What came while the thread was open is known to the store already, but still new to the reader.
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
            1 => self.tell("1 new reply: {next-unread} goes there"),
            many => self.tell(&format!("{many} new replies: {{next-unread}} goes to the first")),
        }
    }

    /// Folds the branches without anything new. Not an undo step, as nobody did it.
    fn fold_old(&mut self) {
        let (view, root) = (&self.reading, self.reading.article());
        let is_old = |post: &PostId| {
            let subtree = self.reading.thread.subtree(*post);
            subtree.len() > 1 && view.news.new.count(subtree) == 0 && !view.lasting_folds().is_folded(*post)
        };
        let flips = Flips::of(&self.reading.thread, self.reading.thread.children(root).filter(is_old));
        self.reading.flip_lasting(&flips);
    }

    /// Whether it is known what is remembered of the thread.
    pub(crate) fn is_recalled(&self) -> bool {
        self.reading.journal.has_begun()
    }

    /// The reader's changes since the last call; none before the store has answered.
    pub(crate) fn changes(&mut self) -> Vec<Change> {
        if !self.is_recalled() {
            return Vec::new();
        }
        let at = (!self.index.is_open()).then(|| self.reading.whereabouts());
        self.reading.journal.take(at)
    }

    /// Posts that came after the first visit and are unread.
    pub(crate) fn new_posts(&self) -> &PostSet {
        &self.reading.news.new
    }
}
