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

/// The ground of the bar in the theme for light backgrounds.
const LIGHT: &str = "48;5;254";
/// The question for the background.
const QUESTION: &str = "\x1b]11;?\x07";

#[test]
fn a_terminal_that_says_that_it_is_light_gets_the_light_theme_and_again_at_the_next_start() {
    let state = Sample::new("none", "");
    let home = state.folder().to_str().unwrap().to_owned();
    let setup = || Setup::new(PROGRAM).env("XDG_STATE_HOME", &home).arg(PIER);
    let mut terminal = setup().run();
    // The first frame is there before anything is answered.
    terminal.shows("The old pier will be closed");
    assert_eq!(terminal.state().many(QUESTION), 1);
    assert_eq!(terminal.state().many(LIGHT), 0);
    terminal.send("\x1b]11;rgb:ffff/ffff/ffff\x1b\\").until("the light theme", |state| state.many(LIGHT) > 0);
    terminal.shows("0/7").keys("q");
    assert!(terminal.ends().success());

    let mut terminal = setup().run();
    terminal.shows("The old pier will be closed").stays_quiet();
    assert!(terminal.state().many(LIGHT) > 0, "as it was");
    let before = terminal.state().raw.len();
    terminal.send("\x1b]11;rgb:f0f0/f0f0/f0f0\x07").stays_quiet();
    assert_eq!(terminal.state().raw.len(), before, "what is known changes nothing");
    terminal.keys("G").shows("7/7").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn an_answer_that_comes_after_the_end_is_no_line_of_the_shell() {
    let mut terminal = Setup::shell("\"$THREADLE\" \"$PIER\"; echo over; read -r line; echo \"the shell got <$line>\"")
        .env("PIER", PIER)
        .run();
    terminal.until("the question", |state| state.many(QUESTION) > 0);
    terminal.send("q").send("\x1b]11;rgb:ffff/ffff/ffff\x07");
    terminal.shows("over").send("ready\r").shows("the shell got <ready>");
}

#[test]
fn a_theme_that_was_chosen_and_a_terminal_that_would_draw_the_question_are_not_asked() {
    for setup in [
        Setup::new(PROGRAM).arg("--theme").arg("dark"),
        Setup::new(PROGRAM).env("NO_COLOR", "1"),
        Setup::new(PROGRAM).env("TERM", "linux"),
        Setup::new(PROGRAM).env("TERM", "dumb"),
    ] {
        let mut terminal = setup.arg(PIER).run();
        terminal.shows("The old pier will be closed").keys("q");
        assert!(terminal.ends().success());
        assert_eq!(terminal.state().many("\x1b]11"), 0);
    }
}

#[test]
fn a_theme_is_looked_at_and_the_one_of_the_start_comes_back() {
    let mut terminal = Setup::new(PROGRAM).env("COLORTERM", "truecolor").arg("--theme").arg("dark").arg(PIER).run();
    terminal.shows("The old pier will be closed").keys("g c").shows("Themes").shows("solarized-light");
    let light = |state: &super::terminal::State| String::from_utf8_lossy(&state.raw).contains(LIGHT);
    terminal.until("the dark theme", |state| !light(state));
    terminal.keys("j").until("the light theme", light);
    terminal.keys("Esc").no_longer_shows("Themes");
    terminal.keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_key_runs_a_command_of_the_readers_own_on_the_post() {
    let config = Sample::new("mine.toml", "[keys]\n'Alt-w' = '| tr a-z A-Z'\n");
    let mut terminal = Setup::new(PROGRAM).arg("--config").arg(config.path()).arg(PIER).run();
    terminal.shows("The old pier will be closed").send("\x1bw").shows("THE OLD PIER WILL BE CLOSED");
    terminal.keys("Enter").shows("The old pier will be closed").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_terminal_that_says_what_it_cannot_draw_gets_ascii_and_who_hears_it_gets_words() {
    let mut console = Setup::new(PROGRAM).env("TERM", "linux").arg(PIER).run();
    console.shows("The old pier will be closed").shows("threadle | ").keys("q");
    assert!(console.ends().success());
    let mut heard = Setup::new(PROGRAM).arg("--plain").arg(PIER).run();
    heard.shows("The old pier will be closed").keys("j").shows(", selected").keys("q");
    assert!(heard.ends().success());
}
