//! Runs a program on the terminal: gives it the screen and takes the screen back afterwards.

use super::events;
use super::session::Session;
use crate::thread::Text;
use signal_hook::consts::{SIGINT, SIGQUIT, SIGTSTP};
use signal_hook::low_level;
use std::fs::File;
use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Who has the terminal. The thread that waits for signals must know, and has no other way.
static HOLDER: Mutex<Holder> = Mutex::new(Holder::Own { since: None });

enum Holder {
    /// This program, and since when if another one gave it back.
    Own { since: Option<Instant> },
    /// Another program: interrupts that are typed are meant for it.
    Errand,
}

/// How long after a program ended its interrupt may still arrive.
const LATE: Duration = Duration::from_millis(500);

/// Handles a signal that was typed for the program on the terminal. Returns whether it was.
///
/// An interrupt comes late if it has already ended the program. A stop never does: a stopped program has not ended, so
/// a later one is for this program, which must first give the terminal back. Both programs stop, or the shell would not
/// notice. The lock is held meanwhile, so nobody takes the terminal before they continue.
pub(super) fn answers(signal: i32) -> bool {
    let holder = HOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    match (&*holder, signal) {
        (Holder::Errand, SIGTSTP) => {
            let _ = low_level::emulate_default_handler(signal);
            true
        }
        (Holder::Errand, SIGINT | SIGQUIT) => true,
        (Holder::Own { since: Some(since) }, SIGINT | SIGQUIT) => since.elapsed() < LATE,
        _ => false,
    }
}

/// Gives the terminal to another holder after `ready` has prepared it. No signal is handled in between.
fn hand_over(to: Holder, ready: impl FnOnce()) {
    let mut holder = HOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    ready();
    *holder = to;
}

/// Writes the input of a program.
type Feed = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + Send>;

/// A program to run on the terminal.
pub(super) struct Errand {
    /// Its name in messages.
    name: String,
    /// The first of these that starts is run.
    commands: Vec<Command>,
    feed: Option<Feed>,
}

impl Errand {
    /// A program that reads the keyboard.
    pub(super) fn new(name: &str, commands: Vec<Command>) -> Self {
        Self { name: name.to_owned(), commands, feed: None }
    }

    /// A program that reads what `feed` writes. Its output stays on the terminal until the reader continues.
    pub(super) fn fed(
        name: &str,
        command: Command,
        feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
    ) -> Self {
        Self { name: name.to_owned(), commands: vec![command], feed: Some(Box::new(feed)) }
    }

    /// Runs it to its end. Returns a message if that was a failure.
    pub(super) fn run(self, session: &mut Session) -> io::Result<Option<String>> {
        let Self { name, commands, feed } = self;
        let mut terminal = events::terminal()?;
        hand_over(Holder::Errand, || session.pause());
        let is_fed = feed.is_some();
        let ended = start(commands, &terminal, is_fed).and_then(|mut child| {
            if let (Some(feed), Some(input)) = (feed, child.stdin.take()) {
                write_beside(feed, input);
            }
            child.wait()
        });
        let message = told(&name, &ended);
        if is_fed {
            wait_for_enter(&mut terminal, message.as_deref());
        }
        hand_over(Holder::Own { since: Some(Instant::now()) }, || ());
        session.take()?;
        Ok(message)
    }
}

fn start(commands: Vec<Command>, terminal: &File, is_fed: bool) -> io::Result<Child> {
    let mut failure = io::Error::from(io::ErrorKind::NotFound);
    for mut command in commands {
        let input = if is_fed { Stdio::piped() } else { terminal.try_clone()?.into() };
        match command.stdin(input).spawn() {
            Ok(child) => return Ok(child),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Writes the input beside the program. Nobody waits: a program may end without reading everything, and one that it
/// started may keep the pipe open forever.
fn write_beside(feed: Feed, mut input: ChildStdin) {
    thread::spawn(move || {
        let mut out = io::BufWriter::with_capacity(1 << 16, &mut input);
        // A program that has seen enough closes its end, which is no failure.
        let _ = feed(&mut out).and_then(|()| out.flush());
    });
}

/// A message about how a program ended. `None` if it succeeded.
fn told(name: &str, ended: &io::Result<ExitStatus>) -> Option<String> {
    match ended {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("{name} ended with {status}")),
        Err(error) => Some(format!("{name} could not be started: {error}")),
    }
}

/// Waits so that the reader can look at the program's output.
fn wait_for_enter(terminal: &mut File, message: Option<&str>) {
    let note = message.map(|message| format!("{message}; ")).unwrap_or_default();
    let line = Text::line(&format!("[{note}Enter goes back to threadle]"));
    let _ = write!(io::stdout(), "\r\n{line} ").and_then(|()| io::stdout().flush());
    let mut byte = [0];
    while let Ok(1) = terminal.read(&mut byte).or_else(once_more) {
        if matches!(byte, [b'\n' | b'\r']) {
            return;
        }
    }
}

/// An interrupted read is repeated; any other failure ends the wait.
fn once_more(error: io::Error) -> io::Result<usize> {
    if error.kind() == io::ErrorKind::Interrupted { Ok(1) } else { Err(error) }
}
