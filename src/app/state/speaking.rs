//! Who addresses whom, as far as known.

use crate::query::Spoken;
use crate::thread::PostId;

/// Who addresses whom, as far as known; found beside the screen for each thread.
#[derive(Debug, Default)]
pub(crate) struct Speaking {
    pub(in crate::app) known: Spoken,
    pub(in crate::app) state: State,
    /// Where the reader wants to go from a post once it is known.
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
    /// To the post that it addresses.
    Quoted,
    /// To the posts that address it.
    Quoting,
}

impl Speaking {
    /// Moves the posts to their new places; what came with them is still to be found.
    pub(in crate::app) fn replace(&mut self, places: &[Option<PostId>]) {
        let known = self.state == State::Known;
        self.known = if known { self.known.moved(places) } else { Spoken::default() };
        self.state = State::Unasked;
        self.wish = None;
    }

    /// Whether everything is known.
    pub(in crate::app) fn is_known(&self) -> bool {
        self.state == State::Known
    }

    /// If posts have only changed places, everything is still known.
    pub(in crate::app) fn keep(&mut self) {
        self.state = State::Known;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_change_it_is_asked_anew_and_no_wish_is_left() {
        let mut speaking = Speaking { wish: Some((PostId::new(1), Wish::Quoted)), ..Speaking::default() };
        speaking.keep();
        assert!(speaking.is_known());
        speaking.replace(&[]);
        assert!(!speaking.is_known() && speaking.wish.is_none() && speaking.state == State::Unasked);
    }
}
