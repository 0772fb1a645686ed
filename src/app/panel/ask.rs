//! The prompt for a query: parsed and completed while it is typed.

use crate::app::keys::key::{Code, Key};
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::entries::{Kind, Walk};
use crate::app::panel::prompt::Prompt;
use crate::app::panel::request::{Answer, Around, Request};
use crate::app::state::finder::{Asking, NO_DRIFT};
use crate::app::state::reading::position::ScreenPosition;
use crate::query::{Completion, Fault, Names, Query, complete};
use crate::visit::Label;

/// A query being typed.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) asking: Asking,
    pub(crate) prompt: Prompt,
    /// The position of the reader before.
    pub(in crate::app) before: ScreenPosition,
    /// Why the typed text is no query.
    pub(crate) fault: Option<Fault>,
    pub(crate) offers: Option<Offers>,
}

/// Completions, one of which is inserted.
#[derive(Debug)]
pub(crate) struct Offers {
    pub(crate) rows: Vec<Completion>,
    pub(crate) chosen: usize,
    /// What was typed before one was inserted.
    typed: Prompt,
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    Enter,
    Complete(bool),
    Leave,
}

const KEYS: &[Local<Verb>] = &[
    local(&["Enter"], "takes it", Verb::Enter),
    local(&["Tab"], "completes", Verb::Complete(true)),
    local(&["S-Tab"], "completes backwards", Verb::Complete(false)),
    local(&["Esc"], "leaves", Verb::Leave),
];

impl Ask {
    /// An empty prompt; the reader is at `before`.
    pub(in crate::app) fn new(asking: Asking, before: ScreenPosition) -> Self {
        Self { asking, prompt: Prompt::default(), before, fault: None, offers: None }
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        match (Walk::of(key), &self.offers) {
            (Some(way), Some(_)) => return self.offer(around, way == Walk::Newer),
            (Some(way), None) => {
                let changed = around.entries.walk(Kind::Query(self.asking), way, &mut self.prompt);
                return if changed { self.changed() } else { Answer::Stay };
            }
            _ => {}
        }
        match verb_of(KEYS, key) {
            Some(Verb::Complete(on)) => return self.offer(around, on),
            Some(Verb::Leave) if self.offers.is_some() => {
                if let Some(offers) = self.offers.take() {
                    self.prompt = offers.typed;
                }
                return self.changed();
            }
            Some(Verb::Leave) => return self.left(),
            Some(Verb::Enter) => return self.entered(around),
            None if key.code == Code::Backspace && self.prompt.typed().is_empty() => return self.left(),
            None => {}
        }
        self.offers = None;
        if self.prompt.take(key) { self.changed() } else { Answer::Stay }
    }

    /// The typed text changed: searches for it if it is a query.
    pub(super) fn changed(&mut self) -> Answer {
        let typed = self.prompt.typed();
        let query = match (Query::parse(typed), self.asking) {
            (Ok(Some(query)), Asking::Index) if query.asks_for_drift() => Err(Fault::of(typed, "drift", NO_DRIFT)),
            (query, _) => query,
        };
        match query {
            Ok(query) => {
                self.fault = None;
                Answer::Do(Request::Typed(self.asking, query, self.before))
            }
            Err(fault) => {
                self.fault = Some(fault);
                Answer::Stay
            }
        }
    }

    fn entered(&self, around: &mut Around<'_>) -> Answer {
        if let Some(fault) = &self.fault {
            return Answer::Do(Request::Say(fault.to_string()));
        }
        around.entries.take_down(Kind::Query(self.asking), self.prompt.typed());
        Answer::Run(Request::Entered(self.asking, self.prompt.typed().to_owned(), self.before))
    }

    fn left(&self) -> Answer {
        Answer::Run(Request::Left(self.asking, self.before))
    }

    /// Inserts the next completion in place of the last one, or the first.
    fn offer(&mut self, around: &Around<'_>, on: bool) -> Answer {
        let offers = self.offers.take().map(|offers| {
            let many = offers.rows.len();
            let chosen = (offers.chosen + if on { 1 } else { many - 1 }) % many;
            Offers { chosen, ..offers }
        });
        let first = || {
            let labels: Vec<&str> = Label::ALL.into_iter().map(Label::name).collect();
            let names = Names { thread: &around.reading.thread, labels: &labels };
            let rows = complete(self.prompt.typed(), self.prompt.cursor(), names);
            let chosen = if on { 0 } else { rows.len().saturating_sub(1) };
            Offers { rows, chosen, typed: self.prompt.clone() }
        };
        let offers = offers.unwrap_or_else(first);
        let Some(chosen) = offers.rows.get(offers.chosen) else {
            return Answer::Do(Request::Say("nothing known goes on like that".to_owned()));
        };
        let mut prompt = offers.typed.clone();
        prompt.replace(chosen.place.clone(), &chosen.text);
        self.prompt = prompt;
        self.offers = (offers.rows.len() > 1).then_some(offers);
        self.changed()
    }

    #[expect(clippy::unused_self, reason = "every panel tells its keys")]
    pub(super) fn keys(&self) -> Vec<Told> {
        told(KEYS).collect()
    }
}
