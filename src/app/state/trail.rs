//! Where the reader came from, and marks.

use crate::app::state::journal::Journal;
use crate::rows::LineId;
use crate::thread::PostId;
use crate::visit::Change;
use std::collections::BTreeMap;

/// Jumps and marks.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    places: Vec<LineId>,
    /// The number of places behind the reader.
    at: usize,
    marks: BTreeMap<char, LineId>,
}

/// Jumps that are remembered at most.
pub(in crate::app) const MOST: usize = 200;

impl Trail {
    /// Remembers the start of a jump.
    pub(in crate::app) fn leave(&mut self, place: LineId) {
        self.places.truncate(self.at);
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
        let over = self.places.len().saturating_sub(MOST);
        self.places.drain(..over);
        self.at = self.places.len();
    }

    pub(in crate::app) fn back(&mut self, from: LineId) -> Option<LineId> {
        let before = self.at.checked_sub(1)?;
        if self.at == self.places.len() {
            self.places.push(from);
        }
        self.at = before;
        self.places.get(before).copied()
    }

    pub(in crate::app) fn forward(&mut self) -> Option<LineId> {
        let place = self.places.get(self.at + 1).copied()?;
        self.at += 1;
        Some(place)
    }

    pub(in crate::app) fn mark(&mut self, letter: char, place: LineId) {
        self.marks.insert(letter, place);
    }

    pub(in crate::app) fn marked(&self, letter: char) -> Option<LineId> {
        self.marks.get(&letter).copied()
    }

    /// The marked posts with their letters.
    pub(in crate::app) fn marks(&self) -> impl Iterator<Item = (char, PostId)> + '_ {
        self.marks.iter().map(|(&letter, place)| (letter, place.post))
    }

    /// Whether the reader has jumped.
    pub(in crate::app) fn has_jumped(&self) -> bool {
        !self.places.is_empty()
    }

    /// Adds the marks of earlier visits. Marks set since then are changes.
    pub(in crate::app) fn recollect(&mut self, journal: &mut Journal, then: Vec<(char, PostId)>) {
        self.marks().for_each(|(letter, post)| journal.note(Change::Marked(letter, Some(post))));
        for (letter, post) in then {
            self.marks.entry(letter).or_insert(LineId::top(post));
        }
    }

    /// Moves the posts to their new places; drops those that are gone.
    pub(in crate::app) fn replace(&mut self, places: &[Option<PostId>]) {
        let now = |post: PostId| places.get(post.index()).copied().flatten();
        let moved = |place: &LineId| now(place.post).map(|post| LineId { post, ..*place });
        // The reader stays between the same places, however many before that are gone.
        self.at = self.places.iter().take(self.at).filter_map(moved).count();
        self.places = self.places.iter().filter_map(moved).collect();
        self.marks = self.marks.iter().filter_map(|(&letter, place)| Some((letter, moved(place)?))).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(post: usize) -> LineId {
        LineId::top(PostId::new(post))
    }

    fn trail(posts: &[usize]) -> Trail {
        let mut trail = Trail::default();
        posts.iter().for_each(|&post| trail.leave(place(post)));
        trail
    }

    #[test]
    fn the_way_back_is_the_way_forward_until_the_reader_jumps_elsewhere() {
        let mut trail = trail(&[1, 2]);
        assert_eq!(
            [trail.back(place(3)), trail.back(place(2)), trail.back(place(1))],
            [Some(place(2)), Some(place(1)), None]
        );
        assert_eq!([trail.forward(), trail.forward(), trail.forward()], [Some(place(2)), Some(place(3)), None]);
        trail.back(place(3));
        trail.leave(place(7));
        assert_eq!(trail.forward(), None);
    }

    #[test]
    fn the_oldest_of_very_many_jumps_are_forgotten() {
        let mut trail = trail(&(0..MOST + 10).collect::<Vec<_>>());
        let mut steps = 0;
        while trail.back(place(9999)).is_some() {
            steps += 1;
        }
        assert_eq!(steps, MOST);
    }

    #[test]
    fn in_a_changed_thread_the_reader_stays_between_the_places_that_are_left() {
        let mut trail = trail(&[1, 2, 3]);
        trail.mark('a', place(2));
        trail.mark('b', place(1));
        trail.back(place(4));
        let places: Vec<_> = (0..5).map(|post| (post != 1).then(|| PostId::new(post + 10))).collect();
        trail.replace(&places);
        assert_eq!((trail.marked('a'), trail.marked('b')), (Some(place(12)), None));
        assert_eq!(trail.back(place(13)), Some(place(12)));
        assert_eq!((trail.back(place(12)), trail.forward(), trail.forward()), (None, Some(place(13)), Some(place(14))));
    }

    #[test]
    fn marks_of_now_outlast_those_of_then() {
        let (mut trail, mut journal) = (Trail::default(), Journal::default());
        journal.begin(None);
        trail.mark('a', place(5));
        trail.recollect(&mut journal, vec![('a', PostId::new(1)), ('b', PostId::new(2))]);
        assert_eq!((trail.marked('a'), trail.marked('b')), (Some(place(5)), Some(place(2))));
        assert_eq!(journal.take(None), [Change::Marked('a', Some(PostId::new(5)))]);
    }
}
