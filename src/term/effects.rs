//! What goes out: the clipboard, the title, and searches beside the screen.

use super::message::Message;
use super::work;
use crate::app::{Action, Effect, Slot, Survey};
use crate::export::{Form, Part};
use crate::query;
use crate::thread::{PostId, Text, Thread};
use crossterm::QueueableCommand;
use crossterm::clipboard::CopyToClipboard;
use crossterm::terminal::SetTitle;
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

/// Carries out what the reader's actions ask for.
pub(super) struct Hands {
    sender: Sender<Message>,
    /// For each search under way what stops it.
    searches: HashMap<Slot, Arc<AtomicBool>>,
    /// Searches that begin when all keys that wait are taken: of several in one slot only the last is wanted.
    wished: HashMap<Slot, Search>,
    title: Text,
}

/// A search: its name, what is sought, and where to begin.
struct Search {
    ticket: u64,
    wanted: query::Wanted,
    from: PostId,
}

/// What an effect asks of the loop that waits for the next event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    Nothing,
    Quit,
    Suspend,
    Redraw,
}

/// Terminals take about this many bytes for the clipboard: xterm 100,000 in base64, and tmux less than a megabyte.
const CLIPBOARD: usize = 74_000;

impl Hands {
    pub(super) fn new(sender: Sender<Message>) -> Self {
        Self { sender, searches: HashMap::default(), wished: HashMap::default(), title: Text::default() }
    }

    /// Carries out an effect.
    pub(super) fn carry_out(&mut self, effect: Effect, thread: &Arc<Thread>) -> Wish {
        match effect {
            Effect::Quit => return Wish::Quit,
            Effect::Suspend => return Wish::Suspend,
            Effect::Redraw => return Wish::Redraw,
            Effect::Copy(text) => self.copy(&text),
            Effect::CopyThread(post) => self.copy_thread(thread, post),
            Effect::Title(title) => {
                self.title = title;
                self.show_title();
            }
            Effect::Seek { ticket, slot, wanted, from } => {
                self.wished.insert(slot, Search { ticket, wanted, from });
            }
            Effect::Survey(root) => self.survey(thread, root),
            Effect::Resolve(post) => self.resolve(thread, post),
        }
        Wish::Nothing
    }

    /// Gives the window its title, for the first time or again.
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

    /// Hands a text to the terminal for the clipboard (OSC 52), which works over SSH as well.
    fn copy(&self, text: &Text) {
        let kept = text.floor_char_boundary(CLIPBOARD);
        let shown = text.slice(0..kept);
        let outcome = send(CopyToClipboard::to_clipboard_from(shown.as_str()));
        match outcome {
            Ok(()) if kept < text.len() => {
                self.say(format!("copied the first {kept} of {} bytes: terminals take no more", text.len()));
            }
            Ok(()) => self.say(format!("copied {} characters", shown.as_str().chars().count())),
            Err(_) => self.tell_errors(outcome),
        }
    }

    fn copy_thread(&self, thread: &Thread, post: PostId) {
        let mut out = Limited { bytes: Vec::new(), most: CLIPBOARD + 4 };
        // Past the limit the writer fails on purpose: what fits is here then.
        let _ = Form::Markdown.write(Part::below(thread, post), &mut out);
        self.copy(&Text::block(&String::from_utf8_lossy(&out.bytes)));
    }

    /// Begins the searches that are wished for, each in a thread of its own; an older one of the same slot is
    /// stopped.
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

    fn survey(&self, thread: &Arc<Thread>, root: PostId) {
        let (sender, thread) = (self.sender.clone(), Arc::clone(thread));
        work::spawn("counting", Action::Say, self.sender.clone(), move || {
            let _ = sender.send(Message::Action(Action::Surveyed(Survey::of(&thread, root))));
        });
    }

    fn resolve(&self, thread: &Arc<Thread>, post: PostId) {
        let (sender, thread) = (self.sender.clone(), Arc::clone(thread));
        work::spawn("following a quotation", Action::Say, self.sender.clone(), move || {
            let answers = query::spoken_to(&thread, post);
            let _ = sender.send(Message::Action(Action::Resolved { post, answers }));
        });
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
