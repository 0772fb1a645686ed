//! Lists of threads that are not here: what a site counts, what is known of each, and the library.

use crate::stage::Stage;
use std::sync::Arc;
use threadle::inner::Known;
use threadle::{Action, Builder, Draft, Effect, Missing, Parent, Stub, Thread, Time};

/// A thread of a list.
struct Row {
    title: &'static str,
    at: &'static str,
    author: Option<&'static str>,
    points: Option<i32>,
    replies: Option<u32>,
}

const FRONT: [Row; 4] = [
    Row {
        title: "The lamp is out and nobody keeps the log of it any more",
        at: "https://lobsters.example/s/lamp12",
        author: Some("mara"),
        points: Some(961),
        replies: Some(1396),
    },
    Row {
        title: "Ferry prices",
        at: "https://lobsters.example/s/ferry3",
        author: Some("gull"),
        points: Some(84),
        replies: Some(51),
    },
    Row { title: "Soup", at: "https://lobsters.example/s/soup44", author: None, points: Some(3), replies: Some(0) },
    Row {
        title: "The old chart",
        at: "https://lobsters.example/s/chart5",
        author: Some("salt"),
        points: None,
        replies: None,
    },
];

fn list(title: &str, source: &str, rows: &[Row]) -> Thread {
    let mut builder = Builder::new(source);
    builder.list();
    builder.shelf_title(title);
    for (number, row) in rows.iter().enumerate() {
        builder.begin();
        builder.title(row.title);
        builder.url(row.at);
        builder.add(Draft {
            parent: Parent::Nothing,
            id: Some(row.at),
            author: row.author,
            score: row.points,
            time: Time::parse_rfc3339(&format!("2023-04-2{number}T10:00:00Z")),
            ..Draft::default()
        });
        builder.more(Stub { missing: Missing::Whole(row.replies), address: Some(row.at), ..Stub::default() });
    }
    builder.finish().unwrap().thread
}

/// A list that has just been opened, of which the first thread was read and has a star, and the second is read to its
/// end.
fn front(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(Thread::blank("opening"), width, height);
    let thread = Arc::new(list("Harbour news", "list", &FRONT));
    stage.act(Action::Loaded { thread, places: Vec::new(), notices: Vec::new() });
    know(
        &mut stage,
        vec![
            Some(Known { posts: 1385, unread: 31, counted: Some(1384), is_starred: true, ..Known::default() }),
            Some(Known { posts: 52, ..Known::default() }),
            None,
            Some(Known { posts: 12, unread: 4, ..Known::default() }),
        ],
    );
    stage
}

/// Answers what is asked of the store.
fn know(stage: &mut Stage, known: Vec<Option<Known>>) {
    let places = stage.asked.iter().rev().find_map(|effect| match effect {
        Effect::Know(places) => Some(Arc::clone(places)),
        _ => None,
    });
    stage.act(Action::Known { places: places.unwrap(), known });
}

/// The places that were opened, with what the list counts there.
fn opened(stage: &mut Stage) -> Vec<String> {
    let asked = std::mem::take(&mut stage.asked);
    let told = asked.into_iter().filter_map(|effect| match effect {
        Effect::Visit { place, counted } => Some(format!("{place} {counted:?}")),
        Effect::Star { place, on, .. } => Some(format!("star {place} {on}")),
        Effect::Shelve { place, on } => Some(format!("shelve {place} {on}")),
        Effect::Check(places) => Some(format!("check {}", places.join(" "))),
        Effect::Open(address) => Some(format!("outside {}", &*address)),
        Effect::Back => Some("back".to_owned()),
        Effect::Quit => Some("quit".to_owned()),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_list_shows_what_its_site_counts_and_what_is_new_since_a_thread_was_read() {
    front(80, 24).screen_is(
        "
           threadle │ Harbour news                                              4 threads
            subject                                points  replies        news      latest
        > ★ The lamp is out and nobody keeps th…      961    1,396      12 new          2d
            Ferry prices                               84       51        read          1d
            Soup                                        3        0                      2h
            The old chart                                             4 unread  2023-04-23

















           Enter open  j k move  / filter  S sort  ? keys  q quit                     1/4
    ",
    );
}

#[test]
fn on_a_small_screen_a_list_keeps_what_is_new() {
    front(40, 10).screen_is(
        "
           threadle │ Harbour news      4 threads
            subject                           news
        > ★ The lamp is out and nobo…       12 new
            Ferry prices                      read
            Soup
            The old chart                 4 unread



           Enter open  j k move  / filter     1/4
    ",
    );
}

#[test]
fn on_a_wide_screen_everything_has_its_column() {
    front(160, 48).screen_is("
           threadle │ Harbour news                                                                                                                              4 threads
            subject                                                                                    from              points  replies                  news      latest
        > ★ The lamp is out and nobody keeps the log of it any more                                    mara                 961    1,396    12 new · 31 unread          2d
            Ferry prices                                                                               gull                  84       51                  read          1d
            Soup                                                                                                              3        0                                2h
            The old chart                                                                              salt                                           4 unread  2023-04-23









































           Enter open  j k move  / filter  S sort  ? keys  q quit                                                                                                     1/4
    ");
}

#[test]
fn enter_asks_for_a_thread_and_tab_goes_to_the_next_with_news() {
    let mut stage = front(80, 10);
    stage.press("Enter");
    assert_eq!(opened(&mut stage), ["https://lobsters.example/s/lamp12 Some(1396)"]);
    stage.press("Tab Enter");
    assert_eq!(opened(&mut stage), ["https://lobsters.example/s/chart5 None"]);
    stage.press("Tab");
    stage.find("no thread with news that way");
    stage.press("* o");
    let chart = "https://lobsters.example/s/chart5";
    assert_eq!(opened(&mut stage), [format!("star {chart} true"), format!("outside {chart}")]);
    stage.press("* R q");
    let all =
        "check https://lobsters.example/s/lamp12 https://lobsters.example/s/ferry3 https://lobsters.example/s/chart5";
    assert_eq!(opened(&mut stage), [&format!("star {chart} false"), all, "quit"]);
}

#[test]
fn a_list_is_sorted_by_news_and_points_and_filtered_by_its_titles() {
    let mut stage = front(80, 8);
    stage.press("S S S");
    stage.title_is("threadle │ Harbour news                            4 threads · most news first");
    stage.press("/ f e r r y Enter");
    stage.screen_is(
        "
           threadle │ Harbour news                       1 of 4 threads · most news first
            subject                                points  replies        news      latest
        >   Ferry prices                               84       51        read          1d




           /ferry  1 post · Esc shows all                                             1/1
    ",
    );
}

#[test]
fn the_list_read_again_keeps_what_is_known_until_it_is_known_anew() {
    let mut stage = front(80, 8);
    stage.press("j");
    let before = stage.app.thread().clone();
    let thread = Arc::new(list("Harbour news", "list", &FRONT[1..]));
    let places = vec![before.get(0), None, before.get(1), before.get(2), before.get(3)];
    stage.act(Action::Reloaded { before, thread, places, notices: Vec::new() });
    stage.screen_is(
        "
           threadle │ Harbour news                                              3 threads
            subject                                points  replies        news      latest
        >   Ferry prices                               84       51        read          2d
            Soup                                        3        0                      1d
            The old chart                                             4 unread          2h


           no new thread in the list                                                  1/3
    ",
    );
}

const LIBRARY: [Row; 4] = [
    Row { title: "morning", at: "https://lobsters.example/t/lamp", author: None, points: None, replies: None },
    Row { title: "The lamp", at: "/home/mara/talk.json", author: None, points: None, replies: Some(51) },
    Row { title: "Ferry prices", at: "https://forum.example/t/ferry/7", author: None, points: None, replies: Some(3) },
    Row { title: "How threadle works", at: "threadle:tutorial", author: None, points: None, replies: None },
];

fn library(width: u16, height: u16) -> Stage {
    let mut stage = Stage::new(Thread::blank("opening"), width, height);
    let thread = Arc::new(list("Library", "library", &LIBRARY));
    stage.act(Action::Loaded { thread, places: Vec::new(), notices: Vec::new() });
    let known = vec![
        None,
        Some(Known { posts: 52, unread: 31, new: 6, ..Known::default() }),
        Some(Known { posts: 4, is_starred: true, ..Known::default() }),
        None,
    ];
    know(&mut stage, known);
    stage
}

#[test]
fn the_library_tells_where_threads_are_from_and_what_is_new_in_them() {
    library(80, 24).screen_is(
        "
           threadle │ Library                                                   4 threads
            subject                      from              replies        news        read
        >   morning                      lobsters.example                               2d
          • The lamp                     talk.json              51       6 new          1d
          ★ Ferry prices                 forum.example           3        read          2h
            How threadle works           built in                               2023-04-23

















           Enter open  j k move  / filter  S sort  ? keys  q quit                     1/4
    ",
    );
}

#[test]
fn the_library_fits_a_small_screen() {
    library(40, 10).screen_is(
        "
           threadle │ Library           4 threads
            subject                           news
        >   morning
          • The lamp                         6 new
          ★ Ferry prices                      read
            How threadle works



           Enter open  j k move  / filter     1/4
    ",
    );
}

#[test]
fn the_library_has_room_for_words_on_a_wide_screen() {
    library(160, 48).screen_is("
           threadle │ Library                                                                                                                                   4 threads
            subject                                                                                            from              replies                  news        read
        >   morning                                                                                            lobsters.example                                         2d
          • The lamp                                                                                           talk.json              51     6 new · 31 unread          1d
          ★ Ferry prices                                                                                       forum.example           3                  read          2h
            How threadle works                                                                                 built in                                         2023-04-23









































           Enter open  j k move  / filter  S sort  ? keys  q quit                                                                                                     1/4
    ");
}

#[test]
fn a_thread_is_taken_out_of_the_library_and_put_back() {
    let mut stage = library(80, 10);
    stage.press("j j d");
    assert_eq!(opened(&mut stage), ["shelve https://forum.example/t/ferry/7 false"]);
    stage.find("3 threads");
    stage.press("u");
    assert_eq!(opened(&mut stage), ["shelve https://forum.example/t/ferry/7 true"]);
    stage.press("G d");
    stage.find("this row is not of the library");
    assert_eq!(opened(&mut stage), [""; 0]);
}

#[test]
fn a_list_of_a_file_names_addresses_and_no_files_of_the_reader() {
    for place in ["/etc/passwd", "threadle:search?lamp", "file:///etc/passwd"] {
        let mut stage = Stage::new(Thread::blank("opening"), 80, 10);
        let row = Row { title: "The lamp", at: place, author: None, points: None, replies: Some(3) };
        let thread = Arc::new(list("Harbour news", "threadle", &[row]));
        stage.act(Action::Loaded { thread, places: Vec::new(), notices: Vec::new() });
        stage.press("Enter");
        stage.find("this row has no address");
        assert_eq!(opened(&mut stage), [""; 0], "{place}");
    }
}
