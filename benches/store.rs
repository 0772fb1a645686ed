//! What remembering costs: keys, a visit looked up, and a commit, at 100,000 and a million posts.
//!
//! `cargo bench --bench store`; with `-- everywhere` only what it costs to find words in every thread

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and stops at what is wrong")]
#![allow(missing_docs, reason = "nobody reads the documentation of a benchmark")]

#[allow(dead_code, unreachable_pub, reason = "shared by the benchmarks")]
mod made;

use made::Shape;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use threadle::inner::Remembered;

fn main() {
    if std::env::args().any(|argument| argument == "everywhere") {
        return everywhere();
    }
    println!(
        "| posts | keys, ms | first visit, ms | next visit, ms | a post read, µs | fold all, ms | file, bytes a post |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for posts in [1000, 100_000, 1_000_000] {
        let thread = made::thread(posts, Shape::Tree);
        let folder = TempDir::new().unwrap();
        let keys = least(3, || Remembered::keys(&thread));
        let (mut remembered, first) = timed(|| Remembered::visit(folder.path(), &thread).unwrap());
        let mut commits: Vec<Duration> = (0..200).map(|n| timed(|| remembered.read(n * 37 % posts)).1).collect();
        commits.sort_unstable();
        remembered.read_all();
        let ((), fold) = timed(|| remembered.fold_all());
        drop(remembered);
        let next = least(3, || Remembered::visit(folder.path(), &thread).unwrap());
        let size = size(folder.path());
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "| {posts} | {:.1} | {:.1} | {:.1} | {:.0} | {:.1} | {:.1} |",
            ms(keys),
            ms(first),
            ms(next),
            ms(commits[100]) * 1e3,
            ms(fold),
            size as f64 / posts as f64,
        );
    }
    everywhere();
}

/// What it costs to gather what is said, to find it again, and what it takes on the disk.
fn everywhere() {
    println!("\n| posts gathered | all, ms | a step, ms | a common word, ms | a rare word, ms | file, bytes a post |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for posts in [10_000, 49_999] {
        let thread = made::thread(posts, Shape::Tree);
        let folder = TempDir::new().unwrap();
        let mut remembered = Remembered::visit(folder.path(), &thread).unwrap();
        let before = size(folder.path());
        let (steps, all) = timed(|| remembered.gather(&thread));
        let common = least(5, || remembered.seek("harbour").unwrap());
        let rare = least(5, || remembered.seek(made::RARE.0).unwrap());
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "| {posts} | {:.0} | {:.2} | {:.1} | {:.2} | {:.0} |",
            ms(all),
            ms(all) / steps as f64,
            ms(common),
            ms(rare),
            (size(folder.path()) - before) as f64 / posts as f64,
        );
    }
}

fn size(folder: &std::path::Path) -> u64 {
    std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

fn least<T>(times: usize, mut work: impl FnMut() -> T) -> Duration {
    (0..times).map(|_| timed(&mut work).1).min().unwrap()
}
