//! How well drift is found in threads that were made with other threads hung in, and how long it takes.

#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

#[expect(unreachable_pub, dead_code, reason = "shared by the benchmarks, which need different parts of it")]
mod made;

use made::towns::{Town, auc, town};
use made::{Shape, thread};
use std::time::{Duration, Instant};
use threadle::inner::{DRIFTED, Drift, Judgements, Spare};
use threadle::{PostId, Thread};

const TOWNS: usize = 40;
const SAMPLES: usize = 10;

fn main() {
    let towns: Vec<Town> = (0..TOWNS).map(|number| town(number, 120, 8)).collect();
    let (mut grafts, mut controls) = (Vec::new(), Vec::new());
    let (mut suggested, mut right, mut own, mut hidden) = (0, 0, 0, 0);
    for town in &towns {
        let Some(drift) = drift(&town.thread) else { continue };
        grafts.extend(town.grafts.iter().filter_map(|&post| drift.score(post)));
        controls.extend(town.controls.iter().filter_map(|&post| drift.score(post)));
        let grafted = |post: PostId| town.grafts.iter().any(|&graft| town.thread.contains(graft, post));
        let found: Vec<PostId> =
            drift.suggestions(&town.thread, DRIFTED, true, |_| Spare::Nothing).iter().map(|found| found.post).collect();
        suggested += found.len();
        right += found.iter().filter(|&&post| grafted(post)).count();
        own += town.thread.ids().filter(|&post| !grafted(post)).count();
        let inside =
            found.iter().flat_map(|&post| town.thread.subtree(post)).filter_map(|place| town.thread.get(place));
        hidden += inside.filter(|&post| !grafted(post)).count();
    }
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    println!("| {TOWNS} threads with grafts | |\n| --- | ---: |");
    println!("| AUC, graft against control | {:.3} |", auc(&grafts, &controls));
    println!("| precision at the default threshold | {:.0} % of {suggested} |", percent(right, suggested));
    println!("| posts of the thread itself hidden | {:.1} % |", percent(hidden, own));
    println!("\n| posts | ms per 1,000 posts | all branches over a threshold, µs | after two judgements, ms |");
    println!("| ---: | ---: | ---: | ---: |");
    for posts in [1000, 100_000, 1_000_000] {
        let thread = thread(posts, Shape::Tree);
        let samples = if posts > 500_000 { 1 } else { SAMPLES };
        let scored = least(samples, &mut || drop(drift(&thread)));
        let Some(drift) = drift(&thread) else { continue };
        let moved = least(SAMPLES, &mut || drop(drift.suggestions(&thread, 0.4, true, |_| Spare::Nothing)));
        let thousands = posts as f64 / 1000.0;
        let branches: Vec<PostId> = thread.children(PostId::ARTICLE).take(2).collect();
        let (away, read) = branches.split_at(branches.len().min(1));
        let judged = Judgements { away, read };
        let judged = least(SAMPLES, &mut || drop(drift.judged(&thread, judged)));
        let scored = scored.as_secs_f64() * 1e3 / thousands;
        println!("| {posts} | {scored:.2} | {} | {:.1} |", moved.as_micros(), judged.as_secs_f64() * 1e3);
    }
}

fn drift(thread: &Thread) -> Option<Drift> {
    Drift::of(thread, PostId::ARTICLE, || true)
}

fn least(samples: usize, work: &mut dyn FnMut()) -> Duration {
    let sample = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..samples).map(sample).min().unwrap_or_default()
}
