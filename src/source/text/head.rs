//! The lines above a comment with its author and time.
//!
//! Supported: `Name says:` with a date below, `Name wrote on DATE:`, `On DATE, Name wrote:`, `Posted by Name on DATE`,
//! `Name | DATE`, `Name 3 hours ago`, a name above a date, `Name Avatar` above both (WordPress' block themes), `[–]name
//! 12 points 3 hours ago` (old Reddit), `name | DATE | #12` (Discourse).

use super::line::Lines;
use super::name::{bare_name, plausible, portrait_free, unlisted};
use super::unlink::{plain, unlinked};
use super::vocabulary::tells_no_post;
use crate::source::date;
use crate::thread::Time;

/// The author and time of a comment, as far as the lines above it state them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Head {
    /// The author's name.
    pub(super) author: Option<String>,
    /// The time of writing, if the date can be read.
    pub(super) time: Option<Time>,
    /// The score.
    pub(super) score: Option<i32>,
    /// The form of the head.
    pub(super) shape: Shape,
    /// The first line after it.
    pub(super) end: usize,
}

/// The forms of a head. All comments of a page share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Shape {
    /// `Name says:`
    Says,
    /// `Name, DATE`
    #[default]
    Dated,
    /// A name above a date.
    Stacked,
    /// Only a date.
    Date,
    /// `Name Avatar` or `Name Reply`. Only in list items.
    Bare,
    /// Old Reddit's form, with points.
    Points,
    /// `From: Name @ DATE`, used by public-inbox among lists of dates.
    From,
}

/// The contents of one line.
#[derive(Debug, PartialEq, Eq)]
struct Parsed {
    name: Option<String>,
    dated: bool,
    time: Option<Time>,
    says: bool,
}

const LONGEST_LINE: usize = 200;
/// A date may be at most this many lines below its name.
const REACH: usize = 4;

/// The head of a list item whose text begins with `first` on line `at`.
pub(super) fn of_item(lines: &Lines<'_>, item: usize, first: &str, end: usize) -> Option<Head> {
    let at = item;
    // lynx leaves the marker alone on its line; w3m puts only pictures next to it.
    let (at, first) = if first.is_empty() || first.len() <= LONGEST_LINE && plain(first).is_empty() {
        let next = lines.next_filled(at + 1, end.min(at + 3))?;
        (next, lines.get(next).text)
    } else {
        (at, first)
    };
    if first.len() > 4 * LONGEST_LINE {
        return None;
    }
    let (text, end_of_line) = unlinked(lines, at, first, end);
    if let Some(head) = points(&text, end_of_line) {
        return Some(head);
    }
    let parsed = parse(&text);
    if let Some(Parsed { name: Some(name), dated, time, says }) = parsed {
        if dated {
            return Some(Head { author: Some(name), time, shape: Shape::Dated, end: end_of_line, score: None });
        }
        if says {
            return Some(with_date_below(lines, name, Shape::Says, end_of_line, end));
        }
    } else if let Some(Parsed { name: None, dated: true, time, .. }) = parsed {
        return Some(Head { author: None, time, shape: Shape::Date, end: end_of_line, score: None });
    }
    stacked(lines, &text, item, end_of_line, end)
}

/// A name alone on the first line of a list item, with text below it.
pub(super) fn of_name(lines: &Lines<'_>, at: usize) -> Option<Head> {
    let name = lines.get(at).marker()?.rest;
    let under = lines.get(at + 1).is_blank() && !lines.get(at + 2).is_blank() && lines.get(at + 2).marker().is_none();
    let is_short = || name.split_whitespace().nth(4).is_none() && !name.ends_with('.');
    (under && is_short() && plausible(name)).then(|| Head {
        author: Some(name.to_owned()),
        shape: Shape::Bare,
        end: at + 1,
        ..Head::default()
    })
}

/// The head that starts on a line outside lists. Its name may be above, at or after line `start`.
pub(super) fn of_line(lines: &Lines<'_>, at: usize, start: usize, end: usize) -> Option<(usize, Head)> {
    let line = lines.get(at);
    // The addresses of links are long and are not counted.
    let longest = if line.text.contains("](") { 4 * LONGEST_LINE } else { LONGEST_LINE };
    let worth = !line.text.is_empty()
        && line.text.len() <= longest
        && (line.text.ends_with([':', '：'])
            || line.text.bytes().any(|byte| byte.is_ascii_digit())
            || line.text.contains(" ago"));
    if !worth {
        return None;
    }
    let (text, end_of_line) = unlinked(lines, at, line.text, end);
    if let Some(head) = points(&text, end_of_line) {
        return Some((at, head));
    }
    match parse(&text)? {
        Parsed { name: Some(name), dated: true, time, .. } => {
            let is_mail = text.starts_with("From: ");
            let (shape, end) = if is_mail {
                (Shape::From, past_addresses(lines, end_of_line, end))
            } else {
                (Shape::Dated, end_of_line)
            };
            Some((at, Head { author: Some(name), time, shape, end, score: None }))
        }
        Parsed { name: Some(name), says: true, .. } => {
            Some((at, with_date_below(lines, name, Shape::Says, end_of_line, end)))
        }
        Parsed { name: None, dated: true, time, .. } => {
            let above = lines.last_filled(start.max(at.saturating_sub(2)), at)?;
            let line = plain(lines.get(above).text).into_owned();
            let name = unlisted(portrait_free(&line)).to_owned();
            let first = portrait_above(lines, &name, start, above);
            plausible(&name).then_some((
                first,
                Head { author: Some(name), time, shape: Shape::Stacked, end: end_of_line, score: None },
            ))
        }
        Parsed { .. } => None,
    }
}

/// The head of a line that contains only a date.
pub(super) fn of_date(text: &str) -> Option<Head> {
    match parse(unlisted(text))? {
        Parsed { name: None, dated: true, time, .. } => Some(Head { time, shape: Shape::Date, ..Head::default() }),
        Parsed { .. } => None,
    }
}

/// The line below a title: `by mara`, `3 May 2023 by mara`.
pub(super) fn of_byline(lines: &Lines<'_>, at: usize, text: &str, end: usize) -> Option<Head> {
    const BY: [&str; 6] = ["by ", "By ", "von ", "Von ", "par ", "por "];
    let (cleaned, end_of_line) = unlinked(lines, at, text, end);
    if let Some(Parsed { name: Some(name), dated: true, time, .. }) = parse(&cleaned) {
        return Some(Head { author: Some(name), time, end: end_of_line, ..Head::default() });
    }
    let name = BY.iter().find_map(|by| cleaned.strip_prefix(by))?.trim();
    plausible(name).then(|| Head { author: Some(name.to_owned()), end: end_of_line, ..Head::default() })
}

/// The line after the recipients of a mail.
fn past_addresses(lines: &Lines<'_>, at: usize, end: usize) -> usize {
    let is_told = ["To:", "Cc:"].iter().any(|word| lines.get(at).text.starts_with(word));
    if is_told { (at..end).find(|&at| lines.get(at).is_blank()).unwrap_or(end) } else { at }
}

/// The first of the lines above a name that belong to it: the name again, perhaps beside a portrait, and numbers.
fn portrait_above(lines: &Lines<'_>, name: &str, start: usize, at: usize) -> usize {
    let mut first = at;
    let mut above = at;
    for _ in 0..REACH {
        let Some(next) = lines.last_filled(start.max(above.saturating_sub(2)), above) else { break };
        let text = lines.get(next).text;
        above = next;
        if text.len() <= LONGEST_LINE / 2 && text.contains(name) {
            first = next;
        } else if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            break;
        }
    }
    first
}

fn with_date_below(lines: &Lines<'_>, author: String, shape: Shape, at: usize, end: usize) -> Head {
    let mut head = Head { author: Some(author), time: None, score: None, shape, end: at };
    let below = lines.next_filled(at, end.min(at + 2));
    if let Some(below) = below
        && lines.get(below).text.len() <= 2 * LONGEST_LINE
    {
        let (text, after) = unlinked(lines, below, lines.get(below).text, end);
        if let Some(Parsed { name: None, dated: true, time, .. }) = parse(&text) {
            (head.time, head.end) = (time, after);
        }
    }
    head
}

/// A name, perhaps repeated, above its date; or a name with only `Avatar` or `Reply`. `subject` is the line of the
/// item.
fn stacked(lines: &Lines<'_>, first: &str, subject: usize, at: usize, end: usize) -> Option<Head> {
    let bare = first.trim_end().strip_suffix("Avatar").or_else(|| first.trim_end().strip_suffix("avatar"));
    let name = bare.unwrap_or_else(|| portrait_free(first)).trim();
    if !plausible(name) {
        return None;
    }
    let mut head = Head { author: Some(name.to_owned()), shape: Shape::Stacked, end: at, ..Head::default() };
    let mut next = at;
    for _ in 0..REACH {
        let Some(filled) = lines.next_filled(next, end.min(next + 2)) else { break };
        let line = lines.get(filled);
        if line.marker().is_some() || line.text.len() > 2 * LONGEST_LINE {
            break;
        }
        let (text, after) = unlinked(lines, filled, line.text, end);
        match parse(&text) {
            Some(Parsed { name: None, dated: true, time, .. }) => {
                head.time = time;
                head.end = after;
                return Some(head);
            }
            // The line above the head is a subject. It is part of the reply's text, so the line below remains as well.
            Some(Parsed { name: author @ Some(_), dated: true, time, .. }) if names_author(&text) => {
                return Some(Head { author, time, shape: Shape::Dated, end: subject, score: None });
            }
            _ if plausible(portrait_free(&text)) => next = after,
            _ => break,
        }
    }
    let reply = ["Reply", "Antworten", "Répondre", "Responder"].iter().find_map(|word| name.strip_suffix(word));
    let bare = bare.or(reply).map(str::trim).filter(|name| plausible(name))?;
    let named_again = lines.next_filled(at, end.min(at + 2)).filter(|&below| lines.get(below).text == bare);
    let end = named_again.map_or(at, |below| below + 1);
    Some(Head { author: Some(bare.to_owned()), shape: Shape::Bare, end, ..Head::default() })
}

/// Whether a line states an author: `posted by mara on …`.
fn names_author(text: &str) -> bool {
    const BY: [&str; 6] = ["by", "von", "par", "por", "from", "da"];
    text.split_whitespace().any(|word| BY.iter().any(|by| word.eq_ignore_ascii_case(by)))
}

/// `[–]name 12 points 3 hours ago (2 children)`.
fn points(text: &str, end: usize) -> Option<Head> {
    let rest = ["[–]", "[-]", "[+]"].iter().find_map(|fold| text.strip_prefix(fold))?.trim_start();
    let (name, rest) = rest.split_once(char::is_whitespace)?;
    let (score, _) = rest.split_once(" point").unwrap_or_default();
    let time = date::find(rest).and_then(|found| found.time);
    let score = score.split_whitespace().next_back().and_then(|score| score.parse().ok());
    (!name.is_empty()).then(|| Head { author: Some(name.to_owned()), time, score, shape: Shape::Points, end })
}

/// Splits a line into a name and a date.
fn parse(text: &str) -> Option<Parsed> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST_LINE {
        return None;
    }
    let found = date::find(text);
    let (before, after) = match &found {
        Some(found) => (text.get(..found.range.start)?, text.get(found.range.end..)?),
        None => (text, ""),
    };
    if found.is_some() && (tells_no_post(before) || before.trim().is_empty() && tells_no_post(after)) {
        return None;
    }
    // Discourse puts the number of a post after its date.
    let after = if after.trim().bytes().all(|byte| byte.is_ascii_digit()) && after.len() <= 6 { "" } else { after };
    let mut says = false;
    let before = bare_name(before, found.is_some(), &mut says);
    let after = bare_name(after, found.is_some(), &mut says);
    let name = match (before.is_empty(), after.is_empty()) {
        (true, true) => None,
        (false, true) => Some(before),
        (true, false) => Some(after),
        (false, false) => return None,
    };
    let name = name.map(|name| unlisted(portrait_free(&name)).to_owned());
    if name.as_deref().is_some_and(|name| !plausible(name)) {
        return None;
    }
    let dated = found.is_some();
    let time = found.and_then(|found| found.time);
    (dated || says && text.ends_with([':', '：'])).then_some(Parsed { name, dated, time, says })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(author: &str, date: &str, end: usize) -> (String, String, usize) {
        (author.to_owned(), date.to_owned(), end)
    }

    fn item(text: &str) -> Option<(String, String, usize)> {
        let lines = Lines::new(text);
        let head = of_item(&lines, 0, lines.get(0).text, lines.len())?;
        Some((head.author.unwrap_or_default(), head.time.map(Time::date).unwrap_or_default(), head.end))
    }

    #[test]
    fn heads_of_items_give_the_name_and_the_date_and_where_the_text_begins() {
        assert_eq!(item("mara says:\nMay 3, 2023 at 10:12 am\n\nNo."), Some(found("mara", "2023-05-03", 2)));
        assert_eq!(item("mara says:\n\nNo."), Some(found("mara", "", 1)));
        assert_eq!(item("J. Old Salt, 3 May 2023 Reply\nNo."), Some(found("J. Old Salt", "2023-05-03", 1)));
        assert_eq!(item("mara Avatar\nmara\nMay 3, 2023\n\nNo."), Some(found("mara", "2023-05-03", 3)));
        assert_eq!(item("mara Avatar\n\nNo."), Some(found("mara", "", 1)));
        assert_eq!(
            item("**[mara](http://gull.example/)** says:\n\n[May 3, 2023 at 9:00\nam](http://gull.example/)\n\nNo."),
            Some(found("mara", "2023-05-03", 4))
        );
        assert_eq!(item("[fd8] mara says:\nMay 3, 2023"), Some(found("mara", "2023-05-03", 2)));
        assert_eq!(item("[deleted] says:\n\nNo."), Some(found("[deleted]", "", 1)));
        assert_eq!(item("[–]mara 12 points 3 hours ago (2 children)\nNo."), Some(found("mara", "", 1)));
        assert_eq!(item("Posted by mara on 3 May 2023"), Some(found("mara", "2023-05-03", 1)));
        assert_eq!(item("On 3 May 2023, mara wrote:"), Some(found("mara", "2023-05-03", 1)));
    }

    #[test]
    fn texts_of_comments_are_no_heads() {
        for text in [
            "The lamp was lit on 3 May 2023 and the gulls flew over the whole of the harbour.",
            "The keeper says: light the lamp",
            "A short comment",
            "Joined: 3 May 2023",
            "Last edited by mara on 3 May 2023",
            "Oldsalt: I kept the log for eleven years.",
        ] {
            assert_eq!(item(text), None, "{text}");
        }
    }
}
