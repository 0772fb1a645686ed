//! Takes the terminal, and gives it back as it was on every way out.

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
    /// Whether the mouse is reported; if not, the terminal selects text with it as usual.
    takes_mouse: bool,
}

/// Whether the terminal is ours. The panic hook must know too, and has no other way.
static OURS: AtomicBool = AtomicBool::new(false);

impl Session {
    /// Takes the terminal: raw mode, alternate screen, paste reports, and those of the mouse if they are wanted. A panic
    /// on this thread gives it back before it is reported.
    pub fn enter(takes_mouse: bool) -> io::Result<Self> {
        hook_panics();
        let mut session = Self { is_paused: true, takes_mouse };
        session.take()?;
        Ok(session)
    }

    /// Gives the terminal back until it is [taken](Self::take) again.
    pub(super) fn pause(&mut self) {
        self.is_paused = true;
        give_back();
    }

    /// Whether the terminal was given back for now.
    pub(super) fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// Takes the terminal, or restores its modes: a shell that saw the program stop has set them as it wants.
    pub(super) fn take(&mut self) -> io::Result<()> {
        disable_raw_mode()?;
        enable_raw_mode()?;
        self.is_paused = false;
        let mut out = io::stdout();
        if !OURS.swap(true, Ordering::SeqCst) {
            out.queue(SaveTitle)?;
        }
        out.queue(EnterAlternateScreen)?.queue(Hide)?.queue(EnablePaste)?;
        if self.takes_mouse {
            out.queue(EnableMouse)?;
        }
        out.flush()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

/// Restores the terminal. Errors are of no use here: there is no screen to report them on.
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

/// Reports a panic of the thread that has the terminal on a restored terminal. Whoever waits for a worker reports its
/// panics.
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

/// Reports a panic on standard error like the default hook, but cleaned: it may quote what was read.
fn tell(panic: &PanicHookInfo<'_>) {
    let mut err = io::stderr();
    let _ = writeln!(err, "threadle {}", Text::block(&panic.to_string()));
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        let _ = writeln!(err, "{trace}");
    }
}

/// Reports presses, releases, drags and the wheel, but not moves; in SGR form (xterm's ctlseqs, "Mouse Tracking").
struct EnableMouse;
struct DisableMouse;
/// Tells a paste from keys ("Bracketed Paste Mode" there).
struct EnablePaste;
struct DisablePaste;
/// Saves the window's title on the terminal's stack and restores it (xterm's ctlseqs, "Window manipulation").
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
