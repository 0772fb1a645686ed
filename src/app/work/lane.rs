//! Lanes of work: in each runs what was asked for last.

/// What work is for. What is asked for in a lane replaces what runs there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Finding posts.
    Seek(Slot),
    /// Sorting the replies.
    Sort,
    /// Counting for the overview.
    Survey,
    /// Finding topics for the overview.
    Topics,
    /// Finding who addresses whom.
    Listen,
    /// Applying rules.
    Rule,
    /// Making the card of an author.
    Portray,
    /// Finding where a link leads.
    Lead,
    /// Collecting links.
    Links,
    /// Scoring drift.
    Score,
}

/// The purpose of a search. Each has at most one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The reader's search.
    Search,
    /// The current category.
    Category,
    /// The filter of the view.
    Filter,
    /// What is to be folded.
    Fold,
    /// The filter of the index.
    Index,
    /// A rule that is tried.
    Rule,
}

/// Names work that was asked for, so that its outcome is told from that of work before it in the same lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// Where it runs.
    pub lane: Lane,
    /// Its number among all work for this reader.
    pub(in crate::app) number: u64,
}
