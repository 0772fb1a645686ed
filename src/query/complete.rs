//! Completion of queries: keys, their values, the authors of a thread and labels.

use super::expression::Value;
use super::language::{Holding, Key, State};
use crate::thread::Thread;
use std::ops::Range;

/// Where the names to complete come from.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) thread: &'a Thread,
    /// The labels that subthreads are put away under.
    pub(crate) labels: &'a [&'a str],
}

/// A text that may replace what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Completion {
    /// The bytes of the typed text that it replaces.
    pub(crate) place: Range<usize>,
    pub(crate) text: String,
    pub(crate) about: &'static str,
}

/// Completions offered at most.
const MOST: usize = 100;

/// The completions at byte `cursor` of what is typed.
pub(crate) fn complete(typed: &str, cursor: usize, names: Names<'_>) -> Vec<Completion> {
    let before = typed.get(..cursor).unwrap_or(typed);
    let start = begun(before);
    let word = before.get(start..).unwrap_or_default();
    let offer = |(text, about)| Completion { place: start..before.len(), text, about };
    let keyed = word.split_once(':').and_then(|(name, value)| Some((Key::named(name)?, value)));
    match keyed {
        Some((key, value)) => values(key, value, names).into_iter().map(offer).collect(),
        None => {
            let is_begun = |key: &Key| starts_with(key.name(), word);
            let keys = Key::ALL.into_iter().filter(is_begun).map(|key| (format!("{}:", key.name()), key.about()));
            let mut all: Vec<_> = keys.map(offer).collect();
            if !word.is_empty() && !word.starts_with(['"', '/']) {
                all.extend(values(Key::Author, word, names).into_iter().map(offer));
            }
            all
        }
    }
}

/// The start of the last word: after a space, a bracket or a minus, unless quotation marks enclose these.
fn begun(text: &str) -> usize {
    let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
    for (at, c) in text.char_indices() {
        let is_begin = at == start || text.get(start..at).is_some_and(|word| word.ends_with([':', '=']));
        match c {
            _ if std::mem::take(&mut is_escaped) => {}
            '\\' if is_quoted => is_escaped = true,
            '"' if is_quoted || is_begin => is_quoted = !is_quoted,
            '(' | '-' if !is_quoted && at == start => start = at + 1,
            c if c.is_whitespace() && !is_quoted => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

/// The values that may follow a key, each with the key before it.
fn values(key: Key, typed: &str, names: Names<'_>) -> Vec<(String, &'static str)> {
    let typed = typed.trim_start_matches('=').trim_start_matches('"');
    let fixed =
        |name: &str, about| starts_with(name, typed).then(|| (format!("{}:{}", key.name(), Value(name)), about));
    match key {
        Key::Author => {
            let known = || names.thread.authors().map(|(_, name)| name).filter(|name| !name.contains(char::is_control));
            let begun = known().filter(|name| starts_with(name, typed)).take(MOST);
            let inside = known().filter(|name| !starts_with(name, typed) && has(name, typed)).take(MOST);
            begun.chain(inside).take(MOST).map(|name| (format!("author:{}", Value(name)), "")).collect()
        }
        Key::Is => State::ALL.into_iter().filter_map(|state| fixed(state.name(), state.about())).collect(),
        Key::Has => Holding::ALL.into_iter().filter_map(|holding| fixed(holding.name(), holding.about())).collect(),
        Key::Label => names.labels.iter().filter_map(|label| fixed(label, "")).collect(),
        _ => Vec::new(),
    }
}

fn starts_with(name: &str, typed: &str) -> bool {
    let mut chars = name.chars().flat_map(char::to_lowercase);
    typed.chars().flat_map(char::to_lowercase).all(|c| chars.next() == Some(c))
}

fn has(name: &str, typed: &str) -> bool {
    name.char_indices().any(|(at, _)| name.get(at..).is_some_and(|rest| starts_with(rest, typed)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft};

    fn offered(typed: &str) -> Vec<String> {
        let mut builder = Builder::new("test");
        for author in ["mara", "Mara Lind", "tamara", "gull"] {
            builder.add(Draft { author: Some(author), ..Draft::default() });
        }
        let thread = builder.finish().unwrap().thread;
        let names = Names { thread: &thread, labels: &["joke", "put away"] };
        let put_in = |offer: Completion| format!("{}{}", &typed[..offer.place.start], offer.text);
        complete(typed, typed.len(), names).into_iter().map(put_in).collect()
    }

    #[test]
    fn keys_their_values_authors_and_labels_are_offered() {
        assert_eq!(offered("lamp -de"), ["lamp -depth:"]);
        assert_eq!(offered("(is:u"), ["(is:unread"]);
        assert_eq!(offered("has:"), ["has:link", "has:quote", "has:code"]);
        assert_eq!(offered("label:pu"), ["label:\"put away\""]);
        assert_eq!(offered("author:MA"), ["author:mara", "author:\"Mara Lind\"", "author:tamara"]);
        assert_eq!(offered("author:\"Mara L"), ["author:\"Mara Lind\""]);
        assert_eq!(offered("gu"), ["author:gull"]);
        assert_eq!(offered("\"a b").len(), 0);
        assert_eq!(offered("").len(), Key::ALL.len());
    }
}
