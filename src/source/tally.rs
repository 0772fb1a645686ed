//! What happens to many posts, told once: how often, and where first.

use crate::thread::{Builder, Notice, Place};

/// A count, and the first occurrence.
#[derive(Default)]
pub(super) struct Tally {
    count: usize,
    first: usize,
    found: String,
}

impl Tally {
    /// Counts an occurrence at a post, by its number from 0. `found` says what was there.
    pub(super) fn add(&mut self, post: usize, found: impl FnOnce() -> String) {
        if self.count == 0 {
            (self.first, self.found) = (post, found());
        }
        self.count += 1;
    }

    /// A notice, if there is anything to report: about one post, or about several.
    pub(super) fn tell(&self, builder: &mut Builder, message: impl FnOnce(&str, usize) -> String) {
        if self.count > 0 {
            builder.notice(Notice::at(Place::Post(self.first), message(&self.found, self.count)));
        }
    }
}

/// The words for all but the first of several.
pub(super) fn others(count: usize) -> String {
    if count > 1 { format!(" (and {} more such)", count - 1) } else { String::new() }
}
