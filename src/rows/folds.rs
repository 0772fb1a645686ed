//! The fold state: which posts are folded, and so which are in sight.

use super::visible::{Scope, Visible};
use crate::thread::{PostId, PostSet, Thread};
use fixedbitset::FixedBitSet;

/// Which posts of a thread are folded. The article never is.
#[derive(Debug, Clone)]
pub(crate) struct Folds {
    folded: PostSet,
    visible: Visible,
    /// The posts that a filter keeps, with all their ancestors. `None` without a filter.
    filter: Option<PostSet>,
}

/// Posts whose fold changes. Applying it twice changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flips {
    /// A few, in document order.
    Few(Vec<PostId>),
    /// As a set over all posts.
    Many(FixedBitSet),
}

impl Default for Flips {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

/// Up to this many flips are applied one by one; more rebuild the state in one pass.
const FEW: usize = 2048;

impl Folds {
    /// No post folded, no filter.
    pub(crate) fn none(thread: &Thread) -> Self {
        let visible = Visible::new(vec![0; thread.len()]);
        Self { folded: PostSet::none(thread.len()), visible, filter: None }
    }

    /// No post folded, and a filter that keeps `kept`. The set must contain the ancestors of each member.
    pub(crate) fn filtered(thread: &Thread, kept: PostSet) -> Self {
        let mut folds = Self { filter: Some(kept), ..Self::none(thread) };
        folds.recount(thread);
        folds
    }

    /// The same state after the thread changed: folded posts stay folded, and filtered ones stay with their present
    /// ancestors. `place` is the new place of a post; `None` if it is gone.
    pub(crate) fn moved(&self, thread: &Thread, place: impl Fn(PostId) -> Option<PostId>) -> Self {
        let mut folds = Self::none(thread);
        let folded = self.folded.within(0..self.folded.capacity()).filter_map(&place);
        folded.filter(|&post| post != PostId::ARTICLE).for_each(|post| folds.folded.insert(post));
        folds.filter = self.filter.as_ref().map(|filter| {
            let kept = filter.within(0..filter.capacity()).filter_map(place);
            thread.with_ancestors(kept.chain([PostId::ARTICLE]))
        });
        folds.recount(thread);
        folds
    }

    /// Sets a filter and leaves the folds. The set must contain the ancestors of each member.
    pub(crate) fn set_filter(&mut self, thread: &Thread, kept: PostSet) {
        self.filter = Some(kept);
        self.recount(thread);
    }

    /// Whether the filter keeps a post; true without a filter.
    pub(crate) fn admits(&self, post: PostId) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.contains(post))
    }

    /// The posts that the filter keeps. `None` without a filter.
    pub(crate) fn filter(&self) -> Option<&PostSet> {
        self.filter.as_ref()
    }

    /// The number of posts below `post` that the filter keeps.
    pub(crate) fn below(&self, thread: &Thread, post: PostId) -> usize {
        let subtree = thread.subtree(post);
        self.filter.as_ref().map_or(subtree.len() - 1, |filter| filter.count(subtree.start + 1..subtree.end))
    }

    /// The first reply to a post that the filter keeps.
    pub(crate) fn first_child(&self, thread: &Thread, post: PostId) -> Option<PostId> {
        let Some(filter) = &self.filter else { return thread.first_child(post) };
        filter.from(post.index() + 1).filter(|child| child.index() < thread.subtree(post).end)
    }

    /// The next sibling that the filter keeps. A kept post has its ancestors kept, so the first kept one behind the
    /// subtree is a sibling.
    pub(crate) fn next_sibling(&self, thread: &Thread, post: PostId) -> Option<PostId> {
        let Some(filter) = &self.filter else { return thread.next_sibling(post) };
        let parent = thread.subtree(thread.parent(post)?);
        filter.from(thread.subtree(post).end).filter(|next| next.index() < parent.end)
    }

    /// The previous sibling that the filter keeps.
    pub(crate) fn previous_sibling(&self, thread: &Thread, post: PostId) -> Option<PostId> {
        let Some(filter) = &self.filter else { return thread.previous_sibling(post) };
        let parent = thread.parent(post)?;
        let last = filter.before(post.index())?;
        std::iter::once(last).chain(thread.ancestors(last)).find(|&up| thread.parent(up) == Some(parent))
    }

    /// The posts that are folded.
    pub(crate) fn folded(&self) -> PostSet {
        self.folded.clone()
    }

    /// Whether a post is folded: one line stands for it and everything below it.
    pub(crate) fn is_folded(&self, post: PostId) -> bool {
        self.folded.contains(post)
    }

    /// The rows of a subtree, whatever hides its root.
    pub(crate) fn scope(&self, thread: &Thread, root: PostId) -> Scope {
        self.visible.scope(thread.subtree(root))
    }

    /// The posts in sight.
    pub(crate) fn visible(&self) -> &Visible {
        &self.visible
    }

    /// The number of folded posts below `root`, and the number of posts they hide.
    pub(crate) fn folded_below(&self, thread: &Thread, root: PostId) -> (usize, usize) {
        let subtree = thread.subtree(root);
        let hidden = subtree.len() - self.visible.rows(&self.scope(thread, root));
        (self.folded.count(subtree), hidden)
    }

    /// The folded ancestor below `root` that is nearest to the article: the line that stands for the post.
    pub(crate) fn cover(&self, thread: &Thread, root: PostId, post: PostId) -> Option<PostId> {
        self.covers(thread, root, post).take_while(|&up| up > root).last()
    }

    /// The folded ancestors of a post from its parent up to `root`, nearest first. Their number is known, so the climb
    /// ends at the last of them; often there are none.
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

    /// Applies flips.
    pub(crate) fn flip(&mut self, thread: &Thread, flips: &Flips) {
        match flips {
            Flips::Few(posts) => posts.iter().for_each(|&post| self.flip_one(thread, post)),
            Flips::Many(posts) => {
                self.folded.toggle_all(posts);
                self.recount(thread);
            }
        }
    }

    /// Recomputes what hides each post: its folded ancestors, and a filter that drops it. A dropped post has no kept
    /// one below it, so one addition hides its whole subtree.
    fn recount(&mut self, thread: &Thread) {
        let (folded, filter) = (&self.folded, self.filter.as_ref());
        self.visible.recount(|counts| {
            for post in thread.ids().skip(1) {
                let parent = thread.post(post).parent();
                counts[post.index()] = counts[parent.index()] + i32::from(folded.contains(parent));
            }
            let Some(filter) = filter else { return };
            let mut next = 0;
            while let Some(post) = thread.get(next) {
                if filter.contains(post) {
                    next += 1;
                } else {
                    let dropped = thread.subtree(post);
                    counts[dropped.clone()].iter_mut().for_each(|count| *count += 1);
                    next = dropped.end;
                }
            }
        });
    }

    /// Folds a post, or unfolds it.
    pub(crate) fn flip_one(&mut self, thread: &Thread, post: PostId) {
        let mut below = thread.subtree(post);
        below.start += 1;
        if self.is_folded(post) {
            self.visible.show(below);
        } else {
            self.visible.hide(below);
        }
        self.folded.toggle(post);
    }
}

impl Flips {
    /// Flips of these posts, which must come in document order.
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

    /// The posts in document order.
    pub(crate) fn posts<'a>(&'a self, thread: &'a Thread) -> Box<dyn Iterator<Item = PostId> + 'a> {
        match self {
            Self::Few(posts) => Box::new(posts.iter().copied()),
            Self::Many(posts) => Box::new(posts.ones().filter_map(|index| thread.get(index))),
        }
    }

    /// The same flips after the thread changed; `place` is the new place of a post.
    pub(crate) fn moved(&self, old: &Thread, thread: &Thread, place: impl Fn(PostId) -> Option<PostId>) -> Self {
        let mut posts: Vec<_> = self.posts(old).filter_map(place).collect();
        posts.sort_unstable();
        Self::of(thread, posts.into_iter())
    }

    /// The number of posts that change.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Few(posts) => posts.len(),
            Self::Many(posts) => posts.count_ones(..),
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
