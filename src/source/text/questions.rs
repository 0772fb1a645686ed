//! Questions and answers on Stack Exchange and Askbot. `asked DATE` and `answered DATE` are below a post on the former
//! and above it on the latter. Comments end with their author and time.
//!
//! ```text
//! Who keeps the lamp?                      asked 2023-04-21 10:32:00
//!                                          mara gravatar image
//! Share                                    mara
//! asked Apr 21, 2023 at 10:32              Who keeps the lamp?
//! maramara                                 edit flag offensive delete link more
//!   • Since when?                          Since when?
//!     – Old Salt                           Old Salt gravatar image Old Salt ( 2023-04-21 11:02:00 )edit
//!     Apr 21, 2023 at 11:02
//! ```

use super::head;
use super::line::Lines;
use super::name::plausible;
use super::reading::{Mark, Reading, Reply};
use super::unlink::plain;
use crate::source::date;
use crate::thread::Time;
use std::ops::Range;

/// What a line states about the post next to it.
enum Sign {
    /// `asked DATE`, `answered DATE`.
    Post { answer: bool, time: Option<Time> },
    /// The end of a comment.
    Comment { name: String, time: Option<Time> },
}

/// A line with the author and time of a post, and the line after that statement.
struct Signed {
    line: usize,
    end: usize,
    sign: Sign,
}

/// Lines searched for a name.
const REACH: usize = 8;
const LONGEST: usize = 300;
const PORTRAIT: &str = "gravatar image";

/// Reads the posts of a page, if it has questions and answers.
pub(super) fn read(lines: &Lines<'_>) -> Option<Reading> {
    let signs = signs(lines);
    let first = signs.iter().position(|signed| matches!(signed.sign, Sign::Post { answer: false, .. }))?;
    let signs = signs.get(first..)?;
    let answers = signs.iter().filter(|signed| matches!(signed.sign, Sign::Post { answer: true, .. })).count();
    if signs.len() < 2 || answers == 0 {
        return None;
    }
    let is_askbot = (0..lines.len()).any(|at| ends_post(lines.get(at).text));
    let mut replies: Vec<Reply> = Vec::new();
    let mut post = 0;
    let mut from = 0;
    let next_signs = signs.iter().skip(1).map(|next| next.line).chain([lines.len()]);
    for (signed, next) in signs.iter().zip(next_signs) {
        match &signed.sign {
            Sign::Post { time, .. } => {
                let (name, below) = name_below(lines, signed.end);
                let body = if is_askbot {
                    let end = (below..next).find(|&at| ends_post(lines.get(at).text)).unwrap_or(next.max(below));
                    past_notes(lines, below, end)..end
                } else {
                    let end = share_line(lines, from, signed.line);
                    past_labels(lines, from, end)..end
                };
                from = if is_askbot { body.end + 1 } else { body.end.max(below) };
                post = replies.len() as u32;
                replies.push(reply((post > 0).then_some(0), body, name, *time));
            }
            Sign::Comment { name, time } => {
                let start = past_labels(lines, from, signed.line);
                replies.push(reply(Some(post), start..signed.line, Some(name.clone()), *time));
                from = signed.end;
            }
        }
    }
    Some(Reading { replies, end: lines.len(), opens: true, ..Reading::default() })
}

fn reply(parent: Option<u32>, lines: Range<usize>, author: Option<String>, time: Option<Time>) -> Reply {
    Reply { parent, body: lines.start, lines, mark: Mark::Item, author, inferred: false, time, score: None }
}

fn signs(lines: &Lines<'_>) -> Vec<Signed> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let signed = sign(lines, at);
        at = signed.as_ref().map_or(at, |signed| signed.end - 1) + 1;
        found.extend(signed);
    }
    found
}

fn sign(lines: &Lines<'_>, at: usize) -> Option<Signed> {
    let text = lines.get(at).text;
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let signed = |end: usize, sign: Sign| Some(Signed { line: at, end, sign });
    for (word, answer) in [("asked ", false), ("answered ", true)] {
        if let Some(found) = text.strip_prefix(word).and_then(date::find).filter(|found| found.range.start == 0) {
            return signed(at + 1, Sign::Post { answer, time: found.time });
        }
    }
    if let Some(name) = text.strip_prefix(['–', '—', '-']).filter(|_| !text.starts_with("--")) {
        let name = plain(name).trim_end_matches(['♦', '⋄', ' ']).to_owned();
        let below = lines.next_filled(at + 1, at + 3)?;
        let date = head::of_date(&plain(lines.get(below).text))?;
        return plausible(&name).then_some(Signed {
            line: at,
            end: below + 1,
            sign: Sign::Comment { name, time: date.time },
        });
    }
    // Askbot: `Old Salt gravatar image Old Salt ( 2023-04-21 11:02:00 )edit`. Some tools omit pictures.
    if !text.contains('(') {
        return None;
    }
    let text = plain(text);
    let is_comment = text.contains(PORTRAIT) || text.contains(")edit") || text.contains(") edit");
    let (before, dated) = text.rsplit_once('(').filter(|_| is_comment)?;
    let (dated, _) = dated.split_once(')')?;
    let time = date::find(dated.trim())?.time;
    let name = before.rsplit(PORTRAIT).next().unwrap_or(before).trim_matches(['(', ' ']).to_owned();
    signed(at + 1, Sign::Comment { name, time })
}

/// Whether a line has the links that Askbot puts below a post.
fn ends_post(text: &str) -> bool {
    text.len() < LONGEST && text.contains("flag offensive")
}

/// The name below `asked DATE`, and the line after the name and its details.
fn name_below(lines: &Lines<'_>, start: usize) -> (Option<String>, usize) {
    let mut name: Option<String> = None;
    let mut end = start;
    for at in (start..lines.len().min(start + 2 * REACH)).filter(|&at| !lines.get(at).is_blank()).take(REACH) {
        let text = plain(lines.get(at).text).into_owned();
        let told = text.replace(PORTRAIT, " ").replace("user avatar", " ");
        let told = undoubled(told.trim());
        let is_fame = text.contains(['●', '▪']) || text.contains(" badge");
        match &name {
            None if told.is_empty() => end = at + 1,
            None if plausible(told) && told.len() < 60 && !told.ends_with('.') && !text.contains("wiki") => {
                name = Some(told.to_owned());
                end = at + 1;
            }
            Some(known) if is_fame || told.starts_with(known.as_str()) => end = at + 1,
            _ => break,
        }
    }
    (name, end)
}

/// A name repeated without a separator: first as the text of a portrait.
fn undoubled(text: &str) -> &str {
    let half = text.split_at_checked(text.len() / 2);
    half.filter(|(one, other)| one.trim_end() == other.trim_start() && !one.is_empty())
        .map_or(text, |(one, _)| one.trim_end())
}

/// Skips the notes that Askbot puts between a name and a text.
fn past_notes(lines: &Lines<'_>, start: usize, end: usize) -> usize {
    let is_note = |text: &str| {
        text.starts_with("updated ")
            || text.contains("marked as community wiki")
            || text.starts_with("This post is a wiki")
    };
    (start..end).find(|&at| !lines.get(at).is_blank() && !is_note(lines.get(at).text)).unwrap_or(end)
}

/// The first line of the links below a Stack Exchange post, above the line with its author.
fn share_line(lines: &Lines<'_>, start: usize, signed: usize) -> usize {
    let above = (start..signed).rev().filter(|&at| !lines.get(at).is_blank()).take(REACH);
    let is_link = |at: usize| {
        let text = plain(lines.get(at).text);
        ["Share", "Improve this", "Cite", "Follow"].iter().any(|word| text.starts_with(word)) && text.len() < 60
    };
    above.filter(|&at| is_link(at)).last().unwrap_or(signed)
}

/// Skips the lines between the end of one post and the text of the next: comment links, scores, sort order.
fn past_labels(lines: &Lines<'_>, start: usize, end: usize) -> usize {
    const LABELS: &[&str] =
        &["Add a comment", "add a comment", "Sorted by", "Viewed ", "Modified ", "Asked ", "Reset to", "see more"];
    let is_label = |text: &str| LABELS.iter().any(|label| text.starts_with(label)) || text.starts_with("[Highest");
    let last = (start..end).rev().find(|&at| is_label(lines.get(at).text)).map_or(start, |at| at + 1);
    let is_small = |at: usize| {
        let line = lines.get(at);
        let text = line.marker().map_or(line.text, |marker| marker.rest);
        let small = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
        small
            || matches!(text, "Comments" | "convert to answer" | "[convert to answer]" | "Show activity on this post.")
            || text.starts_with("repost as")
            || text.ends_with("convert to answer)")
    };
    (last..end).find(|&at| !is_small(at)).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posts(text: &str) -> Vec<String> {
        let lines = Lines::new(text);
        let reading = read(&lines).unwrap_or_default();
        let words = |range: Range<usize>| {
            range
                .map(|at| lines.get(at))
                .map(|line| line.marker().map_or(line.text, |marker| marker.rest))
                .collect::<Vec<_>>()
                .join(" ")
        };
        reading
            .replies
            .into_iter()
            .map(|reply| {
                format!(
                    "{:?} {} {}",
                    reply.parent,
                    reply.author.unwrap_or_default(),
                    words(reply.body..reply.lines.end).trim()
                )
            })
            .collect()
    }

    #[test]
    fn posts_of_stack_exchange_stand_over_their_signs() {
        let page = "Who keeps the lamp?\n\nAsked 2 years ago\nViewed 38k times\n22\n\nWho keeps it now?\n\nShare\nImprove this question\nFollow\n\
            asked Apr 21, 2023 at 10:32\nuser avatar\nmaramara\n3,926 9 gold badges\n2\n\n  • 1\n    Since when?\n    – gull ♦\n    Apr 21, 2023 at 11:02\n\n\
            Add a comment |\n\n1 Answer 1\n\nSorted by: Reset to default\n[Highest score]\n3\n\nI do.\n\nShare\nFollow\nanswered Apr 22, 2023 at 9:15\nuser avatar\n\
            Old SaltOld Salt\n1,004 2 bronze badges\n1\n\n  • \n    Do you?\n    – mara\n    Apr 22, 2023 at 10:00\n\nAdd a comment |\n\nYour Answer\n";
        assert_eq!(
            posts(page),
            [
                "None mara Who keeps it now?",
                "Some(0) gull Since when?",
                "Some(0) Old Salt I do.",
                "Some(2) mara Do you?"
            ]
        );
    }

    #[test]
    fn posts_of_askbot_stand_under_their_signs() {
        let page = "The lamp\n\n2\n\nasked 2023-04-21 10:32:00 -0500\n\nmara gravatar image\nmara\n1242 ●35 ●28\n\nupdated 2023-04-21 12:00:00 -0500\n\nWho keeps it now?\n\n\
            edit retag flag offensive close merge delete\n\nComments\n\nSince when?\n\ngull gravatar image gull ( 2023-04-21 11:02:00 -0500 )edit convert to answer\n\
            add a comment\n\n1 answer\n\n6\n\nanswered 2023-04-22 09:15:00 -0500\n\nOld Salt gravatar imageOld Salt\n11 ●1\n\nI do.\n\nedit flag offensive delete link more\nadd a comment\n";
        assert_eq!(posts(page), ["None mara Who keeps it now?", "Some(0) gull Since when?", "Some(0) Old Salt I do."]);
    }

    #[test]
    fn a_page_without_answers_is_none() {
        assert_eq!(
            posts("He asked 3 May 2023 about it.\n\nasked 3 May 2023\n\n– gull\n4 May 2023\n"),
            Vec::<String>::new()
        );
    }
}
