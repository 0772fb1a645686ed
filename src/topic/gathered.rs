//! The words of every subthread against those of all the rest, in little more than one pass.
//!
//! The tree is cut into paths that follow the reply with the most posts below it. Along each path, from its end upwards,
//! the words of the subthread are gathered by adding what hangs beside the path; then the next path begins with nothing. A post is
//! gathered once for each path that it is on or hangs beside, of which there are at most as many as the posts can be
//! halved.

use super::count::Counted;
use super::lexicon::{Word, WordId};
use super::logarithm::ln;
use super::model::{Outside, REST_CLIP, REST_PRIOR};
use super::{BREATH, at};
use crate::thread::{PostId, Thread};

/// Tells `each` for every subthread, by its place below the opening post, the sum of the closeness of its words to all
/// that is said outside of it. `words` has how much each subthread says.
pub(super) fn gather(
    thread: &Thread,
    opening: PostId,
    counted: &Counted,
    words: &[f32],
    goes_on: &impl Fn() -> bool,
    mut each: impl FnMut(usize, f32),
) -> Option<()> {
    let tree = Tree { thread, opening };
    let mut gathered = Gathered::new(counted);
    let mut path = Vec::new();
    let mut heads = vec![0_usize];
    let mut since = 0;
    while let Some(head) = heads.pop() {
        if tree.end(head) == head + 1 {
            each(head, gathered.alone(head, at(words, head)));
            continue;
        }
        path.clear();
        let mut next = Some(head);
        while let Some(place) = next {
            path.push(place);
            next = tree.heaviest(place);
            heads.extend(tree.children(place).filter(|&child| Some(child) != next));
        }
        gathered.begin();
        // What is gathered of the subthread so far: the places of the one below it on the path.
        let mut inner = None;
        for &place in path.iter().rev() {
            let end = tree.end(place);
            let (start, stop) = inner.unwrap_or((end, end));
            gathered.add(place, start);
            gathered.add(stop, end);
            inner = Some((place, end));
            since += end - place;
            if since >= BREATH {
                since = 0;
                if !goes_on() {
                    return None;
                }
            }
            each(place, gathered.closeness(at(words, place)));
        }
    }
    Some(())
}

/// A thread by places below its opening post.
struct Tree<'a> {
    thread: &'a Thread,
    opening: PostId,
}

impl Tree<'_> {
    fn post(&self, place: usize) -> PostId {
        PostId::new(self.opening.index() + place)
    }

    /// Where the subthread of a post ends.
    fn end(&self, place: usize) -> usize {
        place + 1 + self.thread.descendants(self.post(place))
    }

    fn children(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        self.thread.children(self.post(place)).map(|child| child.index() - self.opening.index())
    }

    /// The reply below which most posts stand.
    fn heaviest(&self, place: usize) -> Option<usize> {
        self.children(place).max_by_key(|&child| self.end(child) - child)
    }
}

/// The words of a subthread while it is gathered.
struct Gathered<'a> {
    counted: &'a Counted,
    words: Vec<Gathering>,
    sum: f64,
    /// The number of the path.
    path: u32,
    /// Words of which the subthread has more than the sum knows.
    grown: Vec<WordId>,
    /// The most that a word is worth, before it is set against how much the rest says.
    most: f32,
}

/// A word while a subthread is gathered.
#[derive(Clone, Copy)]
struct Gathering {
    outside: Outside,
    /// How much the subthread says of it.
    inside: f32,
    /// What it adds to the sum.
    term: f32,
    /// The path that these two are of; on another one both are 0.
    path: u32,
    /// The subthread has more of it than the sum knows.
    has_grown: bool,
}

impl Gathering {
    /// What it is worth, apart from how much the rest says, where the subthread has `inside` of it.
    fn value(&self, inside: f32, most: f32) -> f32 {
        inside * self.outside.of(inside).min(most)
    }
}

impl<'a> Gathered<'a> {
    fn new(counted: &'a Counted) -> Self {
        let gathering =
            |word: &Word| Gathering { outside: Outside::new(word), inside: 0.0, term: 0.0, path: 0, has_grown: false };
        let words = counted.lexicon.words().iter().map(gathering).collect();
        let most = REST_CLIP + ln(counted.replies + REST_PRIOR);
        Self { counted, words, sum: 0.0, path: 0, grown: Vec::new(), most }
    }

    /// Begins with nothing gathered.
    fn begin(&mut self) {
        self.path += 1;
        self.sum = 0.0;
    }

    /// The closeness of one post alone.
    fn alone(&self, place: usize, said: f32) -> f32 {
        let value = |(id, weight): (WordId, f32)| match self.words.get(id.index()) {
            Some(word) => f64::from(word.value(weight, self.most)),
            None => 0.0,
        };
        let sum = self.counted.bags.of(place, place + 1).map(value).sum();
        self.against_rest(sum, said)
    }

    /// Adds some posts to the subthread. What the sum is then is asked for later.
    fn add(&mut self, from: usize, to: usize) {
        for (id, weight) in self.counted.bags.of(from, to) {
            let Some(word) = self.words.get_mut(id.index()) else { continue };
            if word.path != self.path {
                (word.path, word.inside, word.term) = (self.path, 0.0, 0.0);
            }
            word.inside += weight;
            if !word.has_grown {
                word.has_grown = true;
                self.grown.push(id);
            }
        }
    }

    fn closeness(&mut self, said: f32) -> f32 {
        for id in self.grown.drain(..) {
            let Some(word) = self.words.get_mut(id.index()) else { continue };
            let now = word.value(word.inside, self.most);
            self.sum += f64::from(now) - f64::from(word.term);
            (word.term, word.has_grown) = (now, false);
        }
        self.against_rest(self.sum, said)
    }

    fn against_rest(&self, sum: f64, said: f32) -> f32 {
        let rest = (self.counted.replies - said).max(0.0) + REST_PRIOR;
        (sum - f64::from(said) * f64::from(ln(rest))) as f32
    }
}
