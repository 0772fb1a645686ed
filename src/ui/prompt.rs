//! Lines being typed, and what a typed query finds.

use super::bars::{found, grouped, posts_of, subthreads};
use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{App, Ask, Asking, Prompt, Rect, Sought};
use crate::thread::{Slice, Text};

/// A query being typed, with its fault or its number of hits. Returns the place of the cursor.
pub(super) fn ask(app: &App, canvas: &mut Canvas<'_>, rect: Rect, ask: &Ask) -> (u16, u16) {
    let told = match (&ask.fault, app.sought_for(ask.asking.slot())) {
        (Some(fault), _) => Text::line(&fault.to_string()),
        (None, Some(sought)) if ask.asking == Asking::Search => found(app, sought),
        (None, Some(sought)) if ask.asking == Asking::Rule => tried(app, sought),
        (None, Some(sought)) => counted(app, sought),
        (None, None) => Text::default(),
    };
    let sign = Slice::fixed(ask.asking.sign());
    let width = usize::from(rect.width);
    let typed = columns(sign) + columns(Text::line(ask.prompt.typed()).as_slice()) + 2;
    // The typed text has the room it needs, except for the beginning of the message about it.
    let end = typed.min(width.saturating_sub(columns(told.as_slice()).min(width / 3)));
    let role = if ask.fault.is_some() { Role::Error } else { Role::Bar };
    canvas.text(rect, end, 0, cut(told.as_slice(), width - end.min(width)).as_slice(), role);
    let left = Rect { width: end.saturating_sub(1).max(1) as u16, ..rect };
    let cursor = line(canvas, left, sign, &ask.prompt);
    if let Some(fault) = &ask.fault {
        let all = ask.prompt.typed();
        let before: String = all.chars().take(fault.column).collect();
        let wrong: String = all.chars().skip(fault.column).take(1).collect();
        let hidden = hidden(&ask.prompt, usize::from(left.width).saturating_sub(columns(sign) + 1));
        if let Some(x) = columns(Text::line(&before).as_slice()).checked_sub(hidden) {
            canvas.text(left, columns(sign) + x, 0, Text::line(&wrong).as_slice(), Role::Error);
        }
    }
    cursor
}

/// A line being typed, after its sign. Returns the place of the cursor.
pub(super) fn line(canvas: &mut Canvas<'_>, rect: Rect, sign: Slice<'static>, prompt: &Prompt) -> (u16, u16) {
    let x = canvas.text(rect, 0, 0, sign, Role::Key);
    let hidden = hidden(prompt, usize::from(rect.width).saturating_sub(x + 1));
    let typed = Text::line(prompt.typed());
    let typed = typed.slice(skipped(&typed, hidden)..typed.len());
    canvas.text(rect, x, 0, typed, Role::BarStrong);
    let cursor = x + columns(Text::line(&prompt.before_cursor()).as_slice()) - hidden;
    (rect.x + (cursor as u16).min(rect.width.saturating_sub(1)), rect.y)
}

/// Columns of a long line that are hidden: its end is where typing happens.
fn hidden(prompt: &Prompt, room: usize) -> usize {
    columns(Text::line(&prompt.before_cursor()).as_slice()).saturating_sub(room)
}

/// The byte where a text continues after its first `hidden` columns.
fn skipped(text: &str, hidden: usize) -> usize {
    let mut width = 0;
    let letters = text.char_indices().find(|(_, c)| {
        let is_first = width >= hidden;
        width += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
        is_first
    });
    if hidden == 0 { 0 } else { letters.map_or(text.len(), |(at, _)| at) }
}

/// The number of hits of a query that is not stepped through.
fn counted(app: &App, sought: &Sought) -> Text {
    let found = if app.index().is_open() {
        format!("{} {}", grouped(sought.many()), if sought.many() == 1 { "post" } else { "posts" })
    } else {
        let all = app.thread().subtree(app.reading().article());
        format!("{} of {}", grouped(sought.hits().count(all.clone())), grouped(all.len()))
    };
    Text::line(&if sought.is_complete() { found } else { format!("{found} so far") })
}

/// What a rule would find: `12 of 3,406 posts, in 4 subthreads`.
fn tried(app: &App, sought: &Sought) -> Text {
    let found = format!("{} of {}", grouped(sought.many()), posts_of(app.thread().len()));
    let under = app.tried().map(|many| format!(", in {}", subthreads(many)));
    Text::line(&format!("{found}{}", under.unwrap_or_else(|| " so far".to_owned())))
}
