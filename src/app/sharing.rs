//! What leaves the program: copies for the clipboard.

use super::{App, Effect, Given};
use crate::markup;

pub(super) fn yank_text(app: &mut App, _: Given) {
    let text = markup::plain_text(&markup::blocks(app.thread.body(app.selection())));
    app.effects.push(Effect::Copy(text));
}

pub(super) fn yank_thread(app: &mut App, _: Given) {
    app.effects.push(Effect::CopyThread(app.selection()));
}
