//! Where the reader is: the line that is read, and where it stands on the screen. Whatever becomes of the thread around
//! it, it is kept as far as that can be.
//!
//! That line is the one at the top of the document pane; on the path that `v` shows, and after it, it may be further
//! down, and its post is the selection. What changes without the reader's moving leaves it where it is on the screen,
//! and the row of its post in the outline too. Where it is out of sight then, what stands for it takes its place: the
//! folded post that hides it, the post that it answered if it has gone, the nearest one that a filter keeps.

use crate::app::state::reading::Reading;
use crate::app::work::remap::Remap;
use crate::rows::{Anchor, Cache, Columns, LineId, Order};
use crate::thread::PostId;

/// A line of the thread and where it stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct ScreenPosition {
    pub(in crate::app) anchor: Anchor,
    /// Lines of the document pane above it.
    lines_above: usize,
    /// Rows of the outline pane above that of its post.
    rows_above: usize,
    /// The post that the path leads to, where nothing but that is shown.
    path: Option<PostId>,
}

/// Where the reader is.
pub(super) struct Here {
    /// The line at the top of the document pane, or further down. Its post is the selection.
    pub(super) place: LineId,
    /// What stands there, if the reader has not moved since it was brought there; the line itself may be gone for now.
    pub(super) anchor: Option<Anchor>,
    /// Lines of the document pane above that place; 0 unless what comes before shall be seen.
    pub(super) lines_above: usize,
    /// Where the reader was before only a path was shown, and where that has taken them.
    pub(super) before_path: Option<(ScreenPosition, Anchor)>,
}

impl Default for Here {
    fn default() -> Self {
        Self { place: LineId::top(PostId::ARTICLE), anchor: None, lines_above: 0, before_path: None }
    }
}

/// The article in a pane of its own.
pub(super) struct Pinned {
    /// The first line of the pane.
    pub(super) place: LineId,
    /// What stood on that line when the pane had other columns.
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
    /// The same in a thread that has become another one.
    pub(in crate::app) fn moved(self, remap: &Remap<'_>) -> Self {
        let path = self.path.and_then(|post| remap.post(post));
        Self {
            anchor: remap.anchor(self.anchor),
            path: path.filter(|_| remap.post(self.anchor.post).is_some()),
            ..self
        }
    }

    /// Another line at the same place of the screen.
    pub(in crate::app) fn on(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// The same without a path.
    pub(super) fn around(self) -> Self {
        Self { path: None, ..self }
    }
}

impl Reading {
    /// Where the reader is now.
    pub(in crate::app) fn position(&mut self) -> ScreenPosition {
        let (place, lead) = (self.here.place, self.here.lines_above);
        let held = self.here.anchor;
        let mut document = self.document();
        let anchor = held.unwrap_or_else(|| document.anchor(place));
        let lead = document.lines_above(place, lead);
        let path = self.is_path().then(|| self.order.last_of_path());
        ScreenPosition { anchor, lines_above: lead, rows_above: self.row().saturating_sub(self.outline_top), path }
    }

    /// Takes the reader to where they were, or to what stands for that now.
    pub(in crate::app) fn come_back(&mut self, at: ScreenPosition) {
        self.order = match at.path {
            Some(post) => Order::path(&self.thread, post),
            None => Order::tree(&self.thread, &self.folds, self.root()),
        };
        self.settle(at);
    }

    /// After a change: the scope counts anew, the reader is in sight and the line stands where it did.
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
        self.outline_top = self.row().saturating_sub(at.rows_above);
    }

    /// Whether the reader has not moved since they were taken to a line.
    pub(super) fn is_still_at(&self, anchor: Anchor) -> bool {
        self.here.anchor == Some(anchor)
    }

    /// Puts a line of the document that is in sight at the top of its pane.
    pub(in crate::app) fn put(&mut self, place: LineId) {
        (self.here.place, self.here.lines_above, self.here.anchor) = (place, 0, None);
    }

    /// Puts the end of a post at the bottom of a pane of `height` lines, or its beginning at the top where it is longer than
    /// that.
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

    /// Fits the panes' texts to their sizes, where they are on the screen.
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
