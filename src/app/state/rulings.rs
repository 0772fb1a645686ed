//! The rules for the thread, and their results.

use crate::app::work::rules::{Rule, Ruled};
use crate::thread::Text;
use std::sync::Arc;

/// The rules, and their results.
#[derive(Debug, Default)]
pub(in crate::app) struct Ruling {
    pub(in crate::app) rules: Vec<Rule>,
    /// Those that are being run.
    pub(in crate::app) asked: Arc<[Rule]>,
    /// Those that wait until the drift is known.
    pub(in crate::app) waiting: Vec<Text>,
    /// Whether they were run on the present thread.
    pub(in crate::app) is_asked: bool,
    pub(in crate::app) ruled: Ruled,
    /// Whether results wait to be applied.
    pub(in crate::app) is_waiting: bool,
    /// The number of subthreads that the tried rule would put away, once all are found.
    pub(in crate::app) tried: Option<usize>,
}

impl Ruling {
    pub(in crate::app) fn set_up(&mut self, rules: Vec<Rule>) {
        self.rules = rules;
        self.forget();
    }

    /// The thread changed: its results no longer apply.
    pub(in crate::app) fn forget(&mut self) {
        self.ruled = Ruled::default();
        self.ask_again();
    }

    /// What is known beside the thread changed.
    pub(in crate::app) fn ask_again(&mut self) {
        (self.is_asked, self.is_waiting) = (false, false);
    }
}
