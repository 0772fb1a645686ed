//! Words sought in every thread that was ever opened, and the way to what they find.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::panel::entries::{Kind, Walk};
use crate::app::panel::prompt::Prompt;
use crate::thread::PostId;
use crate::visit::Findings;

impl App {
    /// What was sought everywhere is here. What was typed since then is sought still.
    pub(in crate::app) fn found_everywhere(&mut self, found: Result<Findings, String>) {
        match (self.input.close(), found) {
            (Overlay::Everywhere { .. }, Err(why)) => self.say(&why),
            (Overlay::Everywhere { prompt, .. }, Ok(findings)) if findings.words == prompt.typed() => {
                self.input.open(Overlay::Everywhere { prompt, findings, selected: 0 });
            }
            (other, _) => self.input.open(other),
        }
    }

    /// The thread is open that a post was found in.
    pub(in crate::app) fn located(&mut self, post: Option<PostId>) {
        match post {
            Some(post) => self.jump_to(post),
            None => self.say("that post is not here any more"),
        }
    }

    pub(in crate::app) fn everywhere_changed(
        &mut self,
        prompt: Prompt,
        findings: Findings,
        selected: usize,
        changed: bool,
    ) {
        if changed {
            self.effects.push(Effect::SeekEverywhere(prompt.typed().to_owned()));
        }
        self.input.open(Overlay::Everywhere { prompt, findings, selected });
    }

    pub(in crate::app) fn everywhere_key(&mut self, key: Key, mut prompt: Prompt, findings: Findings, selected: usize) {
        let page = self.height().saturating_sub(7).max(1);
        // Over the first row stands what was typed before.
        if let Some(way) = Walk::of(key).filter(|&way| selected == 0 && (way == Walk::Older || prompt.back > 0)) {
            let changed = self.input.entries.walk(Kind::Words, way, &mut prompt);
            return self.everywhere_changed(prompt, findings, selected, changed);
        }
        let moved = match (key.code, key.ctrl) {
            (Code::Esc, _) => return,
            (Code::Backspace, _) if prompt.typed().is_empty() => return,
            (Code::Enter, _) => return self.open_finding(prompt, findings, selected),
            (Code::Down | Code::Tab, _) | (Code::Char('n' | 'j'), true) => Some(selected + 1),
            (Code::Up | Code::BackTab, _) | (Code::Char('p' | 'k'), true) => Some(selected.saturating_sub(1)),
            (Code::PageDown, _) => Some(selected + page),
            (Code::PageUp, _) => Some(selected.saturating_sub(page)),
            _ => None,
        };
        let changed = moved.is_none() && prompt.take(key);
        let selected = moved.unwrap_or(selected).min(findings.rows.len().saturating_sub(1));
        self.everywhere_changed(prompt, findings, selected, changed);
    }

    /// Goes to the post of a row; where that cannot be, the list stays.
    fn open_finding(&mut self, prompt: Prompt, findings: Findings, selected: usize) {
        self.input.entries.take_down(Kind::Words, prompt.typed());
        match findings.rows.get(selected) {
            Some(row) if findings.words == prompt.typed() => match &row.origin {
                Some(origin) => return self.effects.push(Effect::VisitPost(origin.clone(), row.post)),
                None => self.say("its thread came through a pipe and cannot be opened again"),
            },
            // What was typed last is still being sought.
            Some(_) => {}
            None => self.say("nothing was found"),
        }
        self.input.open(Overlay::Everywhere { prompt, findings, selected });
    }
}

pub(in crate::app) fn search(app: &mut App, _: Given) {
    let prompt = Prompt::default();
    app.everywhere_changed(prompt, Findings::default(), 0, true);
}
