//! Sorts a thread.

use crate::app::action::Action;
use crate::app::work::scores::Scores;
use crate::thread::{Sort, Thread};
use crate::topic::Distances;
use std::sync::Arc;

impl Action {
    /// The result of sorting a thread. `None` once `goes_on` returns false.
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
