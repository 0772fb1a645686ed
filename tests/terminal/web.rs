//! Threads by their address on the screen: the copy first, what is new then, and a way out of every wait.
//!
//! A server that says nothing would be waited for longer than a test waits for anything.

use super::server::{Server, hold};
use super::terminal::{PROGRAM, Setup, Terminal};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const STORY: &str = "lobste.rs/s/lamp12.json";

/// A reader's home, in which a server plays the sites.
pub(super) struct Home(pub(super) TempDir);

impl Home {
    pub(super) fn new(server: &Server) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        let config = format!("[web]\npatience = 600\n[web.hosts]\n\"lobste.rs\" = \"{}\"\n", server.url());
        fs::create_dir_all(home.0.path().join("threadle")).unwrap();
        fs::write(home.0.path().join("threadle/config.toml"), config).unwrap();
        home
    }

    pub(super) fn open(&self, arguments: &[&str]) -> Terminal {
        let place = self.0.path().to_str().unwrap();
        let setup = Setup::new(PROGRAM).size(120, 30).env("XDG_STATE_HOME", place).env("XDG_CACHE_HOME", place);
        let setup = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"]
            .iter()
            .fold(setup.env("XDG_CONFIG_HOME", place), |setup, name| setup.env(name, ""));
        arguments.iter().fold(setup, Setup::arg).run()
    }

    /// Lets every copy be from long ago.
    fn age(&self) {
        let folder = self.0.path().join("threadle/web/lobste.rs");
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let line = text.lines().find(|line| line.starts_with("seen ")).unwrap().to_owned();
            fs::write(&path, text.replace(&line, "seen 1000")).unwrap();
        }
    }
}

/// A story with so many comments.
pub(super) fn story(comments: usize) -> String {
    let comment = |n: usize| {
        format!(
            r#"{{"short_id":"c{n:05}","created_at":"2023-04-21T10:{n:02}:00Z","score":1,"is_deleted":false,"parent_comment":null,
            "depth":0,"comment":"<p>Sounding number {n} of the channel.</p>","commenting_user":"gull"}}"#
        )
    };
    let comments: Vec<_> = (1..=comments).map(comment).collect();
    format!(
        r#"{{"short_id":"lamp12","created_at":"2023-04-21T10:00:00Z","title":"The lamp is out","url":"","score":3,
        "comment_count":{},"description":"<p>Who keeps it these days?</p>","submitter_user":"mara",
        "short_id_url":"https://lobste.rs/s/lamp12","comments":[{}]}}"#,
        comments.len(),
        comments.join(","),
    )
}

#[test]
fn a_thread_opens_by_its_address_and_what_is_new_comes_when_it_is_asked_for() {
    let server = Server::new();
    server.json(STORY, &story(3));
    let home = Home::new(&server);
    let mut terminal = home.open(&["lobsters/lamp12"]);
    terminal.shows("The lamp is out").shows("Who keeps it these days?").keys("j j").shows("2/3");
    server.json(STORY, &story(5));
    terminal.keys("r").shows("2 new replies").shows("2/5").keys("q");
    assert!(terminal.ends().success());
    let mut again = home.open(&["https://lobste.rs/s/lamp12/the_lamp"]);
    again.shows("2/5").shows("Sounding number 2").keys("q");
    assert!(again.ends().success());
    assert_eq!(server.asked(), [STORY; 2], "the young copy did");
}

#[test]
fn the_copy_is_there_first_and_nothing_waits_for_a_server_that_says_nothing() {
    let server = Server::new();
    server.json(STORY, &story(3));
    let home = Home::new(&server);
    home.open(&["lobsters/lamp12"]).shows("Sounding number 1").keys("q").ends();
    home.age();
    server.play(STORY, |_, stream| hold(stream));
    let mut terminal = home.open(&["lobsters/lamp12"]);
    terminal.shows("Sounding number 1").keys("j j j").shows("3/3");
    while server.asked().len() < 2 {
        std::thread::yield_now();
    }
    terminal.keys("Esc").shows("not asked any more").keys("r").shows("reading it again").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn what_is_new_comes_in_behind_the_copy() {
    let server = Server::new();
    server.json(STORY, &story(3));
    let home = Home::new(&server);
    home.open(&["lobsters/lamp12"]).shows("Sounding number 1").keys("j").shows("1/3").keys("q").ends();
    home.age();
    server.json(STORY, &story(4));
    let mut terminal = home.open(&["lobsters/lamp12"]);
    terminal.shows("1 new reply").shows("1/4").keys("q");
    assert!(terminal.ends().success());
    let mut offline = home.open(&["--offline", "lobsters/lamp12"]);
    offline.shows("1/4").keys("q");
    assert!(offline.ends().success());
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn replies_that_are_not_in_a_saved_file_come_from_their_address_when_they_are_asked_for() {
    let server = Server::new();
    server.json(STORY, &story(3));
    let home = Home::new(&server);
    let saved = r#"{"format":"threadle/1","title":"The lamp is out","posts":[
        {"n":0,"id":"lamp12","author":"mara","raw":"Who keeps it these days?"},
        {"n":1,"parent":0,"id":"c00001","author":"gull","raw":"Sounding number 1 of the channel."}],
        "more":[{"parent":0,"count":2,"at":"https://lobste.rs/s/lamp12"}]}"#;
    let file = home.0.path().join("saved.json");
    fs::write(&file, saved).unwrap();
    let mut terminal = home.open(&[file.to_str().unwrap()]);
    terminal.shows("2 more replies, not here: M loads them").keys("M").shows("2 more replies came").shows("0/3");
    terminal.keys("G").shows("Sounding number 3").keys("u").shows("not here any more").shows("/1");
    terminal.keys("g M").shows("ask 1 address for more replies").keys("y").shows("/3").keys("q");
    assert!(terminal.ends().success());
    assert_eq!(server.asked(), [STORY], "the copy is young when it is asked for again");
}

#[test]
fn opening_can_be_ended_before_anything_came() {
    let server = Server::new();
    server.play(STORY, |_, stream| hold(stream));
    let home = Home::new(&server);
    for key in ["Esc", "q"] {
        let mut terminal = home.open(&["lobsters/lamp12"]);
        terminal.shows("asking lobste.rs");
        assert!(terminal.keys(key).ends().success(), "{key}");
    }
}

#[test]
fn the_address_of_a_comment_opens_with_it_selected() {
    let server = Server::new();
    server.json(STORY, &story(9));
    let home = Home::new(&server);
    let mut terminal = home.open(&["https://lobste.rs/s/lamp12/the_lamp#c_c00007"]);
    terminal.shows("7/9").keys("q");
    assert!(terminal.ends().success());
}

#[test]
fn a_wall_is_a_sentence_and_the_screen_is_left_alone() {
    let server = Server::new();
    server.answer_with(STORY, 403, &[("Content-Type", "text/html"), ("cf-mitigated", "challenge")], "<p>Just a moment");
    let home = Home::new(&server);
    let mut terminal = home.open(&["lobsters/lamp12"]);
    assert_eq!(terminal.ends().exit_code(), 1);
    terminal.until("the message", |state| state.raw.ends_with(b"\n"));
    assert!(terminal.told().contains("lobste.rs: shows a check for browsers"), "{:?}", terminal.told());
}

#[test]
fn copies_stay_whole_whenever_the_program_is_killed() {
    let server = Server::new();
    server.json(STORY, &story(40));
    let home = Home::new(&server);
    for round in 0..12 {
        let mut terminal = home.open(&["lobsters/lamp12"]);
        if round % 3 > 0 {
            terminal.shows("The lamp is out");
        }
        if round % 3 > 1 {
            terminal.keys("r");
        }
        terminal.signal("KILL").ends();
        let cache = home.0.path().join("threadle/web/lobste.rs");
        for file in fs::read_dir(cache).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let is_whole = |path: &Path| fs::read_to_string(path).is_ok_and(|text| text.ends_with("]}"));
            let is_beside = file.extension().is_some_and(|extension| extension == "tmp");
            assert!(is_beside || is_whole(&file), "{}", file.display());
        }
    }
}
