//! The overview: the thread over time, and rows for times, people and branches.

use super::label::shown_name;
use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{App, Count, Of, Overview, Rect, Survey, Topic, Topics};
use crate::markup;
use crate::thread::{Slice, Text, Time};
use ratatui::widgets::{Sparkline, Widget};

/// Rows of the picture of the thread over time, with the dates below it.
const PICTURE: u16 = 5;
/// The height from which the picture has room.
const TALL: u16 = 16;
/// Columns that the beginning of a branch needs to be useful.
const BEGINNING: usize = 16;
/// Columns for the name of a row.
const NAME: usize = 22;

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, rect: Rect, overview: &Overview) {
    let survey = &overview.survey;
    canvas.clear(rect, Role::Plain);
    let rect = Rect { x: rect.x + 1.min(rect.width), width: rect.width.saturating_sub(2), ..rect };
    let mut list = rect;
    if rect.height >= TALL {
        picture(canvas, Rect { height: PICTURE, ..rect }, survey);
        list = Rect { y: rect.y + PICTURE, height: rect.height - PICTURE, ..rect };
    }
    let lines = lines(survey, overview.list.rows());
    let selected = overview.list.row();
    let at = lines.iter().position(|line| matches!(line, Line::Row(row) if Some(*row) == selected)).unwrap_or(0);
    let height = usize::from(list.height);
    // The heading above the selected row stays visible, and so do the rows after it.
    let first = (at + 3).min(lines.len()).saturating_sub(height);
    for (y, line) in lines.iter().skip(first).take(height).enumerate() {
        match line {
            Line::Heading(title) => {
                canvas.text(list, 0, y, Slice::fixed(title), Role::Heading);
            }
            Line::Blank => {}
            Line::Row(number) => {
                if let Some(count) = survey.rows().get(*number) {
                    row(app, canvas, list, y, (survey, count));
                }
                if Some(*number) == selected {
                    canvas.wash(list, y, Role::Selected);
                }
            }
        }
    }
}

enum Line {
    Heading(&'static str),
    Row(usize),
    Blank,
}

/// The visible rows with their headings.
fn lines(survey: &Survey, shown: &[usize]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut section = None;
    for (&number, row) in shown.iter().filter_map(|number| Some((number, survey.rows().get(*number)?))) {
        if section != Some(row.of.section()) {
            if section.is_some() {
                lines.push(Line::Blank);
            }
            section = Some(row.of.section());
            lines.push(Line::Heading(row.of.section()));
        }
        lines.push(Line::Row(number));
    }
    lines
}

/// The largest number of posts in a row of the same section.
fn most(survey: &Survey, count: &Count) -> usize {
    let section = survey.rows().iter().filter(|row| row.of.section() == count.of.section());
    section.map(|row| row.posts).max().unwrap_or(1)
}

/// Posts over time as columns, from the first to the last.
fn picture(canvas: &mut Canvas<'_>, rect: Rect, survey: &Survey) {
    let spans: Vec<_> = survey
        .rows()
        .iter()
        .filter_map(|row| match row.of {
            Of::Time(start, length) => Some((start, length, row.posts)),
            _ => None,
        })
        .collect();
    let (Some(&(begin, length, _)), Some(&(end, ..))) = (spans.first(), spans.last()) else {
        canvas.text(rect, 0, 0, Slice::fixed("nothing here says when it was written"), Role::Dim);
        topic(canvas, Rect { y: rect.y + rect.height - 2, height: 1, ..rect }, survey);
        return;
    };
    let many = (end.millis() - begin.millis()) / length + 1;
    let width = i64::from(rect.width);
    let mut heights = vec![0_u64; usize::from(rect.width)];
    for (start, _, posts) in &spans {
        let number = (start.millis() - begin.millis()) / length;
        let columns = number * width / many..((number + 1) * width / many).max(number * width / many + 1);
        for column in columns {
            if let Some(height) = heights.get_mut(usize::try_from(column).unwrap_or(usize::MAX)) {
                *height += *posts as u64;
            }
        }
    }
    let area = ratatui::layout::Rect { x: rect.x, y: rect.y, width: rect.width, height: rect.height - 2 };
    let style = canvas.theme.style(Role::Accent);
    Sparkline::default().data(&heights).style(style).render(area.intersection(canvas.buffer.area), canvas.buffer);
    let dates = Rect { y: rect.y + rect.height - 2, height: 1, ..rect };
    let (begin, end) = (Text::line(&span(begin, length)), Text::line(&span(end, length)));
    let x = canvas.text(dates, 0, 0, begin.as_slice(), Role::Dim);
    let end = canvas.text_right(dates, x + 2, 0, end.as_slice(), Role::Dim);
    let between = Rect { x: dates.x + x as u16 + 3, width: end.saturating_sub(x + 6) as u16, ..dates };
    topic(canvas, between, survey);
}

/// The start of a span of `length` milliseconds: its day if it is at least one day long.
fn span(start: Time, length: i64) -> String {
    const DAY: i64 = 24 * 60 * 60_000;
    if length < DAY { start.minute() } else { start.date() }
}

/// Writes the topics of the thread in the middle of a line, as many as fit: `about lamp, tower, harbour`.
fn topic(canvas: &mut Canvas<'_>, rect: Rect, survey: &Survey) {
    let words = survey.topics().map_or(&[][..], Topics::thread);
    let room = usize::from(rect.width);
    let mut about = Text::line("about ");
    if !push_words(&mut about, words, room) {
        return;
    }
    let x = (room - columns(about.as_slice())) / 2;
    let x = canvas.text(rect, x, 0, Slice::fixed("about "), Role::Dim);
    let words = about.as_slice().slice("about ".len()..about.as_slice().as_str().len());
    canvas.text(rect, x, 0, words, Role::Accent);
}

/// Adds as many words with commas between as fit. Returns whether there were any.
fn push_words(text: &mut Text, words: &[Text], room: usize) -> bool {
    let mut any = false;
    for word in words {
        let comma = if any { ", " } else { "" };
        if columns(text.as_slice()) + comma.len() + columns(word.as_slice()) > room {
            break;
        }
        text.push_line(comma);
        text.push(word.as_slice());
        any = true;
    }
    any
}

/// `mara                  ███████▌         38  2h – 3d   The lamp was never the problem`
fn row(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, (survey, count): (&Survey, &Count)) {
    let width = usize::from(rect.width);
    let name_width = NAME.min(width * 3 / 7);
    let (name, role) = name(app, count);
    canvas.text(rect, 2, y, cut(name.as_slice(), name_width).as_slice(), role);
    let start = name_width + 4;
    let bar_width = (width / 5).clamp(3, 40);
    bar(canvas, rect, (start, y), count.posts * bar_width * 8 / most(survey, count).max(1));
    let posts = Text::line(&super::bars::grouped(count.posts));
    let end = start + bar_width + 8;
    canvas.text(rect, end.saturating_sub(columns(posts.as_slice()) + 1), y, posts.as_slice(), Role::Plain);
    let topic = survey.topics().and_then(|topics| topics.branch(count.post)).filter(|_| count.of == Of::Branch);
    let rest = rest(app, (count, topic), width.saturating_sub(end + 1));
    canvas.text(rect, end + 1, y, cut(rest.as_slice(), width.saturating_sub(end + 1)).as_slice(), Role::Dim);
}

fn name(app: &App, count: &Count) -> (Text, Role) {
    let thread = app.thread();
    match count.of {
        Of::Time(start, length) => (Text::line(&span(start, length)), Role::Plain),
        Of::Author(author) => {
            let role = super::label::role_of(app, Some(author), thread.opening(count.post));
            (Text::line(thread.author_name(author)), role)
        }
        Of::Branch => {
            let mut name = Text::line(&format!("#{} ", app.number(count.post)));
            if let Some(shown) = shown_name(app, count.post) {
                name.push(shown.as_slice());
            }
            (name, Role::Author)
        }
    }
}

/// When the posts of a row were written and, as far as it fits, a branch's drift, topics and beginning.
fn rest(app: &App, (count, topic): (&Count, Option<&Topic>), room: usize) -> Text {
    let mut rest = Text::default();
    match (count.of, count.times) {
        (Of::Time(..), _) | (_, None) => {}
        (_, Some((first, last))) => {
            let (first, last) = (app.when(first), app.when(last));
            rest.push_line(&if first == last { first } else { format!("{first} – {last}") });
        }
    }
    if count.of != Of::Branch {
        return rest;
    }
    if let Some(topic) = topic {
        add_topic(&mut rest, topic, room);
    }
    let beginning = markup::snippet(app.thread().body(count.post), room);
    if rest.is_empty() || columns(rest.as_slice()) + BEGINNING <= room {
        add_part(&mut rest, beginning.as_slice());
    }
    rest
}

/// Adds `0.82 ferry, ticket`: the words go first if room is short, then the score.
fn add_topic(rest: &mut Text, topic: &Topic, room: usize) {
    let (mut scored, space) = (rest.clone(), if topic.drift.is_empty() { "" } else { " " });
    add_part(&mut scored, topic.drift.as_slice());
    let mut told = scored.clone();
    match space {
        "" if !told.is_empty() => told.push(Slice::fixed(" · ")),
        space => told.push_line(space),
    }
    if push_words(&mut told, &topic.words, room) {
        *rest = told;
    } else if columns(scored.as_slice()) <= room {
        *rest = scored;
    }
}

fn add_part(text: &mut Text, part: Slice<'_>) {
    if !text.is_empty() && !part.as_str().is_empty() {
        text.push(Slice::fixed(" · "));
    }
    text.push(part);
}

/// A bar of this many eighths of a column.
fn bar(canvas: &mut Canvas<'_>, rect: Rect, (mut x, y): (usize, usize), eighths: usize) {
    for _ in 0..eighths / 8 {
        x = canvas.text(rect, x, y, Slice::fixed("█"), Role::Frame);
    }
    let part = match eighths % 8 {
        0 => return,
        1 => "▏",
        2 => "▎",
        3 => "▍",
        4 => "▌",
        5 => "▋",
        6 => "▊",
        _ => "▉",
    };
    canvas.text(rect, x, y, Slice::fixed(part), Role::Frame);
}
