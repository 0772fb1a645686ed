//! Steps that can be taken back and made again.

use super::suggesting::Preview;
use crate::rows::Flips;
use crate::thread::PostId;
use crate::visit::Away;
use std::collections::VecDeque;
use std::rc::Rc;

/// A change of what is in sight, and why.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Folds that changed.
    pub(super) flips: Flips,
    /// What the view was narrowed to before and after, if that changed.
    pub(super) roots: Option<(Vec<PostId>, Vec<PostId>)>,
    /// Posts that were taken for read.
    pub(super) read: Vec<PostId>,
    /// Subthreads that were put away or brought back.
    pub(super) away: Vec<Swap>,
    /// What was suggested before and after, if that changed.
    pub(super) preview: Option<(Shared, Shared)>,
    /// The selection before and after.
    pub(super) before: PostId,
    pub(super) after: PostId,
}

/// Suggestions that steps share, or none.
pub(super) type Shared = Option<Rc<Preview>>;

/// A subthread that was put away, brought back or given another label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Swap {
    pub(super) post: PostId,
    /// Why it was put away before, if it was.
    pub(super) before: Option<Away>,
    /// Why it is now, if it is.
    pub(super) after: Option<Away>,
}

impl Step {
    /// A step that changes nothing yet, from a selection on.
    pub(super) fn from(selection: PostId) -> Self {
        Self {
            flips: Flips::Few(Vec::new()),
            roots: None,
            read: Vec::new(),
            away: Vec::new(),
            preview: None,
            before: selection,
            after: selection,
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        let is_same = self.roots.is_none() && self.preview.is_none();
        is_same && self.flips.is_empty() && self.read.is_empty() && self.away.is_empty()
    }

    fn size(&self) -> usize {
        let preview = self.preview.iter().filter_map(|(_, after)| after.as_ref()).map(|preview| preview.size());
        let lists = size_of_val(&self.read[..]) + size_of_val(&self.away[..]);
        size_of::<Self>() + self.flips.size() + lists + preview.sum::<usize>()
    }
}

/// The steps made, and those taken back.
#[derive(Debug, Default)]
pub(super) struct History {
    steps: VecDeque<Step>,
    /// How many of the steps are made; the others were taken back.
    made: usize,
    size: usize,
}

/// Steps are kept up to this size, in bytes; then the oldest go.
const MOST: usize = 64 * 1024 * 1024;

impl History {
    pub(super) fn push(&mut self, step: Step) {
        while self.steps.len() > self.made {
            self.size -= self.steps.pop_back().map_or(0, |step| step.size());
        }
        self.size += step.size();
        self.steps.push_back(step);
        while self.size > MOST && self.steps.len() > 1 {
            self.size -= self.steps.pop_front().map_or(0, |step| step.size());
        }
        self.made = self.steps.len();
    }

    pub(super) fn undo(&mut self) -> Option<Step> {
        let step = self.steps.get(self.made.checked_sub(1)?)?.clone();
        self.made -= 1;
        Some(step)
    }

    pub(super) fn redo(&mut self) -> Option<Step> {
        let step = self.steps.get(self.made)?.clone();
        self.made += 1;
        Some(step)
    }
}
