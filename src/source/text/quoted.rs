//! Comments with their depth as a number of `>`.
//!
//! ```text
//! > The lamp was never the problem.
//! >> Look at the chart.
//!
//! > I kept the log for eleven years.
//! ```
//!
//! A change of depth begins another comment, and so does a line without `>`. A `>` alone is a blank line within a
//! comment.

use super::line::Lines;
use super::reading::{Mark, Reading, Reply};

/// Reads the quoted lines in a range.
pub(super) fn read(lines: &Lines<'_>, start: usize, end: usize) -> Reading {
    let mut replies: Vec<Reply> = Vec::new();
    let mut path: Vec<(usize, u32)> = Vec::new();
    let mut current = 0;
    let mut last = start;
    for at in start..end {
        let (level, text) = level(lines.get(at).text);
        if level == 0 {
            current = 0;
            continue;
        }
        last = at + 1;
        if level == current || text.is_empty() {
            if let Some(reply) = replies.last_mut() {
                reply.lines.end = at + 1;
            }
            continue;
        }
        current = level;
        while path.last().is_some_and(|&(open, _)| open >= level) {
            path.pop();
        }
        let parent = path.last().map(|&(_, parent)| parent);
        path.push((level, replies.len() as u32));
        replies.push(Reply {
            parent,
            lines: at..at + 1,
            body: at,
            mark: Mark::Quote(level),
            author: None,
            inferred: false,
            time: None,
            score: None,
        });
    }
    Reading { replies, end: last, ..Reading::default() }
}

/// The number of `>` at the start of a line, with or without blanks between them, and the rest.
pub(super) fn level(line: &str) -> (usize, &str) {
    let (mut level, mut rest) = (0, line);
    while let Some(inner) = rest.strip_prefix('>') {
        level += 1;
        rest = inner.strip_prefix(' ').unwrap_or(inner);
    }
    (level, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_level_begins_another_comment() {
        let text = "> a\n>\n> a again\n>> b\n> > > c\n\n> d\n";
        let reading = read(&Lines::new(text), 0, 7);
        let seen: Vec<_> = reading.replies.iter().map(|reply| (reply.parent, reply.lines.clone())).collect();
        assert_eq!(seen, [(None, 0..3), (Some(0), 3..4), (Some(1), 4..5), (None, 6..7)]);
    }
}
