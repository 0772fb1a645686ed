//! Lines with a date, and series of them in the same form.

use super::is_about_another;
use crate::source::date;
use crate::source::text::line::Lines;
use crate::source::text::name::{bare_name, is_weekday, plausible, portrait_free, unlisted};
use crate::source::text::unlink::plain;
use crate::source::text::vocabulary::tells_no_post;
use crate::thread::Time;
use rustc_hash::FxHashMap;

/// Longer lines are prose.
const LONGEST: usize = 200;
/// With more words beside a date, the line is a sentence.
const MOST_WORDS: usize = 14;
/// Lines with dates that are examined.
const MOST: usize = 100_000;

/// A line with a date.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    pub(super) line: usize,
    pub(super) time: Option<Time>,
    /// The column where the line starts, after any list marker.
    pub(super) column: usize,
    /// A name next to the date.
    pub(super) name: Option<String>,
    key: Key,
    /// The number of the post, next to the date.
    number: Option<u32>,
}

impl Dated {
    /// Whether the time of day stands beside the date.
    pub(super) fn has_clock(&self) -> bool {
        self.key.has_clock
    }
}

/// The form of a line with a date.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    /// The words directly before and after the date.
    before: String,
    after: String,
    /// The date is a calendar date, not `3 hours ago`.
    is_told: bool,
    has_clock: bool,
    /// A name is next to it, or it is alone.
    is_named: bool,
}

/// Dates in the same form.
pub(super) struct Series<'d> {
    pub(super) dated: Vec<&'d Dated>,
}

impl Series<'_> {
    /// Whether the posts are numbered from 1.
    pub(super) fn counts_from_one(&self) -> bool {
        self.dated.iter().zip(1..).all(|(dated, number)| dated.number == Some(number))
    }
}

/// All lines with a date, except dates that the line says belong to something else.
pub(super) fn lines(lines: &Lines<'_>) -> Vec<Dated> {
    (0..lines.len()).filter_map(|at| dated(lines, at)).take(MOST).collect()
}

fn dated(lines: &Lines<'_>, at: usize) -> Option<Dated> {
    let line = lines.get(at);
    let is_worth = line.text.len() <= LONGEST
        && (line.text.bytes().any(|byte| byte.is_ascii_digit()) || line.text.contains(" ago"));
    if !is_worth {
        return None;
    }
    let marker = line.marker();
    let text = plain(marker.map_or(line.text, |marker| marker.rest));
    let found = date::find(&text)?;
    let (before, after) = (text.get(..found.range.start)?, text.get(found.range.end..)?);
    if before.split_whitespace().chain(after.split_whitespace()).count() > MOST_WORDS {
        return None;
    }
    let above = lines.last_filled(at.saturating_sub(3), at).map_or("", |above| lines.get(above).text);
    if tells_no_post(before)
        || tells_no_post(after) && before.trim().is_empty()
        || before.trim().is_empty() && tells_no_post(above)
    {
        return None;
    }
    let is_heading = |text: &str| {
        let text = text.trim_end().trim_end_matches('↑').trim_end();
        text.len() < LONGEST && text.ends_with(':') && {
            let mut says = false;
            bare_name(text.trim_end_matches(':'), false, &mut says);
            says
        }
    };
    if text.ends_with(':') && is_heading(&text) {
        return None;
    }
    // The heading of a quotation, possibly broken before the date.
    if before.contains('↑') || above.trim_end().ends_with('↑') || is_heading(above) && before.trim().is_empty() {
        return None;
    }
    let mut says = false;
    let name = bare_name(before, true, &mut says);
    let name = if name.is_empty() { bare_name(after, true, &mut says) } else { name };
    let name = unlisted(portrait_free(&name)).trim_end_matches([':', ' ']).to_owned();
    let is_name = |name: &String| {
        plausible(name)
            && !name.starts_with('#')
            && !name.contains(':')
            && !is_about_another(name)
            && name.chars().any(char::is_alphabetic)
    };
    let name = Some(name).filter(is_name);
    let stamp = text.get(found.range.clone()).unwrap_or_default();
    let key = Key {
        before: beside(before.split_whitespace().rev().find(|word| !is_weekday(word))),
        after: beside(after.split_whitespace().next()),
        is_told: found.time.is_some() || stamp.bytes().filter(u8::is_ascii_digit).count() >= 4,
        has_clock: stamp.contains(':') || stamp.contains("am") || stamp.contains("pm"),
        is_named: name.is_some(),
    };
    let number = text.split_whitespace().find_map(|word| word.strip_prefix('#')?.parse().ok());
    let column = marker.map_or(line.indent, |marker| marker.column);
    Some(Dated { line: at, time: found.time, column, name, key, number })
}

/// A word next to a date, with its digits unified.
fn beside(word: Option<&str>) -> String {
    let mut out = String::new();
    for c in word.unwrap_or_default().chars() {
        let c = if c.is_numeric() { '9' } else { c.to_lowercase().next().unwrap_or(c) };
        if !(c == '9' && out.ends_with('9')) {
            out.push(c);
        }
    }
    out
}

/// The series of dates in the same form, with at least `least` members.
pub(super) fn series(dated: &[Dated], least: usize) -> Vec<Series<'_>> {
    // A word that recurs next to dates belongs to the page; any other belongs to its post.
    let mut before: FxHashMap<&str, usize> = FxHashMap::default();
    let mut after: FxHashMap<&str, usize> = FxHashMap::default();
    for found in dated {
        *before.entry(&found.key.before).or_default() += 1;
        *after.entry(&found.key.after).or_default() += 1;
    }
    let usual = |counts: &FxHashMap<&str, usize>, word: &str| {
        let is_usual =
            word.is_empty() || counts.get(word).is_some_and(|&count| count >= least && 5 * count >= dated.len());
        if is_usual { word.to_owned() } else { "*".to_owned() }
    };
    let mut alike: FxHashMap<Key, Vec<&Dated>> = FxHashMap::default();
    for found in dated {
        let key = Key {
            before: usual(&before, &found.key.before),
            after: usual(&after, &found.key.after),
            ..found.key.clone()
        };
        alike.entry(key).or_default().push(found);
    }
    let mut all: Vec<(Key, Vec<&Dated>)> = alike.into_iter().collect();
    all.retain(|(_, found)| found.len() >= least);
    all.sort_by(|(one_key, one), (other_key, other)| other.len().cmp(&one.len()).then(one_key.cmp(other_key)));
    all.truncate(MOST_SERIES);
    let mut series: Vec<Series<'_>> = Vec::new();
    // The words after the date vary if some posts have more links than others.
    for (place, (key, found)) in all.iter().enumerate() {
        series.push(Series { dated: found.clone() });
        // A frequent author's name next to the date is no word of the page.
        let mut whole = found.clone();
        for (other, more) in all.iter().skip(place + 1) {
            if (other.is_named, other.has_clock) != (key.is_named, key.has_clock) {
                continue;
            }
            if other.before == key.before {
                series.extend(merged(found, more));
            }
            if key.is_named
                && let Some(both) = merged(&whole, more)
            {
                whole = both.dated;
            }
        }
        if whole.len() > found.len() {
            series.push(Series { dated: whole });
        }
    }
    series
}

/// Two series as one, unless their dates alternate: then each post has one of each.
fn merged<'d>(one: &[&'d Dated], other: &[&'d Dated]) -> Option<Series<'d>> {
    let mut both: Vec<(&Dated, bool)> = one.iter().map(|dated| (*dated, true)).collect();
    both.extend(other.iter().map(|dated| (*dated, false)));
    both.sort_by_key(|(dated, _)| dated.line);
    let turns = both.windows(2).filter(|pair| matches!(pair, [(_, one), (_, other)] if one != other)).count();
    let most = 2 * one.len().min(other.len());
    (4 * turns < 3 * most || most < both.len() / 2)
        .then(|| Series { dated: both.into_iter().map(|(dated, _)| dated).collect() })
}

/// At most this many forms of a date are tried.
const MOST_SERIES: usize = 8;
