//! The scrollbar: where the reader is among the visible rows, and the map beside it.

use super::Canvas;
use super::theme::Role;
use crate::app::{App, Landmark, Map, Rect};
use crate::thread::Text;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, rect: Rect) {
    let height = usize::from(rect.height);
    let map = Map::of(app, height);
    for y in 0..height {
        let (sign, role) = match map.landmark(y) {
            Some((Landmark::Mark(letter), _)) => (Text::line(&letter.to_string()), Role::Accent),
            Some((Landmark::Match, _)) => (Text::line("◆"), Role::Fold),
            Some((Landmark::New, _)) => (Text::line("•"), Role::Unread),
            Some((Landmark::Suggested, _)) => (Text::line("▿"), Role::Suggested),
            Some((Landmark::Away, _)) => (Text::line("▿"), Role::Away),
            None if map.is_on_screen(y) => (Text::line("┃"), Role::Accent),
            None => (Text::line("│"), Role::Frame),
        };
        canvas.text(rect, 0, y, sign.as_slice(), role);
    }
}
