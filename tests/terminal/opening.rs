//! Opening: what cannot be read, what comes through a pipe, and what is long in coming.

use super::sample::{PIER, Sample, begun, reply};
use super::terminal::{PROGRAM, Setup, Terminal};
use std::fs::File;
use std::io::Write;
use std::process::Command;

#[test]
fn what_cannot_be_read_is_told_and_the_screen_is_left_alone() {
    let empty = Sample::new("empty.txt", "");
    let binary = Sample::new("binary", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0");
    let missing = Sample::absent("missing.txt");
    for (path, why) in [
        (empty.path(), "empty"),
        (binary.path(), "binary"),
        (missing.path(), "not found"),
        (empty.folder().to_owned(), "empty"),
    ] {
        let mut terminal = Terminal::reading(&path);
        assert_eq!(terminal.ends().exit_code(), 1, "{}", path.display());
        terminal.until("the message", |state| state.raw.ends_with(b"\n"));
        let told = terminal.told();
        assert!(told.starts_with("threadle: ") && told.contains(why), "{told:?}");
        assert!(!told.contains('\x1b') && terminal.is_cooked(), "{told:?}");
    }
}

#[test]
fn a_text_without_replies_is_a_thread_of_one_post() {
    let sample = Sample::new("note.txt", "A note on the tide\n\nIt comes in twice a day, and nobody has to call it.\n");
    let mut terminal = Terminal::reading(sample.path());
    terminal.shows("It comes in twice a day").shows("0/0").keys("j Space G z M q");
    assert!(terminal.ends().success());
}

#[test]
fn a_pipe_is_read_and_the_keyboard_is_at_the_terminal() {
    let mut terminal = Setup::shell("cat \"$PIER\" | \"$THREADLE\"; echo status $?").env("PIER", PIER).run();
    terminal.shows("The old pier will be closed").keys("j j").shows("2/7").keys("q").shows("status 0");
    assert!(terminal.is_cooked() && terminal.state().is_given_back());
}

#[test]
fn an_empty_pipe_is_told_and_the_screen_is_left_alone() {
    let mut terminal = Setup::shell("true | \"$THREADLE\"; echo status $?").run();
    terminal.shows("status 1").shows("threadle: standard input: empty");
    assert!(!terminal.told().contains('\x1b'));
}

#[test]
fn the_beginning_can_be_read_while_the_rest_is_still_to_come() {
    let sample = Sample::absent("pipe");
    assert!(Command::new("mkfifo").arg(sample.path()).status().unwrap().success());
    let mut terminal = Terminal::reading(sample.path());
    let mut pipe = File::options().write(true).open(sample.path()).unwrap();
    terminal.shows("opening").shows("reading 0 MB");
    let mut text = begun();
    (1..=20_000).for_each(|n| reply(&mut text, n));
    pipe.write_all(text.as_bytes()).unwrap();
    terminal.shows("Every sounding of the channel").shows("reading 1 MB").keys("j j j Ctrl-d z M z R");
    terminal.shows("Sounding number 9").shows("reading 1 MB");
    terminal.keys("g g j j").until("the second reply selected", |state| {
        state.find("▌ pilot").or(state.find("▌pilot")).is_some() && state.shows("#2")
    });
    pipe.write_all(b"]}").unwrap();
    drop(pipe);
    terminal.shows("2/20,000").no_longer_shows("reading").keys("G").shows("20,000/20,000");
}

#[test]
fn reading_that_never_ends_can_be_left() {
    let sample = Sample::absent("pipe");
    assert!(Command::new("mkfifo").arg(sample.path()).status().unwrap().success());
    let mut terminal = Terminal::reading(sample.path());
    let mut pipe = File::options().write(true).open(sample.path()).unwrap();
    terminal.shows("reading");
    pipe.write_all(begun().as_bytes()).unwrap();
    terminal.keys("j q");
    assert!(terminal.ends().success() && terminal.is_cooked());
}

#[test]
fn a_large_file_shows_its_beginning_at_once_and_can_be_left() {
    let mut text = begun();
    (1..=200_000).for_each(|n| reply(&mut text, n));
    let sample = Sample::new("large.json", text + "]}");
    let mut terminal = Terminal::reading(sample.path());
    terminal.shows("Every sounding of the channel").keys("j").until("a move", |state| state.shows("#1")).keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn input_that_breaks_off_is_shown_as_far_as_it_goes_with_a_notice() {
    let mut text = begun();
    (1..=3).for_each(|n| reply(&mut text, n));
    let sample = Sample::new("cut.json", text);
    let mut terminal = Setup::new(PROGRAM).arg(sample.path()).run();
    terminal.shows("Sounding number 3").shows("a notice about the input").keys("!").shows("ends too early");
}

#[test]
fn neither_a_home_nor_a_kind_of_terminal_has_to_be_known() {
    let mut terminal = Setup::shell("exec env -u HOME -u TERM $THREADLE $PIER").env("PIER", PIER).run();
    terminal.shows("The old pier will be closed").keys("G").shows("7/7").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn what_has_no_title_is_called_by_its_file_or_else_by_its_first_words() {
    let sample = Sample::new("lamp.txt", "The lamp was lit again tonight, and nobody saw it.\n");
    let mut terminal = Setup::new(PROGRAM).arg(sample.path()).run();
    terminal.shows("threadle │ lamp.txt").shows("¶ lamp.txt").keys("q");
    assert!(terminal.ends().success());
    let mut terminal = Setup::shell(&format!("cat '{}' | $THREADLE", sample.path().display())).run();
    terminal.shows("threadle │ The lamp was lit again").shows("¶ The lamp was lit").keys("q");
    assert!(terminal.ends().success());
}
