//! The threads of a list, which are elsewhere: opens, stars, removes and checks them, and returns to the list.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::link::Link;
use crate::app::panel::Panel;
use crate::app::panel::everywhere::Everywhere;
use crate::app::state::behind::{Behind, Onward};
use crate::app::state::elsewhere::{Elsewhere, LIBRARY, SEARCH, is_of_program, is_of_web};
use crate::app::state::index::Entry;
use crate::thread::{Text, Time};
use crate::visit::Known;
use std::sync::Arc;

impl App {
    /// Sets what the reader returns to from here.
    pub(crate) fn come_from(&mut self, behind: Behind) {
        self.behind = Some(behind);
    }

    /// This thread or list, as something to return to.
    pub(crate) fn as_behind(&self) -> Behind {
        let is_list = self.index.list.is_some();
        let rows = self.index.rows.iter().skip(self.index.selected + 1).filter(|_| is_list);
        let mut after = rows.filter_map(|&row| self.index.all.get(row));
        let subject = |entry: &Entry| self.index.subject(&self.reading.thread, entry);
        let news = after.clone().find(|entry| self.index.has_news(entry)).map(subject);
        let next = after.next().map(subject);
        Behind { has_previous: is_list && self.index.selected > 0, is_list, next, news }
    }

    /// What the reader returns to from here. `None` if there is nothing.
    pub(crate) fn behind(&self) -> Option<&Behind> {
        self.behind.as_ref()
    }

    /// The reader returned from what was opened from here.
    pub(in crate::app) fn came_back(&mut self, now: Time) {
        self.status.clear_message();
        self.status.set_now(now);
        self.ask_what_is_known();
        let again = self.running.again();
        self.effects.extend(again);
        self.announce();
    }

    /// Opens the selected thread of a list.
    pub(in crate::app) fn open_row(&mut self) {
        let Some((entry, place)) = self.listed() else { return };
        if !self.may_lead_to(&place) {
            return self.say(&format!("this row has no address: {place}"));
        }
        if let Some(words) = place.strip_prefix(SEARCH) {
            self.panels.open(Panel::Everywhere(Everywhere::new()));
            let words = words.to_owned();
            return self.paste(&words);
        }
        let is_counted = !entry.is_uncounted && !self.is_library();
        let counted = u32::try_from(entry.replies).ok().filter(|_| is_counted);
        self.effects.push(Effect::Visit { place, counted });
    }

    fn is_library(&self) -> bool {
        self.index.list.as_ref().is_some_and(Elsewhere::is_library)
    }

    /// Whether a row may have such a place. A list from elsewhere names addresses, and no files of the reader.
    fn may_lead_to(&self, place: &str) -> bool {
        self.is_library() || is_of_web(place)
    }

    /// The selected row of a list, and the place of its thread.
    fn listed(&self) -> Option<(Entry, String)> {
        let entry = *self.index.entry()?;
        Some((entry, self.index.list.as_ref()?.place(entry.row)?.to_owned()))
    }

    /// Asks what is known of the threads in a list.
    pub(in crate::app) fn ask_what_is_known(&mut self) {
        if let Some(list) = &self.index.list {
            self.effects.push(Effect::Know(Arc::clone(&list.places)));
        }
    }

    /// Takes what is known of the threads in a list.
    pub(in crate::app) fn known(&mut self, places: &Arc<[String]>, known: Vec<Option<Known>>) {
        if self.index.list.as_mut().is_some_and(|list| list.learn(places, known)) {
            self.index.arrange(&self.reading.thread);
        }
    }

    /// Takes news of a thread in a list: the number of new posts, or why that is unknown.
    pub(in crate::app) fn checked(&mut self, place: &str, posts: Result<usize, String>, left: usize) {
        if self.index.list.is_none() {
            return;
        }
        match posts {
            Ok(posts) => self.index.list.iter_mut().for_each(|list| list.wait(place, posts)),
            Err(why) => self.status.notice(&why, None),
        }
        match left {
            0 => self.say("all are asked"),
            left => self.tell(&format!("{left} more to ask; {{unfilter}} stops")),
        }
    }

    /// At the end of a thread from a list, offers the next one, and opens it if it was offered before.
    pub(in crate::app) fn read_on_behind(&mut self, end: &str) -> bool {
        let next = self.behind.as_ref().and_then(|behind| behind.next.clone());
        next.is_some_and(|next| self.offer(Onward::Next, "{read-on}", end, &next))
    }

    /// Where a thread from a list has nothing unread, offers the next one with news, and opens it if it was offered
    /// before. Returns whether there is one.
    pub(in crate::app) fn news_behind(&mut self) -> bool {
        let next = self.behind.as_ref().and_then(|behind| behind.news.clone());
        next.is_some_and(|next| self.offer(Onward::News, "{next-unread}", "no unread post", &next))
    }

    fn offer(&mut self, onward: Onward, key: &str, end: &str, next: &Text) -> bool {
        let here = self.reading.place();
        if self.index.offered.take() == Some(here) {
            self.effects.push(Effect::GoOn(onward));
            return true;
        }
        self.index.offered = Some(here);
        let goes_on = self.keyed(&format!("{key} goes on to"));
        self.say(&format!("{end}; {goes_on}: {}", &**next));
        true
    }

    /// Opens another thread of the list that this one was opened from. Returns whether there is such a list.
    pub(in crate::app) fn goes_on_behind(&mut self, on: bool) -> bool {
        let Some(behind) = self.behind.as_ref().filter(|behind| behind.is_list && self.index.list.is_none()) else {
            return false;
        };
        match on {
            true if behind.next.is_none() => self.say("this is the last thread of the list"),
            false if !behind.has_previous => self.say("this is the first thread of the list"),
            true => self.effects.push(Effect::GoOn(Onward::Next)),
            false => self.effects.push(Effect::GoOn(Onward::Previous)),
        }
        true
    }

    /// Whether this is a list; says so if not.
    fn is_list(&mut self) -> bool {
        let is_list = self.index.list.is_some();
        if !is_list {
            self.say("these threads are all here: this is for lists and the library");
        }
        is_list
    }
}

/// Commands of the index that mean something in lists only, and those that do so in the library only.
const IN_LISTS: [&str; 3] = ["star", "check-all", "open-outside"];
const IN_THE_LIBRARY: [&str; 2] = ["take-out", "undo"];

/// Whether a command of the index means something there: in a list, or among threads that are here.
pub(in crate::app) fn is_meant(command: &str, list: Option<&Elsewhere>) -> bool {
    let needs_library = IN_THE_LIBRARY.contains(&command);
    match list {
        None => !needs_library && !IN_LISTS.contains(&command),
        Some(list) => !needs_library || list.is_library(),
    }
}

/// Opens the library.
pub(in crate::app) fn library(app: &mut App, _: Given) {
    app.effects.push(Effect::Visit { place: LIBRARY.to_owned(), counted: None });
}

/// Gives the selected thread a star, or takes it away.
pub(in crate::app) fn star(app: &mut App, _: Given) {
    if !app.is_list() {
        return;
    }
    let Some((entry, place)) = app.listed() else { return };
    if is_of_program(&place) || !app.may_lead_to(&place) {
        return app.say("this row takes no star");
    }
    let on = !app.index.news(&entry).is_starred;
    app.index.list.iter_mut().for_each(|list| list.set_star(entry.row, on));
    let title = app.index.subject(&app.reading.thread, &entry).to_string();
    app.effects.push(Effect::Star { place, title, on });
}

/// Takes the selected thread out of the library.
pub(in crate::app) fn take_out(app: &mut App, _: Given) {
    if !app.is_list() {
        return;
    }
    let Some((entry, place)) = app.listed() else { return };
    if !app.is_library() || is_of_program(&place) {
        return app.say("this row is not of the library: it comes and goes by itself");
    }
    app.index.list.iter_mut().for_each(|list| list.taken.push(entry.row));
    app.index.arrange(&app.reading.thread);
    app.effects.push(Effect::Shelve { place, on: false });
    app.tell("taken out; what was read in it stays known, and {undo} puts it back");
}

/// Puts back what was last taken out.
pub(in crate::app) fn put_back(app: &mut App, _: Given) {
    let list = app.index.list.as_mut();
    let place = list.and_then(|list| list.taken.pop().and_then(|row| list.place(row).map(str::to_owned)));
    let Some(place) = place else { return app.say("nothing was taken out") };
    app.index.arrange(&app.reading.thread);
    app.effects.push(Effect::Shelve { place, on: true });
}

/// Asks each visible thread from the web for news, once.
pub(in crate::app) fn check_all(app: &mut App, _: Given) {
    if !app.is_list() {
        return;
    }
    let Some(list) = &app.index.list else { return };
    let was_read = |row: &&usize| list.news(**row, None).was_read;
    let places: Vec<String> = app
        .index
        .rows
        .iter()
        .filter(was_read)
        .filter_map(|&row| list.place(row))
        .filter(|place| is_of_web(place))
        .map(str::to_owned)
        .collect();
    match places.len() {
        0 => return app.say("no thread in sight was read from the web"),
        1 => app.tell("asking 1 thread for news; {unfilter} stops"),
        many => app.tell(&format!("asking {many} threads for news, one after the other; {{unfilter}} stops")),
    }
    app.effects.push(Effect::Check(places));
}

/// Opens the selected thread in the browser.
pub(in crate::app) fn open_outside(app: &mut App, _: Given) {
    if !app.is_list() {
        return;
    }
    let Some((_, place)) = app.listed() else { return };
    match Link::new(&place, "", None) {
        Ok(link) => app.effects.push(Effect::Open(link.address().clone())),
        Err(why) => app.say(&why),
    }
}
