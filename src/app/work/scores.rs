//! The drift of everything in a thread, and what is never suggested.

use crate::app::work::remap::Remap;
use crate::app::work::topics::Topic;
use crate::query;
use crate::query::Wanted;
use crate::thread::{PostId, PostSet, Text, Thread};
use crate::topic::{Distances, Drift, Judgements, Level, Spare, THRESHOLD, Verdict};
use crate::visit::Label;

/// A threshold of drift, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Threshold(pub(in crate::app) u16);

impl Threshold {
    pub(in crate::app) const LEAST: u16 = 5;
    /// With little text, nothing below this is suggested unasked.
    pub(in crate::app) const DOUBTFUL: u16 = 25;
    pub(in crate::app) const MOST: u16 = 95;

    /// The nearest threshold to a number from 0 to 1.
    pub(crate) fn new(threshold: f32) -> Self {
        Self(((threshold * 100.0).round() as u16).clamp(Self::LEAST, Self::MOST))
    }

    /// The threshold as a number from 0 to 1.
    pub(crate) fn share(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

impl Default for Threshold {
    fn default() -> Self {
        Self::new(THRESHOLD)
    }
}

/// The drift of everything in a thread, and what is never suggested.
#[derive(Debug)]
pub struct Scores {
    pub(in crate::app) opening: PostId,
    pub(in crate::app) drift: Drift,
    /// Posts with links or code.
    pub(in crate::app) useful: PostSet,
}

/// Words in a reason at most.
const WORDS: usize = 4;

impl Scores {
    /// The scores in a changed thread. `None` if its opening post is gone. New posts are not scored.
    pub(in crate::app) fn moved(&self, remap: &Remap<'_>) -> Option<Self> {
        let opening = remap.post(self.opening)?;
        let posts = remap.old.subtree(self.opening).map(|index| remap.post(PostId::new(index)));
        let drift = self.drift.moved(remap.new, opening, posts);
        let mut useful = PostSet::none(remap.new.len());
        let kept = self.useful.within(0..self.useful.capacity()).filter_map(|post| remap.post(post));
        kept.for_each(|post| useful.insert(post));
        Some(Self { opening, drift, useful })
    }

    /// The opening post of their thread.
    pub(in crate::app) fn opening(&self) -> PostId {
        self.opening
    }

    /// Scores the thread of an opening post. `None` once `goes_on` returns false.
    pub fn of(thread: &Thread, opening: PostId, goes_on: impl Fn() -> bool) -> Option<Self> {
        let drift = Drift::of(thread, opening, &goes_on)?;
        let mut useful = PostSet::none(thread.len());
        for wanted in [Wanted::Links, Wanted::Code] {
            query::seek(thread, &wanted, opening, |found| {
                found.posts.into_iter().for_each(|post| useful.insert(post));
                goes_on()
            });
        }
        goes_on().then_some(Self { opening, drift, useful })
    }

    /// What has drifted further than a threshold, with the words that show it; leaves out what the original poster
    /// started and what has links or code.
    pub(crate) fn suggested(&self, thread: &Thread, threshold: Threshold) -> Vec<(PostId, Text)> {
        let spare = |post| if self.useful.contains(post) { Spare::Whole } else { Spare::Nothing };
        let mut found = self.drift.suggestions(thread, threshold.share(), true, spare);
        found.retain(|found| found.level == Level::OffTopic);
        let label = Label::OffTopic.name();
        let reason = |post: PostId| Text::line(&format!("{label} {}", self.reason(thread, post).as_slice().as_str()));
        found.into_iter().map(|found| (found.post, reason(found.post))).collect()
    }

    /// The drift alone.
    pub(in crate::app) fn distances(&self) -> Distances {
        Distances::told_by(&self.drift)
    }

    /// Whether there is enough text to suggest something.
    pub(crate) fn verdict(&self) -> Verdict {
        self.drift.verdict()
    }
}

impl Scores {
    /// Whether there is enough text to say what anything is about.
    pub(in crate::app) fn tell(&self) -> bool {
        self.drift.verdict() != Verdict::Thin
    }

    /// The topic of a branch, and its drift if the thread has one topic.
    pub(in crate::app) fn topic(&self, thread: &Thread, branch: PostId) -> Topic {
        let is_told = self.drift.verdict() == Verdict::Enough;
        let drift = if is_told { self.told(branch) } else { Text::default() };
        Topic { drift, words: self.drift.words(thread, branch).away }
    }

    /// The topics of the thread.
    pub(in crate::app) fn held(&self) -> &[Text] {
        self.drift.held()
    }

    /// The drift of a subthread, in words that begin a reason.
    pub(in crate::app) fn told(&self, post: PostId) -> Text {
        self.drift.score(post).map_or_else(Text::default, |score| Text::line(&format!("{score:.2}")))
    }

    /// The scores for a reader who has judged some subthreads.
    pub(in crate::app) fn judged(&self, thread: &Thread, judgements: Judgements<'_>) -> Self {
        let drift = self.drift.judged(thread, judgements);
        Self { opening: self.opening, drift, useful: self.useful.clone() }
    }

    /// The drift with what the subthread resembles of what the reader put away, or with the words that show it.
    pub(in crate::app) fn reason(&self, thread: &Thread, post: PostId) -> Text {
        let mut reason = self.told(post);
        if let Some(like) = self.drift.like_put_away(thread, post) {
            let number = thread.number(like) - thread.number(self.opening);
            reason.push_line(&format!(": like #{number}, which you put away"));
            return reason;
        }
        for (number, word) in self.drift.words(thread, post).away.iter().take(WORDS).enumerate() {
            reason.push_line(if number == 0 { ": " } else { ", " });
            reason.push(word.as_slice());
        }
        reason
    }
}
