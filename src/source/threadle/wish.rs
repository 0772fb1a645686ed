//! The expected values of a post's fields, with a notice for others.

use super::found::Found;
use super::mends::Mends;
use crate::thread::{Builder, Gone, Notation, Time};

/// Reads the fields of the post at a place of the file as what they should be.
pub(super) struct Wish<'w> {
    pub(super) mends: &'w mut Mends,
    pub(super) builder: &'w mut Builder,
    pub(super) place: usize,
}

impl Wish<'_> {
    pub(super) fn missed(&mut self, expected: &str, found: &Found<'_>) {
        self.mends.add(self.builder, self.place, format_args!("expected {expected}, found {found}"));
    }

    pub(super) fn text<'f>(&mut self, expected: &str, found: &'f Found<'_>) -> Option<&'f str> {
        match found {
            Found::Text(text) => return Some(text),
            Found::Null => {}
            odd => self.missed(expected, odd),
        }
        None
    }

    pub(super) fn number(&mut self, expected: &str, found: &Found<'_>) -> Option<i64> {
        match found {
            Found::Integer(number) => return Some(*number),
            Found::Null => {}
            odd => self.missed(expected, odd),
        }
        None
    }

    pub(super) fn score(&mut self, found: &Found<'_>) -> Option<i32> {
        let expected = "a whole number as its score";
        let score = self.number(expected, found)?;
        // The lowest number means no score in a thread.
        let kept = i32::try_from(score).ok().filter(|score| *score != i32::MIN);
        if kept.is_none() {
            self.missed(expected, found);
        }
        kept
    }

    pub(super) fn truth(&mut self, found: &Found<'_>) -> bool {
        match found {
            Found::Bool(value) => return *value,
            Found::Null => {}
            odd => self.missed("true or false as author_inferred", odd),
        }
        false
    }

    pub(super) fn time(&mut self, found: &Found<'_>) -> Option<Time> {
        let text = self.text("a date", found)?;
        let time = Time::parse_rfc3339(text);
        if time.is_none() {
            self.missed("a date", found);
        }
        time
    }

    pub(super) fn gone(&mut self, found: &Found<'_>) -> Option<Gone> {
        let expected = "author, moderator or account as who deleted it";
        let name = self.text(expected, found)?;
        let gone = Gone::named(name);
        if gone.is_none() {
            self.missed(expected, found);
        }
        gone
    }

    pub(super) fn notation(&mut self, found: &Found<'_>) -> Notation {
        let expected = "plain, html, markdown or mail as its markup";
        let Some(name) = self.text(expected, found) else { return Notation::default() };
        Notation::named(name).unwrap_or_else(|| {
            self.missed(expected, found);
            Notation::default()
        })
    }
}
