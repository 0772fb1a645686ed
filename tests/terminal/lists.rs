//! Lists and the library in the real program: a list is asked for once, its threads are opened from it and come back
//! to it, and what was read in them stands in their rows from then on.

use super::server::{Server, hold};
use super::terminal::Terminal;
use super::web::{Home, story};
use std::fs;

const LIST: &str = "lobste.rs/hottest.json";
const LAMP: &str = "lobste.rs/s/lamp12.json";
const GULL: &str = "lobste.rs/s/gull34.json";

/// A list of two stories with so many comments.
fn list(lamp: usize, gull: usize) -> String {
    let row = |id: &str, title: &str, comments: usize| {
        format!(
            r#"{{"short_id":"{id}","created_at":"2023-04-21T10:00:00Z","title":"{title}","url":"","score":14,
            "comment_count":{comments},"submitter_user":"mara"}}"#
        )
    };
    format!("[{},{}]", row("lamp12", "The lamp is out", lamp), row("gull34", "Gulls on the mole", gull))
}

fn gull() -> String {
    story(2).replace("lamp12", "gull34").replace("The lamp is out", "Gulls on the mole").replace("Sounding", "Gull")
}

/// A server with the list and its stories.
fn harbour() -> Server {
    let server = Server::new();
    server.json(LIST, &list(3, 2));
    server.json(LAMP, &story(3));
    server.json(GULL, &gull());
    server
}

fn leave(terminal: &mut Terminal) {
    assert!(terminal.keys("Ctrl-c").ends().success());
}

#[test]
fn a_thread_of_a_list_is_fetched_when_it_is_opened_and_q_comes_back_to_its_row() {
    let (server, rows) = (harbour(), ["The lamp is out", "Gulls on the mole"]);
    let home = Home::new(&server);
    let mut terminal = home.open(&["lobsters"]);
    terminal.shows("2 threads").shows(rows[0]).shows(rows[1]).keys("j Enter").shows("Gull number 1").keys("j j");
    terminal.shows("2/2").keys("q").shows("2 threads").shows("2/2").shows("read");
    terminal.keys("k Enter").shows("Sounding number 1").keys("Ctrl-p").shows("this is the first").keys("Ctrl-n");
    terminal.shows("Gull number 1").keys("<").shows("2 threads");
    leave(&mut terminal);
    assert_eq!(server.asked(), [LIST, GULL, LAMP], "each once, and nothing that was not opened");
}

#[test]
fn what_came_since_a_thread_was_read_stands_in_its_row() {
    let server = harbour();
    let home = Home::new(&server);
    let mut terminal = home.open(&["lobsters"]);
    terminal.shows("2 threads").keys("Enter").shows("Sounding number 1").keys("G q").shows("read").keys("* j");
    server.json(LIST, &list(8, 2));
    terminal.keys("r").shows("5 new").shows("★").shows("no new thread");
    leave(&mut terminal);
    let mut again = home.open(&["lobsters"]);
    again.shows("5 new").shows("★");
    leave(&mut again);
    assert_eq!(server.asked(), [LIST, LAMP, LIST], "the young copy of the list did");
}

#[test]
fn a_thread_that_does_not_come_leaves_the_list_where_it_was() {
    let server = harbour();
    server.answer_with(GULL, 404, &[], "gone");
    server.answer_with("lobste.rs/s/gull34", 404, &[], "gone");
    server.play(LAMP, |_, stream| hold(stream));
    let home = Home::new(&server);
    let mut terminal = home.open(&["lobsters"]);
    terminal.shows("2 threads").keys("j Enter").shows("404").shows("2 threads").shows("2/2");
    terminal.keys("k Enter").shows("opening https://lobste.rs/s/lamp12").keys("Esc").shows("2 threads").shows("1/2");
    terminal.keys("Enter").shows("asking lobste.rs").keys("q").shows("2 threads");
    leave(&mut terminal);
}

#[test]
fn without_arguments_what_was_read_is_there_and_is_asked_for_news_once() {
    let server = harbour();
    let home = Home::new(&server);
    home.open(&[]).shows("replies").keys("q").ends();
    let config = home.0.path().join("threadle/config.toml");
    let saved = fs::read_to_string(&config).unwrap()
        + "[[list]]\nname = 'morning'\naddress = 'lobsters'\n[[search]]\nname = 'depths'\nwords = 'sounding'\n";
    fs::write(&config, saved).unwrap();
    let mut first = home.open(&["morning"]);
    first.shows("2 threads").keys("Enter").shows("Sounding number 1").keys("j j").shows("2/3");
    leave(&mut first);
    let mut terminal = home.open(&[]);
    terminal.shows("Library").shows("morning").shows("depths").shows("The lamp is out").shows("built in");
    server.json(LAMP, &story(7));
    terminal.keys("R").shows("all are asked").shows("4 new");
    terminal.keys("/ l a m p").shows("1 of 4 threads").keys("Enter").keys("Enter").shows("7 replies");
    terminal.shows("2/7").keys("q").shows("Library").keys("Esc").no_longer_shows("1 of 4");
    terminal.keys("g g Enter").shows("Lobsters").keys("q").shows("Library");
    terminal.keys("j Enter").shows("sounding").shows("Sounding number 3").keys("Esc").no_longer_shows("Every");
    leave(&mut terminal);
    assert_eq!(server.asked(), [LIST, LAMP, LAMP]);
}

#[test]
fn a_link_to_a_thread_opens_here_and_the_way_back_is_short() {
    let server = harbour();
    server
        .json(LAMP, &story(3).replace("Who keeps it", "See https://lobste.rs/s/gull34 and https://harbour.example/x."));
    let home = Home::new(&server);
    let mut terminal = home.open(&["lobsters/lamp12"]);
    terminal.shows("Sounding number 1").keys("f s").shows("Gull number 1").keys("<").shows("Sounding number 1");
    terminal
        .keys("f S")
        .shows("to open https://lobste.rs/s/gull34")
        .keys("f d")
        .shows("to open https://harbour.example/x");
    leave(&mut terminal);
    assert_eq!(server.asked(), [LAMP, GULL]);
}

#[test]
fn a_post_is_named_by_its_number_or_the_end_of_its_address() {
    let server = harbour();
    let home = Home::new(&server);
    for post in ["+3", "#c_c00003", "#c00003"] {
        let mut terminal = home.open(&["lobsters/lamp12", post]);
        terminal.shows("3/3");
        leave(&mut terminal);
    }
}

#[test]
fn a_feed_lists_pages_and_none_of_them_leads_into_the_readers_own_network() {
    let server = harbour();
    let item = |title: &str, at: &str| format!("<item><title>{title}</title><link>{at}</link></item>");
    let items = item("The lamp", "https://lobste.rs/s/lamp12") + &item("A router", &format!("{}/admin", server.url()));
    let feed = format!("<rss version='2.0'><channel><title>Harbour news</title>{items}</channel></rss>");
    server.answer("lobste.rs/news.xml", "application/rss+xml", &feed);
    let home = Home::new(&server);
    let mut terminal = home.open(&["lobste.rs/news.xml"]);
    terminal.shows("Harbour news").shows("2 threads").keys("Enter").shows("Sounding number 1").keys("q");
    terminal.shows("2 threads").keys("j Enter").shows("a private network").shows("2 threads");
    leave(&mut terminal);
    assert_eq!(server.asked(), ["lobste.rs/news.xml", LAMP]);
}

#[test]
fn lists_of_several_sites_are_one_list() {
    let server = harbour();
    let home = Home::new(&server);
    let config = home.0.path().join("threadle/config.toml");
    let hosts = format!("\"hn.algolia.com\" = \"{}\"\n", server.url());
    fs::write(&config, fs::read_to_string(&config).unwrap() + &hosts).unwrap();
    let hits = r#"{"hits":[{"objectID":"41","title":"Ask: who keeps the lamp?","points":9,"num_comments":12}]}"#;
    server.json("hn.algolia.com/api/v1/search?tags=front_page&hitsPerPage=50", hits);
    let mut terminal = home.open(&["hn", "lobsters"]);
    terminal.shows("3 threads").shows("ycombinator.com").shows("lobste.rs").shows("who keeps the lamp?");
    terminal
        .keys("G k Enter")
        .shows("Sounding number 1")
        .shows("0/3")
        .keys("G Space")
        .shows("goes on to: Gulls on the mole");
    terminal.keys("Space").shows("Gull number 1").keys("q").shows("3/3");
    leave(&mut terminal);
}

#[test]
fn tab_goes_on_to_the_next_thread_with_news() {
    let server = harbour();
    server.json(GULL, &gull().replace("Gull number 2", &"Gull number 2 ".repeat(900)));
    let home = Home::new(&server);
    let mut terminal = home.open(&["lobsters"]);
    terminal.shows("2 threads").keys("j Enter").shows("1 unread").keys("q").shows("1 unread  2023").keys("k Enter");
    terminal.shows("Sounding number 3").shows("0/3").keys("Tab").shows("Tab goes on to: Gulls on the mole").keys("Tab");
    terminal.shows("Gull number 1").keys("q").shows("2/2");
    leave(&mut terminal);
}
