//! The measure: how far the words of each subthread are from those of the article and of the rest of the thread.
//!
//! For every word it is known how much more often the article has it than discussions at large, and how much more often
//! the other branches and all that is outside of the subthread have it. A subthread is as close as its words are on
//! average. What is close is on the topic. What is not, and is long enough to tell, has drifted.
//!
//! Three things were found to go with drift in real threads beside that: rarer words than the thread's, speaking of
//! oneself, and depth. They count for little, and cannot make drift alone.

use super::count::Counted;
use super::gathered::gather;
use super::{BREATH, add, at};
use crate::thread::{PostId, Thread};

/// How many words the background stands for where the article's words are too few to go by, and where the rest's are.
const ARTICLE_PRIOR: f32 = 20.0;
pub(super) const REST_PRIOR: f32 = 400.0;
/// The most that one word can be worth. That others use a rare word too says less than its rarity promises: names and
/// slips are repeated wherever somebody has begun with them.
pub(super) const REST_CLIP: f32 = 2.0;
const ARTICLE_CLIP: f32 = 8.0;
/// What counts how much: closeness to the article, to the other branches, and to all outside of the subthread.
const OF_ARTICLE: f32 = 0.5;
const OF_BRANCHES: f32 = 0.4;
const OF_REST: f32 = 0.6;
/// What a word's rarity counts, by its logarithm, and a word about oneself.
const OF_RARITY: f32 = 0.1;
const OF_ONESELF: f32 = 5.0;
/// What a level of depth counts, from which level, and for how many at the most.
const OF_DEPTH: f32 = 0.03;
const USUAL_DEPTH: f32 = 3.0;
const DEEPEST: f32 = 6.0;
/// The usual closeness, and how much of the middle of the thread itself is taken instead.
const USUAL: f32 = -0.3;
const OWN_MIDDLE: f32 = 0.35;
/// How many words make half of the distance count.
const HALF: f32 = 20.0;
/// The distance at which the score is a half, and how steep it is there.
const MIDDLE: f32 = 0.3;
const STEEPNESS: f32 = 6.0;

/// What is known of every subthread of a thread, by its place below the opening post.
pub(super) struct Measured {
    /// How far it is from the topic, from 0 to 1.
    pub(super) scores: Vec<f32>,
    /// How many words it has, each counting for less the more often a post repeats it.
    pub(super) words: Vec<f32>,
    /// The closeness in the middle of the thread.
    pub(super) middle: f32,
}

/// Measures every subthread of the thread that `opening` opens.
pub(super) fn measure(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    goes_on: &impl Fn() -> bool,
) -> Option<Measured> {
    let len = thread.descendants(opening) + 1;
    let (mut closeness, mut words) = (vec![0.0_f32; len], vec![0.0_f32; len]);
    weigh_branches(thread, opening, counted, &mut closeness, &mut words, goes_on)?;
    for place in (1..len).rev() {
        let post = PostId::new(opening.index() + place);
        if let Some(parent) = thread.parent(post) {
            let parent = parent.index() - opening.index();
            let (inner, many) = (at(&closeness, place), at(&words, place));
            add(&mut closeness, parent, inner);
            add(&mut words, parent, many);
        }
    }
    gather(thread, opening, counted, &words, goes_on, |place, sum| add(&mut closeness, place, OF_REST * sum))?;
    for (closeness, &words) in closeness.iter_mut().zip(&words) {
        *closeness /= words.max(1.0);
    }
    let middle = median(closeness.iter().zip(&words).skip(1));
    let expected = middle * OWN_MIDDLE + USUAL * (1.0 - OWN_MIDDLE);
    let top = thread.depth(opening);
    let mut scores = closeness;
    for (place, (score, &words)) in scores.iter_mut().zip(&words).enumerate() {
        let depth = (thread.depth(PostId::new(opening.index() + place)) - top) as f32;
        let distance = words / (words + HALF) * (expected - *score) + OF_DEPTH * (depth.min(DEEPEST) - USUAL_DEPTH);
        *score = 1.0 / (1.0 + (-STEEPNESS * (distance - MIDDLE)).exp());
    }
    Some(Measured { scores, words, middle })
}

/// The middle one of the closenesses of all subthreads that say anything.
fn median<'a>(all: impl Iterator<Item = (&'a f32, &'a f32)>) -> f32 {
    let mut all: Vec<f32> = all.filter(|&(_, &words)| words > 0.0).map(|(&closeness, _)| closeness).collect();
    let middle = all.len() / 2;
    if all.is_empty() { USUAL } else { *all.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// Adds to every post how much it says, and the closeness of its words to those of the article and of the other
/// branches.
fn weigh_branches(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    closeness: &mut [f32],
    words: &mut [f32],
    goes_on: &impl Fn() -> bool,
) -> Option<()> {
    let fixed = fixed_values(counted);
    let len = counted.lexicon.len();
    let (mut inside, mut value) = (vec![0.0_f32; len], vec![0.0_f32; len]);
    let mut touched = Vec::new();
    for branch in thread.children(opening) {
        let subtree = thread.subtree(branch);
        let places = subtree.start - opening.index()..subtree.end - opening.index();
        let mut said = 0.0_f64;
        for place in places.clone() {
            if place % BREATH == 0 && !goes_on() {
                return None;
            }
            for (id, weight) in counted.bags.of(place, place + 1) {
                if at(&inside, id.index()) == 0.0 {
                    touched.push(id);
                }
                add(&mut inside, id.index(), weight);
                said += f64::from(weight);
            }
        }
        let rest = ((counted.replies - said as f32).max(0.0) + REST_PRIOR).ln();
        for id in touched.drain(..) {
            let (Some(word), Some(inside), Some(value)) =
                (counted.lexicon.word(id), inside.get_mut(id.index()), value.get_mut(id.index()))
            else {
                continue;
            };
            let outside = (word.replies - *inside).max(0.0);
            let of_rest = (outside / word.common.exp() + REST_PRIOR).ln() - rest;
            *value = at(&fixed, id.index()) + OF_BRANCHES * of_rest.min(REST_CLIP);
            *inside = 0.0;
        }
        for place in places {
            if place % BREATH == 0 && !goes_on() {
                return None;
            }
            for (id, weight) in counted.bags.of(place, place + 1) {
                add(closeness, place, weight * at(&value, id.index()));
                add(words, place, weight);
            }
        }
    }
    Some(())
}

/// For each word what it is worth wherever it stands.
fn fixed_values(counted: &Counted) -> Vec<f32> {
    let all = (counted.article + ARTICLE_PRIOR).ln();
    let usual = counted.mean(|word| word.common);
    let oneself = counted.mean(|word| f32::from(u8::from(word.oneself)));
    let value = |word: &super::lexicon::Word| {
        let of_article = (word.article / word.common.exp() + ARTICLE_PRIOR).ln() - all;
        let of_oneself = f32::from(u8::from(word.oneself)) - oneself;
        OF_ARTICLE * of_article.min(ARTICLE_CLIP) + OF_RARITY * (word.common - usual) - OF_ONESELF * of_oneself
    };
    counted.lexicon.words().iter().map(value).collect()
}
