//! Undo and redo of steps.

use crate::app::state::aside::Swap;
use crate::app::state::moved::Moved;
use crate::app::state::preview::Shared;
use crate::app::state::reading::position::ScreenPosition;
use crate::rows::Flips;
use crate::thread::PostId;
use std::collections::VecDeque;

/// An undo step: a change of what is in sight, and of why.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Step {
    /// The folds that changed.
    pub(in crate::app) flips: Flips,
    /// Under a filter, the folds that changed outside it.
    pub(in crate::app) outside: Flips,
    /// The narrowing before and after, if it changed.
    pub(in crate::app) roots: Option<(Vec<PostId>, Vec<PostId>)>,
    /// Posts that were marked as read.
    pub(in crate::app) read: Vec<PostId>,
    /// Subthreads that were put away or brought back.
    pub(in crate::app) away: Vec<Swap>,
    /// The suggestions before and after, if they changed.
    pub(in crate::app) preview: Option<(Shared, Shared)>,
    /// The position of the reader before and after.
    pub(in crate::app) before: ScreenPosition,
    pub(in crate::app) after: ScreenPosition,
}

impl Step {
    pub(in crate::app) fn is_nothing(&self) -> bool {
        let is_same = self.roots.is_none() && self.preview.is_none();
        is_same && self.flips.is_empty() && self.outside.is_empty() && self.read.is_empty() && self.away.is_empty()
    }

    /// What is left of the step when a filter ends. `None` if nothing is. `roots` translates a narrowing.
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

    /// The step in a changed thread. `None` if nothing of it is left.
    fn moved(&self, moved: &mut Moved<'_>) -> Option<Self> {
        let roots = self.roots.as_ref().map(|(before, after)| (moved.remap.roots(before), moved.remap.roots(after)));
        let swap = |swap: &Swap| Some(Swap { post: moved.remap.post(swap.post)?, ..swap.clone() });
        let step = Self {
            flips: moved.remap.flips(&self.flips),
            outside: moved.remap.flips(&self.outside),
            roots: roots.filter(|(before, after)| before != after),
            read: self.read.iter().filter_map(|&post| moved.remap.post(post)).collect(),
            away: self.away.iter().filter_map(swap).collect(),
            before: self.before.moved(&moved.remap),
            after: self.after.moved(&moved.remap),
            preview: self.preview.as_ref().map(|(before, after)| (moved.preview(before), moved.preview(after))),
        };
        (!step.is_nothing()).then_some(step)
    }

    /// The number of posts that it concerns.
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

/// The steps made, and those undone.
#[derive(Debug, Default)]
pub(in crate::app) struct History {
    steps: VecDeque<Step>,
    /// The number of steps in force; the others were undone.
    made: usize,
    size: usize,
}

/// Bytes of all steps at most; then the oldest are dropped.
const MOST: usize = 64 * 1024 * 1024;

/// Posts in the steps that are moved into a changed thread, at most: the screen waits for it.
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

    /// The number of steps in force.
    pub(in crate::app) fn made(&self) -> usize {
        self.made
    }

    /// Whether there is nothing to undo or redo.
    pub(in crate::app) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The memory it holds, in bytes.
    pub(in crate::app) fn size(&self) -> usize {
        self.size
    }

    /// Adds the steps of a filter that ended, as far as they reach beyond it.
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

    /// The steps in a changed thread, as far as anything is left of them. Drops the oldest if they concern very many
    /// posts.
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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::app::work::remap::Remap;
    use crate::thread::{Builder, Draft, Parent, Thread};

    fn read(post: usize) -> Step {
        Step { read: vec![PostId::new(post)], ..Step::default() }
    }

    fn read_by(step: Option<Step>) -> Option<usize> {
        step.and_then(|step| step.read.first().map(|post| post.index()))
    }

    #[test]
    fn a_new_step_takes_the_place_of_those_that_were_undone() {
        let mut history = History::default();
        (1..4).for_each(|post| history.push(read(post)));
        assert_eq!([read_by(history.undo()), read_by(history.undo())], [Some(3), Some(2)]);
        assert_eq!(read_by(history.redo()), Some(2));
        history.push(read(9));
        assert_eq!(read_by(history.redo()), None);
        let mut back = Vec::new();
        while let Some(post) = read_by(history.undo()) {
            back.push(post);
        }
        assert_eq!(back, [9, 2, 1]);
        assert!(!history.is_empty(), "what was undone can be made again");
    }

    #[test]
    fn the_size_is_that_of_the_steps_that_are_left() {
        let mut history = History::default();
        history.push(read(1));
        let one = history.size();
        history.push(read(2));
        assert_eq!(history.size(), 2 * one);
        history.undo();
        history.push(read(3));
        assert_eq!(history.size(), 2 * one);
    }

    fn thread(replies: usize) -> Thread {
        let mut builder = Builder::new("test");
        builder.add(Draft { parent: Parent::Nothing, body: "The lamp", ..Draft::default() });
        for _ in 0..replies {
            builder.add(Draft { parent: Parent::Article, body: "A gull", ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    #[test]
    fn in_a_changed_thread_only_steps_are_left_that_still_mean_something() {
        let (old, new) = (thread(3), thread(2));
        let places = [Some(0), None, Some(1), Some(2)].map(|place| place.map(PostId::new));
        let mut history = History::default();
        (1..4).for_each(|post| history.push(read(post)));
        history.undo();
        let mut moved = history.moved(&mut Moved::new(Remap::new(&old, &new, &places)));
        assert_eq!(moved.made(), 1, "that of the post that is gone counts no more");
        assert_eq!(read_by(moved.redo()), Some(2));
        assert_eq!([read_by(moved.undo()), read_by(moved.undo()), read_by(moved.undo())], [Some(2), Some(1), None]);
    }
}
