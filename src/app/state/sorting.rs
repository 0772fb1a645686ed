//! The order of the replies, and the one being made.

use crate::thread::Sort;

/// The order of the replies, and the one being made.
#[derive(Debug, Default)]
pub(in crate::app) struct Sorting {
    pub(in crate::app) now: Sort,
    /// The order that is being made beside the screen.
    pub(in crate::app) asked: Option<Sort>,
    /// The order to make once the whole thread is here.
    pub(in crate::app) first: Option<Sort>,
}

impl Sorting {
    /// The thread was replaced and has the order of its source.
    pub(in crate::app) fn forget(&mut self) {
        (self.now, self.asked) = (Sort::Thread, None);
    }
}
