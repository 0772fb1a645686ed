//! Finding posts: what a reader typed, or asked for, against what was written.
//!
//! One language serves every place where posts are asked for; [`Query`] reads it. Works on raw bodies, where most posts
//! fail quickly, and looks at what a reader reads only where that leaves a doubt. Knows no screen and waits for nobody.
//! Results come in parts so that whoever asked can show the first of them while the rest is sought.

mod bits;
mod complete;
mod expression;
mod facts;
mod finder;
mod language;
mod legible;
mod linked;
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
pub use linked::{Linked, led_to, links, may_lead_here};
pub use parse::Fault;
pub(crate) use pattern::Pattern;
pub use spoken::Spoken;

use crate::thread::{AuthorId, PostId, Thread};
use sieve::Sieve;
use std::ops::Range;
use std::sync::Arc;

/// What makes a post one that is sought.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// A query finds it, with what was known when it was asked.
    Query(Arc<Query>, Arc<Facts>),
    /// It is by this author.
    Author(AuthorId),
    /// Its score is among the highest tenth.
    HighScore,
    /// There is a link in it.
    Links,
    /// There is code in it.
    Code,
}

impl Wanted {
    /// What a query finds that asks for nothing but the thread; none where that is nothing or no query.
    pub fn text(typed: &str) -> Option<Self> {
        let query = Query::parse(typed).ok().flatten()?;
        Some(Self::Query(Arc::new(query), Arc::default()))
    }
}

/// A part of what was sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Posts that are wanted, in the order they were met.
    pub posts: Vec<PostId>,
    /// How many posts have been looked at, with those of earlier parts.
    pub looked_at: usize,
    /// Whether every post has been looked at.
    pub complete: bool,
}

/// Posts are looked at in runs, of so many at first.
const SHORT: usize = 256;
/// And of twice as many each time, up to this.
const LONG: usize = 8192;

/// Looks at every post, first from `from` to the end and then from the beginning, and tells `found` which posts of
/// each run are wanted, in order, as soon as the run is done. Stops when `found` says so by returning false.
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
