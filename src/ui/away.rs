//! Shows why a subthread is out of the way, on the line that stands for it.

use super::label::{author_role, hidden_text, shown_name};
use super::list::{self, Line};
use super::overlays::{middle, panel};
use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{App, Rect, Review, Told};
use crate::markup;
use crate::thread::{PostId, Slice, Text};
use crate::visit::{Away, By};

/// Columns of a label with its score.
const LABEL: usize = 18;

/// Writes why a subthread is put away or suggested, if it is, one space before column `x`. Its leading dot separates it
/// from the text there. Returns the column after it.
pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    rect: Rect,
    (x, y): (usize, usize),
    post: PostId,
) -> Option<usize> {
    let (why, role) = match (app.away(post), app.suggested(post)) {
        (Some(away), _) => (told(away), Role::Away),
        (None, Some(reason)) if app.wanders(post) => (format!("wanders? {}", reason.as_slice().as_str()), Role::Dim),
        (None, Some(reason)) => (format!("off-topic? {}", reason.as_slice().as_str()), Role::Suggested),
        (None, None) => return None,
    };
    let x = x.saturating_sub(1);
    let room = usize::from(rect.width).saturating_sub(x);
    // A suggestion leaves room for the beginning of the text.
    let room = if app.away(post).is_some() { room } else { (room * 7 / 10).max(room.min(LABEL)) };
    let why = shortened(&format!("· {why}"), room);
    Some(canvas.text(rect, x, y, why.as_slice(), role))
}

/// The list of what is put away: label, author, size, reason and age of each.
pub(super) fn review(
    app: &App,
    canvas: &mut Canvas<'_>,
    screen: Rect,
    review: &Review,
    keys: Vec<Told>,
) -> Option<(u16, u16)> {
    let height = (review.list.len() + 2).min(usize::from(u16::MAX)) as u16;
    let rect = middle(screen, screen.width.saturating_sub(4).clamp(36, 110), height);
    let inner = panel(canvas, rect, Slice::fixed("Put away"));
    list::rows(canvas, inner, &review.list, |canvas, Line { y, row }| {
        if let Some(post) = review.row(row) {
            reviewed(app, canvas, inner, y, post);
        }
    });
    list::foot(canvas, inner, &review.list, keys)
}

fn reviewed(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, post: PostId) {
    let Some(away) = app.away(post) else { return };
    let width = usize::from(rect.width);
    let since = Text::line(&app.when(away.at));
    let end = canvas.text_right(rect, width * 2 / 3, y, since.as_slice(), Role::Dim);
    let rect = Rect { width: end.saturating_sub(1) as u16, ..rect };
    let x = canvas.text(rect, 0, y, Slice::fixed(away.label.name()), Role::Away).max(10) + 1;
    let name = shown_name(app, post).unwrap_or_else(|| Text::line(&format!("#{}", app.number(post))));
    let x = canvas.text(rect, x, y, cut(name.as_slice(), (width / 5).max(8)).as_slice(), author_role(app, post)) + 2;
    let hidden = hidden_text(app, post);
    let gap = if hidden.is_empty() { 0 } else { 2 };
    let x = canvas.text(rect, x, y, hidden.as_slice(), Role::Fold) + gap;
    let by = match &away.by {
        By::Hand => "",
        By::Suggestion => "suggested ",
        By::Rule(_) => "rule ",
    };
    let x = canvas.text(rect, x, y, Slice::fixed(by), Role::Dim);
    let x = match &away.by {
        By::Rule(name) => {
            let x = canvas.text(rect, x, y, cut(name.as_slice(), (width / 5).max(8)).as_slice(), Role::Dim);
            canvas.text(rect, x, y, Slice::fixed(": "), Role::Dim)
        }
        By::Hand | By::Suggestion => x,
    };
    let x = canvas.text(rect, x, y, away.reason.as_slice(), Role::Plain);
    let x = if by.is_empty() && away.reason.is_empty() { x } else { x + 2 };
    let room = usize::from(rect.width).saturating_sub(x);
    let snippet = cut(markup::snippet(app.thread().body(post), room).as_slice(), room);
    canvas.text(rect, x, y, snippet.as_slice(), Role::Dim);
}

/// A label with its reason.
pub(super) fn told(away: &Away) -> String {
    let by = match &away.by {
        By::Rule(name) => format!(" · rule {}:", name.as_slice().as_str()),
        By::Hand | By::Suggestion => String::new(),
    };
    let space = if away.reason.is_empty() { "" } else { " " };
    format!("{}{by}{space}{}", away.label.name(), away.reason.as_slice().as_str())
}

/// The longest beginning of `label 0.82: word, word` that fits, cut between words or before the score; at least the
/// label.
fn shortened(whole: &str, room: usize) -> Text {
    let mut shown = whole;
    loop {
        let text = Text::line(shown);
        let shorter = shown.rsplit_once(", ").or_else(|| shown.rsplit_once(": ")).or_else(|| {
            let (label, score) = shown.rsplit_once(' ')?;
            score.starts_with(|char: char| char.is_ascii_digit()).then_some((label, score))
        });
        match shorter {
            Some((shorter, _)) if columns(text.as_slice()) > room => shown = shorter,
            _ => return cut(text.as_slice(), room),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_first_where_there_is_little_room_and_the_score_next() {
        let shown = |room| shortened("· off-topic 0.82: ferry, ticket", room).to_string();
        assert_eq!(shown(40), "· off-topic 0.82: ferry, ticket");
        assert_eq!(shown(25), "· off-topic 0.82: ferry");
        assert_eq!(shown(20), "· off-topic 0.82");
        assert_eq!(shown(15), "· off-topic");
        assert_eq!(shown(8), "· off-t…");
    }
}
