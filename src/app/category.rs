//! Categories: the kinds of posts that `]` and `[` go through.

use super::finding::{Pending, Way};
use super::overlay::Overlay;
use super::{App, Given, Slot};
use crate::query::Wanted;
use crate::thread::{PostId, Thread};

/// What `]` and `[` go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Category {
    #[default]
    OriginalPoster,
    ThisAuthor,
    HighScore,
    Links,
    Code,
    OffTopic,
}

impl Category {
    pub(crate) const ALL: [Self; 6] =
        [Self::OriginalPoster, Self::ThisAuthor, Self::HighScore, Self::Links, Self::Code, Self::OffTopic];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::OriginalPoster => "posts by the author of the article",
            Self::ThisAuthor => "posts by the author of this one",
            Self::HighScore => "posts with a high score",
            Self::Links => "posts with links",
            Self::Code => "posts with code",
            Self::OffTopic => "what is suggested as off-topic",
        }
    }

    fn wanted(self, thread: &Thread, post: PostId) -> Option<Wanted> {
        match self {
            Self::OriginalPoster => thread.post(thread.opening(post)).author().map(Wanted::Author),
            Self::ThisAuthor => thread.post(post).author().map(Wanted::Author),
            Self::HighScore => Some(Wanted::HighScore),
            Self::Links => Some(Wanted::Links),
            Self::Code => Some(Wanted::Code),
            Self::OffTopic => None,
        }
    }
}

impl App {
    fn step_in_category(&mut self, way: Way) {
        if self.finder.category() == Category::OffTopic {
            return self.step_to_suggestion(way == Way::On);
        }
        let post = self.selection();
        let from = if way == Way::On { post.index() + 1 } else { post.index() };
        let pending = Pending::from(from, way);
        let here = self.view.place();
        self.view.trail.leave(here);
        if self.finder.has(Slot::Category) {
            return self.go_on(Slot::Category, pending);
        }
        match self.finder.category().wanted(&self.thread, post) {
            Some(wanted) => self.begin(Slot::Category, wanted, post, Some(pending)),
            None => self.say("nobody knows who that is; g ] picks another category"),
        }
    }

    /// Makes `]` and `[` go through another category, and goes to its next post.
    pub(super) fn set_category(&mut self, category: Category) {
        self.finder.set_category(category);
        self.step_in_category(Way::On);
    }
}

pub(super) fn next_of_category(app: &mut App, _: Given) {
    app.step_in_category(Way::On);
}

pub(super) fn previous_of_category(app: &mut App, _: Given) {
    app.step_in_category(Way::Back);
}

pub(super) fn pick_category(app: &mut App, _: Given) {
    let selected = Category::ALL.iter().position(|&category| category == app.finder.category()).unwrap_or(0);
    app.input.open(Overlay::Categories { selected });
}
