//! Extracts names from the lines above comments, and distinguishes them from other text.

use super::line::Line;
use super::vocabulary::is_furniture;
use crate::source::words::{GLUE, SAYS};

const LONGEST_NAME: usize = 60;
const MOST_WORDS: usize = 7;

const PORTRAITS: &[&str] = &[
    "avatar for ",
    "avatar of ",
    "avatar ",
    "profile picture of ",
    "photo of ",
    "profilbild von ",
    "(button) ",
    "gravatar ",
    "image ",
];

/// Removes glue words and punctuation from both ends, and notes a verb of saying. Glue before a name is removed only if
/// there is a date: `The Moon says:` keeps its article.
pub(super) fn bare_name(text: &str, dated: bool, says: &mut bool) -> String {
    const GONE: [&str; 2] = ["[deleted]", "[removed]"];
    if let Some((gone, after)) = GONE.iter().find_map(|gone| Some((gone, text.trim_start().strip_prefix(gone)?))) {
        *says |= SAYS.has(after.trim_matches([' ', ':']));
        return (*gone).to_owned();
    }
    let mut text = text;
    loop {
        let signs = |c: char| c.is_whitespace() || ",:;|·•–—-()[]/@~→↓»«…：".contains(c);
        let trimmed = text.trim_matches(signs);
        let verbs = SAYS.with_end_of(trimmed);
        let verb = verbs.filter_map(|verb| strip_last_word(trimmed, verb)).min_by_key(|rest| rest.len());
        let first = trimmed.split_whitespace().next().unwrap_or_default();
        let last = trimmed.split_whitespace().next_back().unwrap_or_default();
        let next = if let Some(rest) = verb {
            *says = true;
            rest
        } else if dated && (is_glue(first) || is_count(first)) {
            trimmed.get(first.len()..).unwrap_or_default()
        } else if is_glue(last) || is_count(last) {
            trimmed.get(..trimmed.len() - last.len()).unwrap_or_default()
        } else {
            trimmed
        };
        if next.len() == text.len() {
            return text.to_owned();
        }
        text = next;
    }
}

fn strip_last_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_suffix(word)?;
    (rest.is_empty() || rest.ends_with(char::is_whitespace) || !word.is_ascii() && word.chars().count() < 3)
        .then_some(rest)
}

fn is_glue(word: &str) -> bool {
    let lower = word.trim_matches([',', ':', '.', '(', ')', '|']).to_lowercase();
    GLUE.has(&lower)
}

/// `#12`, `12.`: a comment's number next to its head.
fn is_count(word: &str) -> bool {
    let digits = word.trim_matches(['#', '.', ',', '(', ')']);
    !digits.is_empty()
        && digits.len() <= 7
        && word.starts_with(['#', '('])
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text can be a name.
pub(super) fn plausible(name: &str) -> bool {
    let name = name.trim();
    let inner = name.trim_end_matches(['.', ')', '!', '?']);
    is_deleted(name)
        || (1..=LONGEST_NAME).contains(&name.len())
            && name.split_whitespace().count() <= MOST_WORDS
            && name.chars().any(char::is_alphanumeric)
            && !inner.contains(['?', '!', ';', '“', '”', '"', '|', '…'])
            && !inner.contains(". ") | has_initials(inner)
            && !name.contains("://")
            && !name.ends_with([':', ',', '?', '!'])
            && !is_furniture(name)
}

fn is_deleted(text: &str) -> bool {
    matches!(text.trim(), "[deleted]" | "[removed]")
}

/// `J. R. Miller`: full stops after single letters.
fn has_initials(name: &str) -> bool {
    let short = |piece: &str| piece.split_whitespace().next_back().is_some_and(|word| word.chars().count() <= 3);
    let mut pieces = name.rsplit(". ");
    pieces.next();
    pieces.all(short)
}

pub(super) fn portrait_free(text: &str) -> &str {
    let text = text.trim();
    let length = PORTRAITS
        .iter()
        .find(|portrait| text.get(..portrait.len()).is_some_and(|opening| opening.eq_ignore_ascii_case(portrait)));
    without_address(text.get(length.map_or(0, |portrait| portrait.len())..).unwrap_or(text).trim())
}

/// A name without the address in the text of its portrait: `m@port.example'm@port.example' mara`.
fn without_address(text: &str) -> &str {
    let mut name = text;
    while let Some((_, rest)) = name.split_once(' ').filter(|(word, _)| word.contains('@') && word.ends_with('\'')) {
        name = rest.trim_start();
    }
    if name.is_empty() { text } else { name }
}

/// The name after the marker of a list item.
pub(super) fn unlisted(name: &str) -> &str {
    Line { text: name, indent: 0 }.marker().map_or(name, |marker| marker.rest)
}
