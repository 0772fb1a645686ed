//! A thread in a few lines of text: its title, its article, and each reply two columns deeper than what it answers.
//!
//! ```text
//! # The lamp
//! article: It went out.|It was off.
//! - mara (2h, 14 points): a lamp
//!   - ≈gull: an inferred author
//!   - : nobody knows who said this
//!   - nils:
//! ```
//!
//! `|` is a line break.

use crate::stage::NOW;
use threadle::{Builder, Draft, DraftId, Parent, Thread, Time};

/// Reads a thread from the notation.
pub(crate) fn thread(text: &str) -> Thread {
    let mut builder = Builder::new("test");
    let mut above: Vec<DraftId> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(title) = line.strip_prefix("# ") {
            builder.title(title);
            continue;
        }
        let (indent, post) = line.split_once("- ").filter(|(indent, _)| indent.trim().is_empty()).unwrap_or(("", line));
        let is_reply = post.len() < line.len();
        above.truncate(if is_reply { indent.len() / 2 + 1 } else { 0 });
        let parent = above.last().map_or(Parent::Nothing, |&parent| Parent::Draft(parent));
        let (head, body) = post.split_once(':').unwrap_or_else(|| panic!("no colon in {line}"));
        let body = body.trim().replace('|', "\n");
        let draft = headed(head.trim(), Draft { parent, body: &body, ..Draft::default() });
        above.push(builder.add(draft));
    }
    builder.finish().unwrap().thread
}

/// A draft with what stands before the colon: `≈gull (2h, 14 points)`.
fn headed<'a>(head: &'a str, mut draft: Draft<'a>) -> Draft<'a> {
    let (name, more) = head.split_once('(').unwrap_or((head, ""));
    let inferred = name.strip_prefix('≈');
    draft.author = Some(inferred.unwrap_or(name).trim()).filter(|name| !name.is_empty() && *name != "article");
    draft.author_inferred = inferred.is_some();
    for fact in more.trim_end_matches(')').split(',').map(str::trim).filter(|fact| !fact.is_empty()) {
        if let Some(points) = fact.strip_suffix(" points").or(fact.strip_suffix(" point")) {
            draft.score = Some(points.parse().unwrap());
        } else {
            let hours: i64 = fact.strip_suffix('h').unwrap_or_else(|| panic!("no such fact: {fact}")).parse().unwrap();
            draft.time = Some(Time::from_millis(NOW.millis() - hours * 3_600_000));
        }
    }
    draft
}
