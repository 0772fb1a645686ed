//! Words, phrases and regular expressions: where a text has them, and whether a post says them.

use super::finder::Finder;
use super::required;
use crate::markup;
use crate::thread::{Body, Notation};
use memchr::memrchr2;
use regex::{Regex, RegexBuilder};
use std::ops::Range;

/// Something that a text must say.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    source: Source,
    exact: Regex,
    /// The pattern to use among others.
    pattern: String,
    /// What every raw body that says this must contain. For a regular expression that is itself, unless it looks around
    /// or the notation writes something else than is read.
    finder: Option<Finder>,
    /// The same for HTML, where that is something else.
    in_html: Option<Finder>,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Words with one space between them, which matches any white space in a text.
    Words(String),
    /// A regular expression, in which `^` and `$` are the ends of a line.
    Regex(String),
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// Memory for one compiled pattern at most, in bytes.
const SIZE: usize = 4 * 1024 * 1024;

impl Phrase {
    /// Words one after the other. `None` if there are none.
    pub(super) fn words(typed: &str) -> Result<Option<Self>, String> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let fold = !typed.chars().any(char::is_uppercase);
        let pattern = words.iter().map(|word| folded(word, fold)).collect::<Vec<_>>().join(r"\s+");
        let source = Source::Words(words.join(" "));
        (!words.is_empty()).then(|| Self::new(source, pattern)).transpose()
    }

    /// A regular expression.
    pub(super) fn regex(source: &str) -> Result<Self, String> {
        let flags = if has_capital(source) { "(?m)" } else { "(?mi)" };
        // Compiled alone first, so that the error is about what was typed.
        compiled(source)?;
        Self::new(Source::Regex(source.to_owned()), format!("{flags}(?:{source})"))
    }

    fn new(source: Source, pattern: String) -> Result<Self, String> {
        let finder = match &source {
            Source::Words(words) => Finder::words(words, !words.chars().any(char::is_uppercase)),
            Source::Regex(source) if looks_around(source) => None,
            Source::Regex(_) => Finder::text(&pattern),
        };
        let in_html = match &source {
            Source::Words(_) => None,
            Source::Regex(_) => required::in_html(&pattern).and_then(|written| Finder::new(&written, false)),
        };
        Ok(Self { source, exact: compiled(&pattern)?, pattern, finder, in_html })
    }

    pub(super) fn source(&self) -> &Source {
        &self.source
    }

    pub(super) fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Whether a text that is shown as it is contains it.
    pub(super) fn is_in(&self, text: &str) -> bool {
        found(&self.exact, text).next().is_some()
    }

    /// What every raw body of a notation that says this must contain. `None` if nothing is certain.
    pub(super) fn finder(&self, notation: Notation) -> Option<&Finder> {
        match (&self.source, notation) {
            (Source::Regex(_), Notation::Html) => self.in_html.as_ref(),
            _ => self.finder.as_ref(),
        }
    }

    /// Whether this is one word of ASCII letters and digits, which every notation writes as it is.
    pub(super) fn is_plain(&self) -> bool {
        matches!(&self.source, Source::Words(words) if words.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    }

    /// Whether a body says it. Searches the raw text first, and the readable text only if a doubt is left.
    pub(super) fn is_said(&self, body: Body<'_>) -> bool {
        let is_html = body.notation == Notation::Html;
        let in_markup = |at: usize| {
            let before = body.raw.as_bytes().get(..at).unwrap_or_default();
            is_html && memrchr2(b'<', b'>', before).is_some_and(|at| before.get(at) == Some(&b'<'))
        };
        if found(&self.exact, body.raw).take(TRIES).any(|found| !in_markup(found.start)) {
            return true;
        }
        let may_be_disguised = match (&self.source, body.notation) {
            (_, Notation::Html) => memchr::memchr2(b'<', b'&', body.raw.as_bytes()).is_some(),
            (Source::Words(words), Notation::Markdown) => {
                words.contains(|c: char| c == ' ' || c.is_ascii_punctuation())
            }
            (Source::Words(words), Notation::Plain | Notation::Mail) => words.contains(' '),
            (Source::Regex(_), _) => false,
        };
        let is_found = |finder: &Finder| finder.find(body.raw.as_bytes(), 0).is_some();
        may_be_disguised && self.finder(body.notation).is_none_or(is_found) && self.is_in(&readable(body))
    }
}

/// Matches in a body whose surroundings are checked for markup, at most.
const TRIES: usize = 8;

/// The readable text of a body: its blocks without their markers, and the targets of its links.
pub(super) fn readable(body: Body<'_>) -> String {
    let mut text = String::new();
    for block in markup::blocks(body) {
        block.spans.iter().for_each(|span| text.push_str(&span.text));
        for link in block.spans.iter().filter_map(|span| span.link.as_ref()) {
            text.push('\n');
            text.push_str(link);
        }
        text.push('\n');
    }
    text
}

/// The matches of a pattern in a text. Empty matches do not count.
pub(super) fn found<'t>(regex: &'t Regex, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    regex.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty())
}

/// A pattern for a word, in any case or in its own. ASCII case folding is enough for ASCII, and faster.
fn folded(word: &str, fold: bool) -> String {
    let flags = match (fold, word.is_ascii()) {
        (false, _) => "",
        (true, true) => "i-u",
        (true, false) => "i",
    };
    format!("(?{flags}:{})", regex::escape(word))
}

/// Whether a regular expression may look at the edges of a text, a line or a word.
fn looks_around(source: &str) -> bool {
    source.contains(['^', '$']) || [r"\b", r"\B", r"\A", r"\z", r"\<", r"\>"].iter().any(|mark| source.contains(mark))
}

/// Whether a regular expression has a capital letter that stands for itself; `\S` has none.
fn has_capital(source: &str) -> bool {
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            if matches!(chars.next(), Some('p' | 'P' | 'x' | 'u' | 'U')) && chars.as_str().starts_with('{') {
                let _ = chars.by_ref().find(|&c| c == '}');
            }
        } else if c.is_uppercase() {
            return true;
        }
    }
    false
}

/// Compiles a pattern, or says what is wrong with it.
pub(super) fn compiled(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern).size_limit(SIZE).dfa_size_limit(SIZE).build().map_err(|error| explain(&error))
}

/// The last line of the engine's message names the error; the lines before draw it.
fn explain(error: &regex::Error) -> String {
    let message = error.to_string();
    match error {
        regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
        _ => message.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(notation: Notation, raw: &str, words: &str) -> bool {
        Phrase::words(words).unwrap().unwrap().is_said(Body { raw, notation })
    }

    #[test]
    fn what_is_read_counts_and_not_how_it_is_written() {
        assert!(says(Notation::Html, "I don&#x27;t", "don't"));
        assert!(says(Notation::Html, "the <b>old</b>\nlamp", "the old lamp"));
        assert!(!says(Notation::Html, "<p class=\"lamp\">oil</p>", "lamp"));
        assert!(says(Notation::Html, "<p class=\"lamp\">a lamp</p>", "lamp"));
        assert!(says(Notation::Html, "a -&gt; b", "->"));
        assert!(says(Notation::Mail, "> the\n> lamp", "the lamp"));
        assert!(says(Notation::Markdown, "a foo\\_bar", "foo_bar"));
        assert!(says(Notation::Plain, "灯台のlamp", "台のlamp"));
        assert!(!says(Notation::Plain, "lamp the", "the lamp"));
    }

    #[test]
    fn a_regular_expression_sees_lines_and_its_classes_are_no_capitals() {
        let says = |source: &str| {
            let body = Body { raw: "Oil\nLamp 1911", notation: Notation::Plain };
            Phrase::regex(source).unwrap().is_said(body)
        };
        assert!(says("^lamp") && says(r"^lamp\S*\s\p{Nd}+$"));
        assert!(!says("^LAMP"));
    }

    #[test]
    fn hostile_markup_takes_no_longer_than_its_length() {
        let raw = format!("<{}", "a ".repeat(500_000));
        assert!(!says(Notation::Html, &raw, "a a b"));
        let _ = says(Notation::Html, &raw, "a");
    }

    #[test]
    fn patterns_that_grow_too_large_are_refused() {
        assert_eq!(Phrase::regex(r"(\pL{1000}){1000}").unwrap_err(), "the pattern is too large");
        assert_eq!(Phrase::regex("(").unwrap_err(), "unclosed group");
    }
}
