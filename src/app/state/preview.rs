//! The present suggestions: subthreads that are folded until the reader accepts them or not.

use crate::app::work::remap::Remap;
use crate::app::work::scores::{Scores, Threshold};
use crate::thread::PostId;
use std::rc::Rc;
use std::sync::Arc;

/// Suggestions shared by steps, or none.
pub(in crate::app) type Shared = Option<Rc<Preview>>;

/// Suggested subthreads, folded for now.
#[derive(Debug)]
pub(crate) struct Preview {
    pub(in crate::app) scores: Arc<Scores>,
    pub(in crate::app) threshold: Threshold,
    pub(in crate::app) spares: Spares,
    /// The suggested subthreads, in document order.
    pub(in crate::app) posts: Vec<PostId>,
    /// Those that only wander and are not folded.
    pub(in crate::app) wandering: Vec<PostId>,
    /// Those that were folded for this.
    pub(in crate::app) folded: Vec<PostId>,
    /// The number of posts below the off-topic ones.
    pub(in crate::app) hidden: usize,
}

/// What is never suggested, however far it has drifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Spares {
    /// What the original poster or the reader started, or has links or code, or is marked, or waits for the reader.
    Usual,
    /// Nothing.
    Nothing,
}

impl Preview {
    /// The number of off-topic subthreads.
    pub(crate) fn len(&self) -> usize {
        self.posts.len() - self.wandering.len()
    }

    /// The number of wandering subthreads.
    pub(crate) fn wandering(&self) -> usize {
        self.wandering.len()
    }

    /// Whether a suggested subthread only wanders.
    pub(in crate::app) fn wanders(&self, post: PostId) -> bool {
        self.wandering.binary_search(&post).is_ok()
    }

    /// Those that are off-topic.
    pub(in crate::app) fn off_topic(&self) -> impl Iterator<Item = PostId> + '_ {
        self.posts.iter().copied().filter(|&post| !self.wanders(post))
    }

    /// Why to doubt the suggestions. `None` if there is no reason.
    pub(crate) fn doubt(&self) -> Option<&'static str> {
        self.scores.verdict().doubt()
    }

    /// The number of posts below them.
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
        size_of::<Self>()
            + [&self.posts, &self.wandering, &self.folded].iter().map(|posts| size_of_val(&posts[..])).sum::<usize>()
    }

    /// Whether the same is suggested and folded.
    pub(in crate::app) fn is_like(&self, other: &Self) -> bool {
        let way = |preview: &Self| (preview.threshold, preview.spares);
        let posts = |preview: &Self| [&preview.posts, &preview.wandering, &preview.folded].map(Vec::clone);
        way(self) == way(other) && posts(self) == posts(other) && Arc::ptr_eq(&self.scores, &other.scores)
    }

    /// The suggestions in a changed thread; `scores` are those of the remaining posts.
    pub(in crate::app) fn moved(&self, scores: Arc<Scores>, remap: &Remap<'_>) -> Self {
        let there = |posts: &[PostId]| {
            let mut posts: Vec<_> = posts.iter().filter_map(|&post| remap.post(post)).collect();
            posts.sort_unstable();
            posts
        };
        let (posts, wandering, folded) = (there(&self.posts), there(&self.wandering), there(&self.folded));
        let mut moved_on =
            Self { scores, threshold: self.threshold, spares: self.spares, posts, wandering, folded, hidden: 0 };
        moved_on.hidden = moved_on.off_topic().map(|post| remap.new.descendants(post)).sum();
        moved_on
    }
}
