//! Threads and stores for the tests of this layer.

use super::{Limits, Memory, Page, Store};
use crate::thread::{Builder, Draft, DraftId, Parent, PostId, Thread, Time};
use crate::visit::Visit;
use tempfile::TempDir;

pub(super) const NOW: Time = Time::from_millis(1_682_164_800_000);

/// A thread with an article and one reply per word.
pub(super) fn thread(title: &str, words: &[&str]) -> Thread {
    let mut builder = Builder::new("test");
    builder.title(title);
    let article = format!("{title}: what the keeper wrote down about the harbour that winter.");
    builder.add(Draft { parent: Parent::Nothing, body: &article, ..Draft::default() });
    for word in words {
        let body = format!("The {word} was never the problem, whatever the old chart of the harbour says.");
        let author = Some("mara");
        builder.add(Draft { parent: Parent::Draft(DraftId::new(0)), author, body: &body, ..Draft::default() });
    }
    builder.finish().unwrap().thread
}

/// A directory with a store, and windows on it.
pub(super) struct Home(pub(super) TempDir);

impl Home {
    pub(super) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(super) fn open(&self) -> Store {
        self.with(Limits::default())
    }

    pub(super) fn with(&self, limits: Limits) -> Store {
        Store::open(self.0.path(), limits).unwrap().0
    }
}

impl Store {
    pub(super) fn visit(&mut self, thread: &Thread) -> (Memory, Visit) {
        self.recall(&Page::of(thread), Some("/tmp/lamp.html"), NOW).unwrap()
    }
}

impl Store {
    /// The titles of all threads, in order.
    pub(super) fn titles(&self) -> Vec<String> {
        let mut select = self.connection.prepare("SELECT title FROM threads ORDER BY title").unwrap();
        select.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }
}

pub(super) fn post(index: usize) -> PostId {
    PostId::new(index)
}
