//! How fast a thread is searched: until the first hit is there, and until all are counted, in milliseconds of one core,
//! beside ripgrep's time on the same text where that is installed. Of several runs the one that was disturbed least
//! counts.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

#[expect(unreachable_pub, dead_code, reason = "shared by the benchmarks, which need different parts of it")]
mod made;

use made::Shape;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};
use threadle::inner::{Wanted, seek};
use threadle::{PostId, Thread};

const POSTS: usize = 1_000_000;
const SAMPLES: usize = 5;

/// A query, and what ripgrep has to be told to look for the same text; nothing where it cannot.
const QUERIES: &[(&str, &str, &[&str])] = &[
    ("a rare word", "kittiwake", &["-iF", "kittiwake"]),
    ("a rare word in its case", "Łucjan", &["-F", "Łucjan"]),
    ("a word of many posts", "lighthouse", &["-iF", "lighthouse"]),
    ("a word of most posts", "the", &["-iF", "the"]),
    ("a short word that is nowhere", "qx", &["-iF", "qx"]),
    ("letters that are everywhere, nowhere together", "tsetse", &["-iF", "tsetse"]),
    ("a phrase", "\"harbour lamp\"", &["-iF", "harbour lamp"]),
    ("another script", "灯台", &["-F", "灯台"]),
    ("a regular expression", "/kitt[iy]w.ke/", &["-i", "kitt[iy]w.ke"]),
    ("one or the other", "kittiwake OR guillemot", &["-i", "kittiwake|guillemot"]),
    ("two words", "kittiwake lamp", &[]),
    ("a word, and no other", "lamp -ferry", &[]),
    ("an author and a word", "author:mara kittiwake", &[]),
    ("points", "score:>100", &[]),
    ("a link", "has:link", &[]),
];

/// The same in HTML, which writes some of it otherwise.
const IN_HTML: &[(&str, &str, &[&str])] = &[
    ("a rare word", "kittiwake", &["-iF", "kittiwake"]),
    ("a regular expression", "/kitt[iy]w.ke/", &["-i", "kitt[iy]w.ke"]),
    ("one that looks around", r"/\bkittiwakes?\b/", &["-i", r"\bkittiwakes?\b"]),
    ("one for many posts", "/light(house|er)/", &["-i", "light(house|er)"]),
    ("one without any letters", r"/\d{4}-\d\d/", &["-i", r"\d{4}-\d\d"]),
];

fn main() {
    measure(&made::thread(POSTS, Shape::Tree), QUERIES, "");
    measure(&made::page(POSTS), IN_HTML, " of HTML");
}

fn measure(thread: &Thread, queries: &[(&str, &str, &[&str])], what_of: &str) {
    let bodies: usize = thread.ids().map(|post| thread.post(post).body_len()).sum();
    let file = env::temp_dir().join(format!("threadle-search-{}", std::process::id()));
    let is_there = write(thread, &file).is_ok();
    println!("| {POSTS} posts, {} MB{what_of} | first hit | all hits | posts | ripgrep |", bodies / 1_000_000);
    println!("| --- | ---: | ---: | ---: | ---: |");
    for &(what, typed, arguments) in queries {
        let Some(wanted) = Wanted::text(typed) else { continue };
        let first = least(|| {
            seek(thread, &wanted, PostId::ARTICLE, |found| found.posts.is_empty());
        });
        let mut many = 0;
        let all = least(|| {
            many = 0;
            seek(thread, &wanted, PostId::ARTICLE, |found| {
                many += found.posts.len();
                true
            });
        });
        let peer = (is_there && !arguments.is_empty()).then(|| least(|| ripgrep(arguments, &file)));
        let peer = peer.map_or("–".to_owned(), |time| format!("{:.0}", millis(time)));
        println!("| {what} `{typed}` | {:.1} | {:.0} | {many} | {peer} |", millis(first), millis(all));
    }
    // It is a file of ours in the folder for such files: if it stays, the system takes it away.
    let _ = fs::remove_file(&file);
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn least(mut work: impl FnMut()) -> Duration {
    let sample = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..SAMPLES).map(sample).min().unwrap_or_default()
}

/// Writes the bodies of all posts into a file, one after the other.
fn write(thread: &Thread, file: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(fs::File::create(file)?);
    for post in thread.ids() {
        writeln!(out, "{}", thread.body(post).raw)?;
    }
    out.flush()
}

fn ripgrep(arguments: &[&str], file: &Path) {
    let mut ripgrep = Command::new("rg");
    ripgrep.args(["-j1", "--count", "--no-config"]).args(arguments).arg(file);
    // Without ripgrep there is nothing to compare with.
    let _ = ripgrep.stdout(Stdio::null()).status();
}
