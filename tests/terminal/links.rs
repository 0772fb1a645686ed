//! Links opened by another program, with and without a desktop.

use super::sample::Sample;
use super::terminal::{PROGRAM, Setup};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// A thread with one link, which has in it whatever a shell would obey.
const TALK: &str = r#"{"format":"threadle/1","title":"Lamp","posts":[
{"n":0,"markup":"html","raw":"See <a href=\"https://harbour.example/a?b='$(touch%20x)`touch y`;touch z|&\">the log</a>."}]}"#;

/// A browser that writes down how it was called.
fn browser(sample: &Sample, script: &str) -> String {
    let path = sample.folder().join("browser");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn on_a_desktop_a_link_is_one_argument_of_the_browser_and_the_screen_stays() {
    let sample = Sample::new("talk.json", TALK);
    let called = sample.folder().join("called");
    let browser = browser(&sample, &format!("printf '%s|%s' \"$#\" \"$1\" > '{}'", called.display()));
    let mut terminal =
        Setup::new(PROGRAM).env("BROWSER", &browser).env("DISPLAY", ":99").arg(sample.path()).size(120, 20).run();
    terminal.shows("0/0").keys("f a").shows("opened https://harbour.example/a?b=");
    let address = "https://harbour.example/a?b=%27$(touch%20x)%60touch%20y%60;touch%20z%7C&";
    assert_eq!(fs::read_to_string(called).unwrap(), format!("1|{address}"));
    assert!(!terminal.state().is_given_back());
    let mut names: Vec<_> = fs::read_dir(sample.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["browser", "called", "talk.json"]);
}

#[test]
fn without_a_desktop_the_browser_has_the_terminal_and_all_that_is_typed() {
    let sample = Sample::new("talk.json", TALK);
    let browser = browser(&sample, "printf 'BROWSING %s\\n' \"$1\"; read -r line; printf 'TYPED %s\\n' \"$line\"");
    let mut setup = Setup::new(PROGRAM).env("BROWSER", &browser).arg(sample.path());
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"] {
        setup = setup.env(name, "");
    }
    let mut terminal = setup.run();
    terminal.shows("0/0").keys("f a").shows("BROWSING https://harbour.example/a");
    assert!(terminal.state().is_given_back() && terminal.is_cooked());
    terminal.send("q j k\r").until("what the browser read", |state| state.first("TYPED q j k").is_some());
    terminal.shows("See the log.").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn without_a_desktop_and_a_browser_it_is_said_where_the_link_leads() {
    let sample = Sample::new("talk.json", TALK);
    let mut setup = Setup::new(PROGRAM).arg(sample.path());
    for name in ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"] {
        setup = setup.env(name, "");
    }
    setup.run().shows("0/0").keys("f a").shows("no desktop here and no $BROWSER to open https://harbour");
}
