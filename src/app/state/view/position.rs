//! Where the reader is: the line that is read, and where it stands on the screen. Whatever becomes of the thread around
//! it, it is kept as far as that can be.
//!
//! That line is the one at the top of the document pane; on the path that `v` shows, and after it, it may be further
//! down, and its post is the selection. What changes without the reader's moving leaves it where it is on the screen,
//! and the row of its post in the outline too. Where it is out of sight then, what stands for it takes its place: the
//! folded post that hides it, the post that it answered if it has gone, the nearest one that a filter keeps.

use crate::app::state::view::View;
use crate::app::state::view::moved::Moved;
use crate::rows::{Order, Place, Spot};
use crate::thread::{PostId, Thread};

/// A line of the thread and where it stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct Position {
    pub(in crate::app) spot: Spot,
    /// Lines of the document pane above it.
    lead: usize,
    /// Rows of the outline pane above that of its post.
    outline: usize,
    /// The post that the path leads to, where nothing but that is shown.
    path: Option<PostId>,
}

impl Position {
    /// The same in a thread that has become another one.
    pub(in crate::app) fn moved(self, moved: &Moved<'_>) -> Self {
        let path = self.path.and_then(|post| moved.post(post));
        Self { spot: moved.spot(self.spot), path: path.filter(|_| moved.post(self.spot.post).is_some()), ..self }
    }

    /// Another line at the same place of the screen.
    pub(in crate::app) fn on(self, spot: Spot) -> Self {
        Self { spot, ..self }
    }

    /// The same without a path.
    pub(super) fn around(self) -> Self {
        Self { path: None, ..self }
    }
}

impl View {
    /// Where the reader is now.
    pub(in crate::app) fn position(&mut self, thread: &Thread) -> Position {
        let (place, lead) = (self.place, self.lead);
        let held = self.held;
        let mut document = self.document(thread);
        let spot = held.unwrap_or_else(|| document.spot(place));
        let lead = document.lines_above(place, lead);
        let path = self.is_path().then(|| self.order.last_of_path());
        Position { spot, lead, outline: self.row().saturating_sub(self.outline_top), path }
    }

    /// Takes the reader to where they were, or to what stands for that now.
    pub(in crate::app) fn come_back(&mut self, thread: &Thread, at: Position) {
        self.order = match at.path {
            Some(post) => Order::path(thread, post),
            None => Order::tree(thread, &self.folds, self.root()),
        };
        self.settle(thread, at);
    }

    /// After a change: the scope counts anew, the reader is in sight and the line stands where it did.
    pub(super) fn settle(&mut self, thread: &Thread, at: Position) {
        let root = self.root();
        if let Order::Tree { .. } = self.order {
            self.order = Order::tree(thread, &self.folds, root);
        }
        let mut spot = at.spot;
        if !self.is_path() {
            if !thread.contains(root, spot.post) {
                spot = Spot::top(root);
            }
            if let Some(cover) = self.folds.cover(thread, root, spot.post) {
                spot = Spot::top(cover);
            }
        }
        self.place = self.document(thread).place(spot);
        (self.held, self.lead) = (Some(spot), at.lead);
        self.outline_top = self.row().saturating_sub(at.outline);
    }

    /// Whether the reader has not moved since they were taken to a line.
    pub(super) fn is_still_at(&self, spot: Spot) -> bool {
        self.held == Some(spot)
    }

    /// Puts a line of the document that is in sight at the top of its pane.
    pub(in crate::app) fn put(&mut self, place: Place) {
        (self.place, self.lead, self.held) = (place, 0, None);
    }

    /// Fits the panes' texts to their sizes, where they are on the screen.
    pub(in crate::app) fn fit(&mut self, thread: &Thread, document: Option<(usize, usize)>, article: Option<usize>) {
        if let Some((width, height)) = document {
            let at = self.position(thread);
            if self.columns != super::Columns::new(width) {
                self.columns = super::Columns::new(width);
                self.cache.clear();
            }
            let lead = at.lead.min(height.saturating_sub(1));
            self.place = self.document(thread).place(at.spot);
            (self.held, self.lead) = (Some(at.spot), lead);
        }
        if let Some(width) = article.filter(|&width| self.article_columns != super::Columns::new(width)) {
            let spot = self.with_article(thread, |document, place| document.spot(*place));
            let spot = self.pinned_at.filter(|(place, _)| *place == self.pinned).map_or(spot, |(_, spot)| spot);
            self.article_columns = super::Columns::new(width);
            self.article_cache.clear();
            self.with_article(thread, |document, place| *place = document.place(spot));
            self.pinned_at = Some((self.pinned, spot));
        }
    }
}
