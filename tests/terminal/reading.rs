//! Reading: from the first line to the last, folding, searching, leaving.

use super::sample::{PIER, Sample, many};
use super::terminal::{PROGRAM, Setup, Terminal};
use std::fs;

#[test]
fn a_file_that_grew_is_told_and_read_again_in_place() {
    let sample = Sample::new("talk.json", many(3));
    let mut terminal = Terminal::reading(sample.path());
    terminal.shows("Every sounding").keys("j j").shows("2/3");
    fs::write(sample.path(), many(5)).unwrap();
    terminal.shows("changed: r reads it").keys("r").shows("2 new replies").shows("2/5");
    fs::write(sample.path(), "").unwrap();
    terminal.keys("r").shows("not read again").shows("2/5").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_thread_is_read_to_its_end_with_space_alone() {
    let mut terminal = Setup::new(PROGRAM).arg(PIER).size(80, 12).run();
    terminal.shows("The old pier will be closed");
    for _ in 0..100 {
        let frames = terminal.state().many("\x1b[?2026h");
        if terminal.state().shows("7/7 · 100%") {
            break;
        }
        terminal.keys("Space").until("another frame", |state| state.many("\x1b[?2026h") > frames);
    }
    terminal.shows("barnacle").shows("7/7 · 100%").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_branch_is_folded_and_unfolded_in_both_panes() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("The second reply").keys("j z c");
    terminal.shows("▸").shows("1 folded (3)").no_longer_shows("The second reply");
    terminal.keys("z o").shows("The second reply").no_longer_shows("▸");
    terminal.keys("z M").shows("folded").keys("u").no_longer_shows("folded");
}

#[test]
fn a_search_finds_as_it_is_typed_and_escape_takes_it_back() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7").keys("/ l a n t e r n").shows("/lantern").shows("1 post").shows("3/7");
    terminal.keys("Esc").shows("0/7").shows("read on").no_longer_shows("/lantern");
    terminal.keys("/ b a r n Enter").shows("7/7").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn quitting_leaves_with_success_and_ctrl_c_does_too() {
    for key in ["q", "Ctrl-c"] {
        let mut terminal = Terminal::reading(PIER);
        terminal.shows("0/7").keys(key);
        assert!(terminal.ends().success(), "{key}");
    }
}

#[test]
fn no_colour_is_shown_where_none_is_wanted() {
    let plain = [Setup::new(PROGRAM).env("NO_COLOR", "1"), Setup::new(PROGRAM).arg("--theme").arg("mono")];
    for setup in plain {
        let mut terminal = setup.arg(PIER).run();
        terminal.shows("The second reply").keys("j / r e p l y").shows("7 posts").keys("Enter j h ? j").shows("Keys");
        assert_eq!(colours(&terminal.told()), 0);
    }
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("The second reply");
    assert_ne!(colours(&terminal.told()), 0);
}

/// How many sequences set a colour; giving back the terminal's own (39, 49, 59) sets none.
fn colours(raw: &str) -> usize {
    let sequences = raw.split("\x1b[").skip(1).filter_map(|rest| rest.split_once('m'));
    let parameters = sequences.filter(|(parameters, _)| parameters.chars().all(|c| c.is_ascii_digit() || c == ';'));
    parameters
        .filter(|(parameters, _)| {
            let first = parameters.split(';').next().unwrap_or_default().parse().unwrap_or(0);
            matches!(first, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107)
        })
        .count()
}

#[test]
fn the_window_has_the_title_of_the_thread() {
    let mut terminal = Terminal::reading(PIER);
    terminal.until("the title", |state| state.first("\x1b]0;The old pier · threadle\x07").is_some());
}

#[test]
fn a_long_thread_is_jumped_through() {
    let sample = Sample::new("long.json", many(3000));
    let mut terminal = Terminal::reading(sample.path());
    terminal.shows("0/3,000").keys("G").shows("3,000/3,000").shows("Sounding number 3000");
    terminal.keys("1 2 3 4 G").shows("1,234/3,000").keys("g g").shows("0/3,000");
}
