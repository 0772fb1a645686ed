//! The lines of a dump: their start, indentation and list marker.

use memchr::memchr_iter;
use unicode_width::UnicodeWidthStr;

/// Columns between tab stops, as in terminals.
const TAB: usize = 8;
/// A number with more digits is not a list marker.
const MARKER_DIGITS: usize = 7;

/// A text split into lines. Every reading asks for every line, so what a line is without its blanks is found out once.
pub(super) struct Lines<'a> {
    text: &'a str,
    places: Vec<Place>,
}

/// Where a line stands in the text, without the blanks at its ends. Sixteen bytes.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    /// In bytes; the greatest number stands for any that is not smaller.
    length: u32,
    /// In columns.
    indent: u32,
}

/// One line, without the blanks at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The text of the line.
    pub(super) text: &'a str,
    /// The column of its start, from 0.
    pub(super) indent: usize,
}

/// The marker at the start of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker<'a> {
    /// Its kind.
    pub(super) kind: Kind,
    /// The rest of its line. Empty if the marker is alone, as in lynx.
    pub(super) rest: &'a str,
    /// The column where `rest` starts.
    pub(super) column: usize,
}

/// Kinds of list markers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bullet(char),
    Number(u32),
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut places = Vec::new();
        let mut start = 0;
        let is_open = !text.is_empty() && !text.ends_with('\n');
        for end in memchr_iter(b'\n', text.as_bytes()).chain(is_open.then_some(text.len())) {
            let raw = text.get(start..end).unwrap_or_default();
            let line = trimmed(raw);
            let before = raw.len() - raw.trim_start().len();
            places.push(Place {
                start: start + before,
                length: u32::try_from(line.text.len()).unwrap_or(u32::MAX),
                indent: u32::try_from(line.indent).unwrap_or(u32::MAX),
            });
            start = end + 1;
        }
        Self { text, places }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The line with this index. Blank if there is none.
    pub(super) fn get(&self, index: usize) -> Line<'a> {
        let Some(place) = self.places.get(index) else { return Line { text: "", indent: 0 } };
        let rest = self.text.get(place.start..).unwrap_or_default();
        let text = match place.length {
            u32::MAX => rest.split('\n').next().unwrap_or_default().trim_end(),
            length => rest.get(..length as usize).unwrap_or_default(),
        };
        Line { text, indent: place.indent as usize }
    }

    /// The first filled line at or after `index`, before `end`.
    pub(super) fn next_filled(&self, index: usize, end: usize) -> Option<usize> {
        (index..end.min(self.len())).find(|&line| !self.get(line).is_blank())
    }

    /// The last filled line before `index`, at or after `start`.
    pub(super) fn last_filled(&self, start: usize, index: usize) -> Option<usize> {
        (start..index.min(self.len())).rev().find(|&line| !self.get(line).is_blank())
    }
}

/// A line without the blanks at its ends.
fn trimmed(raw: &str) -> Line<'_> {
    // Nearly every line has only spaces before its first letter, and nothing after its last.
    let spaces = raw.bytes().take_while(|byte| *byte == b' ').count();
    let rest = raw.get(spaces..).unwrap_or_default();
    let bytes = rest.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_graphic) && bytes.last().is_some_and(u8::is_ascii_graphic) {
        return Line { text: rest, indent: spaces };
    }
    let text = raw.trim_start();
    let indent = raw.get(..raw.len() - text.len()).map_or(0, columns);
    Line { text: text.trim_end(), indent }
}

impl<'a> Line<'a> {
    pub(super) fn is_blank(self) -> bool {
        self.text.is_empty()
    }

    /// The column after its last character.
    pub(super) fn width(self) -> usize {
        self.indent + width(self.text)
    }

    /// The list marker at the start of the line.
    pub(super) fn marker(self) -> Option<Marker<'a>> {
        let (kind, length) = bullet(self).or_else(|| number(self.text))?;
        self.marker_of(kind, length)
    }

    /// A letter or sign that lynx and inscriptis use as a bullet for deeper levels. It may be a word as well.
    pub(super) fn doubtful_marker(self) -> Option<Marker<'a>> {
        let sign = self.text.chars().next().filter(|sign| self.indent > 3 && matches!(sign, 'o' | '#' | '@' | '='))?;
        self.marker_of(Kind::Bullet(sign), 1)
    }

    fn marker_of(self, kind: Kind, length: usize) -> Option<Marker<'a>> {
        let after = self.text.get(length..)?;
        let rest = after.trim_start();
        if !after.is_empty() && rest.len() == after.len() {
            return None;
        }
        let blanks = after.get(..after.len() - rest.len()).map_or(0, columns);
        let mark = self.text.get(..length)?.chars().count();
        Some(Marker { kind, rest, column: self.indent + mark + blanks })
    }
}

/// The bullets of browsers, text tools and Markdown. For deeper levels, lynx uses letters and signs that may be words,
/// headings or addresses elsewhere. They count only in the columns that lynx uses, or alone on a line.
fn bullet(line: Line<'_>) -> Option<(Kind, usize)> {
    let first = line.text.chars().next()?;
    let known = match first {
        '*' | '-' | '+' | '•' | '◦' | '▪' | '▫' | '‣' | '⁃' | '·' | '●' | '○' | '■' | '□' | '☆' | '★' | '◎' | '△'
        | '∙' | '⦁' => true,
        'o' | '#' | '@' | '=' if line.text.len() == 1 => line.indent >= 10,
        'o' => line.indent == 15,
        '#' => line.indent == 20,
        '@' => line.indent == 25,
        '=' => line.indent == 35,
        _ => false,
    };
    known.then_some((Kind::Bullet(first), first.len_utf8()))
}

/// The columns of a text.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

fn number(text: &str) -> Option<(Kind, usize)> {
    let digits = text.bytes().take(MARKER_DIGITS + 1).take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > MARKER_DIGITS {
        return None;
    }
    let value = text.get(..digits)?.parse().ok()?;
    let after = text.get(digits..)?;
    // html2text writes `29\. Juni` to keep a line from becoming a list.
    after.starts_with(['.', ')']).then_some((Kind::Number(value), digits + 1))
}

fn columns(blanks: &str) -> usize {
    blanks.chars().fold(0, |column, blank| match blank {
        '\t' => (column / TAB + 1) * TAB,
        '\u{3000}' => column + 2,
        '\r' | '\u{FEFF}' => column,
        _ => column + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(line: &str) -> Option<Marker<'_>> {
        Lines::new(line).get(0).marker()
    }

    #[test]
    fn lines_end_at_either_kind_of_break_and_tabs_indent_to_stops() {
        let lines = Lines::new("a\r\n\tb \n\n  c");
        let seen: Vec<_> = (0..lines.len()).map(|index| (lines.get(index).indent, lines.get(index).text)).collect();
        assert_eq!(seen, [(0, "a"), (8, "b"), (0, ""), (2, "c")]);
        assert_eq!(Lines::new("a\n").len(), 1);
    }

    #[test]
    fn lines_of_nothing_but_blanks_are_empty_and_a_text_without_an_end_of_line_ends_with_one() {
        let seen = |text| {
            let lines = Lines::new(text);
            (0..lines.len()).map(|index| (lines.get(index).indent, lines.get(index).text)).collect::<Vec<_>>()
        };
        assert!(seen("").is_empty());
        assert_eq!(seen("\n"), [(0, "")]);
        assert_eq!(seen("  \n\n\u{3000}é \u{a0}"), [(2, ""), (0, ""), (2, "é")]);
        assert_eq!(Lines::new("a\n").get(7), Line { text: "", indent: 0 });
    }

    #[test]
    fn markers_need_a_blank_or_the_end_of_the_line_after_them() {
        assert_eq!(marker("  12. gull"), Some(Marker { kind: Kind::Number(12), rest: "gull", column: 6 }));
        assert_eq!(marker("    1."), Some(Marker { kind: Kind::Number(1), rest: "", column: 6 }));
        assert_eq!(marker("• gull"), Some(Marker { kind: Kind::Bullet('•'), rest: "gull", column: 2 }));
        for text in ["1.5 fathoms", "*gull*", "3 gulls", "@ gull", "2012\\. Mai", "12345678. gull"] {
            assert_eq!(marker(text), None, "{text}");
        }
    }
}
