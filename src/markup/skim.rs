//! Reads HTML tag by tag without parsing, for code that examines every post of a thread. Less exact than a parser, but
//! sufficient.

use crate::thread::is_hint;
use html5ever::data::NAMED_ENTITIES;

/// A piece of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text that is shown, as it was written: [`decode`] resolves its character references.
    Text(&'a str),
    /// A tag that ends the line: its element, and whether it is a closing tag.
    Tag(Element, bool),
}

/// An element that ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Element {
    /// A quotation.
    Quote,
    /// Text beside the main text: forums name the author of a quotation there.
    Aside,
    /// Text whose line breaks are shown.
    Literal,
    /// Text that is not shown.
    Hidden,
    /// Any other.
    Other,
}

/// The pieces of a page, and the elements open at the current place.
pub(crate) struct Skim<'a> {
    rest: &'a str,
    /// For each [`Element`], how many more were opened than closed.
    open: [u32; 5],
}

impl<'a> Skim<'a> {
    pub(crate) fn new(html: &'a str) -> Self {
        Self { rest: html, open: [0; 5] }
    }

    /// How many elements of a kind are open around the last piece.
    pub(crate) fn inside(&self, element: Element) -> u32 {
        self.open.get(element as usize).copied().unwrap_or(0)
    }

    /// Whether the author wrote the last piece, rather than someone else or a program.
    pub(crate) fn is_own(&self) -> bool {
        self.inside(Element::Quote) == 0 && self.inside(Element::Aside) == 0 && self.inside(Element::Literal) == 0
    }

    /// Removes a tag from the rest. `None` if it does not end the line.
    fn tag(&mut self, inside: &'a str) -> Option<Piece<'a>> {
        let end = if inside.starts_with("!--") { "-->" } else { ">" };
        let (tag, rest) = inside.split_once(end).unwrap_or((inside, ""));
        self.rest = rest;
        let (name, closes) = tag.strip_prefix('/').map_or((tag, false), |name| (name, true));
        let element = element(name)?;
        if let Some(open) = self.open.get_mut(element as usize) {
            *open = if closes { open.saturating_sub(1) } else { open.saturating_add(1) };
        }
        Some(Piece::Tag(element, closes))
    }
}

impl<'a> Iterator for Skim<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let is_tag = |at: usize| {
                let next = self.rest.as_bytes().get(at + 1);
                next.is_some_and(|&byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
            };
            let end = memchr::memchr_iter(b'<', self.rest.as_bytes()).find(|&at| is_tag(at));
            let (text, tag) = self.rest.split_at_checked(end.unwrap_or(self.rest.len())).unwrap_or_default();
            if !text.is_empty() {
                self.rest = tag;
                if self.inside(Element::Hidden) == 0 {
                    return Some(Piece::Text(text));
                }
            } else if let Some(piece) = self.tag(tag.strip_prefix('<')?) {
                return Some(piece);
            }
        }
    }
}

/// Bytes in the longest name below.
const LONGEST_NAME: usize = 10;

/// The element of a tag that begins with its name. `None` if the line continues through it.
fn element(tag: &str) -> Option<Element> {
    let mut name = [0; LONGEST_NAME];
    let mut length = 0;
    for byte in tag.bytes().take_while(u8::is_ascii_alphanumeric) {
        let Some(letter) = name.get_mut(length) else { return Some(Element::Other) };
        *letter = byte.to_ascii_lowercase();
        length += 1;
    }
    match name.get(..length).unwrap_or_default() {
        b"blockquote" => Some(Element::Quote),
        b"aside" => Some(Element::Aside),
        b"pre" => Some(Element::Literal),
        b"script" | b"style" | b"template" | b"head" => Some(Element::Hidden),
        b"" | b"a" | b"i" | b"b" | b"u" | b"s" | b"q" | b"em" | b"tt" | b"strong" | b"code" | b"span" | b"del"
        | b"ins" | b"sup" | b"sub" | b"img" | b"cite" | b"font" | b"small" | b"big" | b"mark" | b"abbr" | b"kbd"
        | b"var" | b"samp" | b"strike" | b"time" | b"wbr" => None,
        _ => Some(Element::Other),
    }
}

/// Bytes of the longest character reference: `CounterClockwiseContourIntegral;`.
const LONGEST_REFERENCE: usize = 32;

/// Appends text with its character references resolved. Leaves out those that only mark where a word may break, so that
/// a search finds the word.
pub(crate) fn decode(text: &str, line: &mut String) {
    let mut rest = text;
    while let Some(place) = memchr::memchr(b'&', rest.as_bytes()) {
        line.push_str(rest.get(..place).unwrap_or_default());
        let after = rest.get(place + 1..).unwrap_or_default();
        let length = after.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';');
        let known = length.and_then(|length| reference(after.get(..length)?).map(|c| (c, length)));
        let (c, length) = known.map_or(('&', 0), |(c, length)| (c, length + 1));
        if !is_hint(c) {
            line.push(c);
        }
        rest = after.get(length..).unwrap_or_default();
    }
    line.push_str(rest);
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "laquo" => '«',
        "raquo" => '»',
        _ => return named(name),
    })
}

/// A character by one of HTML's two thousand names.
fn named(name: &str) -> Option<char> {
    let &(first, second) = NAMED_ENTITIES.get(format!("{name};").as_str())?;
    char::from_u32(first).filter(|_| first > 0 && second == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(html: &str) -> String {
        let mut skim = Skim::new(html);
        let mut all = String::new();
        while let Some(piece) = skim.next() {
            match piece {
                Piece::Text(text) => decode(text, &mut all),
                Piece::Tag(_, _) if skim.is_own() => all.push('|'),
                Piece::Tag(_, _) => all.push('>'),
            }
        }
        all
    }

    #[test]
    fn lines_end_where_blocks_do_and_what_is_hidden_is_no_text() {
        assert_eq!(pieces("The <DEL>old</DEL> light<wbr>house<br>is a &lt; b < c"), "The old lighthouse|is a < b < c");
        assert_eq!(pieces("<style>p > a</style><!-- a > b -->Oil<blockquote>Lit?</blockquote>"), "||Oil>Lit?|");
        assert_eq!(pieces("<aside><div>mara:</div></aside>No</p></p><"), ">>mara:>|No||<");
        assert_eq!(pieces("Dampf&shy;schiff <a href='x"), "Dampfschiff ");
    }
}
