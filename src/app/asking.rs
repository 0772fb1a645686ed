//! The prompt for a query, whatever it is asked for: read as it is typed, and completed with `Tab`.

use super::entries::{Kind, Walk};
use super::finding::{Pending, Way};
use super::overlay::{Overlay, Prompt};
use super::view::Position;
use super::{App, Code, Key};
use crate::query::{Completion, Facts, Fault, Names, Query, Wanted, complete};
use crate::thread::{PostId, PostSet};
use crate::visit::Label;
use std::sync::Arc;

/// A query that is being typed.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) asking: Asking,
    pub(crate) prompt: Prompt,
    /// Where the reader was before.
    pub(super) before: Position,
    /// Why what is typed is no query.
    pub(crate) fault: Option<Fault>,
    pub(crate) offers: Option<Offers>,
}

/// What a query is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// The reader is taken to what it finds.
    Search,
    /// Only what it finds stays, with what that answers.
    Filter,
    /// What it finds is folded.
    Fold,
    /// Only the threads of the index stay in which it finds something.
    Index,
    /// What it would do as a rule is shown.
    Rule,
}

/// What a search is for. There is one of each at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// What a reader searches for.
    Search,
    /// The category that the reader goes through.
    Category,
    /// What the view is filtered by.
    Filter,
    /// What is to be folded.
    Fold,
    /// What the threads of the index are filtered by.
    Index,
    /// What is tried as a rule.
    Rule,
}

impl Asking {
    /// What stands before the prompt.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Search | Self::Index => "/",
            Self::Filter => "&",
            Self::Fold => "fold ",
            Self::Rule => "rule ",
        }
    }

    pub(crate) fn slot(self) -> Slot {
        match self {
            Self::Search => Slot::Search,
            Self::Filter => Slot::Filter,
            Self::Fold => Slot::Fold,
            Self::Index => Slot::Index,
            Self::Rule => Slot::Rule,
        }
    }
}

/// Why the index is not filtered by drift.
const NO_DRIFT: &str = "drift is told of one thread at a time: open it, and & filters it by that";

/// What may be typed on, one of which is put in already.
#[derive(Debug)]
pub(crate) struct Offers {
    pub(crate) rows: Vec<Completion>,
    pub(crate) chosen: usize,
    /// What was typed before one of them was put in.
    typed: Prompt,
}

impl App {
    /// Opens the prompt.
    pub(super) fn ask(&mut self, asking: Asking) {
        let before = self.position();
        self.input.open(Overlay::Ask(Ask { asking, prompt: Prompt::default(), before, fault: None, offers: None }));
    }

    pub(super) fn ask_key(&mut self, key: Key, mut ask: Ask) {
        match (Walk::of(key), &ask.offers) {
            (Some(way), Some(_)) => return self.offer(ask, way == Walk::Newer),
            (Some(way), None) => {
                let changed = self.input.entries.walk(Kind::Query(ask.asking), way, &mut ask.prompt);
                return self.ask_changed(ask, changed);
            }
            _ => {}
        }
        match key.code {
            Code::Tab => return self.offer(ask, true),
            Code::BackTab => return self.offer(ask, false),
            Code::Esc if ask.offers.is_some() => {
                ask.prompt = ask.offers.take().map_or(ask.prompt, |offers| offers.typed);
                return self.ask_changed(ask, true);
            }
            Code::Esc => return self.leave_prompt(&ask),
            Code::Backspace if ask.prompt.typed().is_empty() => return self.leave_prompt(&ask),
            Code::Enter => return self.entered(ask),
            _ => {}
        }
        ask.offers = None;
        let changed = ask.prompt.take(key);
        self.ask_changed(ask, changed);
    }

    /// What is typed may have changed: what it finds is sought, and the prompt stays.
    pub(super) fn ask_changed(&mut self, mut ask: Ask, changed: bool) {
        if changed {
            ask.fault = self.typed_on(&ask).err();
        }
        self.input.open(Overlay::Ask(ask));
    }

    fn typed_on(&mut self, ask: &Ask) -> Result<(), Fault> {
        match (Query::parse(ask.prompt.typed())?, ask.asking) {
            (Some(query), Asking::Index) if query.asks_for_drift() => {
                return Err(Fault::of(ask.prompt.typed(), "drift", NO_DRIFT));
            }
            (Some(query), asking) => self.seek_query(asking, query, ask.before),
            (None, Asking::Search) => {
                self.end_search();
                self.come_back(ask.before);
            }
            (None, Asking::Filter) => self.end_filter(Some(ask.before)),
            (None, Asking::Fold | Asking::Rule) => self.finder.end(ask.asking.slot()),
            (None, Asking::Index) => self.end_index_filter(),
        }
        Ok(())
    }

    /// Seeks what a query finds; the reader was at `before` when it was begun.
    pub(super) fn seek_query(&mut self, asking: Asking, query: Query, before: Position) {
        let facts = Facts { with_titles: asking == Asking::Index, ..self.facts() };
        if query.asks_for_drift() && facts.drift.is_none() {
            self.score_for_queries();
        }
        let wanted = Wanted::Query(Arc::new(query), Arc::new(facts));
        let start = before.spot.post;
        let pending = Pending::from(start.index(), Way::On).or_back(before);
        match asking {
            Asking::Search => self.seek_from(wanted, start, Some(pending)),
            Asking::Rule => self.try_rule(wanted),
            Asking::Filter => self.begin(Slot::Filter, wanted, start, Some(pending)),
            Asking::Fold | Asking::Index => self.begin(asking.slot(), wanted, start, None),
        }
    }

    /// What is to be kept and what is to be folded as soon as the whole thread is here.
    pub(crate) fn ask_at_first(&mut self, keep: Option<Query>, fold: Option<Query>) {
        self.finder.first = keep.map(|query| (Asking::Filter, query)).into_iter().collect();
        self.finder.first.extend(fold.map(|query| (Asking::Fold, query)));
    }

    /// Asks what was to be asked at first; on an index what is to be kept is threads.
    pub(super) fn ask_first(&mut self) {
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
    pub(super) fn facts(&self) -> Facts {
        let mut marked = PostSet::none(self.thread.len());
        self.marks().for_each(|(_, post)| marked.insert(post));
        Facts {
            now: self.status.now(),
            article: self.view.article(),
            unread: self.view.unread().clone(),
            new: self.new_posts().clone(),
            // A filter that asks for folds is put anew to what was folded when it was first.
            folded: self.view.lasting_folds().folded(),
            marked,
            away: self
                .view
                .aside()
                .within(&self.thread, PostId::ARTICLE)
                .map(|(post, away)| (post, away.label.name()))
                .collect(),
            own: self.people.own(&self.thread),
            drift: self.drifts(),
            ..Facts::default()
        }
    }

    fn entered(&mut self, ask: Ask) {
        if let Some(fault) = &ask.fault {
            self.say(&fault.to_string());
            return self.input.open(Overlay::Ask(ask));
        }
        self.input.entries.take_down(Kind::Query(ask.asking), ask.prompt.typed());
        match ask.asking {
            Asking::Search => self.search_entered(ask.before),
            Asking::Filter => self.filter_entered(),
            Asking::Fold => self.fold_entered(),
            Asking::Rule => self.rule_entered(&ask),
            Asking::Index => {}
        }
    }

    fn leave_prompt(&mut self, ask: &Ask) {
        match ask.asking {
            Asking::Search => {
                self.end_search();
                self.come_back(ask.before);
            }
            Asking::Filter => self.end_filter(Some(ask.before)),
            Asking::Fold | Asking::Rule => self.finder.end(ask.asking.slot()),
            Asking::Index => self.end_index_filter(),
        }
    }

    /// Puts the next of what may be typed on in place of the last one, or the first.
    fn offer(&mut self, mut ask: Ask, on: bool) {
        let offers = ask.offers.take().map(|offers| {
            let many = offers.rows.len();
            let chosen = (offers.chosen + if on { 1 } else { many - 1 }) % many;
            Offers { chosen, ..offers }
        });
        let first = || {
            let labels: Vec<&str> = Label::ALL.into_iter().map(Label::name).collect();
            let names = Names { thread: &self.thread, labels: &labels };
            let rows = complete(ask.prompt.typed(), ask.prompt.cursor(), names);
            let chosen = if on { 0 } else { rows.len().saturating_sub(1) };
            Offers { rows, chosen, typed: ask.prompt.clone() }
        };
        let offers = offers.unwrap_or_else(first);
        let Some(chosen) = offers.rows.get(offers.chosen) else {
            self.say("nothing known goes on like that");
            return self.input.open(Overlay::Ask(ask));
        };
        ask.prompt = offers.typed.clone();
        ask.prompt.replace(chosen.place.clone(), &chosen.text);
        ask.offers = (offers.rows.len() > 1).then_some(offers);
        self.ask_changed(ask, true);
    }
}
