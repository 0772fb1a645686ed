//! Processes text eight bytes at a time: finds letters and digits, and hashes words.

/// The highest bit of each byte in a chunk of eight.
const HIGH: u64 = all(0x80);
/// The highest bit of the first byte.
pub(crate) const HIGHEST_OF_FIRST: u64 = 0x80;

/// A byte repeated in every place of a chunk.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The first eight bytes, the first one lowest; missing ones are 0.
#[inline]
pub(crate) fn eight(bytes: &[u8]) -> u64 {
    let chunk = bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut chunk = [0; 8];
        chunk.iter_mut().zip(bytes).for_each(|(to, &from)| *to = from);
        chunk
    });
    u64::from_le_bytes(chunk)
}

/// The highest bit of each byte that is a letter, a digit or not ASCII. No sum carries into the next byte.
#[inline]
pub(crate) fn of_word(chunk: u64) -> u64 {
    let low = chunk & !HIGH;
    let from = |bytes: u64, first: u8| bytes + all(0x80 - first);
    let letter = from(small(low), b'a') & !from(small(low), b'z' + 1);
    let digit = from(low, b'0') & !from(low, b'9' + 1);
    (letter | digit | chunk) & HIGH
}

/// The letters of a chunk in lower case: sets one bit, which digits and apostrophes have set already.
#[inline]
fn small(chunk: u64) -> u64 {
    chunk | all(0x20)
}

/// The highest bit of each byte that equals `byte`.
#[inline]
fn equal(chunk: u64, byte: u8) -> u64 {
    let other = chunk ^ all(byte);
    !(((other & !HIGH) + !HIGH) | other) & HIGH
}

/// Whether a byte is a letter, a digit or not ASCII.
#[inline]
fn is_of_word(byte: u8) -> bool {
    byte >= 0x80 || byte.is_ascii_alphanumeric()
}

/// The hash of the empty text.
const BASIS: u64 = 0xCBF2_9CE4_8422_2325;
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Adds eight bytes to a hash. The last few may be 0.
#[inline]
fn turned(hash: u64, chunk: u64) -> u64 {
    let turned = (hash ^ chunk).wrapping_mul(FACTOR);
    turned ^ (turned >> 32)
}

/// Spreads a hash over all its bits.
#[inline]
pub(crate) fn mixed(hash: u64) -> u64 {
    let mixed = hash.wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// The hash of a word, of which bytes come one by one.
struct Hash {
    sum: u64,
    /// The bytes that wait until there are eight.
    chunk: u64,
    shift: u32,
}

impl Hash {
    const EMPTY: Self = Self { sum: BASIS, chunk: 0, shift: 0 };

    #[inline]
    fn add(&mut self, byte: u8) {
        self.chunk |= u64::from(byte) << self.shift;
        self.shift += 8;
        if self.shift == 64 {
            self.sum = turned(self.sum, self.chunk);
            (self.chunk, self.shift) = (0, 0);
        }
    }

    fn add_char(&mut self, c: char) {
        c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.add(byte));
    }

    fn end(self) -> u64 {
        mixed(if self.shift > 0 { turned(self.sum, self.chunk) } else { self.sum })
    }
}

/// The hash of a word from its lower-case bytes.
pub(crate) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    let mut hash = Hash::EMPTY;
    bytes.for_each(|byte| hash.add(byte));
    hash.end()
}

/// The hash of a word, independent of case and of the kind of apostrophe.
pub(crate) fn word_hash(word: &str) -> u64 {
    let mut hash = Hash::EMPTY;
    for c in word.chars() {
        match c {
            _ if c.is_ascii() => hash.add(c.to_ascii_lowercase() as u8),
            '\u{2019}' => hash.add(b'\''),
            // From Hebrew to Burmese, Han, kana and Hangul: letters of one case, for which no table is searched.
            '\u{590}'..='\u{109F}' | '\u{2E80}'..='\u{A63F}' | '\u{AC00}'..='\u{D7FF}' => hash.add_char(c),
            _ => c.to_lowercase().for_each(|c| hash.add_char(c)),
        }
    }
    hash.end()
}

/// Letters and digits between two gaps, with inner apostrophes if those are wanted.
pub(crate) struct Run {
    /// In bytes.
    pub(crate) length: usize,
    /// Whether it is not all ASCII.
    pub(crate) is_wide: bool,
    /// Whether it contains an apostrophe.
    pub(crate) has_mark: bool,
    /// The hash of its lower-case bytes, if all are ASCII; not mixed yet.
    pub(crate) hash: u64,
}

impl Run {
    /// The run at the start of `bytes`. `chunk` is their first chunk, and `inside` marks which of its bytes are inside
    /// words.
    #[inline]
    pub(crate) fn at(bytes: &[u8], chunk: u64, inside: u64, with_marks: bool) -> Self {
        Self::within(chunk, inside, with_marks).unwrap_or_else(|| Self::scan(bytes, with_marks))
    }

    /// The run at the start of a chunk, if it ends there and not at a wanted apostrophe. Most do.
    #[inline]
    fn within(chunk: u64, inside: u64, with_marks: bool) -> Option<Self> {
        let many = (!inside & HIGH).trailing_zeros() / 8;
        let mask = 1_u64.checked_shl(8 * many)? - 1;
        let word = chunk & mask;
        let is_last = !with_marks || (chunk >> (8 * many)) as u8 != b'\'';
        let hash = turned(BASIS, small(word) & mask);
        is_last.then_some(Self { length: many as usize, is_wide: word & HIGH != 0, has_mark: false, hash })
    }

    /// The run that begins here, of any length.
    fn scan(bytes: &[u8], with_marks: bool) -> Self {
        let mut run = Self { length: 0, is_wide: false, has_mark: false, hash: BASIS };
        for chunk in bytes.chunks(8) {
            let next = bytes.get(run.length + 8).is_some_and(|&byte| is_of_word(byte));
            let chunk = eight(chunk);
            let inside = of_word(chunk);
            let marks = if with_marks { equal(chunk, b'\'') & (inside >> 8 | u64::from(next) << 63) } else { 0 };
            let many = (!(inside | marks) & HIGH).trailing_zeros() / 8;
            let mask = 1_u64.checked_shl(8 * many).unwrap_or_default().wrapping_sub(1);
            if many > 0 {
                run.hash = turned(run.hash, small(chunk) & mask);
            }
            run.is_wide |= chunk & mask & HIGH != 0;
            run.has_mark |= marks & mask != 0;
            run.length += many as usize;
            if many < 8 {
                break;
            }
        }
        run
    }
}

/// Appends the hashes of the words of a text until there are `most`. Only letters and digits count, in any case, because
/// punctuation, quotation marks and spaces change when a sentence is quoted.
pub(crate) fn push_words(text: &str, most: usize, hashes: &mut Vec<u64>) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty() && hashes.len() < most) {
        let chunk = eight(rest);
        let inside = of_word(chunk);
        if inside & HIGHEST_OF_FIRST == 0 {
            start += (inside.trailing_zeros() / 8) as usize;
            continue;
        }
        let run = Run::at(rest, chunk, inside, false);
        if run.is_wide {
            let words = text.get(start..start + run.length).unwrap_or_default();
            let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            hashes.extend(words.map(word_hash).take(most - hashes.len()));
        } else {
            hashes.push(mixed(run.hash));
        }
        // The byte after the run is not part of a word.
        start += run.length + 1;
    }
}

/// The hashes of the first `most` words of a text.
pub(crate) fn words(text: &str, most: usize) -> Vec<u64> {
    let mut hashes = Vec::new();
    push_words(text, most, &mut hashes);
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u64> {
        super::words(text, usize::MAX)
    }

    #[test]
    fn words_are_the_same_whatever_the_marks_and_the_case() {
        assert_eq!(words("“The lamp — was lit”"), words("the LAMP was: lit"));
        assert_ne!(words("the lamp"), words("the lamps"));
        assert_eq!(words("ÉTÉ of lighthousekeepers, 1911"), words("été… of LightHouseKeepers 1911 "));
        assert_eq!(words("lighthou"), [word_hash("lighthou")]);
        assert!(words(" …—").is_empty());
    }

    #[test]
    fn letters_that_are_said_to_have_one_case_have_one() {
        let of_one_case = ['\u{590}'..='\u{109F}', '\u{2E80}'..='\u{A63F}', '\u{AC00}'..='\u{D7FF}'];
        for c in of_one_case.into_iter().flatten() {
            assert!(c.to_lowercase().eq([c]), "{c}");
        }
        assert_eq!(word_hash("ÉTÉ’s"), word_hash("été's"));
        assert_eq!(word_hash("İ"), hash("i\u{307}".bytes()));
    }

    #[test]
    fn no_more_words_are_pushed_than_are_wanted() {
        assert_eq!(super::words("one two “three”four five", 4).len(), 4);
        assert!(super::words("one two", 0).is_empty());
    }
}
