//! Posts of an unfamiliar page: the most frequent form of line with a date is part of each post's head.
//!
//! ```text
//! [a4114af27d]
//! mara
//! View Profile View Posts
//! 8 Oct, 2025 @ 1:56pm
//! Who keeps the lamp?
//! #1
//! ```
//!
//! A line at the same distance from such a date in most posts belongs to the head or is furniture. The name is at one
//! place of the head and differs from post to post. The indentation of the date shows what answers what.

mod dated;
mod names;
mod shared;

use self::dated::{Dated, Series};
use self::shared::{Shared, Side};
use super::head::{Head, Shape};
use super::line::Lines;
use super::reading::{Reading, Start, end_of_comments};
use super::vocabulary::is_furniture;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

use names::is_about_another;

/// Fewer posts are not a series.
const LEAST: usize = 3;
/// Filled lines before or after a date that may belong to its post's head.
const REACH: usize = 16;
/// At most so many consecutive lines of a head may differ from post to post, and only short ones.
const GAP: usize = 3;
const LONGEST_IN_HEAD: usize = 90;
/// Reads the posts of a page by their dates.
pub(super) fn read(lines: &Lines<'_>) -> Option<Reading> {
    let dated = dated::lines(lines);
    let mut best: Option<(Reading, f64)> = None;
    for series in dated::series(&dated, LEAST) {
        let Some(reading) = posts(lines, &series) else { continue };
        let merit = merit(lines, &reading);
        if best.as_ref().is_none_or(|(_, most)| merit > *most) {
            best = Some((reading, merit));
        }
    }
    best.map(|(reading, _)| reading)
}

/// The quality of a reading. A post with text, author and time counts fully.
pub(super) fn merit(lines: &Lines<'_>, reading: &Reading) -> f64 {
    let mut seen: FxHashMap<(Option<&str>, i64), usize> = FxHashMap::default();
    let named = reading.replies.iter().filter(|reply| reply.author.is_some()).count() as f64;
    let named = (named / reading.replies.len().max(1) as f64).max(0.1).sqrt();
    let is_told = names_people(reading);
    let mut last = i64::MIN;
    let mut merit = 0.0;
    for reply in &reading.replies {
        let body = reply.body.min(reply.lines.end)..reply.lines.end;
        let letters: usize =
            body.map(|at| lines.get(at)).filter(|line| !is_furniture(line.text)).map(|line| line.text.len()).sum();
        if letters < 2 {
            continue;
        }
        let time = reply.time.map(crate::thread::Time::millis);
        let again = seen.entry((reply.author.as_deref(), time.unwrap_or(0))).or_default();
        *again += 1;
        let name = if reply.author.is_some() && is_told { 0.45 } else { 0.0 };
        // Times of posts ascend; those of topic lists descend.
        let when = match time {
            Some(time) if time >= last => 0.45,
            Some(_) => 0.3,
            None => 0.2,
        };
        last = time.unwrap_or(last);
        let copy = if time.is_some() && *again > 1 { 0.5 } else { 1.0 };
        merit += copy * (0.1 + name + when);
    }
    merit * named
}

/// Whether the names in a reading are those of people: none of them is on most posts.
fn names_people(reading: &Reading) -> bool {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    reading
        .replies
        .iter()
        .filter_map(|reply| reply.author.as_deref())
        .for_each(|name| *counts.entry(name).or_default() += 1);
    let all: usize = counts.values().sum();
    counts.values().all(|&count| count < LEAST || 5 * count <= 3 * all)
}

/// Whether this reading of a page that never mentions comments is a discussion: most posts have text, and they follow
/// each other in time, which lists of articles rarely do.
pub(super) fn is_discussion(lines: &Lines<'_>, reading: &Reading) -> bool {
    let says = |reply: &&super::reading::Reply| lines.next_filled(reply.body, reply.lines.end).is_some();
    let all = reading.replies.len();
    let times: Vec<i64> = reading.replies.iter().filter_map(|reply| Some(reply.time?.millis())).collect();
    let rises = times.windows(2).filter(|pair| pair.first() <= pair.last()).count();
    let named = reading.replies.iter().filter(|reply| reply.author.is_some()).count();
    (all > LEAST || reading.opens)
        && 2 * reading.replies.iter().filter(says).count() >= all
        && 2 * named >= all
        && names_people(reading)
        && (reading.opens || 4 * rises >= 3 * times.len().saturating_sub(1))
}

/// The posts whose heads contain these dates.
fn posts(lines: &Lines<'_>, series: &Series<'_>) -> Option<Reading> {
    let series = &once(lines, series);
    let dates: Vec<usize> = series.dated.iter().map(|dated| dated.line).collect();
    let tops = tops_over_feet(lines, series);
    let anchors = tops.as_deref().unwrap_or(&dates);
    let shared = Shared::of(lines, anchors, REACH);
    let heads = Heads { lines, anchors, shared: &shared, feet: tops.as_ref().map_or(&[], |_| &dates) };
    let names = match &tops {
        Some(tops) => {
            let named = tops.iter().zip(&series.dated);
            named.map(|(&top, dated)| Some((top, dated.name.clone()?))).collect()
        }
        None => heads.names(series),
    };
    let last = anchors.last().copied()?;
    let mut starts: Vec<Start> = Vec::new();
    let mut floor = 0;
    for (place, (dated, &anchor)) in series.dated.iter().zip(anchors).enumerate() {
        let name = names.get(place).cloned().flatten();
        let named_at = name.as_ref().map_or(anchor, |(line, _)| *line);
        let top = heads.top(place, floor).min(named_at.max(floor)).min(anchor);
        let foot = dates.get(place).copied().filter(|_| tops.is_some());
        let until = foot.or_else(|| anchors.get(place + 1).copied()).unwrap_or(lines.len());
        let body = heads.body(place, named_at.max(anchor) + 1, until);
        floor = body;
        starts.push(Start {
            line: top,
            column: dated.column,
            head: Some(Head {
                author: name.map(|(_, name)| name),
                time: dated.time,
                score: None,
                shape: Shape::Dated,
                end: body,
            }),
            listed: false,
        });
    }
    level(&mut starts);
    let end = heads.end(last, starts.last()?.head.as_ref().map_or(last, |head| head.end));
    let mut reading = Reading::nested(starts, end);
    for place in 0..reading.replies.len() {
        let Some(reply) = reading.replies.get_mut(place) else { continue };
        if let Some(&foot) = dates.get(place).filter(|_| tops.is_some()) {
            reply.lines.end = reply.lines.end.min(foot).max(reply.body);
        }
        reply.lines.end = heads.tail(reply.body..reply.lines.end);
    }
    reading.opens = shared.has_member_lines() || series.counts_from_one();
    reading.has_feet = tops.is_some();
    Some(reading)
}

/// The lines with the names over posts whose names and dates stand below them: `mara, 3 May 2023`. `None` if the dates
/// are in heads.
fn tops_over_feet(lines: &Lines<'_>, series: &Series<'_>) -> Option<Vec<usize>> {
    let mut tops: Vec<usize> = Vec::with_capacity(series.dated.len());
    let (mut above, mut below) = (0, 0);
    let letters = |range: Range<usize>| range.map(|at| lines.get(at).text.len()).sum::<usize>();
    let mut floor = series.dated.first().map_or(0, |first| first.line.saturating_sub(20 * REACH));
    for dated in &series.dated {
        let name = dated.name.as_deref()?;
        let is_named = |&at: &usize| {
            let text = super::name::unlisted(lines.get(at).text);
            text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let mut filled = (floor..dated.line).filter(|&at| !lines.get(at).is_blank());
        // The first post may be far below the beginning of the page.
        let top = if tops.is_empty() { filled.rfind(is_named) } else { filled.take(2 * REACH).find(is_named) }?;
        if !tops.is_empty() {
            below += letters(floor..top);
        }
        above += letters(top + 1..dated.line);
        tops.push(top);
        floor = dated.line + 1;
    }
    (tops.len() >= LEAST && above > below).then_some(tops)
}

/// A series without dates that stand again below themselves in the head of the same post.
fn once<'d>(lines: &Lines<'_>, series: &Series<'d>) -> Series<'d> {
    let is_again = |one: &Dated, other: &Dated| {
        let between = || (one.line + 1..other.line).map(|at| lines.get(at)).filter(|line| !line.is_blank());
        one.time.is_some()
            && (one.time, &one.name) == (other.time, &other.name)
            && (one.has_clock() || one.name.is_some())
            && between().count() <= REACH
            && between().all(|line| line.text.len() <= LONGEST_IN_HEAD / 2)
    };
    let next = || series.dated.iter().skip(1).map(Some).chain([None]);
    let last = |(one, next): &(&&Dated, Option<&&Dated>)| next.is_none_or(|other| !is_again(one, other));
    let kept: Vec<&Dated> = series.dated.iter().zip(next()).filter(last).map(|(dated, _)| *dated).collect();
    // Two posts of one day are not one, so nearly all dates must stand twice.
    let is_usual = 10 * kept.len() <= 6 * series.dated.len();
    Series { dated: if is_usual { kept } else { series.dated.clone() } }
}

/// Ignores differences between columns that are only the width of a list marker.
fn level(starts: &mut [Start]) {
    let columns: FxHashSet<usize> = starts.iter().map(|start| start.column).collect();
    let (least, most) = (columns.iter().min().copied().unwrap_or(0), columns.iter().max().copied().unwrap_or(0));
    let first = starts.first().map_or(0, |start| start.column);
    if most - least < 2 || first != least {
        for start in starts {
            start.column = 0;
        }
    }
}

/// The lines around the dates of a series.
struct Heads<'h, 'l> {
    lines: &'h Lines<'l>,
    anchors: &'h [usize],
    shared: &'h Shared,
    /// The lines that end the posts, if these have their dates there. Otherwise empty.
    feet: &'h [usize],
}

impl Heads<'_, '_> {
    /// Filled lines above a date, nearest first, down to the previous post's date.
    fn above(&self, place: usize, floor: usize) -> impl Iterator<Item = usize> {
        let anchor = self.anchors.get(place).copied().unwrap_or(0);
        let ends = if self.feet.is_empty() { self.anchors } else { self.feet };
        let start = place.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |&before| before + 1);
        (start.max(floor)..anchor).rev().filter(|&at| !self.lines.get(at).is_blank()).take(REACH)
    }

    /// The first line of a post: the topmost shared line above its date that only few other lines separate from it.
    fn top(&self, place: usize, floor: usize) -> usize {
        let anchor = self.anchors.get(place).copied().unwrap_or(0);
        let (mut top, mut gap) = (anchor, 0);
        for at in self.above(place, floor) {
            if self.shared.is_shared(self.lines, at, Side::Above) {
                (top, gap) = (at, 0);
            } else {
                gap += 1;
                if gap > GAP || self.lines.get(at).text.len() > LONGEST_IN_HEAD {
                    break;
                }
            }
        }
        top
    }

    /// The first line of a post's text: after the shared lines below its date.
    fn body(&self, place: usize, from: usize, until: usize) -> usize {
        let until = self.tops_before(place, until);
        let (mut body, mut gap) = (from, 0);
        let below = (from..until).filter(|&at| !self.lines.get(at).is_blank()).take(REACH);
        for at in below {
            if self.shared.is_shared(self.lines, at, Side::Below) {
                (body, gap) = (at + 1, 0);
            } else {
                gap += 1;
                if gap > GAP || self.lines.get(at).text.len() > LONGEST_IN_HEAD {
                    break;
                }
            }
        }
        body
    }

    /// The first line of the next post's head.
    fn tops_before(&self, place: usize, until: usize) -> usize {
        if place + 1 < self.anchors.len() { self.top(place + 1, 0).min(until) } else { until }
    }

    /// The end of the last post: at the first of the shared lines that follow a post, or at the end of the comments.
    fn end(&self, last: usize, body: usize) -> usize {
        let (lines, all) = (self.lines, self.lines.len());
        let closes = |&at: &usize| self.shared.is_shared(lines, at, Side::Above);
        let end = end_of_comments(lines, last, lines.get(last).indent, all);
        (body + 1..end).find(closes).unwrap_or(end)
    }

    /// The end of a text without the shared lines that follow every post.
    fn tail(&self, text: Range<usize>) -> usize {
        let mut end = text.end;
        while let Some(at) = self.lines.last_filled(text.start, end)
            && at > text.start
            && self.shared.is_shared(self.lines, at, Side::Above)
        {
            end = at;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::names::name_in;
    use super::*;

    /// Each post a line: depth, author, day, text.
    fn shown(text: &str) -> Vec<String> {
        let lines = Lines::new(text);
        let Some(reading) = read(&lines) else { return Vec::new() };
        let mut depths: Vec<usize> = Vec::new();
        let mut out = Vec::new();
        for reply in &reading.replies {
            let depth = reply.parent.map_or(0, |parent| depths[parent as usize] + 1);
            depths.push(depth);
            let day = reply.time.map(crate::thread::Time::date).unwrap_or_default();
            let said: Vec<_> =
                (reply.body..reply.lines.end).map(|at| lines.get(at).text).filter(|text| !text.is_empty()).collect();
            out.push(format!("{depth} {} {day}: {}", reply.author.as_deref().unwrap_or("-"), said.join("/")));
        }
        out
    }

    #[test]
    fn names_stand_above_dates_among_furniture() {
        let post = |picture: &str, name: &str, day: u32, said: &str, number: u32| {
            format!("[{picture}]\n{name}\nView Profile View Posts\n{day} Oct, 2025 @ 1:56pm\n{said}\n#{number}\n")
        };
        let page = [
            post("a41", "mara", 8, "Who keeps the lamp?\nAnd who pays?", 1),
            post("b52", "Old Salt", 9, "I do.", 2),
            post("c63", "mara", 10, "Since when?\nLast edited by mara; 10 Oct, 2025 @ 2:00pm", 3),
            post("d74", "gull", 11, "Fish.\n\nAnd more of it, as everybody knows who was there.", 4),
        ]
        .concat();
        assert_eq!(
            shown(&page),
            [
                "0 mara 2025-10-08: Who keeps the lamp?/And who pays?",
                "0 Old Salt 2025-10-09: I do.",
                "0 mara 2025-10-10: Since when?/Last edited by mara; 10 Oct, 2025 @ 2:00pm",
                "0 gull 2025-10-11: Fish./And more of it, as everybody knows who was there.",
            ]
        );
    }

    #[test]
    fn names_stand_below_dates_and_quotes_are_no_posts() {
        let post = |name: &str, number: u32, since: u32, said: &str| {
            format!(
                "#{number} 2024-08-0{number} 14:22:38\n\n{name}\n    Member\n    Registered: 20{since}-01-27\n    Posts: {since}\n\n\
                 Re: The lamp\n\n{said}\n\nOffline\n\n"
            )
        };
        let page = [
            post("mara", 1, 12, "Who keeps the lamp?"),
            post("Old Salt", 2, 13, "mara wrote:\n    2024-08-01 14:22:38\n    Who keeps the lamp?\n\nI do."),
            post("mara", 3, 12, "Since when? Nobody told me of it."),
            post("gull", 4, 14, "Fish."),
        ]
        .concat();
        assert_eq!(
            shown(&page),
            [
                "0 mara 2024-08-01: Who keeps the lamp?",
                "0 Old Salt 2024-08-02: mara wrote:/2024-08-01 14:22:38/Who keeps the lamp?/I do.",
                "0 mara 2024-08-03: Since when? Nobody told me of it.",
                "0 gull 2024-08-04: Fish.",
            ]
        );
    }

    #[test]
    fn names_and_dates_below_posts_are_told_from_heads() {
        let post = |number: u32, name: &str, rank: &str, said: &str| {
            format!(
                "   {number}. {name} Level: {rank}\n\n      {said}\n        {name} , May {number}, 2023\n        #{number}\n\n"
            )
        };
        let page = [
            post(1, "mara", "Keeper", "Who keeps the lamp, now that the keeper is ill?"),
            post(2, "Old Salt", "Pilot", "I do."),
            post(3, "mara", "Keeper", "Since when? Nobody told me of it, and I asked."),
            post(4, "gull", "Pilot", "Fish, and more of it, as everybody knows."),
        ]
        .concat();
        assert_eq!(
            shown(&page),
            [
                "0 mara 2023-05-01: Who keeps the lamp, now that the keeper is ill?",
                "0 Old Salt 2023-05-02: I do.",
                "0 mara 2023-05-03: Since when? Nobody told me of it, and I asked.",
                "0 gull 2023-05-04: Fish, and more of it, as everybody knows.",
            ]
        );
    }

    #[test]
    fn a_name_stands_twice_where_it_describes_a_portrait() {
        let post = |name: &str, rank: &str, minute: u32, said: &str| {
            format!(
                "{name}    {minute}\n\n{name}\n\n  • {rank}\n  • {minute} posts\n\nPosted July 25, 2023 10:{minute}\n\n{said}\n\nShare on other sites\n\n"
            )
        };
        let page = [
            post("mara", "Newbie\n  • Keepers", 11, "Who keeps the lamp, now that the keeper is ill?"),
            post("Old Salt", "Pilots", 12, "I do, as everybody knows.\n\nAsk the pilots.\n\nThey know."),
            post("mara", "Newbie\n  • Keepers", 13, "Since when?\n\nNobody told me.\n\nAnd I asked.\n\nTwice."),
        ]
        .concat();
        assert_eq!(
            shown(&page),
            [
                "0 mara 2023-07-25: Who keeps the lamp, now that the keeper is ill?",
                "0 Old Salt 2023-07-25: I do, as everybody knows./Ask the pilots./They know.",
                "0 mara 2023-07-25: Since when?/Nobody told me./And I asked./Twice.",
            ]
        );
        assert_eq!(name_in("maramara Keeper").as_deref(), Some("mara"));
        assert_eq!(name_in("mama"), Some("mama".to_owned()));
        assert_eq!((name_in("Mar 2014"), name_in("in reply to mara")), (None, None));
    }

    #[test]
    fn indentation_gives_the_depth() {
        let post = |indent: usize, name: &str, said: &str| {
            let blank = " ".repeat(indent);
            format!("{blank}{name} 3 hours ago | link | flag\n\n{blank}{said}\n\n")
        };
        let page = [
            post(0, "mara", "Who keeps it?"),
            post(4, "salt", "I do."),
            post(8, "mara", "Since when?"),
            post(4, "gull", "Fish."),
        ]
        .concat();
        assert_eq!(
            shown(&page),
            ["0 mara : Who keeps it?", "1 salt : I do.", "2 mara : Since when?", "1 gull : Fish."]
        );
    }
}
