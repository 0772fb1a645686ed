//! Lines over posts in words, for those who hear the screen: nothing is told by a sign, a colour or a column.

use super::away::told;
use super::label::{hidden_text, muted_text, shown_name};
use crate::app::App;
use crate::thread::{PostId, Text};

/// `#7 mara, answers gull, 2h, 14 points, unread`
pub(super) fn head(app: &App, post: PostId, depth_in_view: usize) -> Text {
    let thread = app.thread();
    let mut parts = vec![named(app, post)];
    let answered = app.answered(post, depth_in_view).map(|(_, other)| other).or_else(|| thread.parent(post));
    if let Some(other) = answered.filter(|&other| other != app.reading().article()) {
        let name = shown_name(app, other).map_or_else(|| format!("#{}", app.number(other)), |name| name.to_string());
        parts.push(format!("answers {name}"));
    }
    parts.extend(thread.post(post).time().map(|time| app.when(time)));
    parts.extend(thread.post(post).score().map(|score| {
        let points = if score == 1 { "point" } else { "points" };
        format!("{score} {points}")
    }));
    state(app, post, &mut parts);
    Text::line(&parts.join(", "))
}

/// `#7 mara, folded, +9 below: The ferry was late again`
pub(super) fn folded(app: &App, post: PostId, room: usize) -> Text {
    let mut parts = vec![named(app, post), "folded".to_owned()];
    let hidden = hidden_text(app, post);
    if !hidden.is_empty() {
        parts.push(format!("{hidden} below"));
    }
    state(app, post, &mut parts);
    let begun = parts.join(", ");
    Text::line(&format!("{begun}: {}", muted_text(app, post, room.saturating_sub(begun.len() + 2))))
}

fn named(app: &App, post: PostId) -> String {
    let name = shown_name(app, post).map(|name| format!(" {name}")).unwrap_or_default();
    format!("#{}{name}", app.number(post))
}

/// Adds what signs and colours tell otherwise.
fn state(app: &App, post: PostId, parts: &mut Vec<String>) {
    let is_hit = app.sought().is_some_and(|sought| sought.has(post));
    parts.extend(is_hit.then(|| "match".to_owned()));
    parts.extend(app.is_unread(post).then(|| if app.new_posts().contains(post) { "new" } else { "unread" }.to_owned()));
    match (app.away(post), app.suggested(post)) {
        (Some(away), _) => parts.push(format!("put away: {}", told(away))),
        (None, Some(reason)) if app.wanders(post) => parts.push(format!("wanders: {reason}")),
        (None, Some(reason)) => parts.push(format!("off-topic, suggested: {reason}")),
        (None, None) => {}
    }
    parts.extend((post == app.selection()).then(|| "selected".to_owned()));
}
