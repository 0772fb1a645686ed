//! The card of an author: how much they wrote and when, whom they answer, and who answers them.

use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::list::List;
use crate::app::panel::request::{Answer, Around, Request};
use crate::app::work::portrait::{FeatureKind, Portrait};
use crate::thread::Thread;

/// An author's activity.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) portrait: Portrait,
    pub(crate) list: List,
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    Next,
    Previous,
    Keep,
    Mute,
}

const KEYS: &[Local<Verb>] = &[
    local(&["n", "*"], "next post", Verb::Next),
    local(&["N", "#"], "", Verb::Previous),
    local(&["&"], "only theirs", Verb::Keep),
    local(&["m"], "less of them", Verb::Mute),
];

impl Card {
    pub(in crate::app) fn new(portrait: Portrait) -> Self {
        Self { list: List::new(portrait.rows().len()), portrait }
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        match verb_of(KEYS, key).filter(|_| self.list.typing().is_none()) {
            Some(Verb::Next) => return Answer::Run(Request::Command("next-by-author")),
            Some(Verb::Previous) => return Answer::Run(Request::Command("previous-by-author")),
            Some(Verb::Keep) => return Answer::Run(Request::Keep(self.portrait.author())),
            Some(Verb::Mute) => return Answer::Do(Request::Command("mute-author")),
            None => {}
        }
        let (portrait, thread) = (&self.portrait, &around.reading.thread);
        match self.list.answer(key, around.page, |row| text(portrait, thread, row)) {
            Ok(row) => match self.portrait.rows().get(row) {
                Some(row) => Answer::Run(Request::JumpInto(row.post)),
                None => Answer::Stay,
            },
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self, around: &Around<'_>) -> Answer {
        let (portrait, thread) = (&self.portrait, &around.reading.thread);
        self.list.narrow(|row| text(portrait, thread, row));
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("goes there", told(KEYS).collect())
    }
}

/// The text that a row is found by.
fn text(portrait: &Portrait, thread: &Thread, row: usize) -> String {
    let Some(row) = portrait.rows().get(row) else { return String::new() };
    let name = match row.kind {
        FeatureKind::First => "first",
        FeatureKind::Last => "last",
        FeatureKind::Answers(author, _) | FeatureKind::AnsweredBy(author, _) => thread.author_name(author),
    };
    format!("{name} {}", super::posts::text(thread, Some(&row.post)))
}
