//! Rules of the reader's own, and what they find in a thread.

use crate::query::{Facts, Query, Wanted, seek};
use crate::thread::{PostId, PostSet, Text, Thread, Time};
use crate::visit::Label;
use std::sync::Arc;

/// What is done with every post that a query finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name; where it has none its number, from 1.
    pub(crate) name: Text,
    pub(crate) query: Arc<Query>,
    pub(crate) does: Does,
    /// From this moment on it does nothing.
    pub(crate) until: Option<Time>,
}

/// What a rule does with a post.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Does {
    /// It is put away with all below it.
    PutAway(Label),
    /// It stands out.
    Highlight,
    /// The word stands behind its author's name.
    Tag(Text),
}

/// What rules have found in a thread.
#[derive(Debug, Default)]
pub struct Ruled {
    /// What is to be put away, in document order, each by the rule of such a number: none inside of another.
    pub(in crate::app) away: Vec<(PostId, usize)>,
    pub(in crate::app) highlighted: PostSet,
    pub(in crate::app) tagged: Vec<(Text, PostSet)>,
}

impl Rule {
    /// Whether it can be put to a thread only when it is known how far everything there has drifted.
    pub(in crate::app) fn asks_for_drift(&self) -> bool {
        self.query.asks_for_drift()
    }
}

impl Ruled {
    /// Whether nothing was found.
    pub(in crate::app) fn is_empty(&self) -> bool {
        self.away.is_empty() && self.highlighted.is_empty() && self.tagged.is_empty()
    }

    /// Puts rules to a thread. Nothing comes of it if `go_on` says so in the meantime.
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
        // Of several rules that find a post the first one has it.
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

/// Those of some posts that are not below another of them. What opens a thread cannot be put away, and is none.
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
