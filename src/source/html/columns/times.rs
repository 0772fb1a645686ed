//! The column of times: it advances from post to post, unlike the day on which an author joined.

use super::{Known, Table};
use crate::source::html::dom::NodeId;
use crate::source::html::fields::time_of;
use crate::source::html::foreign::is_foreign;
use crate::source::html::role::{Role, role};
use crate::thread::Time;
use rustc_hash::{FxHashMap, FxHashSet};

/// The time of a post: the index of the post, the node of the time, and the time.
type Moment = (usize, NodeId, Time);

impl Table<'_> {
    /// Finds the times: the column that advances from post to post and is not a property of the author.
    pub(super) fn times(&self, known: &mut [Known]) {
        let orders = self.columns.len().max(1) as f32;
        let mut best: Option<(f32, Vec<Moment>)> = None;
        for column in self.common() {
            let mut times: Vec<Moment> = Vec::new();
            let mut foreign = 0;
            let mut rank = 0.0_f32;
            for &(place, node) in &column.cells {
                if self.short_text(node).is_none() {
                    continue;
                }
                if let Some(time) = time_of(self.dom, node) {
                    times.push((place, node, time));
                    foreign += usize::from(is_foreign(self.dom, node));
                }
            }
            if times.len() * 2 < self.posts.len() || times.len() < 2 {
                continue;
            }
            if let Some(&(_, node, _)) = times.first() {
                rank = match role(self.dom, node) {
                    Some((Role::Time, 0..=2)) => 1.5,
                    Some((Role::Time, _)) => 1.0,
                    _ => 0.0,
                };
            }
            let pairs = times.len() - 1;
            let goes_on = times.windows(2).filter(|pair| matches!(pair, [one, other] if one.2 <= other.2)).count();
            let goes_back = times.windows(2).filter(|pair| matches!(pair, [one, other] if one.2 >= other.2)).count();
            let steady = goes_on.max(goes_back) as f32 / pairs as f32;
            let mut score = 4.0 * times.len() as f32 / self.posts.len() as f32 + 2.0 * steady + rank;
            score += 0.5 * (1.0 - column.order as f32 / orders) + 0.02 * column.depth as f32;
            if foreign * 2 > times.len() {
                score -= 6.0;
            }
            if belongs_to_author(&times, known) {
                score -= 4.0;
            }
            if score >= 3.0 && best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, times));
            }
        }
        for (place, node, time) in best.map(|(_, times)| times).unwrap_or_default() {
            if let Some(known) = known.get_mut(place) {
                known.time = Some((node, time));
            }
        }
    }
}

/// Whether every author of several posts has the same time in all of them, and different authors have different times.
fn belongs_to_author(times: &[Moment], known: &[Known]) -> bool {
    let mut of_author: FxHashMap<&str, Time> = FxHashMap::default();
    let (mut same, mut other) = (0, 0);
    for &(place, _, time) in times {
        let Some(name) = known.get(place).and_then(|known| known.author.as_ref()).map(|(_, name)| name.as_str()) else {
            continue;
        };
        match of_author.get(name) {
            Some(&first) if first == time => same += 1,
            Some(_) => other += 1,
            None => {
                of_author.insert(name, time);
            }
        }
    }
    let distinct: FxHashSet<i64> = times.iter().map(|(_, _, time)| time.millis()).collect();
    other == 0 && (same > 1 || same == 1 && of_author.len() > 1) && distinct.len() > 1
}
