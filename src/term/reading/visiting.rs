//! Moves from one thread to another and back; what was open waits as it was.

use super::{Next, Reader, Trouble, forward, load, now};
use crate::app::{Action, App, COMMANDS, Given, INDEX_COMMANDS, Onward};
use crate::input::{Origin, Watch};
use crate::source::Source;
use crate::term::message::Message;
use crate::term::runner::Runner;
use crate::term::watching;
use crate::visit::Stored;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

/// What was open when another thread was opened from it.
pub(super) struct Station {
    app: App,
    origin: Origin,
    format: Option<&'static dyn Source>,
    sender: Sender<Message>,
    opened: u64,
    loaded: Vec<Box<str>>,
}

/// Threads that wait at most; older ones are dropped.
const MOST: usize = 16;

impl Reader {
    /// Opens another thread in place of this one, perhaps at one of its posts. `counted` is the number of replies in
    /// the list it is opened from.
    pub(super) fn visit(&mut self, place: &str, goal: Option<Stored>, counted: Option<u32>) -> Result<Next, Trouble> {
        let origin = match (self.places)(place) {
            Ok(origin) => origin.chosen_by(&self.origin),
            Err(why) => return self.act(Action::Say(why)),
        };
        (self.goal, self.counted) = (goal, counted);
        self.leave();
        self.watch.cancel();
        self.watch = Arc::new(Watch::default());
        self.visits += 1;
        let sender = forward(self.visits, self.door.clone());
        // The full name is shown before anything of it has come.
        let name = origin.place().unwrap_or_else(|| origin.name());
        let mut app = App::opening(&format!("opening {name} …"), now());
        app.set_up(self.setup.clone());
        app.take_over(&mut self.app);
        if self.has_text {
            app.come_from(self.app.as_behind());
            let app = std::mem::replace(&mut self.app, app);
            let (origin, sender, loaded) = (self.origin.clone(), self.sender.clone(), std::mem::take(&mut self.loaded));
            self.stations.push(Station { app, origin, format: self.format, sender, opened: self.opened, loaded });
            if self.stations.len() > MOST {
                drop_beside(self.stations.remove(0).app);
            }
        } else {
            drop_beside(std::mem::replace(&mut self.app, app));
        }
        self.loaded.clear();
        self.opened = self.visits;
        self.runner = Runner::new(sender.clone());
        self.has_text = false;
        watching::watch(&origin, sender.clone());
        load(origin.clone(), None, Arc::clone(&self.watch), sender.clone());
        (self.origin, self.format, self.sender) = (origin, None, sender);
        self.fit_app()
    }

    /// Returns to where this thread was opened from, and shows a message there if there is one.
    pub(super) fn back(&mut self, why: Option<String>) -> Result<Next, Trouble> {
        if !self.step_back() {
            return Ok(Next::Wait);
        }
        self.act(Action::CameBack(now()))?;
        // The library now contains what was read meanwhile.
        if self.origin.is_made() {
            self.reload();
        }
        self.recall();
        match why {
            Some(why) => self.act(Action::Say(why)),
            None => Ok(Next::Wait),
        }
    }

    /// Continues with another thread of the list that this one was opened from.
    pub(super) fn go_on_in_list(&mut self, onward: Onward) -> Result<Next, Trouble> {
        let commands: &[&str] = match onward {
            Onward::Next => &["next-thread"],
            Onward::Previous => &["previous-thread"],
            Onward::News => &["next-unread", "open-thread"],
        };
        if !self.step_back() {
            return Ok(Next::Wait);
        }
        self.act(Action::CameBack(now()))?;
        // The index has its own commands; those that lead from thread to thread are the same there.
        let all = || INDEX_COMMANDS.iter().chain(COMMANDS);
        for command in commands.iter().filter_map(|name| all().find(|command| command.name == *name)) {
            if let end @ Next::End(_) = self.act(Action::Run(command, Given::default()))? {
                return Ok(end);
            }
        }
        Ok(Next::Wait)
    }

    /// Resumes what waits behind this thread. Returns whether anything did.
    fn step_back(&mut self) -> bool {
        let Some(station) = self.stations.pop() else { return false };
        let Station { mut app, origin, format, sender, opened, loaded } = station;
        self.leave();
        self.watch.cancel();
        self.watch = Arc::new(Watch::default());
        app.take_over(&mut self.app);
        self.runner = Runner::new(sender.clone());
        drop_beside(std::mem::replace(&mut self.app, app));
        (self.origin, self.format, self.sender) = (origin, format, sender);
        (self.opened, self.loaded) = (opened, loaded);
        (self.goal, self.counted, self.has_text) = (None, None, true);
        // A new size asks for nothing that can fail.
        let _ = self.fit_app();
        true
    }

    /// Saves what happened in the thread that is left, and that it was opened, even if that was a moment ago.
    fn leave(&mut self) {
        if !self.app.is_recalled() {
            self.remembrance.settle();
            let waiting: Vec<_> = std::iter::from_fn(|| self.receiver.try_recv().ok()).collect();
            for message in waiting {
                match message {
                    Message::Remembered(number, visit) if self.remembrance.is_latest(number) => {
                        // What it asks for is asked again if the reader comes back.
                        let _ = self.app.update(Action::Remembered(visit));
                    }
                    other => _ = self.door.send(other),
                }
            }
        }
        self.remember();
    }

    fn fit_app(&mut self) -> Result<Next, Trouble> {
        let (width, height) = self.screen.size();
        self.act(Action::Resize { width, height })
    }
}

/// Dropping a large thread must not delay the next one.
fn drop_beside(app: App) {
    let thread = Arc::clone(app.thread());
    drop(app);
    thread::spawn(move || drop(thread));
}
