//! The measure: how far the words of each subthread are from those of the article and of the rest of the thread.

use super::bags::Bags;
use super::lexicon::{Lexicon, WordId};
use super::prose::own_words;
use super::tokens::{Grain, tokens};
use crate::thread::{PostId, Thread};

/// How many words the background stands for where the article's words are too few to go by, and where the rest's are.
const ARTICLE_PRIOR: f32 = 40.0;
const REST_PRIOR: f32 = 400.0;
/// What the closeness to the article, to the other branches, and to all outside of the subthread counts.
const SHARES: [f32; 3] = [0.5, 0.5, 0.5];
/// The closeness that a thread's middle is drawn to, half way.
const USUAL: f32 = -0.3;
/// How many words make half of the distance count.
const HALF: f32 = 20.0;
/// The distance at which the score is a half, and how steep it is there.
const MIDDLE: f32 = 0.3;
const STEEPNESS: f32 = 6.0;
/// So many posts are worked through between two questions whether to go on.
const BREATH: usize = 1024;

/// The words of a thread, counted.
pub(super) struct Counted {
    pub(super) lexicon: Lexicon,
    bags: Bags,
    /// How much title and article say, and all replies.
    article: f32,
    replies: f64,
}

/// What is known of every subthread of a thread, by its place below the opening post.
pub(super) struct Measured {
    /// How far it is from the topic, from 0 to 1.
    pub(super) scores: Vec<f32>,
    /// How many words it has, each counting for less the more often a post repeats it.
    pub(super) words: Vec<f32>,
    /// The closeness in the middle of the thread.
    pub(super) middle: f32,
}

/// Counts the words of the thread that `opening` opens.
pub(super) fn count(thread: &Thread, opening: PostId, goes_on: &impl Fn() -> bool) -> Option<Counted> {
    let mut lexicon = Lexicon::new(Grain::Words);
    let mut article = 0.0;
    let mut buffer = String::new();
    let grain = lexicon.grain();
    let mut say = |text: &str, weight: f32| {
        tokens(text, grain, &mut |token| {
            if let Some(word) = lexicon.add(token, opening).and_then(|id| lexicon.word_mut(id)) {
                word.article += weight;
            }
            article += weight;
        });
    };
    say(thread.title_of(opening), 2.0);
    own_words(thread.body(opening), &mut buffer, &mut |text| say(text, 1.0));

    let mut bags = Bags::default();
    // The article has a bag too, an empty one, so that places and bags agree.
    bags.push(std::iter::empty());
    let mut replies = 0.0;
    let mut counts: Vec<u32> = Vec::new();
    let mut touched: Vec<WordId> = Vec::new();
    for index in thread.subtree(opening).skip(1) {
        if index % BREATH == 0 && !goes_on() {
            return None;
        }
        let Some(post) = thread.get(index) else { break };
        own_words(thread.body(post), &mut buffer, &mut |text| {
            tokens(text, grain, &mut |token| {
                let Some(id) = lexicon.add(token, post) else { return };
                if counts.len() <= id.index() {
                    counts.resize(lexicon.len(), 0);
                }
                if let Some(count) = counts.get_mut(id.index()) {
                    if *count == 0 {
                        touched.push(id);
                    }
                    *count += 1;
                }
            });
        });
        let taken = touched.drain(..).map(|id| (id, counts.get_mut(id.index()).map_or(0, std::mem::take)));
        bags.push(taken);
        for (id, weight) in bags.of(index - opening.index(), index - opening.index() + 1) {
            if let Some(word) = lexicon.word_mut(id) {
                word.replies += weight;
                word.posts += 1;
            }
            replies += f64::from(weight);
        }
    }
    Some(Counted { lexicon, bags, article, replies })
}

/// Measures every subthread of the thread that `opening` opens.
pub(super) fn measure(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    goes_on: &impl Fn() -> bool,
) -> Option<Measured> {
    let len = thread.descendants(opening) + 1;
    let mut closeness = vec![0.0_f32; len];
    let mut words = vec![0.0_f32; len];
    weigh_branches(thread, opening, counted, &mut closeness, &mut words, goes_on)?;
    for index in (1..len).rev() {
        let Some(parent) = place_of_parent(thread, opening, index) else { continue };
        let (inner, many) = (at(&closeness, index), at(&words, index));
        add(&mut closeness, parent, inner);
        add(&mut words, parent, many);
    }
    weigh_rest(thread, opening, counted, &words, &mut closeness, goes_on)?;

    for (closeness, &words) in closeness.iter_mut().zip(&words) {
        *closeness /= words.max(1.0);
    }
    let middle = (median(closeness.iter().zip(&words).skip(1)) + USUAL) / 2.0;
    let mut scores = closeness;
    for (score, &words) in scores.iter_mut().zip(&words) {
        let distance = -words / (words + HALF) * (*score - middle);
        *score = 1.0 / (1.0 + (-STEEPNESS * (distance - MIDDLE)).exp());
    }
    Some(Measured { scores, words, middle })
}

fn at(numbers: &[f32], place: usize) -> f32 {
    numbers.get(place).copied().unwrap_or(0.0)
}

fn add(numbers: &mut [f32], place: usize, more: f32) {
    if let Some(number) = numbers.get_mut(place) {
        *number += more;
    }
}

fn place_of_parent(thread: &Thread, opening: PostId, place: usize) -> Option<usize> {
    let parent = thread.parent(thread.get(opening.index() + place)?)?;
    parent.index().checked_sub(opening.index())
}

/// The middle one of the closenesses of all subthreads that say anything.
fn median<'a>(all: impl Iterator<Item = (&'a f32, &'a f32)>) -> f32 {
    let mut all: Vec<f32> = all.filter(|&(_, &words)| words > 0.0).map(|(&closeness, _)| closeness).collect();
    let middle = all.len() / 2;
    if all.is_empty() { USUAL } else { *all.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

/// Adds to every post how close its words are to the article's and to those of the other branches.
fn weigh_branches(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    closeness: &mut [f32],
    words: &mut [f32],
    goes_on: &impl Fn() -> bool,
) -> Option<()> {
    let lexicon = &counted.lexicon;
    let article = (counted.article + ARTICLE_PRIOR).ln();
    let mut inside = vec![0.0_f32; lexicon.len()];
    let mut value = vec![0.0_f32; lexicon.len()];
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
        let rest = ((counted.replies - said).max(0.0) as f32 + REST_PRIOR).ln();
        for &id in &touched {
            let (Some(word), Some(value)) = (lexicon.word(id), value.get_mut(id.index())) else { continue };
            let common = word.common.exp();
            let of_article = (word.article + ARTICLE_PRIOR * common).ln() - article - word.common;
            let outside = (word.replies - at(&inside, id.index())).max(0.0);
            let of_rest = (outside + REST_PRIOR * common).ln() - rest - word.common;
            *value = SHARES[0] * of_article + SHARES[1] * of_rest;
        }
        for place in places {
            for (id, weight) in counted.bags.of(place, place + 1) {
                add(closeness, place, weight * at(&value, id.index()));
                add(words, place, weight);
            }
        }
        for id in touched.drain(..) {
            if let Some(inside) = inside.get_mut(id.index()) {
                *inside = 0.0;
            }
        }
    }
    Some(())
}

/// Adds to every subthread how close its words are to all that is said outside of it.
///
/// The tree is cut into paths that follow the child with the most posts below it. Along each path, from its end
/// upwards, the words of the subthread are gathered by adding what hangs beside the path; then all is taken back. A
/// post is gathered once for each path above it, of which there are at most as many as the posts can be halved.
fn weigh_rest(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    words: &[f32],
    closeness: &mut [f32],
    goes_on: &impl Fn() -> bool,
) -> Option<()> {
    let mut gathered = Gathered::new(counted);
    let len = closeness.len();
    let mut path = Vec::new();
    let mut heads = vec![0_usize];
    let mut since = 0;
    while let Some(head) = heads.pop() {
        path.clear();
        path.push(head);
        let mut place = head;
        while let Some((heavy, lighter)) = heaviest_child(thread, opening, place) {
            heads.extend(lighter);
            path.push(heavy);
            place = heavy;
        }
        let mut end = len.min(head + 1 + descendants(thread, opening, head));
        let whole = head..end;
        let mut next: Option<(usize, usize)> = None;
        for &place in path.iter().rev() {
            end = place + 1 + descendants(thread, opening, place);
            match next {
                None => gathered.add(counted, place, end),
                Some((start, stop)) => {
                    gathered.add(counted, place, start);
                    gathered.add(counted, stop, end);
                }
            }
            next = Some((place, end));
            since += 1;
            if since % BREATH == 0 && !goes_on() {
                return None;
            }
            let said = at(words, place);
            add(closeness, place, SHARES[2] * gathered.closeness(counted, said));
        }
        gathered.clear(counted, whole.start, whole.end);
    }
    Some(())
}

fn descendants(thread: &Thread, opening: PostId, place: usize) -> usize {
    thread.get(opening.index() + place).map_or(0, |post| thread.descendants(post))
}

/// The child below which most posts stand, and the others.
fn heaviest_child(thread: &Thread, opening: PostId, place: usize) -> Option<(usize, Vec<usize>)> {
    let post = thread.get(opening.index() + place)?;
    let heavy = thread.children(post).max_by_key(|&child| thread.descendants(child))?;
    let below = |child: PostId| child.index() - opening.index();
    Some((below(heavy), thread.children(post).filter(|&child| child != heavy).map(below).collect()))
}

/// The words of a subthread while it is gathered.
struct Gathered {
    inside: Vec<f32>,
    /// What each word adds to the sum.
    terms: Vec<f32>,
    sum: f64,
}

impl Gathered {
    fn new(counted: &Counted) -> Self {
        let len = counted.lexicon.len();
        Self { inside: vec![0.0; len], terms: vec![0.0; len], sum: 0.0 }
    }

    fn add(&mut self, counted: &Counted, from: usize, to: usize) {
        for (id, weight) in counted.bags.of(from, to) {
            let place = id.index();
            let (Some(word), Some(inside), Some(term)) =
                (counted.lexicon.word(id), self.inside.get_mut(place), self.terms.get_mut(place))
            else {
                continue;
            };
            *inside += weight;
            let outside = (word.replies - *inside).max(0.0);
            let now = *inside * ((outside + REST_PRIOR * word.common.exp()).ln() - word.common);
            self.sum += f64::from(now) - f64::from(*term);
            *term = now;
        }
    }

    fn closeness(&self, counted: &Counted, said: f32) -> f32 {
        let rest = (counted.replies as f32 - said).max(0.0) + REST_PRIOR;
        (self.sum - f64::from(said) * f64::from(rest.ln())) as f32
    }

    fn clear(&mut self, counted: &Counted, from: usize, to: usize) {
        for (id, _) in counted.bags.of(from, to) {
            for numbers in [&mut self.inside, &mut self.terms] {
                if let Some(number) = numbers.get_mut(id.index()) {
                    *number = 0.0;
                }
            }
        }
        self.sum = 0.0;
    }
}
