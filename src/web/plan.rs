//! What is asked for to have a thread: requests one after the other, and what each answer leads to. Asks nothing
//! itself, so that every site can be shown with strings alone.

use super::address::Address;
use super::answer::{Answer, Request};
use super::listing::Listing;
use std::collections::VecDeque;

/// What is asked for to have a thread.
pub(crate) struct Plan {
    waiting: VecDeque<Request>,
    follow: Follow,
    /// What the reader wants of it.
    pub(crate) wanted: Wanted,
    /// The page that is read where the answers do not come.
    pub(crate) page: Option<Address>,
    /// Its answers are of one thread, whatever they look like.
    pub(crate) is_one: bool,
}

/// What looks at each answer.
pub(crate) type Follow = Box<dyn FnMut(&Request, &Answer) -> Next + Send>;

/// What an answer leads to.
#[derive(Default)]
pub(crate) struct Next {
    /// What else is to be asked for, before what waits already.
    pub(crate) requests: Vec<Request>,
    /// The answer says nothing that is not known: it is not read.
    pub(crate) is_stale: bool,
    /// It is not what was asked for; what it is.
    pub(crate) fault: Option<String>,
    /// A better plan for the same thread is known now.
    pub(crate) instead: Option<Plan>,
    /// How many posts there are by the site's own count.
    pub(crate) posts: Option<usize>,
    /// The answer is a list of threads.
    pub(crate) listing: Option<Listing>,
}

/// What a reader wants of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Wanted {
    /// The post that was named: its id as its source has it, or how its permalink ends.
    pub(crate) post: Option<String>,
    /// How many posts there are by the site's own count.
    pub(crate) posts: Option<usize>,
}

/// A thread is asked for in so many requests at the most; then the rest is told.
pub(crate) const REQUESTS: usize = 10;

impl Next {
    /// Nothing else has to be asked for.
    pub(crate) fn nothing() -> Self {
        Self::default()
    }

    /// One more request, or none.
    pub(crate) fn maybe(request: Option<Request>) -> Self {
        Self { requests: request.into_iter().collect(), ..Self::default() }
    }

    /// Nothing else; the site counts so many posts.
    pub(crate) fn counting(posts: Option<usize>) -> Self {
        Self { posts, ..Self::default() }
    }

    /// The answer is a list of threads.
    pub(crate) fn listing(listing: Listing) -> Self {
        Self { listing: Some(listing), ..Self::default() }
    }

    /// The answer is not what was asked for.
    pub(crate) fn fault(what: &str) -> Self {
        Self { fault: Some(what.to_owned()), ..Self::default() }
    }
}

impl Plan {
    /// A plan that begins with some requests.
    pub(crate) fn new(requests: Vec<Request>, follow: impl FnMut(&Request, &Answer) -> Next + Send + 'static) -> Self {
        Self { waiting: requests.into(), follow: Box::new(follow), wanted: Wanted::default(), page: None, is_one: true }
    }

    /// A plan of these requests alone.
    pub(crate) fn of(requests: Vec<Request>) -> Self {
        Self::new(requests, |_, _| Next::nothing())
    }

    /// The same, whose answers may hold several threads.
    pub(crate) fn of_several(self) -> Self {
        Self { is_one: false, ..self }
    }

    /// The same, which falls back to a page.
    pub(crate) fn or_page(self, page: &Address) -> Self {
        Self { page: Some(page.clone()), ..self }
    }

    /// The same, for one post of the thread.
    pub(crate) fn selecting(mut self, post: Option<String>) -> Self {
        self.wanted.post = post.filter(|post| !post.is_empty());
        self
    }

    /// The next request.
    pub(crate) fn next(&mut self) -> Option<Request> {
        self.waiting.pop_front()
    }

    /// How many requests wait.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Takes an answer.
    pub(crate) fn take(&mut self, request: &Request, answer: &Answer) -> Next {
        let mut next = (self.follow)(request, answer);
        self.wanted.posts = next.posts.or(self.wanted.posts);
        for request in next.requests.drain(..).rev() {
            self.waiting.push_front(request);
        }
        next
    }
}
