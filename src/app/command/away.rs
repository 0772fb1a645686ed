//! Puts subthreads away, looks into them and brings them back.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::state::aside::Swap;
use crate::app::state::history::Step;
use crate::rows::Flips;
use crate::thread::{PostId, Text};
use crate::visit::{Away, By, Label};

impl App {
    /// Why the subthread of a post is put away. `None` if it is not.
    pub(crate) fn away(&self, post: PostId) -> Option<&Away> {
        self.reading.aside().get(post)
    }

    /// The numbers of unread posts below this one that are new, and that answer the reader.
    pub(crate) fn news_below(&self, post: PostId) -> (usize, usize) {
        let below = post.index() + 1..self.reading.thread.subtree(post).end;
        let answers = self.reading.aside().answers();
        let read = answers.without(self.reading.unread()).count(below.clone());
        (self.new_posts().count(below.clone()), answers.count(below) - read)
    }

    /// Puts a subthread away as one undo step.
    fn put_away(&mut self, label: Label) {
        let post = self.selection();
        if post == self.reading.article() {
            return self.say("what everything here answers cannot be put away");
        }
        let before = self.away(post).cloned();
        if before.as_ref().is_some_and(|away| away.label == label && self.is_folded(post)) {
            return self.tell("it is put away so already; {bring-back} brings it back");
        }
        let away = Away { label, reason: Text::default(), by: By::Hand, at: self.status.now() };
        self.swap(vec![Swap { post, before, after: Some(away) }]);
        let replies = match self.reading.thread.descendants(post) {
            0 => String::new(),
            1 => " with 1 reply".to_owned(),
            many => format!(" with {many} replies"),
        };
        let label = if label == Label::Plain { "" } else { label.name() };
        let sense = if label.is_empty() { String::new() } else { format!(" as {label}") };
        self.tell(&format!("put away{sense}{replies}: {{undo}} takes it back, {{review}} lists all"));
    }

    /// Puts subthreads away and brings others back as one undo step; folds the former and unfolds the latter. Widens
    /// the view if its root is put away.
    pub(in crate::app) fn swap(&mut self, away: Vec<Swap>) {
        self.reading.leave_path();
        let changes = away.iter().filter(|swap| self.folded(swap.post) != swap.after.is_some());
        let mut flips: Vec<_> = changes.map(|swap| swap.post).collect();
        // Suggestions follow the reader's judgement at once.
        let preview = self.suggest_after(&away).map(|(preview, more)| {
            flips.extend(more);
            (self.reading.shared_preview(), preview)
        });
        flips.sort_unstable();
        flips.dedup();
        let flips = Flips::of(&self.reading.thread, flips.into_iter());
        let goes = |&root: &PostId| away.iter().any(|swap| swap.post == root && swap.after.is_some());
        let roots = self.reading.roots();
        let kept = roots.iter().position(goes);
        let roots = kept.map(|kept| (roots.to_vec(), roots.iter().copied().take(kept).collect()));
        self.take(Step { flips, roots, away, preview, ..Step::default() });
    }

    /// Makes a step.
    pub(in crate::app) fn take(&mut self, step: Step) {
        self.keep_opened();
        self.reading.take(step);
    }

    /// The nearest subthread around a post that is put away.
    fn away_around(&self, post: PostId) -> Option<PostId> {
        std::iter::once(post).chain(self.reading.thread.ancestors(post)).find(|&up| self.away(up).is_some())
    }

    /// Brings a subthread back as one undo step.
    pub(in crate::app) fn bring_back(&mut self, post: PostId) {
        if let Some(before) = self.away(post).cloned() {
            self.swap(vec![Swap { post, before: Some(before), after: None }]);
            self.tell("brought back: {undo} puts it away again");
        }
    }
}

pub(in crate::app) fn off_topic(app: &mut App, _: Given) {
    app.put_away(Label::OffTopic);
}

pub(in crate::app) fn noise(app: &mut App, _: Given) {
    app.put_away(Label::Noise);
}

pub(in crate::app) fn joke(app: &mut App, _: Given) {
    app.put_away(Label::Joke);
}

pub(in crate::app) fn meta(app: &mut App, _: Given) {
    app.put_away(Label::Meta);
}

pub(in crate::app) fn flame(app: &mut App, _: Given) {
    app.put_away(Label::Flame);
}

pub(in crate::app) fn plain(app: &mut App, _: Given) {
    app.put_away(Label::Plain);
}

pub(in crate::app) fn back(app: &mut App, _: Given) {
    match app.away_around(app.selection()) {
        Some(post) => app.bring_back(post),
        None => app.tell("this is not put away; {review} lists what is"),
    }
}
