//! The measure: how far each subthread is from the topic of its thread.
//!
//! A word is worth more, the more often other branches and the topic use it than discussions at large. The topic is the
//! article and the replies that share a word with it, so it has words that the article lacks. A post is as close as its
//! words are on average, and a subthread as its posts are, short ones included.
//!
//! In real threads, two more things go with drift: depth, and few words in each post, as in an exchange of quips.
//!
//! The weights are a logistic regression over 189 branches of 86 real threads judged by people; a branch judged a
//! tangent counts as half drifted.

use super::count::Counted;
use super::lexicon::{Language, Word};
use super::logarithm::ln;
use super::tokens::Grain;
use super::{BREATH, add, at, sum_up};
use crate::thread::{PostId, Thread};

/// The weight of the background in words: where little is said, little is concluded.
const TOPIC_PRIOR: f32 = 100.0;
const REST_PRIOR: f32 = 400.0;
/// The limit for the worth of one word. The use of a rare word by others says less than its rarity promises: names and
/// slips are repeated wherever somebody began with them.
const WORTH: f32 = 2.0;
/// The weight of the article beside one of its words in a reply.
const OF_ARTICLE: f32 = 20.0;
/// The number of words at which half of a post's closeness counts.
const HALF: f32 = 40.0;
/// The weights towards drift, in log odds: closeness to the topic and to the other branches, the logarithms of depth
/// and of words for each post, and the constant.
const OF_TOPIC: f32 = -4.16;
const OF_BRANCHES: f32 = -2.08;
const OF_DEPTH: f32 = 0.68;
const OF_LENGTH: f32 = -1.3;
const WITHOUT: f32 = 1.28 - FOLDED;
/// The log odds of drift from which folding pays: there the score is a half.
const FOLDED: f32 = 0.3;
/// The usual closeness of a post, on that scale.
const USUAL: f32 = 1.26;
/// How much less the closeness varies with runs of letters than with words.
const OF_LETTERS: f32 = 2.0;

/// What is known of every subthread, by the distance of its post from the opening one.
pub(super) struct Measured {
    /// Its drift, from 0 to 1.
    pub(super) scores: Vec<f32>,
    /// The drift if all of its posts were as close as the first.
    pub(super) firsts: Vec<f32>,
    /// Its number of words; repetitions within a post count less.
    pub(super) words: Vec<f32>,
    /// The number of words in its first post.
    pub(super) own_words: Vec<f32>,
    /// How much more often two posts that share a rare word are in one branch than any two posts.
    pub(super) clumping: f32,
}

/// Measures every subthread of the thread that `opening` opens. `None` once `goes_on` returns false.
pub(super) fn measure(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    goes_on: &impl Fn() -> bool,
) -> Option<Measured> {
    let len = thread.descendants(opening) + 1;
    let (mut closeness, mut words) = (vec![0.0_f32; len], vec![0.0_f32; len]);
    let clumping = weigh_branches(thread, opening, counted, &mut closeness, &mut words, goes_on)?;
    let (stretch, off) = match counted.lexicon.language {
        Language::English => (1.0, 0.0),
        // The thread itself tells what is common here, so only differences mean anything.
        Language::Other(grain) => {
            let stretch = if grain == Grain::Letters { OF_LETTERS } else { 1.0 };
            (stretch, USUAL - stretch * usual(&closeness, &words))
        }
    };
    for (close, words) in closeness.iter_mut().zip(&words) {
        *close = (stretch * *close + off * words) / (words + HALF);
    }
    let (firsts, own_words) = (closeness.clone(), words.clone());
    for sums in [&mut closeness, &mut words] {
        sum_up(thread, opening, sums, |outer, inner| *outer += inner);
    }
    let posts = |place| thread.descendants(PostId::new(opening.index() + place)) as f32 + 1.0;
    let score = |place: usize, close: f32| {
        let depth = thread.depth(PostId::new(opening.index() + place)) - thread.depth(opening);
        let of_length = OF_LENGTH * ln(1.0 + at(&words, place) / posts(place));
        share(close + OF_DEPTH * ln(depth.max(1) as f32) + of_length + WITHOUT)
    };
    let firsts = firsts.iter().enumerate().map(|(place, &close)| score(place, close)).collect();
    let scores = closeness.iter().enumerate().map(|(place, &close)| score(place, close / posts(place))).collect();
    Some(Measured { scores, firsts, words, own_words, clumping })
}

/// The usual closeness of a thread's posts: the median of those with text.
fn usual(sums: &[f32], words: &[f32]) -> f32 {
    let said = sums.iter().zip(words).skip(1).filter(|&(_, &words)| words > 0.0);
    let mut all: Vec<f32> = said.map(|(sum, words)| sum / (words + HALF)).collect();
    let middle = all.len() / 2;
    if all.is_empty() { USUAL } else { *all.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// The probability for log odds.
pub(super) fn share(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Adds to every post its number of words and their closeness to the article and the other branches. Returns the
/// clumping.
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

/// Pairs of posts that share a rare word, and pairs within a branch.
#[derive(Default)]
struct Pairs {
    /// Pairs that share a rare word within a branch.
    together: f64,
    /// Pairs that share a rare word anywhere.
    apart: f64,
    /// Pairs within a branch.
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

/// The number of ordered pairs of posts.
fn both(posts: usize) -> f64 {
    let posts = posts as f64;
    posts * (posts - 1.0).max(0.0)
}

/// The worth of a word outside some of the replies.
#[derive(Clone, Copy)]
struct Outside {
    /// The reciprocal of its share in discussions at large.
    rarity: f32,
    /// Its weight in all replies.
    all: f32,
    /// Its worth if one reply uses it once, as most do.
    of_one: f32,
}

impl Outside {
    fn new(word: &Word) -> Self {
        let outside = Self { rarity: word.rarity, all: word.replies, of_one: 0.0 };
        Self { of_one: outside.worked_out(1.0), ..outside }
    }

    /// Its worth outside of a part that has this much of it.
    #[expect(clippy::float_cmp, reason = "a word that stands once weighs 1 to the bit, and any other is worked out")]
    fn of(&self, inside: f32) -> f32 {
        if inside == 1.0 { self.of_one } else { self.worked_out(inside) }
    }

    fn worked_out(&self, inside: f32) -> f32 {
        ln((self.all - inside).max(0.0) * self.rarity + REST_PRIOR)
    }
}

/// A word while branches are measured.
struct Weighed {
    outside: Outside,
    /// Its worth everywhere.
    fixed: f32,
    /// Its weight in the branch, and the number of posts.
    inside: f32,
    posts: u32,
    /// Its worth in the branch.
    value: f32,
    is_rare: bool,
}

/// The words before any branch is measured.
fn weighed(counted: &Counted) -> Vec<Weighed> {
    let words = || counted.lexicon.words().iter().enumerate();
    let topic = |id: usize, word: &Word| {
        OF_ARTICLE * word.article + counted.echoes.get(id).map_or(0.0, |echo| echo.of_several())
    };
    let all = words().map(|(id, word)| f64::from(topic(id, word))).sum::<f64>() as f32;
    let all = ln(all + TOPIC_PRIOR);
    let weighed = |(id, word): (usize, &Word)| {
        let of_topic = ln(topic(id, word) * word.rarity + TOPIC_PRIOR) - all;
        let (outside, is_rare) = (Outside::new(word), counted.lexicon.is_rare(word));
        Weighed { outside, fixed: OF_TOPIC * worth(of_topic), inside: 0.0, posts: 0, value: 0.0, is_rare }
    };
    words().map(weighed).collect()
}

/// The worth of a word used this much more often than at large, as a logarithm: it grows ever more slowly.
fn worth(more: f32) -> f32 {
    more / (1.0 + more.max(0.0) / WORTH)
}
