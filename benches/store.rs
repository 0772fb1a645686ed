//! What remembering costs: keys, a visit looked up, and a commit, at 100,000 and a million posts.
//!
//! `cargo bench --bench store`

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and stops at what is wrong")]
#![allow(missing_docs, reason = "nobody reads the documentation of a benchmark")]

#[allow(dead_code, unreachable_pub, reason = "shared by the benchmarks")]
mod made;

use made::Shape;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use threadle::inner::Remembered;

fn main() {
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
        let size: u64 =
            std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
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
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

fn least<T>(times: usize, mut work: impl FnMut() -> T) -> Duration {
    (0..times).map(|_| timed(&mut work).1).min().unwrap()
}
