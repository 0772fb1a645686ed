//! A mistake in the configuration file: its place and what was expected, in words for the person who wrote it.

use std::fmt;
use std::ops::Range;

/// A mistake in the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// The line, from 1.
    line: usize,
    /// The column in characters, from 1.
    column: usize,
    what: String,
}

impl Mistake {
    /// A mistake at a range of the text.
    pub(super) fn at(text: &str, span: Option<Range<usize>>, what: &str) -> Self {
        let before = span.and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&char| char != '\n').count() + 1;
        Self { line, column, what: what.lines().collect::<Vec<_>>().join("; ") }
    }

    /// An error of the parser.
    pub(super) fn of(text: &str, error: &toml::de::Error) -> Self {
        Self::at(text, error.span(), &in_words(error.message()))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.line, self.column, self.what)
    }
}

/// What serde expects, and the words for it.
const EXPECTED: [(&str, &str); 6] = [
    ("a sequence", "a list such as [\"mara\"]"),
    ("a map", "a table"),
    ("a string", "a text in quotes"),
    ("a boolean", "true or false"),
    ("u32", "a whole number, 0 or more"),
    ("usize", "a whole number, 0 or more"),
];

/// What serde puts before a found value, and the words for it.
const FOUND: [(&str, &str); 6] = [
    ("string ", ""),
    ("integer ", ""),
    ("floating point ", ""),
    ("boolean ", ""),
    ("sequence", "a list"),
    ("map", "a table"),
];

/// A message of serde or toml in our words: what was expected, then what was found. Unknown messages stay as they are.
fn in_words(message: &str) -> String {
    let pair = |start: &str| message.strip_prefix(start).and_then(|rest| rest.split_once(", expected "));
    if let Some((found, expected)) = pair("invalid type: ").or_else(|| pair("invalid value: ")) {
        let expected = EXPECTED.iter().find(|(name, _)| *name == expected).map_or(expected, |(_, words)| words);
        let words = |(name, words): &(&str, &str)| Some(format!("{words}{}", found.strip_prefix(name)?));
        let found = FOUND.iter().find_map(words).unwrap_or_else(|| found.to_owned());
        return format!("expected {expected}, found {found}");
    }
    if let Some((found, expected)) = pair("unknown field ").or_else(|| pair("unknown variant ")) {
        return format!("expected {expected}, found {found}");
    }
    match message {
        "duplicate key" => "this is set twice".to_owned(),
        "wanted string or table" => "expected a text in quotes".to_owned(),
        other => match other.strip_prefix("missing field ") {
            Some(field) => format!("expected {field} as well, found none"),
            None => other.to_owned(),
        },
    }
}
