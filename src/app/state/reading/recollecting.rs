//! Restores an earlier view: what was read and folded then, and the position.

use crate::app::state::reading::Reading;
use crate::rows::{Flips, LineId};
use crate::thread::{PostId, PostSet};
use crate::visit::Change;

impl Reading {
    /// Whether the reader has done more than look at the beginning.
    pub(in crate::app) fn has_moved(&self) -> bool {
        self.place() != LineId::top(self.article()) || self.is_narrowed() || self.is_path() || self.trail.has_jumped()
    }

    /// Marks as read what was read then. What was read since the thread was opened is a change.
    pub(in crate::app) fn recollect_read(&mut self, then: &PostSet) {
        let now: Vec<_> =
            self.thread.ids().filter(|&post| !self.unread().contains(post) && !then.contains(post)).collect();
        self.journal.note(Change::Read(now, true));
        self.forget_unread(then);
    }

    /// Folds what was folded then; not an undo step.
    pub(in crate::app) fn recollect_folds(&mut self, then: &[PostId]) {
        let now: Vec<_> = self.thread.ids().filter(|&post| self.lasting_folds().is_folded(post)).collect();
        let was_folded = |post: &PostId| then.binary_search(post).is_ok();
        let is_ruled = |post: &PostId| self.aside().get(*post).is_some_and(|away| away.by.is_rule());
        let own = now.into_iter().filter(|post| !was_folded(post) && !is_ruled(post)).collect();
        self.journal.note(Change::Folded(own, true));
        let folds =
            then.iter().copied().filter(|&post| post != PostId::ARTICLE && !self.lasting_folds().is_folded(post));
        let flips = Flips::of(&self.thread, folds);
        self.flip_lasting(&flips);
    }

    /// The position to remember: the post, and how far down its text, in thousandths.
    pub(in crate::app) fn whereabouts(&mut self) -> (PostId, u16) {
        let LineId { post, piece, line } = self.place();
        let mut document = self.document();
        let (lines, pieces) = (document.lines(post, piece), document.pieces(post));
        let depth = (1000 * piece + (1000 * line).checked_div(lines).unwrap_or(0)) / pieces.max(1);
        (post, depth.min(1000) as u16)
    }

    /// Goes to such a position, or to what has taken its place.
    pub(in crate::app) fn go_back_to(&mut self, post: PostId, depth: u16) {
        let mut document = self.document();
        let pieces = document.pieces(post).max(1);
        let depth = usize::from(depth.min(999)) * pieces;
        let piece = depth / 1000;
        let line = (depth % 1000 * document.lines(post, piece)).div_ceil(1000);
        let anchor = self.document().settled(LineId { post, piece, line });
        let at = self.position();
        self.come_back(at.on(anchor));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::thread::{Builder, Draft, Parent};
    use std::sync::Arc;

    /// An article with three replies, and two below the first.
    fn reading() -> Reading {
        let mut builder = Builder::new("test");
        let article =
            builder.add(Draft { parent: Parent::Nothing, author: Some("mara"), body: "The lamp", ..Draft::default() });
        for branch in 0..3 {
            let parent = Parent::Draft(article);
            let reply = builder.add(Draft { parent, author: Some("gull"), body: "A gull", ..Draft::default() });
            for _ in 0..if branch == 0 { 2 } else { 0 } {
                builder.add(Draft {
                    parent: Parent::Draft(reply),
                    author: Some("mara"),
                    body: "Fog",
                    ..Draft::default()
                });
            }
        }
        let mut reading = Reading::new(Arc::new(builder.finish().unwrap().thread));
        reading.fit(Some((60, 20)), None);
        reading
    }

    #[test]
    fn a_position_is_found_again_whatever_the_width() {
        let mut builder = Builder::new("test");
        let long = "The lamp was lit in 1887, and for forty years nobody thought about it. ".repeat(60);
        builder.add(Draft { parent: Parent::Nothing, body: &long, ..Draft::default() });
        let mut reading = Reading::new(Arc::new(builder.finish().unwrap().thread));
        reading.fit(Some((60, 20)), None);
        let lines = reading.document().lines(PostId::ARTICLE, 0);
        reading.put(LineId { post: PostId::ARTICLE, piece: 0, line: lines / 2 });
        let (post, depth) = reading.whereabouts();
        assert!((490..=510).contains(&depth), "{depth}");
        reading.fit(Some((30, 20)), None);
        reading.put(LineId::top(PostId::ARTICLE));
        reading.go_back_to(post, depth);
        let (again, there) = reading.whereabouts();
        assert!(again == post && there.abs_diff(depth) <= 10, "{depth} became {there}");
    }

    #[test]
    fn what_was_read_and_folded_then_and_since_then_both_hold() {
        let mut reading = reading();
        reading.journal.begin(None);
        reading.read([PostId::new(2)].into_iter());
        reading.flip(&Flips::Few(vec![PostId::new(1)]));
        let _ = reading.journal.take(None);
        let mut then = PostSet::none(6);
        then.insert(PostId::new(4));
        reading.recollect_read(&then);
        reading.recollect_folds(&[PostId::ARTICLE]);
        assert!(!reading.unread().contains(PostId::new(2)) && !reading.unread().contains(PostId::new(4)));
        assert!(reading.lasting_folds().is_folded(PostId::new(1)));
        assert!(!reading.lasting_folds().is_folded(PostId::ARTICLE), "nobody folds the article");
        let own = reading.journal.take(None);
        assert!(own.contains(&Change::Read(vec![PostId::new(2)], true)), "{own:?}");
        assert!(own.contains(&Change::Folded(vec![PostId::new(1)], true)), "{own:?}");
    }
}
