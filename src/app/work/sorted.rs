//! A thread put in another order.

use crate::app::action::Action;
use crate::app::work::scores::Scores;
use crate::thread::{Sort, Thread};
use crate::topic::Distances;
use std::sync::Arc;

impl Action {
    /// What comes of it when a thread is put in another order. That takes a while: `goes_on` is asked now and then, and
    /// nothing comes of it when that says no.
    pub fn sorted(
        before: Arc<Thread>,
        sort: Sort,
        scores: Option<&Scores>,
        goes_on: impl Fn() -> bool,
    ) -> Option<Self> {
        let known = scores.filter(|_| !before.is_shelf() && sort == Sort::Drift).map(Scores::distances);
        Some(match Distances::sorted(&before, sort, known, goes_on)? {
            Ok((thread, places)) => Self::Sorted { before, sort, thread: Arc::new(thread), places },
            Err(why) => Self::Unsorted(why.to_owned()),
        })
    }
}
