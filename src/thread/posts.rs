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
        first_from(self.posts.as_slice().len(), |at| self.word(at), index)
    }

    /// The last post in it before a place of the document order.
    pub(crate) fn before(&self, index: usize) -> Option<PostId> {
        last_before(self.posts.as_slice().len(), |at| self.word(at), index)
    }

    /// What is left of it without the posts of another set.
    pub(crate) fn without<'a>(&'a self, others: &'a Self) -> Rest<'a> {
        Rest { posts: self, others, among: None }
    }

    /// Takes everything out.
    pub(crate) fn clear(&mut self) {
        self.posts.clear();
    }

    fn word(&self, at: usize) -> usize {
        self.posts.as_slice().get(at).copied().unwrap_or(0)
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

/// A set of posts without those of another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rest<'a> {
    posts: &'a PostSet,
    others: &'a PostSet,
    /// The posts that it is left to, where it is not left to all.
    among: Option<&'a PostSet>,
}

impl<'a> Rest<'a> {
    /// What of it is in one more set, if there is that set.
    pub(crate) fn among(self, others: Option<&'a PostSet>) -> Self {
        Self { among: others, ..self }
    }

    /// Whether a post is in it.
    pub(crate) fn contains(self, post: PostId) -> bool {
        let is_among = self.among.is_none_or(|among| among.contains(post));
        is_among && self.posts.contains(post) && !self.others.contains(post)
    }

    /// The first post in it at or after a place of the document order.
    pub(crate) fn from(self, index: usize) -> Option<PostId> {
        first_from(self.words(), |at| self.word(at), index)
    }

    /// The last post in it before a place of the document order.
    pub(crate) fn before(self, index: usize) -> Option<PostId> {
        last_before(self.words(), |at| self.word(at), index)
    }

    /// How many posts of a range are in it.
    pub(crate) fn count(self, range: Range<usize>) -> usize {
        let in_word = |at: usize| {
            let head = if at == range.start / BITS { usize::MAX << (range.start % BITS) } else { usize::MAX };
            let tail = if at == range.end / BITS { !(usize::MAX << (range.end % BITS)) } else { usize::MAX };
            (self.word(at) & head & tail).count_ones() as usize
        };
        if range.is_empty() { 0 } else { (range.start / BITS..=range.end / BITS).map(in_word).sum() }
    }

    fn words(self) -> usize {
        self.posts.posts.as_slice().len()
    }

    fn word(self, at: usize) -> usize {
        let among = self.among.map_or(usize::MAX, |among| among.word(at));
        among & self.posts.word(at) & !self.others.word(at)
    }
}

/// The first post at or after a place, in a set of so many words.
fn first_from(words: usize, word: impl Fn(usize) -> usize, index: usize) -> Option<PostId> {
    let (first, bit) = (index / BITS, index % BITS);
    let masked = |at: usize| if at == first { word(at) & (usize::MAX << bit) } else { word(at) };
    let at = (first..words).find(|&at| masked(at) != 0)?;
    Some(PostId::new(at * BITS + masked(at).trailing_zeros() as usize))
}

/// The last post before a place, in a set of so many words.
fn last_before(words: usize, word: impl Fn(usize) -> usize, index: usize) -> Option<PostId> {
    let index = index.min(words * BITS);
    let (last, bit) = (index / BITS, index % BITS);
    let masked = |at: usize| if at == last { word(at) & !(usize::MAX << bit) } else { word(at) };
    let at = (0..=last).rev().find(|&at| masked(at) != 0)?;
    Some(PostId::new(at * BITS + (BITS - 1 - masked(at).leading_zeros() as usize)))
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

        #[test]
        fn what_is_left_of_it_is_what_a_list_leaves(
            posts in prop::collection::btree_set(0_usize..300, 0..40),
            others in prop::collection::btree_set(0_usize..300, 0..40),
            (at, end) in (0_usize..310, 0_usize..300),
        ) {
            let of = |posts: &std::collections::BTreeSet<usize>| {
                let mut set = PostSet::none(300);
                posts.iter().for_each(|&post| set.insert(PostId::new(post)));
                set
            };
            let (set, without) = (of(&posts), of(&others));
            let rest: std::collections::BTreeSet<_> = posts.difference(&others).copied().collect();
            prop_assert_eq!(set.without(&without).from(at).map(PostId::index), rest.range(at..).next().copied());
            prop_assert_eq!(set.without(&without).before(at).map(PostId::index), rest.range(..at).next_back().copied());
            let start = at.min(end);
            prop_assert_eq!(set.without(&without).count(start..end), rest.range(start..end).count());
            let kept: std::collections::BTreeSet<_> = (0..300).filter(|post| post % 3 == 0).collect();
            let kept_set = of(&kept);
            let left: std::collections::BTreeSet<_> = rest.intersection(&kept).copied().collect();
            let among = set.without(&without).among(Some(&kept_set));
            prop_assert_eq!(among.from(at).map(PostId::index), left.range(at..).next().copied());
            prop_assert_eq!(among.before(at).map(PostId::index), left.range(..at).next_back().copied());
        }
    }
}
