//! The words of each post with their counts, in few bytes.

use super::lexicon::WordId;
use super::logarithm::ln;

/// The words and counts of every post, in document order.
///
/// Most words take one 16-bit unit: 13 bits of their number and 2 of their count, which need no decoding. With the
/// highest bit set, another unit with the rest of the number follows.
#[derive(Debug, Default)]
pub(super) struct Bags {
    halves: Vec<u16>,
    /// The end of each bag.
    ends: Vec<usize>,
}

/// Bits of a number in the first unit.
const LOW: u32 = 13;
/// Another unit of the number follows.
const MORE: u16 = 1 << 15;

impl Bags {
    /// Adds the bag of the next post.
    pub(super) fn push(&mut self, words: impl Iterator<Item = (WordId, u8)>) {
        for (word, count) in words {
            let short = if count < 4 { count } else { 0 };
            let low = (word.0 & ((1 << LOW) - 1)) as u16 | u16::from(short) << LOW;
            match (word.0 >> LOW) as u16 {
                0 => self.halves.push(low),
                high => self.halves.extend([low | MORE, high]),
            }
            if short == 0 {
                self.halves.push(count.into());
            }
        }
        self.ends.push(self.halves.len());
    }

    /// The words of the posts `from..to`, one post after the other.
    pub(super) fn of(&self, from: usize, to: usize) -> Bag<'_> {
        let end = |place: usize| place.checked_sub(1).and_then(|place| self.ends.get(place).copied()).unwrap_or(0);
        Bag { halves: self.halves.get(end(from)..end(to)).unwrap_or_default().iter() }
    }
}

/// Words and their weights.
pub(super) struct Bag<'a> {
    halves: std::slice::Iter<'a, u16>,
}

impl Iterator for Bag<'_> {
    type Item = (WordId, f32);

    fn next(&mut self) -> Option<Self::Item> {
        let first = *self.halves.next()?;
        let low = u32::from(first) & ((1 << LOW) - 1);
        let high = if first & MORE == 0 { 0 } else { u32::from(*self.halves.next()?) << LOW };
        let count = match (first & !MORE) >> LOW {
            0 => *self.halves.next()?,
            short => short,
        };
        Some((WordId(low | high), weight(count as u8)))
    }
}

/// The weight of a word with this count in a post: 1, and less for each repetition.
pub(super) fn weight(count: u8) -> f32 {
    WEIGHTS.get(usize::from(count)).copied().unwrap_or_default()
}

const WEIGHTS: [f32; 256] = {
    let mut weights = [0.0; 256];
    let mut count = 1;
    while count < 256 {
        weights[count] = match count {
            1 => 1.0,
            2 => 1.693_147_2,
            3 => 2.098_612_3,
            more => 1.0 + ln(more as f32),
        };
        count += 1;
    }
    weights
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut bags = Bags::default();
        bags.push([(WordId(0), 1), (WordId(70_000), 3)].into_iter());
        bags.push(std::iter::empty());
        bags.push([(WordId((1 << 20) - 1), 255), (WordId(8191), 4)].into_iter());
        let of = |from, to| bags.of(from, to).collect::<Vec<_>>();
        assert_eq!(of(0, 1), [(WordId(0), 1.0), (WordId(70_000), weight(3))]);
        assert_eq!(of(1, 3), [(WordId((1 << 20) - 1), weight(255)), (WordId(8191), weight(4))]);
    }
}
