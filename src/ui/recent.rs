//! The list of the threads that were read lately.

use super::list::{self, Line};
use super::overlays::{middle, panel};
use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{App, Recents, Rect, Told};
use crate::thread::{Slice, Text};
use crate::visit::Recent;

/// `The harbour and the lighthouse    6 new · 31 unread   2d   ~/talk.json`
pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    screen: Rect,
    recents: &Recents,
    keys: Vec<Told>,
) -> Option<(u16, u16)> {
    let rect = middle(screen, screen.width.saturating_sub(6).min(110), (recents.list.len() as u16).saturating_add(2));
    let rect = panel(canvas, rect, Slice::fixed("Read lately"));
    let width = usize::from(rect.width);
    list::rows(canvas, rect, &recents.list, |canvas, Line { y, row }| {
        let Some(row) = recents.row(row) else { return };
        let age = Text::line(&row.last.ago(app.status().now()));
        canvas.text_right(rect, 0, y, age.as_slice(), Role::Dim);
        let end = width.saturating_sub(11);
        let counts = Text::line(&counts(row));
        let start = end.saturating_sub(columns(counts.as_slice()));
        canvas.text(rect, start, y, counts.as_slice(), if row.new > 0 { Role::Unread } else { Role::Dim });
        let room = start.saturating_sub(2);
        let title = if row.title.is_empty() { Slice::fixed("(no title)") } else { row.title.as_slice() };
        let title = cut(title, room);
        let x = canvas.text(rect, 0, y, title.as_slice(), Role::Plain) + 2;
        let origin = cut(Text::line(&row.origin).as_slice(), room.saturating_sub(x));
        canvas.text(rect, x, y, origin.as_slice(), Role::Dim);
    });
    list::foot(canvas, rect, &recents.list, keys)
}

fn counts(row: &Recent) -> String {
    match (row.new, row.unread) {
        (0, 0) => "read".to_owned(),
        (0, unread) => format!("{unread} unread"),
        (new, unread) => format!("{new} new · {unread} unread"),
    }
}
