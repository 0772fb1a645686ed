//! Categories: the kinds of posts that `]` and `[` step through.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::state::category::Category;
use crate::app::state::finder::{Pending, Way};
use crate::app::work::lane::Slot;

impl App {
    fn step_in_category(&mut self, way: Way) {
        if self.finder.category() == Category::OffTopic {
            return self.step_to_suggestion(way == Way::On);
        }
        let post = self.selection();
        let from = if way == Way::On { post.index() + 1 } else { post.index() };
        let pending = Pending::from(from, way);
        let here = self.reading.place();
        self.reading.trail.leave(here);
        if self.finder.has(Slot::Category) {
            return self.go_on(Slot::Category, pending);
        }
        match self.finder.category().wanted(&self.reading.thread, post) {
            Some(wanted) => self.begin(Slot::Category, wanted, post, Some(pending)),
            None => self.tell("nobody knows who that is; {pick-category} picks another category"),
        }
    }

    /// Sets the category of `]` and `[`, and goes to its next post.
    pub(in crate::app) fn set_category(&mut self, category: Category) {
        self.finder.set_category(category);
        self.step_in_category(Way::On);
    }
}

pub(in crate::app) fn next_of_category(app: &mut App, _: Given) {
    app.step_in_category(Way::On);
}

pub(in crate::app) fn previous_of_category(app: &mut App, _: Given) {
    app.step_in_category(Way::Back);
}
