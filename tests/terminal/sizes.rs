//! Sizes: every one of them, and changes from one to another.

use super::sample::PIER;
use super::terminal::{PROGRAM, Setup, Terminal};

#[test]
fn a_storm_of_sizes_is_lived_through() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7").keys("j j j").shows("3/7");
    let sizes = [(1, 1), (500, 200), (0, 0), (2, 40), (200, 2), (20, 4), (19, 4), (0, 24), (80, 0), (72, 10), (71, 10)];
    for round in 0..8 {
        for (width, height) in sizes {
            terminal.resize(width, height);
            if round % 2 == 1 {
                terminal.keys("j k ? q");
            }
        }
    }
    terminal.resize(80, 24).until("the whole screen", |state| {
        let lines = state.lines();
        lines[0].contains("The old pier") && lines[23].contains("/7")
    });
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn every_size_is_drawn_to_its_edges() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7");
    for (width, height) in [(20, 4), (40, 10), (71, 24), (72, 24), (150, 50), (500, 200), (80, 24)] {
        let last = usize::from(height) - 1;
        terminal.resize(width, height).until(&format!("{width}×{height} whole"), |state| {
            let lines = state.lines();
            let title: String = lines[0].chars().take(9).collect();
            title == " threadle" && lines[last].ends_with('%') && lines[last].chars().count() == usize::from(width) - 1
        });
    }
}

#[test]
fn a_screen_that_is_too_small_says_so() {
    let mut terminal = Setup::new(PROGRAM).arg(PIER).size(30, 3).run();
    terminal.shows("threadle needs more room").resize(80, 24).shows("The old pier will be closed");
    terminal.resize(12, 2).shows("threadle nee").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_terminal_that_does_not_know_its_size_can_be_left() {
    let mut terminal = Setup::new(PROGRAM).arg(PIER).size(0, 0).run();
    terminal.until("the other screen", |state| state.screen().alternate_screen()).keys("q");
    assert!(terminal.ends().success());
}
