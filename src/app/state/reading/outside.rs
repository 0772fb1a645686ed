//! What waits outside a filter until it ends.

use crate::app::state::history::History;
use crate::app::state::moved::Moved;
use crate::app::state::reading::position::ScreenPosition;
use crate::rows::{Anchor, Folds};
use crate::thread::PostId;

/// What a filter leaves alone until it ends.
#[derive(Debug)]
pub(super) struct Outside {
    pub(super) folds: Folds,
    pub(super) history: History,
    pub(super) roots: Vec<PostId>,
    /// The position before the filter, and where the filter moved the reader.
    pub(super) before: ScreenPosition,
    pub(super) arrived: Anchor,
}

impl Outside {
    /// The same in a changed thread.
    pub(super) fn moved(&self, moved: &mut Moved<'_>) -> Self {
        Self {
            folds: self.folds.moved(moved.remap.new, |post| moved.remap.post(post)),
            history: self.history.moved(moved),
            roots: moved.remap.roots(&self.roots),
            before: self.before.moved(&moved.remap),
            arrived: moved.remap.anchor(self.arrived),
        }
    }

    /// The narrowing outside. Narrowing within the filter belongs to it; what was widened stays wide.
    pub(super) fn roots(&self, roots: &[PostId]) -> Vec<PostId> {
        self.roots.iter().zip(roots).take_while(|(then, now)| then == now).map(|(&root, _)| root).collect()
    }
}
