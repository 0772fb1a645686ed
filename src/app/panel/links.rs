//! The links of a subthread.

use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::list::List;
use crate::app::panel::request::{Answer, Around, Request};
use crate::app::work::remap::Remap;
use crate::query::Linked;
use crate::thread::Thread;

/// The links in reading order; there may be more.
#[derive(Debug)]
pub(crate) struct Links {
    rows: Vec<Linked>,
    pub(crate) more: bool,
    pub(crate) list: List,
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    Copy,
    GoThere,
    Outside,
}

const KEYS: &[Local<Verb>] = &[
    local(&["y"], "copies it", Verb::Copy),
    local(&["l", "Right"], "goes to its post", Verb::GoThere),
    local(&["o"], "browser", Verb::Outside),
];

impl Links {
    pub(in crate::app) fn new(rows: Vec<Linked>, more: bool) -> Self {
        Self { list: List::new(rows.len()), rows, more }
    }

    /// A link by its number in the list.
    pub(crate) fn row(&self, number: usize) -> Option<&Linked> {
        self.rows.get(number)
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        let selected = self.list.row().and_then(|row| self.rows.get(row)).cloned();
        match (verb_of(KEYS, key).filter(|_| self.list.typing().is_none()), selected) {
            (Some(Verb::Copy), Some(link)) => return Answer::Run(Request::CopyLink(link)),
            (Some(Verb::Outside), Some(link)) => return Answer::Run(Request::FollowOutside(link)),
            (Some(Verb::GoThere), Some(link)) => return Answer::Run(Request::JumpTo(link.post)),
            _ => {}
        }
        let (rows, thread) = (&self.rows, &around.reading.thread);
        match self.list.answer(key, around.page, |row| text(thread, rows.get(row))) {
            Ok(row) => self.rows.get(row).map_or(Answer::Stay, |link| Answer::Run(Request::Follow(link.clone()))),
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self, around: &Around<'_>) -> Answer {
        let (rows, thread) = (&self.rows, &around.reading.thread);
        self.list.narrow(|row| text(thread, rows.get(row)));
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("follows it", told(KEYS).collect())
    }

    /// Moves the posts into a changed thread.
    pub(super) fn follow(&mut self, remap: &Remap<'_>) {
        self.rows.retain_mut(|row| {
            let post = remap.post(row.post);
            row.post = post.unwrap_or(row.post);
            post.is_some()
        });
        self.list.renew(self.rows.len());
    }
}

/// The text that a row is found by.
fn text(thread: &Thread, link: Option<&Linked>) -> String {
    let Some(link) = link else { return String::new() };
    let name = thread.writer(link.post).map_or("", |writer| writer.name);
    format!("{name} {} {}", link.says, link.leads)
}
