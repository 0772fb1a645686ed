//! Leaving: on every way out the terminal is as it was.

use super::sample::{PIER, Sample, many};
use super::terminal::{DEADLINE, PROGRAM, Setup, Terminal, signal};
use std::env;
use std::fs;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use threadle::Session;

#[test]
fn the_terminal_comes_back_on_every_way_out() {
    for (way, signal) in [
        ("q", None),
        ("TERM", Some("Terminated")),
        ("HUP", Some("Hangup")),
        ("INT", Some("Interrupt")),
        ("QUIT", Some("Quit")),
        ("USR1", Some("User defined signal 1")),
        ("USR2", Some("User defined signal 2")),
        ("ALRM", Some("Alarm clock")),
        ("XCPU", Some("CPU time limit exceeded")),
    ] {
        let mut terminal = Terminal::reading(PIER);
        terminal.shows("0/7").keys("j / r e p l y").shows("/reply");
        assert!(!terminal.is_cooked() && terminal.state().screen().alternate_screen());
        match signal {
            None => terminal.keys("Enter q"),
            Some(_) => terminal.signal(way),
        };
        let status = terminal.ends();
        assert!(status.signal().map(|name| name.split(" (").next().unwrap_or(name)) == signal, "{way}: {status:?}");
        is_as_before(&mut terminal);
    }
}

/// Checks both what was switched in the terminal and the modes of the line.
#[track_caller]
fn is_as_before(terminal: &mut Terminal) {
    terminal
        .until("all that was switched on is off", |state| state.is_given_back() && !state.screen().bracketed_paste());
    assert!(terminal.is_cooked());
    let state = terminal.state();
    let last = |sequence: &str| state.raw.windows(sequence.len()).rposition(|window| window == sequence.as_bytes());
    for (on, off) in [
        ("\x1b[?1049h", "\x1b[?1049l"),
        ("\x1b[?1000h", "\x1b[?1000l"),
        ("\x1b[?1002h", "\x1b[?1002l"),
        ("\x1b[?1006h", "\x1b[?1006l"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?25l", "\x1b[?25h"),
        ("\x1b[22;0t", "\x1b[23;0t"),
    ] {
        assert!(last(on).is_some() && last(on) < last(off), "{on:?} and then {off:?}");
    }
    assert!(last("\x1b]0;") < last("\x1b[23;0t"), "the title is given back last");
}

#[test]
fn a_shell_sees_the_signal_that_ended_the_program() {
    let mut terminal = Setup::shell("\"$THREADLE\" \"$PIER\"; echo status $?").env("PIER", PIER).run();
    terminal.shows("0/7");
    signal(child_of(terminal.pid()), "TERM");
    terminal.shows("status 143");
    is_as_before(&mut terminal);
}

/// The one process that another has started.
fn child_of(pid: u32) -> u32 {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    children.trim().parse().unwrap()
}

/// A shell with job control, and the program as its job.
fn shell() -> Terminal {
    let setup = Setup::new("sh").env("PS1", "prompt> ").env("PIER", PIER).env("THREADLE", PROGRAM);
    let mut terminal = setup.arg("-i").run();
    terminal.shows("prompt>").send("\"$THREADLE\" \"$PIER\"\r").shows("0/7").keys("j j").shows("2/7");
    terminal
}

/// The shell is there again, with a terminal as it left it.
#[track_caller]
fn is_with_the_shell(terminal: &mut Terminal) {
    terminal.until("the shell", |state| state.is_given_back() && state.lines().iter().any(|line| line == "prompt>"));
    terminal.send("echo $((6 * 7))\r").shows("42");
}

/// The program is there again, where it was, and works.
#[track_caller]
fn is_reading_again(terminal: &mut Terminal) {
    terminal.shows("2/7").shows("The second reply").keys("j").shows("3/7").keys("k").shows("2/7");
    let state = terminal.state();
    let screen = state.screen();
    assert!(screen.alternate_screen() && screen.hide_cursor() && screen.bracketed_paste());
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::ButtonMotion);
    drop(state);
    assert!(!terminal.is_cooked());
}

#[test]
fn ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_again() {
    let mut terminal = shell();
    for _ in 0..2 {
        terminal.keys("Ctrl-z");
        is_with_the_shell(&mut terminal);
        terminal.send("fg\r");
        is_reading_again(&mut terminal);
    }
    terminal.keys("q");
    is_with_the_shell(&mut terminal);
}

#[test]
fn a_stop_from_outside_gives_the_terminal_to_the_shell_too() {
    let mut terminal = shell();
    signal(child_of(terminal.pid()), "TSTP");
    is_with_the_shell(&mut terminal);
    terminal.send("fg\r");
    is_reading_again(&mut terminal);
}

#[test]
fn a_stop_right_after_a_command_gives_the_terminal_to_the_shell_too() {
    let mut terminal = shell();
    terminal.keys("|").send("true\r").shows("Enter goes back to threadle").send("\r").shows("The second reply");
    signal(child_of(terminal.pid()), "TSTP");
    is_with_the_shell(&mut terminal);
    terminal.send("fg\r");
    is_reading_again(&mut terminal);
}

#[test]
fn a_stop_that_cannot_be_answered_is_repaired_when_the_program_goes_on() {
    let mut terminal = shell();
    signal(child_of(terminal.pid()), "STOP");
    // The line is still raw, and a shell without an editor leaves it so: it takes no return for the end of a line.
    terminal
        .shows("prompt>")
        .send("stty sane; clear; echo in between\n")
        .until("the shell's own modes", |state| state.lines().iter().any(|line| line == "in between"));
    assert!(terminal.is_cooked());
    terminal.send("fg\r").no_longer_shows("in between");
    is_reading_again(&mut terminal);
}

#[test]
fn the_window_has_its_title_again_after_a_stop() {
    let mut terminal = shell();
    let title = "\x1b]0;The old pier · threadle\x07";
    let before = terminal.state().many(title);
    terminal.keys("Ctrl-z");
    is_with_the_shell(&mut terminal);
    terminal.send("fg\r").until("the title once more", |state| state.many(title) == before + 1);
}

#[test]
fn a_program_that_nobody_could_wake_is_not_stopped() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7").keys("Ctrl-z").shows("no shell").keys("j").shows("1/7").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_terminal_that_is_closed_ends_the_program() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7").close();
    terminal.ends();
}

#[test]
fn a_terminal_that_is_closed_without_a_word_ends_the_program_too() {
    let sample = Sample::absent("pipe");
    assert!(Command::new("mkfifo").arg(sample.path()).status().unwrap().success());
    // In a session of its own the program is not told of the end of a terminal that it only reads from.
    let line = "trap '' HUP; setsid \"$THREADLE\" \"$PIER\"; echo over > \"$PIPE\"";
    let setup = Setup::shell(line).env("PIER", PIER).env("PIPE", sample.path().to_str().unwrap());
    let mut terminal = setup.run();
    terminal.shows("0/7").close();
    let (sender, over) = mpsc::channel();
    thread::spawn(move || sender.send(fs::read_to_string(sample.path())));
    assert_eq!(over.recv_timeout(DEADLINE).unwrap().unwrap(), "over\n");
}

#[test]
fn a_terminal_that_takes_nothing_more_does_not_keep_the_program_from_ending() {
    let sample = Sample::new("long.json", many(1_000));
    let mut terminal = Setup::new(PROGRAM).arg(sample.path()).size(500, 200).run();
    terminal.shows("0/1,000").stop_looking();
    // What the system keeps for the terminal is full after a few frames of this size.
    for _ in 0..200 {
        terminal.keys("Ctrl-l Ctrl-d");
    }
    terminal.signal("TERM");
    assert!(terminal.ends().signal().is_some());
}

/// Says to the test binary what to do when it is run by one of the tests below, in a terminal of its own.
const PART: &str = "THREADLE_TEST_PART";

/// Not a test of its own: what the tests below run in a terminal. Nothing to do otherwise.
#[test]
fn part_of_another_test() {
    let Ok(part) = env::var(PART) else { return };
    let session = Session::enter(true).unwrap();
    match part.as_str() {
        "panics" => panic!("the lamp \x1b[31mwent\u{202E} out"),
        "panics elsewhere" => {
            assert!(thread::spawn(|| panic!("the lamp went out")).join().is_err());
            drop(session);
            panic!("back ashore");
        }
        _ => unreachable!(),
    }
}

fn run_part(part: &str) -> Terminal {
    let setup = Setup::new(env::current_exe().unwrap()).env(PART, part);
    let mut terminal = setup.arg("leaving::part_of_another_test").arg("--exact").arg("--nocapture").run();
    terminal.until("the end", |state| state.ended.is_some() && state.first("test result").is_some());
    terminal
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let terminal = run_part("panics");
    assert!(terminal.is_cooked());
    let state = terminal.state();
    assert!(state.is_given_back() && !state.screen().bracketed_paste());
    let (left, told) = (state.first("\x1b[?1049l").unwrap(), state.first("the lamp ␛[31mwent\u{FFFD} out").unwrap());
    assert!(left < told);
    assert_eq!((state.many("\x1b[?1049l"), state.many("\x1b[23;0t")), (1, 1), "given back once");
}

#[test]
fn a_panic_elsewhere_leaves_the_screen_alone() {
    let terminal = run_part("panics elsewhere");
    let state = terminal.state();
    assert!(terminal.is_cooked() && state.is_given_back());
    assert_eq!(state.first("the lamp went out"), None, "nothing is written over the screen");
    assert!(state.first("\x1b[?1049l").unwrap() < state.first("back ashore").unwrap());
}
