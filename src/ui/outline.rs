//! The outline: one row for each post.

use super::label::{hidden_text, muted_text, name_role, shown_name};
use super::theme::Role;
use super::{Canvas, away, columns, cut};
use crate::app::{App, Indent, Pane, Rect};
use crate::markup;
use crate::thread::{PostId, Slice, Text};

/// The width from which a row has room for an age.
const WIDE: usize = 56;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, rect: Rect) {
    for (y, &post) in app.page().outline.iter().enumerate() {
        row(app, canvas, rect, y, post);
        if post == app.selection() {
            canvas.wash(rect, y, if app.focus() == Pane::Outline { Role::Selected } else { Role::SelectedAway });
        }
    }
}

fn row(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, post: PostId) {
    let thread = app.thread();
    let width = usize::from(rect.width);
    if post == app.reading().article() {
        let x = canvas.text(rect, 0, y, Slice::fixed("¶ "), Role::Dim);
        let title = cut(markup::heading(thread, post).as_slice(), width.saturating_sub(x));
        canvas.text(rect, x, y, title.as_slice(), Role::Heading);
        return;
    }
    let indent = Indent::of(app, post, width);
    for guide in 0..indent.levels {
        canvas.text(rect, guide * indent.step, y, Slice::fixed("│"), Role::Guide(guide));
    }
    if let Some(depth) = indent.depth {
        let number = Text::line(&depth.to_string());
        canvas.text(rect, indent.levels * indent.step, y, number.as_slice(), Role::Guide(depth));
    }
    let mut x = indent.marker();
    let (mark, role) = mark(app, post);
    canvas.text(rect, x, y, mark, role);
    x += 2;
    if app.sought().is_some_and(|sought| sought.has(post)) {
        canvas.text(rect, x, y, Slice::fixed("◆"), Role::Fold);
    } else if app.is_unread(post) {
        canvas.text(rect, x, y, Slice::fixed("•"), Role::Unread);
    }
    x += 2;
    let start = x;
    x = name(app, canvas, rect, x, y, post);
    if width >= WIDE
        && let Some(time) = thread.post(post).time()
    {
        let age = Text::line(&format!("{}  ", app.when(time)));
        x = canvas.text(rect, x, y, age.as_slice(), Role::Dim);
    }
    if app.is_folded(post) {
        x = hidden(app, canvas, rect, x, y, post);
    } else if let [first, ..] = thread.more_of(post) {
        let count = first.count.map(|count| count.to_string()).unwrap_or_default();
        x = canvas.text(rect, x, y, Text::line(&format!("⋯{count}")).as_slice(), Role::Dim) + 2;
    }
    if let Some(drift) = app.shown_drift(post) {
        x = canvas.text(rect, x, y, Text::line(&format!("{drift:.2}")).as_slice(), Role::Dim) + 2;
    }
    if let Some(end) = away::draw(app, canvas, rect, (x + usize::from(x == start), y), post) {
        if app.is_folded(post) && app.suggested(post).is_none() {
            return;
        }
        x = end + 2;
    }
    let room = width.saturating_sub(x);
    let is_dim = !app.is_unread(post) || app.is_context(post);
    let role = match is_dim {
        _ if app.is_highlighted(post) && !app.is_context(post) => Role::Highlight,
        true => Role::Dim,
        false => Role::Plain,
    };
    let snippet = cut(muted_text(app, post, room).as_slice(), room);
    let matches: Vec<_> = app.pattern().map(|pattern| pattern.find(&snippet).collect()).unwrap_or_default();
    canvas.marked(rect, (x, y), snippet.as_slice(), 0, role, &matches);
}

/// The fold mark of a post, which shows what `l` or `h` would do to it.
fn mark(app: &App, post: PostId) -> (Slice<'static>, Role) {
    if app.is_folded(post) {
        (Slice::fixed("▸"), Role::Fold)
    } else if app.away(post).is_some() {
        (Slice::fixed("▿"), Role::Away)
    } else if app.suggested(post).is_some() {
        (Slice::fixed("▿"), if app.wanders(post) { Role::Dim } else { Role::Suggested })
    } else if app.reading().folds().below(app.thread(), post) > 0 {
        (Slice::fixed("▾"), Role::Dim)
    } else {
        (Slice::fixed(" "), Role::Plain)
    }
}

fn name(app: &App, canvas: &mut Canvas<'_>, rect: Rect, x: usize, y: usize, post: PostId) -> usize {
    let Some(name) = shown_name(app, post) else { return x };
    let most = (usize::from(rect.width) / 3).max(8);
    let name = cut(name.as_slice(), most);
    let role = match name_role(app, post) {
        Role::Person(number) if !app.is_unread(post) => Role::QuietPerson(number),
        role => role,
    };
    canvas.text(rect, x, y, name.as_slice(), role) + 2
}

/// What a folded row hides: the number of posts, and of matches among them.
fn hidden(app: &App, canvas: &mut Canvas<'_>, rect: Rect, x: usize, y: usize, post: PostId) -> usize {
    let text = hidden_text(app, post);
    canvas.text(rect, x, y, text.as_slice(), Role::Fold) + usize::from(columns(text.as_slice()) > 0) * 2
}
