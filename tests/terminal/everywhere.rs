//! A word of one thread, found while another is read, and the way there.

use super::sample::{PIER, Sample};
use super::terminal::{PROGRAM, Setup, Terminal};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

fn open(home: &TempDir, page: impl AsRef<std::ffi::OsStr>) -> Terminal {
    let home = home.path().to_str().unwrap();
    Setup::new(PROGRAM).size(120, 40).env("XDG_STATE_HOME", home).arg(page).run()
}

/// A page of an article and some replies, each with a number of its own.
fn soundings() -> String {
    let post = |n: usize| {
        let text = format!("Sounding number {n}: the channel is deep here, whatever the old chart may say of it.");
        json!({"n": n, "parent": (n > 0).then_some(0), "author": "mara", "raw": text})
    };
    let posts: Vec<_> = (0..40).map(post).collect();
    json!({"format": "threadle/1", "title": "The channel", "url": "https://harbour.example/channel", "posts": posts})
        .to_string()
}

#[test]
fn a_word_of_a_thread_that_was_closed_is_found_and_opened_at_its_post() {
    let home = TempDir::new().unwrap();
    let page = Sample::new("channel.json", soundings());
    let mut first = open(&home, page.path());
    first.shows("39 replies").keys("q");
    assert!(first.ends().success());

    let mut terminal = open(&home, PIER);
    terminal.shows("0/7").keys("g /").shows("Every thread that was opened").send("sounding 37");
    terminal.shows("1 post · ").shows("Sounding number 37").keys("Enter");
    terminal.no_longer_shows("Every thread").shows("39 replies").shows("37/39");
    terminal.keys("g g g /").send("\"number 12\" ").shows("1 post · ").keys("Enter").shows("12/39");
    terminal.keys("q").shows("The old pier").keys("q");
    assert!(terminal.ends().success());

    fs::remove_file(page.path()).unwrap();
    let mut again = open(&home, PIER);
    again.shows("0/7").keys("g /").send("sounding 37").shows("1 post · ").keys("Enter");
    again.shows("channel.json is not there any more").shows("0/7").keys("q");
    assert!(again.ends().success());
}

#[test]
fn without_a_store_nothing_is_found() {
    let mut terminal = Setup::new(PROGRAM).size(120, 40).arg("--no-store").arg(PIER).run();
    terminal.shows("0/7").keys("g /").shows("nothing is remembered: --no-store").no_longer_shows("Every thread");
    terminal.keys("q");
    assert!(terminal.ends().success());
}
