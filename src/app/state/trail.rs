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
        self.places = self.places.iter().filter_map(moved).collect();
        self.at = self.at.min(self.places.len());
        self.marks = self.marks.iter().filter_map(|(&letter, place)| Some((letter, moved(place)?))).collect();
    }
}
