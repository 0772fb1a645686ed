//! Tables: cells in aligned columns, for any width.
//!
//! A table that is too wide narrows its widest columns first and wraps their cells. If that leaves too little for
//! words, each cell gets a line of its own behind its column's name.

use super::{Block, Span, Tone, links, wrap};
use crate::thread::{Slice, Text};
use std::ops::Range;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// What makes a table of a block, whose spans hold the cells as lines with bars between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The ranges of spans of each row's cells.
    pub(super) rows: Vec<Vec<Range<usize>>>,
    /// Whether the first row names the columns.
    pub(super) has_head: bool,
    /// The alignment of each column; missing entries mean left.
    pub(super) aligned: Vec<Align>,
}

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At its left edge.
    #[default]
    Left,
    /// In its middle.
    Center,
    /// At its right edge.
    Right,
}

/// Columns between two cells.
const GAP: usize = 2;
/// Words longer than this many columns may be broken.
const LONG_WORD: usize = 12;

impl Table {
    /// The cells of each row, starting with the row of names if there is one.
    pub(crate) fn rows<'a>(&'a self, block: &'a Block) -> impl Iterator<Item = Vec<&'a [Span]>> {
        let cell = |range: &Range<usize>| block.spans.get(range.clone()).unwrap_or_default();
        self.rows.iter().map(move |row| row.iter().map(cell).collect())
    }

    /// Whether the first row names the columns.
    pub(crate) fn has_head(&self) -> bool {
        self.has_head
    }

    /// The alignment of a column.
    pub(crate) fn align(&self, column: usize) -> Align {
        self.aligned.get(column).copied().unwrap_or_default()
    }

    /// The number of columns.
    pub(crate) fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }
}

/// The spans of a table in `width` columns, with `\n` between its lines. Only lines that hold a single cell may be
/// wider.
pub(crate) fn table_spans(table: &Table, block: &Block, width: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    for (number, line) in lines(table, block, width).into_iter().enumerate() {
        if number > 0 {
            let mut end = Text::default();
            end.push(Slice::fixed("\n"));
            spans.push(plain(end));
        }
        spans.extend(line);
    }
    spans
}

/// Link targets that the cells do not show, for a text in which they would shift the columns.
pub(crate) fn table_links(block: &Block) -> impl Iterator<Item = Arc<str>> + '_ {
    let links = links(std::slice::from_ref(block));
    links.filter(|(says, link)| link.contains(':') && !link.contains(says.trim())).map(|(_, link)| link)
}

/// The lines of a table in `width` columns.
fn lines(table: &Table, block: &Block, width: usize) -> Vec<Vec<Span>> {
    let rows: Vec<Vec<Cell>> = table.rows(block).map(|row| row.into_iter().map(Cell::new).collect()).collect();
    let most = |measure: fn(&Cell) -> usize| {
        let mut most = vec![0; table.columns()];
        for row in &rows {
            most.iter_mut().zip(row).for_each(|(most, cell)| *most = measure(cell).max(*most));
        }
        most
    };
    match shared(&most(Cell::word), &most(Cell::width), width) {
        Some(widths) => side_by_side(table, &rows, &widths),
        None => one_by_one(table, &rows),
    }
}

/// Shares `width` among the columns: at least the longest word for each (`words`), at most all it wants. `None` if the
/// words have no room.
fn shared(words: &[usize], wanted: &[usize], width: usize) -> Option<Vec<usize>> {
    let room = width.checked_sub(GAP * wanted.len().saturating_sub(1))?;
    let mut left = room.checked_sub(words.iter().sum())?;
    let mut widths = words.to_vec();
    // From the smallest wish to the largest, so that what one column leaves over goes to the rest.
    let mut order: Vec<_> = widths.iter_mut().zip(wanted).collect();
    order.sort_by_key(|(has, wants)| wants.saturating_sub(**has));
    let many = order.len();
    for (served, (has, wants)) in order.into_iter().enumerate() {
        let more = wants.saturating_sub(*has).min(left / (many - served));
        *has += more;
        left -= more;
    }
    Some(widths)
}

/// A cell: its text and the styles of its parts.
struct Cell {
    text: Text,
    runs: Vec<(Range<usize>, Span)>,
}

impl Cell {
    fn new(spans: &[Span]) -> Self {
        let (mut text, mut runs) = (Text::default(), Vec::new());
        for span in spans {
            let start = text.len();
            text.push(span.text.as_slice());
            runs.push((start..text.len(), Span { text: Text::default(), ..span.clone() }));
        }
        Self { text, runs }
    }

    fn width(&self) -> usize {
        self.text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or_default()
    }

    /// The width of its longest word.
    fn word(&self) -> usize {
        let words = self.text.split([' ', '\n']).map(UnicodeWidthStr::width);
        words.max().unwrap_or_default().min(LONG_WORD)
    }

    /// The ranges of its lines in `width` columns.
    fn lines(&self, width: usize) -> Vec<Range<usize>> {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in self.text.split('\n') {
            let places = wrap(line, width.max(1), width.max(1));
            lines.extend(places.into_iter().map(|place| start + place.start..start + place.end));
            start += line.len() + 1;
        }
        lines
    }

    /// Adds the spans of a range of its text to a line.
    fn push(&self, place: &Range<usize>, strong: bool, line: &mut Vec<Span>) {
        for (range, like) in &self.runs {
            let text = self.text.slice(range.start.max(place.start)..range.end.min(place.end));
            if range.start < place.end && range.end > place.start && !text.as_str().is_empty() {
                let tone = if strong && like.tone == Tone::Plain { Tone::Strong } else { like.tone };
                let mut span = Span { tone, ..like.clone() };
                span.text.push(text);
                line.push(span);
            }
        }
    }
}

fn side_by_side(table: &Table, rows: &[Vec<Cell>], widths: &[usize]) -> Vec<Vec<Span>> {
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let is_head = table.has_head && number == 0;
        let cells: Vec<_> = row.iter().zip(widths).map(|(cell, &width)| cell.lines(width)).collect();
        for height in 0..cells.iter().map(Vec::len).max().unwrap_or_default() {
            let mut line = Vec::new();
            // Blanks are written only before text, so that a narrow cell below a wide one costs nothing.
            let mut owed = 0;
            for (column, ((cell, places), &width)) in row.iter().zip(&cells).zip(widths).enumerate() {
                if column > 0 {
                    owed += GAP;
                }
                let place = places.get(height).cloned().unwrap_or_default();
                let free = width.saturating_sub(cell.text.get(place.clone()).unwrap_or_default().width());
                let before = match table.align(column) {
                    Align::Left => 0,
                    Align::Center => free / 2,
                    Align::Right => free,
                };
                if place.is_empty() {
                    owed += width;
                    continue;
                }
                blanks(owed + before, &mut line);
                cell.push(&place, is_head, &mut line);
                owed = free - before;
            }
            lines.push(line);
        }
        if is_head {
            let rules: Vec<_> = widths.iter().map(|&width| "─".repeat(width)).collect();
            lines.push(vec![plain(Text::line(&rules.join("  ")))]);
        }
    }
    lines
}

/// Each cell on its own line, after the name of its column.
fn one_by_one(table: &Table, rows: &[Vec<Cell>]) -> Vec<Vec<Span>> {
    const NAME: usize = 40;
    let (head, rows) = match rows.split_first() {
        Some((head, rows)) if table.has_head => (Some(head), rows),
        _ => (None, rows),
    };
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            lines.push(Vec::new());
        }
        for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            let mut line = Vec::new();
            if let Some(name) = head.and_then(|head| head.get(column)).filter(|name| !name.text.is_empty()) {
                let end = name.text.floor_char_boundary(name.text.len().min(NAME));
                name.push(&(0..end), true, &mut line);
                line.push(plain(Text::line(": ")));
            }
            cell.push(&(0..cell.text.len()), false, &mut line);
            lines.push(line);
        }
    }
    lines
}

fn blanks(many: usize, line: &mut Vec<Span>) {
    if many > 0 {
        let mut text = Text::default();
        (0..many).for_each(|_| text.push(Slice::fixed(" ")));
        line.push(plain(text));
    }
}

fn plain(text: Text) -> Span {
    Span { text, tone: Tone::Plain, link: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{Kind, blocks};
    use crate::thread::{Body, Notation};

    const ROPES: &str =
        "| Rope | Load | Price |\n|:--|--:|:-:|\n| hemp | 12 kN | low in autumn |\n| polyester | 3 kN | |";

    fn shown(raw: &str, width: usize) -> Vec<String> {
        let blocks = blocks(Body { raw, notation: Notation::Markdown });
        let Some(Block { kind: Kind::Table(table), .. }) = blocks.first() else { panic!("no table: {blocks:?}") };
        let text = |line: Vec<Span>| line.iter().map(|span| &*span.text).collect();
        lines(table, &blocks[0], width).into_iter().map(text).collect()
    }

    #[test]
    fn cells_stand_under_each_other_as_their_columns_are_aligned() {
        assert_eq!(
            shown(ROPES, 60),
            [
                "Rope        Load      Price",
                "─────────  ─────  ─────────────",
                "hemp       12 kN  low in autumn",
                "polyester   3 kN"
            ]
        );
    }

    #[test]
    fn what_is_too_wide_is_broken_and_then_set_line_by_line() {
        assert_eq!(
            shown(ROPES, 26),
            [
                "Rope        Load   Price",
                "─────────  ─────  ────────",
                "hemp       12 kN   low in",
                "                   autumn",
                "polyester   3 kN"
            ]
        );
        assert_eq!(
            shown(ROPES, 14),
            ["Rope: hemp", "Load: 12 kN", "Price: low in autumn", "", "Rope: polyester", "Load: 3 kN"]
        );
    }

    #[test]
    fn no_line_is_wider_than_there_is_room() {
        for width in 0..60 {
            let lines = shown(ROPES, width);
            let fits = lines.iter().all(|line| line.width() <= width.max(1));
            assert!(fits || lines[0].starts_with("Rope: "), "{width}: {lines:?}");
        }
    }
}
