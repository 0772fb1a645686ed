//! The mouse: rows, fold marks, the wheel and the divider.

use super::sample::{PIER, Sample, many};
use super::terminal::{PROGRAM, Setup, Terminal};

#[test]
fn a_click_selects_a_row_and_a_click_on_its_mark_folds_it() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("▾");
    let row = terminal.state().find("oldsalt").unwrap();
    terminal.click(row).shows("5/7");
    let mark = terminal.state().find("▾").unwrap();
    terminal.click(mark).shows("▸").shows("1/7").shows("1 folded (3)");
    let mark = terminal.state().find("▸").unwrap();
    terminal.click(mark).no_longer_shows("folded");
}

#[test]
fn the_wheel_moves_the_pane_under_it() {
    let sample = Sample::new("long.json", many(300));
    let mut terminal = Terminal::reading(sample.path());
    terminal.shows("0/300");
    terminal.send("\x1b[<65;60;10M".repeat(30)).until("the document further down", |state| !state.shows("0/300"));
}

#[test]
fn the_divider_is_dragged() {
    let mut terminal = Setup::new(PROGRAM).arg(PIER).size(100, 20).run();
    terminal.shows("0/7");
    let at = |column: u16| {
        move |state: &super::terminal::State| {
            let cell = |y| state.screen().cell(y, column).map(|cell| cell.contents().to_owned());
            (2..15).all(|y| cell(y).as_deref() == Some("│"))
        }
    };
    let divider = (0..100).find(|&column| at(column)(&terminal.state())).unwrap();
    let (from, to) = (divider + 1, divider + 11);
    terminal.send(format!("\x1b[<0;{from};8M\x1b[<32;{};8M\x1b[<32;{to};8M\x1b[<0;{to};8m", from + 5));
    terminal.until("the divider ten columns on", at(divider + 10));
}

#[test]
fn reports_from_beyond_the_screen_do_no_harm() {
    let mut terminal = Terminal::reading(PIER);
    terminal.shows("0/7");
    for (x, y) in [(0, 0), (0, 5), (5, 0), (65_536, 65_536), (4_000_000_000_u32, 1)] {
        terminal.send(format!("\x1b[<0;{x};{y}M\x1b[<32;{x};{y}M\x1b[<0;{x};{y}m\x1b[<65;{x};{y}M\x1b[<64;{x};{y}M"));
    }
    terminal.keys("g g j").shows("1/7");
}
