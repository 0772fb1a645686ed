//! Text that threadle itself wrote with `-t text`, read back with the same tree, authors, times and points.
//!
//! ```text
//! The lamp in the harbour
//!
//! mara · 2023-04-21 10:32 · #0
//!
//! Who keeps it now?
//!
//! 2 replies
//!
//! • oldsalt · 14 points · #1
//!   Nobody does.
//!
//!   • gull · #2 ↳ #1
//!     I do.
//! ```
//!
//! It is recognised by the reply count, which must match the number of heads below it. Replies deeper than the
//! indentation shows name their parent after `↳`. Seconds and the original line breaks are lost.

use super::head::Head;
use super::line::Lines;
use super::page::Page;
use super::reading::{Mark, Reading, Start};
use crate::source::date;
use rustc_hash::FxHashMap;

/// The line above a post.
pub(super) struct Byline {
    pub(super) head: Head,
    pub(super) inferred: bool,
    pub(super) number: u32,
    /// The number of the post that it answers, if its place does not show it.
    pub(super) answers: Option<u32>,
}

/// The page in a text, if threadle wrote it.
pub(super) fn read(lines: &Lines<'_>) -> Option<Page> {
    let replies = |at: usize| {
        let line = lines.get(at);
        let (count, noun) = line.text.split_once(' ').filter(|_| line.indent == 0)?;
        matches!(noun, "reply" | "replies").then(|| count.parse::<usize>().ok()).flatten()
    };
    let told = (0..lines.len()).filter_map(|at| Some((at, replies(at)?)));
    let found = told.take(MOST_TRIES).find_map(|(at, count)| {
        let next = lines.next_filled(at + 1, lines.len())?;
        byline_of_reply(lines, next, 0)?;
        let bylines = bylines(lines, next);
        (bylines.len() == count).then_some((at, bylines))
    });
    let (end, bylines) = found.unwrap_or((lines.len(), Vec::new()));
    let (title, url, opening, start) = opening(lines, end);
    if bylines.is_empty() && opening.is_none() {
        return None;
    }
    let count = bylines.len();
    let root = opening.as_ref().map_or(0, |opening| opening.number);
    Some(Page {
        title,
        url,
        article: start..end,
        byline: opening.map(|opening| opening.head),
        announced: Some(count),
        replies: replies_of(lines, bylines, root).replies,
    })
}

/// Candidate lines for the count that are tried.
const MOST_TRIES: usize = 16;
/// Columns of indentation per level.
const STEP: usize = 2;

/// The bylines of replies from a line on, with their lines. A reply is at most one level deeper than the one before.
fn bylines(lines: &Lines<'_>, start: usize) -> Vec<(usize, Byline)> {
    let mut found: Vec<(usize, Byline)> = Vec::new();
    let mut deepest = 0;
    for at in start..lines.len() {
        if at > start && !lines.get(at - 1).is_blank() {
            continue;
        }
        if let Some(byline) = byline_of_reply(lines, at, deepest) {
            deepest = lines.get(at).indent + STEP;
            found.push((at, byline));
        }
    }
    found
}

fn byline_of_reply(lines: &Lines<'_>, at: usize, deepest: usize) -> Option<Byline> {
    let line = lines.get(at);
    let text = line.text.strip_prefix("• ").filter(|_| line.indent <= deepest && line.indent.is_multiple_of(STEP))?;
    byline(text, at)
}

/// Parses a line from its end: the number, the points, the time, and before them the name.
pub(super) fn byline(text: &str, at: usize) -> Option<Byline> {
    let mut pieces: Vec<&str> = text.split(" · ").collect();
    let numbers = pieces.pop()?.strip_prefix('#')?;
    let (number, answers) = match numbers.split_once(" ↳ #") {
        Some((number, answered)) => (number, Some(answered.parse().ok()?)),
        None => (numbers, None),
    };
    let number = number.parse().ok()?;
    let mut head = Head { end: at + 1, ..Head::default() };
    let points = pieces.last().and_then(|piece| piece.strip_suffix(" points").or(piece.strip_suffix(" point")));
    if let Some(score) = points.and_then(|points| points.parse().ok()) {
        head.score = Some(score);
        pieces.pop();
    }
    let moment =
        pieces.last().filter(|piece| piece.len() == "2023-04-21 10:32".len()).and_then(|piece| date::find(piece));
    if let Some(time) = moment.and_then(|found| found.time) {
        head.time = Some(time);
        pieces.pop();
    }
    let name = pieces.join(" · ");
    let (name, inferred) = name.strip_prefix('≈').map_or((name.as_str(), false), |name| (name, true));
    head.author = Some(name.to_owned()).filter(|name| !name.is_empty());
    Some(Byline { head, inferred, number, answers })
}

/// The title, the address, the article's byline, and the first line of its text.
fn opening(lines: &Lines<'_>, end: usize) -> (String, Option<String>, Option<Byline>, usize) {
    const LONGEST_TITLE: usize = 8;
    let (mut title, mut url) = (String::new(), None);
    let mut start = 0;
    let first = lines.next_filled(0, end).unwrap_or(end);
    let after = (first..end).find(|&at| lines.get(at).is_blank()).unwrap_or(end);
    let alone = |at: usize| lines.get(at + 1).is_blank() || at + 1 >= end;
    let is_url = |at: usize| {
        let text = lines.get(at).text;
        alone(at) && text.contains("://") && !text.contains(' ')
    };
    let byline_at = |at: usize| byline(lines.get(at).text, at).filter(|_| alone(at));
    if !is_url(first) && byline_at(first).is_none() && after - first <= LONGEST_TITLE && after < end {
        title = (first..after).map(|at| lines.get(at).text).collect::<Vec<_>>().join(" ");
        start = after;
    }
    if let Some(at) = lines.next_filled(start, end).filter(|&at| is_url(at)) {
        url = Some(lines.get(at).text.to_owned());
        start = at + 1;
    }
    let byline = lines.next_filled(start, end).and_then(|at| Some((at, byline_at(at)?)));
    match byline {
        Some((at, byline)) => (title, url, Some(byline), at + 1),
        None => (title, url, None, start),
    }
}

fn replies_of(lines: &Lines<'_>, bylines: Vec<(usize, Byline)>, root: u32) -> Reading {
    let mut places: FxHashMap<u32, u32> = FxHashMap::default();
    let mut told: Vec<(bool, Option<u32>)> = Vec::with_capacity(bylines.len());
    let mut starts = Vec::with_capacity(bylines.len());
    for (place, (at, byline)) in bylines.into_iter().enumerate() {
        places.insert(byline.number, place as u32);
        told.push((byline.inferred, byline.answers));
        starts.push(Start { line: at, column: lines.get(at).indent, head: Some(byline.head), listed: true });
    }
    let mut reading = Reading::nested(starts, lines.len());
    for (place, (reply, (inferred, answers))) in reading.replies.iter_mut().zip(told).enumerate() {
        reply.mark = Mark::Own;
        reply.inferred = inferred;
        if let Some(answered) = answers {
            let before = |answered: &u32| (*answered as usize) < place;
            reply.parent = places.get(&answered).copied().filter(before).filter(|_| answered != root);
        }
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::super::Dump;
    use crate::export::{Form, Part};
    use crate::source::Source;
    use crate::thread::{Builder, Draft, DraftId, Parent, Thread, Time};

    fn written(thread: &Thread) -> String {
        let mut out = Vec::new();
        Form::Text.write(Part::whole(thread), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn read(text: &str) -> Thread {
        let mut builder = Builder::new("text");
        Dump.read(&mut text.as_bytes(), &mut builder).unwrap();
        let built = builder.finish().unwrap();
        assert_eq!(built.notices.len(), 0, "{:?}", built.notices);
        built.thread
    }

    /// All that comes back: the title, and of each post its depth, author, time, points and text.
    fn sketch(thread: &Thread) -> Vec<String> {
        let line = |id| {
            let post = thread.post(id);
            let writer = thread.writer(id).map(|writer| (writer.name.to_owned(), writer.inferred));
            let time = post.time().map(Time::minute);
            format!("{} {writer:?} {time:?} {:?} {}", thread.depth(id), post.score(), thread.body(id).raw)
        };
        std::iter::once(thread.title().to_owned()).chain(thread.ids().map(line)).collect()
    }

    fn harbour() -> Builder {
        let mut builder = Builder::new("test");
        builder.title("The lamp in the harbour");
        builder.add(Draft {
            parent: Parent::Nothing,
            author: Some("mara"),
            time: Time::parse_rfc3339("2023-04-21T10:32:00Z"),
            body: "Who keeps it now?",
            ..Draft::default()
        });
        builder
    }

    #[test]
    fn what_threadle_wrote_as_text_reads_back_as_the_same_thread() {
        let mut builder = harbour();
        let reply = builder.add(Draft {
            parent: Parent::Article,
            author: Some("old · salt"),
            author_inferred: true,
            time: Time::parse_rfc3339("2023-04-21T11:02:00Z"),
            score: Some(-1),
            body: "Nobody does.\n\n2 replies\n\nReply",
            ..Draft::default()
        });
        builder.add(Draft { parent: Parent::Draft(reply), score: Some(14), body: "I do.", ..Draft::default() });
        builder.add(Draft { parent: Parent::Article, author: Some("gull"), body: "Fish.", ..Draft::default() });
        let thread = builder.finish().unwrap().thread;
        assert_eq!(sketch(&read(&written(&thread))), sketch(&thread));
    }

    #[test]
    fn replies_deeper_than_the_indentation_find_what_they_answer() {
        let mut builder = harbour();
        for n in 0..60 {
            builder.add(Draft {
                parent: Parent::Draft(DraftId::new(n)),
                author: Some("gull"),
                body: "on",
                ..Draft::default()
            });
        }
        builder.add(Draft {
            parent: Parent::Draft(DraftId::new(40)),
            author: Some("mara"),
            body: "no",
            ..Draft::default()
        });
        let thread = builder.finish().unwrap().thread;
        assert_eq!(sketch(&read(&written(&thread))), sketch(&thread));
    }

    #[test]
    fn an_article_alone_has_its_byline() {
        let thread = harbour().finish().unwrap().thread;
        assert_eq!(sketch(&read(&written(&thread))), sketch(&thread));
    }
}
