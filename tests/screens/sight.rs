//! What a reader sees, as text, and the comparison with what a test expects.
//!
//! A `>` before a row says that it is the selected one. With `UPDATE_SCREENS=1` an expectation that does not hold is
//! written anew into its test; read the difference before you commit it.

use crate::stage::Stage;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;
use std::ops::Range;
use std::panic::Location;
use std::sync::{Mutex, PoisonError};
use std::{env, fs};
use unicode_width::UnicodeWidthStr;

impl Stage {
    /// The whole screen.
    #[track_caller]
    pub(crate) fn screen_is(&self, expected: &str) {
        check(&self.seen(0..self.width, 0..self.height), expected);
    }

    /// The pane on the left, which the outline is in where there are two.
    #[track_caller]
    pub(crate) fn outline_is(&self, expected: &str) {
        check(&self.seen(0..self.divider(), self.top()..self.height - 1), expected);
    }

    /// The line that says what the view was narrowed to.
    #[track_caller]
    pub(crate) fn crumbs_are(&self, expected: &str) {
        check(&self.line(1), if self.top() == 2 { expected } else { "no such line" });
    }

    /// The pane right of the outline; all there is where there is one pane.
    #[track_caller]
    pub(crate) fn document_is(&self, expected: &str) {
        check(&self.document(), expected);
    }

    /// What the document shows, without the scrollbar.
    pub(crate) fn document(&self) -> String {
        let left = if self.divider() == self.width { 0 } else { self.divider() + 1 };
        self.seen(left..self.width - 1, self.top()..self.height - 1)
    }

    /// The line at the top.
    #[track_caller]
    pub(crate) fn title_is(&self, expected: &str) {
        check(&self.line(0), expected);
    }

    /// What the line at the bottom says, but for where the reader is.
    #[track_caller]
    pub(crate) fn status_is(&self, expected: &str) {
        let line = self.line(self.height - 1);
        let line = line.trim();
        check(line.rsplit_once("  ").map_or("", |(left, _)| left), expected);
    }

    /// The number of the selected post.
    #[track_caller]
    pub(crate) fn selected_is(&self, expected: usize) {
        assert_eq!(self.app.selection().index(), expected, "\n{}", self.seen(0..self.width, 0..self.height));
    }

    /// All that is marked as found, row by row.
    pub(crate) fn marked(&self) -> Vec<String> {
        let buffer = self.buffer();
        let mut marked = vec![String::new()];
        for y in 1..self.height - 1 {
            let quiet = quiet_grounds(&buffer, y);
            for cell in row(&buffer, 0..self.width, y) {
                match (quiet.contains(&cell.bg), marked.last_mut()) {
                    (false, Some(last)) => last.push_str(cell.symbol()),
                    _ => marked.push(String::new()),
                }
            }
        }
        marked.retain(|text| !text.is_empty());
        marked
    }

    /// Where a text stands on the screen for the first time: its column and row.
    pub(crate) fn find(&self, text: &str) -> (u16, u16) {
        let found = (0..self.height).find_map(|y| {
            let line = self.line(y);
            let at = line.find(text)?;
            Some((line.get(..at)?.width() as u16, y))
        });
        found.unwrap_or_else(|| panic!("no {text:?} in\n{}", self.seen(0..self.width, 0..self.height)))
    }

    /// Everything on the screen.
    pub(crate) fn text(&self) -> String {
        self.seen(0..self.width, 0..self.height)
    }

    fn line(&self, y: u16) -> String {
        row(&self.buffer(), 0..self.width, y).map(Cell::symbol).collect()
    }

    /// The column between the outline and the document; the width where there is no such column.
    pub(crate) fn divider(&self) -> u16 {
        let buffer = self.buffer();
        let is_divider = |x: &u16| (2..self.height - 1).all(|y| buffer[(*x, y)].symbol() == "│");
        (20..self.width.saturating_sub(20)).find(is_divider).unwrap_or(self.width)
    }

    /// The first row of the panes.
    fn top(&self) -> u16 {
        let has_crumbs = self.divider() < self.width && self.buffer()[(self.divider(), 1)].symbol() != "│";
        1 + u16::from(has_crumbs)
    }

    fn seen(&self, columns: Range<u16>, rows: Range<u16>) -> String {
        let buffer = self.buffer();
        let mut seen = String::new();
        for y in rows {
            let inside = y > 0 && y < self.height - 1;
            let is_selected = inside && selected_ground(&buffer, columns.clone(), y).is_some();
            let text: String = row(&buffer, columns.clone(), y).map(Cell::symbol).collect();
            seen += if is_selected { "> " } else { "  " };
            seen += &text;
            seen.truncate(seen.trim_end_matches(' ').len());
            seen.push('\n');
        }
        seen
    }
}

/// The cells of a row, without those that a wide character before them covers.
fn row(buffer: &Buffer, columns: Range<u16>, y: u16) -> impl Iterator<Item = &Cell> {
    let mut covered = 0;
    columns.map(move |x| &buffer[(x, y)]).filter(move |cell| {
        let shown = covered == 0;
        covered = if shown { cell.symbol().width().saturating_sub(1) } else { covered - 1 };
        shown
    })
}

/// The grounds of a selected row, in the pane with the keys' attention and in another (assets/themes/dark.toml).
const SELECTED: [Color; 2] = [Color::Indexed(238), Color::Indexed(235)];
/// The ground of code, which marks nothing.
const CODE: Color = Color::Indexed(234);

/// The ground of a row's selected part: of its first cell, or of two blanks beside each other.
fn selected_ground(buffer: &Buffer, columns: Range<u16>, y: u16) -> Option<Color> {
    let cells: Vec<_> = columns.map(|x| &buffer[(x, y)]).collect();
    let has_ground = |cell: &&&Cell| SELECTED.contains(&cell.bg);
    let is_blank = |two: &&[&Cell]| two.iter().all(|cell| cell.symbol() == " " && has_ground(&cell));
    let first = cells.first().filter(has_ground).map(|cell| cell.bg);
    first.or_else(|| cells.windows(2).find(is_blank).map(|two| two[0].bg))
}

fn quiet_grounds(buffer: &Buffer, y: u16) -> [Color; 4] {
    let selected = selected_ground(buffer, 0..buffer.area.width, y).unwrap_or(Color::Reset);
    [Color::Reset, buffer[(0, 0)].bg, selected, CODE]
}

#[track_caller]
fn check(seen: &str, expected: &str) {
    let (seen, expected) = (plain(seen), plain(expected));
    if seen == expected {
        return;
    }
    if env::var_os("UPDATE_SCREENS").is_some() {
        return write(&seen, Location::caller());
    }
    let same = seen.lines().zip(expected.lines()).take_while(|(seen, expected)| seen == expected).count();
    panic!(
        "line {} differs; expected\n{expected}\n\nbut the screen is\n{seen}\n\nUPDATE_SCREENS=1 writes that down",
        same + 1
    );
}

/// A text without what all its lines are indented by, and without blank lines around it.
fn plain(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines = text.lines().map(|line| line.get(common..).unwrap_or_default().trim_end_matches(' '));
    lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// What has been written anew: the file, the line where it was, and by how many lines what follows has moved.
static WRITTEN: Mutex<Vec<(&str, u32, i64)>> = Mutex::new(Vec::new());

/// Writes a screen in place of the first string after a place of a test.
fn write(seen: &str, place: &'static Location<'static>) {
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    let moved: i64 = written
        .iter()
        .filter(|(file, line, _)| *file == place.file() && *line < place.line())
        .map(|found| found.2)
        .sum();
    let text = fs::read_to_string(place.file()).unwrap();
    let line = usize::try_from(i64::from(place.line()) + moved).unwrap();
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let start = before + text[before..].find('"').unwrap() + 1;
    let escaped = |at: &usize| text[..start + at].chars().rev().take_while(|&c| c == '\\').count() % 2 == 1;
    let end = start + text[start..].match_indices('"').map(|(at, _)| at).find(|at| !escaped(at)).unwrap();
    let shown = seen.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\n        ").replace("        \n", "\n");
    let new = if seen.contains('\n') { format!("\n        {shown}\n    ") } else { shown };
    let lines = |text: &str| i64::try_from(text.matches('\n').count()).unwrap();
    written.push((place.file(), place.line(), lines(&new) - lines(&text[start..end])));
    fs::write(place.file(), [&text[..start], &new, &text[end..]].concat()).unwrap();
}
