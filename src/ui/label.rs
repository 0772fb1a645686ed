//! Short forms of a post: its author's name, and how much a fold hides.

use super::theme::Role;
use crate::app::{App, Mute};
use crate::markup;
use crate::thread::{AuthorId, Gone, PostId, Slice, Text};

/// What a folded row hides: the number of posts, and of matches among them.
pub(super) fn hidden_text(app: &App, post: PostId) -> Text {
    let below = app.reading().folds().below(app.thread(), post);
    let mut text = if below > 0 { format!("+{below}") } else { String::new() };
    let (new, to_reader) = app.news_below(post);
    let counts = [(new, "new"), (to_reader, "to you")].into_iter().filter(|&(many, _)| many > 0);
    let counts: Vec<_> = counts.map(|(many, what)| format!("{many} {what}")).collect();
    if !counts.is_empty() {
        text += &format!(" ({})", counts.join(", "));
    }
    let matches = app.sought().map_or(0, |sought| sought.below(app.thread(), post));
    if matches > 0 {
        let plural = if matches == 1 { "match" } else { "matches" };
        text += &format!(" ({matches} {plural})");
    }
    Text::line(&text)
}

/// A name as it is shown: with `≈` before an inferred one, and a mark in place of one that is gone.
pub(super) fn shown_name(app: &App, post: PostId) -> Option<Text> {
    let Some(writer) = app.thread().writer(post).filter(|writer| !writer.inferred || app.shows_inferred()) else {
        return app.thread().post(post).gone().map(|gone| Text::line(gone.mark()));
    };
    let mut name = Text::default();
    if writer.inferred {
        name.push(Slice::fixed("≈"));
    }
    name.push_line(writer.name);
    Some(name)
}

/// The role of a post's author name.
pub(super) fn author_role(app: &App, post: PostId) -> Role {
    role_of(app, app.thread().post(post).author(), app.thread().opening(post))
}

/// The role of an author's name on a post that answers it: the original poster and the reader stand out as on their own
/// posts.
pub(super) fn answered_role(app: &App, post: PostId) -> Role {
    match author_role(app, post) {
        Role::Person(_) if shown_name(app, post).is_none() => Role::Dim,
        Role::Person(number) => Role::QuietPerson(number),
        role => role,
    }
}

/// The role of an author's name in the thread of an opening post.
pub(super) fn role_of(app: &App, author: Option<AuthorId>, opening: PostId) -> Role {
    let original = app.thread().post(opening).author();
    if app.people().is_reader(author) {
        Role::Own
    } else if original.is_some() && author == original {
        Role::OriginalPoster
    } else {
        author.map_or(Role::Author, |author| Role::Person(number_of(app.thread().author_name(author))))
    }
}

/// A number for a person that depends only on the name, so that everybody has one colour in all threads and visits
/// (Fowler, Noll and Vo, FNV-1a).
fn number_of(name: &str) -> usize {
    name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) as usize
}

/// The text of a post by a muted author: its beginning, or only a note that it exists.
pub(super) fn muted_text(app: &App, post: PostId, width: usize) -> Text {
    match app.people().mute(app.thread().post(post).author()) {
        Mute::Hard => Text::line("(muted)"),
        _ if app.thread().post(post).body_len() == 0 => Text::line(match app.thread().post(post).gone() {
            Some(Gone::Author) => "(deleted)",
            Some(Gone::Moderator) => "(removed)",
            Some(Gone::Account) | None => "(no text)",
        }),
        _ => markup::snippet(app.thread().body(post), width),
    }
}

/// The role of an author's name where it may match a search, or stand there only for what is below it.
pub(super) fn name_role(app: &App, post: PostId) -> Role {
    let is_searched = |name| app.pattern().is_some_and(|pattern| pattern.is_in_name(name));
    match app.thread().writer(post).filter(|writer| !writer.inferred || app.shows_inferred()) {
        _ if app.is_context(post) => Role::Dim,
        Some(writer) if is_searched(writer.name) => Role::Match,
        _ if app.is_highlighted(post) => Role::Highlight,
        Some(_) => author_role(app, post),
        None => Role::Dim,
    }
}
