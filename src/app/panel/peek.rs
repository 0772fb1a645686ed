//! The post that another one answers, shown over the document without going there.

use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::request::{Answer, Around, Request};
use crate::rows::Laid;
use crate::thread::PostId;
use std::rc::Rc;

/// A post over the document.
#[derive(Debug)]
pub(crate) struct Peek {
    pub(crate) post: PostId,
    /// Its text, or the beginning of a very long one.
    pub(crate) laid: Rc<Laid>,
    /// Its first visible line.
    pub(crate) top: usize,
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    Down,
    Up,
    PageDown,
    PageUp,
    Further,
    Go,
    Close,
}

const KEYS: &[Local<Verb>] = &[
    local(&["p", "H"], "what that answers", Verb::Further),
    local(&["Enter"], "goes there", Verb::Go),
    local(&["j", "Down", "Ctrl-e"], "down", Verb::Down),
    local(&["k", "Up", "Ctrl-y"], "up", Verb::Up),
    local(&["Space", "PgDn", "Ctrl-f", "Ctrl-d"], "", Verb::PageDown),
    local(&["b", "PgUp", "Ctrl-b", "Ctrl-u"], "", Verb::PageUp),
    local(&["Esc", "q"], "closes", Verb::Close),
];

impl Peek {
    pub(in crate::app) fn at(post: PostId, laid: Rc<Laid>) -> Self {
        Self { post, laid, top: 0 }
    }

    pub(super) fn key(&mut self, key: Key, around: &Around<'_>) -> Answer {
        let last = self.laid.lines().len().saturating_sub(1);
        let top = match verb_of(KEYS, key) {
            Some(Verb::Down) => self.top.saturating_add(1),
            Some(Verb::Up) => self.top.saturating_sub(1),
            Some(Verb::PageDown) => self.top.saturating_add(around.page),
            Some(Verb::PageUp) => self.top.saturating_sub(around.page),
            Some(Verb::Further) => return Answer::Do(Request::PeekAbove(self.post)),
            Some(Verb::Go) => return Answer::Run(Request::JumpTo(self.post)),
            Some(Verb::Close) => return Answer::Close,
            None => return Answer::Stay,
        };
        self.top = top.min(last);
        Answer::Stay
    }

    #[expect(clippy::unused_self, reason = "every panel tells its keys")]
    pub(super) fn keys(&self) -> Vec<Told> {
        told(KEYS).collect()
    }
}
