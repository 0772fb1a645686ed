//! What a text is compared by: its words, pairs of signs where a script has no spaces, or runs of four letters.

use unicode_segmentation::UnicodeSegmentation;

/// What a text is taken apart into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    /// Words as Unicode has them (UAX #29).
    Words,
    /// Runs of four letters inside of words, for languages whose words are not known: they find the stem of a word
    /// behind its endings.
    Letters,
}

/// A piece of a text that is counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    /// The same for the same piece in large and small letters.
    pub(super) hash: u64,
    /// As it was written.
    pub(super) text: &'a str,
}

impl Token<'_> {
    /// Whether it is of a script that writes words without spaces.
    pub(super) fn is_pair(&self) -> bool {
        self.text.chars().next().is_some_and(is_dense)
    }
}

/// How many letters a run has.
const RUN: usize = 4;

/// Takes a text apart, addresses left out.
pub(super) fn tokens<'a>(text: &'a str, grain: Grain, each: &mut impl FnMut(Token<'a>)) {
    let bytes = text.as_bytes();
    let mut place = 0;
    while let Some(gap) = bytes.get(place..).and_then(|rest| rest.iter().position(|&byte| is_of_word(byte))) {
        place += gap;
        let rest = bytes.get(place..).unwrap_or_default();
        let (length, ascii, hash) = scan(rest);
        let word = text.get(place..place + length).unwrap_or_default();
        place += length;
        if opens_address(word, bytes.get(place..).unwrap_or_default()) {
            place += bytes.iter().skip(place).take_while(|&&byte| is_of_address(byte)).count();
        } else if !ascii {
            wide(word, grain, each);
        } else if let Some(owner) = owner(word) {
            word_or_letters(owner, grain, each);
        } else if grain == Grain::Words || length <= RUN {
            each(Token { hash: mixed(hash), text: word });
        } else {
            letters(word, each);
        }
    }
}

/// How long the word is that begins here, whether it is all ASCII, and its hash if it is.
fn scan(bytes: &[u8]) -> (usize, bool, u64) {
    let (mut length, mut seen, mut hash) = (0, 0, BASIS);
    while let Some(&byte) = bytes.get(length) {
        let mut small = small(byte);
        if small == 0 {
            if byte != b'\'' || !bytes.get(length + 1).is_some_and(|&next| is_of_word(next)) {
                break;
            }
            small = byte;
        }
        seen |= small;
        hash = turned(hash, small);
        length += 1;
    }
    (length, seen.is_ascii(), hash)
}

fn is_of_word(byte: u8) -> bool {
    small(byte) != 0
}

/// A byte of a word in small letters; 0 for what is of no word.
fn small(byte: u8) -> u8 {
    const SMALL: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            if byte >= 0x80 || (byte as u8).is_ascii_alphanumeric() {
                table[byte] = (byte as u8).to_ascii_lowercase();
            }
            byte += 1;
        }
        table
    };
    SMALL.get(usize::from(byte)).copied().unwrap_or(0)
}

fn opens_address(word: &str, rest: &[u8]) -> bool {
    rest.starts_with(b"://") || rest.starts_with(b".") && word.eq_ignore_ascii_case("www")
}

fn is_of_address(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b')' | b']' | b'>' | b'"' | b'|')
}

/// Takes apart what is not all ASCII and has no space in it.
fn wide<'a>(text: &'a str, grain: Grain, each: &mut impl FnMut(Token<'a>)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let dense = is_dense(first);
        let end = rest.char_indices().find(|&(_, c)| is_dense(c) != dense).map_or(rest.len(), |(place, _)| place);
        let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        if dense {
            runs(run, 2, each);
            continue;
        }
        for word in run.unicode_words() {
            word_or_letters(owner(word).unwrap_or(word), grain, each);
        }
    }
}

/// What is before the ending `'s` of a word: the mole's is about the mole.
fn owner(word: &str) -> Option<&str> {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).filter(|owner| !owner.is_empty())
}

fn word_or_letters<'a>(word: &'a str, grain: Grain, each: &mut impl FnMut(Token<'a>)) {
    match grain {
        Grain::Words => each(Token { hash: hash(lower(word)), text: word }),
        Grain::Letters => letters(word, each),
    }
}

fn letters<'a>(word: &'a str, each: &mut impl FnMut(Token<'a>)) {
    runs(word, RUN, each);
}

/// All runs of `length` signs in a text; the whole text if it is shorter.
fn runs<'a>(text: &'a str, length: usize, each: &mut impl FnMut(Token<'a>)) {
    let ends = text.char_indices().map(|(place, c)| place + c.len_utf8());
    let starts = text.char_indices().map(|(place, _)| place);
    let mut any = false;
    for (start, end) in starts.zip(ends.skip(length - 1)) {
        any = true;
        let run = text.get(start..end).unwrap_or_default();
        each(Token { hash: hash(lower(run)), text: run });
    }
    if !any {
        each(Token { hash: hash(lower(text)), text });
    }
}

/// Whether a script writes words without spaces between them.
fn is_dense(c: char) -> bool {
    matches!(c,
        // Thai, Lao, Burmese, Khmer; kana, ideographs, Hangul; the same beyond the first plane.
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}'
    )
}

/// The bytes of a text in small letters, with one kind of apostrophe.
fn lower(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.chars().flat_map(char::to_lowercase).flat_map(|c| {
        let c = if c == '\u{2019}' { '\'' } else { c };
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len();
        bytes.into_iter().take(length)
    })
}

/// FNV-1a.
const BASIS: u64 = 0xCBF2_9CE4_8422_2325;

fn turned(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
}

/// Spreads a hash over all its bits.
fn mixed(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    mixed(bytes.fold(BASIS, turned))
}

/// The hash of a word.
pub(super) fn word_hash(word: &str) -> u64 {
    hash(lower(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str, grain: Grain) -> String {
        let mut all = Vec::new();
        tokens(text, grain, &mut |token| all.push(token.text));
        all.join(" ")
    }

    #[test]
    fn words_are_told_apart_and_addresses_left_out() {
        let text =
            "The mole's *lamp* ('old'), see https://a.example/lamp?x=1 or [www.b.example/x](http://c.example/d) now";
        assert_eq!(taken(text, Grain::Words), "The mole lamp old see or now");
    }

    #[test]
    fn large_and_small_letters_and_both_apostrophes_are_the_same() {
        let hashes = |text: &str| {
            let mut all = Vec::new();
            tokens(text, Grain::Words, &mut |token| all.push(token.hash));
            all
        };
        assert_eq!(hashes("Mole's don't ÉTÉ"), hashes("mole’s don’t été"));
        assert_ne!(hashes("mole"), hashes("mule"));
    }

    #[test]
    fn scripts_without_spaces_are_taken_in_pairs() {
        assert_eq!(taken("港の灯台、lamp灯", Grain::Words), "港の の灯 灯台 lamp 灯");
        assert_eq!(taken("등대는", Grain::Words), "등대 대는");
    }

    #[test]
    fn other_scripts_are_words() {
        assert_eq!(taken("Маяк горел… “façade” क्षमा", Grain::Words), "Маяк горел façade क्षमा");
    }

    #[test]
    fn letters_run_inside_of_words() {
        assert_eq!(taken("der Leuchtturm", Grain::Letters), "der Leuc euch ucht chtt httu ttur turm");
        assert_eq!(taken("المنار", Grain::Letters), "المن لمنا منار");
    }
}
