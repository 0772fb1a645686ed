//! The fold state: which posts are folded, and so which are in sight.

use super::visible::{Scope, Visible};
use crate::thread::{PostId, PostSet, Thread};
use fixedbitset::FixedBitSet;

/// Which posts of a thread are folded. The article never is.
#[derive(Debug, Clone)]
pub(crate) struct Folds {
    folded: FixedBitSet,
    visible: Visible,
}

/// Posts whose fold changes; doing it twice changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flips {
    /// A few, in document order.
    Few(Vec<PostId>),
    /// As a set over all posts.
    Many(FixedBitSet),
}

/// So many flips are made one by one; for more the state is made anew in one pass.
const FEW: usize = 2048;

impl Folds {
    /// Nothing folded.
    pub(crate) fn none(thread: &Thread) -> Self {
        Self { folded: FixedBitSet::with_capacity(thread.len()), visible: Visible::new(vec![0; thread.len()]) }
    }

    /// Whether a post is folded: its own text and everything below it is one line.
    pub(crate) fn is_folded(&self, post: PostId) -> bool {
        self.folded.contains(post.index())
    }

    /// Every folded post of a thread.
    pub(crate) fn folded(&self, thread: &Thread) -> PostSet {
        let mut folded = PostSet::none(thread.len());
        self.folded.ones().filter_map(|index| thread.get(index)).for_each(|post| folded.insert(post));
        folded
    }

    /// The rows of a subtree, whatever hides its root.
    pub(crate) fn scope(&self, thread: &Thread, root: PostId) -> Scope {
        self.visible.scope(thread.subtree(root))
    }

    /// What is in sight.
    pub(crate) fn visible(&self) -> &Visible {
        &self.visible
    }

    /// How many posts below a post are folded, and how many of them are hidden by that.
    pub(crate) fn folded_below(&self, thread: &Thread, root: PostId) -> (usize, usize) {
        let subtree = thread.subtree(root);
        let hidden = subtree.len() - self.visible.rows(&self.scope(thread, root));
        (self.folded.count_ones(subtree), hidden)
    }

    /// The folded ancestor of a post that is nearest to the article, below `root`: the line that stands for it.
    pub(crate) fn cover(&self, thread: &Thread, root: PostId, post: PostId) -> Option<PostId> {
        self.covers(thread, root, post).take_while(|&up| up > root).last()
    }

    /// The folded ancestors of a post from its parent up to `root`, the nearest first. Their number is known, so that
    /// nobody climbs on when they have been met: often there are none.
    pub(crate) fn covers<'a>(
        &'a self,
        thread: &'a Thread,
        root: PostId,
        post: PostId,
    ) -> impl Iterator<Item = PostId> + 'a {
        let many = self.visible.hidden_by(post.index()) - self.visible.hidden_by(root.index());
        let folded = thread.ancestors(post).take_while(move |&up| up >= root).filter(|&up| self.is_folded(up));
        folded.take(usize::try_from(many).unwrap_or_default())
    }

    /// Changes the state.
    pub(crate) fn flip(&mut self, thread: &Thread, flips: &Flips) {
        match flips {
            Flips::Few(posts) => posts.iter().for_each(|&post| self.flip_one(thread, post)),
            Flips::Many(posts) => {
                self.folded.symmetric_difference_with(posts);
                let folded = &self.folded;
                self.visible.recount(|counts| {
                    for post in thread.ids().skip(1) {
                        let parent = thread.post(post).parent().index();
                        counts[post.index()] = counts[parent] + i32::from(folded.contains(parent));
                    }
                });
            }
        }
    }

    fn flip_one(&mut self, thread: &Thread, post: PostId) {
        let mut below = thread.subtree(post);
        below.start += 1;
        if self.is_folded(post) {
            self.visible.show(below);
        } else {
            self.visible.hide(below);
        }
        self.folded.toggle(post.index());
    }
}

impl Flips {
    /// These posts, in document order.
    pub(crate) fn of(thread: &Thread, posts: impl Iterator<Item = PostId>) -> Self {
        let mut few = Vec::new();
        let mut posts = posts;
        for post in posts.by_ref() {
            few.push(post);
            if few.len() > FEW {
                let mut many = FixedBitSet::with_capacity(thread.len());
                many.extend(few.iter().map(|post| post.index()));
                many.extend(posts.map(PostId::index));
                return Self::Many(many);
            }
        }
        Self::Few(few)
    }

    /// The posts, in document order.
    pub(crate) fn posts<'a>(&'a self, thread: &'a Thread) -> Box<dyn Iterator<Item = PostId> + 'a> {
        match self {
            Self::Few(posts) => Box::new(posts.iter().copied()),
            Self::Many(posts) => Box::new(posts.ones().filter_map(|index| thread.get(index))),
        }
    }

    /// Whether nothing changes.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Few(posts) => posts.is_empty(),
            Self::Many(posts) => posts.is_clear(),
        }
    }

    /// The memory it holds, in bytes.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Few(posts) => size_of_val(&posts[..]),
            Self::Many(posts) => posts.len() / 8,
        }
    }
}
