//! Addresses on the command line: whole, short, several, mixed with files, and what is asked for each.

use crate::Home;
use crate::server::Server;
use std::process::{Command, Stdio};

const TREE: &str = r#"{"id":41,"type":"story","story_id":41,"author":"mara","title":"The lamp is out","text":"<p>Who keeps it?",
    "created_at_i":1682073000,"points":14,"children":[
    {"id":42,"type":"comment","story_id":41,"parent_id":41,"author":"gull","text":"The ferry was late.","created_at_i":1682073100,"children":[]},
    {"id":43,"type":"comment","story_id":41,"parent_id":41,"author":"tidewise","text":"The warden does.","created_at_i":1682073200,"children":[
    {"id":44,"type":"comment","story_id":41,"parent_id":43,"author":"mara","text":"Not since May.","created_at_i":1682073300,"children":[]}]}]}"#;
const HN: [&str; 3] = ["news.ycombinator.com", "hn.algolia.com", "hacker-news.firebaseio.com"];

fn played_hn() -> Server {
    let server = Server::new();
    server.json("hn.algolia.com/api/v1/items/41", TREE);
    let root = r#"{"id":41,"type":"story","by":"mara","title":"The lamp is out","time":1682073000,"kids":[43,42],"descendants":3}"#;
    server.json("hacker-news.firebaseio.com/v0/item/41.json", root);
    server
}

#[test]
fn a_thread_is_opened_by_its_address_whole_bare_and_short() {
    let server = played_hn();
    for name in ["https://news.ycombinator.com/item?id=41", "news.ycombinator.com/item?id=41", "hn/41"] {
        let home = Home::new(&server, &HN);
        let said = home.say(&[name]);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{name}");
        assert!(said.out.starts_with("The lamp is out\n"), "{name}: {}", said.out);
        let before = |one: &str, other: &str| said.out.find(one).unwrap() < said.out.find(other).unwrap();
        assert!(before("warden", "Not since May") && before("Not since May", "ferry"), "as ranked: {}", said.out);
        assert!(said.out.contains("3 replies"), "{}", said.out);
    }
    let asked = ["hn.algolia.com/api/v1/items/41", "hacker-news.firebaseio.com/v0/item/41.json"];
    assert_eq!(server.asked(), asked.repeat(3));
}

#[test]
fn where_the_search_service_has_a_hole_the_page_is_read() {
    let server = Server::new();
    server.page(
        "news.ycombinator.com/item?id=41",
        "<html><head><title>The lamp is out | Hacker News</title></head><body><article><h1>The lamp is out</h1>\
         <p>The lamp at the mole went out last night, and nobody has said who keeps it these days.</p></article></body></html>",
    );
    let home = Home::new(&server, &HN);
    let said = home.say(&["hn/41"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("The lamp at the mole"), "{}", said.out);
    assert_eq!(server.asked(), ["hn.algolia.com/api/v1/items/41", "news.ycombinator.com/item?id=41"]);
}

#[test]
fn several_addresses_and_files_open_as_one_index() {
    let server = played_hn();
    let home = Home::new(&server, &[HN.as_slice(), &["lobste.rs"]].concat());
    server.json(
        "lobste.rs/s/abc123.json",
        r#"{"short_id":"abc123","created_at":"2023-04-21T10:30:00Z","title":"Gulls","url":"https://gull.example/","score":3,
           "comment_count":1,"description":"","submitter_user":"mara","short_id_url":"https://lobste.rs/s/abc123","comments":[
           {"short_id":"def456","created_at":"2023-04-21T10:40:00Z","score":1,"is_deleted":false,"parent_comment":null,"depth":0,
            "comment":"<p>They eat fish.</p>","commenting_user":"gull","short_id_url":"https://lobste.rs/c/def456"}]}"#,
    );
    let file = home.cache().with_file_name("talk.txt");
    std::fs::write(&file, "The ferry\n\nIt was late again, as it always is on a Friday.\n").unwrap();
    let said = home.say(&["hn/41", "talk.txt", "lobsters/abc123", "lobsters/zzz", "-t", "json"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    for words in ["Who keeps it?", "It was late again", "They eat fish.", "lobste.rs: there is no such page (404)"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
}

#[test]
fn what_is_no_file_and_no_address_is_not_asked_for() {
    let server = Server::new();
    let home = Home::new(&server, &["harbour.example"]);
    for (name, told) in [
        ("talk.txt", "threadle: talk.txt: not found\n"),
        ("gemini://harbour.example/", "threadle: gemini://harbour.example/: gemini: addresses are not asked for\n"),
        ("https://mara:x@harbour.example/", "a name or a password in it"),
    ] {
        let said = home.say(&[name]);
        assert!(said.err.contains(told) && said.code == Some(1), "{name}: {}", said.err);
    }
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn two_states_of_an_address_are_told_apart() {
    let server = played_hn();
    let home = Home::new(&server, &HN);
    let before = home.say(&["hn/41", "-o", "before.json"]);
    assert_eq!(before.code, Some(0), "{}", before.err);
    server.json("hn.algolia.com/api/v1/items/41", &TREE.replace("Not since May.", "Not since May, they say."));
    assert_eq!(home.say(&["--forget", "hn/41"]).code, Some(0));
    let said = home.say(&["--diff", "before.json", "hn/41"]);
    assert!(said.out.starts_with("0 came, 0 went, 1 edited, 0 moved\n"), "{} {}", said.out, said.err);
}

#[test]
fn where_fetching_is_switched_off_nothing_is_asked() {
    let server = played_hn();
    let home = Home::with(&server, &HN, "enabled = false");
    let said = home.say(&["hn/41"]);
    assert_eq!((said.code, server.asked().len()), (Some(1), 0));
    assert!(said.err.contains("fetching is switched off"), "{}", said.err);
}

#[test]
fn a_configuration_that_may_forbid_fetching_and_cannot_be_read_forbids_it() {
    let server = played_hn();
    let home = Home::with(&server, &HN, "enabled = flase");
    let folder = home.config().with_file_name("threadle");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(home.config(), folder.join("config.toml")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_threadle"));
    // What would be asked all the same goes there.
    command.env("ALL_PROXY", server.url()).env("HTTPS_PROXY", server.url());
    command.env("XDG_CONFIG_HOME", folder.with_file_name("")).args(["hn/41", "-t", "text", "--no-store"]);
    let output = command.stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), server.asked().len()), (Some(1), 0), "{told}");
    assert!(told.contains("which may switch fetching off, could not be read"), "{told}");
}
