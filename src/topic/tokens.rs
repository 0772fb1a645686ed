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
    let byte = |place: usize| bytes.get(place).copied().unwrap_or(b' ');
    let mut place = 0;
    while place < bytes.len() {
        if !is_of_word(byte(place)) {
            place += 1;
            continue;
        }
        let start = place;
        let mut ascii = true;
        while is_of_word(byte(place)) || byte(place) == b'\'' && is_of_word(byte(place + 1)) {
            ascii &= byte(place).is_ascii();
            place += 1;
        }
        let word = text.get(start..place).unwrap_or_default();
        if opens_address(word, bytes.get(place..).unwrap_or_default()) {
            place += bytes.iter().skip(place).take_while(|&&byte| is_of_address(byte)).count();
        } else if !ascii {
            wide(word, grain, each);
        } else if grain == Grain::Words || word.len() <= RUN {
            each(Token { hash: hash(word.bytes().map(|byte| byte.to_ascii_lowercase())), text: word });
        } else {
            letters(word, each);
        }
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
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
            match grain {
                Grain::Words => each(Token { hash: hash(lower(word)), text: word }),
                Grain::Letters => letters(word, each),
            }
        }
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

/// FNV-1a, and a last turn that spreads it over all bits.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    let fnv = bytes
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    let mixed = (fnv ^ (fnv >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
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
        assert_eq!(taken(text, Grain::Words), "The mole's lamp old see or now");
    }

    #[test]
    fn large_and_small_letters_and_both_apostrophes_are_the_same() {
        let hashes = |text: &str| {
            let mut all = Vec::new();
            tokens(text, Grain::Words, &mut |token| all.push(token.hash));
            all
        };
        assert_eq!(hashes("Mole's ÉTÉ"), hashes("mole’s été"));
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
