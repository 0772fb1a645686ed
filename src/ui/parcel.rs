//! The choices while a prompt for a file or a command is open: how much of the thread, and in which form.

use super::bars::posts_of;
use super::overlays::panel;
use super::theme::Role;
use super::{Canvas, columns};
use crate::app::{App, Depth, Extent, Goes, HandOver, Rect, hints};
use crate::thread::{Slice, Text};

/// Columns for the keys.
const KEY_COLUMNS: usize = 8;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, screen: Rect, handed: &HandOver) {
    let posts = posts_of(app.many_chosen(handed));
    let extent = match handed.extent {
        Extent::Subthread => format!("this subthread, {posts}"),
        Extent::Thread => format!("the whole thread, {posts}"),
    };
    let depth = match handed.depth {
        Depth::Whole => "with all that is folded",
        Depth::AsSeen if app.reading().is_path() => "as seen: only the path",
        Depth::AsSeen if app.filtered().is_some() => "as seen: what the filter keeps, folds as one line",
        Depth::AsSeen => "as seen: what is folded is one line",
    };
    let form = handed.form().name();
    let (title, form) = match handed.goes {
        Goes::ToFile => (Slice::fixed("Save"), format!("{form}, by the ending of the name")),
        Goes::ToCommand => (Slice::fixed("Pipe"), format!("as {form}")),
    };
    // Their keys come first in the panel, in the same order.
    let keys = hints(handed.keys()).into_iter().map(|(key, _)| key);
    let lines: Vec<_> = keys.zip([Text::line(&extent), Text::line(depth), Text::line(&form)]).collect();
    let widest = lines.iter().map(|(_, text)| columns(text.as_slice())).max().unwrap_or(0);
    let height = (lines.len() as u16 + 2).min(screen.height.saturating_sub(1)).max(1);
    let width = (widest as u16).saturating_add(KEY_COLUMNS as u16 + 4).min(screen.width);
    let rect = Rect { x: screen.x, y: screen.y + screen.height.saturating_sub(height), width, height };
    let rect = panel(canvas, rect, title);
    for (y, (key, text)) in lines.into_iter().enumerate() {
        canvas.text(rect, 0, y, Slice::fixed(key), Role::Key);
        canvas.text(rect, KEY_COLUMNS, y, text.as_slice(), Role::Plain);
    }
}
