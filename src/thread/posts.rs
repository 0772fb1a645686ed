//! Sets of posts, with the next and the previous member from any place.

use super::PostId;
use fixedbitset::FixedBitSet;
use std::ops::Range;

/// A set of posts of one thread.
///
/// A tally counts the members of every 4096 posts, so that counting and finding skip whole blocks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PostSet {
    posts: FixedBitSet,
    tallies: Vec<u32>,
}

const BITS: usize = usize::BITS as usize;
/// Words of bits that one tally counts.
const WORDS: usize = 64;
const BLOCK: usize = WORDS * BITS;

impl PostSet {
    /// The empty set for a thread of `len` posts.
    pub(crate) fn none(len: usize) -> Self {
        Self { posts: FixedBitSet::with_capacity(len), tallies: vec![0; len.div_ceil(BLOCK)] }
    }

    /// The full set for a thread of `len` posts.
    pub(crate) fn all(len: usize) -> Self {
        let mut set = Self::none(len);
        set.insert_all(0..len);
        set
    }

    /// Whether a post is a member.
    pub(crate) fn contains(&self, post: PostId) -> bool {
        self.posts.contains(post.index())
    }

    /// Adds a post.
    pub(crate) fn insert(&mut self, post: PostId) {
        if !self.posts.put(post.index()) {
            self.tally_one(post, 1);
        }
    }

    /// Adds a range of posts.
    pub(crate) fn insert_all(&mut self, range: Range<usize>) {
        self.set(range, true);
    }

    /// Removes a range of posts.
    pub(crate) fn remove_range(&mut self, range: Range<usize>) {
        self.set(range, false);
    }

    fn set(&mut self, range: Range<usize>, is_in: bool) {
        for block in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            let part = range.start.max(block * BLOCK)..range.end.min((block + 1) * BLOCK);
            let (length, were_in) = (part.len(), self.count(part));
            if let Some(tally) = self.tallies.get_mut(block) {
                let others = *tally as usize - were_in;
                *tally = (others + if is_in { length } else { 0 }) as u32;
            }
        }
        self.posts.set_range(range, is_in);
    }

    /// Removes a post. Returns whether it was a member.
    pub(crate) fn remove(&mut self, post: PostId) -> bool {
        let was_in = self.contains(post);
        if was_in {
            self.posts.set(post.index(), false);
            self.tally_one(post, -1);
        }
        was_in
    }

    /// Adds a post, or removes it if it is a member.
    pub(crate) fn toggle(&mut self, post: PostId) {
        if !self.remove(post) {
            self.insert(post);
        }
    }

    /// Toggles every post of another set.
    pub(crate) fn toggle_all(&mut self, others: &FixedBitSet) {
        self.posts.symmetric_difference_with(others);
        self.tally();
    }

    /// The number of posts in the thread.
    pub(crate) fn capacity(&self) -> usize {
        self.posts.len()
    }

    /// Whether the set is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.tallies.iter().all(|&tally| tally == 0)
    }

    /// The posts that are not members.
    pub(crate) fn complement(mut self) -> Self {
        self.posts.toggle_range(..);
        self.posts.into()
    }

    /// Removes the posts of another set.
    pub(crate) fn remove_all(&mut self, others: &Self) {
        self.posts.difference_with(&others.posts);
        self.tally();
    }

    /// Removes all posts but those of another set.
    pub(crate) fn keep_only(&mut self, others: &Self) {
        self.posts.intersect_with(&others.posts);
        self.tally();
    }

    /// The number of members in a range.
    pub(crate) fn count(&self, range: Range<usize>) -> usize {
        count(range, |block| Some(self.tally_of(block)), |at| self.word(at))
    }

    /// The first member at or after a place of the document order.
    pub(crate) fn from(&self, index: usize) -> Option<PostId> {
        first_from(self, |at| self.word(at), index)
    }

    /// The last member before a place of the document order.
    pub(crate) fn before(&self, index: usize) -> Option<PostId> {
        last_before(self, |at| self.word(at), index)
    }

    /// The members that are not in another set, without copying either.
    pub(crate) fn without<'a>(&'a self, others: &'a Self) -> Difference<'a> {
        Difference { posts: self, others, among: None }
    }

    /// Removes everything.
    pub(crate) fn clear(&mut self) {
        self.posts.clear();
        self.tallies.fill(0);
    }

    fn word(&self, at: usize) -> usize {
        self.posts.as_slice().get(at).copied().unwrap_or(0)
    }

    /// The number of words of bits.
    fn words(&self) -> usize {
        self.posts.as_slice().len()
    }

    fn tally_of(&self, block: usize) -> usize {
        self.tallies.get(block).map_or(0, |&tally| tally as usize)
    }

    fn tally_one(&mut self, post: PostId, more: i32) {
        if let Some(tally) = self.tallies.get_mut(post.index() / BLOCK) {
            *tally = tally.saturating_add_signed(more);
        }
    }

    /// Recomputes every tally.
    fn tally(&mut self) {
        let words = self.posts.as_slice().chunks(WORDS);
        let tallies = self.tallies.iter_mut().zip(words);
        tallies.for_each(|(tally, words)| *tally = words.iter().map(|word| word.count_ones()).sum());
    }

    /// The members in a range, in order.
    pub(crate) fn within(&self, range: Range<usize>) -> impl Iterator<Item = PostId> + '_ {
        let next = move |&post: &PostId| self.from(post.index() + 1);
        std::iter::successors(self.from(range.start), next).take_while(move |post| post.index() < range.end)
    }
}

impl From<FixedBitSet> for PostSet {
    fn from(posts: FixedBitSet) -> Self {
        let len = posts.len();
        let mut set = Self { posts, tallies: vec![0; len.div_ceil(BLOCK)] };
        set.tally();
        set
    }
}

/// The members of one set that are not in another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Difference<'a> {
    posts: &'a PostSet,
    others: &'a PostSet,
    /// If given, only its members count.
    among: Option<&'a PostSet>,
}

impl<'a> Difference<'a> {
    /// Limits the difference to one more set, if there is one.
    pub(crate) fn among(self, others: Option<&'a PostSet>) -> Self {
        Self { among: others, ..self }
    }

    /// Whether a post is a member.
    pub(crate) fn contains(self, post: PostId) -> bool {
        let is_among = self.among.is_none_or(|among| among.contains(post));
        is_among && self.posts.contains(post) && !self.others.contains(post)
    }

    /// The first member at or after a place of the document order.
    pub(crate) fn from(self, index: usize) -> Option<PostId> {
        first_from(self.posts, |at| self.word(at), index)
    }

    /// The last member before a place of the document order.
    pub(crate) fn before(self, index: usize) -> Option<PostId> {
        last_before(self.posts, |at| self.word(at), index)
    }

    /// The number of members in a range.
    pub(crate) fn count(self, range: Range<usize>) -> usize {
        let tally = |block: usize| match self.posts.tally_of(block) {
            0 => Some(0),
            // Two tallies say nothing about the overlap, unless one of the sets is empty here.
            posts => (self.among.is_none() && self.others.tally_of(block) == 0).then_some(posts),
        };
        count(range, tally, |at| self.word(at))
    }

    fn word(self, at: usize) -> usize {
        let among = self.among.map_or(usize::MAX, |among| among.word(at));
        among & self.posts.word(at) & !self.others.word(at)
    }
}

/// Counts the bits of a range, word by word; `tally` may know the number for a whole block.
fn count(range: Range<usize>, tally: impl Fn(usize) -> Option<usize>, word: impl Fn(usize) -> usize) -> usize {
    let mut many = 0;
    let mut at = range.start;
    while at < range.end {
        let end = range.end.min((at / BITS + 1) * BITS);
        let block = if at.is_multiple_of(BLOCK) && range.end - at >= BLOCK { tally(at / BLOCK) } else { None };
        (many, at) = match block {
            Some(tally) => (many + tally, at + BLOCK),
            None => {
                // The right shift drops bits before `at`, the left shift those from `end` on.
                let bits = word(at / BITS) >> (at % BITS) << (BITS - (end - at));
                (many + bits.count_ones() as usize, end)
            }
        };
    }
    many
}

/// The first member at or after `index`, given the words of a set that lies inside `set`.
fn first_from(set: &PostSet, word: impl Fn(usize) -> usize, index: usize) -> Option<PostId> {
    let (first, bit) = (index / BITS, index % BITS);
    let masked = |at: usize| if at == first { word(at) & (usize::MAX << bit) } else { word(at) };
    let mut at = first;
    while at < set.words() {
        // No member of `set` in the block means none of the smaller set either: skip 64 words at once.
        if at.is_multiple_of(WORDS) && set.tally_of(at / WORDS) == 0 {
            at += WORDS;
        } else if masked(at) != 0 {
            return Some(PostId::new(at * BITS + masked(at).trailing_zeros() as usize));
        } else {
            at += 1;
        }
    }
    None
}

/// The last member before `index`, given the words of a set that lies inside `set`.
fn last_before(set: &PostSet, word: impl Fn(usize) -> usize, index: usize) -> Option<PostId> {
    let index = index.min(set.words() * BITS);
    let (last, bit) = (index / BITS, index % BITS);
    let masked = |at: usize| if at == last { word(at) & !(usize::MAX << bit) } else { word(at) };
    let mut end = last + 1;
    while let Some(at) = end.checked_sub(1) {
        if end.is_multiple_of(WORDS) && set.tally_of(at / WORDS) == 0 {
            end -= WORDS;
        } else if masked(at) != 0 {
            return Some(PostId::new(at * BITS + (BITS - 1 - masked(at).leading_zeros() as usize)));
        } else {
            end = at;
        }
    }
    None
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn what_is_done_with_many_posts_at_once_is_counted_too(
            posts in prop::collection::btree_set(0_usize..5000, 0..40),
            others in prop::collection::btree_set(0_usize..5000, 0..40),
            (one, other) in (0_usize..5000, 0_usize..5000),
        ) {
            let of = |posts: &std::collections::BTreeSet<usize>| {
                let mut set = PostSet::none(5000);
                posts.iter().for_each(|&post| set.insert(PostId::new(post)));
                set
            };
            let range = one.min(other)..one.max(other);
            let (mut set, mut plain, others) = (of(&posts), posts.clone(), (of(&others), others));
            let is_same = |set: &PostSet, plain: &std::collections::BTreeSet<usize>| {
                let rest = plain.difference(&others.1).copied().collect::<Vec<_>>();
                let rest_of_range = rest.iter().filter(|post| range.contains(post)).count();
                let next = rest.iter().copied().find(|&post| post >= one);
                *set == of(plain)
                    && set.count(range.clone()) == plain.range(range.clone()).count()
                    && set.from(one).map(PostId::index) == plain.range(one..).next().copied()
                    && set.before(one).map(PostId::index) == plain.range(..one).next_back().copied()
                    && set.without(&others.0).count(range.clone()) == rest_of_range
                    && set.without(&others.0).from(one).map(PostId::index) == next
            };
            prop_assert!(is_same(&set, &plain));
            set.insert_all(range.clone());
            plain.extend(range.clone());
            prop_assert!(is_same(&set, &plain));
            set.remove_range(one / 2..one);
            plain.retain(|post| !(one / 2..one).contains(post));
            prop_assert!(is_same(&set, &plain));
            set.toggle_all(&others.0.posts);
            plain = plain.symmetric_difference(&others.1).copied().collect();
            prop_assert!(is_same(&set, &plain));
            set.remove_all(&others.0);
            plain = plain.difference(&others.1).copied().collect();
            prop_assert!(is_same(&set, &plain));
            set = set.complement();
            plain = (0..5000).filter(|post| !plain.contains(post)).collect();
            prop_assert!(is_same(&set, &plain));
            set.keep_only(&others.0);
            plain = plain.intersection(&others.1).copied().collect();
            prop_assert!(is_same(&set, &plain));
        }
    }
}
