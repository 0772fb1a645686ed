//! Lists of posts: what is new, and who quotes a post.

use crate::app::keys::key::Key;
use crate::app::keys::local::Told;
use crate::app::panel::list::List;
use crate::app::panel::request::{Answer, Around, Request};
use crate::app::work::remap::Remap;
use crate::markup;
use crate::thread::{PostId, Thread};

/// A list of posts.
#[derive(Debug)]
pub(crate) struct Posts {
    /// What the posts have in common.
    pub(crate) title: &'static str,
    rows: Vec<PostId>,
    pub(crate) list: List,
}

impl Posts {
    pub(in crate::app) fn new(title: &'static str, rows: Vec<PostId>) -> Self {
        Self { title, list: List::new(rows.len()), rows }
    }

    /// A post by its number in the list.
    pub(crate) fn row(&self, number: usize) -> Option<PostId> {
        self.rows.get(number).copied()
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        let (rows, thread) = (&self.rows, &around.reading.thread);
        match self.list.answer(key, around.page, |row| text(thread, rows.get(row))) {
            Ok(row) => self.row(row).map_or(Answer::Stay, |post| Answer::Run(Request::JumpInto(post))),
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self, around: &Around<'_>) -> Answer {
        let (rows, thread) = (&self.rows, &around.reading.thread);
        self.list.narrow(|row| text(thread, rows.get(row)));
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("goes there", Vec::new())
    }

    /// Moves the posts into a changed thread.
    pub(super) fn follow(&mut self, remap: &Remap<'_>) {
        self.rows = self.rows.iter().filter_map(|&post| remap.post(post)).collect();
        self.list.renew(self.rows.len());
    }
}

/// The text that a post is found by: its author and its beginning.
pub(super) fn text(thread: &Thread, post: Option<&PostId>) -> String {
    let Some(&post) = post else { return String::new() };
    let name = thread.writer(post).map_or("", |writer| writer.name);
    format!("{name} {}", markup::snippet(thread.body(post), 200))
}
