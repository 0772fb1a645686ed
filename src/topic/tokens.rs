//! Splits text into units of comparison: words, pairs of characters in scripts without spaces, or runs of four letters.

use crate::thread::chunk::{self, HIGHEST_OF_FIRST, Run, eight, mixed, of_word};
use unicode_segmentation::UnicodeSegmentation;

/// The units that a text is split into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    /// Words as Unicode defines them (UAX #29).
    Words,
    /// Runs of four letters within words, for languages without a table: they find the stem behind the endings.
    Letters,
}

/// A unit of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    /// The same for the same unit in upper and lower case.
    pub(super) hash: u64,
    /// Its text as written.
    pub(super) text: &'a str,
}

impl Token<'_> {
    /// Whether its script writes words without spaces.
    pub(super) fn is_pair(&self) -> bool {
        self.text.chars().next().is_some_and(is_dense)
    }
}

/// Letters in a run.
const RUN: usize = 4;

/// Splits a text, without its addresses.
pub(super) fn tokens<'a>(text: &'a str, grain: Grain, each: &mut impl FnMut(Token<'a>)) {
    let bytes = text.as_bytes();
    let mut place = 0;
    while let Some(rest) = bytes.get(place..).filter(|rest| !rest.is_empty()) {
        let chunk = eight(rest);
        let inside = of_word(chunk);
        if inside & HIGHEST_OF_FIRST == 0 {
            place += (inside.trailing_zeros() / 8) as usize;
            continue;
        }
        let run = Run::at(rest, chunk, inside, true);
        let word = || text.get(place..place + run.length).unwrap_or_default();
        let end = place + run.length;
        let next = bytes.get(end).copied().unwrap_or_default();
        if matches!(next, b':' | b'.') && opens_address(word(), rest.get(run.length..).unwrap_or_default()) {
            place = end + bytes.iter().skip(end).take_while(|&&byte| is_of_address(byte)).count();
            continue;
        }
        if run.is_wide {
            wide(word(), grain, each);
        } else if let Some(owner) = run.has_mark.then(word).and_then(owner) {
            word_or_letters(owner, grain, each);
        } else if grain == Grain::Words || run.length <= RUN {
            each(Token { hash: mixed(run.hash), text: word() });
        } else {
            letters(word(), each);
        }
        // The character that ends a run belongs to none.
        place = end + 1;
    }
}

fn opens_address(word: &str, rest: &[u8]) -> bool {
    rest.starts_with(b"://") || rest.starts_with(b".") && word.eq_ignore_ascii_case("www")
}

fn is_of_address(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b')' | b']' | b'>' | b'"' | b'|')
}

/// Splits text without spaces that is not all ASCII.
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

/// A word without its ending `'s`: the mole's is about the mole. `None` if it has no such ending.
fn owner(word: &str) -> Option<&str> {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).filter(|owner| !owner.is_empty())
}

fn word_or_letters<'a>(word: &'a str, grain: Grain, each: &mut impl FnMut(Token<'a>)) {
    match grain {
        Grain::Words => each(Token { hash: word_hash(word), text: word }),
        Grain::Letters => letters(word, each),
    }
}

fn letters<'a>(word: &'a str, each: &mut impl FnMut(Token<'a>)) {
    runs(word, RUN, each);
}

/// All runs of `length` characters in a text; the whole text if it is shorter.
fn runs<'a>(text: &'a str, length: usize, each: &mut impl FnMut(Token<'a>)) {
    let ends = text.char_indices().map(|(place, c)| place + c.len_utf8());
    let starts = text.char_indices().map(|(place, _)| place);
    let mut any = false;
    for (start, end) in starts.zip(ends.skip(length - 1)) {
        any = true;
        let run = text.get(start..end).unwrap_or_default();
        each(Token { hash: word_hash(run), text: run });
    }
    if !any {
        each(Token { hash: word_hash(text), text });
    }
}

/// Whether a script writes words without spaces.
fn is_dense(c: char) -> bool {
    matches!(c,
        // Thai, Lao, Burmese, Khmer; kana, ideographs, Hangul; and those beyond the first plane.
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}'
    )
}

/// The hash of a word. Scripts without spaces have no capitals either.
pub(super) fn word_hash(word: &str) -> u64 {
    if word.starts_with(is_dense) { chunk::hash(word.bytes()) } else { chunk::word_hash(word) }
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
    fn a_word_has_one_hash_wherever_it_stands() {
        for word in ["a", "1911", "lamplight", "don't", "keeper's-x", "lighthou's", "harbourmasters'", "eight'so"] {
            for text in [word.to_owned(), format!("a {word} \u{e9}"), format!("'{}'.", word.to_uppercase())] {
                let first = word.split(['-', '\'']).next().unwrap_or_default();
                let mut found = false;
                tokens(&text, Grain::Words, &mut |token| {
                    found |= token.text.to_lowercase().starts_with(first);
                    assert_eq!(token.hash, word_hash(token.text), "{text}");
                });
                assert!(found, "{text}");
            }
        }
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
