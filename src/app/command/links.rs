//! Follows links: to a post of this thread, or out of the program.

use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::link::Link;
use crate::app::panel::Panel;
use crate::app::panel::links::Links;
use crate::app::panel::questions::Doubt;
use crate::app::work::Work;
use crate::app::{App, link};
use crate::query::{self, Linked};
use crate::thread::{PostId, Text};

impl App {
    /// Follows a link of a post. If it may lead to a post of the thread, that is checked first.
    pub(in crate::app) fn follow(&mut self, from: PostId, says: &str, leads: &str) {
        let target = self.whole(from, leads);
        let link = Link::new(&target, says, None);
        if query::may_lead_here(&self.reading.thread, from, &target) {
            self.ask_for(Work::Lead { from, target, link });
        } else {
            self.led(None, link);
        }
    }

    /// Opens a link outside, wherever it leads.
    pub(in crate::app) fn follow_outside(&mut self, from: PostId, says: &str, leads: &str) {
        match Link::new(&self.whole(from, leads), says, None) {
            Ok(link) if link.doubts().is_empty() => self.effects.push(Effect::Open(link.address().clone())),
            Ok(link) => self.panels.open(Panel::Doubt(Doubt { link, is_outside: true })),
            Err(why) => self.say(&why),
        }
    }

    /// Goes where a link leads: to a post, to another thread, or out of the program. Asks first if its text says
    /// something else.
    pub(in crate::app) fn led(&mut self, post: Option<PostId>, link: Result<Link, String>) {
        match (post, link) {
            (Some(post), _) => self.follow_to(post),
            // A page that is open already is wanted outside.
            (None, Ok(link)) if self.reading.thread.url_of(self.reading.article()) == Some(&**link.address()) => {
                self.effects.push(Effect::Open(link.address().clone()));
            }
            (None, Ok(link)) if link.doubts().is_empty() => self.effects.push(Effect::Follow(link.address().clone())),
            (None, Ok(link)) => self.panels.open(Panel::Doubt(Doubt { link, is_outside: false })),
            (None, Err(why)) => self.say(&why),
        }
    }

    /// Goes to the post behind a link, and says where that is if it is in another thread.
    fn follow_to(&mut self, post: PostId) {
        let opening = self.reading.thread.opening(post);
        let is_elsewhere = opening != self.reading.article();
        self.jump_to(post);
        if is_elsewhere {
            let title = Text::line(self.reading.thread.title_of(opening));
            let back = self.keyed("{jump-back} comes back");
            self.say(&format!("{}: {back}", title.as_slice().as_str()));
        }
    }

    pub(in crate::app) fn copy_link(&mut self, from: PostId, leads: &str) {
        let target = self.whole(from, leads);
        self.effects.push(Effect::Copy(Text::line(&target)));
    }

    /// Where a link of a post leads, for a terminal that opens it by itself. `None` if the reader should look twice
    /// before it is opened, or if it is not opened at all.
    pub(crate) fn address_of(&self, from: PostId, says: &str, leads: &str) -> Option<Text> {
        let link = Link::new(&self.whole(from, leads), says, None).ok()?;
        link.doubts().is_empty().then(|| link.address().clone())
    }

    /// A link completed by the address of its page; unchanged if that is unknown.
    fn whole(&self, from: PostId, leads: &str) -> String {
        let page = self.reading.thread.url_of(self.reading.thread.opening(from));
        link::whole(leads.trim(), page).unwrap_or_else(|| leads.trim().to_owned())
    }
}

impl App {
    /// Takes the links of a subthread.
    pub(in crate::app) fn linked(&mut self, root: PostId, rows: Vec<Linked>, more: bool) {
        // Meanwhile the reader opened something else, or moved on.
        if self.panels.get().is_some() || root != self.selection() {
            return;
        }
        self.status.clear_message();
        if rows.is_empty() {
            return self.say("no link in this subthread");
        }
        self.panels.open(Panel::Links(Links::new(rows, more)));
    }
}

pub(in crate::app) fn list_links(app: &mut App, _: Given) {
    app.say("looking for links …");
    app.ask_for(Work::Links(app.selection()));
}
