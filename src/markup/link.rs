//! Finds bare addresses in a text and makes links of them.

use super::{Span, Tone};
use crate::thread::Text;
use std::ops::Range;
use std::sync::Arc;

/// Schemes of addresses, with what must follow them.
const SCHEMES: [&str; 5] = ["https://", "http://", "mailto:", "gemini://", "gopher://"];
/// Bytes of an address at most: no server takes longer ones, and every span of a link would hold it.
const LONGEST: usize = 4096;

/// An address to link to, stored once for all its spans. `None` if it is empty or too long.
pub(super) fn link(address: &str) -> Option<Arc<str>> {
    let address = address.trim();
    (!address.is_empty() && address.len() <= LONGEST).then(|| Arc::from(address))
}

/// Adds the spans of a text without links; bare addresses become links.
pub(super) fn push_spans(spans: &mut Vec<Span>, raw: &str, tone: Tone) {
    let mut push = |piece: Option<&str>, link| {
        let text = Text::block(piece.unwrap_or_default());
        if !text.is_empty() {
            spans.push(Span { text, tone, link });
        }
    };
    let mut done = 0;
    for place in addresses(raw) {
        push(raw.get(done..place.start), None);
        done = place.end;
        let address = raw.get(place);
        push(address, address.and_then(link));
    }
    push(raw.get(done..), None);
}

/// The places of bare addresses in a text.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut done = 0;
    memchr::memchr_iter(b':', text.as_bytes()).filter_map(move |colon| {
        let place = (colon >= done).then(|| address(text, done, colon)).flatten()?;
        done = place.end;
        Some(place)
    })
}

/// The address whose scheme ends at `colon` and begins at or after `from`.
fn address(text: &str, from: usize, colon: usize) -> Option<Range<usize>> {
    let scheme = text.get(from..colon)?.bytes().rev().take(8).take_while(u8::is_ascii_alphabetic).count();
    let start = colon - scheme;
    let rest = text.get(start..)?;
    let known = SCHEMES.iter().find(|known| {
        rest.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known)) && rest.len() > known.len()
    })?;
    let joined = text.get(..start)?.chars().next_back().is_some_and(|before| before.is_ascii_digit() || before == '_');
    let body = rest.get(known.len()..)?;
    let length = body.find(ends_address).unwrap_or(body.len());
    let length = trimmed(body.get(..length)?);
    (length > 0 && !joined).then(|| start..start + known.len() + length)
}

fn ends_address(c: char) -> bool {
    const MARKS: &str = "<>\"`“”„«»、。「」『』（），";
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => false,
        c => MARKS.contains(c) || c.is_whitespace() || c.is_control(),
    }
}

/// The length of an address without trailing punctuation and without brackets that it does not open.
fn trimmed(address: &str) -> usize {
    let count = |bracket: u8| memchr::memchr_iter(bracket, address.as_bytes()).count();
    let mut round = count(b')').saturating_sub(count(b'('));
    let mut square = count(b']').saturating_sub(count(b'['));
    let mut curly = count(b'}').saturating_sub(count(b'{'));
    let mut length = address.len();
    for c in address.chars().rev() {
        let unopened = match c {
            ')' => Some(&mut round),
            ']' => Some(&mut square),
            '}' => Some(&mut curly),
            _ => None,
        };
        match (c, unopened) {
            ('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '_' | '~' | '…' | '|', _) => {}
            (_, Some(unopened)) if *unopened > 0 => *unopened -= 1,
            _ => break,
        }
        length -= c.len_utf8();
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        addresses(text).map(|place| &text[place]).collect()
    }

    #[test]
    fn addresses_end_before_the_punctuation_of_the_sentence() {
        assert_eq!(
            found("See https://port.example/log?a=b#c, or (http://a.example/b)."),
            ["https://port.example/log?a=b#c", "http://a.example/b"]
        );
        assert_eq!(
            found("<gemini://mole.example/>; mailto:mara@port.example!"),
            ["gemini://mole.example/", "mailto:mara@port.example"]
        );
        assert_eq!(found("“https://a.example/x…”"), ["https://a.example/x"]);
    }

    #[test]
    fn brackets_that_an_address_opens_are_its_own() {
        assert_eq!(found("(https://w.example/Mole_(harbour))"), ["https://w.example/Mole_(harbour)"]);
        assert_eq!(found("[https://w.example/a]"), ["https://w.example/a"]);
    }

    #[test]
    fn other_schemes_and_empty_addresses_are_text() {
        assert_eq!(found("javascript://x http:// https:/x data:text x1http://a.example"), [""; 0]);
        assert_eq!(found("HTTP://A.EXAMPLE ://"), ["HTTP://A.EXAMPLE"]);
    }
}
