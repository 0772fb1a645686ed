//! The names of the months, whole and short, in many languages.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// One name on each line, after its language and the number of its month.
const NAMES: &str = include_str!("../../../assets/words/months.txt");

/// The month of each name, from 1.
static MONTHS: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
    let lines = NAMES.lines().filter(|line| !line.starts_with('#'));
    let name = |line: &'static str| {
        let mut words = line.split(' ').skip(1);
        let month = words.next()?.parse().ok()?;
        Some((words.next()?, month))
    };
    lines.filter_map(name).collect()
});

/// The month that a word names or ends with (a name may run into it: `Alice MillerMay 3, 2023`), and the length of its
/// name in bytes.
pub(in crate::source) fn month(word: &str) -> Option<(u32, usize)> {
    /// Bytes of the longest name.
    const LONGEST: usize = 48;
    if word.len() > 2 * LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    if lower.len() != word.len() {
        return None;
    }
    if let Some(&month) = MONTHS.get(lower.as_str()) {
        return Some((month, word.len()));
    }
    let capitals = word.char_indices().skip(1).filter(|(_, letter)| letter.is_uppercase());
    let mut endings = capitals.filter_map(|(at, _)| lower.get(at..)).filter(|ending| ending.len() > 2);
    endings.find_map(|ending| Some((*MONTHS.get(ending)?, ending.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_by_their_names_and_where_a_name_runs_into_them() {
        assert_eq!(month("März"), Some((3, 5)));
        assert_eq!(month("MAI"), Some((5, 3)));
        assert_eq!(month("березня"), Some((3, 14)));
        assert_eq!(month("MillerMay"), Some((5, 3)));
        assert_eq!(month("dismay"), None);
    }

    #[test]
    fn each_line_of_the_words_is_a_name() {
        let names = NAMES.lines().filter(|line| !line.starts_with('#'));
        let whole = |line: &&str| {
            let words: Vec<&str> = line.split(' ').collect();
            words.len() == 3
                && words[0].len() == 2
                && words[1].parse::<u32>().is_ok_and(|month| (1..=12).contains(&month))
        };
        assert_eq!(names.clone().find(|line| !whole(line)), None);
        assert!(names.count() > 400);
    }
}
