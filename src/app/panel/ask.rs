//! The prompt for a query, whatever it is asked for: read as it is typed, and completed with `Tab`.

use crate::app::App;
use crate::app::command::asking::NO_DRIFT;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::panel::entries::{Kind, Walk};
use crate::app::panel::prompt::Prompt;
use crate::app::state::finder::Asking;
use crate::app::state::reading::position::Position;
use crate::query::{Completion, Fault, Names, Query, complete};
use crate::visit::Label;

/// A query that is being typed.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) asking: Asking,
    pub(crate) prompt: Prompt,
    /// Where the reader was before.
    pub(in crate::app) before: Position,
    /// Why what is typed is no query.
    pub(crate) fault: Option<Fault>,
    pub(crate) offers: Option<Offers>,
}

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
    pub(in crate::app) fn ask(&mut self, asking: Asking) {
        let before = self.position();
        self.input.open(Overlay::Ask(Ask { asking, prompt: Prompt::default(), before, fault: None, offers: None }));
    }

    pub(in crate::app) fn ask_key(&mut self, key: Key, mut ask: Ask) {
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
    pub(in crate::app) fn ask_changed(&mut self, mut ask: Ask, changed: bool) {
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
            let names = Names { thread: &self.reading.thread, labels: &labels };
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
