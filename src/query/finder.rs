//! Letters in much text, in any case or as they are, as fast as memory is read.

use memchr::memmem;
use regex::bytes::{Regex, RegexBuilder};

/// Looks for ASCII letters and digits.
#[derive(Debug, Clone)]
pub(super) enum Finder {
    /// As they are.
    Exact(memmem::Finder<'static>),
    /// In any case.
    Folded(Regex),
}

impl Finder {
    pub(super) fn new(letters: &str, fold: bool) -> Self {
        let exact = || Self::Exact(memmem::Finder::new(letters).into_owned());
        if !fold || !letters.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            return exact();
        }
        RegexBuilder::new(letters).unicode(false).case_insensitive(true).build().map_or_else(|_| exact(), Self::Folded)
    }

    /// Where they begin for the first time at or after a place.
    pub(super) fn find(&self, text: &[u8], from: usize) -> Option<usize> {
        match self {
            Self::Exact(finder) => finder.find(text.get(from..)?).map(|at| from + at),
            Self::Folded(regex) => regex.find_at(text, from.min(text.len())).map(|found| found.start()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_in_any_case_or_as_they_are() {
        let text = "A LAMP, a Lamp, a lamp".as_bytes();
        assert_eq!(Finder::new("lamp", true).find(text, 0), Some(2));
        assert_eq!(Finder::new("lamp", true).find(text, 3), Some(10));
        assert_eq!(Finder::new("lamp", false).find(text, 0), Some(18));
        assert_eq!(Finder::new("1911", true).find(b"in 1911", 0), Some(3));
        assert_eq!(Finder::new("oil", true).find(text, 0), None);
        assert_eq!(Finder::new("lamp", true).find(text, 99), None);
    }
}
