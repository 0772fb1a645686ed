//! Faults in the posts of a page as first read: they are empty, or lack names or times of their own.

use super::dom::{Dom, NodeId};
use super::fields::Fields;
use super::talk::Talk;
use rustc_hash::FxHashSet;

/// Posts that are examined.
const LOOKED_AT: usize = 24;

/// Faults in the posts of a page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Faults {
    pub(super) empty: bool,
    pub(super) names: bool,
    pub(super) times: bool,
}

impl Faults {
    pub(super) fn any(self) -> bool {
        self.empty || self.names || self.times
    }
}

pub(super) fn read_some(dom: &Dom, talk: &Talk) -> Vec<Fields> {
    let some = 0..talk.spots.len().min(LOOKED_AT);
    some.map(|place| talk.read(dom, place)).filter(|fields| fields.missing.is_none()).collect()
}

/// Whether a body is empty: it has no picture, and no letter except in links.
fn is_empty(body: &str) -> bool {
    const LONGEST: usize = 400;
    if body.len() > LONGEST || body.contains("<img") || body.contains("<iframe") || body.contains("<video") {
        return false;
    }
    let dom = Dom::read(body);
    let mut letters = 0;
    let mut node = NodeId::ROOT;
    while node.index() < dom.len() {
        if dom.name(node) == "a" && dom.text_of(node).bytes().any(|byte| byte.is_ascii_digit()) {
            node = dom.end(node);
            continue;
        }
        letters += dom.text(node).map_or(0, |text| text.chars().filter(|c| c.is_alphanumeric()).count());
        node = node.next();
    }
    letters < 2
}

/// The share of the first posts without text.
pub(super) fn emptiness(dom: &Dom, talk: &Talk) -> f32 {
    let fields = read_some(dom, talk);
    silent(talk, &fields) as f32 / fields.len().max(1) as f32
}

/// The number of posts without text. If the posts are a guess and all have the same few words, those words are
/// furniture.
fn silent(talk: &Talk, posts: &[Fields]) -> usize {
    const FEW: usize = 120;
    let first = posts.first().map(|post| post.body.as_str()).filter(|body| talk.is_guess && body.len() <= FEW);
    if posts.len() > 1 && posts.iter().all(|post| Some(post.body.as_str()) == first) {
        return posts.len();
    }
    posts.iter().filter(|post| is_empty(&post.body)).count()
}

pub(super) fn faults(dom: &Dom, talk: &Talk) -> Faults {
    let fields = read_some(dom, talk);
    let count = fields.len();
    if count < 2 {
        return Faults::default();
    }
    let empty = silent(talk, &fields);
    let names: Vec<&str> = fields.iter().filter_map(|fields| fields.author.as_deref()).collect();
    let distinct: FxHashSet<&str> = names.iter().copied().collect();
    let ends: Vec<Option<&str>> = distinct.iter().map(|name| name.rsplit_once(' ').map(|(_, end)| end)).collect();
    let most = |count: usize| ends.len() >= 3 && count * 10 >= ends.len() * 4;
    let same_end = ends.iter().flatten().any(|end| most(ends.iter().filter(|other| **other == Some(*end)).count()));
    let is_number = |end: &&str| end.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    let numbers = most(ends.iter().flatten().filter(|end| is_number(end)).count());
    let long = names.iter().filter(|name| name.split(' ').count() > 3).count();
    let times: Vec<_> = fields.iter().filter_map(|fields| fields.time).collect();
    let is_flat = talk.spots.iter().all(|spot| spot.parent.is_none_or(|parent| parent == 0));
    let steps = times.len().saturating_sub(1);
    let on = times.windows(2).filter(|pair| matches!(pair, [one, other] if one <= other)).count();
    let back = times.windows(2).filter(|pair| matches!(pair, [one, other] if one >= other)).count();
    Faults {
        empty: empty * 5 > count && empty > 1,
        names: names.len() * 4 < count * 3
            || distinct.len() == 1 && count >= 3
            || same_end
            || numbers
            || long * 2 > count,
        times: times.len() * 4 < count * 3 || is_flat && steps >= 2 && on.max(back) * 10 < steps * 7,
    }
}
