//! Steps that can be taken back and made again.

use crate::app::state::moved::Moved;
use crate::app::state::preview::Shared;
use crate::rows::{Anchor, Flips};
use crate::thread::PostId;
use crate::visit::Away;
use std::collections::VecDeque;

/// A change of what is in sight, and why.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Step {
    /// Folds that changed.
    pub(in crate::app) flips: Flips,
    /// While only some posts are kept in sight: the folds that changed outside of that.
    pub(in crate::app) outside: Flips,
    /// What the view was narrowed to before and after, if that changed.
    pub(in crate::app) roots: Option<(Vec<PostId>, Vec<PostId>)>,
    /// Posts that were taken for read.
    pub(in crate::app) read: Vec<PostId>,
    /// Subthreads that were put away or brought back.
    pub(in crate::app) away: Vec<Swap>,
    /// What was suggested before and after, if that changed.
    pub(in crate::app) preview: Option<(Shared, Shared)>,
    /// Where the reader was before and after.
    pub(in crate::app) before: Anchor,
    pub(in crate::app) after: Anchor,
}

/// A subthread that was put away, brought back or given another label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Swap {
    pub(in crate::app) post: PostId,
    /// Why it was put away before, if it was.
    pub(in crate::app) before: Option<Away>,
    /// Why it is now, if it is.
    pub(in crate::app) after: Option<Away>,
}

impl Step {
    pub(in crate::app) fn is_nothing(&self) -> bool {
        let is_same = self.roots.is_none() && self.preview.is_none();
        is_same && self.flips.is_empty() && self.outside.is_empty() && self.read.is_empty() && self.away.is_empty()
    }

    /// What is left of it when posts that were out of sight are not any more, if anything is. `roots` says what a view
    /// that was narrowed to some posts is narrowed to then.
    fn outside(&self, roots: impl Fn(&[PostId]) -> Vec<PostId>) -> Option<Self> {
        let narrowed = self.roots.as_ref().map(|(before, after)| (roots(before), roots(after)));
        let step = Self {
            flips: self.outside.clone(),
            outside: Flips::default(),
            roots: narrowed.filter(|(before, after)| before != after),
            ..self.clone()
        };
        (!step.is_nothing()).then_some(step)
    }

    /// The same in a thread that has become another one, if anything of it is left there.
    fn moved(&self, moved: &mut Moved<'_>) -> Option<Self> {
        let roots = self.roots.as_ref().map(|(before, after)| (moved.remap.roots(before), moved.remap.roots(after)));
        let swap = |swap: &Swap| Some(Swap { post: moved.remap.post(swap.post)?, ..swap.clone() });
        let step = Self {
            flips: moved.remap.flips(&self.flips),
            outside: moved.remap.flips(&self.outside),
            roots: roots.filter(|(before, after)| before != after),
            read: self.read.iter().filter_map(|&post| moved.remap.post(post)).collect(),
            away: self.away.iter().filter_map(swap).collect(),
            before: moved.remap.anchor(self.before),
            after: moved.remap.anchor(self.after),
            preview: self.preview.as_ref().map(|(before, after)| (moved.preview(before), moved.preview(after))),
        };
        (!step.is_nothing()).then_some(step)
    }

    /// How many posts it is about.
    fn posts(&self) -> usize {
        let previews = self.preview.iter().flat_map(|(before, after)| [before, after]).flatten();
        let suggested: usize = previews.map(|preview| preview.len()).sum();
        self.flips.len() + self.outside.len() + self.read.len() + self.away.len() + suggested
    }

    fn size(&self) -> usize {
        let preview = self.preview.iter().filter_map(|(_, after)| after.as_ref()).map(|preview| preview.size());
        let lists = size_of_val(&self.read[..]) + size_of_val(&self.away[..]);
        size_of::<Self>() + self.flips.size() + self.outside.size() + lists + preview.sum::<usize>()
    }
}

/// The steps made, and those taken back.
#[derive(Debug, Default)]
pub(in crate::app) struct History {
    steps: VecDeque<Step>,
    /// How many of the steps are made; the others were taken back.
    made: usize,
    size: usize,
}

/// Steps are kept up to this size, in bytes; then the oldest go.
const MOST: usize = 64 * 1024 * 1024;

/// Steps go along into a thread that has become another one as long as they are about so many posts in all: the screen
/// waits for it.
const MOVED: usize = 4_000_000;

impl History {
    pub(in crate::app) fn push(&mut self, step: Step) {
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

    pub(in crate::app) fn undo(&mut self) -> Option<Step> {
        let step = self.steps.get(self.made.checked_sub(1)?)?.clone();
        self.made -= 1;
        Some(step)
    }

    pub(in crate::app) fn redo(&mut self) -> Option<Step> {
        let step = self.steps.get(self.made)?.clone();
        self.made += 1;
        Some(step)
    }

    /// Whether there is neither a step to take back nor one to make again.
    pub(in crate::app) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The memory it holds, in bytes.
    pub(in crate::app) fn size(&self) -> usize {
        self.size
    }

    /// Goes on with the steps of a filter that has ended, as far as they are about more than what it kept in sight.
    pub(in crate::app) fn take_over(&mut self, inside: &Self, roots: impl Fn(&[PostId]) -> Vec<PostId>) {
        let (made, taken_back) = inside.steps.range(..).enumerate().fold((0, 0), |(made, taken_back), (at, step)| {
            let Some(step) = step.outside(&roots) else { return (made, taken_back) };
            self.push(step);
            if at < inside.made { (made + 1, taken_back) } else { (made, taken_back + 1) }
        });
        if made + taken_back > 0 {
            self.made = self.steps.len().saturating_sub(taken_back);
        }
    }

    /// The same steps in a thread that has become another one: those that are left there. Where they are about very
    /// many posts the oldest are forgotten.
    pub(in crate::app) fn moved(&self, moved: &mut Moved<'_>) -> Self {
        let mut history = Self::default();
        let mut left = MOVED;
        for (at, step) in self.steps.iter().enumerate().rev() {
            let Some(rest) = left.checked_sub(step.posts()) else { break };
            left = rest;
            if let Some(step) = step.moved(moved) {
                history.size += step.size();
                history.made += usize::from(at < self.made);
                history.steps.push_front(step);
            }
        }
        history
    }
}
