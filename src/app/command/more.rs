//! Loads replies that are somewhere else: what a stub stands for is asked for and joined to the thread.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::panel::Panel;
use crate::app::panel::questions::LoadAll;
use crate::thread::{More, PostId, Sort, Thread};
use std::sync::Arc;

impl App {
    /// Loads what is missing below a post. Returns whether anything can be.
    pub(in crate::app) fn load_more_of(&mut self, post: PostId) -> bool {
        let stubs = loadable(self.reading.thread.more_of(post).iter());
        if stubs.is_empty() {
            return false;
        }
        self.load(stubs);
        true
    }

    /// Asks for what some stubs stand for.
    pub(in crate::app) fn load(&mut self, stubs: Vec<More>) {
        if !self.is_loaded() {
            return self.say("it is still being read");
        }
        self.say("asking for more replies …");
        self.effects.push(Effect::Load(stubs));
    }

    /// Goes on with the thread that has what came. It is unread, and not new: it was there before.
    pub(in crate::app) fn filled(
        &mut self,
        before: &Arc<Thread>,
        thread: &Arc<Thread>,
        places: &[Option<PostId>],
        came: usize,
        missed: Option<&str>,
    ) {
        if !Arc::ptr_eq(before, &self.reading.thread) {
            return self.say("the thread has changed meanwhile: ask once more");
        }
        let sort = self.wanted_sort();
        self.go_on_with(thread, places);
        let steps = self.reading.undo_steps();
        self.loads.add(before, thread, places, steps);
        if sort != Sort::Thread {
            self.sort_by(sort);
        }
        self.ask_what_is_known();
        self.go_on_suggesting();
        let missed = missed.map(|why| format!("; some did not: {why}")).unwrap_or_default();
        match came {
            0 => self.say(&format!("nothing came that is not here already{missed}")),
            _ if sort != Sort::Thread => self.say(&format!("{came} more replies came{missed}")),
            1 => self.tell(&format!("1 more reply came{missed}; {{undo}} takes it away again")),
            came => self.tell(&format!("{came} more replies came{missed}; {{undo}} takes them away again")),
        }
    }

    /// Takes away what was loaded last, if nothing was folded since. Returns whether it did.
    pub(in crate::app) fn unload(&mut self) -> bool {
        let steps = self.reading.undo_steps();
        let Some(before) = self.loads.take(&self.reading.thread, steps) else { return false };
        self.go_on_with(&before.thread, &before.places);
        self.say("what was loaded last is not here any more");
        true
    }
}

/// The stubs whose address is known.
fn loadable<'s>(stubs: impl Iterator<Item = &'s More>) -> Vec<More> {
    stubs.filter(|more| more.address.is_some()).cloned().collect()
}

/// Loads the replies to the selected post that are somewhere else.
pub(in crate::app) fn load_more(app: &mut App, _: Given) {
    let post = app.selection();
    if !app.load_more_of(post) {
        let is_known = app.reading.thread.more_of(post).is_empty();
        app.say(if is_known {
            "all replies to this post are here, as far as anybody knows"
        } else {
            "nobody knows the address of the replies that are not here"
        });
    }
}

/// Asks whether to load everything that is somewhere else, with what that costs.
pub(in crate::app) fn load_all(app: &mut App, _: Given) {
    let scope = app.reading.thread.subtree(app.reading.root());
    let below = app.reading.thread.more().iter().filter(|more| scope.contains(&more.parent.index()));
    let stubs = loadable(below);
    match stubs.len() {
        0 => app.say("nothing below here is somewhere else, as far as anybody knows"),
        _ => app.panels.open(Panel::LoadAll(LoadAll { stubs })),
    }
}
