//! Dumps of public-inbox pages: the overview below the messages shows which answers which.
//!
//! ```text
//! Thread overview: 3+ messages (download: mbox.gz / follow: Atom feed)
//! 2023-04-21 10:32 [PATCH] lamp: light it mara
//! 2023-04-21 11:02 ` oldsalt
//! 2023-04-21 12:12   ` mara
//! ```
//!
//! Each line of the overview is matched to a message by minute and by the name at its end.

use super::line::Lines;
use super::page::Page;
use crate::source::date;
use crate::thread::Time;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// A line of the overview.
struct Entry {
    /// The minute, `2023-04-21 10:32`.
    minute: String,
    /// The column of its back-quote. 0 for the first message of a thread.
    column: usize,
    /// The rest of the line without blanks: the program breaks lines within words.
    rest: String,
}

/// Whether a page has an overview of its messages.
pub(super) fn is_one(lines: &Lines<'_>) -> bool {
    overview(lines).is_some()
}

fn overview(lines: &Lines<'_>) -> Option<usize> {
    let is_overview =
        |text: &str| text.trim_start_matches('*').starts_with("Thread overview:") && text.contains("message");
    (0..lines.len()).rev().find(|&at| is_overview(lines.get(at).text))
}

/// Sets the parents of a page's messages from its overview.
pub(super) fn hang(lines: &Lines<'_>, page: &mut Page) {
    let Some(start) = overview(lines) else { return };
    if let Some(subject) = subject(lines) {
        page.title = subject;
    }
    let opening = page.byline.as_ref().map(|head| (head.author.clone(), head.time));
    let replies = page.replies.iter().map(|reply| (reply.author.clone(), reply.time));
    let mut messages: FxHashMap<String, VecDeque<(usize, String)>> = FxHashMap::default();
    for (place, (author, time)) in opening.into_iter().chain(replies).enumerate() {
        if let (Some(author), Some(time)) = (author, time) {
            messages.entry(Time::minute(time)).or_default().push_back((place, without_blanks(&author)));
        }
    }
    let mut above: Vec<(usize, Option<usize>)> = Vec::new();
    for entry in entries(lines, start + 1) {
        let alike = messages.get_mut(&entry.minute);
        let place = alike.and_then(|alike| {
            let found = alike.iter().take(MOST_ALIKE).position(|(_, author)| entry.rest.ends_with(author.as_str()))?;
            alike.remove(found).map(|(place, _)| place)
        });
        while above.pop_if(|(column, _)| *column >= entry.column).is_some() {}
        let parent = above.iter().rev().find_map(|&(_, place)| place);
        above.push((entry.column, place));
        let reply = place.and_then(|place| page.replies.get_mut(place.checked_sub(1)?));
        if let Some(reply) = reply {
            reply.parent = parent.and_then(|parent| parent.checked_sub(1)).map(|parent| parent as u32);
        }
    }
}

/// The subject of the first message: it is above the links to its neighbours, which look like a list.
fn subject(lines: &Lines<'_>) -> Option<String> {
    const REACH: usize = 40;
    let is_under = |at: usize| {
        let text = lines.get(at).text.trim_start_matches('*');
        text.starts_with("@ ") || text.starts_with("[not found]") || text.starts_with("From: ")
    };
    let at = (0..lines.len().min(REACH)).find(|&at| lines.get(at).text.contains("* ") && is_under(at + 1))?;
    let text = lines.get(at).text.trim_start_matches(['*', '•', '+', ' ']).trim_end_matches('*');
    (!text.is_empty()).then(|| text.to_owned())
}

/// Messages of the same minute that are compared.
const MOST_ALIKE: usize = 64;

/// The entries of an overview, from a line on.
fn entries(lines: &Lines<'_>, start: usize) -> Vec<Entry> {
    const MINUTE: usize = "2023-04-21 10:32".len();
    let mut found: Vec<Entry> = Vec::new();
    for at in start..lines.len() {
        let text = lines.get(at).text;
        if text.starts_with("-- links below") || text.starts_with("[not found]") {
            continue;
        }
        if text.is_empty() {
            break;
        }
        let told = text.split_at_checked(MINUTE).filter(|(minute, _)| date::find(minute).is_some());
        match (told, found.last_mut()) {
            (Some((minute, rest)), _) => {
                let text = rest.trim_start();
                let column = if text.starts_with('`') { rest.len() - text.len() } else { 0 };
                // Hours before ten begin with a blank instead of a zero.
                found.push(Entry { minute: minute.replace("  ", " 0"), column, rest: without_blanks(text) });
            }
            (None, Some(last)) => last.rest.push_str(&without_blanks(text)),
            (None, None) => break,
        }
    }
    found
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
