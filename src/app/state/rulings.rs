//! The rules that are put to the thread, and what they have found.

use crate::app::work::rules::{Rule, Ruled};
use crate::thread::Text;
use std::sync::Arc;

/// The rules, and what they have found.
#[derive(Debug, Default)]
pub(in crate::app) struct Ruling {
    pub(in crate::app) rules: Vec<Rule>,
    /// Those of them that are put to the thread.
    pub(in crate::app) asked: Arc<[Rule]>,
    /// Those that wait until it is known how far everything has drifted.
    pub(in crate::app) waiting: Vec<Text>,
    /// They are put to the thread as it is now.
    pub(in crate::app) is_asked: bool,
    /// Names the work in its result.
    pub(in crate::app) ticket: u64,
    pub(in crate::app) ruled: Ruled,
    /// What is to be put away has not been yet.
    pub(in crate::app) is_waiting: bool,
    /// How many subthreads the rule that is tried would put away, once all of them are found.
    pub(in crate::app) tried: Option<usize>,
}

impl Ruling {
    pub(in crate::app) fn set_up(&mut self, rules: Vec<Rule>) {
        self.rules = rules;
        self.forget();
    }

    /// The thread is another: what was found in it is not to be found there.
    pub(in crate::app) fn forget(&mut self) {
        self.ruled = Ruled::default();
        self.ask_again();
    }

    /// What is known beside the thread is other than it was.
    pub(in crate::app) fn ask_again(&mut self) {
        (self.is_asked, self.is_waiting) = (false, false);
    }
}
