//! A list of threads as a site gives it: what each is called, where it is, and what the site counts in it. Knows no
//! thread of posts: there is none here yet.

use super::address::Address;
use crate::thread::Time;

/// A list of threads that are not here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Listing {
    /// What it is called.
    pub(crate) title: String,
    /// The threads, in the order of the site.
    pub(crate) rows: Vec<Row>,
}

/// A thread of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// What it is called; unclean, and never HTML.
    pub(crate) title: String,
    /// Where it can be opened.
    pub(crate) at: Address,
    /// Who opened it; empty if nobody knows.
    pub(crate) author: String,
    /// Its points. `None` if the site has none.
    pub(crate) points: Option<i64>,
    /// How many replies the site counts in it. `None` if it does not tell.
    pub(crate) replies: Option<u64>,
    /// When something happened in it last, or when it was opened if the site tells no more.
    pub(crate) time: Option<Time>,
    /// What it is about, such as the address of a page; often empty.
    pub(crate) about: String,
}

/// More rows of one answer are not taken.
const MOST: usize = 1000;

impl Listing {
    /// A list of such rows.
    pub(crate) fn of(title: impl Into<String>, rows: impl IntoIterator<Item = Row>) -> Self {
        Self { title: title.into(), rows: rows.into_iter().take(MOST).collect() }
    }
}

impl Row {
    /// A row of which there is no more to tell yet.
    pub(crate) fn new(title: impl Into<String>, at: Address) -> Self {
        Self {
            title: title.into(),
            at,
            author: String::new(),
            points: None,
            replies: None,
            time: None,
            about: String::new(),
        }
    }
}
