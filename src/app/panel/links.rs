//! The links of a subthread, and the question before one is opened that leads elsewhere than it says.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::key::{Code, Key};
use crate::app::link::Link;
use crate::app::panel::Overlay;
use crate::app::panel::list::row_after;
use crate::query::Linked;
use crate::thread::PostId;

impl App {
    pub(in crate::app) fn doubt_key(&mut self, key: Key, link: Link) {
        match key.code {
            Code::Enter => self.effects.push(Effect::Open(link.address().clone())),
            Code::Char('y') => self.effects.push(Effect::Copy(link.address().clone())),
            Code::Esc | Code::Char('q' | 'n') | Code::Backspace => {}
            // Nothing that was typed for something else opens or closes it.
            _ => self.input.open(Overlay::Doubt { link }),
        }
    }

    /// The links of a subthread are here.
    pub(in crate::app) fn linked(&mut self, root: PostId, rows: Vec<Linked>, more: bool) {
        // Something else was opened meanwhile, or the reader went on.
        if !matches!(self.overlay(), Overlay::None) || root != self.selection() {
            return;
        }
        self.status.clear_message();
        if rows.is_empty() {
            return self.say("no link in this subthread");
        }
        self.input.open(Overlay::Links { rows, selected: 0, more });
    }

    pub(in crate::app) fn links_key(&mut self, key: Key, rows: Vec<Linked>, selected: usize, more: bool) {
        let (last, page) = (rows.len().saturating_sub(1), self.height().saturating_sub(4).max(1));
        let row = rows.get(selected);
        let selected = match (key.code, key.ctrl, row) {
            (Code::Esc | Code::Char('q'), false, _) => return,
            (Code::Enter, _, Some(row)) => return self.follow(row.post, &row.says, &row.leads),
            (Code::Char('y'), false, Some(row)) => return self.copy_link(row.post, &row.leads),
            (Code::Right | Code::Char('l'), false, Some(row)) => return self.jump_to(row.post),
            (Code::Tab, ..) | (Code::Char('n'), true, _) => selected + 1,
            (Code::BackTab, ..) | (Code::Char('p'), true, _) => selected.saturating_sub(1),
            (Code::Char(' '), ..) => selected + page,
            _ => row_after(key, selected, last, page).unwrap_or(selected),
        };
        self.input.open(Overlay::Links { rows, selected: selected.min(last), more });
    }
}
