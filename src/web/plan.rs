//! How to fetch a thread: one request after the other, and what follows from each answer. Requests nothing itself, so
//! every site can be tested with strings alone.

use super::address::Address;
use super::answer::{Answer, Request};
use super::listing::Listing;
use std::collections::VecDeque;

/// How to fetch a thread.
pub(crate) struct Plan {
    waiting: VecDeque<Request>,
    follow: Follow,
    /// What the reader wants of it.
    pub(crate) wanted: Wanted,
    /// The page to read if the answers do not come.
    pub(crate) page: Option<Address>,
    /// Whether its answers belong to one thread, whatever they look like.
    pub(crate) is_one: bool,
}

/// Examines each answer.
pub(crate) type Follow = Box<dyn FnMut(&Request, &Answer) -> Next + Send>;

/// What follows from an answer.
#[derive(Default)]
pub(crate) struct Next {
    /// Further requests, to be made before those that wait.
    pub(crate) requests: Vec<Request>,
    /// Whether the answer brings nothing new and need not be read.
    pub(crate) is_stale: bool,
    /// What the answer is, if it is not what was requested.
    pub(crate) fault: Option<String>,
    /// A better plan for the same thread.
    pub(crate) instead: Option<Plan>,
    /// The number of posts by the site's own count.
    pub(crate) posts: Option<usize>,
    /// The list of threads that the answer is.
    pub(crate) listing: Option<Listing>,
}

/// What a reader wants of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Wanted {
    /// The post that was named: its id in its source, or the end of its permalink.
    pub(crate) post: Option<String>,
    /// The number of posts by the site's own count.
    pub(crate) posts: Option<usize>,
}

/// Requests for one thread at most; the rest is reported.
pub(crate) const REQUESTS: usize = 10;

impl Next {
    /// Nothing more to request.
    pub(crate) fn nothing() -> Self {
        Self::default()
    }

    /// One more request, or none.
    pub(crate) fn maybe(request: Option<Request>) -> Self {
        Self { requests: request.into_iter().collect(), ..Self::default() }
    }

    /// Nothing more to request; the site counts this many posts.
    pub(crate) fn counting(posts: Option<usize>) -> Self {
        Self { posts, ..Self::default() }
    }

    /// The answer is a list of threads.
    pub(crate) fn listing(listing: Listing) -> Self {
        Self { listing: Some(listing), ..Self::default() }
    }

    /// The answer is not what was requested.
    pub(crate) fn fault(what: &str) -> Self {
        Self { fault: Some(what.to_owned()), ..Self::default() }
    }
}

impl Plan {
    /// A plan that begins with these requests.
    pub(crate) fn new(requests: Vec<Request>, follow: impl FnMut(&Request, &Answer) -> Next + Send + 'static) -> Self {
        Self { waiting: requests.into(), follow: Box::new(follow), wanted: Wanted::default(), page: None, is_one: true }
    }

    /// A plan of these requests alone.
    pub(crate) fn of(requests: Vec<Request>) -> Self {
        Self::new(requests, |_, _| Next::nothing())
    }

    /// The same plan; its answers may contain several threads.
    pub(crate) fn of_several(self) -> Self {
        Self { is_one: false, ..self }
    }

    /// The same plan, with a page to fall back to.
    pub(crate) fn or_page(self, page: &Address) -> Self {
        Self { page: Some(page.clone()), ..self }
    }

    /// The same plan, for one post of the thread.
    pub(crate) fn selecting(mut self, post: Option<String>) -> Self {
        self.wanted.post = post.filter(|post| !post.is_empty());
        self
    }

    /// The next request.
    pub(crate) fn next(&mut self) -> Option<Request> {
        self.waiting.pop_front()
    }

    /// The number of waiting requests.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Examines an answer.
    pub(crate) fn take(&mut self, request: &Request, answer: &Answer) -> Next {
        let mut next = (self.follow)(request, answer);
        self.wanted.posts = next.posts.or(self.wanted.posts);
        for request in next.requests.drain(..).rev() {
            self.waiting.push_front(request);
        }
        next
    }
}
