//! Which words each post uses and how often, in few bytes.

use super::lexicon::WordId;
use super::logarithm::ln;

/// For every post, in document order, its words and their counts.
///
/// A word is its number, doubled, and with a 1 at the end where the count follows, which is 1 otherwise. Of that, 15
/// bits stand in one half of a word of the machine; what does not fit stands in the next, and the highest bit says so.
/// Common words have low numbers, so that most take one half.
#[derive(Debug, Default)]
pub(super) struct Bags {
    halves: Vec<u16>,
    /// Where each bag ends.
    ends: Vec<usize>,
}

/// The highest bit of a half.
const MORE: u16 = 1 << 15;

impl Bags {
    /// Adds the bag of the next post.
    pub(super) fn push(&mut self, words: impl Iterator<Item = (WordId, u8)>) {
        for (word, count) in words {
            let number = word.0 << 1 | u32::from(count > 1);
            let low = number as u16 & !MORE;
            match (number >> 15) as u16 {
                0 => self.halves.push(low),
                high => self.halves.extend([low | MORE, high]),
            }
            if count > 1 {
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
        let low = *self.halves.next()?;
        let high = if low & MORE == 0 { 0 } else { *self.halves.next()? };
        let number = u32::from(low & !MORE) | u32::from(high) << 15;
        let weight = if number & 1 == 0 { 1.0 } else { weight(*self.halves.next()? as u8) };
        Some((WordId(number >> 1), weight))
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
        bags.push([(WordId((1 << 20) - 1), 255)].into_iter());
        let of = |from, to| bags.of(from, to).collect::<Vec<_>>();
        assert_eq!(of(0, 1), [(WordId(0), 1.0), (WordId(70_000), weight(3))]);
        assert_eq!(of(1, 3), [(WordId((1 << 20) - 1), weight(255))]);
    }
}
