//! Quotations that are folded to a line each: `▎ 17 lines of ada`.

use crate::thread::PostId;
use rustc_hash::FxHashMap;

/// Lines of a quotation that are left as they are: folding them would save next to nothing.
pub(super) const SHORT: usize = 3;

/// Which long quotations are folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum QuoteFold {
    /// Those that most of a post consists of, if what they quote stands just above it.
    #[default]
    Repeated,
    /// All, and signatures as well.
    All,
    /// None.
    None,
}

/// Which long quotations are folded, by post.
#[derive(Debug, Clone, Default)]
pub(crate) struct Quotations {
    usual: QuoteFold,
    others: FxHashMap<PostId, QuoteFold>,
}

impl Quotations {
    /// What is folded in a post.
    pub(crate) fn of(&self, post: PostId) -> QuoteFold {
        self.others.get(&post).copied().unwrap_or(self.usual)
    }

    /// What is folded in posts that have nothing of their own set.
    pub(crate) fn usual(&self) -> QuoteFold {
        self.usual
    }

    /// Sets what is folded in all posts.
    pub(crate) fn set(&mut self, usual: QuoteFold) {
        *self = Self { usual, ..Self::default() };
    }

    /// Sets what is folded in one post.
    pub(crate) fn set_in(&mut self, post: PostId, fold: QuoteFold) {
        self.others.insert(post, fold);
    }

    /// The same for a changed thread, in which posts have other numbers.
    pub(crate) fn moved(&self, now: impl Fn(PostId) -> Option<PostId>) -> Self {
        let others = self.others.iter().filter_map(|(&post, &fold)| Some((now(post)?, fold)));
        Self { usual: self.usual, others: others.collect() }
    }
}

/// Some stretches of a quotation, for comparing it with what it may quote: its letters, however it is wrapped and
/// marked. There are several, since a head of a message, an attribution or an older quotation may stand in it too.
pub(super) fn stretches(text: &str) -> Vec<String> {
    /// Letters that identify a text.
    const LETTERS: usize = 40;
    let letters: Vec<char> = letters(text).collect();
    let last = letters.len().saturating_sub(LETTERS);
    let mut starts = [0, last / 4, last / 2, last / 4 * 3, last].to_vec();
    starts.dedup();
    starts
        .into_iter()
        .filter_map(|start| letters.get(start..letters.len().min(start + LETTERS)))
        .map(String::from_iter)
        .collect()
}

/// Whether one of these stretches stands in a text.
pub(super) fn stand_in(text: &str, stretches: &[String]) -> bool {
    let letters: String = letters(text).collect();
    stretches.iter().any(|stretch| !stretch.is_empty() && letters.contains(stretch))
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_post_may_differ_from_the_others_until_all_are_set() {
        let mut quotations = Quotations::default();
        let [one, other] = [PostId::new(1), PostId::new(2)];
        quotations.set_in(one, QuoteFold::None);
        assert_eq!((quotations.of(one), quotations.of(other)), (QuoteFold::None, QuoteFold::Repeated));
        quotations.set(QuoteFold::All);
        assert_eq!((quotations.of(one), quotations.usual()), (QuoteFold::All, QuoteFold::All));
    }

    #[test]
    fn a_quotation_is_known_however_it_is_wrapped_and_whatever_stands_over_it() {
        let said =
            "The lamp was lit in 1887,\nand it has burned ever since.\n\nThe warden keeps it, and nobody pays him.";
        let quotes = |quoted: &str| stand_in(said, &stretches(quoted));
        assert!(quotes("> the LAMP was\n> lit in 1887, and it has burned"));
        assert!(quotes(
            "> To: all\n> The lamp was lit in 1887, and it has burned ever since.\n> The warden keeps it, and nobody pays him."
        ));
        assert!(!quotes("The ferry was late, and the warden was seen on it by several people."));
        assert!(!quotes("…"));
    }
}
