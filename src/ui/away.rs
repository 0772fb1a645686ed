//! Why a subthread is out of the way, on the line that stands for it.

use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{App, Rect};
use crate::thread::{PostId, Text};
use crate::visit::{Away, By};

/// Writes why a subthread is put away, if it is, a space before column `x`: the dot that it begins with keeps it from
/// what stands there. Gives the column after it.
pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    rect: Rect,
    (x, y): (usize, usize),
    post: PostId,
) -> Option<usize> {
    let away = app.away(post)?;
    let x = x.saturating_sub(1);
    let why = shortened(&format!("· {}", told(away)), usize::from(rect.width).saturating_sub(x));
    Some(canvas.text(rect, x, y, why.as_slice(), Role::Away))
}

/// A label with its reason.
pub(super) fn told(away: &Away) -> String {
    let by = match &away.by {
        By::Rule(name) => format!(" by the rule {}", name.as_slice().as_str()),
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
