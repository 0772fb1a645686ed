//! Everything that a server may do wrong: a sentence each, and nothing lost.

use crate::Home;
use crate::server::{Server, hold, whole};
use std::io::Write;
use std::net::Shutdown;
use std::time::Instant;

const HOST: &str = "harbour.example";

fn home(server: &Server) -> Home {
    Home::new(server, &[HOST, "gull.example"])
}

/// What is said of the page `x` of the host.
fn said(server: &Server) -> (Option<i32>, String) {
    let begun = Instant::now();
    let said = home(server).say(&["https://harbour.example/x"]);
    assert!(begun.elapsed().as_secs() < 20, "took {:?}", begun.elapsed());
    (said.code, format!("{}{}", said.err, said.out))
}

#[test]
fn redirects_are_followed_as_far_as_they_may_lead() {
    let server = Server::new();
    let article = "<title>Gull</title><article><h1>Gull</h1><p>The gulls of the harbour eat fish, and chips where there are some.</p></article>";
    server.page("gull.example/y", article);
    server.lead("harbour.example/x", "https://gull.example/y");
    assert!(said(&server).1.contains("The gulls of the harbour"));
    let private = "threadle: harbour.example: leads to 127.0.0.1, a private network: not followed\n";
    for (to, told) in [
        (server.url().replace("http:", "https:"), private),
        ("https://localhost/".to_owned(), "leads to localhost, a private network: not followed"),
        ("http://gull.example/y".to_owned(), "leads from https to http: not followed"),
        ("file:///etc/passwd".to_owned(), "leads to something that is not followed"),
        ("/x".to_owned(), "leads on and on: not followed any more"),
        ("https://gull.example/\u{1b}[31m\u{7}y".to_owned(), "the answer broke off: it is no HTTP"),
    ] {
        server.lead("harbour.example/x", &to);
        let (code, said) = said(&server);
        assert!(code == Some(1) && said.contains(told), "{to}: {said}");
        assert!(!said.contains('\u{1b}'), "{said:?}");
    }
    for hop in 0..9 {
        server.lead(&format!("harbour.example/{hop}"), &format!("/{}", hop + 1));
    }
    server.page("harbour.example/5", article);
    server.lead("harbour.example/x", "/1");
    assert_eq!(said(&server).0, Some(0), "five are followed");
    server.lead("harbour.example/5", "/6");
    server.page("harbour.example/6", article);
    assert!(said(&server).1.contains("leads on and on"), "six are not");
}

#[test]
fn refusals_are_told_with_a_way_out() {
    let server = Server::new();
    let html = ("Content-Type", "text/html");
    for (status, headers, body, told) in [
        (404, &[html][..], "<p>x", "harbour.example: there is no such page (404)"),
        (410, &[html], "<p>x", "it is not there any more (410)"),
        (401, &[html], "<p>x", "asks for a login (401)\nhint: open it in a browser, save it, and open the file"),
        (429, &[html, ("Retry-After", "300")], "<p>x", "asks for patience for 5 min (429)"),
        (500, &[html], "<p>x", "is out of order (500)"),
        (
            403,
            &[html],
            "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
            "shows a check for browsers instead",
        ),
        (200, &[html], "<script id=\"anubis_challenge\">{}</script>", "shows a check for browsers instead"),
        (200, &[html], "", "sent nothing"),
        (200, &[html, ("Content-Encoding", "br")], "xx", "compressed in a way that was not asked for (br)"),
        (200, &[html, ("Content-Encoding", "gzip")], "xx", "what is compressed in it is damaged"),
        (304, &[], "", "said no (304)"),
    ] {
        server.answer_with("harbour.example/x", status, headers, body);
        let (code, said) = said(&server);
        assert!(code == Some(1) && said.contains(told), "{status}: {said}");
    }
}

#[test]
fn a_host_that_asks_for_patience_is_left_alone_by_the_next_process_too() {
    let server = Server::new();
    let home = home(&server);
    server.answer_with("harbour.example/x", 429, &[("Retry-After", "300")], "");
    for _ in 0..3 {
        let said = home.say(&["https://harbour.example/x"]);
        assert!(said.err.contains("asks for patience for"), "{}", said.err);
    }
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_server_that_fails_in_passing_is_asked_once_more() {
    let server = Server::new();
    server.answer_with("harbour.example/x", 503, &[], "");
    assert!(said(&server).1.contains("is out of order (503)"));
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn no_server_holds_the_program() {
    let server = Server::new();
    let slow = "did not answer in time";
    server.play("harbour.example/x", |_, stream| hold(stream));
    assert!(said(&server).1.contains(slow), "before the head");
    server.play("harbour.example/x", |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Ty");
        hold(stream);
    });
    assert!(said(&server).1.contains(slow), "in the head");
    server.play("harbour.example/x", |_, stream| {
        for _ in 0..200_000 {
            if stream.write_all(b"X-Lamp: out out out out\r\n").is_err() {
                return;
            }
        }
    });
    let (_, told) = said(&server);
    assert!(told.contains("the answer broke off"), "endless head: {told}");
    server.play("harbour.example/x", |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
        for _ in 0..60 {
            if stream.write_all(b"x").is_err() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
    });
    // A byte now and then is no silence; a bound for the whole ends it, and what came is read.
    let (code, told) = said(&server);
    assert!(code == Some(0) && told.contains("sent only the beginning of it"), "drip: {told}");
}

#[test]
fn what_breaks_off_is_read_as_far_as_it_came() {
    let server = Server::new();
    let page = "<title>Lamp</title><article><h1>Lamp</h1><p>The lamp at the mole went out last night, and nobody has said who keeps it.</p>";
    let mut bytes = whole(200, &[("Content-Type", "text/html")], page.as_bytes());
    let text = String::from_utf8(bytes.clone()).unwrap().replace(&page.len().to_string(), "99999");
    bytes = text.into_bytes();
    server.play("harbour.example/x", move |_, stream| {
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Both);
    });
    let (code, told) = said(&server);
    assert!(code == Some(0) && told.contains("The lamp at the mole"), "{told}");
    assert!(told.contains("harbour.example sent only the beginning of it"), "{told}");
}

#[test]
fn what_is_no_http_is_told() {
    let server = Server::new();
    for (bytes, told) in [
        (&b"SSH-2.0-lamp\r\n"[..], "it is no HTTP"),
        (b"", "the connection ended"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx", "the answer broke off"),
    ] {
        let sent = bytes.to_vec();
        server.play("harbour.example/x", move |_, stream| {
            let _ = stream.write_all(&sent);
            let _ = stream.shutdown(Shutdown::Both);
        });
        let (code, said) = said(&server);
        assert!(code == Some(1) && said.contains(told), "{bytes:?}: {said}");
    }
    let home = Home::new(&server, &[]);
    std::fs::write(home.config(), "[web.hosts]\n\"harbour.example\" = \"http://127.0.0.1:1\"\n").unwrap();
    let said = home.say(&["https://harbour.example/x"]);
    assert_eq!(said.err, "threadle: harbour.example: no connection: nobody listens there\n");
}

#[test]
fn a_server_that_speaks_no_tls_is_told() {
    let server = Server::new();
    let home = Home::new(&server, &[]);
    let said = home.say(&[&format!("{}/x", server.url().replace("http:", "https:"))]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.starts_with("threadle: 127.0.0.1: "), "{}", said.err);
    assert_eq!(server.asked(), [""; 0], "nothing is said in the clear");
}

#[test]
fn a_thread_of_too_many_pages_is_cut_and_says_where_the_rest_is() {
    let server = Server::new();
    for page in 1..=14 {
        let text = format!("The lamp at the mole went out on night number {page}, and nobody has said who keeps it.");
        let next = page + 1;
        let body = format!(
            "<title>Lamp</title><article><h1>Lamp</h1><p>{text}</p></article><a rel=next href='/x?page={next}'>next</a>"
        );
        let path = if page == 1 { "harbour.example/x".to_owned() } else { format!("harbour.example/x?page={page}") };
        server.page(&path, &body);
    }
    let said = home(&server).say(&["https://harbour.example/x", "-t", "json"]);
    assert_eq!((said.code, server.asked().len()), (Some(0), 10), "{}", said.err);
    assert!(said.out.contains("1 more page is there, which was not asked for: 10 are at a time"), "{}", said.out);
    assert!(said.out.contains("https://harbour.example/x?page=11"), "{}", said.out);
}

#[test]
fn a_bomb_is_cut() {
    let server = Server::new();
    let mut packed = Vec::new();
    let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
    encoder.write_all(&vec![b'x'; 1 << 20]).unwrap();
    encoder.finish().unwrap();
    let packed = packed.repeat(200);
    server
        .raw("harbour.example/x", whole(200, &[("Content-Type", "text/html"), ("Content-Encoding", "gzip")], &packed));
    let (code, said) = said(&server);
    assert!(code == Some(1) && said.contains("sent 128 MiB and more"), "{said}");
}
