//! The letters of a text that survive when a page is saved in another format: no punctuation, case, blanks, markup or
//! addresses.
//!
//! On its way between formats a text is re-wrapped, quoted, typeset and converted. Its letters and digits stay the
//! same, in order. Only the first few count, so long texts cost no more.

use crate::thread::Notation;

/// Passes the first letters of a text to `each`, in lower case, at most `most`. Returns their number.
pub(super) fn letters(raw: &str, notation: Notation, most: usize, mut each: impl FnMut(char)) -> usize {
    let has_tags = notation == Notation::Html;
    let has_entities = matches!(notation, Notation::Html | Notation::Markdown);
    let (mut many, mut rest) = (0, raw);
    // Once an opening mark has no end, no later one has: hostile texts open many.
    let (mut tags, mut targets) = (has_tags, notation == Notation::Markdown);
    while many < most && !rest.is_empty() {
        // Most of a text is words of ASCII letters.
        let skipped = address(rest);
        let length = rest.bytes().take(most - many).take_while(u8::is_ascii_alphanumeric).count();
        if skipped == 0 && length > 0 {
            let (word, after) = rest.split_at(length);
            word.bytes().for_each(|byte| each(char::from(byte.to_ascii_lowercase())));
            many += length;
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        let Some(char) = chars.next() else { break };
        let after = chars.as_str();
        let skipped = match char {
            _ if skipped > 0 => skipped,
            '<' if tags && is_tag(after) => upto(after, b'>', &mut tags),
            ']' if targets && after.starts_with('(') => upto(after, b')', &mut targets),
            '[' => number(after),
            '&' if has_entities => {
                let (entity, skipped) = entity(after);
                if let Some(char) = entity.filter(|char| char.is_alphanumeric()) {
                    many += fold(char, &mut each);
                }
                skipped
            }
            _ => 0,
        };
        if skipped == 0 && !char.is_ascii() && char.is_alphanumeric() {
            many += fold(char, &mut each);
        }
        rest = after.get(skipped..).unwrap_or_default();
    }
    many
}

/// Passes a letter in lower case.
fn fold(char: char, each: &mut impl FnMut(char)) -> usize {
    if char.is_ascii() {
        each(char.to_ascii_lowercase());
        return 1;
    }
    char.to_lowercase().map(each).count()
}

/// The length of the address at the start of a text, minus its first letter: one page shows an address whole, another
/// cuts it short.
fn address(text: &str) -> usize {
    let is_one = match text.as_bytes() {
        [b'h' | b'H', b't' | b'T', ..] => begins(text, "http://") || begins(text, "https://"),
        [b'w' | b'W', b'w' | b'W', ..] => begins(text, "www."),
        _ => false,
    };
    if !is_one {
        return 0;
    }
    let end = |char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | ')' | ']');
    text.find(end).unwrap_or(text.len()).saturating_sub(1)
}

fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start))
}

/// Whether a tag or a comment continues after its `<`.
fn is_tag(rest: &str) -> bool {
    rest.starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '/' | '!' | '?'))
}

/// The length up to and including `end`. 0 if it does not occur, and `comes` then says that it never will.
fn upto(rest: &str, end: u8, comes: &mut bool) -> usize {
    let length = rest.bytes().position(|byte| byte == end).map_or(0, |at| at + 1);
    *comes = length > 0;
    length
}

/// The length of a number that text browsers put in brackets beside a link.
fn number(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_one = (1..=4).contains(&digits) && rest.as_bytes().get(digits) == Some(&b']');
    if is_one { digits + 1 } else { 0 }
}

/// The character of an entity, if it is a letter or written as a number, and the entity's length.
fn entity(rest: &str) -> (Option<char>, usize) {
    let Some(length) = rest.bytes().take(10).position(|byte| byte == b';') else { return (None, 0) };
    let name = rest.get(..length).unwrap_or_default();
    let char = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
            hex.unwrap_or_else(|| number.parse()).ok().and_then(char::from_u32)
        }
        None if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) => return (None, 0),
        None => None,
    };
    (char, length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(raw: &str, notation: Notation) -> String {
        let mut found = String::new();
        letters(raw, notation, 60, |char| found.push(char));
        found
    }

    #[test]
    fn wrapping_quoting_case_and_marks_leave_the_letters() {
        let plain = of("The lamp — “never” lit,\n> in 1911.", Notation::Plain);
        assert_eq!(plain, "thelampneverlitin1911");
        assert_eq!(of("the LAMP - \"never\"\n lit, in\n 1911", Notation::Mail), plain);
        assert_eq!(
            of("<p>The <b class='a'>lamp</b> &mdash; &#8220;never&#8221; lit, in&nbsp;1911.", Notation::Html),
            plain
        );
        assert_eq!(of("The **lamp** — \"never\" lit,\n\n&gt; in 1911.", Notation::Markdown), plain);
    }

    #[test]
    fn addresses_are_left_out_whole_or_cut() {
        let plain = of("See the log, page 2", Notation::Plain);
        assert_eq!(of("See https://harbour.example/log?a=b the log, page 2", Notation::Plain), plain);
        assert_eq!(of("See the log[12] <http://harbour.example/log>, page 2", Notation::Plain), plain);
        assert_eq!(of("See [the log](https://harbour.example/log), page 2", Notation::Markdown), plain);
        assert_eq!(of("See <a href='https://a.example/log'>the log</a>, page 2", Notation::Html), plain);
        assert_eq!(of("See <a href='x'>https://harbour.exam...</a> the log, page 2", Notation::Html), plain);
    }

    #[test]
    fn what_opens_and_never_closes_costs_no_more_than_its_length() {
        let raw = "<a [](".repeat(300_000);
        assert_eq!(letters(&raw, Notation::Html, 1_000_000, |_| ()), 300_000);
        assert_eq!(letters(&raw, Notation::Markdown, 1_000_000, |_| ()), 300_000);
    }

    #[test]
    fn no_more_than_the_first_letters_are_looked_at() {
        assert_eq!(letters("lamp lamp", Notation::Plain, 5, |_| ()), 5);
        assert_eq!(letters("lamp", Notation::Plain, 5, |_| ()), 4);
        assert_eq!(letters("& < [ <3 &&amp", Notation::Html, 5, |_| ()), 4);
    }
}
