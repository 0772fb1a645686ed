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
    /// Those of them that only wander, which are not folded.
    pub(in crate::app) wandering: Vec<PostId>,
    /// Those of them that were folded for this.
    pub(in crate::app) folded: Vec<PostId>,
    /// How many posts stand below those that are off-topic.
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
    /// How many subthreads are off-topic.
    pub(crate) fn len(&self) -> usize {
        self.posts.len() - self.wandering.len()
    }

    /// How many subthreads wander.
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

    /// Why what is suggested is to be taken with doubt, if it is.
    pub(crate) fn doubt(&self) -> Option<&'static str> {
        self.scores.verdict().doubt()
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
        size_of::<Self>()
            + [&self.posts, &self.wandering, &self.folded].iter().map(|posts| size_of_val(&posts[..])).sum::<usize>()
    }

    /// Whether the same is suggested, and folded for that.
    pub(in crate::app) fn is_like(&self, other: &Self) -> bool {
        let way = |preview: &Self| (preview.threshold, preview.spares);
        let posts = |preview: &Self| [&preview.posts, &preview.wandering, &preview.folded].map(Vec::clone);
        way(self) == way(other) && posts(self) == posts(other) && Arc::ptr_eq(&self.scores, &other.scores)
    }

    /// The same in a thread that has become another one, where `scores` are those of the posts that are left.
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
