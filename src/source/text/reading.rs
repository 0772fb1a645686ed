//! One interpretation of a range of lines as comments.

use super::head::{Head, Shape};
use super::line::Lines;
use super::vocabulary::{ends_comments, is_furniture};
use crate::thread::Time;
use std::ops::Range;

/// The comments of one interpretation.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// In page order.
    pub(super) replies: Vec<Reply>,
    /// The first line after the last comment.
    pub(super) end: usize,
    /// The first comment opens the thread, whatever is above it.
    pub(super) opens: bool,
    /// The comments end with their names and dates, so what looks like the head of one is the foot of another.
    pub(super) has_feet: bool,
    /// In words, what the comments were found by.
    pub(super) way: &'static str,
}

impl Reading {
    /// The same, found by something else.
    pub(super) fn by(self, way: &'static str) -> Self {
        Self { way, ..self }
    }
}

/// A comment as ranges of lines.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// The index of the reply that it answers. `None` if it answers the article.
    pub(super) parent: Option<u32>,
    /// Its lines, including the head.
    pub(super) lines: Range<usize>,
    /// The first line of its text.
    pub(super) body: usize,
    /// What each line of its text begins with.
    pub(super) mark: Mark,
    /// The author, if its head names one.
    pub(super) author: Option<String>,
    /// The head marks the name as inferred.
    pub(super) inferred: bool,
    /// The time, if its head states one.
    pub(super) time: Option<Time>,
    /// The score.
    pub(super) score: Option<i32>,
}

/// What must be removed from the lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    None,
    /// Nothing: the head is above the text.
    Head,
    /// Nothing, and the text is exact: threadle wrote it.
    Own,
    /// A list marker on the first line.
    Item,
    /// So many `>` on every line.
    Quote(usize),
}

/// A place where a comment begins.
#[derive(Debug)]
pub(super) struct Start {
    /// Its first line.
    pub(super) line: usize,
    /// The column that determines its depth.
    pub(super) column: usize,
    /// Its head.
    pub(super) head: Option<Head>,
    /// It is a list item.
    pub(super) listed: bool,
}

impl Reading {
    /// Makes comments of starts, each extending to the next. A comment answers the nearest earlier one that starts
    /// further left.
    pub(super) fn nested(starts: Vec<Start>, end: usize) -> Self {
        let mut path: Vec<(usize, u32)> = Vec::new();
        let mut replies: Vec<Reply> = Vec::with_capacity(starts.len());
        for (place, start) in starts.into_iter().enumerate() {
            while path.last().is_some_and(|&(column, _)| column >= start.column) {
                path.pop();
            }
            let parent = path.last().map(|&(_, parent)| parent);
            path.push((start.column, place as u32));
            if let Some(last) = replies.last_mut() {
                last.lines.end = start.line;
            }
            replies.push(Reply::begun(&start, parent, end));
        }
        Self { replies, end, ..Self::default() }
    }
}

impl Reading {
    /// Whether a reading of a page without announcement is a discussion, rather than a list of articles or dates: it
    /// begins the page, its heads contain verbs of saying, or its posts have reply links.
    pub(super) fn is_discussion(&self, lines: &Lines<'_>) -> bool {
        const REACH: usize = 3;
        let Some(first) = self.replies.first() else { return false };
        let linked = |reply: &&Reply| {
            let Range { start, end } = reply.lines;
            let head = (start..reply.body).any(|at| links_to_answer(lines.get(at).text));
            let filled = (reply.body..end).rev().map(|at| lines.get(at)).filter(|line| !line.is_blank());
            head || filled.take(REACH).any(|line| is_link(line.text))
        };
        let filled = |reply: &&Reply| lines.next_filled(reply.body, reply.lines.end).is_some();
        let half = |count: usize| 2 * count >= self.replies.len();
        let opens = lines.next_filled(0, first.lines.start).is_none();
        // Discourse puts the number of a post after its date.
        let numbered = self.replies.iter().zip(1_usize..).filter(|(reply, number)| {
            let head = lines.get(reply.lines.start).text.rsplit(' ').next();
            head.and_then(|last| last.parse().ok()) == Some(*number)
        });
        half(self.replies.iter().filter(filled).count())
            && (opens || half(self.replies.iter().filter(linked).count()) || half(numbered.count()))
    }

    /// Removes the first post, to be the article. Its replies then answer the article.
    pub(super) fn take_opening(&mut self) -> Option<Reply> {
        let opening = (!self.replies.is_empty()).then(|| self.replies.remove(0))?;
        for reply in &mut self.replies {
            reply.parent = reply.parent.and_then(|parent| parent.checked_sub(1));
        }
        Some(opening)
    }
}

/// Whether a line is one of the links below a comment, possibly as Markdown.
pub(super) fn is_link(text: &str) -> bool {
    let label = text
        .trim_start_matches(['*', ' '])
        .strip_prefix('[')
        .and_then(|text| text.split_once(']'))
        .map(|(label, _)| label);
    is_furniture(label.unwrap_or(text))
}

/// Whether a head contains a reply link, a post number or a verb of saying.
fn links_to_answer(head: &str) -> bool {
    head.ends_with(':')
        || head.starts_with("[–]")
        || head
            .split(|c: char| c.is_whitespace() || "[](|".contains(c))
            .any(|word| word.starts_with('#') || is_furniture(word))
}

impl Reply {
    fn begun(start: &Start, parent: Option<u32>, end: usize) -> Self {
        let head = start.head.as_ref();
        let body = head.map_or(start.line, |head| head.end);
        Self {
            parent,
            lines: start.line..end,
            body,
            mark: if start.listed && body == start.line {
                Mark::Item
            } else if body > start.line {
                Mark::Head
            } else {
                Mark::None
            },
            author: head.and_then(|head| head.author.clone()),
            inferred: false,
            time: head.and_then(|head| head.time),
            score: head.and_then(|head| head.score),
        }
    }
}

/// Where the comments at these lines end: before the form or the closing line below them. The search starts after the
/// first comment, because some pages have the form above.
pub(super) fn end_of_comments(lines: &Lines<'_>, first: usize, column: usize, end: usize) -> usize {
    let closes = |&at: &usize| {
        let line = lines.get(at);
        line.indent <= column && ends_comments(line.text) && (at == first || stands_apart(lines, at))
    };
    (first + 1..end).find(closes).unwrap_or(end)
}

/// Whether only blank lines and a comment's links are directly above. A line within a hard-wrapped paragraph may begin
/// with any words.
fn stands_apart(lines: &Lines<'_>, at: usize) -> bool {
    let above = lines.get(at - 1);
    above.is_blank() || is_furniture(above.text)
}

/// The most frequent shape of these heads. `From:` is preferred if it occurs at all.
pub(super) fn commonest<'a>(heads: impl Iterator<Item = &'a Head>) -> Option<(Shape, usize)> {
    const SHAPES: [Shape; 7] =
        [Shape::Says, Shape::Dated, Shape::Stacked, Shape::Date, Shape::Bare, Shape::Points, Shape::From];
    let mut counts = [0; SHAPES.len()];
    for head in heads {
        if let Some(count) = SHAPES.iter().position(|&shape| shape == head.shape).and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    let found = SHAPES.into_iter().zip(counts).filter(|&(_, count)| count > 0);
    found.max_by_key(|&(shape, count)| (shape == Shape::From, count))
}
