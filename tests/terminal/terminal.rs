//! A terminal that tests type into and look at.

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vt100::Screen;

/// So long a test waits for what must come.
pub(super) const DEADLINE: Duration = Duration::from_secs(20);

/// The program that is tested.
pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_threadle");

/// A terminal with a program in it.
pub(super) struct Terminal {
    shared: Arc<Shared>,
    /// None once the terminal is closed.
    ends: Option<Ends>,
    reader: Option<JoinHandle<()>>,
    pid: u32,
    tty: String,
    /// Gone with the terminal.
    _state: TempDir,
}

/// Both ends of a terminal.
struct Ends {
    master: Box<dyn MasterPty + Send>,
    /// Bytes for the program, written beside the test: a program that takes none must not stop it.
    writer: Sender<Vec<u8>>,
    /// Kept open, so that the terminal can be looked at when the program is gone.
    _slave: Box<dyn SlavePty + Send>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// What has come from the program so far.
pub(super) struct State {
    parser: vt100::Parser,
    /// Every byte of it.
    pub(super) raw: Vec<u8>,
    /// How the program ended, if it did.
    pub(super) ended: Option<ExitStatus>,
    is_enough: bool,
}

impl State {
    pub(super) fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    /// Rows and columns.
    fn size(&self) -> (u16, u16) {
        let (height, width) = self.screen().size();
        (height.get(), width.get())
    }

    /// The screen as lines of text.
    pub(super) fn lines(&self) -> Vec<String> {
        let (_, width) = self.size();
        self.screen().rows(0, width).map(|line| line.trim_end().to_owned()).collect()
    }

    pub(super) fn shows(&self, text: &str) -> bool {
        self.lines().iter().any(|line| line.contains(text))
    }

    /// How often a sequence of bytes has come.
    pub(super) fn many(&self, sequence: &str) -> usize {
        self.raw.windows(sequence.len()).filter(|window| *window == sequence.as_bytes()).count()
    }

    /// Where a sequence of bytes came first.
    pub(super) fn first(&self, sequence: &str) -> Option<usize> {
        self.raw.windows(sequence.len()).position(|window| window == sequence.as_bytes())
    }

    /// The column and the row that a text begins at, from 0.
    pub(super) fn find(&self, text: &str) -> Option<(u16, u16)> {
        let (height, width) = self.size();
        (0..height).find_map(|y| {
            (0..width)
                .find(|&x| {
                    let rest: String = (x..width)
                        .filter_map(|x| self.screen().cell(y, x))
                        .filter(|cell| !cell.is_wide_continuation())
                        .map(|cell| if cell.has_contents() { cell.contents() } else { " " })
                        .collect();
                    rest.starts_with(text)
                })
                .map(|x| (x, y))
        })
    }

    /// Whether what the program switched on in the terminal is off again.
    pub(super) fn is_given_back(&self) -> bool {
        let screen = self.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
            && screen.mouse_protocol_encoding() == vt100::MouseProtocolEncoding::Default
            && self.many("\x1b[22;0t") == self.many("\x1b[23;0t")
    }
}

/// A program to be run, with what is around it.
pub(super) struct Setup {
    command: CommandBuilder,
    size: (u16, u16),
    state: TempDir,
}

impl Setup {
    pub(super) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = CommandBuilder::new(program);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        // Nothing that the person who runs the tests has set up.
        command.env("XDG_CONFIG_HOME", "/nonexistent");
        for name in
            ["COLORTERM", "COLORFGBG", "NO_COLOR", "ENV", "RUST_BACKTRACE", "TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY"]
        {
            command.env_remove(name);
        }
        // What a test reads is remembered for that test alone.
        let state = TempDir::new().unwrap();
        command.env("XDG_STATE_HOME", state.path());
        Self { command, size: (80, 24), state }
    }

    /// A line for the shell, which finds the program as `$THREADLE`.
    pub(super) fn shell(line: &str) -> Self {
        Self::new("sh").env("THREADLE", PROGRAM).arg("-c").arg(line)
    }

    pub(super) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub(super) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Columns and rows.
    pub(super) fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    pub(super) fn run(self) -> Terminal {
        let pair = native_pty_system().openpty(pty_size(self.size)).unwrap();
        let mut child = pair.slave.spawn_command(self.command).unwrap();
        let pid = child.process_id().unwrap();
        let (height, width) = emulated(self.size);
        let state =
            State { parser: vt100::Parser::new(height, width, 0), raw: Vec::new(), ended: None, is_enough: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let mut reader = pair.master.try_clone_reader().unwrap();
        let seen = Arc::clone(&shared);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                let is_enough = seen.change(|state| {
                    state.parser.process(&bytes[..read]);
                    state.raw.extend_from_slice(&bytes[..read]);
                    state.is_enough
                });
                if is_enough {
                    return;
                }
            }
        });
        let ended = Arc::clone(&shared);
        thread::spawn(move || {
            let status = child.wait().unwrap();
            ended.change(|state| state.ended = Some(status));
        });
        let tty = pair.master.tty_name().unwrap().to_str().unwrap().to_owned();
        let mut keys = pair.master.take_writer().unwrap();
        let (writer, typed) = mpsc::channel::<Vec<u8>>();
        thread::spawn(move || typed.into_iter().try_for_each(|bytes| keys.write_all(&bytes)));
        let ends = Some(Ends { master: pair.master, writer, _slave: pair.slave });
        Terminal { shared, ends, reader: Some(reader), pid, tty, _state: self.state }
    }
}

impl Shared {
    /// A test that failed while it looked has spoilt nothing.
    fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let outcome = change(&mut self.look());
        self.changed.notify_all();
        outcome
    }
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// The emulator has no screen of nought columns or rows.
fn emulated((width, height): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    (NonZeroU16::new(height).unwrap_or(NonZeroU16::MIN), NonZeroU16::new(width).unwrap_or(NonZeroU16::MIN))
}

impl Terminal {
    /// The program with a thread open.
    pub(super) fn reading(path: impl AsRef<OsStr>) -> Self {
        Setup::new(PROGRAM).arg(path).run()
    }

    /// Types keys by their names: `z a`, `Space`, `Ctrl-d`.
    pub(super) fn keys(&mut self, names: &str) -> &mut Self {
        let bytes: Vec<u8> = names.split(' ').flat_map(sequence).collect();
        self.send(&bytes)
    }

    pub(super) fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        self.ends.as_ref().unwrap().writer.send(bytes.as_ref().to_vec()).unwrap();
        self
    }

    /// Presses and releases the left button over a cell, counted from 0.
    pub(super) fn click(&mut self, (x, y): (u16, u16)) -> &mut Self {
        self.send(format!("\x1b[<0;{0};{1}M\x1b[<0;{0};{1}m", x + 1, y + 1))
    }

    /// Gives the terminal other columns and rows.
    pub(super) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        let (rows, columns) = emulated((width, height));
        self.state().parser.screen_mut().set_size(rows, columns);
        self.ends.as_ref().unwrap().master.resize(pty_size((width, height))).unwrap();
        self
    }

    /// Sends a signal to the program: `TERM`.
    pub(super) fn signal(&mut self, name: &str) -> &mut Self {
        signal(self.pid, name);
        self
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.shared.look()
    }

    /// Waits until something is so.
    #[track_caller]
    pub(super) fn until(&mut self, what: &str, is_so: impl Fn(&State) -> bool) -> &mut Self {
        let end = Instant::now() + DEADLINE;
        let mut state = self.state();
        while !is_so(&state) {
            let left = end.saturating_duration_since(Instant::now());
            let screen = || state.lines().join("\n");
            assert!(!left.is_zero(), "waited for: {what}\nended: {:?}\nthe screen:\n{}", state.ended, screen());
            state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        self
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub(super) fn shows(&mut self, text: &str) -> &mut Self {
        self.until(&format!("{text:?} on the screen"), |state| state.shows(text))
    }

    #[track_caller]
    pub(super) fn no_longer_shows(&mut self, text: &str) -> &mut Self {
        self.until(&format!("{text:?} gone from the screen"), |state| !state.shows(text))
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub(super) fn ends(&mut self) -> ExitStatus {
        self.until("the end of the program", |state| state.ended.is_some());
        self.state().ended.clone().unwrap()
    }

    /// Takes nothing more of what the program writes.
    pub(super) fn stop_looking(&mut self) -> &mut Self {
        self.state().is_enough = true;
        // The emulator stops when it has read once more.
        self.keys("Ctrl-l");
        self.reader.take().unwrap().join().unwrap();
        self
    }

    /// Closes the terminal as its window does.
    pub(super) fn close(&mut self) {
        self.stop_looking();
        self.ends = None;
    }

    /// Waits until nothing has come for a while: only so can it be seen that nothing comes.
    pub(super) fn stays_quiet(&mut self) -> &mut Self {
        let quiet = Duration::from_millis(150);
        let mut state = self.state();
        loop {
            let before = state.raw.len();
            state = self.shared.changed.wait_timeout(state, quiet).unwrap_or_else(PoisonError::into_inner).0;
            if state.raw.len() == before {
                break;
            }
        }
        drop(state);
        self
    }

    /// Whether the terminal takes whole lines and echoes them, as a shell leaves it.
    pub(super) fn is_cooked(&self) -> bool {
        let stty = Command::new("stty").args(["-F", &self.tty, "-a"]).output().unwrap();
        let modes = String::from_utf8(stty.stdout).unwrap();
        let is_set = |name: &str| modes.split([' ', ';', '\n']).any(|mode| mode == name);
        ["icanon", "echo", "isig", "opost", "icrnl"].into_iter().all(is_set)
    }

    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// Everything that came, as text; what is no text shows as such.
    pub(super) fn told(&self) -> String {
        String::from_utf8_lossy(&self.state().raw).into_owned()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.state().ended.is_none() {
            // A program that is stopped or hangs takes no other signal.
            signal(self.pid, "KILL");
        }
    }
}

/// Sends a signal to a process.
pub(super) fn signal(pid: u32, name: &str) {
    let _ = Command::new("kill").args([&format!("-{name}"), &pid.to_string()]).output();
}

/// What a terminal sends for a key.
fn sequence(name: &str) -> Vec<u8> {
    let fixed = match name {
        "Space" => " ",
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Backspace" => "\x7f",
        "Tab" => "\t",
        "S-Tab" => "\x1b[Z",
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "Home" => "\x1b[H",
        "End" => "\x1b[F",
        "PgUp" => "\x1b[5~",
        "PgDn" => "\x1b[6~",
        other => match other.strip_prefix("Ctrl-") {
            Some(letter) => return vec![letter.as_bytes()[0] & 0x1F],
            None => other,
        },
    };
    fixed.as_bytes().to_vec()
}
