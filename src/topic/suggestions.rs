//! Suggestions: the highest subthreads that have drifted far enough, each with a level.

use super::count::Counted;
use super::model::Measured;
use super::{BREATH, Drift, Verdict, above, sum_up};
use crate::thread::{PostId, Thread};

/// A subthread that has drifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// Its first post.
    pub post: PostId,
    /// How far it has drifted.
    pub level: Level,
}

/// How certain the drift of a subthread is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Further than the threshold.
    OffTopic,
    /// Nearly as far.
    Wanders,
}

/// Whether a drifted subthread is spared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spare {
    /// No.
    Nothing,
    /// Yes, because of something in it; its other parts are not.
    Around,
    /// Yes, with all of its parts.
    Whole,
}

/// What is known of a subthread. Scores are in thousandths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subthread {
    /// Its drift; [`UNSCORED`] if unknown.
    pub(super) score: u16,
    /// The drift of its first post if that is long enough to tell; else [`UNSCORED`].
    first: u16,
    /// The least drift of any part that is large enough to return for.
    least: u16,
    /// The number of its words.
    words: u16,
    /// Whether the author of the article writes in it.
    is_joined: bool,
    /// Whether it has words that show a reader where it went.
    is_told: bool,
}

pub(super) const UNSCORED: u16 = u16::MAX;
/// The least number of words in a suggested subthread.
const FEWEST_WORDS: u16 = 20;
/// The least number of posts in a suggested subthread: a digression takes two. Near the article it takes one more,
/// since answers to the article, and to those, bring new words into the topic far more often than they leave it.
const COMPANY: usize = 2;
const NEAR: usize = 2;
/// Known words used once that show where a subthread went; of words used twice, one is enough.
const KNOWN_ONCE: u32 = 2;
/// A part of this many words and posts that is back on topic keeps everything above it open, and so does a first post
/// of this many words that has not left it.
const RETURN_WORDS: u16 = 60;
const RETURN_POSTS: usize = 2;
const FIRST_WORDS: f32 = 15.0;
/// The share of the threshold that such a part stays below.
const RETURN: f32 = 0.5;
/// The share of the threshold that is enough to wander.
const FAINT: f32 = 0.6;

impl Subthread {
    pub(super) const UNSCORED: Self =
        Self { score: UNSCORED, first: UNSCORED, least: UNSCORED, words: 0, is_joined: false, is_told: false };

    /// Whether it has drifted beyond `over`, and neither its beginning nor a part of it is back on topic.
    fn is_beyond(&self, over: f32) -> bool {
        let back = (over * RETURN) as u16;
        let (first, least) = (self.first, self.least);
        self.score != UNSCORED && f32::from(self.score) > over && first > back && least > back
    }
}

pub(super) fn subthreads(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    measured: &Measured,
    goes_on: &impl Fn() -> bool,
) -> Option<Vec<Subthread>> {
    let told = told(thread, opening, counted, goes_on)?;
    let author = thread.post(opening).author();
    let thousandths = |score: f32| (score * 1000.0).round() as u16;
    let mut all: Vec<_> = measured
        .scores
        .iter()
        .zip(&measured.firsts)
        .zip(measured.words.iter().zip(&measured.own_words))
        .zip(told)
        .enumerate()
        .map(|(place, (((&score, &first), (&words, &own)), is_told))| Subthread {
            score: if words > 0.0 && place > 0 { thousandths(score) } else { UNSCORED },
            first: if own >= FIRST_WORDS { thousandths(first) } else { UNSCORED },
            least: UNSCORED,
            words: words as u16,
            is_joined: place > 0
                && author.is_some()
                && thread.post(PostId::new(opening.index() + place)).author() == author,
            is_told,
        })
        .collect();
    sum_up(thread, opening, &mut all, |outer, inner| outer.is_joined |= inner.is_joined);
    find_returns(thread, opening, &mut all);
    Some(all)
}

/// Finds the part of each subthread that is closest to the topic, by the present scores.
pub(super) fn find_returns(thread: &Thread, opening: PostId, all: &mut [Subthread]) {
    all.iter_mut().for_each(|subthread| subthread.least = UNSCORED);
    for place in (1..all.len()).rev() {
        let Some(&Subthread { score, least, words, .. }) = all.get(place) else { continue };
        let posts = thread.get(opening.index() + place).map_or(0, |post| thread.descendants(post) + 1);
        let large = words >= RETURN_WORDS && posts >= RETURN_POSTS;
        let least = least.min(if large { score } else { UNSCORED });
        if let Some(parent) = above(thread, opening, place).and_then(|parent| all.get_mut(parent)) {
            parent.least = parent.least.min(least);
        }
    }
}

/// For every subthread, whether it has words that show where it went: one used twice and nowhere else, or two known
/// ones used nowhere else.
fn told(thread: &Thread, opening: PostId, counted: &Counted, goes_on: &impl Fn() -> bool) -> Option<Vec<bool>> {
    let len = thread.descendants(opening) + 1;
    let words = counted.lexicon.words();
    // The first and the last post with each word.
    let mut reach = vec![(0_u32, 0_u32); words.len()];
    for place in 1..len {
        if place % BREATH == 0 && !goes_on() {
            return None;
        }
        for (id, _) in counted.bags.of(place, place + 1) {
            if let Some((first, last)) = reach.get_mut(id.index()) {
                *first = if *first == 0 { place as u32 } else { *first };
                *last = place as u32;
            }
        }
    }
    // For each post, among the rare words first used there: the earliest last use of a repeated one, and the number of
    // known ones that occur once.
    let mut inside = vec![(u32::MAX, 0_u32); len];
    for (word, &(first, last)) in words.iter().zip(&reach) {
        let Some((end, single)) = inside.get_mut(first as usize) else { continue };
        if word.article > 0.0 || !counted.lexicon.is_rare(word) {
            continue;
        }
        if word.replies > 1.0 {
            *end = last.min(*end);
        } else if counted.lexicon.is_known(word) {
            *single += 1;
        }
    }
    sum_up(thread, opening, &mut inside, |outer, (end, single)| *outer = (end.min(outer.0), outer.1 + single));
    let told = inside.iter().enumerate().map(|(place, &(end, single))| {
        let stop = thread.get(opening.index() + place).map_or(0, |post| place + 1 + thread.descendants(post));
        place > 0 && ((end as usize) < stop || single >= KNOWN_ONCE)
    });
    Some(told.collect())
}

impl Drift {
    /// The drifted subthreads in document order: the highest beyond `threshold`, and outside of them the highest that
    /// come near to it. A subthread that returns to the topic is left out, though its other parts may be in; the same
    /// goes for spared ones. What the article's author writes in is spared unless `guards` is off.
    pub fn suggestions(
        &self,
        thread: &Thread,
        threshold: f32,
        guards: bool,
        spare: impl Fn(PostId) -> Spare,
    ) -> Vec<Suggestion> {
        let over = threshold * 1000.0;
        let (top, author) = (thread.depth(self.opening), thread.post(self.opening).author());
        // With little text, a single post may be a whole branch.
        let trusts = self.verdict == Verdict::Enough;
        let is_large = |post: PostId, words: u16| {
            let near = usize::from(thread.depth(post) - top <= NEAR);
            words >= FEWEST_WORDS && (!trusts || thread.descendants(post) + 1 >= COMPANY + near)
        };
        let mut found: Vec<Suggestion> = Vec::new();
        let (mut place, mut wanders_to, mut told_to) = (1, 0, 0);
        while let Some(subthread) = self.subthreads.get(place) {
            let here = place;
            place += 1;
            let Some(post) = thread.get(self.opening.index() + here) else { break };
            let end = here + 1 + thread.descendants(post);
            if subthread.is_told && subthread.score != UNSCORED && f32::from(subthread.score) > over {
                // Words that show where a subthread went count for its parts, if it does not go as a whole.
                told_to = end.max(told_to);
            }
            let is_held = guards && (subthread.is_joined || !subthread.is_told && here >= told_to);
            if guards && subthread.is_joined && thread.post(post).author() == author {
                place = end;
                continue;
            }
            if !subthread.is_beyond(over * FAINT) || is_held || !is_large(post, subthread.words) {
                continue;
            }
            match spare(post) {
                Spare::Nothing => {}
                Spare::Around => continue,
                Spare::Whole => {
                    place = end;
                    continue;
                }
            }
            if subthread.is_beyond(over) {
                if here < wanders_to {
                    // A branch with a suggested part is known by that part.
                    let is_around =
                        |around: &Suggestion| around.level == Level::Wanders && thread.contains(around.post, post);
                    found.pop_if(|around| is_around(around));
                    wanders_to = 0;
                }
                found.push(Suggestion { post, level: Level::OffTopic });
                place = end;
            } else if here >= wanders_to {
                found.push(Suggestion { post, level: Level::Wanders });
                wanders_to = end;
            }
        }
        found
    }
}
