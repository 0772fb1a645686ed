//! Links: letters over them, the list of a subthread's links, and the doubts about one.

use super::label::shown_name;
use super::list::{self, Line};
use super::overlays::{middle, panel};
use super::theme::Role;
use super::{Canvas, cut};
use crate::app::{App, Hint, Link, Links, Pane, Panel, Rect, Told, hints};
use crate::rows::wrapped;
use crate::thread::{Slice, Text};

/// The hints on a row of a pane that match what is typed, each with its remaining letters.
pub(super) fn letters_on(app: &App, pane: Pane, row: usize) -> impl Iterator<Item = (&Hint, &str)> {
    let (hints, typed): (&[Hint], &str) = match app.panel() {
        Some(Panel::Hints(panel)) => (&panel.links, &panel.typed),
        _ => (&[], ""),
    };
    let of_row = hints.iter().filter(move |hint| hint.pane == pane && hint.row == row);
    of_row.filter_map(move |hint| Some((hint, hint.letters.strip_prefix(typed)?)))
}

/// Writes the letters of a hint over its link.
pub(super) fn letters(canvas: &mut Canvas<'_>, rect: Rect, x: usize, y: usize, letters: &str) {
    let room = usize::from(rect.width).saturating_sub(letters.len());
    canvas.text(rect, x.min(room), y, Text::line(letters).as_slice(), Role::Label);
}

/// Columns for the author of a post with a link.
const NAME_COLUMNS: usize = 14;

/// The links of a subthread, one row each: author, text, target.
pub(super) fn list(
    app: &App,
    canvas: &mut Canvas<'_>,
    screen: Rect,
    links: &Links,
    keys: Vec<Told>,
) -> Option<(u16, u16)> {
    let height = u16::try_from(links.list.len()).unwrap_or(u16::MAX).saturating_add(2);
    let rect = middle(screen, screen.width.saturating_sub(8).clamp(20, 110), height.min(screen.height));
    let many = match (links.list.len(), links.more) {
        (1, _) => "1 link".to_owned(),
        (many, false) => format!("{many} links"),
        (many, true) => format!("the first {many} links"),
    };
    let rect = panel(canvas, rect, Text::line(&many).as_slice());
    list::rows(canvas, rect, &links.list, |canvas, Line { y, row }| {
        let Some(row) = links.row(row) else { return };
        let name = shown_name(app, row.post).unwrap_or_default();
        let mut x = canvas.text(rect, 0, y, cut(name.as_slice(), NAME_COLUMNS).as_slice(), Role::Author);
        x = x.max(NAME_COLUMNS + 1);
        let number = Text::line(&format!("#{}", app.number(row.post)));
        x = canvas.text(rect, x, y, number.as_slice(), Role::Dim).max(x + 5) + 1;
        let leads = Text::line(&row.leads);
        let room = usize::from(rect.width).saturating_sub(x);
        if *row.says != *leads {
            let says = cut(row.says.as_slice(), room / 2);
            x = canvas.text(rect, x, y, says.as_slice(), Role::Plain);
            x = canvas.text(rect, x, y, Slice::fixed(" → "), Role::Frame);
        }
        let room = usize::from(rect.width).saturating_sub(x);
        canvas.text(rect, x, y, cut(leads.as_slice(), room).as_slice(), Role::Link);
    });
    list::foot(canvas, rect, &links.list, keys)
}

/// A link that may not lead where it seems: its full address, and the reason.
pub(super) fn doubt(canvas: &mut Canvas<'_>, screen: Rect, link: &Link, keys: Vec<Told>) {
    let width = screen.width.saturating_sub(4).min(84);
    let room = usize::from(width).saturating_sub(4).max(1);
    let mut lines: Vec<(Text, Role)> = Vec::new();
    let mut add = |text: &Text, role: Role| lines.extend(wrapped(text, room).into_iter().map(|line| (line, role)));
    add(&Text::line("The text of the link:"), Role::Dim);
    add(&cut(link.says().as_slice(), room * 3), Role::Plain);
    add(&Text::line("It leads to:"), Role::Dim);
    add(link.address(), Role::Link);
    add(&Text::default(), Role::Plain);
    for doubt in link.doubts() {
        add(doubt, Role::Error);
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(3);
    let rect = panel(canvas, middle(screen, width, height), Slice::fixed("Look twice"));
    let last = usize::from(rect.height).saturating_sub(1);
    for (y, (text, role)) in lines.iter().take(last).enumerate() {
        canvas.text(rect, 0, y, text.as_slice(), *role);
    }
    let told: Vec<_> = hints(keys).into_iter().map(|(key, what)| format!("{key} {what}")).collect();
    canvas.text(rect, 0, last, Text::line(&told.join(" · ")).as_slice(), Role::Dim);
}
