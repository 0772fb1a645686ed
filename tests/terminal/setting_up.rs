//! The configuration file: taken where it is sound, told of where it is not.

use super::sample::{PIER, Sample};
use super::terminal::{PROGRAM, Setup};

#[test]
fn a_file_in_the_usual_place_is_taken() {
    let config = Sample::new("threadle/config.toml", "[keys]\n'L' = 'last'\n");
    let home = config.folder().to_str().unwrap().to_owned();
    let mut terminal = Setup::new(PROGRAM).env("XDG_CONFIG_HOME", &home).arg(PIER).run();
    terminal.shows("The old pier will be closed").keys("L").shows("7/7").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_mistake_in_the_usual_file_is_a_notice_and_reading_goes_on() {
    let config = Sample::new("threadle/config.toml", "theme = 'dark'\nthme = 'dark'\n");
    let home = config.folder().to_str().unwrap().to_owned();
    let mut terminal = Setup::new(PROGRAM).env("XDG_CONFIG_HOME", &home).arg(PIER).run();
    terminal
        .shows("a notice about the configuration: ! shows it")
        .keys("!")
        .shows("config.toml:2:1: expected one of `theme`");
    terminal.keys("q q");
    assert!(terminal.ends().success());
}

#[test]
fn a_mistake_in_a_file_that_was_asked_for_is_an_error() {
    let config = Sample::new("mine.toml", "[keys]\nj = 'lats'\n");
    let mut terminal = Setup::new(PROGRAM).arg("--config").arg(config.path()).arg(PIER).run();
    assert_eq!(terminal.ends().exit_code(), 2);
    terminal.until("the message", |state| state.raw.ends_with(b"\n"));
    assert!(terminal.told().contains("mine.toml:2:5: expected a command's name, found `lats`"), "{}", terminal.told());
}
