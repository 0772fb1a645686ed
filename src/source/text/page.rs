//! The layout of a dumped page: title, article, announcement of comments, comments, and the rest.

use super::head::{self, Head};
use super::line::Lines;
use super::listed::{Heads, List};
use super::reading::{Reading, Reply};
use super::title::{self, Title};
use super::unlink;
use super::vocabulary::{Announcement, announcement};
use super::{body, foot, inbox, numbered, own, questions, quoted, series, signed};
use crate::thread::Reasons;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A page as ranges of lines. Lines in none of them are before the title or after the comments.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) title: String,
    /// Its address, if the text has it.
    pub(super) url: Option<String>,
    /// The lines of the article, without title and byline.
    pub(super) article: Range<usize>,
    /// The author and time of the article, if a line below the title states them.
    pub(super) byline: Option<Head>,
    /// How many comments the page claims to have.
    pub(super) announced: Option<usize>,
    /// The comments.
    pub(super) replies: Vec<Reply>,
}

/// Announcements to try before the best is chosen: bylines and sidebars contain counts as well.
const MOST_TRIES: usize = 8;
/// So many announcements of the same words with different counts are none.
const MANY_ALIKE: usize = 3;
/// A page with more lines gets fewer tries.
const MANY_LINES: usize = 100_000;
/// Longer lines are prose.
const LONGEST_LABEL: usize = 100;

#[derive(Debug, Clone, Copy)]
struct Announced {
    line: usize,
    what: Announcement,
}

impl Page {
    pub(super) fn read(lines: &Lines<'_>, reasons: &mut Reasons) -> Self {
        if let Some(page) = own::read(lines) {
            reasons.say(|| "posts: heads of threadle's own text".to_owned());
            return page;
        }
        if let Some(reading) = questions::read(lines) {
            reasons.say(|| format!("posts: {} below questions and answers", reading.replies.len()));
            return Self::lay_out(lines, None, reading);
        }
        let found = announcements(lines);
        let mut best: Option<(Option<Announced>, Reading, f64)> = None;
        for &announced in &found {
            let Some(reading) = best_reading(lines, announced.line + 1, announced.what.count) else { continue };
            let worth = worth(lines, announced, &reading);
            reasons.say(|| weighed(lines, announced, &reading, worth));
            let later = |chosen: &Option<Announced>| chosen.is_some_and(|chosen| announced.line > chosen.line);
            let better = best.as_ref().is_none_or(|(chosen, _, most)| worth > *most || worth >= *most && later(chosen));
            let sure = announced.what.about && announced.what.count == Some(reading.replies.len());
            if better {
                best = Some((Some(announced), reading, worth));
            }
            if sure {
                break;
            }
        }
        if best.as_ref().is_none_or(|(_, reading, worth)| 2.0 * worth <= reading.replies.len() as f64)
            && let Some(reading) = unannounced(lines)
            && best.as_ref().is_none_or(|(_, known, _)| known.replies.len() < reading.replies.len())
        {
            reasons.say(|| format!("unannounced: {} posts found by {}", reading.replies.len(), reading.way));
            best = Some((None, reading, 0.0));
        }
        if let Some(reading) = better_series(lines, best.as_ref().map(|(announced, reading, _)| (*announced, reading)))
        {
            reasons.say(|| format!("a series: {} posts found by {}", reading.replies.len(), reading.way));
            best = Some((None, reading, 0.0));
        }
        let promised =
            || found.iter().copied().find(|found| found.what.count.is_some_and(|count| count > 0) && found.what.about);
        let (announced, reading) =
            best.map_or_else(|| (promised(), Reading::default()), |(announced, reading, _)| (announced, reading));
        reasons.say(|| match reading.replies.len() {
            0 => "posts: none: it is shown as one".to_owned(),
            many => format!("posts: {many}, found by {}", reading.way),
        });
        let mut page = Self::lay_out(lines, announced, reading);
        inbox::hang(lines, &mut page);
        foot::sign(lines, &mut page.replies);
        foot::unshare(lines, &mut page.replies);
        page
    }

    fn lay_out(lines: &Lines<'_>, announced: Option<Announced>, mut reading: Reading) -> Self {
        let first = reading.replies.first().map(|reply| reply.lines.start);
        let count_line = announced.map(|announced| announced.line);
        let end = match (count_line, first) {
            (Some(count), Some(first)) => {
                if has_prose(lines, count + 1..first) {
                    first
                } else {
                    count
                }
            }
            (Some(line), None) | (None, Some(line)) => line,
            (None, None) => lines.len(),
        };
        let Title { text: title, after: start } = title::find(lines, end, count_line);
        let (byline, start) = byline(lines, start, end);
        let (mut article, mut byline) = (start..end, byline);
        // A forum page has only its title and links above its first post, so that post opens the thread.
        let needed = if reading.way == SERIES { ARTICLE } else { 1 };
        if announced.is_none()
            && (reading.opens || prose(lines, start..end, needed) < needed)
            && let Some(opening) = reading.take_opening()
        {
            article = body::lines_of(lines, &opening);
            byline = Some(Head { author: opening.author, time: opening.time, score: opening.score, ..Head::default() });
        }
        let announced = announced.and_then(|announced| announced.what.count);
        Self { title, url: None, article, byline, announced, replies: reading.replies }
    }
}

/// Less prose above posts that nothing announces is what a site says of itself.
const ARTICLE: usize = 350;

const SERIES: &str = "lines with dates of one kind";
const HEADS: &str = "heads with names and dates";
const ITEMS: &str = "items of a list";

/// In words: the reading that an announcement led to.
fn weighed(lines: &Lines<'_>, announced: Announced, reading: &Reading, worth: f64) -> String {
    const LONGEST: usize = 60;
    let line: String = lines.get(announced.line).text.trim().chars().take(LONGEST).collect();
    let Reading { replies, way, .. } = reading;
    format!(
        "announced by line {} (“{line}”): {} posts found by {way}, worth {worth:.1}",
        announced.line + 1,
        replies.len()
    )
}

/// Lines that announce comments, most certain first.
fn announcements(lines: &Lines<'_>) -> Vec<Announced> {
    let mut found: Vec<_> = (0..lines.len())
        .filter_map(|line| announcement(lines.get(line).text).map(|what| Announced { line, what }))
        .take(1000)
        .collect();
    // The same words with different counts concern the members of a forum: `Posts: 4525`.
    let words = |line: usize| lines.get(line).text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let mut counts: FxHashMap<String, Vec<Option<usize>>> = FxHashMap::default();
    for announced in &found {
        counts.entry(words(announced.line)).or_default().push(announced.what.count);
    }
    found.retain(|announced| {
        let alike = counts.get(&words(announced.line)).map_or(&[][..], Vec::as_slice);
        announced.what.about || alike.len() < MANY_ALIKE || alike.iter().all(|count| *count == announced.what.count)
    });
    found.sort_by_key(|found| (!found.what.about, found.what.count.is_none()));
    found.truncate(if lines.len() > MANY_LINES { 2 } else { MOST_TRIES });
    found
}

/// The posts under dates of one kind, if they are clearly more numerous or more plausible than those of another
/// reading.
fn better_series(lines: &Lines<'_>, known: Option<(Option<Announced>, &Reading)>) -> Option<Reading> {
    if inbox::is_one(lines) {
        return None;
    }
    let reading = series::read(lines)?.by(SERIES);
    let count = known.and_then(|(announced, _)| announced?.what.count);
    let found = known.map(|(_, known)| miss(known, count)).filter(|_| count.is_some());
    let is_announced = count.is_some() && miss(&reading, count) < 0.1;
    if !is_announced && !series::is_discussion(lines, &reading) {
        return None;
    }
    // On a forum with post numbers or member details, the count is probably that of a list beside the posts.
    if !reading.opens && found.is_some_and(|missed| missed < 0.25) && miss(&reading, count) > 0.4 {
        return None;
    }
    // A confirmed count favours the known reading, but lists beside an article have counts too.
    let factor = match found {
        Some(0.0) => 4.0,
        Some(missed) if missed < 0.25 && missed < miss(&reading, count) => 2.5,
        _ if reading.has_feet => 0.8,
        _ => 1.2,
    };
    let known = known.map_or(0.0, |(_, known)| series::merit(lines, known));
    (series::merit(lines, &reading) > factor * known).then_some(reading)
}

/// The number of comments in a reading, reduced if the announced count differs. If prose follows an announcement, the
/// announcement was part of a byline.
fn worth(lines: &Lines<'_>, announced: Announced, reading: &Reading) -> f64 {
    let first = reading.replies.first().map_or(0, |reply| reply.lines.start);
    let near = if has_prose(lines, announced.line + 1..first) { 0.5 } else { 1.0 };
    near * reading.replies.len() as f64 * (1.0 - miss(reading, announced.what.count))
}

/// The relative difference between a reading and the announced count. One half if there was no count.
fn miss(reading: &Reading, count: Option<usize>) -> f64 {
    let found = reading.replies.len();
    count.map_or(0.5, |count| found.abs_diff(count) as f64 / count.max(found).max(1) as f64)
}

/// The best reading of the lines from `start` on.
fn best_reading(lines: &Lines<'_>, start: usize, count: Option<usize>) -> Option<Reading> {
    let end = lines.len();
    let list = List::find(lines, start, end);
    let (tops, headed) = list.at_top();
    let right_below = lines.next_filled(start, end).is_some_and(|line| lines.get(line).marker().is_some());
    if count.is_none() && !right_below && 2 * headed < tops {
        let signed = signed::read(lines, start, end, 2).by(HEADS);
        return (!signed.replies.is_empty()).then_some(signed);
    }
    let heads = if headed > 0 && 2 * headed >= tops { [Heads::All, Heads::Some] } else { [Heads::Some, Heads::All] };
    let ways: [&dyn Fn() -> Reading; 4] = [
        &|| list.read(lines, heads[0]).by(ITEMS),
        &|| list.read(lines, heads[1]).by(ITEMS),
        &|| signed::read(lines, start, end, 1).by(HEADS),
        &|| quoted::read(lines, start, end).by("marks of quotation"),
    ];
    let mut best: Option<(Reading, f64)> = None;
    for way in ways {
        let reading = way();
        if reading.replies.is_empty() {
            continue;
        }
        let miss = miss(&reading, count);
        if miss == 0.0 {
            return Some(reading);
        }
        if best.as_ref().is_none_or(|(_, least)| miss < *least) {
            best = Some((reading, miss));
        }
    }
    best.map(|(reading, _)| reading)
}

/// Comments on a page without an announcement: under heads of one shape, or in the list before a form or a closing
/// line.
fn unannounced(lines: &Lines<'_>) -> Option<Reading> {
    const LEAST: usize = 3;
    let signed = signed::read(lines, 0, lines.len(), LEAST).by(HEADS);
    let signed = if signed.opens || signed.is_discussion(lines) { signed } else { Reading::default() };
    let list = List::find(lines, 0, lines.len()).last_run();
    let heads = if list.at_top().1 >= LEAST { Heads::All } else { Heads::Some };
    let listed = list.read(lines, heads).by(ITEMS);
    let listed = if heads == Heads::All && listed.is_discussion(lines) || list.is_closed(lines) {
        listed
    } else {
        Reading::default()
    };
    let reading = if listed.replies.len() >= signed.replies.len() { listed } else { signed };
    let numbered = numbered::read(lines).unwrap_or_default().by("numbers of posts");
    let reading = if numbered.replies.len() >= reading.replies.len() { numbered } else { reading };
    (!reading.replies.is_empty()).then_some(reading)
}

/// Whether some lines contain prose: a long line, or several consecutive ones that are long on average and not a list.
fn has_prose(lines: &Lines<'_>, range: Range<usize>) -> bool {
    prose(lines, range, 1) > 0
}

/// Bytes of prose in some lines, counted until there are `enough`.
fn prose(lines: &Lines<'_>, range: Range<usize>, enough: usize) -> usize {
    const SHORTEST: usize = 50;
    const LEAST: usize = 180;
    let (mut all, mut length, mut count) = (0, 0, 0);
    for at in range {
        let line = lines.get(at);
        if line.is_blank() || line.marker().is_some() {
            (length, count) = (0, 0);
            continue;
        }
        // The addresses of links are not prose.
        let text = if line.text.contains("](") { unlink::plain(line.text) } else { line.text.into() };
        length += text.len();
        count += 1;
        if text.len() > LONGEST_LABEL && text.contains(' ') || length >= LEAST && length >= count * SHORTEST {
            all += length;
            (length, count) = (0, 0);
        }
        if all >= enough {
            break;
        }
    }
    all
}

/// The author and date of the article, if its first line contains nothing else, and the next line.
fn byline(lines: &Lines<'_>, start: usize, end: usize) -> (Option<Head>, usize) {
    let Some(first) = lines.next_filled(start, end) else { return (None, start) };
    let text = lines.get(first).text;
    if let Some(head) = head::of_byline(lines, first, text, end) {
        let after = head.end;
        return (Some(head), after);
    }
    (None, start)
}
