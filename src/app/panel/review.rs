//! The list of everything that is put away, to look into it or bring it back.

use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::list::List;
use crate::app::panel::request::{Answer, Around, Request};
use crate::app::state::reading::Reading;
use crate::thread::PostId;

/// The message if nothing is put away.
pub(in crate::app) const NOTHING_AWAY: &str = "nothing is put away here; {put-away} puts a subthread away";

/// The subthreads put away in the open thread.
#[derive(Debug)]
pub(crate) struct Review {
    rows: Vec<PostId>,
    pub(crate) list: List,
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    BringBack,
    Undo,
    Redo,
}

const KEYS: &[Local<Verb>] = &[
    local(&["Backspace", "Delete"], "brings it back", Verb::BringBack),
    local(&["u"], "undoes", Verb::Undo),
    local(&["Ctrl-r"], "", Verb::Redo),
];

impl Review {
    /// The list as it is now.
    pub(in crate::app) fn of(reading: &Reading) -> Self {
        let away = reading.aside().within(&reading.thread, reading.article());
        let rows: Vec<_> = away.map(|(post, _)| post).collect();
        Self { list: List::new(rows.len()), rows }
    }

    /// The list with the row of a post selected, or the next one.
    pub(in crate::app) fn at(self, post: PostId) -> Self {
        let selected = self.rows.partition_point(|&row| row < post);
        Self { list: self.list.at(selected), ..self }
    }

    /// Shows what is put away now. Returns whether there is anything.
    pub(in crate::app) fn renew(&mut self, reading: &Reading) -> bool {
        self.rows = Self::of(reading).rows;
        self.list.renew(self.rows.len());
        !self.rows.is_empty()
    }

    pub(in crate::app) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A subthread by its number in the list.
    pub(crate) fn row(&self, number: usize) -> Option<PostId> {
        self.rows.get(number).copied()
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        let selected = self.list.row().and_then(|row| self.row(row));
        match (verb_of(KEYS, key).filter(|_| self.list.typing().is_none()), selected) {
            (Some(Verb::BringBack), Some(post)) => return Answer::Do(Request::BringBack(post)),
            (Some(Verb::BringBack), None) => return Answer::Stay,
            (Some(Verb::Undo), _) => return Answer::Do(Request::Undo(true)),
            (Some(Verb::Redo), _) => return Answer::Do(Request::Undo(false)),
            (None, _) => {}
        }
        let (rows, reading) = (&self.rows, around.reading);
        match self.list.answer(key, around.page, |row| text(reading, rows.get(row))) {
            Ok(row) => self.row(row).map_or(Answer::Stay, |post| Answer::Run(Request::LookInto(post))),
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self, around: &Around<'_>) -> Answer {
        let (rows, reading) = (&self.rows, around.reading);
        self.list.narrow(|row| text(reading, rows.get(row)));
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("looks into it", told(KEYS).collect())
    }
}

/// The text that a row is found by.
fn text(reading: &Reading, post: Option<&PostId>) -> String {
    let away = post.and_then(|&post| reading.aside().get(post));
    let why = away.map(|away| format!("{} {}", away.label.name(), away.reason)).unwrap_or_default();
    format!("{why} {}", super::posts::text(&reading.thread, post))
}
