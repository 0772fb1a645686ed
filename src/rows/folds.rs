//! The fold state: which posts are folded, and so which are in sight.

use super::visible::{Scope, Visible};
use crate::thread::{PostId, PostSet, Thread};
use fixedbitset::FixedBitSet;

/// Which posts of a thread are folded. The article never is.
#[derive(Debug, Clone)]
pub(crate) struct Folds {
    folded: PostSet,
    visible: Visible,
    /// Posts that can be in sight at all, where not all can: with each of them all that it answers.
    kept: Option<PostSet>,
}

/// Posts whose fold changes; doing it twice changes nothing.
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

/// So many flips are made one by one; for more the state is made anew in one pass.
const FEW: usize = 2048;

impl Folds {
    /// Nothing folded.
    pub(crate) fn none(thread: &Thread) -> Self {
        let visible = Visible::new(vec![0; thread.len()]);
        Self { folded: PostSet::none(thread.len()), visible, kept: None }
    }

    /// Nothing folded, and nothing in sight but the posts of a set that has all ancestors of each.
    pub(crate) fn of_kept(thread: &Thread, kept: PostSet) -> Self {
        let mut folds = Self { kept: Some(kept), ..Self::none(thread) };
        folds.recount(thread);
        folds
    }

    /// The same state of a thread that has become another one: what was folded is, and what was kept is with all that
    /// it answers now. `place` says where a post stands there.
    pub(crate) fn moved(&self, thread: &Thread, place: impl Fn(PostId) -> Option<PostId>) -> Self {
        let mut folds = Self::none(thread);
        let folded = self.folded.within(0..self.folded.capacity()).filter_map(&place);
        folded.filter(|&post| post != PostId::ARTICLE).for_each(|post| folds.folded.insert(post));
        folds.kept = self.kept.as_ref().map(|kept| {
            let kept = kept.within(0..kept.capacity()).filter_map(place);
            thread.with_ancestors(kept.chain([PostId::ARTICLE]))
        });
        folds.recount(thread);
        folds
    }

    /// Nothing in sight but the posts of a set that has all ancestors of each; folds as they are.
    pub(crate) fn keep(&mut self, thread: &Thread, kept: PostSet) {
        self.kept = Some(kept);
        self.recount(thread);
    }

    /// Whether a post can be in sight at all.
    pub(crate) fn keeps(&self, post: PostId) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.contains(post))
    }

    /// The posts that can be in sight, where not all can.
    pub(crate) fn kept(&self) -> Option<&PostSet> {
        self.kept.as_ref()
    }

    /// How many posts below one can be in sight.
    pub(crate) fn below(&self, thread: &Thread, post: PostId) -> usize {
        let subtree = thread.subtree(post);
        self.kept.as_ref().map_or(subtree.len() - 1, |kept| kept.count(subtree.start + 1..subtree.end))
    }

    /// The first reply to a post that can be in sight.
    pub(crate) fn first_child(&self, thread: &Thread, post: PostId) -> Option<PostId> {
        let Some(kept) = &self.kept else { return thread.first_child(post) };
        kept.from(post.index() + 1).filter(|child| child.index() < thread.subtree(post).end)
    }

    /// The next reply to the same parent that can be in sight. What is kept has its ancestors kept as well: so the
    /// first of it behind a subtree is a sibling.
    pub(crate) fn next_sibling(&self, thread: &Thread, post: PostId) -> Option<PostId> {
        let Some(kept) = &self.kept else { return thread.next_sibling(post) };
        let parent = thread.subtree(thread.parent(post)?);
        kept.from(thread.subtree(post).end).filter(|next| next.index() < parent.end)
    }

    /// The previous reply to the same parent that can be in sight.
    pub(crate) fn previous_sibling(&self, thread: &Thread, post: PostId) -> Option<PostId> {
        let Some(kept) = &self.kept else { return thread.previous_sibling(post) };
        let parent = thread.parent(post)?;
        let last = kept.before(post.index())?;
        std::iter::once(last).chain(thread.ancestors(last)).find(|&up| thread.parent(up) == Some(parent))
    }

    /// The posts that are folded.
    pub(crate) fn folded(&self) -> PostSet {
        self.folded.clone()
    }

    /// Whether a post is folded: its own text and everything below it is one line.
    pub(crate) fn is_folded(&self, post: PostId) -> bool {
        self.folded.contains(post)
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
        (self.folded.count(subtree), hidden)
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
                self.folded.toggle_all(posts);
                self.recount(thread);
            }
        }
    }

    /// Counts anew what hides each post: its folded ancestors, and that it is none of those kept. What is below such a
    /// one is none either, so that one more hides a whole subtree.
    fn recount(&mut self, thread: &Thread) {
        let (folded, kept) = (&self.folded, self.kept.as_ref());
        self.visible.recount(|counts| {
            for post in thread.ids().skip(1) {
                let parent = thread.post(post).parent();
                counts[post.index()] = counts[parent.index()] + i32::from(folded.contains(parent));
            }
            let Some(kept) = kept else { return };
            let mut next = 0;
            while let Some(post) = thread.get(next) {
                if kept.contains(post) {
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

    /// The same in a thread that has become another one, of which `place` says where a post stands.
    pub(crate) fn moved(&self, old: &Thread, thread: &Thread, place: impl Fn(PostId) -> Option<PostId>) -> Self {
        let mut posts: Vec<_> = self.posts(old).filter_map(place).collect();
        posts.sort_unstable();
        Self::of(thread, posts.into_iter())
    }

    /// How many posts change.
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
