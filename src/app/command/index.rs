//! The index of a shelf: one row for each thread, to be sorted, filtered and opened.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::state::finder::Asking;
use crate::app::work::lane::Slot;
use crate::query::Found;
use crate::thread::PostId;

impl App {
    /// Shows the index again.
    pub(in crate::app) fn back_to_index(&mut self) {
        self.end_search();
        self.end_filter(None);
        self.index.open = true;
    }

    /// Takes a part of the index filter's results. Rebuilds the rows each time twice as many posts have been examined.
    pub(in crate::app) fn index_found(&mut self, found: &Found) {
        let is_due = found.complete || found.looked_at >= 2 * self.index.looked_at;
        let Some(sought) = self.finder.of(Slot::Index).filter(|_| is_due) else { return };
        self.index.filter = Some(sought.hits().clone());
        self.index.looked_at = found.looked_at;
        self.index.arrange(&self.reading.thread);
        if found.complete {
            self.index.looked_at = 0;
        }
    }

    /// Removes the filter of the index.
    pub(in crate::app) fn end_index_filter(&mut self) {
        self.finder.end(Slot::Index);
        (self.index.filter, self.index.looked_at) = (None, 0);
        self.index.arrange(&self.reading.thread);
    }

    fn rows_on_screen(&self) -> isize {
        self.height().saturating_sub(1).max(1).cast_signed()
    }
}

pub(in crate::app) fn next(app: &mut App, given: Given) {
    app.index.step(given.steps());
}

pub(in crate::app) fn previous(app: &mut App, given: Given) {
    app.index.step(-given.steps());
}

pub(in crate::app) fn page_down(app: &mut App, given: Given) {
    app.index.step(app.rows_on_screen().saturating_mul(given.steps()));
}

pub(in crate::app) fn page_up(app: &mut App, given: Given) {
    app.index.step(app.rows_on_screen().saturating_mul(-given.steps()));
}

pub(in crate::app) fn first(app: &mut App, given: Given) {
    app.index.selected = 0;
    app.index.step(given.count.map_or(0, |count| count.saturating_sub(1).cast_signed()));
}

pub(in crate::app) fn last(app: &mut App, given: Given) {
    match given.count {
        Some(_) => first(app, given),
        None => app.index.step(isize::MAX),
    }
}

/// Goes to the next thread with something unread.
pub(in crate::app) fn next_unread(app: &mut App, _: Given) {
    app.step_to_unread(true);
}

pub(in crate::app) fn previous_unread(app: &mut App, _: Given) {
    app.step_to_unread(false);
}

impl App {
    fn step_to_unread(&mut self, on: bool) {
        let at = self.index.selected;
        let is_unread = |row: &usize| {
            let entry = self.index.rows.get(*row).and_then(|&row| self.index.all.get(row));
            entry.is_some_and(|entry| match self.index.list() {
                Some(_) => self.index.has_news(entry),
                None => self.reading.due().count(self.reading.thread.subtree(entry.opening)) > 0,
            })
        };
        let rows = self.index.rows.len();
        let found = if on { (at + 1..rows).find(is_unread) } else { (0..at).rev().find(is_unread) };
        match found {
            Some(row) => self.index.selected = row,
            None if self.index.list().is_some() => self.say("no thread with news that way"),
            None => self.say("no unread thread that way"),
        }
    }
}

impl App {
    /// Opens a thread of the index, wherever the reader is.
    pub(in crate::app) fn turn_to(&mut self, opening: PostId) {
        self.index.open = false;
        if self.reading.article() != opening {
            self.end_search();
            self.end_filter(None);
            self.leave_suggestions();
            self.reading.turn_to(opening);
            self.relayout();
        }
        self.ask_rules_by_drift();
        self.announce();
        self.go_on_suggesting();
    }
}

impl App {
    /// At the end of a thread, offers the next one of the index, and opens it if it was offered before. Returns whether
    /// there is one.
    pub(in crate::app) fn read_on_in_index(&mut self, end: &str) -> bool {
        if !self.reading.thread.is_shelf() {
            return self.read_on_behind(end);
        }
        let next = self.index.rows.get(self.index.selected + 1).and_then(|&row| self.index.all.get(row)).copied();
        let Some(next) = next else { return false };
        let here = self.reading.place();
        if self.index.offered.take() == Some(here) {
            self.index.selected += 1;
            self.turn_to(next.opening);
            return true;
        }
        self.index.offered = Some(here);
        let subject = self.index.subject(&self.reading.thread, &next);
        let goes_on = self.keyed("{read-on} goes on to");
        self.say(&format!("{end}; {goes_on}: {}", &*subject));
        true
    }
}

/// Opens the thread after this one in the index.
pub(in crate::app) fn next_thread(app: &mut App, _: Given) {
    if app.goes_on_behind(true) {
        return;
    }
    let next = app.index.selected.saturating_add(1);
    go_to_thread(app, Some(next).filter(|next| *next < app.index.rows.len()), "this is the last thread of the index");
}

/// Opens the thread before this one in the index.
pub(in crate::app) fn previous_thread(app: &mut App, _: Given) {
    if app.goes_on_behind(false) {
        return;
    }
    go_to_thread(app, app.index.selected.checked_sub(1), "this is the first thread of the index");
}

fn go_to_thread(app: &mut App, row: Option<usize>, end: &str) {
    if !app.reading.thread.is_shelf() {
        return app.say("this thread stands in no index");
    }
    if app.index.list.is_some() {
        return match row.filter(|row| *row < app.index.rows.len()) {
            Some(row) => {
                app.index.selected = row;
                app.open_row();
            }
            None => app.say(end),
        };
    }
    let entry = |row: usize| app.index.rows.get(row).and_then(|&at| app.index.all.get(at)).copied();
    match row.and_then(|row| Some((row, entry(row)?))) {
        Some((row, entry)) => {
            app.index.selected = row;
            app.turn_to(entry.opening);
        }
        None => app.say(end),
    }
}

/// Opens the selected thread.
pub(in crate::app) fn open(app: &mut App, _: Given) {
    let Some(opening) = app.index.entry().map(|entry| entry.opening) else {
        return app.tell("no thread here; {unfilter} shows all of them");
    };
    if app.index.list.is_some() {
        return app.open_row();
    }
    app.turn_to(opening);
    app.search_what_the_index_has(opening);
}

pub(in crate::app) fn filter(app: &mut App, _: Given) {
    app.ask(Asking::Index);
}

/// Removes the filter of the index.
pub(in crate::app) fn unfilter(app: &mut App, _: Given) {
    if app.stop_sorting() {
        return;
    }
    if app.index.list.is_some() && app.index.filter.is_none() {
        app.effects.push(Effect::Cancel);
    }
    app.end_index_filter();
}

pub(in crate::app) fn sort(app: &mut App, _: Given) {
    app.index.sort = app.index.sort.next(app.index.list.is_some());
    app.index.arrange(&app.reading.thread);
    app.say(app.index.sort.title());
}
