//! Receives the bytes of the keyboard and the mouse, and signals, each on its own thread.

use super::errand;
use super::message::Message;
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH, SIGXCPU, SIGXFSZ,
};
use signal_hook::iterator::Signals;
use signal_hook::low_level;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// Bytes that a terminal delivers at once, at most.
const CHUNK: usize = 4096;

/// The terminal to read from: standard input, or else the one that the program was started on.
pub(super) fn terminal() -> io::Result<File> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Ok(stdin.as_fd().try_clone_to_owned()?.into());
    }
    File::options().read(true).write(true).open("/dev/tty")
}

/// How long the program may take to give the terminal back after a signal that ends it.
const GRACE: Duration = Duration::from_secs(2);

/// Waits for the keyboard and the mouse and passes on what comes, until the terminal is gone.
///
/// It waits in `read` itself. crossterm waits in `epoll` for a change and then reads everything; that holds keys back
/// when many come at once, and spins when the terminal is gone.
///
/// After each piece it waits for permission to continue, so that a program started by what was typed has the keyboard
/// to itself.
pub(super) fn watch_terminal(mut terminal: File, sender: Sender<Message>) -> Sender<()> {
    let (go_on, gate) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = [0; CHUNK];
        loop {
            let message = match terminal.read(&mut bytes) {
                Ok(0) => Message::Lost(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => Message::Bytes(bytes.get(..read).unwrap_or_default().to_vec()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Message::Lost(error),
            };
            let is_last = matches!(message, Message::Lost(_));
            if sender.send(message).is_err() || is_last || gate.recv().is_err() {
                return;
            }
        }
    });
    go_on
}

/// Makes a file at its size limit an error of the write, like a full disk; otherwise the system would end the program.
pub(crate) fn heed_file_limits() {
    // The flag is never read, and without the handler everything works as before.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

/// Signals that end the program, once the terminal is given back.
const ENDING: [i32; 8] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU];

/// Waits for signals that end, stop or wake the program, and for changes of the size.
pub(super) fn watch_signals(sender: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new(ENDING.iter().chain(&[SIGTSTP, SIGCONT, SIGWINCH]))?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if errand::answers(signal) {
                continue;
            }
            if ENDING.contains(&signal) {
                end_at_last(signal);
            }
            if sender.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Ends the program where the signal alone does not: if the terminal takes no more output, the loop hangs in a write,
/// and so would anything that gives the terminal back.
fn end_at_last(signal: i32) {
    thread::spawn(move || {
        thread::sleep(GRACE);
        let _ = low_level::emulate_default_handler(signal);
    });
}
