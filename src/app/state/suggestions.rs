//! What is known about suggestions, and what is waited for.

use crate::app::state::preview::Spares;
use crate::app::work::scores::{Scores, Threshold};
use crate::thread::{PostId, Text};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What scores are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Wish {
    /// To suggest what has drifted further than a threshold, or than where it is best to start.
    Suggest(Option<Threshold>, Spares),
    Show,
}

/// The work on suggestions.
#[derive(Debug, Default)]
pub(in crate::app) struct Suggester {
    pub(in crate::app) scores: Option<Arc<Scores>>,
    pub(in crate::app) wish: Option<Wish>,
    /// The work that is under way beside the screen.
    pub(in crate::app) ticket: Option<u64>,
    /// The post that opens the thread which that work is on.
    pub(in crate::app) scoring: Option<PostId>,
    pub(in crate::app) tickets: u64,
    /// The reasons of suggestions that have been on the screen, and the scores that they tell.
    pub(in crate::app) reasons: FxHashMap<PostId, Text>,
    pub(in crate::app) explained: Option<Arc<Scores>>,
    /// Scores go by what the reader puts away and reads on.
    pub(in crate::app) learns: bool,
    /// Every row of the outline shows its score.
    pub(in crate::app) shows_drift: bool,
}
