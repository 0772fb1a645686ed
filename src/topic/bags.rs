//! Which words each post uses and how often, in few bytes.

use super::lexicon::WordId;
use super::logarithm::ln;

/// For every post, in document order, its words and their counts.
///
/// Most words take one half of a word of the machine: 13 bits of their number and 2 of their count, so that nothing
/// has to be decided to read them. The highest bit says that more of the number follows, and no count that it follows.
#[derive(Debug, Default)]
pub(super) struct Bags {
    halves: Vec<u16>,
    /// Where each bag ends.
    ends: Vec<usize>,
}

/// Bits of a number in the first half.
const LOW: u32 = 13;
/// More of the number follows.
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

/// What a word counts for in a post that has it so often: 1, and less for every further time.
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
