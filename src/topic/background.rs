//! How common words are in English discussions, so that what a thread says more often than others stands out.

use super::tokens::word_hash;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::sync::OnceLock;

/// The table, a line for each class of words.
const ENGLISH: &str = include_str!("../../assets/background-en.txt");
/// How many words it has, roughly.
const WORDS: usize = 5010;
/// Steps of the logarithm that one class is wide, inverted.
const STEPS: f32 = 2.0;
/// What the lines begin with that have words of a kind.
const KINDS: [(&str, Kind); 2] = [("self", Kind::Oneself), ("talk", Kind::Talk)];

/// What is known of a word wherever it is used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// The logarithm of its share of all words.
    pub(super) share: f32,
    pub(super) kind: Kind,
}

/// What people speak of with a word, as far as the word alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Anything,
    /// Themselves.
    Oneself,
    /// What is being said here, and how, in place of what it is about.
    Talk,
}

impl Known {
    /// What is known of a word that is not in the table. It is taken for about as rare as the last one there, and
    /// not for as rare as it may be: how often a single thread repeats a name says little.
    pub(super) const RARE: Self = Self { share: -10.8, kind: Kind::Anything };
}

/// The words that are known.
pub(super) struct Background(FxHashMap<u64, Known>);

impl Background {
    /// The table of English, made when it is first asked for.
    pub(super) fn english() -> &'static Self {
        static TABLE: OnceLock<Background> = OnceLock::new();
        TABLE.get_or_init(|| Self::of(ENGLISH))
    }

    fn of(table: &str) -> Self {
        let lines = || table.lines().filter_map(|line| line.split_once(' '));
        let mut words = FxHashMap::with_capacity_and_hasher(WORDS, FxBuildHasher);
        for (class, line) in lines() {
            let Ok(class) = class.parse::<f32>() else { continue };
            let known = Known { share: -class / STEPS, kind: Kind::Anything };
            words.extend(line.split(' ').map(|word| (word_hash(word), known)));
        }
        for (name, kind) in KINDS {
            for word in lines().filter(|(class, _)| *class == name).flat_map(|(_, line)| line.split(' ')) {
                words.entry(word_hash(word)).or_insert(Known::RARE).kind = kind;
            }
        }
        Self(words)
    }

    /// What is known of a word.
    pub(super) fn get(&self, hash: u64) -> Option<Known> {
        self.0.get(&hash).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_known_and_others_are_about_as_rare_as_the_last_of_them() {
        let table = Background::english();
        assert!((5000..5030).contains(&table.0.len()));
        let share = |word| table.get(word_hash(word)).map(|known| known.share);
        assert!(share("the") > share("water"));
        assert_eq!(share("kittiwake"), None);
        assert!(table.0.values().all(|known| known.share > Known::RARE.share - 0.5));
        let kind = |word| table.get(word_hash(word)).map(|known| known.kind);
        assert_eq!((kind("my"), kind("joking")), (Some(Kind::Oneself), Some(Kind::Talk)));
        assert_eq!(kind("water"), Some(Kind::Anything));
    }
}
