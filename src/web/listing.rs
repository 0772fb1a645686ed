//! A list of threads as a site gives it: titles, addresses, and what the site counts. Contains no posts.

use super::address::Address;
use crate::thread::Time;

/// A list of threads that are elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Listing {
    /// Its title.
    pub(crate) title: String,
    /// The threads, in the order of the site.
    pub(crate) rows: Vec<Row>,
}

/// A thread in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its title, uncleaned, and never HTML.
    pub(crate) title: String,
    /// The address to open it from.
    pub(crate) at: Address,
    /// Who opened it; empty if nobody knows.
    pub(crate) author: String,
    /// Its points. `None` if the site has none.
    pub(crate) points: Option<i64>,
    /// Its number of replies by the site's count. `None` if the site gives none.
    pub(crate) replies: Option<u64>,
    /// The time of its last activity, or of its opening if the site gives no more.
    pub(crate) time: Option<Time>,
    /// Its subject, such as the address of a page; often empty.
    pub(crate) about: String,
}

/// Rows taken from one answer at most.
const MOST: usize = 1000;

impl Listing {
    /// A list of these rows.
    pub(crate) fn of(title: impl Into<String>, rows: impl IntoIterator<Item = Row>) -> Self {
        Self { title: title.into(), rows: rows.into_iter().take(MOST).collect() }
    }
}

impl Row {
    /// A row with only a title and an address so far.
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
