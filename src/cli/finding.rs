//! Queries and drift for written threads: what to write and what to fold.

use super::args::Args;
use super::message::say;
use super::states::States;
use crate::app::Scores;
use crate::export::Part;
use crate::query::{self, Drifts, Facts, Query, Wanted};
use crate::thread::{PostId, PostSet, Sort, Text, Thread};
use crate::topic::Distances;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The posts that are written folded, and why.
pub(super) struct Folded {
    posts: PostSet,
    reasons: BTreeMap<PostId, Text>,
}

impl Folded {
    /// The folds of `--fold` and `--fold-off-topic`. `None` if neither is given.
    pub(super) fn of(thread: &Thread, args: &Args, states: &States) -> Option<Self> {
        if args.fold.is_none() && args.fold_off_topic.is_none() {
            return None;
        }
        let mut posts = args.fold.as_ref().map_or(PostSet::none(thread.len()), |query| hits(thread, query, states));
        let mut reasons = BTreeMap::new();
        if let Some(threshold) = args.fold_off_topic {
            for opening in openings(thread) {
                let Some(scores) = Scores::of(thread, opening, || true) else { continue };
                match scores.verdict().doubt() {
                    None => reasons.extend(scores.suggested(thread, threshold)),
                    Some(_) if thread.is_shelf() => {}
                    Some(why) => say(&format!("threadle: nothing is folded as off-topic: {why}")),
                }
            }
            reasons.keys().for_each(|&post| posts.insert(post));
        }
        Some(Self { posts, reasons })
    }

    /// A part with these folds.
    pub(super) fn seen<'a>(&'a self, part: Part<'a>) -> Part<'a> {
        part.as_seen(&self.posts).because(&self.reasons)
    }
}

/// The opening posts of a shelf's threads, or the article.
fn openings(thread: &Thread) -> impl Iterator<Item = PostId> + '_ {
    let shelf = thread.children(PostId::ARTICLE).take(if thread.is_shelf() { usize::MAX } else { 0 });
    shelf.chain((!thread.is_shelf()).then_some(PostId::ARTICLE))
}

/// The drift of a thread's branches. `None` if it cannot be computed.
fn drifts(thread: &Thread) -> Option<Drifts> {
    let scores = Distances::of(thread, || true)?;
    Some(Arc::new(move |post| scores.score(post)))
}

/// A thread with its replies in another order.
pub(super) fn sorted(thread: Thread, sort: Sort) -> Thread {
    match Distances::sorted(&thread, sort, None, || true) {
        Some(Ok((sorted, _))) => sorted,
        Some(Err(why)) => {
            say(&format!("threadle: {why}"));
            thread
        }
        None => thread,
    }
}

/// The posts that a query finds.
fn hits(thread: &Thread, query: &Query, states: &States) -> PostSet {
    let drift = if query.asks_for_drift() { drifts(thread) } else { None };
    let facts = Facts { drift, ..states.facts(thread) };
    let wanted = Wanted::Query(Arc::new(query.clone()), Arc::new(facts));
    let mut posts = PostSet::none(thread.len());
    query::seek(thread, &wanted, PostId::ARTICLE, |found| {
        found.posts.into_iter().for_each(|post| posts.insert(post));
        true
    });
    posts
}

/// The part of a thread that a query finds, with the ancestors of each hit.
pub(super) fn found(thread: Thread, query: &Query, states: &States) -> Thread {
    let posts = hits(&thread, query, states);
    if posts.from(0).is_none() {
        say(&format!("threadle: nothing in it is found by {query}"));
    }
    thread.only(&posts)
}
