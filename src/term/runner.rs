//! Runs work beside the screen, and does what needs no answer: the clipboard, the title, files.

use super::browser::{self, Way};
use super::errand::Errand;
use super::message::Message;
use super::{clipboard, delivery, work};
use crate::app::{Action, Job, Lane, Outcome, Parcel, Work};
use crate::export::{Form, Part};
use crate::thread::{Text, Thread};
use crossterm::QueueableCommand;
use crossterm::terminal::SetTitle;
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

/// Runs work, one in each lane.
pub(super) struct Runner {
    sender: Sender<Message>,
    /// Stops what runs in each lane.
    running: HashMap<Lane, Arc<AtomicBool>>,
    /// Work that starts once all waiting keys are taken: the last one of each lane.
    waiting: HashMap<Lane, (Job, Work)>,
    title: Text,
}

impl Runner {
    pub(super) fn new(sender: Sender<Message>) -> Self {
        Self { sender, running: HashMap::new(), waiting: HashMap::new(), title: Text::default() }
    }

    /// Takes work, which [starts](Self::start) in place of what runs in its lane.
    pub(super) fn take(&mut self, job: Job, work: Work) {
        self.waiting.insert(job.lane, (job, work));
    }

    /// Stops what runs in a lane.
    pub(super) fn stop(&mut self, lane: Lane) {
        self.waiting.remove(&lane);
        if let Some(running) = self.running.remove(&lane) {
            running.store(true, Ordering::Relaxed);
        }
    }

    /// Starts what waits, each on its own thread.
    pub(super) fn start(&mut self, thread: &Arc<Thread>) {
        for (lane, (job, work)) in self.waiting.drain() {
            let stop = Arc::new(AtomicBool::new(false));
            if let Some(older) = self.running.insert(lane, Arc::clone(&stop)) {
                older.store(true, Ordering::Relaxed);
            }
            let (sender, thread) = (self.sender.clone(), Arc::clone(thread));
            let outcome = move |outcome| Message::Action(Action::Outcome(job, outcome));
            let fault = move |why| Action::Outcome(job, Outcome::Failed(why));
            work::spawn(work.name(), fault, self.sender.clone(), move || {
                let goes_on = || !stop.load(Ordering::Relaxed);
                // If nobody takes it any more, the program is over.
                work.run(&thread, &goes_on, &mut |found| _ = sender.send(outcome(found)));
            });
        }
    }

    /// Sets the title of the window.
    pub(super) fn title(&mut self, title: Text) {
        self.title = title;
        self.show_title();
    }

    /// Shows the title of the window again.
    pub(super) fn show_title(&self) {
        if let Err(error) = send(SetTitle(self.title.as_slice().as_str())) {
            self.say(format!("the terminal did not take it: {error}"));
        }
    }

    pub(super) fn say(&self, message: String) {
        let _ = self.sender.send(Message::Action(Action::Say(message)));
    }

    /// Copies a text.
    pub(super) fn copy(&self, text: &Text) {
        clipboard::copy(text, &self.sender);
    }

    /// Copies a part of the thread in a form, as far as terminals take it.
    pub(super) fn copy_part(&self, form: Form, part: Part<'_>) {
        let mut out = Limited { bytes: Vec::new(), most: clipboard::TERMINAL + 4 };
        // Beyond the limit the writer fails on purpose; what fits is there by then.
        let _ = form.write(part, &mut out);
        self.copy(&Text::block(&String::from_utf8_lossy(&out.bytes)));
    }

    /// Writes a part of the thread to a file.
    pub(super) fn save(&self, thread: &Arc<Thread>, path: String, parcel: Parcel, may_replace: bool) {
        let (sender, thread) = (self.sender.clone(), Arc::clone(thread));
        work::spawn("saving", Action::Say, self.sender.clone(), move || {
            let _ = sender.send(Message::Action(delivery::save(&thread, path, parcel, may_replace)));
        });
    }

    /// Opens an address. Returns the program for that if it needs the terminal.
    pub(super) fn open(&self, address: &Text) -> Option<Errand> {
        match browser::way(address) {
            Way::Here(errand) => return Some(errand),
            Way::Beside(commands) => browser::open_beside(commands, address, &self.sender),
            Way::Nowhere => self.say(format!("no desktop here and no $BROWSER to open {address}")),
        }
        None
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
