//! What the mouse marks in the document: from where the button went down to where it is.

use crate::app::state::page::DocumentRow;
use crate::rows::{Columns, LineRole, Row};
use std::ops::RangeInclusive;
use std::rc::Rc;

/// A place in the document pane, from its top left corner: the row, then the column.
pub(in crate::app) type Cell = (usize, usize);

/// What is marked, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Drag {
    /// Where the button went down.
    pub(in crate::app) from: Cell,
    /// Where it is, or went up. `None` if it did not leave the first cell.
    pub(in crate::app) to: Option<Cell>,
}

impl Drag {
    /// The marked columns of a row. `None` if none are.
    pub(crate) fn columns(self, row: usize) -> Option<RangeInclusive<usize>> {
        let (start, end) = self.ends()?;
        (start.0..=end.0).contains(&row).then(|| {
            let first = if row == start.0 { start.1 } else { 0 };
            first..=if row == end.0 { end.1 } else { usize::MAX }
        })
    }

    /// Both ends in the order of reading.
    fn ends(self) -> Option<(Cell, Cell)> {
        let to = self.to?;
        Some((self.from.min(to), self.from.max(to)))
    }

    /// The marked text: that of the posts alone. Where a line was broken only for the width of the pane it goes on.
    pub(in crate::app) fn text(
        self,
        rows: &[DocumentRow],
        columns: Columns,
        shift: impl Fn(&DocumentRow) -> usize,
    ) -> String {
        let mut text = String::new();
        // The text that the latest line is of, its end there, and the blank lines since.
        let (mut latest, mut blanks) = (None, 0);
        for (number, row) in rows.iter().enumerate() {
            let Some(marked) = self.columns(number) else { continue };
            let (Row::Title(laid, line) | Row::Body(laid, line)) = &row.row else {
                blanks = 1;
                continue;
            };
            let Some(line) = laid.lines().get(*line).filter(|line| line.role != LineRole::Blank) else {
                blanks = 1;
                continue;
            };
            let moved = if line.role == LineRole::Code { shift(row) } else { 0 };
            let start = columns.text_start(row.depth);
            let at = |column: usize| laid.byte_at(line, column.saturating_sub(start).saturating_add(moved));
            let first =
                if *marked.start() <= start { line.range.start } else { at(*marked.start()).unwrap_or(line.range.end) };
            let last = if *marked.end() < start { Some(line.range.start) } else { at(marked.end().saturating_add(1)) };
            let said = laid.text().get(first..last.unwrap_or(line.range.end)).unwrap_or_default();
            match &latest {
                Some((before, end)) if Rc::ptr_eq(before, laid) && blanks == 0 => {
                    let between = laid.text().get(*end..line.range.start).unwrap_or_default();
                    text.push_str(if between.contains('\n') { "\n" } else { between });
                }
                Some(_) => text.push_str(if blanks > 0 { "\n\n" } else { "\n" }),
                None => {}
            }
            text.push_str(said);
            (latest, blanks) = (Some((Rc::clone(laid), line.range.end)), 0);
        }
        text
    }
}
