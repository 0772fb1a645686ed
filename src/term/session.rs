//! The terminal while it is ours, and given back as it was on every way out.

use crate::thread::Text;
use crossterm::cursor::{Hide, Show};
use crossterm::style::ResetColor;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{Command, QueueableCommand};
use std::backtrace::{Backtrace, BacktraceStatus};
use std::fmt;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// The terminal is ours until this is dropped.
#[derive(Debug)]
pub struct Session {
    is_paused: bool,
}

/// Whether the terminal is ours. The panic hook must know it too, and has no other way.
static OURS: AtomicBool = AtomicBool::new(false);

impl Session {
    /// Takes the terminal: raw, on its other screen, with mouse and paste reports. A panic on this thread gives it
    /// back before it is told.
    pub fn enter() -> io::Result<Self> {
        hook_panics();
        let mut session = Self { is_paused: true };
        session.take()?;
        Ok(session)
    }

    /// Gives the terminal back for a while, until it is [taken](Self::take) again.
    pub(super) fn pause(&mut self) {
        self.is_paused = true;
        give_back();
    }

    /// Whether the terminal is not ours to draw on for now.
    pub(super) fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// Takes the terminal, or makes sure of it: a shell that saw the program stopped has set the terminal's modes
    /// as it wants them, whoever stopped it.
    pub(super) fn take(&mut self) -> io::Result<()> {
        disable_raw_mode()?;
        enable_raw_mode()?;
        self.is_paused = false;
        let mut out = io::stdout();
        if !OURS.swap(true, Ordering::SeqCst) {
            out.queue(SaveTitle)?;
        }
        out.queue(EnterAlternateScreen)?.queue(Hide)?.queue(EnableMouse)?.queue(EnablePaste)?.flush()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

/// Makes the terminal what it was. Errors are of no use here: whoever would read them is on the other side.
fn give_back() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = out.queue(DisableMouse).and_then(|out| {
        out.queue(DisablePaste)?
            .queue(ResetColor)?
            .queue(Show)?
            .queue(LeaveAlternateScreen)?
            .queue(RestoreTitle)?
            .flush()
    });
    let _ = disable_raw_mode();
}

/// Lets a panic of the thread that has the terminal be told on a terminal that is as it was. Workers' panics are
/// told by whoever waits for them.
fn hook_panics() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let screen = thread::current().id();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().id() == screen {
                give_back();
                tell(panic);
            }
        }));
    });
}

/// Tells a panic on standard error, as it is told by default, but clean: it may quote what was read.
fn tell(panic: &PanicHookInfo<'_>) {
    let mut err = io::stderr();
    let _ = writeln!(err, "threadle {}", Text::block(&panic.to_string()));
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        let _ = writeln!(err, "{trace}");
    }
}

/// Presses, releases, drags and the wheel, but no mere moves; coordinates in SGR form (xterm's ctlseqs, "Mouse
/// Tracking").
struct EnableMouse;
struct DisableMouse;
/// A paste is told from keys ("Bracketed Paste Mode" there).
struct EnablePaste;
struct DisablePaste;
/// The window's title put on the terminal's stack, and taken from it (xterm's ctlseqs, "Window manipulation").
struct SaveTitle;
struct RestoreTitle;

macro_rules! ansi {
    ($($command:ident => $sequence:literal),* $(,)?) => {$(
        impl Command for $command {
            fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
                out.write_str($sequence)
            }
        }
    )*};
}

ansi! {
    EnableMouse => "\x1b[?1000h\x1b[?1002h\x1b[?1006h",
    DisableMouse => "\x1b[?1006l\x1b[?1002l\x1b[?1000l",
    EnablePaste => "\x1b[?2004h",
    DisablePaste => "\x1b[?2004l",
    SaveTitle => "\x1b[22;0t",
    RestoreTitle => "\x1b[23;0t",
}
