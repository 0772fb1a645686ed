//! Filters the view to the hits of a query and what they answer, and folds the hits of a query.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::panel::Panel;
use crate::app::state::finder::Asking;
use crate::app::state::reading::position::ScreenPosition;
use crate::app::work::lane::Slot;
use crate::rows::Flips;
use crate::thread::PostId;

impl App {
    /// All hits of a filter were found: keeps them in sight, and nothing else.
    pub(in crate::app) fn filter_found(&mut self) {
        let Some(sought) = self.finder.of(Slot::Filter) else { return };
        let (hits, before) = (sought.hits().clone(), sought.came_from());
        let mut at = self.position();
        // Each letter starts again from where the reader was. A reader who has moved on stays.
        if let Some(before) = before.filter(|_| matches!(self.panels.get(), Some(Panel::Ask(_)))) {
            self.end_search();
            at = self.reading.unfilter().unwrap_or(before);
            self.come_back(at);
        }
        if hits.count(self.reading.thread.subtree(self.reading.root())) == 0 {
            self.reading.unfilter();
            return;
        }
        if !self.reading.is_filtered() {
            self.end_search();
        }
        self.reading.filter(&hits, at);
    }

    /// The query of a filter was typed to its end.
    pub(in crate::app) fn filter_entered(&mut self) {
        let Some(sought) = self.finder.of(Slot::Filter) else { return };
        if !sought.is_complete() || sought.awaits_scores() {
            return;
        }
        if !self.reading.is_filtered() {
            match sought.many() {
                0 => self.say("not found; everything is shown"),
                many => self.tell(&format!("not in this subthread; {many} outside: {{widen}} widens")),
            }
            self.finder.end(Slot::Filter);
        }
    }

    /// Removes the filter, restores the folds, and takes the reader back if there is a position to return to.
    pub(in crate::app) fn end_filter(&mut self, back: Option<ScreenPosition>) {
        self.finder.end(Slot::Filter);
        if self.reading.is_filtered() {
            // A search within the filter now searches everything.
            self.give_back_folds();
            self.reading.unfilter();
            self.seek_everywhere_again();
        }
        if let Some(back) = back {
            self.come_back(back);
        }
    }

    /// Whether a post is in sight only for what is below it.
    pub(crate) fn is_context(&self, post: PostId) -> bool {
        let sought = self.finder.of(Slot::Filter);
        self.reading.is_filtered() && sought.is_some_and(|sought| !sought.has(post))
    }

    /// The numbers of posts that the filter keeps and that the open thread has. `None` without a filter.
    pub(crate) fn filtered(&self) -> Option<(usize, usize)> {
        let sought = self.finder.of(Slot::Filter).filter(|_| self.reading.is_filtered())?;
        let all = self.reading.thread.subtree(self.reading.article());
        Some((sought.hits().count(all.clone()), all.len()))
    }

    /// The query for folding was typed to its end.
    pub(in crate::app) fn fold_entered(&mut self) {
        match self.finder.of_mut(Slot::Fold) {
            Some(sought) if !sought.is_complete() || sought.awaits_scores() => sought.is_entered = true,
            Some(_) => self.fold_found(),
            None => {}
        }
    }

    /// Folds the hits as one undo step.
    pub(in crate::app) fn fold_found(&mut self) {
        let Some(sought) = self.finder.take(Slot::Fold) else { return };
        self.reading.leave_path();
        let below = self.reading.thread.subtree(self.reading.root());
        let is_open = |post: &PostId| !self.reading.folds().is_folded(*post) && self.reading.admits(*post);
        let posts: Vec<_> = sought.hits().within(below.start + 1..below.end).filter(is_open).collect();
        let many = posts.len();
        self.change(Flips::of(&self.reading.thread, posts.into_iter()), None, Vec::new());
        match many {
            0 => self.say("nothing to fold was found"),
            1 => self.tell("folded 1 post; {undo} unfolds it"),
            many => self.tell(&format!("folded {many} posts; {{undo}} unfolds them")),
        }
    }
}

pub(in crate::app) fn filter(app: &mut App, _: Given) {
    app.ask(Asking::Filter);
}

pub(in crate::app) fn fold_matching(app: &mut App, _: Given) {
    app.ask(Asking::Fold);
}
