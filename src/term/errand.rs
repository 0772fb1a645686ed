//! A program that has the terminal as long as it runs: the screen is given back to it and taken again afterwards.

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

/// Who has the terminal. The thread that waits for signals must know it, and has no other way.
static HOLDER: Mutex<Holder> = Mutex::new(Holder::Own { since: None });

enum Holder {
    /// This program, since another one gave it back.
    Own { since: Option<Instant> },
    /// Another one: what is typed to interrupt is for that.
    Errand,
}

/// An interrupt that was typed for a program may be noticed so long after the program has ended of it.
const LATE: Duration = Duration::from_millis(500);

/// Answers a signal that was typed for a program which has the terminal; tells whether it was.
///
/// An interrupt is late when the program has ended of it already. A stop never is: as long as the program stands still
/// it has not ended, and what comes later is for this one, which must give the terminal back first. Both programs stop,
/// or the shell would not notice; and until they go on nobody takes the terminal, as the answer holds the lock.
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

/// Lets somebody else have the terminal, after it was made ready for that. No signal is answered in between.
fn hand_over(to: Holder, ready: impl FnOnce()) {
    let mut holder = HOLDER.lock().unwrap_or_else(PoisonError::into_inner);
    ready();
    *holder = to;
}

/// Writes what a program reads.
type Feed = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + Send>;

/// A program to be run on the terminal.
pub(super) struct Errand {
    /// What messages call it.
    name: String,
    /// The first of these that can be started is run.
    commands: Vec<Command>,
    feed: Option<Feed>,
}

impl Errand {
    /// A program that reads what is typed.
    pub(super) fn new(name: &str, commands: Vec<Command>) -> Self {
        Self { name: name.to_owned(), commands, feed: None }
    }

    /// A program that reads what `feed` writes. What it says itself stays on the terminal until the reader goes on.
    pub(super) fn fed(
        name: &str,
        command: Command,
        feed: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
    ) -> Self {
        Self { name: name.to_owned(), commands: vec![command], feed: Some(Box::new(feed)) }
    }

    /// Runs it to its end, and says how it ended where that was not well.
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

/// Writes beside the program. Nobody waits for that: a program may end without reading all of it, and one that it
/// started may keep the pipe open for good.
fn write_beside(feed: Feed, mut input: ChildStdin) {
    thread::spawn(move || {
        let mut out = io::BufWriter::with_capacity(1 << 16, &mut input);
        // A program that has seen enough closes its end, which is no failure.
        let _ = feed(&mut out).and_then(|()| out.flush());
    });
}

/// What there is to say about how a program ended.
fn told(name: &str, ended: &io::Result<ExitStatus>) -> Option<String> {
    match ended {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("{name} ended with {status}")),
        Err(error) => Some(format!("{name} could not be started: {error}")),
    }
}

/// Lets the reader look at what a program has written.
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

/// An interrupted read is one to be done again; any other failure ends the waiting.
fn once_more(error: io::Error) -> io::Result<usize> {
    if error.kind() == io::ErrorKind::Interrupted { Ok(1) } else { Err(error) }
}
