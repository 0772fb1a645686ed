//! Keeps the reader in place as well as possible, whatever happens to the thread.
//!
//! The current line is at the top of the document pane; on the path of `v`, and after it, it may be lower, and its post
//! is the selection. Changes that the reader does not cause by moving leave it at its place on the screen, and its
//! post's row in the outline too. If it is out of sight, something takes its place: the fold that hides it, the post
//! that it answered if it is gone, or the nearest one that a filter keeps.

use crate::app::state::reading::Reading;
use crate::app::state::reading::position::ScreenPosition;
use crate::rows::{Anchor, Columns, LineId, Order};
use crate::thread::PostId;

impl Reading {
    /// The present position.
    pub(in crate::app) fn position(&mut self) -> ScreenPosition {
        let (place, lead) = (self.here.place, self.here.lines_above);
        let held = self.here.anchor;
        let mut document = self.document();
        let anchor = held.unwrap_or_else(|| document.anchor(place));
        let lead = document.lines_above(place, lead);
        let path = self.is_path().then(|| self.order.last_of_path());
        let rows_above = self.here.rows_above.filter(|_| held.is_some());
        let rows_above = rows_above.unwrap_or_else(|| self.row().saturating_sub(self.outline_top));
        ScreenPosition { anchor, lines_above: lead, rows_above, path }
    }

    /// Returns to a position, or to what has taken its place.
    pub(in crate::app) fn come_back(&mut self, at: ScreenPosition) {
        self.order = match at.path {
            Some(post) => Order::path(&self.thread, post),
            None => Order::tree(&self.thread, &self.folds, self.root()),
        };
        self.settle(at);
    }

    /// Recounts the scope after a change; keeps the reader in sight and the line in place.
    pub(super) fn settle(&mut self, at: ScreenPosition) {
        let root = self.root();
        if let Order::Tree { .. } = self.order {
            self.order = Order::tree(&self.thread, &self.folds, root);
        }
        let mut anchor = at.anchor;
        if !self.is_path() {
            if !self.thread.contains(root, anchor.post) {
                anchor = Anchor::top(root);
            }
            if let Some(cover) = self.folds.cover(&self.thread, root, anchor.post) {
                anchor = Anchor::top(cover);
            }
        }
        self.here.place = self.document().place(anchor);
        (self.here.anchor, self.here.lines_above) = (Some(anchor), at.lines_above);
        let row = self.row();
        self.here.rows_above = Some(at.rows_above).filter(|&above| above > row);
        self.outline_top = row.saturating_sub(at.rows_above);
    }

    /// Whether the reader has not moved since coming to a line.
    pub(super) fn is_still_at(&self, anchor: Anchor) -> bool {
        self.here.anchor == Some(anchor)
    }

    /// Puts a visible line at the top of the document pane.
    pub(in crate::app) fn put(&mut self, place: LineId) {
        (self.here.place, self.here.lines_above, self.here.anchor) = (place, 0, None);
        self.here.rows_above = None;
    }

    /// Puts the end of a post at the bottom of a pane of `height` lines; if it is longer, its beginning at the top.
    pub(in crate::app) fn end_at(&mut self, post: PostId, height: usize) {
        let mut document = self.document();
        let mut line = document.bottom(post);
        let mut above = height.saturating_sub(1);
        while above > 0 && line != LineId::top(post) {
            match document.previous(line) {
                Some(previous) => line = previous,
                None => break,
            }
            above -= 1;
        }
        if line == LineId::top(post) {
            self.here.lines_above = above;
        }
    }

    /// Sets how wide texts are at most, and whether they stand in one column whatever they answer.
    pub(in crate::app) fn shape(&mut self, measure: usize, flat: bool) {
        self.pane.shape = (measure, flat);
    }

    /// Fits the texts of the visible panes to their sizes.
    pub(in crate::app) fn fit(&mut self, document: Option<(usize, usize)>, article: Option<usize>) {
        if let Some((width, height)) = document {
            let at = self.position();
            let (measure, flat) = self.pane.shape;
            let columns = Columns::new(width, self.thread.deepest()).shaped(measure, flat);
            if self.pane.columns != columns {
                self.pane.columns = columns;
                self.pane.cache.clear();
            }
            let lead = at.lines_above.min(height.saturating_sub(1));
            self.here.place = self.document().place(at.anchor);
            (self.here.anchor, self.here.lines_above) = (Some(at.anchor), lead);
        }
        let (measure, flat) = self.pane.shape;
        let pinned = article.map(|width| Columns::new(width, 0).shaped(measure, flat));
        if let Some(columns) = pinned.filter(|&columns| self.pinned.columns != columns) {
            let anchor = self.with_article(|document, place| document.anchor(*place));
            let anchor = self
                .pinned
                .anchor
                .filter(|(place, _)| *place == self.pinned.place)
                .map_or(anchor, |(_, anchor)| anchor);
            self.pinned.columns = columns;
            self.pinned.cache.clear();
            self.with_article(|document, place| *place = document.place(anchor));
            self.pinned.anchor = Some((self.pinned.place, anchor));
        }
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
    fn a_fold_over_the_reader_takes_the_readers_place() {
        let mut reading = reading();
        reading.select(PostId::new(3));
        let at = reading.position();
        reading.flip(&crate::rows::Flips::Few(vec![PostId::new(1)]));
        reading.come_back(at);
        assert_eq!(reading.selection().index(), 1);
    }

    #[test]
    fn the_end_of_a_post_is_put_at_the_bottom_and_the_top_of_one_that_is_longer() {
        let mut reading = reading();
        reading.select(PostId::new(5));
        reading.end_at(PostId::new(5), 10);
        let at = reading.position();
        assert!(reading.top() != reading.place(), "something stands above it");
        reading.select(PostId::ARTICLE);
        reading.come_back(at);
        assert_eq!((reading.selection().index(), reading.position()), (5, at));
    }
}
