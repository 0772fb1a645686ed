//! Puts queries to the thread, for whatever purpose.

use crate::app::App;
use crate::app::state::finder::{Asking, NO_DRIFT, Pending, Way};
use crate::app::state::reading::position::ScreenPosition;
use crate::app::work::lane::Slot;
use crate::query::{Facts, Query, Wanted};
use crate::thread::{PostId, PostSet};
use std::sync::Arc;

impl App {
    /// Runs a query; the reader was at `before` when it was started.
    pub(in crate::app) fn seek_query(&mut self, asking: Asking, query: Query, before: ScreenPosition) {
        let facts = Facts { with_titles: asking == Asking::Index, ..self.facts() };
        if query.asks_for_drift() && facts.drift.is_none() {
            self.score_for_queries();
        }
        let wanted = Wanted::Query(Arc::new(query), Arc::new(facts));
        let start = before.anchor.post;
        let pending = Pending::from(start.index(), Way::On).or_back(before);
        match asking {
            Asking::Search => self.seek_from(wanted, start, Some(pending)),
            Asking::Rule => self.try_rule(wanted),
            Asking::Filter => self.begin(Slot::Filter, wanted, start, Some(pending)),
            Asking::Fold | Asking::Index => self.begin(asking.slot(), wanted, start, None),
        }
    }

    /// Sets the filter and the folds to apply once the whole thread is here.
    pub(crate) fn ask_at_first(&mut self, keep: Option<Query>, fold: Option<Query>) {
        self.finder.first = keep.map(|query| (Asking::Filter, query)).into_iter().collect();
        self.finder.first.extend(fold.map(|query| (Asking::Fold, query)));
    }

    /// Runs the first queries; on an index the filter applies to threads.
    pub(in crate::app) fn ask_first(&mut self) {
        for (asking, query) in std::mem::take(&mut self.finder.first) {
            let on_index = self.index.is_open() && asking == Asking::Filter;
            if on_index && query.asks_for_drift() {
                self.say(NO_DRIFT);
                continue;
            }
            let here = self.position();
            self.seek_query(if on_index { Asking::Index } else { asking }, query, here);
            if asking == Asking::Fold {
                self.fold_entered();
            }
        }
    }

    /// What is known beside the thread at this moment.
    pub(in crate::app) fn facts(&self) -> Facts {
        let mut marked = PostSet::none(self.reading.thread.len());
        self.marks().for_each(|(_, post)| marked.insert(post));
        Facts {
            now: self.status.now(),
            article: self.reading.article(),
            unread: self.reading.unread().clone(),
            new: self.new_posts().clone(),
            // A filter by folds applies to what was folded before any filter.
            folded: self.reading.lasting_folds().folded(),
            marked,
            away: self
                .reading
                .aside()
                .within(&self.reading.thread, PostId::ARTICLE)
                .map(|(post, away)| (post, away.label.name()))
                .collect(),
            own: self.people.own(&self.reading.thread),
            drift: self.drifts(),
            ..Facts::default()
        }
    }
}
