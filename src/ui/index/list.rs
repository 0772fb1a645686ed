//! The index of a list, whose threads are elsewhere: the counts of the site, and what is known of each.

use super::super::bars::grouped;
use super::super::theme::Role;
use super::super::{Canvas, columns, cut};
use super::{right, rows, subject};
use crate::app::{App, Elsewhere, Entry, News, Rect};
use crate::markup;
use crate::thread::{Slice, Text};

/// The columns where the fields end; 0 for a field without room or content.
struct Ends {
    subject: usize,
    from: usize,
    points: usize,
    replies: usize,
    news: usize,
    age: usize,
    /// Whether news are written in words.
    is_wide: bool,
}

/// Columns of the names of people or sites.
const FROM: usize = 16;

impl Ends {
    fn of(list: &Elsewhere, width: usize) -> Self {
        let mut left = width;
        let mut take = |is_there: bool, columns: usize| {
            let end = if is_there { left } else { 0 };
            left -= if is_there { columns } else { 0 };
            end
        };
        let is_wide = width >= 100;
        let has_points = list.has_points();
        let age = take(width >= 60, 12);
        let news = take(true, if is_wide { 22 } else { 12 });
        let replies = take(width >= 60, 9);
        let points = take(has_points && width >= 70, 8);
        let from = take(is_wide || width >= 80 && (list.is_mixed() || !has_points), FROM + 2);
        Self { subject: left.saturating_sub(1), from, points, replies, news, age, is_wide }
    }
}

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, rect: Rect, list: &Elsewhere) {
    let ends = Ends::of(list, usize::from(rect.width));
    canvas.text(rect, 2, 0, Slice::fixed("subject"), Role::Dim);
    if ends.from > 0 {
        canvas.text(rect, ends.from - FROM, 0, Slice::fixed("from"), Role::Dim);
    }
    let age = if list.is_library() { "read" } else { "latest" };
    for (end, title) in [(ends.points, "points"), (ends.replies, "replies"), (ends.news, "news"), (ends.age, age)] {
        right(canvas, rect, (end, 0), title);
    }
    rows(app, canvas, rect, |canvas, rect, y, entry| row(app, canvas, rect, y, &ends, (list, entry)));
}

/// `★ The harbour and the lighthouse      mara   961    396   12 new · 31 unread    2d`
fn row(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, ends: &Ends, (list, entry): (&Elsewhere, &Entry)) {
    let (thread, news) = (app.thread(), app.index().news(entry));
    let mark = match news {
        News { is_starred: true, .. } => Slice::fixed("★"),
        News { new: 1.., .. } => Slice::fixed("•"),
        _ => Slice::fixed(""),
    };
    canvas.text(rect, 0, y, mark, if news.new > 0 { Role::Unread } else { Role::Dim });
    // A thread that was read and has no news is done with.
    let is_done = news.was_read && news.new + news.unread == 0;
    let heading = markup::heading(thread, entry.opening);
    let title = if thread.title_of(entry.opening).is_empty() { heading } else { app.index().subject(thread, entry) };
    let title = cut(title.as_slice(), ends.subject.saturating_sub(2));
    subject(app, canvas, rect, y, title.as_slice(), if is_done { Role::Dim } else { Role::Plain });
    if ends.from > 0 {
        let from = match entry.signed.and_then(|post| thread.writer(post)) {
            _ if list.is_mixed() => list.site(entry.row),
            writer => Text::line(writer.map_or("", |writer| writer.name)),
        };
        canvas.text(rect, ends.from - FROM, y, cut(from.as_slice(), FROM).as_slice(), Role::Author);
    }
    let points = entry.points.map(|points| points.to_string()).unwrap_or_default();
    right(canvas, rect, (ends.points, y), &points);
    let replies = if entry.is_uncounted { String::new() } else { grouped(entry.replies) };
    right(canvas, rect, (ends.replies, y), &replies);
    let told = Text::line(&told(news, ends.is_wide));
    let role = if news.new > 0 { Role::Unread } else { Role::Dim };
    canvas.text(rect, ends.news.saturating_sub(columns(told.as_slice())), y, told.as_slice(), role);
    let age = entry.last.map(|time| app.when(time)).unwrap_or_default();
    right(canvas, rect, (ends.age, y), &age);
}

/// The number of new and unread posts; empty for a thread that was never read.
fn told(news: News, is_wide: bool) -> String {
    match news {
        News { was_read: false, .. } => String::new(),
        News { new: 0, unread: 0, .. } => "read".to_owned(),
        News { new: 0, unread, .. } => format!("{} unread", grouped(unread)),
        News { new, unread, .. } if is_wide && unread > 0 => {
            format!("{} new · {} unread", grouped(new), grouped(unread))
        }
        News { new, .. } => format!("{} new", grouped(new)),
    }
}
