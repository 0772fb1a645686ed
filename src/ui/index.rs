//! The index of a shelf: one row a thread.

use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{App, Entry, Rect};
use crate::thread::{Slice, Text};

/// Columns of the bar that shows how many replies a thread has.
const BAR: usize = 8;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, rect: Rect) {
    let index = app.index();
    let most = index.most_replies().max(1);
    let mut shown = 0;
    for (y, entry) in index.page().take(usize::from(rect.height)).enumerate() {
        row(app, canvas, rect, y, entry, most);
        if y == index.cursor() {
            canvas.wash(rect, y, Role::Selected);
        }
        shown = y + 1;
    }
    if shown == 0 {
        canvas.text(rect, 2, 1, Slice::fixed("no thread has that; Esc shows all"), Role::Dim);
    }
}

/// `•  The harbour and the lighthouse      mara    5 people   38 replies  2023-04-21  ▆▆▆`
fn row(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, entry: &Entry, most: usize) {
    let thread = app.thread();
    let width = usize::from(rect.width);
    let unread = app.view().unread().count(thread.subtree(entry.opening));
    if unread > 0 {
        canvas.text(rect, 0, y, Slice::fixed("•"), Role::Accent);
    }
    let mut end = width;
    if width >= 100 {
        end -= BAR + 1;
        let filled = (entry.replies * BAR).div_ceil(most).min(BAR);
        for x in 0..filled {
            canvas.text(rect, end + 1 + x, y, Slice::fixed("▆"), Role::Frame);
        }
    }
    if width >= 60 {
        let last = entry.last.map(|last| last.ago(app.status().now())).unwrap_or_default();
        end = before(canvas, rect, (end, y), &last, 12);
    }
    if width >= 100 {
        let first = entry.first.map(|first| first.ago(app.status().now())).unwrap_or_default();
        end = before(canvas, rect, (end, y), &first, 12);
        end = before(canvas, rect, (end, y), &format!("{} people", entry.people), 12);
    }
    let replies = match (entry.replies, unread) {
        (replies, unread) if unread > 0 && unread <= replies => format!("{replies} ({unread})"),
        (replies, _) => replies.to_string(),
    };
    end = before(canvas, rect, (end, y), &replies, 13);
    if width >= 80
        && let Some(writer) = thread.writer(entry.opening)
    {
        let name = cut(Text::line(writer.name).as_slice(), 16);
        end -= 18;
        canvas.text(rect, end, y, name.as_slice(), Role::Author);
    }
    let title = thread.title_of(entry.opening);
    let shown = Text::line(if title.is_empty() { "(no subject)" } else { title });
    let title = cut(shown.as_slice(), end.saturating_sub(3));
    let matches: Vec<_> = app.index().filter().map(|filter| filter.find(&title).collect()).unwrap_or_default();
    canvas.marked(rect, (2, y), title.as_slice(), 0, Role::Plain, &matches);
}

/// Writes a text at the right end of a column of `width` that ends at `end`, and gives where the column begins.
fn before(canvas: &mut Canvas<'_>, rect: Rect, (end, y): (usize, usize), text: &str, width: usize) -> usize {
    let text = Text::line(text);
    let start = end.saturating_sub(columns(text.as_slice()));
    canvas.text(rect, start, y, text.as_slice(), Role::Dim);
    end.saturating_sub(width)
}
