//! Finds candidates in much text at the speed of memory: posts that a closer look must confirm.

use regex::bytes::{Regex, RegexBuilder};
use std::ops::Range;

/// A pattern that every raw text must match if it says something.
#[derive(Debug, Clone)]
pub(super) struct Finder(Regex);

/// What notations may write between two words: anything but letters and digits, tags, entities, and link targets.
const BETWEEN: &str = r"(?:[^0-9A-Za-z]|<[^<>]*>|&#?[0-9A-Za-z]+;|\]\([^()\s]*\))+";
/// What notations may write in place of a character.
const ENTITY: &str = "&#?[0-9A-Za-z]+;";

/// Memory for one compiled pattern at most, in bytes.
const SIZE: usize = 4 * 1024 * 1024;

impl Finder {
    /// A pattern for words, in this case or in any. `None` if it would grow too large.
    pub(super) fn words(words: &str, fold: bool) -> Option<Self> {
        let pattern: Vec<String> = words.split_whitespace().map(|word| word.chars().map(written).collect()).collect();
        Self::new(&pattern.join(BETWEEN), fold)
    }

    /// A pattern for raw bytes. It folds the case of ASCII alone unless it says otherwise.
    pub(super) fn new(pattern: &str, fold: bool) -> Option<Self> {
        let mut builder = RegexBuilder::new(pattern);
        builder.unicode(false).case_insensitive(fold).size_limit(SIZE).dfa_size_limit(SIZE);
        builder.build().ok().map(Self)
    }

    /// A pattern for text.
    pub(super) fn text(pattern: &str) -> Option<Self> {
        RegexBuilder::new(pattern).size_limit(SIZE).dfa_size_limit(SIZE).build().ok().map(Self)
    }

    /// The first match at or after byte `from`.
    pub(super) fn find(&self, text: &[u8], from: usize) -> Option<Range<usize>> {
        self.0.find_at(text, from.min(text.len())).map(|found| found.range())
    }
}

/// How a raw text may write a character: an ASCII letter or digit as it is, anything else also as an entity or after a
/// backslash.
fn written(c: char) -> String {
    match c {
        '0'..='9' | 'a'..='z' | 'A'..='Z' => c.to_string(),
        '\\' => format!(r"(?:\\{{1,2}}|{ENTITY})"),
        ' '..='~' => format!(r"(?:\\?{}|{ENTITY})", regex::escape(&c.to_string())),
        _ => format!("(?:{}|{ENTITY})", in_any_case(c)),
    }
}

/// A non-ASCII character in any case; a closer look tells which one is meant.
fn in_any_case(c: char) -> String {
    let mut cases = vec![c.to_string()];
    for case in [c.to_lowercase().to_string(), c.to_uppercase().to_string()] {
        if !cases.contains(&case) {
            cases.push(case);
        }
    }
    cases.iter().map(|case| regex::escape(case)).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(words: &str, fold: bool, text: &str) -> Option<usize> {
        Finder::words(words, fold).unwrap().find(text.as_bytes(), 0).map(|found| found.start)
    }

    #[test]
    fn words_are_found_in_any_case_or_as_they_are() {
        let text = "A LAMP, a Lamp, a lamp";
        assert_eq!(begins("lamp", true, text), Some(2));
        assert_eq!(begins("lamp", false, text), Some(18));
        assert_eq!(begins("ÉTÉ", true, "en été"), Some(3));
        assert_eq!(begins("oil", true, text), None);
    }

    #[test]
    fn whatever_a_notation_makes_of_words_is_found() {
        for written in ["don&#x27;t", "don't", "don\\'t", "DON&apos;T"] {
            assert_eq!(begins("don't", true, written), Some(0), "{written}");
        }
        for written in
            ["the lamp", "the\n> lamp", "the <b class=x>lamp", "the&nbsp;lamp", "[the](http://a.example) *lamp*"]
        {
            assert!(begins("the lamp", true, written).is_some(), "{written}");
        }
        assert_eq!(begins("the lamp", true, "the old lamp"), None);
    }
}
