//! Carries out effects: the clipboard, the title, and work beside the screen.

use super::browser::{self, Way};
use super::errand::Errand;
use super::message::Message;
use super::{clipboard, delivery, work};
use crate::app::{Action, Effect, Portrait, Rule, Ruled, Scores, Slot, Survey, Topics};
use crate::export::{Form, Part};
use crate::query;
use crate::thread::{PostId, Sort, Text, Thread};
use crossterm::QueueableCommand;
use crossterm::terminal::SetTitle;
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

/// Carries out the effects of actions.
pub(super) struct Hands {
    sender: Sender<Message>,
    /// Stops the running search of each slot.
    searches: HashMap<Slot, Arc<AtomicBool>>,
    /// Searches that start once all waiting keys are taken: only the last one of each slot.
    wished: HashMap<Slot, Search>,
    /// Stops the running scoring.
    scoring: Option<Arc<AtomicBool>>,
    title: Text,
    /// Stops the running sort.
    sorting: Arc<AtomicBool>,
    /// Stops the search for who addresses whom.
    listening: Arc<AtomicBool>,
    /// Stops the running rules.
    ruling: Arc<AtomicBool>,
}

/// A search: its ticket, its target, and where it begins.
struct Search {
    ticket: u64,
    wanted: query::Wanted,
    from: PostId,
}

/// Links in a list at most.
const LINKS: usize = 5000;

impl Hands {
    pub(super) fn new(sender: Sender<Message>) -> Self {
        Self {
            sender,
            searches: HashMap::default(),
            wished: HashMap::default(),
            scoring: None,
            title: Text::default(),
            sorting: Arc::default(),
            listening: Arc::default(),
            ruling: Arc::default(),
        }
    }

    /// Carries out an effect. Returns a program that needs the terminal, which the loop runs.
    pub(super) fn carry_out(&mut self, effect: Effect, thread: &Arc<Thread>) -> Option<Errand> {
        match effect {
            // The loop carries these out: they concern the program, the store, or which thread is open.
            Effect::Quit
            | Effect::Suspend
            | Effect::Redraw
            | Effect::Reload
            | Effect::Load(_)
            | Effect::Cancel
            | Effect::Visit { .. }
            | Effect::VisitPost(..)
            | Effect::Back
            | Effect::GoOn(_)
            | Effect::Know(_)
            | Effect::Star { .. }
            | Effect::Shelve { .. }
            | Effect::Check(_)
            | Effect::SeekEverywhere(_) => {}
            Effect::Sort { sort, scores } => self.sort(thread, sort, scores),
            Effect::StopSorting => self.sorting.store(true, Ordering::Relaxed),
            Effect::Copy(text) => clipboard::copy(&text, &self.sender),
            Effect::CopyPath(post) => self.copy_part(Form::Text, Part::path(thread, post)),
            Effect::CopyParcel(parcel) => self.copy_part(parcel.form, parcel.part(thread)),
            Effect::Title(title) => {
                self.title = title;
                self.show_title();
            }
            Effect::Seek { ticket, slot, wanted, from } => {
                self.wished.insert(slot, Search { ticket, wanted, from });
            }
            Effect::Survey(root) => {
                self.beside("counting", thread, move |thread| Action::Surveyed(Survey::of(thread, root)));
            }
            Effect::Topics { root, branches, scores } => self.beside("looking for topics", thread, move |thread| {
                Action::Topics(Topics::of(thread, root, &branches, &scores))
            }),
            Effect::Listen { ticket } => self.listen(thread, ticket),
            Effect::Rule { ticket, rules, facts } => self.rule(thread, ticket, rules, facts),
            Effect::Portray(post) => {
                self.beside("looking at an author", thread, move |thread| {
                    Action::Portrayed(Portrait::of(thread, post))
                });
            }
            Effect::Lead { from, target, link } => self.beside("following a link", thread, move |thread| Action::Led {
                post: query::led_to(thread, from, &target),
                link,
            }),
            Effect::Links(root) => self.beside("looking for links", thread, move |thread| {
                let (links, more) = query::links(thread, root, LINKS);
                Action::Linked { root, links, more }
            }),
            Effect::Open(address) | Effect::Follow(address) => return self.open(&address),
            Effect::Save { path, parcel, may_replace } => {
                self.beside("saving", thread, move |thread| delivery::save(thread, path, parcel, may_replace));
            }
            Effect::Pipe { command, parcel } => return Some(delivery::pipe(thread, &command, parcel)),
            Effect::Score { ticket, opening } => self.score(thread, ticket, opening),
            Effect::StopScoring => self.stop_scoring(),
        }
        None
    }

    /// Sets the title of the window.
    pub(super) fn show_title(&self) {
        self.tell_errors(send(SetTitle(self.title.as_slice().as_str())));
    }

    pub(super) fn say(&self, message: String) {
        let _ = self.sender.send(Message::Action(Action::Say(message)));
    }

    fn tell_errors(&self, outcome: io::Result<()>) {
        if let Err(error) = outcome {
            self.say(format!("the terminal did not take it: {error}"));
        }
    }

    /// Copies a part of the thread in a form, as far as terminals take it.
    fn copy_part(&self, form: Form, part: Part<'_>) {
        let mut out = Limited { bytes: Vec::new(), most: clipboard::TERMINAL + 4 };
        // Beyond the limit the writer fails on purpose; what fits is there by then.
        let _ = form.write(part, &mut out);
        clipboard::copy(&Text::block(&String::from_utf8_lossy(&out.bytes)), &self.sender);
    }

    /// Opens an address. Returns the program for that if it needs the terminal.
    fn open(&self, address: &Text) -> Option<Errand> {
        match browser::way(address) {
            Way::Here(errand) => return Some(errand),
            Way::Beside(commands) => browser::open_beside(commands, address, &self.sender),
            Way::Nowhere => self.say(format!("no desktop here and no $BROWSER to open {address}")),
        }
        None
    }

    /// Starts the wished searches, each on its own thread, and stops older ones of the same slot.
    pub(super) fn begin_searches(&mut self, thread: &Arc<Thread>) {
        for (slot, search) in self.wished.drain() {
            let stop = Arc::new(AtomicBool::new(false));
            if let Some(older) = self.searches.insert(slot, Arc::clone(&stop)) {
                older.store(true, Ordering::Relaxed);
            }
            let (sender, thread) = (self.sender.clone(), Arc::clone(thread));
            work::spawn("searching", Action::Say, self.sender.clone(), move || {
                let Search { ticket, wanted, from } = search;
                query::seek(&thread, &wanted, from, |found| {
                    let found = Message::Action(Action::Found { ticket, found });
                    !stop.load(Ordering::Relaxed) && sender.send(found).is_ok()
                });
            });
        }
    }

    /// Sorts the replies; stops an earlier sort.
    fn sort(&mut self, thread: &Arc<Thread>, sort: Sort, scores: Option<Arc<Scores>>) {
        self.sorting.store(true, Ordering::Relaxed);
        self.sorting = Arc::default();
        let (sender, thread, stop) = (self.sender.clone(), Arc::clone(thread), Arc::clone(&self.sorting));
        work::spawn("sorting", Action::Unsorted, self.sender.clone(), move || {
            let goes_on = || !stop.load(Ordering::Relaxed);
            if let Some(sorted) = Action::sorted(thread, sort, scores.as_deref(), goes_on) {
                let _ = sender.send(Message::Action(sorted));
            }
        });
    }

    /// Finds who addresses whom; stops that work for another thread.
    fn listen(&mut self, thread: &Arc<Thread>, ticket: u64) {
        self.listening.store(true, Ordering::Relaxed);
        self.listening = Arc::default();
        let (sender, thread, stop) = (self.sender.clone(), Arc::clone(thread), Arc::clone(&self.listening));
        work::spawn("looking for quotations", Action::Say, self.sender.clone(), move || {
            if let Some(spoken) = query::Spoken::of(&thread, || !stop.load(Ordering::Relaxed)) {
                let _ = sender.send(Message::Action(Action::Listened { ticket, spoken }));
            }
        });
    }

    /// Puts rules to the thread; those that were put to it before are wanted no more.
    fn rule(&mut self, thread: &Arc<Thread>, ticket: u64, rules: Arc<[Rule]>, facts: Arc<query::Facts>) {
        self.ruling.store(true, Ordering::Relaxed);
        self.ruling = Arc::default();
        let (sender, thread, stop) = (self.sender.clone(), Arc::clone(thread), Arc::clone(&self.ruling));
        work::spawn("applying the rules", Action::Say, self.sender.clone(), move || {
            if let Some(ruled) = Ruled::of(&thread, &rules, &facts, || !stop.load(Ordering::Relaxed)) {
                let _ = sender.send(Message::Action(Action::Ruled { ticket, ruled }));
            }
        });
    }

    /// Finds something out in a thread of its own.
    fn beside(&self, name: &'static str, thread: &Arc<Thread>, work: impl FnOnce(&Thread) -> Action + Send + 'static) {
        let (sender, thread) = (self.sender.clone(), Arc::clone(thread));
        work::spawn(name, Action::Say, self.sender.clone(), move || {
            let _ = sender.send(Message::Action(work(&thread)));
        });
    }
}

impl Hands {
    fn score(&mut self, thread: &Arc<Thread>, ticket: u64, opening: PostId) {
        self.stop_scoring();
        let stop = Arc::new(AtomicBool::new(false));
        self.scoring = Some(Arc::clone(&stop));
        let (sender, thread) = (self.sender.clone(), Arc::clone(thread));
        work::spawn("finding what is off-topic", Action::Unscored, self.sender.clone(), move || {
            let scores = Scores::of(&thread, opening, || !stop.load(Ordering::Relaxed)).map(Arc::new);
            let _ = sender.send(Message::Action(Action::Scored { ticket, scores }));
        });
    }

    fn stop_scoring(&mut self) {
        if let Some(stop) = self.scoring.take() {
            stop.store(true, Ordering::Relaxed);
        }
    }
}

/// Sends a command to the terminal at once.
fn send(command: impl crossterm::Command) -> io::Result<()> {
    io::stdout().queue(command)?.flush()
}

/// Takes a limited number of bytes and then fails.
struct Limited {
    bytes: Vec<u8>,
    most: usize,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() > self.most {
            return Err(io::ErrorKind::WriteZero.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
