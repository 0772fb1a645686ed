//! Moves what steps share into a changed thread, once for all of them.

use crate::app::state::preview::{Preview, Shared};
use crate::app::work::remap::Remap;
use crate::app::work::scores::Scores;
use crate::thread::PostId;
use rustc_hash::FxHashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Scores and suggestions in the new thread. Many steps hold the same ones; each is moved once.
pub(in crate::app) struct Moved<'a> {
    pub(in crate::app) remap: Remap<'a>,
    /// By the opening post of their thread.
    scores: FxHashMap<PostId, Option<Arc<Scores>>>,
    previews: FxHashMap<*const Preview, Shared>,
}

impl<'a> Moved<'a> {
    pub(in crate::app) fn new(remap: Remap<'a>) -> Self {
        Self { remap, scores: FxHashMap::default(), previews: FxHashMap::default() }
    }

    /// The scores in the new thread. `None` if their opening post is gone.
    pub(in crate::app) fn scores(&mut self, scores: &Arc<Scores>) -> Option<Arc<Scores>> {
        if let Some(known) = self.scores.get(&scores.opening()) {
            return known.clone();
        }
        let there = scores.moved(&self.remap).map(Arc::new);
        self.scores.insert(scores.opening(), there.clone());
        there
    }

    /// The suggestions in the new thread.
    pub(in crate::app) fn preview(&mut self, preview: &Shared) -> Shared {
        let preview = preview.as_ref()?;
        if let Some(known) = self.previews.get(&Rc::as_ptr(preview)) {
            return known.clone();
        }
        let scores = self.scores(&preview.scores);
        let there = scores.map(|scores| Rc::new(preview.moved(scores, &self.remap)));
        self.previews.insert(Rc::as_ptr(preview), there.clone());
        there
    }
}
