//! One page and what text tools make of it: all of them give the same thread. Page and dumps were written for this, as
//! WordPress and the tools would write them (w3m's by w3m itself).

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::Value;
use std::process::Command;

/// Title and count of posts, then of each post its depth, author, time, and the words of its text.
fn outline(file: &str) -> Vec<String> {
    let path = format!("{}/tests/samples/dumps/{file}", env!("CARGO_MANIFEST_DIR"));
    let program = Command::new(env!("CARGO_BIN_EXE_threadle")).args(["-t", "json", &path]).output().unwrap();
    assert!(program.status.success(), "{file}: {}", String::from_utf8_lossy(&program.stderr));
    let thread: Value = serde_json::from_slice(&program.stdout).unwrap();
    assert_eq!(thread["notices"], Value::Array(Vec::new()), "{file}");
    let posts = thread["posts"].as_array().unwrap();
    let words = |text: &Value| {
        let words = text.as_str().unwrap().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    let line = |post: &Value| {
        format!("{} {} {} {} {}", post["depth"], post["parent"], post["author"], post["time"], words(&post["text"]))
    };
    std::iter::once(format!("{} {}", thread["title"], posts.len())).chain(posts.iter().map(line)).collect()
}

#[test]
fn the_dumps_of_a_page_give_the_tree_of_the_page() {
    let page = outline("page.html");
    assert_eq!(page.len(), 8);
    for dump in ["lynx.txt", "w3m.txt", "elinks.txt", "html2text.md", "inscriptis.txt", "resiliparse.txt"] {
        assert_eq!(outline(dump), page, "{dump}");
    }
}
