//! The order of the replies: the reader chooses it, it is made beside the screen, and the reader stays in place.

use crate::app::App;
use crate::app::work::Work;
use crate::app::work::lane::Lane;
use crate::thread::{PostId, Sort, Thread};
use std::sync::Arc;

impl App {
    /// The order of the replies.
    pub(crate) fn sort(&self) -> Sort {
        self.sorting.now
    }

    /// The order of the replies, or the one being made.
    pub(in crate::app) fn wanted_sort(&self) -> Sort {
        self.sorting.asked.unwrap_or(self.sorting.now)
    }

    /// Whether another order is being made.
    pub(crate) fn is_sorting(&self) -> bool {
        self.sorting.asked.is_some()
    }

    /// Sorts the replies once all of them are here.
    pub(crate) fn sort_at_first(&mut self, sort: Sort) {
        self.sorting.first = Some(sort);
    }

    /// Asks for the order that was set at the start.
    pub(in crate::app) fn sort_first(&mut self) {
        if let Some(sort) = self.sorting.first.take().filter(|&sort| sort != Sort::Thread) {
            self.sort_by(sort);
        }
    }

    /// Asks for another order.
    pub(in crate::app) fn sort_by(&mut self, sort: Sort) {
        if !self.is_loaded() {
            return self.say("it is still being read");
        }
        self.stop_sorting();
        if sort == self.sorting.now {
            return self.say(&format!("sorted already: {}", sort.about()));
        }
        self.status.clear_message();
        self.sorting.asked = Some(sort);
        let scores = self.scores();
        self.ask_for(Work::Sort { sort, scores });
    }

    /// Takes the thread in another order; `places` is the new place of each post.
    pub(in crate::app) fn sorted(&mut self, sort: Sort, thread: &Arc<Thread>, places: Vec<PostId>) {
        let knows_who_speaks = self.speaking.is_known();
        let scores = self.go_on_with(thread, &places.into_iter().map(Some).collect::<Vec<_>>());
        self.keep_scores(scores);
        if knows_who_speaks {
            self.speaking.keep();
        }
        self.sorting.now = sort;
        self.say(&format!("sorted: {}", sort.about()));
        // If the scores could not be kept, suggestions are computed again.
        self.go_on_suggesting();
    }

    /// Stops the work on another order. Returns whether there was any.
    pub(in crate::app) fn stop_sorting(&mut self) -> bool {
        let works = self.sorting.asked.take().is_some();
        if works {
            self.stop_work(Lane::Sort);
            self.say(&format!("not sorted; still {}", self.sorting.now.about()));
        }
        works
    }
}
