//! The frequency of words in English discussions, against which a thread's own words stand out.

use super::tokens::word_hash;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::sync::OnceLock;

/// The table, one line for each class of words.
const ENGLISH: &str = include_str!("../../assets/background-en.txt");
/// The number of its words, roughly.
const WORDS: usize = 5010;
/// Classes for each step of one in the logarithm.
const STEPS: f32 = 2.0;

/// The logarithm of the share of a word outside the table. The word counts as about as rare as the last one in it, not
/// as rare as it may be: how often a single thread repeats a name says little.
pub(super) const RARE: f32 = -10.8;

/// The known words, with the logarithms of their shares of all words.
pub(super) struct Background(FxHashMap<u64, f32>);

impl Background {
    /// The table of English, built on first use.
    pub(super) fn english() -> &'static Self {
        static TABLE: OnceLock<Background> = OnceLock::new();
        TABLE.get_or_init(|| Self::of(ENGLISH))
    }

    fn of(table: &str) -> Self {
        let mut words = FxHashMap::with_capacity_and_hasher(WORDS, FxBuildHasher);
        for (class, line) in table.lines().filter_map(|line| line.split_once(' ')) {
            let Ok(class) = class.parse::<f32>() else { continue };
            words.extend(line.split(' ').map(|word| (word_hash(word), -class / STEPS)));
        }
        Self(words)
    }

    /// The logarithm of the share of a word. `None` if it is not in the table.
    pub(super) fn get(&self, hash: u64) -> Option<f32> {
        self.0.get(&hash).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_known_and_others_are_about_as_rare_as_the_last_of_them() {
        let table = Background::english();
        assert!((4900..5030).contains(&table.0.len()), "{}", table.0.len());
        let share = |word| table.get(word_hash(word));
        assert!(share("the") > share("water"));
        assert_eq!(share("kittiwake"), None);
        assert!(table.0.values().all(|&share| share > RARE - 0.5));
    }
}
