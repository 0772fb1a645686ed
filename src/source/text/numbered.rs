//! Forum pages with post numbers on their own lines: XenForo and similar software.
//!
//! ```text
//! mara
//!
//! mara
//!
//! Member since
//!        28 June 2014
//!
//!   * 21 April 2023
//!   * #1
//!
//! Who keeps the lamp?
//! ```
//!
//! The name is above the number twice, first as the text of the portrait. For an author without a portrait, the first
//! letter of the name is there instead. XenForo 1 writes `mara, Apr 21, 2023` above the number, and both below the
//! post.

use super::head::{self, Head};
use super::line::Lines;
use super::reading::{Reading, Start};
use super::unlink::plain;
use crate::thread::Time;

/// A forum page has at least this many consecutive posts.
const LEAST: usize = 3;
/// Filled lines above a number that may contain its date and name.
const DATE_REACH: usize = 4;
const NAME_REACH: usize = 24;
/// A longer line is not part of a post's head.
const LONGEST: usize = 60;

/// The author and time of a post, and their lines.
struct Found {
    start: usize,
    name: String,
    time: Option<Time>,
    body: usize,
}

/// Reads the posts of a page, if they are numbered.
pub(super) fn read(lines: &Lines<'_>) -> Option<Reading> {
    let numbers = numbers(lines);
    let mut found: Vec<Found> = Vec::new();
    let mut above = 0;
    for &number in &numbers {
        let post = over(lines, above, number).or_else(|| under(lines, above, number));
        found.extend(post);
        above = number + 1;
    }
    if found.len() < LEAST || 5 * found.len() < 4 * numbers.len() {
        return None;
    }
    let starts = found.into_iter().map(|post| Start {
        line: post.start,
        column: 0,
        head: Some(Head { author: Some(post.name), time: post.time, end: post.body, ..Head::default() }),
        listed: false,
    });
    let mut reading = Reading::nested(starts.collect(), lines.len());
    reading.opens = true;
    Some(reading)
}

/// The lines with only a number, each higher by one than the previous.
fn numbers(lines: &Lines<'_>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut last = 0_u32;
    for at in 0..lines.len() {
        let text = lines.get(at).text;
        if text.len() > LONGEST || !text.contains('#') {
            continue;
        }
        let text = plain(text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '#' && c != '[')).into_owned();
        let Some(number) = text.strip_prefix('#').and_then(|number| number.parse::<u32>().ok()) else { continue };
        if found.is_empty() || number == last + 1 {
            last = number;
            found.push(at);
        }
    }
    found
}

/// The filled lines above a line, nearest first, as long as they are short.
fn above<'a>(lines: &'a Lines<'_>, start: usize, end: usize) -> impl Iterator<Item = (usize, String)> + 'a {
    let filled = (start..end).rev().filter(|&at| !lines.get(at).is_blank());
    let short = filled.take_while(|&at| lines.get(at).text.len() <= 4 * LONGEST);
    short
        .map(|at| (at, plain(lines.get(at).text).into_owned()))
        .filter(|(_, text)| text.chars().any(char::is_alphanumeric))
}

/// A post with its name and date above its number, and its text below.
fn over(lines: &Lines<'_>, start: usize, number: usize) -> Option<Found> {
    let (dated, time) =
        above(lines, start, number).take(DATE_REACH).find_map(|(at, text)| Some((at, head::of_date(&text)?.time)))?;
    let mut below: Option<(usize, String)> = None;
    for (at, text) in above(lines, start, dated).take(NAME_REACH) {
        if let Some((_, name)) = below.filter(|(_, name)| is_portrait_of(&text, name)) {
            return Some(Found { start: at, name, time, body: number + 1 });
        }
        if lines.get(at).text.starts_with("####")
            && super::name::plausible(&text)
            && !lines.get(at).text.starts_with("#####")
        {
            return Some(Found { start: at, name: text, time, body: number + 1 });
        }
        below = Some((at, text));
    }
    None
}

/// Whether a line is the text of a person's portrait.
fn is_portrait_of(text: &str, name: &str) -> bool {
    let mut letters = text.chars();
    super::name::plausible(name)
        && name.len() <= LONGEST
        && (text == name
            || letters.next().is_some_and(|letter| {
                letters.as_str().is_empty() && name.to_lowercase().starts_with(&letter.to_lowercase().to_string())
            }))
}

/// A post with its name, date and number below its text, and its name above as well.
fn under(lines: &Lines<'_>, start: usize, number: usize) -> Option<Found> {
    let (_, head) = above(lines, start, number).take(2).find_map(|(at, _)| head::of_line(lines, at, start, number))?;
    let name = head.author?;
    let opening = (start..number).find(|&at| super::name::unlisted(lines.get(at).text) == name)?;
    Some(Found { start: opening, body: opening + 1, time: head.time, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_names(text: &str) -> Vec<String> {
        let lines = Lines::new(text);
        let replies = read(&lines).map(|reading| reading.replies).unwrap_or_default();
        let day = |time: Option<Time>| time.map(Time::date).unwrap_or_default();
        replies.into_iter().map(|reply| format!("{} {}", reply.author.unwrap_or_default(), day(reply.time))).collect()
    }

    #[test]
    fn names_and_dates_stand_over_the_numbers() {
        let post = |picture: &str, name: &str, day: u32, body: &str| {
            format!(
                "{picture}\n\n{name}\n\nMember since\n    28 June 2014\n\n  * {day} April 2023\n\n  * #{}\n\n{body}\n\n",
                day - 20
            )
        };
        let page = [
            post("mara", "mara", 21, "Who keeps the lamp?"),
            post("O", "Old Salt", 22, "I do."),
            post("gull", "gull", 23, "Fish.\n\n#1\n"),
        ];
        assert_eq!(read_names(&page.concat()), ["mara 2023-04-21", "Old Salt 2023-04-22", "gull 2023-04-23"]);
    }

    #[test]
    fn names_and_dates_may_stand_under_the_posts() {
        let post = |name: &str, number: u32| {
            format!(" {number}. {name}\n\n{name} Level: Keeper\n\nFog.\n\n   {name}, Apr 21, 2023\n   #{number}\n")
        };
        let page = [post("mara", 1), post("gull", 2), post("mara", 3)].concat();
        assert_eq!(read_names(&page), ["mara 2023-04-21", "gull 2023-04-21", "mara 2023-04-21"]);
    }

    #[test]
    fn numbers_without_names_are_no_forum() {
        assert_eq!(read_names("#1\n\nFog\n\n#2\n\nFish\n\n#3\n"), Vec::<String>::new());
    }
}
