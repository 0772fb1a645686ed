//! The built-in thread, read by the real program: it is the first text that every reader sees.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::process::Command;

fn harbour() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/harbour.txt");
    let program = Command::new(env!("CARGO_BIN_EXE_threadle")).args(["-t", "json", path]).output().unwrap();
    assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
    serde_json::from_slice(&program.stdout).unwrap()
}

fn posts(thread: &Value) -> &[Value] {
    thread["posts"].as_array().unwrap()
}

#[test]
fn it_is_read_as_it_announces_itself() {
    let thread = harbour();
    let text = include_str!("../assets/harbour.txt");
    assert_eq!(thread["title"], text.lines().next().unwrap());
    assert_eq!(thread["notices"], Value::Array(Vec::new()), "the announced count is the count, and nothing is mended");
    let depth = |wanted: u64| posts(&thread).iter().filter(|post| post["depth"] == wanted).count();
    assert_eq!((depth(0), depth(1), depth(8), depth(9)), (1, 9, 1, 0));
}

#[test]
fn it_shows_what_replies_give_away() {
    let thread = harbour();
    let inferred = posts(&thread).iter().filter(|post| post["author_inferred"] == true);
    let names: Vec<_> = inferred.map(|post| post["author"].as_str().unwrap()).collect();
    assert_eq!(names, ["tidewise", "Purser", "kern", "Lamplighter"]);
    assert!(posts(&thread).iter().skip(1).all(|post| post["author"].is_string()), "a reply has lost its author");
}

#[test]
fn the_jump_that_it_teaches_leads_to_the_joke() {
    let thread = harbour();
    let text = |post: &Value| post["text"].as_str().unwrap().to_owned();
    let teaching = posts(&thread).iter().map(text).find(|text| text.contains("G is my finest work")).unwrap();
    let number: usize = teaching.split('G').next().unwrap().parse().unwrap();
    assert!(text(&posts(&thread)[number]).contains("ICE CREAM"), "{number}G does not lead to the joke");
}

#[test]
fn it_teaches_the_keys_that_the_readme_names_first() {
    let readme = include_str!("../README.md");
    let first = readme.split("The first keys:").nth(1).unwrap().split("## ").next().unwrap();
    let rows = first.lines().filter_map(|line| line.strip_prefix("| `")?.split(" |").next());
    let keys: Vec<_> = rows.flat_map(|row| row.split("` `")).map(|key| key.trim_matches('`')).collect();
    assert!(keys.len() > 8, "{keys:?}");
    let text = include_str!("../assets/harbour.txt");
    let is_end = |c: char| c.is_whitespace() || ",.:;".contains(c);
    let words: Vec<_> = text.split(is_end).collect();
    for key in keys {
        assert!(words.contains(&key), "{key} is not taught");
    }
}
