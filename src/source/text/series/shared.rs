//! What the posts of a series share: lines at one distance from the dates of most of them.

use crate::source::text::line::Lines;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// The side of its date on which a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Side {
    /// Before the date: in the head, or below the previous post.
    Above,
    /// After the date.
    Below,
}

/// Lines shared by most posts.
pub(super) struct Shared {
    keys: FxHashMap<u64, Side>,
    has_member_lines: bool,
}

/// Longer lines are not furniture.
const LONGEST: usize = 80;

/// The number of occurrences of a line at each distance from a date.
#[derive(Default)]
struct Tally {
    above: FxHashMap<usize, usize>,
    below: FxHashMap<usize, usize>,
}

/// How constant the distance of a line is.
#[derive(Clone, Copy)]
struct Course {
    /// Occurrences within one line of the most frequent distance.
    near: usize,
    /// Occurrences at that distance, and occurrences in total.
    at_one: usize,
    all: usize,
    distance: usize,
}

impl Course {
    fn of(counts: &FxHashMap<usize, usize>) -> Self {
        let at = |far: usize| counts.get(&far).copied().unwrap_or(0);
        let near = counts.keys().map(|&far| at(far) + at(far + 1)).max().unwrap_or(0);
        let (distance, at_one) = counts
            .iter()
            .map(|(&far, &count)| (far, count))
            .max_by_key(|&(far, count)| (count, usize::MAX - far))
            .unwrap_or((0, 0));
        Self { near, at_one, all: counts.values().sum(), distance }
    }

    /// Whether the line belongs here rather than at the other place.
    fn is_steadier(self, other: Self) -> bool {
        let (one, another) = (self.at_one * other.all.max(1), other.at_one * self.all.max(1));
        one > another || one == another && self.distance < other.distance
    }
}

impl Shared {
    /// Finds the shared lines among `reach` filled lines before and after each date.
    pub(super) fn of(lines: &Lines<'_>, anchors: &[usize], reach: usize) -> Self {
        let mut tallies: FxHashMap<u64, Tally> = FxHashMap::default();
        let filled = |at: &usize| !lines.get(*at).is_blank();
        for (place, &anchor) in anchors.iter().enumerate() {
            let start = place.checked_sub(1).and_then(|before| anchors.get(before)).map_or(0, |&before| before + 1);
            let mut seen: Vec<u64> = Vec::new();
            for (far, at) in (start..anchor).rev().filter(filled).take(reach).enumerate() {
                for key in keys(lines, at).into_iter().flatten() {
                    if !seen.contains(&key) {
                        seen.push(key);
                        *tallies.entry(key).or_default().above.entry(far).or_default() += 1;
                    }
                }
            }
            let end = anchors.get(place + 1).copied().unwrap_or(lines.len());
            seen.clear();
            for (far, at) in (anchor + 1..end).filter(filled).take(reach).enumerate() {
                for key in keys(lines, at).into_iter().flatten() {
                    if !seen.contains(&key) {
                        seen.push(key);
                        *tallies.entry(key).or_default().below.entry(far).or_default() += 1;
                    }
                }
            }
        }
        let mut known: FxHashMap<u64, Side> = FxHashMap::default();
        for (key, tally) in tallies {
            let (above, below) = (Course::of(&tally.above), Course::of(&tally.below));
            let near = above.near.max(below.near);
            // The name of someone who wrote half of the posts is not furniture.
            if 5 * near >= 3 * anchors.len() && near > 1 {
                known.insert(key, if below.is_steadier(above) { Side::Below } else { Side::Above });
            }
        }
        let has_member_lines = MEMBER.iter().any(|word| known.contains_key(&hashed(word, ':')));
        Self { keys: known, has_member_lines }
    }

    /// What a line has in common with those of other posts on this side of the date.
    pub(super) fn key_of(&self, lines: &Lines<'_>, at: usize, side: Side) -> Option<u64> {
        keys(lines, at).into_iter().flatten().find(|key| self.keys.get(key) == Some(&side))
    }

    /// Whether most posts have this line on this side of the date.
    pub(super) fn is_shared(&self, lines: &Lines<'_>, at: usize, side: Side) -> bool {
        self.key_of(lines, at, side).is_some()
    }

    /// Whether posts state their author's post count and joining date, as forums do.
    pub(super) fn has_member_lines(&self) -> bool {
        self.has_member_lines
    }
}

/// Labels that forums write before facts about authors.
const MEMBER: &[&str] = &["posts", "messages", "joined", "registered", "beiträge", "registriert", "location"];

/// Possible common parts of a line: the whole line with its digits unified, a label before a colon, and the text before
/// the last bracket.
fn keys(lines: &Lines<'_>, at: usize) -> [Option<u64>; 2] {
    let text = lines.get(at).text;
    let text = lines.get(at).marker().map_or(text, |marker| marker.rest);
    if text.is_empty() || text.len() > 2 * LONGEST {
        return [None, None];
    }
    let label = text.split_once(':').filter(|(label, _)| label.len() <= 24 && label.split(' ').count() <= 3);
    let whole = (text.len() <= LONGEST).then(|| hashed(text, '='));
    [whole, label.map(|(label, _)| hashed(label.trim(), ':'))]
}

/// The hash of a text in lower case, with all digits unified.
fn hashed(text: &str, kind: char) -> u64 {
    let mut hasher = FxHasher::default();
    kind.hash(&mut hasher);
    let mut in_number = false;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if c.is_numeric() || in_number && matches!(c, ',' | '.') {
            if !in_number {
                '9'.hash(&mut hasher);
            }
            in_number = true;
            continue;
        }
        in_number = false;
        c.to_lowercase().for_each(|c| c.hash(&mut hasher));
    }
    hasher.finish()
}
