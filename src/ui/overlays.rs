//! What lies over the panes: the palette, the help, notices, categories, and what may be typed next.

use super::label::{author_role, muted_text, shown_name};
use super::overview;
use super::portrait;
use super::theme::Role;
use super::{Canvas, away, columns, cut, links, parcel};
use crate::app::{App, Ask, Bindings, Category, Command, Group, LANGUAGE, Overlay, Prompt, Rect};
use crate::thread::{PostId, Slice, Sort, Text};

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, screen: Rect) {
    match app.overlay() {
        Overlay::None => next_keys(app, canvas, screen),
        Overlay::Ask(ask) => offers(canvas, screen, ask),
        Overlay::Hints { .. } | Overlay::Replace { .. } | Overlay::TakeAll => {}
        Overlay::Palette { prompt, rows, selected } => {
            palette(app.bindings(), canvas, screen, (prompt, rows, *selected));
        }
        Overlay::Help { scroll } => help(app, canvas, screen, *scroll),
        Overlay::Notices { scroll } => notices(app, canvas, screen, *scroll),
        Overlay::Overview { survey, selected } => {
            let below = Rect { y: screen.y + 1, height: screen.height.saturating_sub(1), ..screen };
            overview::draw(app, canvas, below, survey, *selected);
        }
        Overlay::News { rows, selected } => {
            posts(app, canvas, screen, Slice::fixed("New, the newest first"), (rows, *selected));
        }
        Overlay::Quoting { rows, selected } => {
            posts(app, canvas, screen, Slice::fixed("Who quotes or addresses it"), (rows, *selected));
        }
        Overlay::Portrait { portrait, selected } => portrait::draw(app, canvas, screen, portrait, *selected),
        Overlay::Orders { selected } => {
            let rows = Sort::ALL.iter().map(|(_, _, about)| *about);
            choices(canvas, screen, "Replies in order", rows, *selected);
        }
        Overlay::Categories { selected } => {
            let rows = Category::ALL.into_iter().map(Category::title);
            choices(canvas, screen, "] and [ go through", rows, *selected);
        }
        Overlay::Recent { rows, selected } => super::recent::draw(app, canvas, screen, rows, *selected),
        Overlay::Everywhere { prompt, findings, selected } => {
            super::everywhere::draw(app, canvas, screen, prompt, findings, *selected);
        }
        Overlay::Links { rows, selected, more } => links::list(app, canvas, screen, rows, *selected, *more),
        Overlay::Doubt { link } => links::doubt(canvas, screen, link),
        Overlay::HandOver { prompt, choice } => parcel::draw(app, canvas, screen, prompt, *choice),
        Overlay::Review(list) => away::review(app, canvas, screen, list),
    }
}

/// The place of the cursor, if something over the panes has it.
pub(super) fn cursor(app: &App, screen: Rect) -> Option<(u16, u16)> {
    let (prompt, rect) = match app.overlay() {
        Overlay::Palette { prompt, .. } => (prompt, palette_rect(screen)),
        Overlay::Everywhere { prompt, .. } => (prompt, super::everywhere::rect(screen)),
        _ => return None,
    };
    let inner = inner(rect);
    let x = columns(Text::line(&prompt.before_cursor()).as_slice()) + 2;
    Some((inner.x + (x as u16).min(inner.width.saturating_sub(1)), inner.y))
}

/// A panel in the middle of the screen, as large as wanted and possible.
pub(super) fn middle(screen: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(screen.width), height.min(screen.height.saturating_sub(1)).max(1));
    let (x, y) = ((screen.width - width) / 2, 1 + (screen.height.saturating_sub(1 + height)) / 3);
    Rect { x: screen.x + x, y: screen.y + y, width, height }
}

/// The inside of a panel: a column of air on both sides and a row above and below.
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

/// Draws lines from `scroll` on, but never past the last page, and says how to see the rest.
fn scrolled(canvas: &mut Canvas<'_>, rect: Rect, scroll: usize, lines: &[HelpLine<'_>], keys: &str) {
    let height = usize::from(rect.height);
    let first = scroll.min(lines.len().saturating_sub(height));
    for (y, line) in lines.iter().skip(first).take(height).enumerate() {
        match line {
            HelpLine::Heading(text) => canvas.text(rect, 0, y, *text, Role::Heading),
            HelpLine::Text(text) => canvas.text(rect, 0, y, text.as_slice(), Role::Plain),
            HelpLine::Keys(keys, what) => {
                let x = canvas.text(rect, 0, y, keys.as_slice(), Role::Key).max(KEY_COLUMNS);
                canvas.text(rect, x, y, *what, Role::Plain)
            }
        };
    }
    let rest = lines.len().saturating_sub(first + height);
    let below = Rect { y: rect.y + rect.height, height: 1, ..rect };
    let scrolls = if rest > 0 || first > 0 { format!("{keys} · {rest} more · ") } else { String::new() };
    let wide = Text::line(&format!(" {scrolls}Esc closes "));
    let fits = columns(wide.as_slice()) <= usize::from(rect.width);
    let more = if fits { wide } else { Text::line(&format!(" {rest} more · Esc closes ")) };
    canvas.text_right(below, 0, 0, cut(more.as_slice(), usize::from(rect.width)).as_slice(), Role::Dim);
}

enum HelpLine<'a> {
    Heading(Slice<'static>),
    Text(&'a Text),
    Keys(Text, Slice<'static>),
}

/// Columns for the keys of a command.
const KEY_COLUMNS: usize = 16;

fn shown_keys(bindings: &Bindings, command: &'static Command) -> Text {
    let keys = bindings.of_command(command).map(|keys| keys.replace("<letter>", "a…z").replace("<digit>", "1…9"));
    Text::line(&keys.collect::<Vec<_>>().join("  "))
}

fn help(app: &App, canvas: &mut Canvas<'_>, screen: Rect, scroll: usize) {
    let (commands, bindings) = (app.commands(), app.bindings());
    let mut lines = Vec::new();
    let groups = Group::ALL.into_iter().filter(|group| commands.iter().any(|command| command.group == *group));
    for group in groups {
        if !lines.is_empty() {
            lines.push(HelpLine::Heading(Slice::fixed("")));
        }
        lines.push(HelpLine::Heading(Slice::fixed(group.title())));
        for command in commands.iter().filter(|command| command.group == group) {
            lines.push(HelpLine::Keys(shown_keys(bindings, command), Slice::fixed(command.help)));
        }
    }
    lines.extend([HelpLine::Heading(Slice::fixed("")), HelpLine::Heading(Slice::fixed("Queries, for / & z f"))]);
    let queries = LANGUAGE.iter();
    lines.extend(queries.map(|(typed, what)| HelpLine::Keys(Text::line(typed), Slice::fixed(what))));
    let rect = middle(screen, 68, lines.len() as u16 + 2);
    let inner = panel(canvas, rect, Slice::fixed("Keys"));
    scrolled(canvas, inner, scroll, &lines, "j k scroll · / finds one");
}

fn notices(app: &App, canvas: &mut Canvas<'_>, screen: Rect, scroll: usize) {
    let width = screen.width.saturating_sub(8).clamp(20, 100);
    let room = usize::from(width.saturating_sub(4)).max(1);
    let wrapped: Vec<Text> =
        app.status().notices().iter().flat_map(|notice| crate::rows::wrapped(notice, room)).collect();
    let lines: Vec<_> = wrapped.iter().map(HelpLine::Text).collect();
    let rect = middle(screen, width, (lines.len() as u16).saturating_add(2));
    let inner = panel(canvas, rect, Slice::fixed("Notices"));
    scrolled(canvas, inner, scroll, &lines, "j k scroll");
}

fn palette_rect(screen: Rect) -> Rect {
    middle(screen, 72, 20)
}

fn palette(
    bindings: &Bindings,
    canvas: &mut Canvas<'_>,
    screen: Rect,
    (prompt, rows, selected): (&Prompt, &[&'static Command], usize),
) {
    let rect = panel(canvas, palette_rect(screen), Slice::fixed("Commands"));
    let x = canvas.text(rect, 0, 0, Slice::fixed(": "), Role::Key);
    canvas.text(rect, x, 0, Text::line(prompt.typed()).as_slice(), Role::Heading);
    let list = Rect { y: rect.y + 1.min(rect.height), height: rect.height.saturating_sub(1), ..rect };
    let height = usize::from(list.height);
    let first = (selected + 1).saturating_sub(height);
    if rows.is_empty() {
        canvas.text(list, 0, 0, Slice::fixed("no such command"), Role::Dim);
    }
    for (y, command) in rows.iter().skip(first).take(height).enumerate() {
        let x = canvas.text(list, 0, y, Slice::fixed(command.name), Role::Author).max(22);
        let keys = shown_keys(bindings, command);
        let end = canvas.text_right(list, x + 2, y, keys.as_slice(), Role::Key);
        let help = cut(Slice::fixed(command.help), end.saturating_sub(x + 1));
        canvas.text(list, x, y, help.as_slice(), Role::Plain);
        if first + y == selected {
            canvas.wash(list, y, Role::Chosen);
        }
    }
}

/// Posts, a row each: who, when, and how it begins.
fn posts(app: &App, canvas: &mut Canvas<'_>, screen: Rect, title: Slice<'_>, (rows, selected): (&[PostId], usize)) {
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(3);
    let rect = middle(screen, screen.width.saturating_sub(8).clamp(20, 110), height.min(screen.height));
    let rect = panel(canvas, rect, title);
    let list = Rect { height: rect.height.saturating_sub(1), ..rect };
    let height = usize::from(list.height);
    let first = (selected + 1).saturating_sub(height);
    for (y, &post) in rows.iter().skip(first).take(height).enumerate() {
        let number = Text::line(&format!("#{}", app.number(post)));
        let mut x = canvas.text(list, 0, y, number.as_slice(), Role::Dim).max(6) + 1;
        if let Some(name) = shown_name(app, post) {
            x = canvas.text(list, x, y, cut(name.as_slice(), 14).as_slice(), author_role(app, post)) + 2;
        }
        if let Some(time) = app.thread().post(post).time() {
            let age = Text::line(&time.ago(app.status().now()));
            x = canvas.text(list, x, y, age.as_slice(), Role::Dim) + 2;
        }
        let room = usize::from(list.width).saturating_sub(x);
        canvas.text(list, x, y, cut(muted_text(app, post, room).as_slice(), room).as_slice(), Role::Plain);
        if first + y == selected {
            canvas.wash(list, y, Role::Chosen);
        }
    }
    let keys = Slice::fixed("Enter goes there · Esc");
    canvas.text(rect, 0, usize::from(rect.height).saturating_sub(1), keys, Role::Dim);
}

/// A list of things to choose from, numbered.
fn choices(
    canvas: &mut Canvas<'_>,
    screen: Rect,
    title: &'static str,
    rows: impl ExactSizeIterator<Item = &'static str>,
    selected: usize,
) {
    let rect = middle(screen, 44, rows.len() as u16 + 2);
    let rect = panel(canvas, rect, Slice::fixed(title));
    for (y, row) in rows.enumerate() {
        let number = Text::line(&format!("{} ", y + 1));
        let x = canvas.text(rect, 0, y, number.as_slice(), Role::Key);
        canvas.text(rect, x, y, Slice::fixed(row), Role::Plain);
        if y == selected {
            canvas.wash(rect, y, Role::Chosen);
        }
    }
}

/// What may be typed on, above the prompt.
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

/// What may follow the keys typed so far.
fn next_keys(app: &App, canvas: &mut Canvas<'_>, screen: Rect) {
    let (typed, rows) = app.typed();
    if rows.is_empty() {
        return;
    }
    let width = |&(keys, what): &(&str, &str)| keys.len().max(4) + what.len();
    let widest = rows.iter().map(width).max().unwrap_or(0) as u16 + 4;
    let height = (rows.len() as u16 + 2).min(screen.height.saturating_sub(1)).max(1);
    let rect = Rect {
        x: screen.x,
        y: screen.y + screen.height.saturating_sub(height),
        width: widest.min(screen.width),
        height,
    };
    let rect = panel(canvas, rect, Text::line(&typed).as_slice());
    for (y, (keys, what)) in rows.into_iter().enumerate() {
        let shown = Text::line(&keys.replace("<letter>", "a…z").replace("<digit>", "1…9"));
        let x = canvas.text(rect, 0, y, shown.as_slice(), Role::Key).max(4);
        canvas.text(rect, x, y, Slice::fixed(what), Role::Plain);
    }
}
