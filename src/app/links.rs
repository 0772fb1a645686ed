//! Following links: to a post of this thread, or out of the program; and the list of all links of a subthread.

use super::link::{self, Link};
use super::overlay::{Overlay, row_after};
use super::{App, Code, Effect, Given, Key};
use crate::query::{self, Linked};
use crate::thread::{PostId, Text};

impl App {
    /// Follows a link of a post. Whether it leads to a post of the thread is found out first, where it may.
    pub(super) fn follow(&mut self, from: PostId, says: &str, leads: &str) {
        let target = self.whole(from, leads);
        let link = Link::new(&target, says, None);
        if query::may_lead_here(&self.thread, from, &target) {
            self.effects.push(Effect::Lead { from, target, link });
        } else {
            self.led(None, link);
        }
    }

    /// Goes where a link leads: to a post if it leads to one, else out of the program; but not without asking where
    /// its text says something else.
    pub(super) fn led(&mut self, post: Option<PostId>, link: Result<Link, String>) {
        match (post, link) {
            (Some(post), _) => self.follow_to(post),
            (None, Ok(link)) if link.doubts().is_empty() => self.effects.push(Effect::Open(link.address().clone())),
            (None, Ok(link)) => self.input.open(Overlay::Doubt { link }),
            (None, Err(why)) => self.say(&why),
        }
    }

    /// Goes to a post that a link leads to, and tells where that is if it is in another thread.
    fn follow_to(&mut self, post: PostId) {
        let opening = self.thread.opening(post);
        let is_elsewhere = opening != self.view.article();
        self.jump_to(post);
        if is_elsewhere {
            let title = Text::line(self.thread.title_of(opening));
            self.say(&format!("{}: < comes back", title.as_slice().as_str()));
        }
    }

    pub(super) fn doubt_key(&mut self, key: Key, link: Link) {
        match key.code {
            Code::Enter => self.effects.push(Effect::Open(link.address().clone())),
            Code::Char('y') => self.effects.push(Effect::Copy(link.address().clone())),
            Code::Esc | Code::Char('q' | 'n') | Code::Backspace => {}
            // Nothing that was typed for something else opens or closes it.
            _ => self.input.open(Overlay::Doubt { link }),
        }
    }

    pub(super) fn copy_link(&mut self, from: PostId, leads: &str) {
        let target = self.whole(from, leads);
        self.effects.push(Effect::Copy(Text::line(&target)));
    }

    /// A link as it reads outside of its page; as it is where the page is not known.
    fn whole(&self, from: PostId, leads: &str) -> String {
        let page = self.thread.url_of(self.thread.opening(from));
        link::whole(leads.trim(), page).unwrap_or_else(|| leads.trim().to_owned())
    }

    /// The links of a subthread are here.
    pub(super) fn linked(&mut self, root: PostId, rows: Vec<Linked>, more: bool) {
        // Something else was opened meanwhile, or the reader went on.
        if !matches!(self.overlay(), Overlay::None) || root != self.selection() {
            return;
        }
        self.status.hush();
        if rows.is_empty() {
            return self.say("no link in this subthread");
        }
        self.input.open(Overlay::Links { rows, selected: 0, more });
    }

    pub(super) fn links_key(&mut self, key: Key, rows: Vec<Linked>, selected: usize, more: bool) {
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

pub(super) fn list_links(app: &mut App, _: Given) {
    app.say("looking for links …");
    app.effects.push(Effect::Links(app.selection()));
}
