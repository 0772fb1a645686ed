//! What the branches of the overview are about, and how far each has drifted.

use crate::app::work::scores::Scores;
use crate::thread::{PostId, Text, Thread};
use std::collections::HashMap;

/// What a thread and some of its branches are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topics {
    pub(in crate::app) root: PostId,
    thread: Vec<Text>,
    branches: HashMap<PostId, Topic>,
}

/// What a branch is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Topic {
    /// How far it has drifted, as it is shown; empty where that cannot be told.
    pub(crate) drift: Text,
    /// What it talks about and the rest of the thread does not, the weightiest word first.
    pub(crate) words: Vec<Text>,
}

impl Topics {
    /// Looks at some branches below `root`; tells nothing of a thread that says too little.
    pub fn of(thread: &Thread, root: PostId, branches: &[PostId], scores: &Scores) -> Self {
        if !scores.tell() {
            return Self { root, thread: Vec::new(), branches: HashMap::new() };
        }
        let topic = |&branch: &PostId| (branch, scores.topic(thread, branch));
        Self { root, thread: scores.held().to_vec(), branches: branches.iter().map(topic).collect() }
    }

    /// The words that the thread is about.
    pub(crate) fn thread(&self) -> &[Text] {
        &self.thread
    }

    /// What a branch is about, where that is known.
    pub(crate) fn branch(&self, post: PostId) -> Option<&Topic> {
        self.branches.get(&post)
    }
}
