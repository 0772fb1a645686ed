//! Takes the input that was read again: what came is new, and the reader stays in place.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::panel::Panel;
use crate::app::panel::posts::Posts;
use crate::thread::{Notice, PostId, Sort, Thread, Time};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// New posts in a list at most.
const LONGEST: usize = 1000;

impl App {
    /// The input was read again. `places` is the new place of each post.
    pub(in crate::app) fn reloaded(
        &mut self,
        before: &Arc<Thread>,
        thread: &Arc<Thread>,
        places: &[Option<PostId>],
        notices: &[Notice],
    ) {
        // The thread was sorted or read again meanwhile: its posts have other places.
        if !Arc::ptr_eq(before, &self.reading.thread) {
            return self.effects.push(Effect::Reload);
        }
        let mut stays = vec![false; thread.len()];
        for post in places.iter().flatten() {
            if let Some(stays) = stays.get_mut(post.index()) {
                *stays = true;
            }
        }
        let came: Vec<_> = thread.ids().filter(|post| stays.get(post.index()) == Some(&false)).collect();
        let gone = places.iter().filter(|place| place.is_none()).count();
        let sort = self.wanted_sort();
        self.go_on_with(thread, places);
        self.reading.welcome(came.iter().copied());
        self.finish(notices);
        if sort != Sort::Thread {
            self.sort_by(sort);
        }
        self.ask_what_is_known();
        self.tell_news(came.len(), gone);
        self.go_on_suggesting();
    }

    fn tell_news(&mut self, came: usize, gone: usize) {
        if let Some(list) = &self.index.list {
            return match came {
                // In the library, what was read comes and goes by itself.
                _ if list.is_library() => {}
                0 => self.say("no new thread in the list"),
                1 => self.say("1 new thread in the list"),
                came => self.say(&format!("{came} new threads in the list")),
            };
        }
        let gone = match gone {
            0 => String::new(),
            gone => format!(" · {gone} gone"),
        };
        match came {
            0 if gone.is_empty() => self.say("nothing has come"),
            0 => self.say(&format!("nothing has come{gone}")),
            1 => self.tell(&format!("1 new reply: {{next-unread}} goes there{gone}")),
            came => self
                .tell(&format!("{came} new replies: {{next-unread}} goes to the first, {{list-new}} lists them{gone}")),
        }
    }
}

pub(in crate::app) fn reload(app: &mut App, _: Given) {
    if app.is_loaded() {
        app.status.set_changed(false);
        app.say("reading it again …");
        app.effects.push(Effect::Reload);
    } else {
        app.say("it is still being read");
    }
}

/// Lists what is new: the last written first, posts without a time by their place, the last first.
pub(in crate::app) fn list_new(app: &mut App, _: Given) {
    let scope = app.reading.thread.subtree(app.reading.article());
    let mut newest: BinaryHeap<Reverse<(Option<Time>, PostId)>> = BinaryHeap::new();
    for post in app.reading.news.new.within(scope) {
        newest.push(Reverse((app.reading.thread.post(post).time(), post)));
        if newest.len() > LONGEST {
            newest.pop();
        }
    }
    let rows: Vec<_> = newest.into_sorted_vec().into_iter().map(|Reverse((_, post))| post).collect();
    if rows.is_empty() {
        return app.say("nothing new that is not read");
    }
    app.panels.open(Panel::Posts(Posts::new("New, the newest first", rows)));
}
