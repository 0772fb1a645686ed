//! The layout of the document in its pane.

use crate::rows::{Cache, Columns, Shown};
use crate::thread::PostId;
use rustc_hash::FxHashSet;

/// The layout of the document in its pane.
pub(super) struct Pane {
    pub(super) columns: Columns,
    pub(super) shown: Shown,
    /// Columns by which the code of the selected post is moved to the left.
    pub(super) shift: Shift,
    /// Posts whose spoilers are shown.
    pub(super) uncovered: FxHashSet<PostId>,
    /// Columns of text at most, and whether there are no guides.
    pub(super) shape: (usize, bool),
    pub(super) cache: Cache,
}

impl Default for Pane {
    fn default() -> Self {
        Self {
            columns: Columns::new(80, 0),
            shown: Shown::default(),
            shift: Shift::default(),
            uncovered: FxHashSet::default(),
            shape: (Columns::MEASURE, false),
            cache: Cache::default(),
        }
    }
}

/// The columns by which the code of one post is moved.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shift {
    pub(super) post: Option<PostId>,
    pub(super) columns: usize,
}
