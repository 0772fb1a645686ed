//! The order of the replies, and the one that it is to become.

use crate::thread::Sort;

/// The order of the replies, and the one that it is to become.
#[derive(Debug, Default)]
pub(in crate::app) struct Sorting {
    pub(in crate::app) now: Sort,
    /// The order that is being made beside the screen.
    pub(in crate::app) asked: Option<Sort>,
    /// The order that is wanted as soon as the whole thread is here.
    pub(in crate::app) first: Option<Sort>,
}

impl Sorting {
    /// The thread is another, in the order that its source has.
    pub(in crate::app) fn forget(&mut self) {
        (self.now, self.asked) = (Sort::Thread, None);
    }
}
