//! The store for benchmarks: one thread, and what a reader does in it.

use super::{Limits, Memory, Page, Store};
use crate::thread::{PostId, Thread, Time};
use crate::visit::{Change, Findings};
use std::path::Path;

/// A thread during a visit.
pub struct Remembered {
    store: Store,
    memory: Memory,
    posts: usize,
}

const NOW: Time = Time::from_millis(1_700_000_000_000);

impl Remembered {
    /// The number of keys of a thread's posts; making them is the main cost of a lookup.
    pub fn keys(thread: &Thread) -> usize {
        Page::of(thread).len()
    }

    /// Visits a thread with a store in `folder`. `None` if that fails.
    pub fn visit(folder: &Path, thread: &Thread) -> Option<Self> {
        Self::visit_from(folder, thread, None)
    }

    /// Visits a thread that can be opened again from a path.
    pub fn visit_from(folder: &Path, thread: &Thread, origin: Option<&str>) -> Option<Self> {
        let (mut store, _) = Store::open(folder, Limits::default()).ok()?;
        let (memory, _) = store.recall(&Page::of(thread), origin, NOW).ok()?;
        Some(Self { store, memory, posts: thread.len() })
    }

    /// Marks one post as read, as a frame of the screen does.
    pub fn read(&mut self, post: usize) {
        let post = PostId::new(post);
        self.keep(&[Change::Read(vec![post], true), Change::At(post, 0)]);
    }

    /// Marks all posts as read.
    pub fn read_all(&mut self) {
        self.keep(&[Change::Read(self.all(), true)]);
    }

    /// Folds all posts.
    pub fn fold_all(&mut self) {
        self.keep(&[Change::Folded(self.all(), true)]);
    }

    /// Gathers the thread's text for the search. Returns the number of steps.
    pub fn gather(&mut self, thread: &Thread) -> usize {
        let (mut from, mut steps) = (Some(0), 0);
        while let Some(at) = from {
            from = self.store.gather(&self.memory, thread, at).unwrap_or_default();
            steps += 1;
        }
        steps
    }

    /// The posts of all threads that contain some words.
    pub fn seek(&self, words: &str) -> Option<Findings> {
        self.store.seek(words, || true).ok().flatten()
    }

    fn all(&self) -> Vec<PostId> {
        (0..self.posts).map(PostId::new).collect()
    }

    fn keep(&mut self, changes: &[Change]) {
        // On a full disk a benchmark measures nothing, and its numbers show it.
        let _ = self.store.keep(&self.memory, changes, NOW);
    }
}
