//! The order of the replies: chosen by the reader, made beside the screen, with the reader where they were.

use crate::app::App;
use crate::app::effect::Effect;
use crate::thread::{PostId, Sort, Thread};
use std::sync::Arc;

impl App {
    /// The order that the replies are in.
    pub(crate) fn sort(&self) -> Sort {
        self.sorting.now
    }

    /// The order that they are in, or will be in.
    pub(in crate::app) fn wanted_sort(&self) -> Sort {
        self.sorting.asked.unwrap_or(self.sorting.now)
    }

    /// Whether another order is being made.
    pub(crate) fn is_sorting(&self) -> bool {
        self.sorting.asked.is_some()
    }

    /// Puts the replies in an order as soon as all of them are here.
    pub(crate) fn sort_at_first(&mut self, sort: Sort) {
        self.sorting.first = Some(sort);
    }

    /// Asks for the order that was wanted at first.
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
        self.effects.push(Effect::Sort { sort, scores: self.scores() });
    }

    /// The thread is here in another order; `places` says where each post stands in it.
    pub(in crate::app) fn sorted(
        &mut self,
        before: &Arc<Thread>,
        sort: Sort,
        thread: &Arc<Thread>,
        places: Vec<PostId>,
    ) {
        // It is not what is open, or not what is wanted any more.
        if self.sorting.asked != Some(sort) || !Arc::ptr_eq(before, &self.reading.thread) {
            return;
        }
        let knows_who_speaks = self.speaking.is_known();
        let scores = self.go_on_with(thread, &places.into_iter().map(Some).collect::<Vec<_>>());
        self.keep_scores(scores);
        if knows_who_speaks {
            self.speaking.keep();
        }
        self.sorting.now = sort;
        self.say(&format!("sorted: {}", sort.about()));
        // Where scores could not go along, what was suggested is looked for again.
        self.go_on_suggesting();
    }

    /// There is no such order.
    pub(in crate::app) fn unsorted(&mut self, why: &str) {
        self.sorting.asked = None;
        self.say(why);
    }

    /// Ends the work on another order; tells whether there was any.
    pub(in crate::app) fn stop_sorting(&mut self) -> bool {
        let works = self.sorting.asked.take().is_some();
        if works {
            self.effects.push(Effect::StopSorting);
            self.say(&format!("not sorted; still {}", self.sorting.now.about()));
        }
        works
    }
}
