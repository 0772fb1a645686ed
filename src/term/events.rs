//! What comes in: the bytes of the keyboard and the mouse, and signals, each from a thread that waits for it.

use super::errand;
use super::message::Message;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;
use signal_hook::low_level;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// A terminal hands over no more than this at once.
const CHUNK: usize = 4096;

/// The terminal to read from: standard input, or the one that the program was started from where standard input is
/// something else.
pub(super) fn terminal() -> io::Result<File> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Ok(stdin.as_fd().try_clone_to_owned()?.into());
    }
    File::options().read(true).write(true).open("/dev/tty")
}

/// So long the program may take to give the terminal back after a signal that ends it.
const GRACE: Duration = Duration::from_secs(2);

/// Waits for the keyboard and the mouse and hands over what has come, until the terminal is gone.
///
/// The waiting is in `read` itself: crossterm waits in `epoll` for a change and then reads until nothing is left,
/// which keeps keys back until the next one when many come at once, and turns round and round when the terminal is
/// gone.
///
/// After each piece it waits until it is told to go on, so that a program which is started for what was typed has the
/// keyboard for itself.
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

/// Makes a file that may not grow further an error of the write, as a full disk is: else the system ends the program.
pub(crate) fn heed_file_limits() {
    // What it sets is of no use, and where it cannot be set all is as it would be without.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

/// Waits for the signals that end, stop or wake the program, and for those that tell of a new size.
pub(super) fn watch_signals(sender: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if errand::answers(signal) {
                continue;
            }
            if matches!(signal, SIGTERM | SIGHUP | SIGINT | SIGQUIT) {
                end_at_last(signal);
            }
            if sender.send(Message::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Ends the program where the signal alone does not: while the terminal takes nothing more, the loop waits in a
/// write for good, and so would whatever gives the terminal back.
fn end_at_last(signal: i32) {
    thread::spawn(move || {
        thread::sleep(GRACE);
        let _ = low_level::emulate_default_handler(signal);
    });
}
