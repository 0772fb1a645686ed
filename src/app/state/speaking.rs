//! What is known of who speaks to whom.

use crate::query::Spoken;
use crate::thread::PostId;

/// What is known of who speaks to whom. It is found out beside the screen, anew for every thread.
#[derive(Debug, Default)]
pub(crate) struct Speaking {
    pub(in crate::app) known: Spoken,
    pub(in crate::app) state: State,
    /// Names the search in its result.
    pub(in crate::app) ticket: u64,
    /// Where the reader wants to go from a post as soon as it is known.
    pub(in crate::app) wish: Option<(PostId, Wish)>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum State {
    #[default]
    Unasked,
    Asked,
    Known,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Wish {
    /// To the post that it speaks to.
    Quoted,
    /// To those that speak to it.
    Quoting,
}

impl Speaking {
    /// Follows the posts to where they stand now; what came with them is still to be found.
    pub(in crate::app) fn replace(&mut self, places: &[Option<PostId>]) {
        let known = self.state == State::Known;
        self.known = if known { self.known.moved(places) } else { Spoken::default() };
        self.state = State::Unasked;
        self.wish = None;
    }

    /// Whether there is nothing left to find.
    pub(in crate::app) fn is_known(&self) -> bool {
        self.state == State::Known
    }

    /// After the posts have only changed their places there is nothing left to find.
    pub(in crate::app) fn keep(&mut self) {
        self.state = State::Known;
    }
}
