//! What is suggested at a moment: subthreads that are folded until the reader takes them or not.

use crate::app::work::remap::Remap;
use crate::app::work::scores::{Scores, Threshold};
use crate::thread::PostId;
use std::rc::Rc;
use std::sync::Arc;

/// Suggestions that steps share, or none.
pub(in crate::app) type Shared = Option<Rc<Preview>>;

/// What is suggested, folded for now.
#[derive(Debug)]
pub(crate) struct Preview {
    pub(in crate::app) scores: Arc<Scores>,
    pub(in crate::app) threshold: Threshold,
    pub(in crate::app) spares: Spares,
    /// The suggested subthreads, in document order.
    pub(in crate::app) posts: Vec<PostId>,
    /// Those of them that were folded for this.
    pub(in crate::app) folded: Vec<PostId>,
    /// How many posts stand below the suggested ones.
    pub(in crate::app) hidden: usize,
}

/// What is not suggested, however far it has drifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Spares {
    /// What the original poster or the reader began, what has links or code, is marked or waits for the reader.
    Usual,
    /// Nothing.
    Nothing,
}

impl Preview {
    /// How many subthreads are suggested.
    pub(crate) fn len(&self) -> usize {
        self.posts.len()
    }

    /// How many posts stand below them.
    pub(crate) fn hidden(&self) -> usize {
        self.hidden
    }

    pub(crate) fn threshold(&self) -> Threshold {
        self.threshold
    }

    /// The suggested subthreads, in document order.
    pub(in crate::app) fn posts(&self) -> &[PostId] {
        &self.posts
    }

    /// The first suggested subthread at or after a place.
    pub(in crate::app) fn from(&self, index: usize) -> Option<PostId> {
        self.posts.get(self.posts.partition_point(|post| post.index() < index)).copied()
    }

    pub(in crate::app) fn has(&self, post: PostId) -> bool {
        self.posts.binary_search(&post).is_ok()
    }

    /// What it holds, in bytes.
    pub(in crate::app) fn size(&self) -> usize {
        size_of::<Self>() + size_of_val(&self.posts[..]) + size_of_val(&self.folded[..])
    }

    /// Whether the same is suggested, and folded for that.
    pub(in crate::app) fn is_like(&self, other: &Self) -> bool {
        let way = |preview: &Self| (preview.threshold, preview.spares);
        way(self) == way(other) && self.posts == other.posts && self.folded == other.folded
    }

    /// The same in a thread that has become another one, where `scores` are those of the posts that are left.
    pub(in crate::app) fn moved(&self, scores: Arc<Scores>, remap: &Remap<'_>) -> Self {
        let there = |posts: &[PostId]| {
            let mut posts: Vec<_> = posts.iter().filter_map(|&post| remap.post(post)).collect();
            posts.sort_unstable();
            posts
        };
        let (posts, folded) = (there(&self.posts), there(&self.folded));
        let hidden = posts.iter().map(|&post| remap.new.descendants(post)).sum();
        Self { scores, threshold: self.threshold, spares: self.spares, posts, folded, hidden }
    }
}
