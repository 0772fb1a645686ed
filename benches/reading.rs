//! How fast threads are read, laid out, searched and written: megabytes and posts a second, over the same 10,000 posts.
//! Of several runs the one that was disturbed least counts. Beside what is read stands how fast that is by the speed of
//! its bare parser over the same bytes.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

#[expect(unreachable_pub, reason = "a part of this benchmark")]
mod bare;
#[expect(unreachable_pub, dead_code, reason = "shared by the benchmarks, which need different parts of it")]
mod made;

use made::Shape;
use serde::Deserialize;
use std::time::{Duration, Instant};
use threadle::inner::{Form, Part, SOURCES, Spoken, Wanted, line_count, seek};
use threadle::{Builder, PostId, Thread};

const POSTS: usize = 10_000;
const SAMPLES: usize = 20;

fn main() {
    let thread = made::thread(POSTS, Shape::Tree);
    let (json, text) = (written(&thread, Form::Json), written(&thread, Form::Text));
    let (news, page) =
        (made::as_hacker_news(&thread), String::from_utf8(written(&thread, Form::Html)).unwrap_or_default());
    let bodies: usize = thread.ids().map(|post| thread.post(post).body_len()).sum();
    println!("| {POSTS} posts | MB/s | posts/s | of the bare parser's speed |\n| --- | ---: | ---: | ---: |");
    let told = |what: &str, bytes: usize, seconds: f64, bare: Option<f64>| {
        let ratio = bare.map(|bare| format!("{:.0} %", 100.0 * bare / seconds)).unwrap_or_default();
        println!("| {what} | {:.0} | {:.0} | {ratio} |", bytes as f64 / 1e6 / seconds, POSTS as f64 / seconds);
    };
    let row = |what: &str, bytes: usize, work: &mut dyn FnMut()| {
        let seconds = least(work).as_secs_f64();
        told(what, bytes, seconds, None);
        seconds
    };
    let beside = |what: &str, bytes: usize, bare: f64, work: &mut dyn FnMut()| {
        told(what, bytes, least(work).as_secs_f64(), Some(bare));
    };
    let bare = row("serde_json alone, keeping nothing, over threadle's JSON", json.len(), &mut || {
        assert!(bare::json(&json));
    });
    beside("serde_json alone, into plain structs", json.len(), bare, &mut || plain(&json));
    beside("read threadle's JSON", json.len(), bare, &mut || read("threadle", &json));
    let bare = row("serde_json alone, keeping nothing, over Hacker News", news.len(), &mut || {
        assert!(bare::json(&news));
    });
    beside("read Hacker News as JSON", news.len(), bare, &mut || read("hn-algolia", &news));
    let bare = row("html5ever alone, keeping names, over a page", page.len(), &mut || {
        assert!(bare::html(&page) > POSTS);
    });
    beside("read a page", page.len(), bare, &mut || read("html", page.as_bytes()));
    row("read a text dump", text.len(), &mut || read("text", &text));
    row("lay out in 84 columns", bodies, &mut || {
        let lines: usize = thread.ids().map(|post| line_count(thread.body(post), 84)).sum();
        assert!(lines > POSTS);
    });
    for (what, word) in [("search, a rare word", made::RARE.0), ("search, a word that is everywhere", "lamp")] {
        row(what, bodies, &mut || assert!(hits(&thread, word) > 0));
    }
    row("find who quotes or addresses whom", bodies, &mut || {
        assert!(Spoken::of(&thread, || true).is_some_and(|spoken| spoken.len() > 0));
    });
    row("write JSON", json.len(), &mut || drop(written(&thread, Form::Json)));
    row("write text", text.len(), &mut || drop(written(&thread, Form::Text)));
}

fn least(work: &mut dyn FnMut()) -> Duration {
    let sample = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..SAMPLES).map(sample).min().unwrap_or_default()
}

fn written(thread: &Thread, form: Form) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Memory takes everything.
    let _ = form.write(Part::whole(thread), &mut bytes);
    bytes
}

fn read(format: &str, bytes: &[u8]) {
    let mut builder = Builder::new(format);
    let mut input = bytes;
    for source in SOURCES.iter().filter(|source| source.name() == format) {
        assert!(source.read(&mut input, &mut builder).is_ok());
    }
    assert!(builder.finish().is_ok_and(|built| built.thread.len() > POSTS / 2));
}

/// The same document as a program would read it that asks for nothing but the posts.
fn plain(bytes: &[u8]) {
    let document = serde_json::from_slice::<Document>(bytes);
    assert!(document.is_ok_and(|document| document.posts.len() > POSTS));
}

#[derive(Deserialize)]
struct Document {
    posts: Vec<Flat>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read, not looked at")]
struct Flat {
    n: u64,
    parent: Option<u64>,
    id: Option<String>,
    author: Option<String>,
    time: Option<String>,
    score: Option<i32>,
    raw: String,
}

fn hits(thread: &Thread, word: &str) -> usize {
    let mut many = 0;
    if let Some(wanted) = Wanted::text(word) {
        seek(thread, &wanted, PostId::ARTICLE, |found| {
            many += found.posts.len();
            true
        });
    }
    many
}
