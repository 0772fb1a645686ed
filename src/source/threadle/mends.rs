//! Notices about single posts: the first ones each, the rest as a number.

use crate::thread::{Builder, Notice, Place};
use std::fmt::Arguments;

/// Notices given one by one: a file with a million equal flaws needs no million notices.
const TOLD: usize = 100;

/// Counts mends in posts.
#[derive(Debug, Default)]
pub(super) struct Mends {
    count: usize,
    /// The number of posts in earlier threads.
    before: usize,
}

impl Mends {
    /// Begins another thread after one of `posts` posts.
    pub(super) fn begin(&mut self, posts: usize) {
        self.before += posts;
    }

    /// Reports a mend in the post at a place of its thread.
    pub(super) fn add(&mut self, builder: &mut Builder, post: usize, message: Arguments<'_>) {
        self.count += 1;
        if self.count <= TOLD {
            builder.notice(Notice::at(Place::Post(self.before + post), message.to_string()));
        }
    }

    /// Reports how many more there were.
    pub(super) fn finish(&self, builder: &mut Builder) {
        if self.count > TOLD {
            builder.notice(Notice::new(format!("{} more posts or fields like these", self.count - TOLD)));
        }
    }
}
