//! Keys by the thousand, keys without effect, and pastes.

use super::sample::{PIER, Sample, many};
use super::terminal::Terminal;

#[test]
fn ten_thousand_keys_at_once_all_arrive_and_few_frames_are_drawn_for_them() {
    let sample = Sample::new("long.json", many(12_000));
    let mut terminal = Terminal::reading(sample.path());
    terminal.shows("0/12,000");
    let before = terminal.state().many("\x1b[?2026h");
    terminal.send("j".repeat(10_000)).shows("10,000/12,000");
    let frames = terminal.state().many("\x1b[?2026h") - before;
    assert!(frames < 2_000, "{frames} frames");
}

#[test]
fn keys_that_come_at_once_are_not_kept_back_until_the_next() {
    for many in [2, 500, 1_023, 1_024, 1_025, 3_000] {
        let mut terminal = Terminal::reading(PIER);
        terminal.shows("0/7").send("j".repeat(many)).shows(if many == 2 { "2/7" } else { "7/7" });
    }
}

#[test]
fn sequences_of_keys_are_whole_wherever_they_are_cut() {
    let sample = Sample::new("long.json", many(5_000));
    let mut terminal = Terminal::reading(sample.path());
    terminal.shows("0/5,000").send("\x1b[B".repeat(4_001)).shows("4,001/5,000");
}

#[test]
fn nothing_is_drawn_for_a_key_that_changes_nothing() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7").keys("g g Backspace").stays_quiet();
    let before = terminal.state().raw.len();
    terminal.keys("Backspace").stays_quiet().keys("Backspace").stays_quiet();
    assert_eq!(terminal.state().raw.len(), before);
    terminal.keys("Esc").stays_quiet();
    let before = terminal.state().raw.len();
    terminal.send("\x1b[<0;200;200M\x1b[<0;200;200m\x1b[I\x1b[15~").stays_quiet();
    assert_eq!(terminal.state().raw.len(), before);
    terminal.keys("j").shows("1/7");
}

#[test]
fn a_paste_is_no_keys() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7").send("\x1b[200~q\njjj\x1b[201~").stays_quiet().keys("j").shows("1/7");
    assert!(terminal.state().ended.is_none());
    terminal.keys("/").send("\x1b[200~barn\nacle\x1b[201~").shows("/barn acle");
}

#[test]
fn an_escape_alone_is_a_key() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7").keys("?").shows("Keys").keys("Esc").no_longer_shows("Keys").keys("j").shows("1/7");
}
