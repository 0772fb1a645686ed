//! One way of understanding a stretch of lines as comments.

use super::head::{Head, Shape};
use super::line::Lines;
use super::vocabulary::{ends_comments, is_furniture};
use crate::thread::Time;
use std::ops::Range;

/// The comments that one way of reading finds.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// In the order of the page.
    pub(super) replies: Vec<Reply>,
    /// The first line after the last of them.
    pub(super) end: usize,
    /// The first of them opens the thread, whatever stands over it.
    pub(super) opens: bool,
}

/// A comment as it lies in the lines.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// The place of what it answers among the replies; none for the article.
    pub(super) parent: Option<u32>,
    /// Its lines, the head among them.
    pub(super) lines: Range<usize>,
    /// The first line of its text.
    pub(super) body: usize,
    /// What the lines of its text open with.
    pub(super) mark: Mark,
    /// Who wrote it, where its head says so.
    pub(super) author: Option<String>,
    /// Its head marks the name as inferred.
    pub(super) inferred: bool,
    /// When, where its head says so.
    pub(super) time: Option<Time>,
    /// Its points.
    pub(super) score: Option<i32>,
}

/// What has to be taken off the lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    None,
    /// Nothing: its head stands above.
    Head,
    /// Nothing, and all of it is text: threadle wrote it.
    Own,
    /// A list marker, off the first line.
    Item,
    /// So many `>`, off every line.
    Quote(usize),
}

/// Where a comment was seen to begin.
#[derive(Debug)]
pub(super) struct Start {
    /// Its first line.
    pub(super) line: usize,
    /// The column that tells its level.
    pub(super) column: usize,
    /// Its head.
    pub(super) head: Option<Head>,
    /// It is a list item.
    pub(super) listed: bool,
}

impl Reading {
    /// Makes comments of what was seen to begin, each reaching to the next: a comment answers the nearest one before
    /// it that stands further left.
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
        Self { replies, end, opens: false }
    }
}

impl Reading {
    /// Whether what was found on a page that announces nothing is a discussion and no list of articles or dates: it
    /// opens the page, its heads say that somebody says something, or links to answer stand by its posts.
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
        // Discourse tells the number of a post behind its date.
        let numbered = self.replies.iter().zip(1_usize..).filter(|(reply, number)| {
            let head = lines.get(reply.lines.start).text.rsplit(' ').next();
            head.and_then(|last| last.parse().ok()) == Some(*number)
        });
        half(self.replies.iter().filter(filled).count())
            && (opens || half(self.replies.iter().filter(linked).count()) || half(numbered.count()))
    }

    /// Takes the first post out, for the place of the article; what answers it answers the article then.
    pub(super) fn take_opening(&mut self) -> Option<Reply> {
        let opening = (!self.replies.is_empty()).then(|| self.replies.remove(0))?;
        for reply in &mut self.replies {
            reply.parent = reply.parent.and_then(|parent| parent.checked_sub(1));
        }
        Some(opening)
    }
}

/// Whether a line is one of the links under a comment, as Markdown perhaps.
pub(super) fn is_link(text: &str) -> bool {
    let label = text
        .trim_start_matches(['*', ' '])
        .strip_prefix('[')
        .and_then(|text| text.split_once(']'))
        .map(|(label, _)| label);
    is_furniture(label.unwrap_or(text))
}

/// Whether a head holds a link to answer or a post's number, or says that somebody speaks.
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

/// Where the comments that begin at these lines end: before the form or the closing line under them. Looked for
/// behind the first comment only, for some pages put the form above.
pub(super) fn end_of_comments(lines: &Lines<'_>, first: usize, column: usize, end: usize) -> usize {
    let closes = |&at: &usize| {
        let line = lines.get(at);
        line.indent <= column && ends_comments(line.text) && (at == first || stands_apart(lines, at))
    };
    (first + 1..end).find(closes).unwrap_or(end)
}

/// Whether nothing but blank lines and the links under a comment stand right above: a line of a hard-wrapped
/// paragraph may begin with any words.
fn stands_apart(lines: &Lines<'_>, at: usize) -> bool {
    let above = lines.get(at - 1);
    above.is_blank() || is_furniture(above.text)
}

/// The shape that most of these heads have; `From:` where it is there at all.
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
