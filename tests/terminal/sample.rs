//! Threads for the program to open, some of them made on the spot.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A small thread: an article and seven replies, `first` to `seventh`, in two branches.
pub(super) const PIER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples/pier.json");

/// A folder with one file in it, gone when it is dropped.
pub(super) struct Sample {
    folder: TempDir,
    name: &'static str,
}

impl Sample {
    pub(super) fn new(name: &'static str, content: impl AsRef<[u8]>) -> Self {
        let sample = Self { folder: TempDir::new().unwrap(), name };
        fs::create_dir_all(sample.path().parent().unwrap()).unwrap();
        fs::write(sample.path(), content).unwrap();
        sample
    }

    /// A place for a file that is not there yet.
    pub(super) fn absent(name: &'static str) -> Self {
        Self { folder: TempDir::new().unwrap(), name }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join(self.name)
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// A thread of an article and `replies` to it.
pub(super) fn many(replies: usize) -> String {
    let mut text = begun();
    for n in 1..=replies {
        reply(&mut text, n);
    }
    text + "]}"
}

/// The beginning of such a thread, up to its article.
pub(super) fn begun() -> String {
    r#"{"format":"threadle/1","title":"Soundings","posts":[{"n":0,"raw":"Every sounding of the channel."}"#.to_owned()
}

/// One more reply of such a thread.
pub(super) fn reply(text: &mut String, n: usize) {
    write!(text, ",\n{{\"n\":{n},\"parent\":0,\"author\":\"pilot\",\"raw\":\"Sounding number {n}: fathoms.\"}}")
        .unwrap();
}

/// Every character that no thread may show: controls of both kinds, sequences made of them, characters that turn or
/// hide text.
fn hostile() -> String {
    let mut text = String::from("start ");
    let controls = (0..0x20).chain(0x7F..0xA0).filter_map(char::from_u32);
    for char in controls.chain(tricks()) {
        text.push('a');
        text.push(char);
    }
    text + " \x1b]52;c;cXVpdA==\x07 \x1b]0;mine\x07 \x1b]2;mine\x1b\\ \x1b[31m\x1b[2J\x1b[6n\x1b[?1049l \x1bP+q544e\x1b\\ \
            \x1b_Gi=1\x1b\\ \x1bc \x1b#8 \u{9d}52;c;cXVpdA==\u{9c} \u{9b}2J \u{90}q\u{9c} \x0e \x08\x08\x08 end"
}

/// Characters that turn, hide or fake text.
pub(super) fn tricks() -> impl Iterator<Item = char> {
    let ranges = ['\u{202A}'..='\u{202E}', '\u{2066}'..='\u{2069}', '\u{200B}'..='\u{200F}', '\u{2060}'..='\u{2064}'];
    let tags = ['\u{E0001}'].into_iter().chain('\u{E0020}'..='\u{E007F}');
    let others = ['\u{AD}', '\u{61C}', '\u{FEFF}', '\u{2028}', '\u{2029}', '\u{180E}', '\u{3164}', '\u{FFF9}'];
    ranges.into_iter().flatten().chain(tags).chain(others)
}

/// Hostile threads in every format, with the format's name.
pub(super) fn hostile_threads() -> [(&'static str, Sample); 2] {
    [
        ("threadle", Sample::new("bad.json", hostile_json().to_string())),
        ("text", Sample::new("bad.txt", hostile_text())),
    ]
}

/// A thread whose every field is hostile.
fn hostile_json() -> Value {
    let bad = hostile();
    let post = |n: usize, parent: Option<usize>, markup: &str| {
        json!({
            "n": n, "parent": parent, "id": bad, "author": bad, "url": bad, "markup": markup, "score": 7,
            "raw": format!("{bad}\n\n> {bad}\n\n    {bad}\n\n- {bad}\n\n[{bad}](http://a/{bad}) <b>{bad}</b> last {n}"),
        })
    };
    json!({
        "format": "threadle/1", "title": bad, "url": bad, "source": bad, "notices": [bad],
        "posts": [post(0, None, "plain"), post(1, Some(0), "html"), post(2, Some(1), "markdown"), post(3, Some(0), "mail")],
    })
}

/// The same as a dump of a page. It is read as text only if one insists.
fn hostile_text() -> String {
    let bad = hostile().replace(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'], "");
    format!(
        "{bad}\n\n{bad}\n\n2 thoughts on “{bad}”\n\n 1. {bad} says:\n    {bad}\n\n    > {bad}\n\n 2. mara says:\n    {bad}\n"
    )
}
