//! Copies of what was fetched: when they do, when it is asked whether there is more, and how they are forgotten.

use crate::Home;
use crate::server::{Server, whole};
use std::io::Write;

const PAGE: &str = "<html><head><title>The lamp</title></head><body><article><h1>The lamp</h1><p>The lamp at the mole went \
    out last night, and nobody has said who keeps it these days.</p></article></body></html>";

#[test]
fn a_young_copy_does_without_asking_and_offline_any_does() {
    let server = Server::new();
    server.page("harbour.example/lamp", PAGE);
    let home = Home::new(&server, &["harbour.example"]);
    let first = home.say(&["https://harbour.example/lamp"]);
    let second = home.say(&["https://harbour.example/lamp#c1"]);
    let third = home.say(&["--offline", "harbour.example/lamp"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert_eq!((&first.out, &first.out), (&second.out, &third.out));
    assert_eq!(server.asked(), ["harbour.example/lamp"]);
}

#[test]
fn offline_nothing_is_asked() {
    let server = Server::new();
    let home = Home::new(&server, &["harbour.example"]);
    let said = home.say(&["--offline", "harbour.example/lamp"]);
    assert_eq!((said.code, server.asked().len()), (Some(1), 0));
    assert_eq!(said.err, "threadle: harbour.example: no copy of it is kept\nhint: without --offline it is asked for\n");
}

#[test]
fn what_is_forgotten_is_asked_for_again() {
    let server = Server::new();
    server.page("harbour.example/lamp", PAGE);
    let home = Home::new(&server, &["harbour.example"]);
    for forget in ["harbour.example/lamp", "all"] {
        assert_eq!(home.say(&["harbour.example/lamp"]).code, Some(0));
        let said = home.say(&["--forget", forget]);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
        assert_eq!(home.say(&["--offline", "harbour.example/lamp"]).code, Some(1), "{forget}");
    }
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn no_copy_is_kept_where_none_shall_be() {
    let server = Server::new();
    server.page("harbour.example/lamp", PAGE);
    let careful = Home::with(&server, &["harbour.example"], "cache = false");
    assert_eq!(careful.say(&["harbour.example/lamp"]).code, Some(0));
    assert!(!careful.cache().exists());
    let home = Home::new(&server, &["harbour.example"]);
    assert_eq!(home.say(&["--no-store", "harbour.example/lamp"]).code, Some(0));
    assert!(!home.cache().exists());
}

#[test]
fn what_comes_compressed_is_kept_as_it_came_and_read() {
    let server = Server::new();
    let mut packed = Vec::new();
    let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::default());
    encoder.write_all(PAGE.as_bytes()).unwrap();
    encoder.finish().unwrap();
    let headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")];
    server.raw("harbour.example/lamp", whole(200, &headers, &packed));
    let home = Home::new(&server, &["harbour.example"]);
    for arguments in [["harbour.example/lamp"].as_slice(), &["--offline", "harbour.example/lamp"]] {
        let said = home.say(arguments);
        assert!(said.out.contains("The lamp at the mole"), "{} {}", said.out, said.err);
    }
}
