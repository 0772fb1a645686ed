//! The words of all posts: long texts one after the other, which posts refer to by byte offsets.

use std::ops::Range;

/// Bytes reserved for a text that the words of several drafts are copied into.
const COPY_CAPACITY: usize = 1 << 20;
/// The same after an adopted text: few drafts are copied beside one.
const BESIDE_ADOPTED: usize = 4 << 10;

/// Texts with one common count of bytes. Adding more moves none of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Arena {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
struct Piece {
    /// The total length of the texts before this one, in bytes.
    start: usize,
    text: String,
    is_adopted: bool,
}

impl Arena {
    /// The total length of all texts, in bytes.
    pub(super) fn len(&self) -> usize {
        self.pieces.last().map_or(0, |last| last.start + last.text.len())
    }

    /// Reserves `bytes` bytes in one text, so that words pushed next lie side by side. Returns their offset.
    pub(super) fn make_room(&mut self, bytes: usize) -> usize {
        let start = self.len();
        let last = self.pieces.last();
        if last.is_none_or(|last| last.text.capacity() - last.text.len() < bytes) {
            let usual = if last.is_some_and(|last| last.is_adopted) { BESIDE_ADOPTED } else { COPY_CAPACITY };
            let text = String::with_capacity(bytes.max(usual));
            self.pieces.push(Piece { start, text, is_adopted: false });
        }
        start
    }

    /// Adds words. Call [`make_room`](Self::make_room) first.
    pub(super) fn push_str(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.pieces.is_empty() {
            self.make_room(words.len());
        }
        if let Some(last) = self.pieces.last_mut() {
            last.text.push_str(words);
        }
    }

    /// Adds a text without copying it. Returns its offset.
    pub(super) fn adopt(&mut self, text: String) -> usize {
        let start = self.len();
        self.pieces.push(Piece { start, text, is_adopted: true });
        start
    }

    /// Gives back memory that was reserved and not used.
    pub(super) fn shrink_to_fit(&mut self) {
        if let Some(last) = self.pieces.last_mut() {
            last.text.shrink_to_fit();
        }
    }

    /// The words in a range. `None` if it does not lie inside one text.
    pub(super) fn get(&self, range: Range<usize>) -> Option<&str> {
        let after = self.pieces.partition_point(|piece| piece.start <= range.start);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        piece.text.get(range.start - piece.start..range.end.checked_sub(piece.start)?)
    }

    /// The text that holds byte `place`, with its offset. `None` if there is no text.
    pub(super) fn text_at(&self, place: usize) -> Option<(usize, &str)> {
        let after = self.pieces.partition_point(|piece| piece.start <= place);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        Some((piece.start, &piece.text))
    }

    fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        self.pieces.iter().flat_map(|piece| piece.text.bytes())
    }
}

/// Two arenas are equal if they hold the same words, however these are split into texts.
impl PartialEq for Arena {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.bytes().eq(other.bytes())
    }
}

impl Eq for Arena {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_whatever_text_they_are() {
        let mut arena = Arena::default();
        let first = arena.make_room(4);
        arena.push_str("lamp");
        let kept = arena.adopt("gullpier".to_owned());
        let long = "x".repeat(COPY_CAPACITY);
        let last = arena.make_room(long.len());
        arena.push_str(&long);
        assert_eq!((first, kept, last), (0, 4, 12));
        assert_eq!(arena.get(0..4), Some("lamp"));
        assert_eq!(arena.get(8..12), Some("pier"));
        assert_eq!(arena.get(12..arena.len()), Some(&*long));
        assert_eq!(arena.get(2..6), None);
    }

    #[test]
    fn the_same_words_are_the_same_arena() {
        let (mut one, mut two) = (Arena::default(), Arena::default());
        one.push_str("gullpier");
        two.adopt("gull".to_owned());
        two.adopt("pier".to_owned());
        assert_eq!(one, two);
        two.push_str("s");
        assert_ne!(one, two);
    }
}
