//! The state of suggestions, and what they wait for.

use crate::app::state::preview::Spares;
use crate::app::work::scores::{Scores, Threshold};
use crate::thread::{PostId, Text};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What scores are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Wish {
    /// To suggest what has drifted further than a threshold, or than the best one to start with.
    Suggest(Option<Threshold>, Spares),
    Show,
}

/// The work on suggestions.
#[derive(Debug, Default)]
pub(in crate::app) struct Suggester {
    pub(in crate::app) scores: Option<Arc<Scores>>,
    pub(in crate::app) wish: Option<Wish>,
    /// The opening post of the thread that is scored, or was scored last.
    pub(in crate::app) scoring: Option<PostId>,
    /// The reasons of suggestions that were on the screen, with their scores.
    pub(in crate::app) reasons: FxHashMap<PostId, Text>,
    pub(in crate::app) explained: Option<Arc<Scores>>,
    /// Whether scores follow what the reader puts away and reads.
    pub(in crate::app) learns: bool,
    /// Whether every row of the outline shows its score.
    pub(in crate::app) shows_drift: bool,
}
