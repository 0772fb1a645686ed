//! How common words are in English discussions, so that what a thread says more often than others stands out.

use super::tokens::word_hash;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The table, a line for each class of words.
const ENGLISH: &str = include_str!("../../assets/background-en.txt");
/// Steps of the logarithm that one class is wide, inverted.
const STEPS: f32 = 2.0;
/// The logarithm of the share that a word has which is not in the table: the rest, over 200,000 words.
pub(super) const RARE: f32 = -15.488;

/// The logarithms of the shares of known words.
pub(super) struct Background(FxHashMap<u64, f32>);

impl Background {
    /// The table of English, made when it is first asked for.
    pub(super) fn english() -> &'static Self {
        static TABLE: OnceLock<Background> = OnceLock::new();
        TABLE.get_or_init(|| Self::of(ENGLISH))
    }

    fn of(table: &str) -> Self {
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        let classes = lines.filter_map(|line| {
            let (class, words) = line.split_once(' ')?;
            let share = -class.parse::<f32>().ok()? / STEPS;
            Some(words.split(' ').map(move |word| (word_hash(word), share)))
        });
        Self(classes.flatten().collect())
    }

    /// The logarithm of the share of a word that is known.
    pub(super) fn known(&self, hash: u64) -> Option<f32> {
        self.0.get(&hash).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_are_known_and_others_are_rarer_than_all_of_them() {
        let table = Background::english();
        assert_eq!(table.0.len(), 5000);
        let share = |word| table.known(word_hash(word));
        assert!(share("the") > share("water"));
        assert_eq!(share("kittiwake"), None);
        assert!(table.0.values().all(|&share| share > RARE));
    }
}
