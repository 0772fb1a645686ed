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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_thread_has_the_order_of_its_source_and_keeps_the_wish_of_the_start() {
        let mut sorting = Sorting { now: Sort::Drift, asked: Some(Sort::Newest), first: Some(Sort::Newest) };
        sorting.forget();
        assert_eq!((sorting.now, sorting.asked, sorting.first), (Sort::Thread, None, Some(Sort::Newest)));
    }
}
