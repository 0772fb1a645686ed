//! Comments separated only by their heads: `mara says:`, `mara | 3 May 2023`, a name above a date.
//!
//! If the heads are in several columns, the columns are the depths.

use super::head::{self, Head, Shape};
use super::line::Lines;
use super::reading::{Reading, Start, commonest, end_of_comments};

/// Reads the heads in a range of lines. There must be at least `least` heads of one shape.
pub(super) fn read(lines: &Lines<'_>, start: usize, end: usize, least: usize) -> Reading {
    let mut heads: Vec<(usize, Head)> = Vec::new();
    let mut at = start;
    while at < end {
        match head::of_line(lines, at, start, end) {
            Some((first, head)) => {
                at = head.end.max(at + 1);
                heads.push((first, head));
            }
            None => at += 1,
        }
    }
    let Some((shape, count)) = commonest(heads.iter().map(|(_, head)| head)) else { return Reading::default() };
    let is_heading = |line: usize| lines.get(line).text.starts_with("## ");
    // `## Post #1 by mara (3 May 2023)`
    let is_first = |line: usize| is_heading(line) && lines.get(line).text.split(' ').any(|word| word == "#1");
    let opens = heads.iter().any(|&(line, _)| is_first(line));
    if count < least && !opens {
        return Reading::default();
    }
    heads.retain(|(_, head)| head.shape == shape);
    // If posts have Markdown headings, a line with a date between them is not a post.
    if opens || 2 * heads.iter().filter(|(line, _)| is_heading(*line)).count() > heads.len() {
        heads.retain(|(line, _)| is_heading(*line));
    }
    let Some(first) = heads.first().map(|&(line, _)| line) else { return Reading::default() };
    let end = end_of_comments(lines, first, lines.get(first).indent, end);
    heads.retain(|&(line, _)| line < end);
    // lynx puts headings, which names often are, in the same column at any depth. The dates then determine the depth.
    let alike = heads.iter().all(|&(line, _)| lines.get(line).indent == lines.get(first).indent);
    let starts = heads.into_iter().map(|(line, head)| {
        let text = lines.get(line);
        let dated = alike && shape == Shape::Stacked;
        let column = if dated { lines.get(head.end.saturating_sub(1)).indent } else { text.indent };
        Start { line, column, listed: text.marker().is_some(), head: Some(head) }
    });
    Reading { opens, ..Reading::nested(starts.collect(), end) }
}
