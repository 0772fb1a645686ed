//! Threads that mean harm: nothing of them reaches the terminal but text.

use super::sample::{PIER, hostile_threads};
use super::stream::{check, clean};
use super::terminal::{PROGRAM, Setup, Terminal};
use std::process::Command;

#[test]
fn no_control_or_trick_reaches_the_terminal() {
    for (format, sample) in hostile_threads() {
        let mut terminal = Setup::new(PROGRAM).arg("--from").arg(format).arg(sample.path()).size(100, 40).run();
        terminal.shows("start a").until("all of it", |state| !state.shows("reading"));
        let copies = |state: &super::terminal::State| state.many("\x1b]52;c;");
        terminal.keys("y y").until("a copy", |state| copies(state) == 1);
        terminal.keys("y t").until("another copy", |state| copies(state) == 2);
        for _ in 0..12 {
            terminal.keys("j Space z c z o l y y");
        }
        terminal.until("all copies", |state| copies(state) == 14);
        terminal.keys("! j").stays_quiet().keys("Esc").stays_quiet();
        terminal.keys("g g j Enter v / s t a r t").stays_quiet().keys("Enter n * v a w").stays_quiet();
        terminal.resize(160, 50).stays_quiet().resize(30, 10).stays_quiet();
        let sent = check(&terminal.state().raw);
        assert!(format == "text" || sent.titles.iter().any(|title| title.contains("start a")), "{:?}", sent.titles);
        assert!(sent.copies.iter().all(|copy| copy.contains("start a")), "{:?}", sent.copies);
        sent.copies.iter().flat_map(|copy| copy.split('\n')).for_each(clean);
        terminal.keys("q");
        assert!(terminal.ends().success());
    }
}

#[test]
fn no_control_or_trick_reaches_a_pipe() {
    for (format, sample) in hostile_threads() {
        for form in ["text", "markdown", "html"] {
            let output =
                Command::new(PROGRAM).args(["--from", format, "-t", form]).arg(sample.path()).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(text.contains("start a"), "{form}");
            text.split('\n').for_each(clean);
            String::from_utf8(output.stderr).unwrap().split('\n').for_each(clean);
        }
    }
}

#[test]
fn no_control_or_trick_reaches_a_message() {
    let name = "no\x1b]0;mine\x07such\u{202E}file\u{9b}2J";
    let mut terminal = Terminal::reading(name);
    assert_eq!(terminal.ends().exit_code(), 1);
    terminal.until("the message", |state| state.first("not found").is_some());
    clean(terminal.told().trim_end_matches(['\r', '\n']));
    let output = Command::new(PROGRAM).args(["--from", name, PIER]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).unwrap().split('\n').for_each(clean);
}
