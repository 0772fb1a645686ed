//! The index of a shelf: one row for each thread.

mod list;

use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{App, Entry, Rect, Signs, Slot, Sought};
use crate::thread::{Slice, Text, Time};

/// Columns of the bar that shows the number of replies.
const BAR: usize = 8;

/// The columns where the fields end; 0 for a field without room.
struct Ends {
    subject: usize,
    author: usize,
    people: usize,
    replies: usize,
    begun: usize,
    latest: usize,
}

impl Ends {
    /// The fields of a row of `width` columns: the subject first, then as many others as leave it room.
    fn of(width: usize) -> Self {
        let mut left = width;
        let mut take = |least: usize, columns: usize| {
            if width < least {
                return 0;
            }
            let end = left;
            left -= columns;
            end
        };
        take(100, BAR + 2);
        let latest = take(60, 12);
        let begun = take(100, 12);
        let people = take(100, 8);
        let replies = take(0, 12);
        let author = take(80, 18);
        Self { subject: left.saturating_sub(1), author, people, replies, begun, latest }
    }
}

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, rect: Rect) {
    let index = app.index();
    if let Some(list) = index.list() {
        return list::draw(app, canvas, rect, list);
    }
    let ends = Ends::of(usize::from(rect.width));
    head(canvas, rect, &ends);
    let most = index.most_replies().max(1);
    rows(app, canvas, rect, |canvas, list, y, entry| row(app, canvas, list, y, &ends, (entry, most)));
}

/// Draws the rows below the head and washes the selected one.
fn rows(app: &App, canvas: &mut Canvas<'_>, rect: Rect, mut row: impl FnMut(&mut Canvas<'_>, Rect, usize, &Entry)) {
    let index = app.index();
    let list = Rect { y: rect.y + 1, height: rect.height.saturating_sub(1), ..rect };
    if index.counts().0 == 0 {
        let told = Text::line(&app.keyed("no thread has that; {unfilter} shows all"));
        canvas.text(list, 2, 0, told.as_slice(), Role::Dim);
    }
    for (y, entry) in index.page().take(usize::from(list.height)).enumerate() {
        row(canvas, list, y, entry);
        if y == index.cursor() {
            canvas.wash(list, y, Role::Selected);
        }
    }
}

fn head(canvas: &mut Canvas<'_>, rect: Rect, ends: &Ends) {
    canvas.text(rect, 2, 0, Slice::fixed("subject"), Role::Dim);
    if ends.author > 0 {
        canvas.text(rect, ends.author - 16, 0, Slice::fixed("from"), Role::Dim);
    }
    let rest = [(ends.replies, "replies"), (ends.people, "people"), (ends.begun, "begun"), (ends.latest, "latest")];
    for (end, title) in rest {
        right(canvas, rect, (end, 0), title);
    }
}

/// `•  The harbour and the lighthouse      mara    38 (6)    5   2023-04-20   2023-04-21  ▆▆▆`
fn row(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, ends: &Ends, (entry, most): (&Entry, usize)) {
    let thread = app.thread();
    let unread = app.reading().due().count(thread.subtree(entry.opening));
    if unread > 0 {
        canvas.text(rect, 0, y, Slice::fixed("•"), Role::Unread);
    }
    let matches = app.index().matches(thread, entry).map(|many| {
        let noun = if many == 1 { "match" } else { "matches" };
        Text::line(&format!("{many} {noun}"))
    });
    let taken = matches.as_ref().map_or(0, |matches| columns(matches.as_slice()) + 2);
    let title = app.index().subject(thread, entry);
    let title = cut(title.as_slice(), ends.subject.saturating_sub(2 + taken));
    subject(app, canvas, rect, y, title.as_slice(), Role::Plain);
    if ends.author > 0
        && let Some(writer) = entry.signed.and_then(|post| thread.writer(post))
    {
        let name = cut(Text::line(writer.name).as_slice(), 16);
        canvas.text(rect, ends.author - 16, y, name.as_slice(), Role::Author);
    }
    if let Some(matches) = matches {
        let end = Rect { width: ends.subject as u16, ..rect };
        canvas.text_right(end, 2, y, matches.as_slice(), Role::Fold);
    }
    let replies = match entry.replies {
        replies if unread > 0 && unread <= replies => format!("{replies} ({unread})"),
        replies => replies.to_string(),
    };
    let age = |time: Option<Time>| time.map(|time| app.when(time)).unwrap_or_default();
    right(canvas, rect, (ends.replies, y), &replies);
    right(canvas, rect, (ends.people, y), &entry.people.to_string());
    right(canvas, rect, (ends.begun, y), &age(entry.first));
    right(canvas, rect, (ends.latest, y), &age(entry.last));
    if ends.begun > 0 && app.signs() != Signs::Words {
        let filled = (entry.replies * BAR).div_ceil(most).min(BAR);
        for x in 0..filled {
            canvas.text(rect, ends.latest + 2 + x, y, Slice::fixed("▆"), Role::Frame);
        }
    }
}

/// Writes the subject of a row and marks the matches in it.
fn subject(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, title: Slice<'_>, role: Role) {
    let pattern = app.sought_for(Slot::Index).and_then(Sought::pattern);
    let marked: Vec<_> = pattern.map(|pattern| pattern.find(title.as_str()).collect()).unwrap_or_default();
    canvas.marked(rect, (2, y), title, 0, role, &marked);
}

/// Writes a text that ends before a column; nothing if that is 0.
fn right(canvas: &mut Canvas<'_>, rect: Rect, (end, y): (usize, usize), text: &str) {
    if end > 0 {
        let text = Text::line(text);
        canvas.text(rect, end.saturating_sub(columns(text.as_slice())), y, text.as_slice(), Role::Dim);
    }
}
