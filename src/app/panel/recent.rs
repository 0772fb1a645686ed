//! The threads that were read lately, to be opened again.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::panel::list::row_after;
use crate::visit::Recent;

impl App {
    /// The list of the threads that were read lately is here.
    pub(in crate::app) fn recents(&mut self, rows: Vec<Recent>) {
        if rows.is_empty() {
            self.say("no other thread is remembered");
        } else if matches!(self.overlay(), Overlay::None) {
            self.input.open(Overlay::Recent { rows, selected: 0 });
        }
    }

    pub(in crate::app) fn recent_key(&mut self, key: Key, rows: Vec<Recent>, selected: usize) {
        let last = rows.len().saturating_sub(1);
        let page = self.height().saturating_sub(4).max(1);
        let selected = match (key.code, key.ctrl) {
            (Code::Tab, _) => selected.saturating_add(1),
            (Code::BackTab, _) => selected.saturating_sub(1),
            (Code::Enter | Code::Char('l' | ' ') | Code::Right, _) => {
                if let Some(row) = rows.get(selected) {
                    self.effects.push(Effect::Visit(row.origin.clone()));
                }
                return;
            }
            _ => match row_after(key, selected, last, page) {
                Some(row) => row,
                None => return,
            },
        };
        self.input.open(Overlay::Recent { rows, selected: selected.min(last) });
    }
}

pub(in crate::app) fn recent(app: &mut App, _: Given) {
    app.effects.push(Effect::Recents);
}
