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
            return if dated { alone(text) } else { text }.to_owned();
        }
        text = next;
    }
}

/// A name beside a date without what else stands there: `mara (Mara Quay)`, `Re: The lamp by mara`, `mara » Sun`.
fn alone(text: &str) -> &str {
    let by = |(at, _): &(usize, &str)| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + 2..).unwrap_or_default();
        before.ends_with(char::is_whitespace) && after.starts_with(char::is_whitespace)
    };
    let text = text.rmatch_indices("by").find(by).and_then(|(at, _)| text.get(at + 2..)).unwrap_or(text).trim_start();
    let end = text.find(['(', '●', '»', '•', '·', '|']).filter(|end| *end > 0 && text.len() - end <= LONGEST_NAME);
    let end = end.unwrap_or(text.len());
    let mut name = text.get(..end).unwrap_or(text).trim_end();
    while let Some((before, last)) = name.rsplit_once(' ') {
        let role = ROLES.iter().find_map(|role| without_end(name, role));
        let Some(rest) = role.or_else(|| is_weekday(last).then_some(before)) else { break };
        name = rest.trim_end();
    }
    name
}

/// What pages write beside a name about the person.
const ROLES: &[&str] = &[
    " online",
    " offline",
    " discussion starter",
    " thread starter",
    " topic starter",
    " topic author",
    " original poster",
];

fn without_end<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let (rest, last) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
    last.eq_ignore_ascii_case(end).then_some(rest)
}

/// Whether a word is the full or short name of a weekday.
pub(super) fn is_weekday(word: &str) -> bool {
    const STARTS: &[&str] = &[
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "don", "fre", "sam", "son", "lun", "mar", "mer",
        "mié", "jeu", "jue", "gio", "ven", "vie", "dim", "dom", "maa", "din", "woe", "vri", "zat", "zon", "пон", "вто",
        "сре", "чет", "пят", "суб", "вос",
    ];
    const ENDINGS: &[&str] = &[
        "", "day", "sday", "nesday", "rsday", "urday", "tag", "nstag", "twoch", "nerstag", "itag", "stag", "ntag",
        "di", "redi", "credi", "dredi", "edi", "anche", "es", "coles", "rcoles", "ves", "rnes", "ado", "ingo", "dag",
        "sdag", "nsdag", "derdag", "jdag", "erdag", "ek", "s", ".",
    ];
    let lower = word.trim_end_matches([',', '.']).to_lowercase();
    STARTS.iter().any(|start| lower.strip_prefix(start).is_some_and(|ending| ENDINGS.contains(&ending)))
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
            && !is_number_of_post(name)
            && !inner.contains(['?', '!', ';', '“', '”', '"', '|', '…'])
            && !inner.contains(". ") | has_initials(inner)
            && !name.contains("://")
            && !name.ends_with([':', ',', '?', '!'])
            && !is_furniture(name)
}

fn is_number_of_post(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_alone_beside_its_date() {
        for (text, name) in [
            ("amara (Amara Quay)", "amara"),
            ("Re: The lamp #17  by mara » Sun", "mara"),
            ("mara Offline", "mara"),
            ("mara Discussion starter", "mara"),
            ("Old Salt ● #9 erstellt", "Old Salt"),
            ("Standby crew", "Standby crew"),
        ] {
            let mut says = false;
            assert_eq!(bare_name(text, true, &mut says), name, "{text}");
        }
        assert!(!plausible("#12"));
    }
}
