//! The list of hits in all threads that were opened before.

use super::bars::grouped;
use super::list::{self, Line};
use super::overlays::{middle, panel, typed};
use super::theme::Role;
use super::{Canvas, cut};
use crate::app::{App, Everywhere, Rect};
use crate::thread::{Slice, Text};
use crate::visit::Findings;

/// Columns of a title and of a name at most.
const TITLE: usize = 34;
const NAME: usize = 14;

/// `The lamp on the mole  mara  the old chart says nothing of the sandbank`
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, screen: Rect, everywhere: &Everywhere) -> Option<(u16, u16)> {
    let outer = middle(screen, screen.width.saturating_sub(6).min(130), screen.height.saturating_sub(4));
    let rect = panel(canvas, outer, Slice::fixed("Every thread that was opened"));
    let cursor = typed(canvas, rect, Slice::fixed("/ "), &everywhere.list);
    let below = Rect { y: rect.y + 1.min(rect.height), height: rect.height.saturating_sub(2), ..rect };
    let width = usize::from(below.width);
    let titles = TITLE.min(width / 3);
    list::rows(canvas, below, &everywhere.list, |canvas, Line { y, row }| {
        let Some(row) = everywhere.findings.rows.get(row) else { return };
        // The open thread was read after the moment that ages count from.
        let now = app.status().now();
        let age = Text::line(&app.when(row.last.min(now)));
        let end = canvas.text_right(below, 0, y, age.as_slice(), Role::Dim).saturating_sub(1);
        let title = if row.title.is_empty() { Slice::fixed("(no title)") } else { row.title.as_slice() };
        canvas.text(below, 0, y, cut(title, titles).as_slice(), Role::Plain);
        let mut x = titles + 2;
        let name = cut(row.author.as_slice(), NAME.min(end.saturating_sub(x)));
        x = canvas.text(below, x, y, name.as_slice(), Role::Author).max(x + NAME.min(width / 6)) + 2;
        let said = cut(row.snippet.as_slice(), end.saturating_sub(x));
        canvas.text(below, x, y, said.as_slice(), Role::Quote);
    });
    let last = usize::from(rect.height).saturating_sub(1);
    let told = Text::line(&told(&everywhere.findings, everywhere.words()));
    canvas.text(rect, 0, last, cut(told.as_slice(), width).as_slice(), Role::Dim);
    cursor
}

/// How much was found, and among how many threads and posts.
fn told(findings: &Findings, typed: &str) -> String {
    let some = |many: usize, one: &str| format!("{} {one}{}", grouped(many), if many == 1 { "" } else { "s" });
    let mut told = match (findings.rows.len(), findings.all) {
        _ if findings.words != typed => "seeking …".to_owned(),
        (0, _) if typed.trim().is_empty() => "words, \"words in a row\", author:name".to_owned(),
        (0, _) => "nothing found".to_owned(),
        (shown, all) if shown < all => format!("{} of {}", grouped(shown), some(all, "post")),
        (_, all) => some(all, "post"),
    };
    told += &format!(" · {} in {}", some(findings.posts, "post"), some(findings.threads, "thread"));
    if findings.left_out > 0 {
        told += &format!(" · not in {} of more than 50,000 posts", some(findings.left_out, "thread"));
    }
    told
}
