//! Joins lines into running text: decides which line breaks were meant and which came from the edge of a page.

use super::line::Line;
use std::borrow::Cow;

/// Columns that the longest line of a filled paragraph has.
const FILLED_WIDTHS: std::ops::RangeInclusive<usize> = 50..=100;

/// Columns of indent that are kept at most.
const MAX_INDENT: usize = 80;

/// The text of a paragraph. A line break stays a `\n` unless the paragraph looks filled: no line had room for the first
/// word of the next. With `flowed`, a space at the end of a line continues it (RFC 3676).
///
/// Lines indented further than the start of the paragraph keep their indent. With `hangs`, the first line stands
/// further out than the others, as in a list item.
pub(super) fn fill<'a>(lines: &[Line<'a>], flowed: bool, hangs: bool) -> Cow<'a, str> {
    if let [line] = lines {
        return Cow::Borrowed(line.text);
    }
    let widest = lines.iter().map(Line::width).max().unwrap_or_default();
    // An item or a paragraph of a book indents its first line differently.
    let edge = lines.iter().skip(1).map(|line| line.indent).min().unwrap_or_default();
    let first = lines.first().map(|line| line.indent).filter(|_| !hangs);
    let margin = first.map_or(edge, |first| first.min(edge));
    let full = |line: &Line<'_>, next: &Line<'_>| {
        let word = next.text.split([' ', '\t']).next().unwrap_or_default();
        line.width() + 1 + word.chars().count() > widest
    };
    let breaks = || lines.iter().zip(lines.iter().skip(1));
    let at_edge = breaks().filter(|(_, next)| next.indent <= edge + 1);
    let (full_ones, all) =
        at_edge.fold((0, 0), |(full_ones, all), (line, next)| (full_ones + usize::from(full(line, next)), all + 1));
    let filled = FILLED_WIDTHS.contains(&widest) && full_ones * 2 >= all && is_prose(lines);
    let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
    for (line, next) in breaks() {
        text.push_str(line.text);
        let spaces = line.whole.len() - line.whole.trim_end_matches(' ').len();
        let goes_on = flowed && spaces == 1 && line.width() * 2 >= *FILLED_WIDTHS.start();
        // Programs that fill whole paragraphs leave some lines a little short.
        let near = line.width() * 8 >= widest * 7;
        let wrote = line.text.starts_with("On ") && next.text.ends_with("wrote:");
        if goes_on || wrote || filled && spaces < 2 && next.indent <= edge + 1 && (near || full(line, next)) {
            text.push_str(joiner(line.text, next.text));
        } else {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', next.indent.saturating_sub(margin).min(MAX_INDENT)));
        }
    }
    text.push_str(lines.last().map_or("", |line| line.text));
    Cow::Owned(text)
}

/// Whether lines consist of words: mostly letters, unlike tables and programs. Non-ASCII bytes count as letters.
pub(super) fn is_prose(lines: &[Line<'_>]) -> bool {
    let count =
        |wanted: fn(&u8) -> bool| -> usize { lines.iter().map(|line| line.text.bytes().filter(wanted).count()).sum() };
    count(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()) * 5 >= count(|&byte| byte > b' ') * 4
}

/// What stands between two joined lines.
fn joiner(before: &str, after: &str) -> &'static str {
    let mut last = before.chars().rev();
    let (last, earlier) = (last.next(), last.next());
    let first = after.chars().next();
    let ideographs = last.is_some_and(is_ideograph) && first.is_some_and(is_ideograph);
    let hyphenated =
        last == Some('-') && earlier.is_some_and(char::is_alphabetic) && first.is_some_and(char::is_lowercase);
    if ideographs || hyphenated { "" } else { " " }
}

/// Whether a character belongs to a script without spaces.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}
