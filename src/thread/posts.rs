//! Sets of posts, with the next and the previous one from any place.

use super::PostId;
use fixedbitset::FixedBitSet;
use std::ops::Range;

/// A set of posts of one thread.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PostSet {
    posts: FixedBitSet,
}

const BITS: usize = usize::BITS as usize;

impl PostSet {
    /// No post of a thread of `len` posts.
    pub(crate) fn none(len: usize) -> Self {
        Self { posts: FixedBitSet::with_capacity(len) }
    }

    /// Every post of a thread of `len` posts.
    pub(crate) fn all(len: usize) -> Self {
        let mut set = Self::none(len);
        set.posts.insert_range(..);
        set
    }

    /// Whether a post is in it.
    pub(crate) fn contains(&self, post: PostId) -> bool {
        self.posts.contains(post.index())
    }

    /// Puts a post in.
    pub(crate) fn insert(&mut self, post: PostId) {
        self.posts.insert(post.index());
    }

    /// Puts a range of posts in.
    pub(crate) fn insert_all(&mut self, range: Range<usize>) {
        self.posts.insert_range(range);
    }

    /// Takes a post out and tells whether it was in.
    pub(crate) fn remove(&mut self, post: PostId) -> bool {
        let was_in = self.contains(post);
        self.posts.set(post.index(), false);
        was_in
    }

    /// How many posts the thread has.
    pub(crate) fn capacity(&self) -> usize {
        self.posts.len()
    }

    /// Whether no post is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.posts.is_clear()
    }

    /// All posts that are not in it.
    pub(crate) fn complement(mut self) -> Self {
        self.posts.toggle_range(..);
        self
    }

    /// Takes out all posts of another set.
    pub(crate) fn remove_all(&mut self, others: &Self) {
        self.posts.difference_with(&others.posts);
    }

    /// Takes out all posts but those of another set.
    pub(crate) fn keep_only(&mut self, others: &Self) {
        self.posts.intersect_with(&others.posts);
    }

    /// How many posts of a range are in it.
    pub(crate) fn count(&self, range: Range<usize>) -> usize {
        self.posts.count_ones(range)
    }

    /// The first post in it at or after a place of the document order.
    pub(crate) fn from(&self, index: usize) -> Option<PostId> {
        let words = self.posts.as_slice();
        let (first, bit) = (index / BITS, index % BITS);
        let head = words.get(first)? & (usize::MAX << bit);
        let found = std::iter::once(head).chain(words.iter().skip(first + 1).copied());
        let (skipped, word) = found.enumerate().find(|&(_, word)| word != 0)?;
        Some(PostId::new((first + skipped) * BITS + word.trailing_zeros() as usize))
    }

    /// The last post in it before a place of the document order.
    pub(crate) fn before(&self, index: usize) -> Option<PostId> {
        let words = self.posts.as_slice();
        let index = index.min(words.len() * BITS);
        let (last, bit) = (index / BITS, index % BITS);
        let tail = words.get(last).map_or(0, |word| word & !(usize::MAX << bit));
        let found = std::iter::once(tail).chain(words.iter().take(last).rev().copied());
        let (skipped, word) = found.enumerate().find(|&(_, word)| word != 0)?;
        Some(PostId::new((last - skipped) * BITS + (BITS - 1 - word.leading_zeros() as usize)))
    }

    /// All its posts of a range, in order.
    pub(crate) fn within(&self, range: Range<usize>) -> impl Iterator<Item = PostId> + '_ {
        let next = move |&post: &PostId| self.from(post.index() + 1);
        std::iter::successors(self.from(range.start), next).take_while(move |post| post.index() < range.end)
    }
}

impl From<FixedBitSet> for PostSet {
    fn from(posts: FixedBitSet) -> Self {
        Self { posts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_finds_what_a_list_finds(mut posts in prop::collection::btree_set(0_usize..300, 0..40), at in 0_usize..310) {
            let mut set = PostSet::none(300);
            posts.iter().for_each(|&post| set.insert(PostId::new(post)));
            prop_assert_eq!(set.from(at).map(PostId::index), posts.range(at..).next().copied());
            prop_assert_eq!(set.before(at).map(PostId::index), posts.range(..at).next_back().copied());
            let within: Vec<_> = set.within(10..200).map(PostId::index).collect();
            prop_assert_eq!(within, posts.range(10..200).copied().collect::<Vec<_>>());
            if let Some(first) = posts.pop_first() {
                prop_assert!(set.remove(PostId::new(first)));
                prop_assert_eq!(set.count(0..300), posts.len());
            }
        }
    }
}
