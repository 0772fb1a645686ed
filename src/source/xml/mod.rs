//! XML: exports of comment systems, and feeds.
//!
//! Each format's file says what it takes from the elements that [`elements`] shows it one after the other. None of
//! them knows what an entity or a namespace is.

mod answers;
mod atom;
mod blogger;
mod disqus;
mod elements;
mod feed;
mod name;
mod page;
mod paragraphs;
mod root;
mod rss;
mod shelf;
mod stackexchange;
mod time;
mod topic;
mod wxr;

pub(super) use atom::Atom;
pub(super) use blogger::Blogger;
pub(super) use disqus::Disqus;
pub(super) use rss::Rss;
pub(super) use stackexchange::StackExchange;
pub(super) use wxr::Wxr;
