//! What lies over the panes: the palette, the help, notices, categories and completions.

use super::label::{author_role, muted_text, shown_name};
use super::list::{self, Line};
use super::overview;
use super::portrait;
use super::theme::Role;
use super::{Canvas, away, columns, cut, links, parcel};
use crate::app::{
    App, Ask, Choice, Command, CommandPalette, Help, HelpRow, List, Notices, Panel, Posts, Rect, Things, Told,
};
use crate::thread::{Slice, Text};

/// Draws what lies over the panes. Returns the place of the cursor, if something there has it.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, screen: Rect) -> Option<(u16, u16)> {
    let Some(panel) = app.panel() else {
        next_keys(app, canvas, screen);
        return None;
    };
    let keys = panel.keys();
    let cursor = match panel {
        Panel::Hints(_) | Panel::Replace(_) | Panel::TakeAll(_) | Panel::LoadAll(_) => None,
        Panel::Ask(ask) => {
            offers(canvas, screen, ask);
            None
        }
        Panel::Palette(panel) => palette(app, canvas, screen, panel),
        Panel::Help(panel) => help(app, canvas, screen, panel, keys),
        Panel::Notices(panel) => notices(canvas, screen, panel, keys),
        Panel::Overview(panel) => {
            let below = Rect { y: screen.y + 1, height: screen.height.saturating_sub(1), ..screen };
            overview::draw(app, canvas, below, panel);
            None
        }
        Panel::Peek(panel) => {
            super::peek::draw(app, canvas, screen, panel);
            None
        }
        Panel::Posts(panel) => posts(app, canvas, screen, panel, keys),
        Panel::Portrait(panel) => portrait::draw(app, canvas, screen, panel, keys),
        Panel::Choice(panel) => choices(canvas, screen, panel, keys),
        Panel::Everywhere(panel) => super::everywhere::draw(app, canvas, screen, panel),
        Panel::Links(panel) => links::list(app, canvas, screen, panel, keys),
        Panel::Doubt(doubt) => {
            links::doubt(canvas, screen, &doubt.link, keys);
            None
        }
        Panel::HandOver(panel) => {
            parcel::draw(app, canvas, screen, panel);
            None
        }
        Panel::Review(panel) => away::review(app, canvas, screen, panel, keys),
    };
    match app.shown_keys() {
        Some(shown) => help(app, canvas, screen, shown, Vec::new()),
        None => cursor,
    }
}

/// A panel in the middle of the screen, as large as wanted if possible.
pub(super) fn middle(screen: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(screen.width), height.min(screen.height.saturating_sub(1)).max(1));
    let (x, y) = ((screen.width - width) / 2, 1 + (screen.height.saturating_sub(1 + height)) / 3);
    Rect { x: screen.x + x, y: screen.y + y, width, height }
}

/// The inside of a panel: one blank column on both sides, one row above and below.
fn inner(rect: Rect) -> Rect {
    Rect {
        x: rect.x + 2.min(rect.width),
        y: rect.y + 1.min(rect.height),
        width: rect.width.saturating_sub(4),
        height: rect.height.saturating_sub(2),
    }
}

pub(super) fn panel(canvas: &mut Canvas<'_>, rect: Rect, title: Slice<'_>) -> Rect {
    canvas.clear(rect, Role::Panel);
    let last = usize::from(rect.height).saturating_sub(1);
    let right = usize::from(rect.width).saturating_sub(1);
    for x in 0..=right {
        for y in [0, last] {
            canvas.text(rect, x, y, Slice::fixed("─"), Role::Frame);
        }
    }
    for y in 0..=last {
        for x in [0, right] {
            let corner = match (x, y) {
                (0, 0) => "╭",
                (0, y) if y == last => "╰",
                (_, 0) => "╮",
                (_, y) if y == last => "╯",
                _ => "│",
            };
            canvas.text(rect, x, y, Slice::fixed(corner), Role::Frame);
        }
    }
    let x = canvas.text(rect, 2, 0, Slice::fixed(" "), Role::Frame);
    let x = canvas.text(rect, x, 0, title, Role::Heading);
    canvas.text(rect, x, 0, Slice::fixed(" "), Role::Frame);
    inner(rect)
}

/// Columns for the keys of a command.
const KEY_COLUMNS: usize = 16;

fn shown_keys(app: &App, command: &'static Command) -> Text {
    Text::line(&app.keys_for(command).join("  ").replace("<letter>", "a…z").replace("<digit>", "1…9"))
}

/// Keys with their meanings, under the headings of their groups.
fn help(app: &App, canvas: &mut Canvas<'_>, screen: Rect, help: &Help, keys: Vec<Told>) -> Option<(u16, u16)> {
    let mut lines: Vec<(Text, Slice<'static>, Option<usize>)> = Vec::new();
    let mut section = "";
    for (at, row) in help.list.rows().iter().filter_map(|&row| help.row(row)).enumerate() {
        if row.section() != section {
            section = row.section();
            if !lines.is_empty() {
                lines.push((Text::default(), Slice::fixed(""), None));
            }
            lines.push((Text::default(), Slice::fixed(section), None));
        }
        let (keys, what) = match row {
            HelpRow::Command(command) => (shown_keys(app, command), command.help),
            HelpRow::Keys((keys, what)) => (Text::line(&keys.join("  ").replace("<digit>", "1…9")), *what),
            HelpRow::Query(typed, what) => (Text::line(typed), *what),
        };
        lines.push((keys, Slice::fixed(what), Some(at)));
    }
    let rect = middle(screen, 68, lines.len() as u16 + 2);
    let title = if help.is_of_panel() { "Keys of this list" } else { "Keys" };
    let inner = panel(canvas, rect, Slice::fixed(title));
    let height = usize::from(inner.height);
    let at = lines.iter().position(|(.., at)| *at == Some(help.list.selected())).unwrap_or(0);
    // The heading above the first row stays visible.
    let first = (at + 1).saturating_sub(height);
    for (y, (keys, what, at)) in lines.iter().skip(first).take(height).enumerate() {
        if at.is_none() {
            canvas.text(inner, 0, y, *what, Role::Heading);
            continue;
        }
        let x = canvas.text(inner, 0, y, keys.as_slice(), Role::Key);
        canvas.text(inner, KEY_COLUMNS.max(x + 2), y, *what, Role::Plain);
        if *at == Some(help.list.selected()) {
            canvas.wash(inner, y, Role::Chosen);
        }
    }
    let rest = lines.len().saturating_sub(first + height);
    let cursor = list::foot(canvas, inner, &help.list, keys);
    if rest > 0 && cursor.is_none() {
        let below = Rect { y: inner.y + inner.height, height: 1, ..inner };
        canvas.text(below, 0, 0, Text::line(&format!(" {rest} more ")).as_slice(), Role::Dim);
    }
    cursor
}

fn notices(canvas: &mut Canvas<'_>, screen: Rect, notices: &Notices, keys: Vec<Told>) -> Option<(u16, u16)> {
    let width = screen.width.saturating_sub(8).clamp(20, 100);
    let room = usize::from(width.saturating_sub(4)).max(1);
    let rows = notices.list.rows().iter().enumerate();
    let lines: Vec<(Text, usize)> = rows
        .filter_map(|(at, &row)| Some((at, notices.row(row)?)))
        .flat_map(|(at, notice)| crate::rows::wrapped(notice, room).into_iter().map(move |line| (line, at)))
        .collect();
    let rect = middle(screen, width, (lines.len() as u16).saturating_add(2));
    let inner = panel(canvas, rect, Slice::fixed("Notices"));
    let height = usize::from(inner.height);
    let last = lines.iter().rposition(|(_, at)| *at == notices.list.selected()).unwrap_or(0);
    let first = (last + 1).saturating_sub(height);
    for (y, (line, at)) in lines.iter().skip(first).take(height).enumerate() {
        canvas.text(inner, 0, y, line.as_slice(), Role::Plain);
        if *at == notices.list.selected() {
            canvas.wash(inner, y, Role::Chosen);
        }
    }
    list::foot(canvas, inner, &notices.list, keys)
}

fn palette(app: &App, canvas: &mut Canvas<'_>, screen: Rect, palette: &CommandPalette) -> Option<(u16, u16)> {
    let rect = panel(canvas, middle(screen, 72, 20), Slice::fixed("Commands"));
    let cursor = typed(canvas, rect, Slice::fixed(": "), &palette.list);
    let below = Rect { y: rect.y + 1.min(rect.height), height: rect.height.saturating_sub(1), ..rect };
    if palette.rows().is_empty() {
        canvas.text(below, 0, 0, Slice::fixed("no such command"), Role::Dim);
    }
    list::rows(canvas, below, &palette.list, |canvas, Line { y, row }| {
        let Some(command) = palette.rows().get(row) else { return };
        let x = canvas.text(below, 0, y, Slice::fixed(command.name), Role::Author).max(22);
        let keys = shown_keys(app, command);
        let end = canvas.text_right(below, x + 2, y, keys.as_slice(), Role::Key);
        let help = cut(Slice::fixed(command.help), end.saturating_sub(x + 1));
        canvas.text(below, x, y, help.as_slice(), Role::Plain);
    });
    cursor
}

/// The top line of a list whose rows depend on what is typed. Returns the place of the cursor.
pub(super) fn typed(canvas: &mut Canvas<'_>, rect: Rect, sign: Slice<'static>, list: &List) -> Option<(u16, u16)> {
    let line = list.line()?;
    let x = canvas.text(rect, 0, 0, sign, Role::Key);
    canvas.text(rect, x, 0, Text::line(line.typed()).as_slice(), Role::Heading);
    let x = x + columns(Text::line(&line.before_cursor()).as_slice());
    Some((rect.x + (x as u16).min(rect.width.saturating_sub(1)), rect.y))
}

/// Posts, one row each: author, time and beginning.
fn posts(app: &App, canvas: &mut Canvas<'_>, screen: Rect, posts: &Posts, keys: Vec<Told>) -> Option<(u16, u16)> {
    let height = u16::try_from(posts.list.len()).unwrap_or(u16::MAX).saturating_add(2);
    let rect = middle(screen, screen.width.saturating_sub(8).clamp(20, 110), height.min(screen.height));
    let rect = panel(canvas, rect, Slice::fixed(posts.title));
    list::rows(canvas, rect, &posts.list, |canvas, Line { y, row }| {
        let Some(post) = posts.row(row) else { return };
        let number = Text::line(&format!("#{}", app.number(post)));
        let mut x = canvas.text(rect, 0, y, number.as_slice(), Role::Dim).max(6) + 1;
        if let Some(name) = shown_name(app, post) {
            x = canvas.text(rect, x, y, cut(name.as_slice(), 14).as_slice(), author_role(app, post)) + 2;
        }
        if let Some(time) = app.thread().post(post).time() {
            let age = Text::line(&app.when(time));
            x = canvas.text(rect, x, y, age.as_slice(), Role::Dim) + 2;
        }
        let room = usize::from(rect.width).saturating_sub(x);
        canvas.text(rect, x, y, cut(muted_text(app, post, room).as_slice(), room).as_slice(), Role::Plain);
    });
    list::foot(canvas, rect, &posts.list, keys)
}

/// A numbered list of choices, with a mark at the current one.
fn choices(canvas: &mut Canvas<'_>, screen: Rect, choice: &Choice, keys: Vec<Told>) -> Option<(u16, u16)> {
    let names = &choice.names;
    let title = match choice.things {
        Things::Orders => "Replies in order",
        Things::Categories => "Go through",
        Things::Themes => "Themes",
    };
    let rect = panel(canvas, middle(screen, 52, names.len() as u16 + 2), Slice::fixed(title));
    list::rows(canvas, rect, &choice.list, |canvas, Line { y, row }| {
        let Some(name) = names.get(row) else { return };
        let mark = if Some(row) == choice.current { "●" } else { " " };
        let x = canvas.text(rect, 0, y, Slice::fixed(mark), Role::Accent);
        let number = Text::line(&format!("{} ", row + 1));
        let x = canvas.text(rect, x, y, number.as_slice(), Role::Key);
        canvas.text(rect, x, y, Slice::fixed(name), Role::Plain);
    });
    list::foot(canvas, rect, &choice.list, keys)
}

/// Completions above the prompt.
fn offers(canvas: &mut Canvas<'_>, screen: Rect, ask: &Ask) {
    let Some(offers) = &ask.offers else { return };
    let height = (offers.rows.len() as u16 + 2).min(screen.height.saturating_sub(1)).clamp(1, 14);
    let y = screen.y + screen.height.saturating_sub(height);
    let rect = panel(canvas, Rect { y, height, width: 58.min(screen.width), ..screen }, Slice::fixed("Tab"));
    let room = usize::from(rect.height);
    let first = (offers.chosen + 1).saturating_sub(room);
    for (y, offer) in offers.rows.iter().skip(first).take(room).enumerate() {
        let x = canvas.text(rect, 0, y, Text::line(&offer.text).as_slice(), Role::Key).max(KEY_COLUMNS) + 1;
        canvas.text(rect, x, y, Slice::fixed(offer.about), Role::Plain);
        if first + y == offers.chosen {
            canvas.wash(rect, y, Role::Selected);
        }
    }
}

/// The keys that may follow those typed so far.
fn next_keys(app: &App, canvas: &mut Canvas<'_>, screen: Rect) {
    let (typed, rows) = app.typed();
    if rows.is_empty() {
        return;
    }
    let shown = |keys: &str| Text::line(&keys.replace("<letter>", "a…z").replace("<digit>", "1…9"));
    // The descriptions share a column, after the longest of the keys.
    let gap = rows.iter().map(|(keys, _)| columns(shown(keys).as_slice())).max().unwrap_or(0) + 2;
    let widest = (gap + rows.iter().map(|(_, what)| what.len()).max().unwrap_or(0)) as u16 + 4;
    let height = (rows.len() as u16 + 2).min(screen.height.saturating_sub(1)).max(1);
    let rect = Rect {
        x: screen.x,
        y: screen.y + screen.height.saturating_sub(height),
        width: widest.min(screen.width),
        height,
    };
    let rect = panel(canvas, rect, Text::line(&typed).as_slice());
    for (y, (keys, what)) in rows.into_iter().enumerate() {
        canvas.text(rect, 0, y, shown(keys).as_slice(), Role::Key);
        canvas.text(rect, gap, y, Slice::fixed(what), Role::Plain);
    }
}
