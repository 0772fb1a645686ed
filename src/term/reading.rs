//! The loop: waits for what happens, takes all of it, and then draws once.

use super::effects::{Hands, Wish};
use super::events;
use super::screen::Screen;
use super::session::Session;
use crate::app::{Action, App};
use crate::input::{self, Failure, Origin, Parsed, Watch};
use crate::source::Source;
use crate::thread::{Thread, Time};
use crate::ui::Theme;
use crossterm::event::Event;
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// What is to be read, and how it shall look.
pub(crate) struct Opening {
    pub(crate) origin: Origin,
    pub(crate) format: Option<&'static dyn Source>,
    pub(crate) theme: Theme,
}

/// Something that the loop waits for.
#[derive(Debug)]
pub(super) enum Message {
    /// From the keyboard or the mouse.
    Events(Vec<Event>),
    /// The keyboard is gone.
    Lost(io::Error),
    Signal(i32),
    /// From the work beside the screen.
    Action(Action),
    /// The input has been read, or not.
    Read(Box<Result<Parsed, Failure>>),
}

/// Why reading could not begin or go on.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The input could not be read, and nothing of it was there to show.
    Input(Failure),
    /// The terminal does not work.
    Terminal(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Terminal(error)
    }
}

/// So long nothing is drawn while the input may still turn out to be none: an error then leaves no flicker.
const PATIENCE: Duration = Duration::from_millis(60);
/// The progress of reading is looked at so often.
const TICK: Duration = Duration::from_millis(100);
/// Messages are taken for so long at the most before a frame is drawn.
const TAKE: Duration = Duration::from_millis(12);

/// Opens the reader and runs it until it is left. A signal that ended it is raised again once the terminal is as it
/// was, so that whoever sent it sees what it expects.
pub(crate) fn read(opening: Opening) -> Result<(), Trouble> {
    let (sender, receiver) = mpsc::channel();
    let watch = Arc::new(Watch::default());
    let name = opening.origin.name();
    load(opening.origin, opening.format, Arc::clone(&watch), sender.clone());
    let first = match receiver.recv_timeout(PATIENCE) {
        Ok(Message::Read(read)) => match *read {
            Err(failure) => return Err(Trouble::Input(failure)),
            Ok(parsed) => Some(Message::Read(Box::new(Ok(parsed)))),
        },
        other => other.ok(),
    };
    let app = App::opening(&format!("opening {name} …"), now());
    let session = Session::enter()?;
    let mut reader = Reader {
        app,
        theme: opening.theme,
        screen: Screen::new()?,
        hands: Hands::new(sender.clone()),
        watch,
        session,
        receiver,
        has_text: false,
    };
    events::watch_signals(sender.clone())?;
    events::watch_terminal(sender);
    let end = reader.run(first);
    reader.watch.cancel();
    drop(reader);
    if let Ok(Some(signal)) = end {
        let _ = low_level::emulate_default_handler(signal);
    }
    end.map(|_| ())
}

/// Reads the input in a thread of its own. Its stack is large, for parsers that go down with their input.
fn load(origin: Origin, format: Option<&'static dyn Source>, watch: Arc<Watch>, sender: Sender<Message>) {
    thread::spawn(move || {
        let early = sender.clone();
        let preview = move |thread: Thread| {
            let _ = early.send(Message::Action(Action::Preview(Arc::new(thread))));
        };
        let parsed = input::open(&origin, format, &watch, Some(Box::new(preview)));
        let _ = sender.send(Message::Read(Box::new(parsed)));
    });
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

struct Reader {
    app: App,
    theme: Theme,
    screen: Screen,
    hands: Hands,
    watch: Arc<Watch>,
    session: Session,
    receiver: Receiver<Message>,
    /// Something of the thread has been shown.
    has_text: bool,
}

/// How the loop goes on.
enum Next {
    Wait,
    /// The program ends, by this signal if it was one.
    End(Option<i32>),
}

impl Reader {
    fn run(&mut self, first: Option<Message>) -> Result<Option<i32>, Trouble> {
        let (width, height) = self.screen.size();
        self.act(Action::Resize { width, height })?;
        self.screen.clear()?;
        let mut message = first;
        loop {
            if let Some(message) = message.take()
                && let Next::End(signal) = self.take_all(message)?
            {
                return Ok(signal);
            }
            self.app.compose();
            self.screen.draw(&self.app, &self.theme)?;
            message = self.wait()?;
        }
    }

    /// Waits for the next message; while the input is being read only until its progress is to be looked at.
    fn wait(&mut self) -> Result<Option<Message>, Trouble> {
        if self.app.is_loaded() {
            return self.receiver.recv().map(Some).map_err(|_| Trouble::Terminal(io::ErrorKind::BrokenPipe.into()));
        }
        match self.receiver.recv_timeout(TICK) {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => {
                self.act(Action::Progress { read: self.watch.read(), total: self.watch.total() })?;
                Ok(None)
            }
            Err(RecvTimeoutError::Disconnected) => Err(Trouble::Terminal(io::ErrorKind::BrokenPipe.into())),
        }
    }

    /// Takes a message and all others that wait.
    fn take_all(&mut self, first: Message) -> Result<Next, Trouble> {
        let begun = Instant::now();
        let mut message = Some(first);
        while let Some(now) = message {
            if let Next::End(signal) = self.take(now)? {
                return Ok(Next::End(signal));
            }
            message = if begun.elapsed() < TAKE { self.receiver.try_recv().ok() } else { None };
        }
        Ok(Next::Wait)
    }

    fn take(&mut self, message: Message) -> Result<Next, Trouble> {
        match message {
            Message::Events(events) => {
                for event in events {
                    if let Event::Resize(width, height) = event {
                        self.screen.resize(width, height)?;
                    }
                    if let Some(action) = events::action(event)
                        && let Next::End(signal) = self.act(action)?
                    {
                        return Ok(Next::End(signal));
                    }
                }
                Ok(Next::Wait)
            }
            Message::Signal(SIGTSTP) => self.suspend(),
            Message::Signal(signal) => Ok(Next::End(Some(signal))),
            Message::Action(action) => {
                self.has_text |= matches!(action, Action::Preview(_));
                self.act(action)
            }
            Message::Read(read) => match *read {
                Ok(Parsed { thread, notices, places }) => {
                    self.has_text = true;
                    self.act(Action::Loaded { thread: Arc::new(thread), places, notices })
                }
                Err(failure) if self.has_text => self.act(Action::Failed(failure.to_string())),
                Err(failure) => Err(Trouble::Input(failure)),
            },
            Message::Lost(error) => Err(error.into()),
        }
    }

    fn act(&mut self, action: Action) -> Result<Next, Trouble> {
        for effect in self.app.update(action) {
            match self.hands.carry_out(effect, self.app.thread()) {
                Wish::Nothing => {}
                Wish::Quit => return Ok(Next::End(None)),
                Wish::Redraw => self.screen.clear()?,
                Wish::Suspend => {
                    self.suspend()?;
                }
            }
        }
        Ok(Next::Wait)
    }

    /// Stops the program with the terminal given back, and goes on where it was when the shell wakes it.
    fn suspend(&mut self) -> Result<Next, Trouble> {
        self.session.pause();
        low_level::emulate_default_handler(SIGTSTP)?;
        self.session.resume()?;
        let (width, height) = crossterm::terminal::size()?;
        self.screen.resize(width, height)?;
        self.act(Action::Resize { width, height })
    }
}
