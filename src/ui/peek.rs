//! The post that another one answers, over the document.

use super::document::{Said, body};
use super::label::{author_role, shown_name};
use super::overlays::panel;
use super::theme::Role;
use super::{Canvas, cut};
use crate::app::{App, Peek, Rect};
use crate::thread::Text;

/// Draws a post at the bottom of the document, with as many lines as it has or there is room for below the one that
/// answers it.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, screen: Rect, peek: &Peek) {
    let pane = app.panes().unwrap_or_default();
    let pane = pane.document.or(pane.outline).unwrap_or(screen);
    let lines = peek.laid.lines();
    let wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(3);
    let height = wanted.min(pane.height - pane.height / 3);
    let width = u16::try_from(peek.laid.width()).unwrap_or(u16::MAX).saturating_add(4).max(44).min(pane.width);
    let rect = Rect { y: pane.y + pane.height - height, width, height, ..pane };
    let rect = panel(canvas, rect, Text::line("what it answers").as_slice());
    let named = shown_name(app, peek.post).unwrap_or_default();
    let name = cut(named.as_slice(), usize::from(rect.width) / 2);
    let x = canvas.text(rect, 0, 0, name.as_slice(), author_role(app, peek.post));
    let number = Text::line(&format!("#{}", app.number(peek.post)));
    let x = if x == 0 { 0 } else { x + 1 };
    let x = canvas.text(rect, x, 0, number.as_slice(), Role::Dim);
    if let Some(time) = app.thread().post(peek.post).time() {
        canvas.text(rect, x + 1, 0, Text::line(&time.minute()).as_slice(), Role::Dim);
    }
    // The last row tells how much more there is.
    let rows = usize::from(rect.height).saturating_sub(1);
    let inside = if lines.len() > peek.top + rows { rows.saturating_sub(1) } else { rows };
    let below = Rect { y: rect.y + 1.min(rect.height), height: inside as u16, ..rect };
    for (y, line) in (peek.top..lines.len()).take(inside).enumerate() {
        let is_covered = !app.reading().is_uncovered(peek.post);
        let said = Said { laid: &peek.laid, line, shift: 0, is_covered, matches: &[] };
        body(canvas, below, y, &said, |says, leads| app.address_of(peek.post, says, leads));
    }
    if lines.is_empty() {
        canvas.text(below, 0, 0, Text::line("(no text)").as_slice(), Role::Dim);
    }
    let rest = lines.len().saturating_sub(peek.top + inside);
    if rest > 0 {
        let foot = usize::from(rect.height).saturating_sub(1);
        canvas.text(rect, 0, foot, Text::line(&format!("… {rest} more")).as_slice(), Role::Dim);
    }
}
