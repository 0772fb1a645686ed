//! What is suggested at a moment: subthreads that are folded until the reader takes them or not.

use super::suggesting::Scores;
use super::view::Moved;
use crate::thread::PostId;
use crate::topic::THRESHOLD;
use std::rc::Rc;
use std::sync::Arc;

/// Suggestions that steps share, or none.
pub(super) type Shared = Option<Rc<Preview>>;

/// What is suggested, folded for now.
#[derive(Debug)]
pub(crate) struct Preview {
    pub(super) scores: Arc<Scores>,
    pub(super) threshold: Threshold,
    pub(super) spares: Spares,
    /// The suggested subthreads, in document order.
    pub(super) posts: Vec<PostId>,
    /// Those of them that were folded for this.
    pub(super) folded: Vec<PostId>,
    /// How many posts stand below the suggested ones.
    pub(super) hidden: usize,
}

/// How far a subthread must have drifted, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threshold(pub(super) u16);

impl Threshold {
    /// What `+` and `-` move it by.
    pub(super) const STEP: u16 = 5;
    pub(super) const LEAST: u16 = 5;
    pub(super) const MOST: u16 = 95;

    /// A threshold from 0 to 1, as near as there is one.
    pub(crate) fn new(threshold: f32) -> Self {
        Self(((threshold * 100.0).round() as u16).clamp(Self::LEAST, Self::MOST))
    }

    /// From 0 to 1.
    pub(crate) fn share(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self::new(THRESHOLD)
    }
}

/// What is not suggested, however far it has drifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spares {
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
    pub(super) fn posts(&self) -> &[PostId] {
        &self.posts
    }

    /// The first suggested subthread at or after a place.
    pub(super) fn from(&self, index: usize) -> Option<PostId> {
        self.posts.get(self.posts.partition_point(|post| post.index() < index)).copied()
    }

    pub(super) fn has(&self, post: PostId) -> bool {
        self.posts.binary_search(&post).is_ok()
    }

    /// What it holds, in bytes.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + size_of_val(&self.posts[..]) + size_of_val(&self.folded[..])
    }

    /// Whether the same is suggested, and folded for that.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let way = |preview: &Self| (preview.threshold, preview.spares);
        way(self) == way(other) && self.posts == other.posts && self.folded == other.folded
    }

    /// The same in a thread that has become another one, where `scores` are those of the posts that are left.
    pub(super) fn moved(&self, scores: Arc<Scores>, moved: &Moved<'_>) -> Self {
        let there = |posts: &[PostId]| {
            let mut posts: Vec<_> = posts.iter().filter_map(|&post| moved.post(post)).collect();
            posts.sort_unstable();
            posts
        };
        let (posts, folded) = (there(&self.posts), there(&self.folded));
        let hidden = posts.iter().map(|&post| moved.thread().descendants(post)).sum();
        Self { scores, threshold: self.threshold, spares: self.spares, posts, folded, hidden }
    }
}
