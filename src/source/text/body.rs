//! Extracts the text of a post from its lines, without indentation and hard wrapping.

use super::line::{Lines, width};
use super::quoted;
use super::reading::{Mark, Reply, is_link};
use crate::thread::Notation;
use std::ops::Range;

/// How a dump writes its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// The width at which paragraphs were wrapped, if they were.
    pub(super) wrap: Option<usize>,
    /// The notation that it preserves.
    pub(super) notation: Notation,
}

/// Lines examined to recognise a dialect.
const SAMPLE: usize = 20_000;
/// No tool wraps wider than this.
const WIDEST: usize = 140;
const NARROWEST: usize = 40;
/// Further indentation within a text is meaningless.
const DEEPEST: usize = 8;

impl Dialect {
    pub(super) fn of(lines: &Lines<'_>) -> Self {
        let notation = match () {
            () if is_html(lines) => Notation::Html,
            () if is_markdown(lines) => Notation::Markdown,
            () => Notation::Plain,
        };
        Self { wrap: wrap(lines), notation }
    }
}

/// The wrap width, if enough of the lines that continue in the next one were filled to it. Lines of verse or of lists
/// are rarely that long by chance.
fn wrap(lines: &Lines<'_>) -> Option<usize> {
    let mut pairs = Vec::new();
    for at in 1..lines.len().min(SAMPLE) {
        let (above, below) = (lines.get(at - 1), lines.get(at));
        if above.is_blank() || below.is_blank() || below.marker().is_some() || below.text.len() > 4 * WIDEST {
            continue;
        }
        if above.text.len() > 4 * WIDEST {
            pairs.push((WIDEST + 1, WIDEST + 1));
            continue;
        }
        let width = above.width();
        pairs.push((width, width + 1 + first_word(below.text)));
    }
    let mut widths: Vec<_> = pairs.iter().map(|&(width, _)| width).collect();
    widths.sort_unstable();
    let width = *widths.get(widths.len().checked_sub(1)? * 98 / 100)?;
    let filled = pairs.iter().filter(|&&(_, next)| next > width).count();
    ((NARROWEST..=WIDEST).contains(&width) && 5 * filled >= pairs.len()).then_some(width)
}

fn first_word(text: &str) -> usize {
    width(text.split_whitespace().next().unwrap_or_default())
}

/// Whether texts are HTML fragments under plain-text heads.
fn is_html(lines: &Lines<'_>) -> bool {
    let filled = || (0..lines.len().min(SAMPLE)).map(|at| lines.get(at).text).filter(|text| !text.is_empty());
    let paragraphs = filled().filter(|text| text.starts_with("<p>") || text.ends_with("</p>")).count();
    paragraphs > 1 && 4 * paragraphs > filled().count()
}

/// Whether the dump preserves Markdown: several lines have links, headings, emphasis or fences.
fn is_markdown(lines: &Lines<'_>) -> bool {
    let sample = lines.len().min(SAMPLE);
    let marked = (0..sample).filter(|&at| {
        let text = lines.get(at).text;
        let beyond = if text.len() > 4 * WIDEST { text.char_indices().nth(4 * WIDEST) } else { None };
        let text = beyond.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
        let heading = text.trim_start_matches('#');
        text.contains("](")
            || text.matches("**").count() > 1
            || text.starts_with("```")
            || (1..=6).contains(&(text.len() - heading.len())) && heading.starts_with(' ')
    });
    marked.take(sample / 100 + 3).count() > sample / 100 + 2
}

/// The lines of a reply's text, without the links below it.
pub(super) fn lines_of(lines: &Lines<'_>, reply: &Reply) -> Range<usize> {
    if reply.mark == Mark::Own {
        return reply.body..reply.lines.end;
    }
    let mut end = reply.lines.end;
    while let Some(last) = lines.last_filled(reply.body, end) {
        let text = lines.get(last).text;
        let rule = text.len() >= 3 && text.bytes().all(|byte| matches!(byte, b'-' | b'_' | b'*' | b'='));
        if !(is_link(text) || rule) || last == reply.lines.start && reply.mark == Mark::Item {
            end = last + 1;
            break;
        }
        end = last;
    }
    reply.body.min(end)..end
}

/// Writes the text of some lines to `out`, which is emptied first.
pub(super) fn write(lines: &Lines<'_>, range: Range<usize>, mark: Mark, dialect: Dialect, out: &mut String) {
    out.clear();
    let base = base(lines, &range, mark);
    let mut blank = false;
    let mut above: Option<Above> = None;
    for at in range.clone() {
        let mut line = lines.get(at);
        match mark {
            Mark::Item if at == range.start => {
                if let Some(marker) = line.marker() {
                    line.text = marker.rest;
                    line.indent = marker.column;
                }
            }
            Mark::Quote(level) => line.text = unquoted(line.text, level),
            Mark::Item | Mark::Head | Mark::Own | Mark::None => {}
        }
        if line.is_blank() {
            blank = true;
            continue;
        }
        let marker = line.marker();
        let joined = !blank
            && dialect.notation == Notation::Plain
            && above.is_some_and(|above| {
                let soft = dialect.wrap.is_some_and(|wrap| above.width + 1 + first_word(line.text) > wrap);
                soft && marker.is_none() && (line.indent == above.text_column || at == range.start + 1)
            });
        if joined {
            if !is_unspaced(out.chars().next_back()) || !is_unspaced(line.text.chars().next()) {
                out.push(' ');
            }
        } else if above.is_some() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        if !joined {
            let first = at == range.start && mark == Mark::Item;
            let indent = if first { 0 } else { line.indent.saturating_sub(base).min(DEEPEST) };
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line.text);
        blank = false;
        let width = dialect.wrap.map_or(0, |_| line.width());
        above = Some(Above { width, text_column: marker.map_or(line.indent, |marker| marker.column) });
    }
}

#[derive(Clone, Copy)]
struct Above {
    width: usize,
    text_column: usize,
}

/// The column of a text: that of its first line below the head, or that of most lines. (lynx outdents headings and the
/// text after them.)
fn base(lines: &Lines<'_>, range: &Range<usize>, mark: Mark) -> usize {
    const COLUMNS: usize = 64;
    const ENOUGH: usize = 200;
    if matches!(mark, Mark::Head | Mark::Own) {
        return lines.next_filled(range.start, range.end).map_or(0, |first| lines.get(first).indent);
    }
    let mut counts = [0_usize; COLUMNS];
    let from = if mark == Mark::Item { range.start + 1 } else { range.start };
    let filled = (from..range.end).map(|at| lines.get(at)).filter(|line| !line.is_blank()).take(ENOUGH);
    for line in filled {
        if let Some(count) = counts.get_mut(line.indent) {
            *count += line.text.len();
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|&count| count == most).unwrap_or(0)
}

fn unquoted(text: &str, level: usize) -> &str {
    let (found, rest) = quoted::level(text);
    if found <= level { rest } else { text }
}

fn is_unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Dialect = Dialect { wrap: None, notation: Notation::Plain };

    fn text(raw: &str, mark: Mark, dialect: Dialect) -> String {
        let lines = Lines::new(raw);
        let mut out = String::new();
        write(&lines, 0..lines.len(), mark, dialect, &mut out);
        out
    }

    #[test]
    fn paragraphs_and_breaks_stay_and_the_place_on_the_page_goes() {
        assert_eq!(text("  1. a\n    b\n\n\n    c\n      d", Mark::Item, PLAIN), "a\nb\n\nc\n  d");
        assert_eq!(text(">> a\n>>\n>> b", Mark::Quote(2), PLAIN), "a\n\nb");
    }

    #[test]
    fn a_text_under_a_head_stands_in_the_column_of_its_first_line() {
        assert_eq!(text("       a\n\nHeading\nb\nc", Mark::Head, PLAIN), "a\n\nHeading\nb\nc");
    }

    #[test]
    fn soft_breaks_are_joined_and_real_ones_kept() {
        let wrapped = Dialect { wrap: Some(20), ..PLAIN };
        assert_eq!(
            text("the lamp was never a\nproblem\nlook\n* the chart of the\n  harbour", Mark::None, wrapped),
            "the lamp was never a problem\nlook\n* the chart of the harbour"
        );
        assert_eq!(
            text("灯台の光は問題では\nなかった", Mark::None, Dialect { wrap: Some(19), ..PLAIN }),
            "灯台の光は問題ではなかった"
        );
    }
}
