//! The reader's rules, and their results in a thread.

use crate::query::{Facts, Query, Wanted, seek};
use crate::thread::{PostId, PostSet, Text, Thread, Time};
use crate::visit::Label;
use std::sync::Arc;

/// What to do with every hit of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name; without one its number, from 1.
    pub(crate) name: Text,
    pub(crate) query: Arc<Query>,
    pub(crate) does: Does,
    /// When it expires.
    pub(crate) until: Option<Time>,
}

/// The effect of a rule on a post.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Does {
    /// Put it away with everything below it.
    PutAway(Label),
    /// Highlight it.
    Highlight,
    /// Put a tag behind its author's name.
    Tag(Text),
}

/// The results of rules in a thread.
#[derive(Debug, Default)]
pub struct Ruled {
    /// What to put away, in document order, with the number of the rule; none lies inside another.
    pub(in crate::app) away: Vec<(PostId, usize)>,
    pub(in crate::app) highlighted: PostSet,
    pub(in crate::app) tagged: Vec<(Text, PostSet)>,
}

impl Rule {
    /// Whether it needs the drift of the thread.
    pub(in crate::app) fn asks_for_drift(&self) -> bool {
        self.query.asks_for_drift()
    }
}

impl Ruled {
    /// Whether nothing was found.
    pub(in crate::app) fn is_empty(&self) -> bool {
        self.away.is_empty() && self.highlighted.is_empty() && self.tagged.is_empty()
    }

    /// Runs rules over a thread. `None` once `go_on` returns false.
    pub fn of(thread: &Thread, rules: &[Rule], facts: &Arc<Facts>, go_on: impl Fn() -> bool) -> Option<Self> {
        let mut ruled = Self { highlighted: PostSet::none(thread.len()), ..Self::default() };
        for (number, rule) in rules.iter().enumerate() {
            let wanted = Wanted::Query(Arc::clone(&rule.query), Arc::clone(facts));
            let mut hits = PostSet::none(thread.len());
            let mut is_whole = false;
            seek(thread, &wanted, PostId::ARTICLE, |found| {
                found.posts.iter().for_each(|&post| hits.insert(post));
                is_whole = found.complete;
                go_on()
            });
            if !is_whole {
                return None;
            }
            match &rule.does {
                Does::PutAway(_) => ruled.away.extend(highest(thread, &hits).map(|post| (post, number))),
                Does::Highlight => hits.within(0..thread.len()).for_each(|post| ruled.highlighted.insert(post)),
                Does::Tag(tag) => ruled.tagged.push((tag.clone(), hits)),
            }
        }
        // The first of several rules takes a post.
        ruled.away.sort_unstable();
        let mut end = 0;
        ruled.away.retain(|&(post, _)| {
            let is_inside = post.index() < end;
            end = end.max(thread.subtree(post).end);
            !is_inside
        });
        Some(ruled)
    }
}

/// The posts that are not below another of them. Opening posts cannot be put away and are left out.
pub(in crate::app) fn highest<'a>(thread: &'a Thread, hits: &'a PostSet) -> impl Iterator<Item = PostId> + 'a {
    let mut end = 0;
    hits.within(0..thread.len()).filter(move |&post| {
        let is_one = post.index() >= end && thread.opening(post) != post && post != PostId::ARTICLE;
        if is_one {
            end = thread.subtree(post).end;
        }
        is_one
    })
}
