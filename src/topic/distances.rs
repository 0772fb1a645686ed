//! The drift of everything in an input, thread by thread, and the order of replies that follows from it.

use super::suggestions::UNSCORED;
use super::{Drift, Verdict};
use crate::thread::{PostId, Sort, Thread};

/// The scores of all posts, in every thread of a shelf.
#[derive(Debug, Clone)]
pub struct Distances {
    /// The drift of each post's subthread, in thousandths; [`UNSCORED`] if unknown.
    scores: Vec<u16>,
    verdict: Verdict,
}

impl Distances {
    /// Scores everything. `None` once `goes_on`, which is asked now and then, returns false.
    pub fn of(thread: &Thread, goes_on: impl Fn() -> bool) -> Option<Self> {
        if !thread.is_shelf() {
            return Some(Self::told_by(&Drift::of(thread, PostId::ARTICLE, goes_on)?));
        }
        let mut all = Self { scores: vec![UNSCORED; thread.len()], verdict: Verdict::Thin };
        for opening in thread.children(PostId::ARTICLE) {
            let drift = Drift::of(thread, opening, &goes_on)?;
            let scores = all.scores.iter_mut().skip(opening.index());
            scores.zip(&drift.subthreads).for_each(|(score, subthread)| *score = subthread.score);
            if drift.verdict == Verdict::Enough {
                all.verdict = Verdict::Enough;
            }
        }
        Some(all)
    }

    /// The scores of a single thread.
    pub(crate) fn told_by(drift: &Drift) -> Self {
        let scores = drift.subthreads.iter().map(|subthread| subthread.score).collect();
        Self { scores, verdict: drift.verdict }
    }

    /// The drift of a post's subthread, from 0 to 1. `None` if it is not scored.
    pub fn score(&self, post: PostId) -> Option<f32> {
        self.scores.get(post.index()).filter(|&&score| score != UNSCORED).map(|&score| f32::from(score) / 1000.0)
    }

    /// Why replies cannot be ordered by drift: no thread here has a topic to be near to. `None` if they can.
    pub fn refusal(&self) -> Option<&'static str> {
        match self.verdict {
            Verdict::Enough | Verdict::Few | Verdict::Answers => None,
            Verdict::Thin => Some("not sorted: there is too little text to tell what is on topic"),
            Verdict::Open => Some("not sorted: every branch has a topic of its own"),
        }
    }

    /// A thread in any order of its replies, with the new place of each post; or why there is no such order. `known`
    /// are its scores, if they are there already. `None` once `goes_on`, which is asked now and then, returns false.
    pub fn sorted(
        thread: &Thread,
        sort: Sort,
        known: Option<Self>,
        goes_on: impl Fn() -> bool,
    ) -> Option<Result<(Thread, Vec<PostId>), &'static str>> {
        if sort != Sort::Drift {
            return thread.sorted(sort, |_| None, goes_on).map(Ok);
        }
        let scores = match known {
            Some(known) => known,
            None => Self::of(thread, &goes_on)?,
        };
        match scores.refusal() {
            Some(why) => Some(Err(why)),
            None => thread.sorted(sort, |post| scores.score(post), goes_on).map(Ok),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Builder, Draft, Parent};

    const ON_TOPIC: &str = "the lamp of the lighthouse, its burner, the wick and the oil of the lamp tonight";
    const DRIFTED: &str = "ferry tickets and ferry prices, a refund for the ticket, says the ferry company";

    /// A thread about a lamp, in which the second reply goes off to a ferry; so often on a shelf.
    fn lamps(threads: usize) -> Thread {
        let mut builder = Builder::new("test");
        for _ in 0..threads {
            if threads > 1 {
                builder.begin();
            }
            let article = builder.add(Draft { body: ON_TOPIC, parent: Parent::Nothing, ..Draft::default() });
            let mut replies = Vec::new();
            for _ in 0..2 {
                let reply = Draft { body: ON_TOPIC, parent: Parent::Draft(article), ..Draft::default() };
                replies.push(builder.add(reply));
            }
            for (parent, body) in [(0, ON_TOPIC), (1, DRIFTED)].repeat(40) {
                let parent = Parent::Draft(replies[parent]);
                builder.add(Draft { parent, body, ..Draft::default() });
            }
        }
        builder.finish().unwrap().thread
    }

    #[test]
    fn every_thread_of_a_shelf_is_scored_as_if_it_stood_alone() {
        let (alone, shelf) = (lamps(1), lamps(3));
        let of_one = Distances::of(&alone, || true).unwrap();
        let of_all = Distances::of(&shelf, || true).unwrap();
        assert_eq!(shelf.len(), 1 + 3 * alone.len());
        for post in alone.ids() {
            for thread in 0..3 {
                let there = PostId::new(1 + thread * alone.len() + post.index());
                assert_eq!(of_all.score(there), of_one.score(post));
            }
        }
    }

    #[test]
    fn what_keeps_to_the_topic_comes_first_and_what_drifted_sinks() {
        let thread = lamps(1);
        let scores = Distances::of(&thread, || true).unwrap();
        let (sorted, places) = thread.sorted(Sort::Drift, |post| scores.score(post), || true).unwrap();
        let branches: Vec<_> = sorted.children(PostId::ARTICLE).collect();
        assert_eq!(branches.len(), 2);
        let last = places.iter().position(|&place| place == branches[1]).unwrap();
        assert!(thread.body(PostId::new(last + 1)).raw == DRIFTED);
    }

    #[test]
    fn too_little_to_tell_is_said_and_work_that_nobody_wants_ends() {
        let mut builder = Builder::new("test");
        builder.add(Draft { body: ON_TOPIC, ..Draft::default() });
        let thin = builder.finish().unwrap().thread;
        assert!(Distances::sorted(&thin, Sort::Drift, None, || true).unwrap().is_err());
        assert!(Distances::sorted(&thin, Sort::Newest, None, || true).unwrap().is_ok());
        assert!(Distances::sorted(&lamps(1), Sort::Drift, None, || false).is_none());
    }
}
