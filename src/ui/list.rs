//! The look of all lists: the rows that fit, the selected one washed, and keys in the lower border.

use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{List, Rect, Told, hints};
use crate::thread::{Slice, Text};

/// A visible row of a list.
pub(super) struct Line {
    /// Its line on the screen, from 0.
    pub(super) y: usize,
    /// Its number in the list.
    pub(super) row: usize,
}

/// Draws the rows of a list that fit, with the selected one washed.
pub(super) fn rows(canvas: &mut Canvas<'_>, rect: Rect, list: &List, mut draw: impl FnMut(&mut Canvas<'_>, Line)) {
    let height = usize::from(rect.height);
    let first = (list.selected() + 1).saturating_sub(height);
    for (y, &row) in list.rows().iter().skip(first).take(height).enumerate() {
        draw(canvas, Line { y, row });
        if first + y == list.selected() {
            canvas.wash(rect, y, Role::Chosen);
        }
    }
    if list.rows().is_empty() && list.len() > 0 {
        canvas.text(rect, 0, 0, Slice::fixed("nothing here has that"), Role::Dim);
    }
}

/// Writes the filter of a list and as many keys as fit into the lower border of a panel. Returns the place of the
/// cursor if something is typed there.
pub(super) fn foot(canvas: &mut Canvas<'_>, inner: Rect, list: &List, keys: Vec<Told>) -> Option<(u16, u16)> {
    let below = Rect { y: inner.y + inner.height, height: 1, ..inner };
    let mut taken = 0;
    let mut cursor = None;
    if let Some(line) = list.line() {
        let before = Text::line(&format!(" /{}", line.before_cursor()));
        let typed = Text::line(&format!(" /{} · {} of {} ", line.typed(), list.rows().len(), list.len()));
        taken = canvas.text(below, 0, 0, cut(typed.as_slice(), usize::from(below.width)).as_slice(), Role::Key);
        let x = (columns(before.as_slice()) as u16).min(below.width.saturating_sub(1));
        cursor = list.typing().map(|_| (below.x + x, below.y));
    }
    let told = told(keys, usize::from(below.width).saturating_sub(taken));
    canvas.text_right(below, taken, 0, told.as_slice(), Role::Dim);
    cursor
}

/// Keys and their meanings in `room` columns, always with the way out.
fn told(keys: Vec<Told>, room: usize) -> Text {
    let hints: Vec<_> = hints(keys).into_iter().map(|(key, help)| format!("{key} {help}")).collect();
    let mut kept: Vec<&str> = hints.iter().rev().take(2).rev().map(String::as_str).collect();
    let width = |kept: &[&str]| kept.iter().map(|hint| columns(Text::line(hint).as_slice()) + 3).sum::<usize>();
    for (at, hint) in hints.iter().take(hints.len().saturating_sub(2)).enumerate() {
        let mut more = kept.clone();
        more.insert(at.min(kept.len().saturating_sub(2)), hint);
        if width(&more) < room {
            kept = more;
        }
    }
    Text::line(&format!(" {} ", kept.join(" · ")))
}
