//! The author of a post: how much they wrote, when, whom they answer and who answers them.

use crate::app::App;
use crate::app::command::{finding, people};
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::state::finder::Slot;
use crate::app::work::portrait::Portrait;
use crate::query::Wanted;

impl App {
    /// An author has been looked at.
    pub(in crate::app) fn portrayed(&mut self, portrait: Option<Portrait>) {
        let Some(portrait) = portrait else { return };
        let here = self.selection();
        let is_of_here = self.reading.thread.post(here).author() == Some(portrait.author)
            && self.reading.thread.opening(here) == portrait.opening;
        if is_of_here && matches!(self.overlay(), Overlay::None) {
            self.input.open(Overlay::Portrait { portrait, selected: 0 });
        }
    }

    pub(in crate::app) fn portrait_key(&mut self, key: Key, portrait: Portrait, selected: usize) {
        let last = portrait.rows.len().saturating_sub(1);
        let selected = match (key.code, key.ctrl) {
            (Code::Enter | Code::Right, _) | (Code::Char('l'), false) => {
                if let Some(row) = portrait.rows.get(selected) {
                    self.jump_into(row.post);
                }
                return;
            }
            (Code::Char('n' | '*'), false) => return finding::next_by_author(self, Given::default()),
            (Code::Char('N' | '#'), false) => return finding::previous_by_author(self, Given::default()),
            (Code::Char('&'), false) => {
                return self.begin(Slot::Filter, Wanted::Author(portrait.author), self.selection(), None);
            }
            (Code::Char('m'), false) => {
                people::mute_author(self, Given::default());
                selected
            }
            (Code::Down | Code::Tab, _) | (Code::Char('j'), _) => selected + 1,
            (Code::Up | Code::BackTab, _) | (Code::Char('k'), _) => selected.saturating_sub(1),
            (Code::Home | Code::Char('g'), _) => 0,
            (Code::End | Code::Char('G'), _) => last,
            _ => return,
        };
        self.input.open(Overlay::Portrait { portrait, selected: selected.min(last) });
    }
}

/// Shows who wrote the selected post.
pub(in crate::app) fn author(app: &mut App, _: Given) {
    let post = app.selection();
    let writer = app.reading.thread.writer(post);
    if writer.is_none_or(|writer| writer.inferred && !app.shows_inferred()) {
        return app.say("nobody knows who wrote this");
    }
    app.effects.push(Effect::Portray(post));
}
