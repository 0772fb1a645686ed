//! The name in the head of each post of a series: it stands at one place and differs from post to post.

use super::dated::Series;
use super::shared::Side;
use super::{GAP, Heads, LONGEST_IN_HEAD, REACH};
use crate::source::date::month::month;
use crate::source::text::name::{plausible, portrait_free, unlisted};
use crate::source::text::unlink::plain;
use rustc_hash::{FxHashMap, FxHashSet};

/// The key of names that stand twice in a head.
const REPEATED: u64 = 1;

/// A place in a head that may hold the name: the number of lines from the nearest line shared by most posts.
type Role = (Side, u64, usize);

/// Longer lines are not names.
const LONGEST_NAME: usize = 40;

impl Heads<'_, '_> {
    /// The name of each post and its line.
    pub(super) fn names(&self, series: &Series<'_>) -> Vec<Option<(usize, String)>> {
        let inline: Vec<Option<(usize, String)>> =
            series.dated.iter().map(|dated| Some((dated.line, dated.name.clone()?))).collect();
        let count = inline.iter().flatten().count();
        if 4 * count >= 3 * inline.len() && differ(inline.iter().flatten().map(|(_, name)| name.as_str())) {
            return without_common_words(inline);
        }
        let mut found: FxHashMap<Role, Vec<(usize, usize, String)>> = FxHashMap::default();
        for place in 0..self.anchors.len() {
            for (role, line, name) in self.candidates(place) {
                found.entry(role).or_default().push((place, line, name));
            }
        }
        let worth = |(role, names): (&Role, &Vec<(usize, usize, String)>)| {
            let people: FxHashSet<&str> = names.iter().map(|(.., name)| name.as_str()).collect();
            let count = names.len() as f64;
            let again = 1.0 - people.len() as f64 / count;
            let words: usize = names.iter().map(|(.., name)| name.split(' ').count()).sum();
            let short = if words as f64 <= 2.2 * count { 0.2 } else { 0.0 };
            let twice = if role.1 == REPEATED { 0.3 } else { 0.0 };
            count / self.anchors.len() as f64 + 0.3 * again + short + twice
        };
        let likely = |(_, names): &(&Role, &Vec<(usize, usize, String)>)| {
            5 * names.len() >= 3 * self.anchors.len() && differ(names.iter().map(|(.., name)| name.as_str()))
        };
        let mut all: Vec<_> = found.into_iter().collect();
        all.sort_by_key(|&(role, _)| role);
        let all = all.iter().map(|(role, names)| (role, names)).filter(likely);
        let best = all.max_by(|one, other| worth(*one).total_cmp(&worth(*other))).map(|(_, names)| names);
        let mut names = vec![None; self.anchors.len()];
        for (place, line, name) in best.into_iter().flatten() {
            if let Some(known @ None) = names.get_mut(*place) {
                *known = Some((*line, name.clone()));
            }
        }
        without_common_words(names)
    }

    /// The possible names in the head of a post, with their roles.
    fn candidates(&self, place: usize) -> Vec<(Role, usize, String)> {
        let mut found = Vec::new();
        let mut look = |side: Side, places: &mut dyn Iterator<Item = usize>| {
            let (mut key, mut far) = (0, 0);
            for at in places {
                if let Some(shared) = self.shared.key_of(self.lines, at, side) {
                    (key, far) = (shared, 0);
                    continue;
                }
                far += 1;
                if far > GAP {
                    break;
                }
                if let Some(name) = name_in(self.lines.get(at).text) {
                    found.push(((side, key, far), at, name));
                }
            }
        };
        look(Side::Above, &mut self.above(place, 0));
        let anchor = self.anchors.get(place).copied().unwrap_or(0);
        let until = self.anchors.get(place + 1).copied().unwrap_or(self.lines.len());
        let until = self.tops_before(place, until);
        let below = (anchor + 1..until).filter(|&at| !self.lines.get(at).is_blank());
        look(Side::Below, &mut below.take(REACH));
        found.extend(self.repeated(place));
        found
    }

    /// The name that stands twice above a date: once beside its portrait.
    fn repeated(&self, place: usize) -> Option<(Role, usize, String)> {
        let mut seen: Vec<(usize, String)> = Vec::new();
        for at in self.above(place, 0).take_while(|&at| self.lines.get(at).text.len() <= LONGEST_IN_HEAD) {
            let text = self.lines.get(at).text;
            // A number beside a name counts posts or points.
            let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
            let text = text.rsplit_once(' ').filter(|(_, last)| is_number(last)).map_or(text, |(name, _)| name.trim());
            let is_long = |name: &String| name.chars().filter(|c| c.is_alphabetic()).count() > 1;
            if let Some(name) = name_in(text).filter(is_long) {
                if seen.iter().any(|(_, known)| *known == name) {
                    return Some(((Side::Above, REPEATED, 0), at, name));
                }
                seen.push((at, name));
            }
        }
        None
    }
}

/// The name, if a line consists of one.
pub(super) fn name_in(text: &str) -> Option<String> {
    let text = plain(unlisted(text));
    let text = portrait_free(&text).trim_start_matches("(BUTTON)").trim();
    let text = once_of_twice(text).unwrap_or(text);
    let is_name = text.len() <= LONGEST_NAME
        && plausible(text)
        && text.chars().any(char::is_alphabetic)
        && !text.contains(':')
        && !text.ends_with('.')
        && !is_about_another(text)
        && !is_month(text)
        && text.split_whitespace().count() <= 4;
    is_name.then(|| text.to_owned())
}

/// The name in a line that begins with it twice without a blank, as where a portrait is described by it:
/// `maramara Keeper`.
fn once_of_twice(text: &str) -> Option<&str> {
    const SHORTEST: usize = 3;
    let ends = text.char_indices().map(|(end, _)| end).take_while(|&end| end <= LONGEST_NAME);
    ends.skip(SHORTEST)
        .filter_map(|end| text.split_at_checked(end))
        .find(|(name, rest)| {
            rest.strip_prefix(name).is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace))
        })
        .map(|(name, _)| name)
}

/// Whether a text is a month, such as that in which an author joined: `Mar 2014`.
fn is_month(text: &str) -> bool {
    let words = text.split_once(' ');
    words.is_some_and(|(name, year)| month(name).is_some() && year.parse::<u16>().is_ok())
}

/// Whether a line names the one who is answered.
pub(super) fn is_about_another(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["in reply to ", "reply to ", "replying to "].iter().any(|start| lower.starts_with(start))
}

/// Names without the words that most of them end or begin with, which are the page's: `mara Offline`.
fn without_common_words(mut names: Vec<Option<(usize, String)>>) -> Vec<Option<(usize, String)>> {
    let all = names.iter().flatten().count();
    for at_end in [true, false] {
        loop {
            let word = |name: &str| {
                let mut words = name.split_whitespace();
                let several = name.contains(char::is_whitespace);
                (if at_end { words.next_back() } else { words.next() }).filter(|_| several).map(str::to_owned)
            };
            let mut counts: FxHashMap<String, usize> = FxHashMap::default();
            names
                .iter()
                .flatten()
                .filter_map(|(_, name)| word(name))
                .for_each(|word| *counts.entry(word).or_default() += 1);
            let Some(common) =
                counts.into_iter().find(|(_, count)| *count > 2 && 2 * count > all).map(|(word, _)| word)
            else {
                break;
            };
            for (_, name) in names.iter_mut().flatten() {
                let bare = if at_end { name.strip_suffix(&common) } else { name.strip_prefix(&common) };
                if let Some(bare) = bare.map(str::trim).filter(|bare| !bare.is_empty()) {
                    *name = bare.to_owned();
                }
            }
        }
    }
    names
}

/// Whether these include several different names.
fn differ<'n>(mut names: impl Iterator<Item = &'n str>) -> bool {
    let Some(first) = names.next() else { return false };
    names.any(|name| name != first)
}
