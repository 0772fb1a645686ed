//! The threads that were read lately, to be opened again.

use crate::app::effect::Effect;
use crate::app::keys::key::Key;
use crate::app::keys::local::Told;
use crate::app::panel::Answer;
use crate::app::panel::list::List;
use crate::app::panel::request::Request;
use crate::visit::Recent;

/// The threads, the latest first.
#[derive(Debug)]
pub(crate) struct Recents {
    rows: Vec<Recent>,
    pub(crate) list: List,
}

impl Recents {
    pub(in crate::app) fn new(rows: Vec<Recent>) -> Self {
        Self { list: List::new(rows.len()), rows }
    }

    /// A thread by its number in the list.
    pub(crate) fn row(&self, number: usize) -> Option<&Recent> {
        self.rows.get(number)
    }

    pub(super) fn key(&mut self, key: Key, page: usize) -> Answer {
        let rows = &self.rows;
        match self.list.answer(key, page, |row| text(rows, row)) {
            Ok(row) => match self.rows.get(row) {
                Some(row) => Answer::Run(Request::Effect(Effect::Visit(row.origin.clone()))),
                None => Answer::Stay,
            },
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self) -> Answer {
        let rows = &self.rows;
        self.list.narrow(|row| text(rows, row));
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("opens it", Vec::new())
    }
}

/// What a row is found by.
fn text(rows: &[Recent], row: usize) -> String {
    rows.get(row).map(|row| format!("{} {}", row.title, row.origin)).unwrap_or_default()
}
