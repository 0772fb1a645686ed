//! The topics of branches in the overview, and their drift.

use crate::app::work::scores::Scores;
use crate::thread::{PostId, Text, Thread};
use std::collections::HashMap;

/// The topics of a thread and of some of its branches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topics {
    pub(in crate::app) root: PostId,
    thread: Vec<Text>,
    branches: HashMap<PostId, Topic>,
}

/// The topics of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Topic {
    /// Its drift as shown; empty if it cannot be told.
    pub(crate) drift: Text,
    /// Words that it uses and the rest of the thread does not, the most telling first.
    pub(crate) words: Vec<Text>,
}

impl Topics {
    /// The topics of some branches below `root`; empty for a thread with too little text.
    pub fn of(thread: &Thread, root: PostId, branches: &[PostId], scores: &Scores) -> Self {
        if !scores.tell() {
            return Self { root, thread: Vec::new(), branches: HashMap::new() };
        }
        let topic = |&branch: &PostId| (branch, scores.topic(thread, branch));
        Self { root, thread: scores.held().to_vec(), branches: branches.iter().map(topic).collect() }
    }

    /// The topics of the thread.
    pub(crate) fn thread(&self) -> &[Text] {
        &self.thread
    }

    /// The topics of a branch, if known.
    pub(crate) fn branch(&self, post: PostId) -> Option<&Topic> {
        self.branches.get(&post)
    }
}
