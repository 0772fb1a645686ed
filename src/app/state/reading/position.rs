//! Where the reader is: the current line and its place on the screen, kept as well as possible whatever happens to the
//! thread.
//!
//! The current line is at the top of the document pane; on the path of `v`, and after it, it may be lower, and its post
//! is the selection. Changes that the reader does not cause by moving leave it at its place on the screen, and its
//! post's row in the outline too. If it is out of sight, something takes its place: the fold that hides it, the post
//! that it answered if it is gone, or the nearest one that a filter keeps.

use crate::app::state::reading::Reading;
use crate::app::work::remap::Remap;
use crate::rows::{Anchor, Cache, Columns, LineId, Order};
use crate::thread::PostId;

/// A line of the thread and its place on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::app) struct ScreenPosition {
    pub(in crate::app) anchor: Anchor,
    /// Lines of the document pane above it.
    lines_above: usize,
    /// Rows of the outline pane above the row of its post.
    rows_above: usize,
    /// The post at the end of the path. `None` if the view is no path.
    path: Option<PostId>,
}

/// Where the reader is.
pub(super) struct Here {
    /// The line at the top of the document pane, or lower. Its post is the selection.
    pub(super) place: LineId,
    /// The anchor of that line, if the reader has not moved since; the line itself may be gone for now.
    pub(super) anchor: Option<Anchor>,
    /// Lines of the document pane above that line; 0 unless something before it must be visible.
    pub(super) lines_above: usize,
    /// Rows of the outline pane that were above its post, if there are not so many now: a thread that is read again comes
    /// in the order of its source first, and is sorted then.
    pub(super) rows_above: Option<usize>,
    /// The position before a path was shown, and where the path moved the reader.
    pub(super) before_path: Option<(ScreenPosition, Anchor)>,
}

impl Default for Here {
    fn default() -> Self {
        Self { place: LineId::top(PostId::ARTICLE), anchor: None, lines_above: 0, rows_above: None, before_path: None }
    }
}

/// The article in its own pane.
pub(super) struct Pinned {
    /// The first line of the pane.
    pub(super) place: LineId,
    /// The anchor of that line when the pane had other columns.
    pub(super) anchor: Option<(LineId, Anchor)>,
    pub(super) columns: Columns,
    pub(super) cache: Cache,
}

impl Default for Pinned {
    fn default() -> Self {
        let place = LineId::top(PostId::ARTICLE);
        Self { place, anchor: None, columns: Columns::new(80, 0), cache: Cache::default() }
    }
}

impl ScreenPosition {
    /// The position in a changed thread.
    pub(in crate::app) fn moved(self, remap: &Remap<'_>) -> Self {
        let path = self.path.and_then(|post| remap.post(post));
        Self {
            anchor: remap.anchor(self.anchor),
            path: path.filter(|_| remap.post(self.anchor.post).is_some()),
            ..self
        }
    }

    /// Another line at the same place on the screen.
    pub(in crate::app) fn on(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// The position without a path.
    pub(super) fn around(self) -> Self {
        Self { path: None, ..self }
    }
}

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

    /// Fits the texts of the visible panes to their sizes.
    pub(in crate::app) fn fit(&mut self, document: Option<(usize, usize)>, article: Option<usize>) {
        if let Some((width, height)) = document {
            let at = self.position();
            let columns = Columns::new(width, self.thread.deepest());
            if self.pane.columns != columns {
                self.pane.columns = columns;
                self.pane.cache.clear();
            }
            let lead = at.lines_above.min(height.saturating_sub(1));
            self.here.place = self.document().place(at.anchor);
            (self.here.anchor, self.here.lines_above) = (Some(at.anchor), lead);
        }
        let pinned = article.map(|width| Columns::new(width, 0));
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
