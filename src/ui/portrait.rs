//! The card of an author: how much they wrote and when, whom they answer, and who answers them.

use super::bars::grouped;
use super::label::{muted_text, role_of};
use super::list::{self, Line};
use super::overlays::{middle, panel};
use super::theme::Role;
use super::{Canvas, columns, cut};
use crate::app::{App, Card, Feature, FeatureKind, Mute, Portrait, Rect, Told};
use crate::thread::{AuthorId, Slice, Text};

/// Columns for the kind of a row.
const KIND: usize = 13;
/// Columns for a name or a time, with its count.
const WHAT: usize = 22;

pub(super) fn draw(
    app: &App,
    canvas: &mut Canvas<'_>,
    screen: Rect,
    card: &Card,
    keys: Vec<Told>,
) -> Option<(u16, u16)> {
    let portrait = &card.portrait;
    let height = u16::try_from(card.list.len()).unwrap_or(u16::MAX).saturating_add(4);
    let rect = middle(screen, screen.width.saturating_sub(4).clamp(20, 84), height);
    let name = cut(Text::line(app.thread().author_name(portrait.author())).as_slice(), 40);
    let rect = panel(canvas, rect, name.as_slice());
    let facts = facts(app, portrait);
    canvas.text(rect, 0, 0, cut(facts.as_slice(), usize::from(rect.width)).as_slice(), Role::Dim);
    let used = 2.min(rect.height);
    let below = Rect { y: rect.y + used, height: rect.height.saturating_sub(used), ..rect };
    let mut kind = "";
    list::rows(canvas, below, &card.list, |canvas, Line { y, row }| {
        let Some(row) = portrait.rows().get(row) else { return };
        let named = title(row.kind);
        if named != kind {
            canvas.text(below, 0, y, Slice::fixed(named), Role::Heading);
            kind = named;
        }
        line(app, canvas, below, y, (portrait, row));
    });
    list::foot(canvas, rect, &card.list, keys)
}

fn title(kind: FeatureKind) -> &'static str {
    match kind {
        FeatureKind::First => "First",
        FeatureKind::Last => "Last",
        FeatureKind::Answers(..) => "Answers",
        FeatureKind::AnsweredBy(..) => "Answered by",
    }
}

/// `12 of 38 posts (32%) · keeper · wrote the article · muted`
fn facts(app: &App, portrait: &Portrait) -> Text {
    let (author, opening) = (Some(portrait.author()), portrait.opening());
    let noun = if portrait.of == 1 { "post" } else { "posts" };
    let share = match (portrait.posts * 100 + portrait.of / 2) / portrait.of.max(1) {
        0 => "under 1%".to_owned(),
        share => format!("{share}%"),
    };
    let (posts, all) = (grouped(portrait.posts), grouped(portrait.of));
    let mut facts = Text::line(&format!("{posts} of {all} {noun} ({share})"));
    let mut add = |fact: Slice<'_>| {
        facts.push(Slice::fixed(" · "));
        facts.push(fact);
    };
    if let Some(tag) = app.people().tag(author) {
        add(tag.as_slice());
    }
    if app.people().is_reader(author) {
        add(Slice::fixed("you"));
    }
    if app.thread().post(opening).author() == author {
        add(Slice::fixed("wrote the article"));
    }
    match app.people().mute(author) {
        Mute::Not => {}
        Mute::Soft => add(Slice::fixed("only their first line")),
        Mute::Hard => add(Slice::fixed("muted")),
    }
    facts
}

fn line(app: &App, canvas: &mut Canvas<'_>, rect: Rect, y: usize, (portrait, row): (&Portrait, &Feature)) {
    let mut named = |author: AuthorId, many: usize| {
        let name = cut(Text::line(app.thread().author_name(author)).as_slice(), WHAT - 6);
        let x = canvas.text(rect, KIND, y, name.as_slice(), role_of(app, Some(author), portrait.opening()));
        canvas.text(rect, x + 1, y, Text::line(&format!("×{many}")).as_slice(), Role::Dim)
    };
    let time = app.thread().post(row.post).time();
    let x = match row.kind {
        FeatureKind::Answers(author, many) | FeatureKind::AnsweredBy(author, many) => named(author, many),
        FeatureKind::First | FeatureKind::Last => {
            let when = time.map(|time| Text::line(&app.when(time))).unwrap_or_default();
            canvas.text(rect, KIND, y, when.as_slice(), Role::Plain)
        }
    };
    let x = x.max(KIND + WHAT) + 1;
    let number = Text::line(&format!("#{} ", app.number(row.post)));
    let room = usize::from(rect.width).saturating_sub(x + columns(number.as_slice()));
    let x = canvas.text(rect, x, y, number.as_slice(), Role::Dim);
    canvas.text(rect, x, y, cut(muted_text(app, row.post, room).as_slice(), room).as_slice(), Role::Plain);
}
