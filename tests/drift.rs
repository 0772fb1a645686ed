//! Whether branches of other threads are found in threads that are made here, and nothing where there is nothing.

#[expect(unreachable_pub, dead_code, reason = "shared with the benchmarks, which need other parts of it")]
#[path = "../benches/made/mod.rs"]
mod made;

use made::towns::{auc, town};
use threadle::PostId;
use threadle::inner::{DRIFTED, Drift};

#[test]
fn what_was_hung_in_is_told_from_what_belongs_there() {
    let (mut grafts, mut controls) = (Vec::new(), Vec::new());
    let (mut suggested, mut right, mut own, mut hidden) = (0, 0, 0, 0);
    for number in 0..12 {
        let town = town(number, 120, 8);
        let drift = Drift::of(&town.thread, PostId::ARTICLE, || true).unwrap();
        grafts.extend(town.grafts.iter().filter_map(|&post| drift.score(post)));
        controls.extend(town.controls.iter().filter_map(|&post| drift.score(post)));
        let grafted = |post: PostId| town.grafts.iter().any(|&graft| town.thread.contains(graft, post));
        let found = drift.suggestions(&town.thread, DRIFTED);
        suggested += found.len();
        right += found.iter().filter(|&&post| grafted(post)).count();
        own += town.thread.ids().filter(|&post| !grafted(post)).count();
        let inside = found.iter().flat_map(|&post| town.thread.subtree(post)).filter_map(|at| town.thread.get(at));
        hidden += inside.filter(|&post| !grafted(post)).count();
    }
    let (auc, precision, lost) = (auc(&grafts, &controls), right as f64 / suggested as f64, hidden as f64 / own as f64);
    assert!(auc > 0.9 && suggested > 10, "AUC {auc}, {suggested} suggested");
    assert!(precision > 0.7 && lost < 0.01, "precision {precision}, lost {lost}");
}

#[test]
fn a_thread_that_keeps_to_its_topic_gets_hardly_a_suggestion() {
    let suggested = (0..8).map(|number| {
        let town = town(number, 150, 0);
        let drift = Drift::of(&town.thread, PostId::ARTICLE, || true).unwrap();
        drift.suggestions(&town.thread, DRIFTED).len()
    });
    // Of 1,200 posts.
    assert!(suggested.sum::<usize>() <= 6);
}
