//! The line over a post: its author, time, score and number.

use super::Part;
use crate::thread::{More, PostId, Text};

/// The parts of the line over a post.
pub(super) struct Byline {
    /// The author's name, with `≈` before it if it was inferred.
    pub(super) author: Option<Text>,
    /// The minute in UTC.
    pub(super) time: Option<String>,
    /// The points: `14 points`.
    pub(super) score: Option<String>,
    /// Its number in the thread, `#7`, and what it answers if the indentation does not show that: `↳ #3`.
    pub(super) number: String,
}

impl Byline {
    /// The byline of a post in a form that shows `shown` levels of indentation.
    pub(super) fn of(part: Part<'_>, id: PostId, shown: usize) -> Self {
        let (thread, post) = (part.thread, part.thread.post(id));
        let author = thread.writer(id).map(|writer| {
            let mut name = Text::line(if writer.inferred { "≈" } else { "" });
            name.push_line(writer.name);
            name
        });
        let author = author.or_else(|| post.gone().map(|gone| Text::line(gone.mark())));
        let time = post.time().map(crate::thread::Time::minute).filter(|minute| !minute.is_empty());
        let score = post.score().map(|score| format!("{score} {}", if score == 1 { "point" } else { "points" }));
        let parent = thread.parent(id).filter(|_| part.depth(id) > shown);
        let place = |id: PostId| id.index() - thread.opening(id).index();
        let number = match parent {
            Some(parent) => format!("#{} ↳ #{}", place(id), place(parent)),
            None => format!("#{}", place(id)),
        };
        Self { author, time, score, number }
    }

    /// All parts but the author, in order.
    pub(super) fn rest(&self) -> impl Iterator<Item = &str> {
        self.time.iter().chain(&self.score).chain([&self.number]).map(String::as_str)
    }
}

/// `[12 more replies, not here: https://…]`
pub(super) fn more(more: &More) -> String {
    match more.address.as_deref() {
        Some(address) => format!("[{}: {}]", more.words(), Text::line(address)),
        None => format!("[{}]", more.words()),
    }
}

/// `1 reply`, `38 replies`.
pub(super) fn replies(count: usize) -> String {
    format!("{count} {}", if count == 1 { "reply" } else { "replies" })
}
