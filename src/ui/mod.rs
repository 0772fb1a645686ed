//! Draws an [`App`]. Reads it and changes nothing, at any size.

mod ascii;
mod away;
mod bars;
mod document;
mod everywhere;
mod index;
mod label;
mod links;
mod list;
mod outline;
mod overlays;
mod overview;
mod parcel;
mod peek;
mod portrait;
mod prompt;
mod scrollbar;
mod theme;
mod words;

pub use theme::{Colours, Theme};

use crate::app::{App, Pane, Rect, Signs};
use crate::thread::{Slice, Text};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};
use rustc_hash::FxHasher;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use theme::Role;

/// What a frame has beside its cells.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The place of the cursor. `None` if it is not shown.
    pub cursor: Option<(u16, u16)>,
    /// The addresses that cells link to, by their [marks](link_of).
    pub links: BTreeMap<u32, Text>,
}

/// The mark of the link that a cell belongs to. `None` if it belongs to none.
///
/// A cell has no room for an address. The colour of its underline, which no theme uses, holds a number instead: the same
/// for the same address in every frame, so that cells whose link changed differ.
pub fn link_of(cell: &Cell) -> Option<u32> {
    match cell.underline_color {
        Color::Rgb(high, middle, low) => Some(u32::from_be_bytes([0, high, middle, low])),
        _ => None,
    }
}

/// Draws the whole screen into an empty buffer of its size.
pub fn draw(app: &App, theme: &Theme, buffer: &mut Buffer) -> Drawn {
    let mut canvas = Canvas { buffer, theme, links: BTreeMap::new(), chosen: None };
    let cursor = draw_on(app, &mut canvas);
    let (chosen, links) = (canvas.chosen, canvas.links);
    if app.signs() != Signs::Drawn {
        ascii::replace_signs(buffer);
    }
    Drawn { cursor: cursor.or(chosen.filter(|_| app.signs() == Signs::Words)), links }
}

fn draw_on(app: &App, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
    let area = canvas.buffer.area;
    let whole = Rect { x: area.x, y: area.y, width: area.width, height: area.height };
    let Some(panes) = app.panes() else {
        canvas.text(whole, 0, 0, Slice::fixed("threadle needs more room"), Role::Plain);
        return None;
    };
    bars::title(app, canvas, Rect { height: 1, ..whole });
    let bottom = Rect { y: whole.y + whole.height - 1, height: 1, ..whole };
    if app.index().is_open() {
        index::draw(app, canvas, Rect { y: whole.y + 1, height: whole.height - 2, ..whole });
        let cursor = overlays::draw(app, canvas, Rect { height: whole.height - 1, ..whole });
        return bars::status(app, canvas, bottom).or(cursor);
    }
    if let Some(rect) = panes.crumbs {
        bars::crumbs(app, canvas, rect);
    }
    if let Some(rect) = panes.outline {
        outline::draw(app, canvas, rect);
    }
    if let Some(rect) = panes.document {
        document::draw(app, canvas, rect);
    }
    if let Some(rect) = panes.article {
        document::draw_article(app, canvas, rect);
    }
    if let Some(rect) = panes.document.filter(|rect| rect.x > 0) {
        for y in 0..usize::from(rect.height) {
            canvas.text(Rect { x: rect.x - 1, width: 1, ..rect }, 0, y, Slice::fixed("│"), Role::Frame);
        }
    }
    if let Some(rect) = panes.article.filter(|rect| rect.x > 0 && app.focus() == Pane::Article) {
        for y in 0..usize::from(rect.height) {
            canvas.text(Rect { x: rect.x - 1, width: 1, ..rect }, 0, y, Slice::fixed("▎"), Role::Accent);
        }
    }
    let cursor = overlays::draw(app, canvas, Rect { height: whole.height - 1, ..whole });
    bars::status(app, canvas, bottom).or(cursor)
}

/// A canvas that takes only clean text, in the roles of a theme.
struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    links: BTreeMap<u32, Text>,
    /// Where what is selected begins: of the last thing drawn that has a selection.
    chosen: Option<(u16, u16)>,
}

impl Canvas<'_> {
    /// Writes a text into a rectangle from a column and row on, cut at its edge. Returns the column after it.
    fn text(&mut self, rect: Rect, x: usize, y: usize, text: Slice<'_>, role: Role) -> usize {
        // Earlier content, such as a frame, lends it neither colour nor weight.
        let style = self.theme.style(role);
        let others = Modifier::all().difference(style.add_modifier);
        self.styled(rect, x, y, text, style.fg(style.fg.unwrap_or_default()).remove_modifier(others))
    }

    fn styled(&mut self, rect: Rect, x: usize, y: usize, text: Slice<'_>, style: Style) -> usize {
        let room = usize::from(rect.width).saturating_sub(x);
        if room == 0 || y >= usize::from(rect.height) {
            return x;
        }
        let (column, row) = (rect.x + x as u16, rect.y + y as u16);
        let area = self.buffer.area;
        if column >= area.right() || row >= area.bottom() {
            return x;
        }
        let room = room.min(usize::from(area.right() - column));
        let plain = plain_letters(text.as_str()).min(room);
        let start = usize::from(row - area.y) * usize::from(area.width) + usize::from(column - area.x);
        for (cell, letter) in self.buffer.content.iter_mut().skip(start).zip(text.as_str().bytes().take(plain)) {
            cell.set_char(char::from(letter)).set_style(style);
        }
        let rest = text.slice(plain..text.as_str().len());
        let (end, _) = self.buffer.set_stringn(column + plain as u16, row, rest.as_str(), room - plain, style);
        usize::from(end - rect.x)
    }

    /// Writes a text that begins at byte `start` of a longer one, with the matches in that in their own colours.
    fn marked(
        &mut self,
        rect: Rect,
        (mut x, y): (usize, usize),
        text: Slice<'_>,
        start: usize,
        role: Role,
        matches: &[Range<usize>],
    ) -> usize {
        let end = start + text.as_str().len();
        let mut at = start;
        let first = matches.partition_point(|found| found.end <= start);
        for found in matches.iter().skip(first).take_while(|found| found.start < end) {
            let (from, to) = (found.start.max(at), found.end.min(end));
            x = self.text(rect, x, y, text.slice(at - start..from - start), role);
            x = self.text(rect, x, y, text.slice(from - start..to - start), Role::Match);
            at = to;
        }
        self.text(rect, x, y, text.slice(at - start..end - start), role)
    }

    /// Writes a text flush with the right edge of a row, if it fits beside `taken` columns. Returns its first column.
    fn text_right(&mut self, rect: Rect, taken: usize, y: usize, text: Slice<'_>, role: Role) -> usize {
        let width = columns(text);
        let room = usize::from(rect.width);
        if taken + width > room {
            return room;
        }
        self.text(rect, room - width, y, text, role);
        room - width
    }

    /// Makes the cells of a row between two columns a link.
    fn link(&mut self, rect: Rect, columns: Range<usize>, y: usize, address: &Text) {
        let mut hasher = FxHasher::default();
        address.hash(&mut hasher);
        let [.., high, middle, low] = hasher.finish().to_be_bytes();
        let mark = u32::from_be_bytes([0, high, middle, low]);
        // Two addresses with one mark are next to impossible; the second is no link then.
        if self.links.entry(mark).or_insert_with(|| address.clone()) != address {
            return;
        }
        for x in columns.start..columns.end.min(usize::from(rect.width)) {
            if let Some(cell) = self.buffer.cell_mut((rect.x + x as u16, rect.y + y as u16)) {
                cell.underline_color = Color::Rgb(high, middle, low);
            }
        }
    }

    /// Gives a role to everything on a row, with its empty rest.
    fn wash(&mut self, rect: Rect, y: usize, role: Role) {
        let row = Rect { y: rect.y + y as u16, height: 1, ..rect };
        if matches!(role, Role::Selected | Role::SelectedAway | Role::Chosen) {
            self.chosen = Some((row.x, row.y));
        }
        let area = ratatui::layout::Rect { x: row.x, y: row.y, width: row.width, height: 1 };
        let (style, found) = (self.theme.style(role), self.theme.style(Role::Match));
        for position in area.intersection(self.buffer.area).positions() {
            // Matches stay marked.
            if let Some(cell) = self.buffer.cell_mut(position).filter(|cell| found.bg.is_none_or(|bg| cell.bg != bg)) {
                cell.set_style(style);
            }
        }
    }

    /// Empties a rectangle.
    fn clear(&mut self, rect: Rect, role: Role) {
        let area = ratatui::layout::Rect { x: rect.x, y: rect.y, width: rect.width, height: rect.height };
        let style = self.theme.style(role);
        for position in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// The number of ASCII letters at the start of a text that take one cell each. The last one before anything else may
/// carry a combining mark and does not count.
fn plain_letters(text: &str) -> usize {
    let letters = text.bytes().take_while(|byte| matches!(byte, b' '..=b'~')).count();
    if letters == text.len() { letters } else { letters.saturating_sub(1) }
}

/// The width of a text in columns.
fn columns(text: Slice<'_>) -> usize {
    unicode_width::UnicodeWidthStr::width(text.as_str())
}

/// The beginning of a text that fits in `room` columns, with `…` at its end if it is cut.
fn cut(text: Slice<'_>, room: usize) -> crate::thread::Text {
    use unicode_segmentation::UnicodeSegmentation;
    let mut cut = crate::thread::Text::default();
    if columns(text) <= room {
        cut.push(text);
        return cut;
    }
    let (mut width, mut end) = (0, 0);
    for (at, grapheme) in text.as_str().grapheme_indices(true) {
        width += unicode_width::UnicodeWidthStr::width(grapheme);
        if width + 1 > room {
            break;
        }
        end = at + grapheme.len();
    }
    cut.push(text.slice(0..end));
    if room > 0 {
        cut.push(Slice::fixed("…"));
    }
    cut
}
