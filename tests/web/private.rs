//! What a server learns: exactly what was asked for, and nothing of who asks.

use crate::Home;
use crate::server::Server;

#[test]
fn headers_are_those_that_the_readme_names_and_no_others() {
    let server = Server::new();
    let article = "<title>Lamp</title><article><h1>Lamp</h1><p>The lamp at the mole went out last night, and nobody has said who keeps it.</p>\
        <img src=/picture.png><link rel=stylesheet href=/style.css><a href=/more>more</a></article>";
    let headers = [("Content-Type", "text/html"), ("ETag", "\"7\""), ("Set-Cookie", "id=3")];
    server.answer_with("harbour.example/lamp?id=3", 200, &headers, article);
    let home = Home::new(&server, &["harbour.example"]);
    for _ in 0..2 {
        let said = home.say(&["https://harbour.example/lamp?id=3&utm_source=gull&fbclid=9#c7", "--no-store"]);
        assert_eq!(said.code, Some(0), "{}", said.err);
    }
    let requests = server.requests();
    assert_eq!(server.asked(), ["harbour.example/lamp?id=3"; 2], "no picture, no style, no link is fetched");
    for request in requests {
        let mut names: Vec<_> = request.headers.iter().map(|(name, _)| name.to_lowercase()).collect();
        names.sort();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
        assert!(request.header("user-agent").unwrap().starts_with("threadle/"));
        assert_eq!((request.method.as_str(), request.header("accept-encoding")), ("GET", Some("gzip")));
    }
}

#[test]
fn nothing_is_fetched_where_no_address_is_named() {
    let server = Server::new();
    let home = Home::new(&server, &["harbour.example"]);
    let text =
        "The lamp\n\nIt is out: https://harbour.example/lamp says so, and https://harbour.example/feed.xml too.\n";
    std::fs::write(home.config().with_file_name("talk.txt"), text).unwrap();
    let said = home.say(&["talk.txt", "-t", "json"]);
    assert_eq!((said.code, server.asked().len()), (Some(0), 0));
}
