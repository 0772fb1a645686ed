//! Finds posts by what a reader typed or asked for.
//!
//! [`Query`] reads the one language of all places that ask for posts. The search works on raw bodies, where most posts
//! fail quickly, and looks at the readable text only if a doubt is left. It knows no screen and waits for nobody.
//! Results come in parts, so that the first are shown while the search continues.

mod bitset;
mod complete;
mod expression;
mod facts;
mod finder;
mod html_lines;
mod language;
mod links;
mod parse;
mod pattern;
mod phrase;
mod quoted;
mod required;
mod sieve;
mod spoken;
mod value;

pub(crate) use complete::{Completion, Names, complete};
pub use expression::Query;
pub(crate) use facts::Drifts;
pub use facts::Facts;
pub(crate) use language::LANGUAGE;
pub use links::{Linked, led_to, links, may_lead_here};
pub use parse::Fault;
pub(crate) use pattern::Pattern;
pub use spoken::Spoken;

use crate::thread::{AuthorId, PostId, Thread};
use sieve::Sieve;
use std::ops::Range;
use std::sync::Arc;

/// What a search looks for.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// The hits of a query, with the facts of the moment it was asked.
    Query(Arc<Query>, Arc<Facts>),
    /// Posts by this author.
    Author(AuthorId),
    /// Posts whose score is in the highest tenth.
    HighScore,
    /// Posts with a link.
    Links,
    /// Posts with code.
    Code,
}

impl Wanted {
    /// The hits of a query about the thread alone. `None` if it asks for nothing or is no query.
    pub fn text(typed: &str) -> Option<Self> {
        let query = Query::parse(typed).ok().flatten()?;
        Some(Self::Query(Arc::new(query), Arc::default()))
    }
}

/// A part of the results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Hits, in the order they were found.
    pub posts: Vec<PostId>,
    /// The number of posts examined so far, in all parts.
    pub looked_at: usize,
    /// Whether every post was examined.
    pub complete: bool,
}

/// Posts in the first run.
const SHORT: usize = 256;
/// Posts in the longest run; each run is twice as long as the one before.
const LONG: usize = 8192;

/// Examines every post from `from` to the end, then from the beginning. Calls `found` with the hits of each run as soon
/// as it is done, and stops when `found` returns false.
pub fn seek(thread: &Thread, wanted: &Wanted, from: PostId, mut found: impl FnMut(Found) -> bool) {
    let sieve = Sieve::new(thread, wanted);
    let from = from.index().min(thread.len());
    let (mut looked_at, mut length) = (0, SHORT);
    for Range { mut start, end } in [from..thread.len(), 0..from] {
        while start < end {
            let run = start..(start + length).min(end);
            let posts = sieve.pass(&run).ones().map(|at| PostId::new(start + at)).collect();
            looked_at += run.len();
            start = run.end;
            length = (length * 2).min(LONG);
            let complete = looked_at == thread.len();
            if !found(Found { posts, looked_at, complete }) || complete {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests;
