//! What stands for a post where there is little room: its author's name, and how much a fold hides.

use super::theme::Role;
use crate::app::App;
use crate::thread::{PostId, Slice, Text, Thread};

/// What a folded row stands for: how many posts, and how many of them have what is searched for.
pub(super) fn hidden_text(app: &App, post: PostId) -> Text {
    let below = app.view().folds().below(app.thread(), post);
    let mut text = if below > 0 { format!("+{below}") } else { String::new() };
    let matches = app.sought().map_or(0, |sought| sought.below(app.thread(), post));
    if matches > 0 {
        let plural = if matches == 1 { "match" } else { "matches" };
        text += &format!(" ({matches} {plural})");
    }
    Text::line(&text)
}

/// A name as it is shown: `≈` stands before one that was inferred.
pub(super) fn shown_name(thread: &Thread, post: PostId) -> Option<Text> {
    let writer = thread.writer(post)?;
    let mut name = Text::default();
    if writer.inferred {
        name.push(Slice::fixed("≈"));
    }
    name.push_line(writer.name);
    Some(name)
}

/// How the name of a post's author is drawn.
pub(super) fn author_role(thread: &Thread, post: PostId) -> Role {
    let original = thread.post(thread.opening(post)).author();
    if original.is_some() && thread.post(post).author() == original { Role::OriginalPoster } else { Role::Author }
}

/// How the name of a post's author is drawn where it may be searched for, or stand there for what is below it.
pub(super) fn name_role(app: &App, post: PostId) -> Role {
    let is_searched = |name| app.pattern().is_some_and(|pattern| pattern.is_in_name(name));
    match app.thread().writer(post) {
        _ if app.is_context(post) => Role::Dim,
        Some(writer) if is_searched(writer.name) => Role::Match,
        Some(_) => author_role(app.thread(), post),
        None => Role::Dim,
    }
}
