//! Notices about single posts, the first of them one by one, the rest as a number.

use crate::thread::{Builder, Notice, Place};
use std::fmt::Arguments;

/// How many are told one by one: a file with a million of the same flaw needs no million notices.
const TOLD: usize = 100;

/// Counts what was mended in posts.
#[derive(Debug, Default)]
pub(super) struct Mends {
    count: usize,
    /// How many posts the threads before this one have.
    before: usize,
}

impl Mends {
    /// Goes on with another thread of the file, behind one of so many posts.
    pub(super) fn begin(&mut self, posts: usize) {
        self.before += posts;
    }

    /// Tells of something mended in the post at that place of its thread.
    pub(super) fn add(&mut self, builder: &mut Builder, post: usize, message: Arguments<'_>) {
        self.count += 1;
        if self.count <= TOLD {
            builder.notice(Notice::at(Place::Post(self.before + post), message.to_string()));
        }
    }

    /// Tells how many more there were.
    pub(super) fn finish(&self, builder: &mut Builder) {
        if self.count > TOLD {
            builder.notice(Notice::new(format!("{} more posts or fields like these", self.count - TOLD)));
        }
    }
}
