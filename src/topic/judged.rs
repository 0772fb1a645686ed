//! What the reader of a thread puts away and reads, and how much the rest resembles either.
//!
//! Branches are compared by their rare words, as vectors without the part that the whole thread shares. What resembles
//! a put-away branch has drifted further for this reader; what resembles one that was read has drifted less.

use super::lexicon::{Word, WordId};
use super::logarithm::ln;
use super::model::share;
use super::suggestions::{UNSCORED, find_returns};
use super::{Drift, add, sum_up};
use crate::thread::{PostId, Thread};
use rustc_hash::FxHashMap;

/// The branches that the reader has judged.
#[derive(Debug, Clone, Copy, Default)]
pub struct Judgements<'a> {
    /// Branches that the reader put away.
    pub away: &'a [PostId],
    /// Branches that were suggested and that the reader kept.
    pub read: &'a [PostId],
}

/// The rare words of a branch, as a vector of length 1.
#[derive(Debug)]
pub(super) struct Profile {
    post: PostId,
    words: FxHashMap<u32, f32>,
}

/// The weight of likeness, in log odds: two branches with the same few rare words have a likeness of about a third.
const OF_LIKENESS: f32 = 4.0;
/// The least likeness that is mentioned.
const ALIKE: f32 = 0.15;
/// The distance that scores keep from 0 and 1, which have no odds.
const EDGE: f32 = 0.001;

impl Drift {
    /// The scores adjusted to the reader's judgements. Unchanged if the thread has changed since it was scored.
    #[must_use]
    pub fn judged(&self, thread: &Thread, judgements: Judgements<'_>) -> Self {
        let mut judged = self.clone();
        if self.is_moved {
            return judged;
        }
        let profiles =
            |posts: &[PostId]| posts.iter().filter_map(|&post| self.profile(thread, post)).collect::<Vec<_>>();
        let (away, read) = (profiles(judgements.away), profiles(judgements.read));
        if !away.is_empty() || !read.is_empty() {
            let likeness = self.likeness(thread, &away, &read);
            for (subthread, &likeness) in judged.subthreads.iter_mut().zip(&likeness) {
                if subthread.score != UNSCORED && likeness != 0.0 {
                    let before = (f32::from(subthread.score) / 1000.0).clamp(EDGE, 1.0 - EDGE);
                    let odds = (before / (1.0 - before)).ln() + OF_LIKENESS * likeness;
                    subthread.score = (share(odds) * 1000.0).round() as u16;
                }
            }
            find_returns(thread, self.opening, &mut judged.subthreads);
        }
        judged.put_away = away.into();
        judged
    }

    /// The put-away branch that a subthread resembles most. `None` if it resembles none.
    pub fn like_put_away(&self, thread: &Thread, post: PostId) -> Option<PostId> {
        let own = self.profile(thread, post)?;
        let outside = |profile: &&Profile| !thread.contains(profile.post, post) && !thread.contains(post, profile.post);
        let alike = |profile: &Profile| {
            own.words.iter().filter_map(|(id, value)| Some(value * profile.words.get(id)?)).sum::<f32>()
        };
        let likest = self.put_away.iter().filter(outside).map(|profile| (alike(profile), profile.post));
        likest.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|&(alike, _)| alike >= ALIKE).map(|(_, post)| post)
    }

    /// The range of a subthread, counted from the opening post.
    fn places(&self, thread: &Thread, post: PostId) -> Option<(usize, usize)> {
        let start = post.index().checked_sub(self.opening.index())?;
        Some((start, start + 1 + thread.descendants(post)))
    }

    /// The weight of a word when branches are compared.
    fn weight(&self, word: &Word) -> f32 {
        if self.counted.lexicon.is_rare(word) {
            ln((self.subthreads.len() as f32 + 1.0) / (word.posts as f32 + 0.5))
        } else {
            0.0
        }
    }

    fn profile(&self, thread: &Thread, post: PostId) -> Option<Profile> {
        let (start, end) = self.places(thread, post).filter(|_| !self.is_moved)?;
        let mut words: FxHashMap<u32, f32> = FxHashMap::default();
        for (id, said) in self.counted.bags.of(start, end) {
            let weight = self.counted.lexicon.word(id).map_or(0.0, |word| self.weight(word));
            if weight > 0.0 {
                *words.entry(id.0).or_default() += said * weight;
            }
        }
        let length = words.values().map(|value| value * value).sum::<f32>().sqrt();
        words.values_mut().for_each(|value| *value /= length);
        (length > 0.0).then_some(Profile { post, words })
    }

    /// For every word, what it adds to the likeness to put-away branches, to that to read ones, and to the length.
    fn directions(&self, sides: [&[Profile]; 2]) -> Vec<Direction> {
        let words = self.counted.lexicon.words();
        let weights: Vec<f32> = words.iter().map(|word| self.weight(word)).collect();
        // What the whole thread shares cannot tell branches apart.
        let common: Vec<f32> = words.iter().zip(&weights).map(|(word, weight)| word.replies * weight).collect();
        let length = common.iter().map(|value| value * value).sum::<f32>().max(1.0);
        let [away, read] = sides.map(|side| {
            let mut sums = vec![0.0; words.len()];
            for (&id, &value) in side.iter().flat_map(|profile| &profile.words) {
                add(&mut sums, WordId(id).index(), value / side.len() as f32);
            }
            let along = sums.iter().zip(&common).map(|(sum, common)| sum * common).sum::<f32>() / length;
            sums.iter_mut().zip(&common).for_each(|(sum, common)| *sum -= along * common);
            sums
        });
        let sums = away.into_iter().zip(read).zip(weights);
        sums.map(|((away, read), weight)| [weight * away, weight * read, weight * weight]).collect()
    }

    /// How much more each subthread resembles what was put away than what was read; 0 for judged ones.
    fn likeness(&self, thread: &Thread, away: &[Profile], read: &[Profile]) -> Vec<f32> {
        let directions = self.directions([away, read]);
        let mut sums = vec![[0.0_f32; 3]; self.subthreads.len()];
        let all = away.iter().chain(read);
        let mut judged: Vec<_> = all.filter_map(|profile| self.places(thread, profile.post)).collect();
        judged.sort_unstable();
        let mut judged = judged.into_iter().peekable();
        let mut place = 1;
        while let Some(sum) = sums.get_mut(place) {
            // A judged branch does not count for the posts around it.
            if let Some((_, end)) = judged.next_if(|&(start, _)| start <= place) {
                place = end.max(place);
                continue;
            }
            for (id, said) in self.counted.bags.of(place, place + 1) {
                if let Some(direction) = directions.get(id.index()) {
                    sum.iter_mut().zip(direction).for_each(|(sum, value)| *sum += said * value);
                }
            }
            place += 1;
        }
        sum_up(thread, self.opening, &mut sums, |outer, inner| {
            outer.iter_mut().zip(inner).for_each(|(sum, value)| *sum += value);
        });
        sums.iter().map(|[away, read, length]| (away.max(0.0) - read.max(0.0)) / length.max(1.0).sqrt()).collect()
    }
}

/// What a word adds to three sums each time it occurs.
type Direction = [f32; 3];

#[cfg(test)]
mod tests {
    use super::super::tests::thread;
    use super::*;

    const BRANCHES: &str = "The lamp of the lighthouse
  the burner of the lamp wants a new wick and the lens is cleaned
    a wick for the burner, and oil for the lamp
  my boat has a trawl, and the trawl is torn at the winch
    no trawl holds on that winch
  soup of leeks and a leek pie with cream
    a leek in cream, says grandmother
  the winch of the harbour tore my trawl as well
    sell the trawl and buy another winch
  cream on the leeks, and a pie after that
    pie and cream";

    #[test]
    fn what_is_like_a_branch_that_was_put_away_goes_further_off_and_what_is_like_one_read_on_comes_nearer() {
        let thread = thread(BRANCHES);
        let drift = Drift::of(&thread, PostId::ARTICLE, || true).unwrap();
        let [trawl, soup, trawls, soups] = [3, 5, 7, 9].map(PostId::new);
        let judged = drift.judged(&thread, Judgements { away: &[trawl], read: &[soup] });
        let gains = |post| judged.score(post).unwrap() - drift.score(post).unwrap();
        assert!(gains(trawls) > 0.05 && gains(soups) < 0.0, "{} {}", gains(trawls), gains(soups));
        assert_eq!(judged.score(trawl), drift.score(trawl));
        assert_eq!((judged.like_put_away(&thread, trawls), judged.like_put_away(&thread, soups)), (Some(trawl), None));
        let again = drift.judged(&thread, Judgements::default());
        assert_eq!(
            thread.ids().map(|post| again.score(post)).collect::<Vec<_>>(),
            thread.ids().map(|post| drift.score(post)).collect::<Vec<_>>()
        );
    }
}
