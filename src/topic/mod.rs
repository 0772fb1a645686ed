//! How far a branch has drifted from what its thread is about. Knows neither the screen nor what is folded.

use crate::thread::{PostId, Text, Thread};

/// The scores of one thread.
#[derive(Debug, Clone)]
pub(crate) struct Drift {
    /// For each post that of the subthread below it, in thousandths; [`UNSCORED`] where there is none.
    scores: Vec<u16>,
    verdict: Verdict,
}

const UNSCORED: u16 = u16::MAX;

/// Whether a thread has what it takes to suggest something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It has.
    Enough,
    /// There is too little text to tell what it is about.
    Thin,
    /// Every branch has a topic of its own.
    Open,
}

/// The words that tell where a subthread has gone, and where it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// What it talks about, and the thread does not.
    pub(crate) away: Vec<Text>,
    /// What the thread talks about.
    pub(crate) held: Vec<Text>,
}

impl Drift {
    /// The scores of the thread that `opening` opens; `goes_on` is asked now and then, and ends the work when it says
    /// no.
    pub(crate) fn of(thread: &Thread, _opening: PostId, goes_on: impl Fn() -> bool) -> Option<Self> {
        goes_on().then(|| Self { scores: vec![UNSCORED; thread.len()], verdict: Verdict::Thin })
    }

    /// How far the subthread of a post is from the topic, from 0 to 1; none where it is not scored.
    pub(crate) fn score(&self, post: PostId) -> Option<f32> {
        self.scores.get(post.index()).filter(|&&score| score != UNSCORED).map(|&score| f32::from(score) / 1000.0)
    }

    /// Whether there is enough to suggest something.
    pub(crate) fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The subthreads that have drifted further than `threshold`, the highest of each and in document order.
    pub(crate) fn suggestions(&self, _thread: &Thread, _threshold: f32) -> Vec<PostId> {
        Vec::new()
    }

    /// The words that tell why.
    pub(crate) fn words(&self, _thread: &Thread, _post: PostId) -> Words {
        Words::default()
    }
}
