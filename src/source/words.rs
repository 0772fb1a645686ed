//! Words that pages put around posts, in many languages: one file of `assets/words` for each meaning.
//!
//! ```text
//! # Verbs after the name of a speaker: "mara says:".
//! en says
//! de hat gesagt
//! ```
//!
//! A line is a language (ISO 639-1), a blank, and a word or phrase in small letters.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// The words of one meaning.
pub(super) struct Words {
    file: &'static str,
    read: OnceLock<Read>,
}

struct Read {
    /// Longest first, since phrases end and begin with words that mean the same.
    all: Vec<&'static str>,
    set: FxHashSet<&'static str>,
    /// Those that begin with each letter.
    by_letter: FxHashMap<char, Vec<&'static str>>,
    /// Those that end with each letter.
    by_end: FxHashMap<char, Vec<&'static str>>,
}

/// What stands beside dates that are not those of a post.
pub(super) static OTHER_DATES: Words = Words::of(include_str!("../../assets/words/other-dates.txt"));
/// Verbs after the name of a speaker.
pub(super) static SAYS: Words = Words::of(include_str!("../../assets/words/says.txt"));
/// Words between a name and a date that belong to neither.
pub(super) static GLUE: Words = Words::of(include_str!("../../assets/words/glue.txt"));
/// Further words that stand around a name and a date, and are no names.
pub(super) static AROUND: Words = Words::of(include_str!("../../assets/words/around.txt"));
/// Whole lines that pages put below a comment as links.
pub(super) static LINKS: Words = Words::of(include_str!("../../assets/words/links.txt"));
/// What comments are called in counts.
pub(super) static NOUNS: Words = Words::of(include_str!("../../assets/words/nouns.txt"));
/// What may stand before the count of comments.
pub(super) static COUNTED: Words = Words::of(include_str!("../../assets/words/counted.txt"));
/// What may follow the count of comments.
pub(super) static AFTER_COUNT: Words = Words::of(include_str!("../../assets/words/after-count.txt"));
/// What stands between the count of comments and what they are about.
pub(super) static ABOUT: Words = Words::of(include_str!("../../assets/words/about.txt"));
/// The number one, written out.
pub(super) static ONE: Words = Words::of(include_str!("../../assets/words/one.txt"));
/// Headings over comments that give no count.
pub(super) static HEADINGS: Words = Words::of(include_str!("../../assets/words/headings.txt"));
/// How lines below the last comment begin.
pub(super) static CLOSINGS: Words = Words::of(include_str!("../../assets/words/closings.txt"));
/// How the link at the start of a page begins that skips its menus.
pub(super) static SKIPS: Words = Words::of(include_str!("../../assets/words/skips.txt"));

impl Words {
    const fn of(file: &'static str) -> Self {
        Self { file, read: OnceLock::new() }
    }

    fn lines(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.file.lines().filter(|line| !line.starts_with('#'))
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let mut all: Vec<_> = self.lines().filter_map(|line| line.split_once(' ')).map(|(_, word)| word).collect();
            all.sort_by_key(|word| std::cmp::Reverse(word.len()));
            let set = all.iter().copied().collect();
            let mut by_letter: FxHashMap<char, Vec<&'static str>> = FxHashMap::default();
            let mut by_end: FxHashMap<char, Vec<&'static str>> = FxHashMap::default();
            for word in &all {
                word.chars().next().into_iter().for_each(|letter| by_letter.entry(letter).or_default().push(word));
                word.chars().next_back().into_iter().for_each(|letter| by_end.entry(letter).or_default().push(word));
            }
            Read { all, set, by_letter, by_end }
        })
    }

    /// The words, longest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.read().all.iter().copied()
    }

    /// Those that may stand at the end of a text, longest first.
    pub(super) fn with_end_of(&self, text: &str) -> impl Iterator<Item = &'static str> + '_ {
        let letter = text.chars().next_back();
        letter.and_then(|letter| self.read().by_end.get(&letter)).into_iter().flatten().copied()
    }

    /// Whether a text in small letters is one of them.
    pub(super) fn has(&self, text: &str) -> bool {
        self.read().set.contains(text)
    }

    /// Whether one of them stands in a text in small letters, and not inside other words.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        let mut before = ' ';
        text.char_indices().any(|(at, letter)| {
            let is_start = !before.is_alphanumeric();
            before = letter;
            is_start
                && self.read().by_letter.get(&letter).is_some_and(|words| {
                    let rest = text.get(at..).unwrap_or_default();
                    let mut after = words.iter().filter_map(|word| rest.strip_prefix(word));
                    after.any(|after| !after.starts_with(char::is_alphanumeric))
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_language_and_a_word_in_small_letters() {
        let all = [
            &OTHER_DATES,
            &SAYS,
            &GLUE,
            &LINKS,
            &NOUNS,
            &COUNTED,
            &AFTER_COUNT,
            &ABOUT,
            &ONE,
            &HEADINGS,
            &CLOSINGS,
            &SKIPS,
        ];
        for words in all {
            let is_whole = |line: &str| {
                line.split_once(' ').is_some_and(|(language, word)| {
                    language.len() == 2
                        && language.bytes().all(|byte| byte.is_ascii_lowercase())
                        && !word.is_empty()
                        && word == word.trim().to_lowercase()
                })
            };
            assert_eq!(words.lines().find(|line| !is_whole(line)), None);
            let all: Vec<_> = words.iter().collect();
            assert_eq!(words.read().set.len(), all.len(), "a word stands there twice: {all:?}");
            assert!(words.file.starts_with("# "), "a file says what its words mean");
        }
    }

    #[test]
    fn words_inside_other_words_do_not_count() {
        assert!(OTHER_DATES.stand_in("mara, joined 2009"));
        assert!(!OTHER_DATES.stand_in("rejoined 2009"));
        assert!(SAYS.has("hat gesagt"));
    }
}
