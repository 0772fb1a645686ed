//! Where the reader is: the current line and its place on the screen.
use crate::app::work::remap::Remap;
use crate::rows::{Anchor, Cache, Columns, LineId};
use crate::thread::PostId;

/// A line of the thread and its place on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::app) struct ScreenPosition {
    pub(in crate::app) anchor: Anchor,
    /// Lines of the document pane above it.
    pub(super) lines_above: usize,
    /// Rows of the outline pane above the row of its post.
    pub(super) rows_above: usize,
    /// The post at the end of the path. `None` if the view is no path.
    pub(super) path: Option<PostId>,
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
