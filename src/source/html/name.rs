//! Extracts authors' names from the words around them.

use crate::source::date;
use crate::source::words::{AROUND, GLUE, LINKS, SAYS};

const LONGEST: usize = 80;
const MOST_WORDS: usize = 8;

/// Words before an author's name.
const BY: &[&str] = &[
    "view all posts by",
    "all posts by",
    "post author",
    "posted by",
    "submitted by",
    "written by",
    "comment by",
    "commented by",
    "reply by",
    "by",
    "from",
    "geschrieben von",
    "kommentar von",
    "verfasst von",
    "von",
    "par",
    "por",
    "author",
    "autor",
    "name",
    "op",
];

/// The name of an author, without the words around it. `None` if the rest is not a name.
pub(super) fn cleaned(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = if text.bytes().any(|byte| byte.is_ascii_digit()) {
        date::find(&text).map_or(text.len(), |found| found.range.start)
    } else {
        text.len()
    };
    let mut name = text.get(..end)?;
    for dash in [" — ", " – ", " - ", " | ", " @ "] {
        if let Some((before, after)) = name.split_once(dash)
            && after.starts_with(|c: char| c.is_ascii_digit())
        {
            name = before;
        }
    }
    loop {
        let before = name;
        name = name.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | ',' | '|' | '·' | '•' | '–' | '—' | '-' | '»' | '…' | '↓' | '¶')
        });
        for word in ["on", "at", "am", "um", "le", "el", "il"] {
            name = without_end(name, word);
        }
        for says in SAYS.iter().chain(["more"]) {
            name = without_end(name, says);
        }
        for by in BY {
            name = without_start(name, by);
        }
        if name == before {
            break;
        }
    }
    let plausible = name.chars().count() <= LONGEST
        && name.split(' ').count() <= MOST_WORDS
        && name.chars().any(char::is_alphanumeric)
        && !is_around(name)
        && !name.contains("://");
    plausible.then(|| name.to_owned())
}

fn without_end<'a>(text: &'a str, word: &str) -> &'a str {
    text.len()
        .checked_sub(word.len())
        .and_then(|at| text.split_at_checked(at))
        .filter(|(before, end)| before.ends_with(' ') && end.eq_ignore_ascii_case(word))
        .map_or(text, |(before, _)| before.trim_end())
}

fn without_start<'a>(text: &'a str, word: &str) -> &'a str {
    text.split_at_checked(word.len())
        .filter(|(start, after)| start.eq_ignore_ascii_case(word) && after.starts_with([' ', ':']))
        .map_or(text, |(_, after)| after.trim_start_matches([' ', ':']))
}

/// The name in a line that introduces a post: `mara says:`, `posted by mara on 3 May 2023`.
pub(super) fn signing(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let says = SAYS.iter().any(|says| {
        let end = lower.trim_end_matches([':', ' ', '…', '.']);
        end.strip_suffix(says).is_some_and(|before| before.ends_with(' '))
    });
    let by = BY.iter().any(|by| by.len() > 2 && lower.strip_prefix(by).is_some_and(|rest| rest.starts_with(' ')));
    let dated = || date::find(line).is_some_and(|found| found.range.start > 2);
    if says || by && dated() { cleaned(line) } else { None }
}

/// Whether a text is only words that accompany a name and a date.
pub(super) fn is_around(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '|' | '/' | ',' | ':' | '#'))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() < 8
                || [&GLUE, &LINKS, &SAYS, &AROUND].iter().any(|words| words.has(&word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_of_what_stands_around_them() {
        for (text, name) in [
            ("mara says:", Some("mara")),
            ("  Old\n Salt ", Some("Old Salt")),
            ("posted by gull on 3 May 2023 at 10:12", Some("gull")),
            ("geschrieben von tidewise am 21. Januar 2015, 19:04", Some("tidewise")),
            ("Reply", None),
            ("https://harbour.example", None),
        ] {
            assert_eq!(cleaned(text).as_deref(), name, "{text}");
        }
        assert_eq!(signing("mara schrieb:").as_deref(), Some("mara"));
        assert_eq!(signing("The lamp was never lit."), None);
    }
}
