//! Searches every thread that was ever opened, and goes to the hits.

use crate::app::effect::Effect;
use crate::app::keys::key::Key;
use crate::app::keys::local::Told;
use crate::app::panel::entries::{Kind, Walk};
use crate::app::panel::list::{List, Pressed};
use crate::app::panel::request::{Answer, Around, Request};
use crate::visit::Findings;

/// The search and its hits.
#[derive(Debug)]
pub(crate) struct Everywhere {
    pub(crate) findings: Findings,
    pub(crate) list: List,
}

impl Everywhere {
    pub(in crate::app) fn new() -> Self {
        Self { findings: Findings::default(), list: List::typed(0) }
    }

    /// The words as they are typed.
    pub(crate) fn words(&self) -> &str {
        self.list.words()
    }

    /// Shows hits. Returns whether they are for the present words.
    pub(in crate::app) fn found(&mut self, findings: Findings) {
        if findings.words == self.words() {
            self.list.renew(findings.rows.len());
            self.list.select(0);
            self.findings = findings;
        }
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        // Above the first row comes the history.
        let is_first = self.list.selected() == 0;
        if let (Some(way), Some(line)) = (Walk::of(key).filter(|_| is_first), self.list.typing_mut())
            && (way == Walk::Older || line.back > 0)
        {
            return if around.entries.walk(Kind::Words, way, line) { self.changed() } else { Answer::Stay };
        }
        match self.list.press(key, around.page) {
            Pressed::Act(_) => {
                around.entries.take_down(Kind::Words, self.list.words());
                self.opened()
            }
            Pressed::Typed => self.changed(),
            Pressed::Close => Answer::Close,
            Pressed::Stay | Pressed::Keys => Answer::Stay,
        }
    }

    /// Goes to the post of the selected row; the list stays if that is impossible.
    fn opened(&self) -> Answer {
        match self.findings.rows.get(self.list.selected()) {
            Some(row) if self.findings.words == self.words() => match &row.origin {
                Some(origin) => Answer::Run(Request::Effect(Effect::VisitPost(origin.clone(), row.post))),
                None => {
                    Answer::Do(Request::Say("its thread came through a pipe and cannot be opened again".to_owned()))
                }
            },
            // The latest words are still being sought.
            Some(_) => Answer::Stay,
            None => Answer::Do(Request::Say("nothing was found".to_owned())),
        }
    }

    pub(super) fn changed(&self) -> Answer {
        Answer::Do(Request::Effect(Effect::SeekEverywhere(self.words().to_owned())))
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("goes there", Vec::new())
    }
}
