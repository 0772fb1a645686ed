//! The words of every subthread against those of all the rest, in little more than one pass.
//!
//! The tree is cut into paths that follow the reply with the most posts below it. Along each path, from its end upwards,
//! the words of the subthread are gathered by adding what hangs beside the path; then all is taken back. A post is
//! gathered once for each path that it is on or hangs beside, of which there are at most as many as the posts can be
//! halved.

use super::count::Counted;
use super::model::{REST_CLIP, REST_PRIOR};
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
        path.clear();
        let mut next = Some(head);
        while let Some(place) = next {
            path.push(place);
            next = tree.heaviest(place);
            heads.extend(tree.children(place).filter(|&child| Some(child) != next));
        }
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
        gathered.clear(head, tree.end(head));
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
    /// How much it says of each word.
    inside: Vec<f32>,
    /// What each word adds to the sum.
    terms: Vec<f32>,
    sum: f64,
    /// The most that a word is worth, before it is set against how much the rest says.
    most: f32,
}

impl<'a> Gathered<'a> {
    fn new(counted: &'a Counted) -> Self {
        let len = counted.lexicon.len();
        let most = REST_CLIP + (counted.replies + REST_PRIOR).ln();
        Self { counted, inside: vec![0.0; len], terms: vec![0.0; len], sum: 0.0, most }
    }

    fn add(&mut self, from: usize, to: usize) {
        for (id, weight) in self.counted.bags.of(from, to) {
            let place = id.index();
            let (Some(word), Some(inside), Some(term)) =
                (self.counted.lexicon.word(id), self.inside.get_mut(place), self.terms.get_mut(place))
            else {
                continue;
            };
            *inside += weight;
            let outside = (word.replies - *inside).max(0.0);
            let now = *inside * (outside / word.common.exp() + REST_PRIOR).ln().min(self.most);
            self.sum += f64::from(now) - f64::from(*term);
            *term = now;
        }
    }

    fn closeness(&self, said: f32) -> f32 {
        let rest = (self.counted.replies - said).max(0.0) + REST_PRIOR;
        (self.sum - f64::from(said) * f64::from(rest.ln())) as f32
    }

    fn clear(&mut self, from: usize, to: usize) {
        for (id, _) in self.counted.bags.of(from, to) {
            for numbers in [&mut self.inside, &mut self.terms] {
                if let Some(number) = numbers.get_mut(id.index()) {
                    *number = 0.0;
                }
            }
        }
        self.sum = 0.0;
    }
}
