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
use super::lexicon::{Language, Word};
use super::logarithm::ln;
use super::{BREATH, add, at};
use crate::thread::{PostId, Thread};

/// How many words the background stands for where the article's words are too few to go by, and where the rest's are.
const ARTICLE_PRIOR: f32 = 20.0;
pub(super) const REST_PRIOR: f32 = 400.0;
/// The most that one word can be worth. That others use a rare word too says less than its rarity promises: names and
/// slips are repeated wherever somebody has begun with them.
pub(super) const REST_CLIP: f32 = 3.0;
const BRANCHES_CLIP: f32 = 2.0;
const ARTICLE_CLIP: f32 = 8.0;
/// What counts how much: closeness to the article, to the other branches, and to all outside of the subthread.
const OF_ARTICLE: f32 = 0.5;
const OF_BRANCHES: f32 = 0.3;
const OF_REST: f32 = 0.7;
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
const MIDDLE: f32 = 0.275;
const STEEPNESS: f32 = 6.0;

/// What is known of every subthread of a thread, by its place below the opening post.
pub(super) struct Measured {
    /// How far it is from the topic, from 0 to 1.
    pub(super) scores: Vec<f32>,
    /// How many words it has, each counting for less the more often a post repeats it.
    pub(super) words: Vec<f32>,
    /// How much more often two posts that share a rare word are of the same branch than two posts are.
    pub(super) clumping: f32,
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
    let clumping = weigh_branches(thread, opening, counted, &mut closeness, &mut words, goes_on)?;
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
    // What is usual is known for English alone.
    let own = if counted.lexicon.language == Language::English { OWN_MIDDLE } else { 1.0 };
    let expected = middle * own + USUAL * (1.0 - own);
    let top = thread.depth(opening);
    let mut scores = closeness;
    for (place, (score, &words)) in scores.iter_mut().zip(&words).enumerate() {
        let depth = (thread.depth(PostId::new(opening.index() + place)) - top) as f32;
        let prior = OF_DEPTH * (depth.min(DEEPEST) - USUAL_DEPTH);
        let distance = words / (words + HALF) * (expected - *score) + prior;
        *score = 1.0 / (1.0 + (-STEEPNESS * (distance - MIDDLE)).exp());
    }
    Some(Measured { scores, words, clumping })
}

/// The middle one of the closenesses of all subthreads that say anything.
fn median<'a>(all: impl Iterator<Item = (&'a f32, &'a f32)>) -> f32 {
    let mut all: Vec<f32> = all.filter(|&(_, &words)| words > 0.0).map(|(&closeness, _)| closeness).collect();
    let middle = all.len() / 2;
    if all.is_empty() { USUAL } else { *all.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// Adds to every post how much it says, and the closeness of its words to those of the article and of the other
/// branches. Returns the clumping.
fn weigh_branches(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    closeness: &mut [f32],
    words: &mut [f32],
    goes_on: &impl Fn() -> bool,
) -> Option<f32> {
    let mut all = weighed(counted);
    let mut touched = Vec::new();
    let mut pairs = Pairs::default();
    for branch in thread.children(opening) {
        let subtree = thread.subtree(branch);
        let places = subtree.start - opening.index()..subtree.end - opening.index();
        let mut said = 0.0_f64;
        for place in places.clone() {
            if place % BREATH == 0 && !goes_on() {
                return None;
            }
            for (id, weight) in counted.bags.of(place, place + 1) {
                let Some(word) = all.get_mut(id.index()) else { continue };
                if word.posts == 0 {
                    touched.push(id);
                }
                word.inside += weight;
                word.posts += 1;
                said += f64::from(weight);
            }
        }
        let rest = ln((counted.replies - said as f32).max(0.0) + REST_PRIOR);
        for id in touched.drain(..) {
            let Some(word) = all.get_mut(id.index()) else { continue };
            let of_rest = word.outside.of(word.inside) - rest;
            word.value = word.fixed + OF_BRANCHES * of_rest.min(BRANCHES_CLIP);
            if word.is_rare {
                pairs.of_rare(word.posts);
            }
            (word.inside, word.posts) = (0.0, 0);
        }
        pairs.of_branch(places.len());
        for place in places {
            if place % BREATH == 0 && !goes_on() {
                return None;
            }
            let (mut close, mut said) = (0.0, 0.0);
            for (id, weight) in counted.bags.of(place, place + 1) {
                close += weight * all.get(id.index()).map_or(0.0, |word| word.value);
                said += weight;
            }
            add(closeness, place, close);
            add(words, place, said);
        }
    }
    for word in counted.lexicon.words().iter().filter(|word| counted.lexicon.is_rare(word)) {
        pairs.apart += both(word.posts as usize);
    }
    Some(pairs.clumping(thread.descendants(opening)))
}

/// Pairs of posts that share a rare word, and pairs of the same branch.
#[derive(Default)]
struct Pairs {
    /// That share a rare word and are of one branch.
    together: f64,
    /// That share a rare word, wherever they are.
    apart: f64,
    /// That are of one branch.
    neighbours: f64,
}

impl Pairs {
    fn of_rare(&mut self, posts: u32) {
        self.together += both(posts as usize);
    }

    fn of_branch(&mut self, posts: usize) {
        self.neighbours += both(posts);
    }

    fn clumping(&self, posts: usize) -> f32 {
        let expected = self.neighbours / both(posts).max(1.0);
        (self.together / self.apart.max(1.0) / expected.max(f64::EPSILON)) as f32
    }
}

/// How many pairs so many posts make, each in both orders.
fn both(posts: usize) -> f64 {
    let posts = posts as f64;
    posts * (posts - 1.0).max(0.0)
}

/// What a word of the replies is worth that is said outside of some of them.
#[derive(Clone, Copy)]
pub(super) struct Outside {
    /// One over its share in discussions at large.
    rarity: f32,
    /// How much all replies say of it.
    all: f32,
    /// What it is worth where one of them says it once: most do.
    of_one: f32,
}

impl Outside {
    pub(super) fn new(word: &Word) -> Self {
        let outside = Self { rarity: word.rarity, all: word.replies, of_one: 0.0 };
        Self { of_one: outside.worked_out(1.0), ..outside }
    }

    /// What it is worth outside of what has so much of it, by the logarithm.
    #[expect(clippy::float_cmp, reason = "a count, which is exactly one or more")]
    pub(super) fn of(&self, inside: f32) -> f32 {
        if inside == 1.0 { self.of_one } else { self.worked_out(inside) }
    }

    fn worked_out(&self, inside: f32) -> f32 {
        ln((self.all - inside).max(0.0) * self.rarity + REST_PRIOR)
    }
}

/// A word while branches are weighed.
struct Weighed {
    outside: Outside,
    /// What it is worth wherever it stands.
    fixed: f32,
    /// How much the branch says of it, in how many posts.
    inside: f32,
    posts: u32,
    /// What it is worth in the branch.
    value: f32,
    is_rare: bool,
}

/// The words before any branch is weighed.
fn weighed(counted: &Counted) -> Vec<Weighed> {
    let all = ln(counted.article + ARTICLE_PRIOR);
    let usual = counted.mean(|word| word.common);
    let oneself = counted.mean(|word| f32::from(u8::from(word.oneself)));
    let weighed = |word: &Word| {
        let of_article = ln(word.article * word.rarity + ARTICLE_PRIOR) - all;
        let of_oneself = f32::from(u8::from(word.oneself)) - oneself;
        let fixed =
            OF_ARTICLE * of_article.min(ARTICLE_CLIP) + OF_RARITY * (word.common - usual) - OF_ONESELF * of_oneself;
        let (outside, is_rare) = (Outside::new(word), counted.lexicon.is_rare(word));
        Weighed { outside, fixed, inside: 0.0, posts: 0, value: 0.0, is_rare }
    };
    counted.lexicon.words().iter().map(weighed).collect()
}
