//! Which words each post uses and how often, in few bytes.

use super::lexicon::WordId;
use super::logarithm::ln;

/// For every post, in document order, its words and their counts.
///
/// A word is its number, seven bits a byte, doubled and with a 1 at the end where a byte with the count follows, which
/// is 1 otherwise. Common words have low numbers, so that most take one or two bytes.
#[derive(Debug, Default)]
pub(super) struct Bags {
    bytes: Vec<u8>,
    /// Where each bag ends.
    ends: Vec<usize>,
}

impl Bags {
    /// Adds the bag of the next post.
    pub(super) fn push(&mut self, words: impl Iterator<Item = (WordId, u8)>) {
        for (word, count) in words {
            let mut rest = u64::from(word.0) << 1 | u64::from(count > 1);
            while rest >= 0x80 {
                self.bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            self.bytes.push(rest as u8);
            if count > 1 {
                self.bytes.push(count);
            }
        }
        self.ends.push(self.bytes.len());
    }

    /// The words of the posts `from..to`, one post after the other.
    pub(super) fn of(&self, from: usize, to: usize) -> Bag<'_> {
        let end = |place: usize| place.checked_sub(1).and_then(|place| self.ends.get(place).copied()).unwrap_or(0);
        Bag { bytes: self.bytes.get(end(from)..end(to)).unwrap_or_default().iter() }
    }
}

/// Words and their weights.
pub(super) struct Bag<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl Iterator for Bag<'_> {
    type Item = (WordId, f32);

    fn next(&mut self) -> Option<Self::Item> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let byte = *self.bytes.next()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
            shift += 7;
        }
        let count = if number & 1 == 1 { *self.bytes.next()? } else { 1 };
        Some((WordId((number >> 1) as u32), weight(count)))
    }
}

/// What a word counts for in a post that has it so often: 1, and less for every further time.
pub(super) fn weight(count: u8) -> f32 {
    match count {
        1 => 1.0,
        2 => 1.693_147_2,
        3 => 2.098_612_3,
        more => 1.0 + ln(f32::from(more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let mut bags = Bags::default();
        bags.push([(WordId(0), 1), (WordId(70_000), 3)].into_iter());
        bags.push(std::iter::empty());
        bags.push([(WordId(u32::MAX), 255)].into_iter());
        let of = |from, to| bags.of(from, to).collect::<Vec<_>>();
        assert_eq!(of(0, 1), [(WordId(0), 1.0), (WordId(70_000), weight(3))]);
        assert_eq!(of(1, 3), [(WordId(u32::MAX), weight(255))]);
    }
}
