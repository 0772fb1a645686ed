//! The measure: how far each subthread is from what its thread is about.
//!
//! A word is worth the more, the more often it is said elsewhere than in discussions at large: in the other branches,
//! and in the topic, which is the article and the replies that use a word of it. The topic so has words that the article
//! lacks. A subthread is as close as its words are on average; what is not close, and is long enough to tell, has
//! drifted. What is closest to the branch that it is in is no nearer to the topic for that: talk drifts off in company.
//!
//! Three things were found to go with drift in real threads beside that: speaking of oneself, speaking of the talk, and
//! depth. They cannot make drift alone.
//!
//! What is far even from its own branch has strayed in from elsewhere, and is off the topic as well.

use super::background::Kind;
use super::count::Counted;
use super::gathered::gather;
use super::lexicon::{Language, Word};
use super::logarithm::ln;
use super::{BREATH, add, at};
use crate::thread::{PostId, Thread};

/// For how many words the background stands, so that where little is said little is concluded.
const TOPIC_PRIOR: f32 = 100.0;
pub(super) const REST_PRIOR: f32 = 400.0;
/// What the worth of one word comes near to, and the most that it can be. That others use a rare word too says less than
/// its rarity promises: names and slips are repeated wherever somebody has begun with them.
const WORTH: f32 = 2.0;
pub(super) const REST_CLIP: f32 = 3.0;
/// What counts how much: closeness to the other branches, and to the topic.
const OF_BRANCHES: f32 = 0.5;
const OF_TOPIC: f32 = 0.4;
/// How often the article counts beside one word of it in a reply.
const OF_ARTICLE: f32 = 20.0;
/// What a word counts that is about oneself, and one about the talk.
const OF_ONESELF: f32 = 5.0;
const OF_TALK: f32 = 10.0;
/// What depth counts, by its logarithm, and the depth at which it counts nothing, likewise.
const OF_DEPTH: f32 = 0.15;
const USUAL_DEPTH: f32 = 1.0;
/// The usual closeness, and how much of the middle of the thread itself is taken instead.
const USUAL: f32 = -0.3;
const OWN_MIDDLE: f32 = 0.35;
/// How many words make half of the distance count.
const HALF: f32 = 20.0;
/// What the distance from all that is said elsewhere counts, and how near it begins.
const OF_REST: f32 = 1.6;
const HEAD_START: f32 = 0.05;
/// How much further off a subthread can be for having strayed in than it is from the topic.
const MOST_STRAYED: f32 = 0.6;
/// The distance at which the score is a half, and how steep it is there.
const MIDDLE: f32 = 0.45;
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
    let mut of_rest = vec![0.0_f32; len];
    gather(thread, opening, counted, &words, goes_on, |place, sum| add(&mut of_rest, place, sum))?;
    for sums in [&mut closeness, &mut of_rest] {
        for (sum, &words) in sums.iter_mut().zip(&words) {
            *sum /= words.max(1.0);
        }
    }
    let (expected, expected_of_rest) = (usual(counted, &closeness, &words), usual(counted, &of_rest, &words));
    let top = thread.depth(opening);
    let mut scores = closeness;
    for (place, ((score, &of_rest), &words)) in scores.iter_mut().zip(&of_rest).zip(&words).enumerate().skip(1) {
        let depth = (thread.depth(PostId::new(opening.index() + place)) - top) as f32;
        let sure = words / (words + HALF);
        let drifted = sure * (expected - *score) + OF_DEPTH * (depth.ln() - USUAL_DEPTH);
        let strayed = OF_REST * sure * (expected_of_rest - of_rest) + HEAD_START;
        // What most of the thread does not speak of may still be what it is about.
        let strayed = strayed.min(drifted + MOST_STRAYED);
        let odds = |distance: f32| (STEEPNESS * (distance - MIDDLE)).exp();
        let either = odds(drifted) + odds(strayed);
        *score = either / (1.0 + either);
    }
    Some(Measured { scores, words, clumping })
}

/// How close the subthreads of a thread usually are.
fn usual(counted: &Counted, closeness: &[f32], words: &[f32]) -> f32 {
    // What is usual elsewhere is known for English alone.
    let own = if counted.lexicon.language == Language::English { OWN_MIDDLE } else { 1.0 };
    let middle = median(closeness.iter().zip(words).skip(1));
    middle * own + USUAL * (1.0 - own)
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
            word.value = word.fixed + OF_BRANCHES * worth(of_rest);
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
    #[expect(clippy::float_cmp, reason = "a word that stands once weighs 1 to the bit, and any other is worked out")]
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
    let topic = |id: usize, word: &Word| {
        OF_ARTICLE * word.article + counted.echoes.get(id).map_or(0.0, |echo| echo.of_several())
    };
    let words = || counted.lexicon.words().iter().enumerate();
    let all = words().map(|(id, word)| f64::from(topic(id, word))).sum::<f64>() as f32;
    let all = ln(all + TOPIC_PRIOR);
    let share = |kind| counted.mean(|word| f32::from(u8::from(kind_of(word) == kind)));
    let usual = OF_ONESELF * share(Kind::Oneself) + OF_TALK * share(Kind::Talk);
    let weighed = |(id, word): (usize, &Word)| {
        let of_topic = ln(topic(id, word) * word.rarity + TOPIC_PRIOR) - all;
        let of_kind = match kind_of(word) {
            Kind::Anything => 0.0,
            Kind::Oneself => OF_ONESELF,
            Kind::Talk => OF_TALK,
        };
        let fixed = OF_TOPIC * worth(of_topic) - (of_kind - usual);
        let (outside, is_rare) = (Outside::new(word), counted.lexicon.is_rare(word));
        Weighed { outside, fixed, inside: 0.0, posts: 0, value: 0.0, is_rare }
    };
    words().map(weighed).collect()
}

/// What a word is worth that is said so much more often than at large, by the logarithm: more and more slowly more.
fn worth(more: f32) -> f32 {
    more / (1.0 + more.max(0.0) / WORTH)
}

/// What people speak of with a word. Where the article has it, that may be the talk itself.
fn kind_of(word: &Word) -> Kind {
    if word.kind == Kind::Talk && word.article > 0.0 { Kind::Anything } else { word.kind }
}
