//! Whom a text addresses, told from its opening alone: `@ name`, `name: …`, `Re: “a sentence”`, `> a sentence`.
//!
//! Pure functions of a text, for every format. They find clues, not facts: the caller checks that such a person or such
//! a sentence exists.

/// Somebody whom a text addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address<'a> {
    /// The name as the text writes it.
    pub(crate) name: &'a str,
    /// How the text marks it.
    pub(crate) form: Form,
}

/// How a text marks the name of the person it addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `@name`, or `@ name` on a line of its own.
    At,
    /// `Name: …`. A heading looks the same (`Note: …`).
    Colon,
}

/// Longer names count as something else, in bytes.
const LONGEST: usize = 40;
/// Only this many bytes of a text are its opening.
const OPENING: usize = 1024;

/// Words that stand before a colon and name nobody.
const NOT_NAMES: &[&str] = &[
    "note",
    "notes",
    "question",
    "questions",
    "answer",
    "edit",
    "update",
    "updated",
    "ps",
    "pps",
    "re",
    "fwd",
    "pingback",
    "trackback",
    "source",
    "sources",
    "quote",
    "example",
    "warning",
    "fact",
    "bonus",
    "spoiler",
    "disclaimer",
    "tldr",
    "summary",
    "conclusion",
    "hint",
    "tip",
    "correction",
    "addendum",
    "link",
    "links",
    "and",
    "but",
    "also",
    "yes",
    "no",
    "or",
    "so",
    "well",
    "ok",
    "okay",
    "sorry",
    "thanks",
    "btw",
    "fyi",
    "imho",
    "imo",
    "iirc",
    "afaik",
    "first",
    "second",
    "third",
    "finally",
    "remember",
    "simple",
    "reason",
    "problem",
    "solution",
    "result",
    "translation",
    "headline",
    "title",
    "author",
    "date",
    "location",
    "remote",
    "email",
    "technologies",
    "http",
    "https",
    "frage",
    "antwort",
    "hinweis",
    "quelle",
    "zitat",
    "nachtrag",
    "achtung",
    "fazit",
    "beispiel",
    "übrigens",
    "réponse",
    "nota",
    "pregunta",
    "all",
    "everyone",
    "everybody",
    "anyone",
    "alle",
    "today",
    "now",
    "here",
    "this",
    "that",
    "it",
    "you",
    "he",
    "she",
    "they",
    "we",
    "i",
    "a",
    "the",
];

/// The person whom the opening of a text addresses. `None` if it addresses nobody.
pub(crate) fn address(text: &str) -> Option<Address<'_>> {
    let line = first_line(text);
    if let Some(after) = line.strip_prefix('@') {
        return at_name(after).map(|name| Address { name, form: Form::At });
    }
    let (name, rest) = line.split_once(':')?;
    let addressed = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (addressed && is_name(name)).then_some(Address { name, form: Form::Colon })
}

/// The sentence that the opening of a text quotes, without its quotation marks. `None` if it quotes none.
pub(crate) fn quotation(text: &str) -> Option<&str> {
    const OPEN: [char; 4] = ['“', '"', '„', '«'];
    const CLOSE: [char; 4] = ['”', '"', '“', '»'];
    let opening = beginning(text, 4 * OPENING);
    for line in opening.lines().map(str::trim).filter(|line| !line.is_empty()).take(3) {
        let re = ["Re:", "RE:", "re:"].iter().find_map(|re| line.strip_prefix(re));
        let quoted = re.unwrap_or(line).trim_start();
        if let Some(inner) = quoted.strip_prefix(OPEN) {
            let (sentence, after) = inner.rsplit_once(CLOSE).unwrap_or((inner, ""));
            // A text that only begins with a quoted word does not quote a sentence.
            if re.is_some() || after.trim().chars().all(|c| !c.is_alphanumeric()) {
                return Some(sentence);
            }
        }
        if let Some(sentence) = line.strip_prefix('>') {
            return Some(sentence.trim_start_matches(['>', ' ']));
        }
    }
    None
}

/// A name in lower case without punctuation and blanks, so that `@ The Moon` matches `the moon`.
pub(crate) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The beginning of a text, in bytes.
fn beginning(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

fn first_line(text: &str) -> &str {
    beginning(text, OPENING).trim_start().lines().next().unwrap_or_default().trim_end()
}

/// The name after an `@`, up to the next mark; on a line of its own it may contain blanks.
fn at_name(after: &str) -> Option<&str> {
    let text = after.trim();
    let own_line = text.trim_end_matches([':', ',', '.', '!', ' ', '–', '-']);
    let few = own_line.split_whitespace().count() <= 4;
    let plain = !own_line.contains([':', ',', ';', '!', '?', '"', '“', '(']);
    if few
        && plain
        && (1..=LONGEST).contains(&own_line.len())
        && (own_line.split_whitespace().count() == 1 || text.len() == own_line.len() || text.ends_with(':'))
    {
        return Some(own_line);
    }
    let spaced = text.len() < after.trim_end().len();
    let marked = text
        .split_once([':', ','])
        .map(|(name, _)| name.trim())
        .filter(|name| (1..=LONGEST).contains(&name.len()) && name.split_whitespace().count() <= 3);
    let word = text
        .split(|c: char| c.is_whitespace() || ":,;!?()".contains(c))
        .next()
        .map(|word| word.trim_end_matches(['.', '-', '–']));
    // Without a mark, `@ name` with more words behind it may be any phrase.
    let name = marked.or(if spaced { None } else { word })?;
    (!name.is_empty() && name.len() <= LONGEST).then_some(name)
}

/// One to three words that each begin like a name.
fn is_name(name: &str) -> bool {
    let words = || name.split(' ');
    (2..=LONGEST).contains(&name.len())
        && words().count() <= 3
        && words().all(|word| word.starts_with(char::is_uppercase))
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '\''))
        && !words().any(|word| NOT_NAMES.contains(&folded(word).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<(&str, Form)> {
        address(text).map(|address| (address.name, address.form))
    }

    #[test]
    fn an_at_sign_names_whom_a_text_speaks_to() {
        assert_eq!(name("@ Oldsalt\n\nNo."), Some(("Oldsalt", Form::At)));
        assert_eq!(name("@ The Lighthouse\n\nNo."), Some(("The Lighthouse", Form::At)));
        assert_eq!(name("@oldsalt which chart?"), Some(("oldsalt", Form::At)));
        assert_eq!(name("@tidewise: no."), Some(("tidewise", Form::At)));
        assert_eq!(name("@ Mara: quite a lot, since you ask."), Some(("Mara", Form::At)));
        assert_eq!(name("@ the harbour there are no gulls today"), None);
        assert_eq!(name("me@harbour.example"), None);
    }

    #[test]
    fn a_name_and_a_colon_speak_to_somebody() {
        assert_eq!(name("Oldsalt: I kept the log."), Some(("Oldsalt", Form::Colon)));
        assert_eq!(name("Note: the lamp is out."), None);
        assert_eq!(name("the lamp: is it out?"), None);
        assert_eq!(name("http://gull.example"), None);
        assert_eq!(name("What the keeper of the lamp said: nothing"), None);
    }

    #[test]
    fn an_opening_may_quote_a_sentence() {
        assert_eq!(
            quotation("@ Mara\n\nRe: “The lamp was “never” lit.”\n\nIt was."),
            Some("The lamp was “never” lit.")
        );
        assert_eq!(quotation("> The lamp was never lit.\n\nIt was."), Some("The lamp was never lit."));
        assert_eq!(quotation("\"The lamp was never lit.\"\nIt was."), Some("The lamp was never lit."));
        assert_eq!(quotation("“Never” is a long time."), None);
    }

    #[test]
    fn a_folded_name_has_neither_case_nor_marks() {
        assert_eq!(folded(" The Moon_2 "), "themoon2");
    }
}
