//! The letters of a text, as far as they survive when a page is saved in another format: no marks, no case, no
//! blanks, no notation, no addresses.
//!
//! A text is re-wrapped, quoted, typeset and converted on its way from one format to another. What is left the same
//! are its letters and digits, in their order. Only the first few are looked at, so a long text costs no more.

use crate::thread::Notation;

/// The first letters of a text, lower-case, one after the other; at most `most`. Gives how many there were.
pub(super) fn letters(raw: &str, notation: Notation, most: usize, mut each: impl FnMut(char)) -> usize {
    let has_tags = notation == Notation::Html;
    let has_entities = matches!(notation, Notation::Html | Notation::Markdown);
    let (mut many, mut in_word) = (0, false);
    let mut chars = raw.chars();
    while let Some(char) = chars.next().filter(|_| many < most) {
        let rest = chars.as_str();
        let skipped = match char {
            'h' | 'H' | 'w' | 'W' if !in_word => address(char, rest),
            '<' if has_tags => tag(rest),
            ']' if notation == Notation::Markdown && rest.starts_with('(') => upto(rest, b')'),
            '[' => number(rest),
            '&' if has_entities => {
                let (entity, skipped) = entity(rest);
                if let Some(char) = entity.filter(|char| char.is_alphanumeric()) {
                    many += fold(char, &mut each);
                }
                skipped
            }
            _ => 0,
        };
        if skipped > 0 {
            chars = rest.get(skipped..).unwrap_or_default().chars();
            in_word = false;
            continue;
        }
        in_word = char.is_alphanumeric();
        if in_word {
            many += fold(char, &mut each);
        }
    }
    many
}

/// Hands over a letter in lower case.
fn fold(char: char, each: &mut impl FnMut(char)) -> usize {
    if char.is_ascii() {
        each(char.to_ascii_lowercase());
        return 1;
    }
    char.to_lowercase().map(each).count()
}

/// The length of the rest of an address that begins with `first`: one page shows it whole, another cut short.
fn address(first: char, rest: &str) -> usize {
    let begins = |start: &str| rest.get(..start.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(start));
    let is_one = match first.to_ascii_lowercase() {
        'h' => begins("ttp://") || begins("ttps://"),
        _ => begins("ww."),
    };
    if !is_one {
        return 0;
    }
    let end = |char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | ')' | ']');
    rest.find(end).unwrap_or(rest.len())
}

/// The length of the rest of a tag or comment.
fn tag(rest: &str) -> usize {
    let opens = |char: char| char.is_ascii_alphabetic() || matches!(char, '/' | '!' | '?');
    if rest.starts_with(opens) { upto(rest, b'>') } else { 0 }
}

/// The length up to and with a character; 0 where it does not come.
fn upto(rest: &str, end: u8) -> usize {
    rest.bytes().position(|byte| byte == end).map_or(0, |at| at + 1)
}

/// The length of a number that a browser puts in brackets beside a link.
fn number(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_one = (1..=4).contains(&digits) && rest.as_bytes().get(digits) == Some(&b']');
    if is_one { digits + 1 } else { 0 }
}

/// The character that an entity stands for, where that is a letter or written as a number, and its length.
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
    fn no_more_than_the_first_letters_are_looked_at() {
        assert_eq!(letters("lamp lamp", Notation::Plain, 5, |_| ()), 5);
        assert_eq!(letters("lamp", Notation::Plain, 5, |_| ()), 4);
        assert_eq!(letters("& < [ <3 &&amp", Notation::Html, 5, |_| ()), 4);
    }
}
