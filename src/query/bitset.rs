//! A set of the posts of one run: one bit for each.

/// The posts of a run that pass; the first post of the run is bit 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BitSet {
    words: Vec<u64>,
    len: usize,
}

impl BitSet {
    pub(super) fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    pub(super) fn all(len: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        if let Some(last) = bits.words.last_mut().filter(|_| !len.is_multiple_of(64)) {
            *last = (1 << (len % 64)) - 1;
        }
        bits
    }

    /// The members of `among` that pass a test.
    pub(super) fn of(among: &Self, mut passes: impl FnMut(usize) -> bool) -> Self {
        let mut bits = Self::none(among.len);
        for at in among.ones() {
            if passes(at) {
                bits.insert(at);
            }
        }
        bits
    }

    pub(super) fn insert(&mut self, at: usize) {
        if let Some(word) = self.words.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        self.words.get(at / 64).is_some_and(|word| word & 1 << (at % 64) != 0)
    }

    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Adds the members of another set.
    pub(super) fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Removes the members of another set.
    pub(super) fn without(mut self, other: &Self) -> Self {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
        self
    }

    /// The members, in order.
    pub(super) fn ones(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            // `n & (n - 1)` clears the lowest bit that is set.
            let next = |&rest: &u64| Some(rest & rest.wrapping_sub(1)).filter(|&rest| rest != 0);
            let rests = std::iter::successors(Some(word).filter(|&word| word != 0), next);
            rests.map(move |rest| at * 64 + rest.trailing_zeros() as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_that_were_put_in() {
        let mut bits = BitSet::none(130);
        [0, 63, 64, 129].into_iter().for_each(|at| bits.insert(at));
        assert_eq!(bits.ones().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert!(bits.contains(64) && !bits.contains(65) && bits.count() == 4);
        let rest = BitSet::all(130).without(&bits);
        assert_eq!(rest.count(), 126);
        assert_eq!(BitSet::of(&bits, |at| at > 63).ones().collect::<Vec<_>>(), [64, 129]);
    }
}
