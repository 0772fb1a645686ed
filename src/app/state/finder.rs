//! Searches and their hits.

use crate::app::state::category::Category;
use crate::app::state::reading::position::ScreenPosition;
use crate::app::work::lane::Slot;
use crate::query::{Facts, Pattern, Query, Wanted};
use crate::thread::{PostId, PostSet, Text, Thread};

/// The purpose of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// Go to its hits.
    Search,
    /// Keep only its hits and what they answer.
    Filter,
    /// Fold its hits.
    Fold,
    /// Keep only the threads of the index with hits.
    Index,
    /// Show what it would do as a rule.
    Rule,
}

/// Why the index cannot be filtered by drift.
pub(in crate::app) const NO_DRIFT: &str = "drift is told of one thread at a time: open it and filter it there";

impl Asking {
    /// The sign before the prompt.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Search | Self::Index => "/",
            Self::Filter => "&",
            Self::Fold => "fold ",
            Self::Rule => "rule ",
        }
    }

    pub(crate) fn slot(self) -> Slot {
        match self {
            Self::Search => Slot::Search,
            Self::Filter => Slot::Filter,
            Self::Fold => Slot::Fold,
            Self::Index => Slot::Index,
            Self::Rule => Slot::Rule,
        }
    }
}

/// A search and its hits.
#[derive(Debug)]
pub(crate) struct Sought {
    pub(in crate::app) wanted: Wanted,
    /// The pattern to mark in the text.
    pattern: Option<Pattern>,
    /// Where the search began: it goes to the end, then on from the top.
    pub(in crate::app) start: usize,
    pub(in crate::app) hits: PostSet,
    pub(in crate::app) many: usize,
    pub(in crate::app) looked_at: usize,
    pub(in crate::app) complete: bool,
    /// Where to take the reader once there is a hit.
    pub(in crate::app) pending: Option<Pending>,
    /// Folds that were opened to show a hit.
    pub(in crate::app) opened: Vec<PostId>,
    /// Whether the query was entered and waits for the rest.
    pub(in crate::app) is_entered: bool,
}

#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct Pending {
    pub(in crate::app) from: usize,
    pub(in crate::app) way: Way,
    /// Where to take the reader if there is no hit.
    pub(in crate::app) back: Option<ScreenPosition>,
}

impl Pending {
    pub(in crate::app) fn from(from: usize, way: Way) -> Self {
        Self { from, way, back: None }
    }

    /// The same, with a position to return to if there is no hit.
    pub(in crate::app) fn or_back(self, back: ScreenPosition) -> Self {
        Self { back: Some(back), ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Way {
    On,
    Back,
}

/// The running searches, at most one of each kind.
#[derive(Debug, Default)]
pub(in crate::app) struct Finder {
    under_way: Vec<(Slot, Sought)>,
    category: Category,
    /// Queries to run once the whole thread is here.
    pub(in crate::app) first: Vec<(Asking, Query)>,
}

impl Finder {
    /// The search in a slot. `None` if there is none.
    pub(in crate::app) fn of(&self, slot: Slot) -> Option<&Sought> {
        self.under_way.iter().find(|(known, _)| *known == slot).map(|(_, sought)| sought)
    }

    pub(in crate::app) fn of_mut(&mut self, slot: Slot) -> Option<&mut Sought> {
        self.under_way.iter_mut().find(|(known, _)| *known == slot).map(|(_, sought)| sought)
    }

    pub(in crate::app) fn has(&self, slot: Slot) -> bool {
        self.of(slot).is_some()
    }

    /// Ends a search and returns it.
    pub(in crate::app) fn take(&mut self, slot: Slot) -> Option<Sought> {
        let place = self.under_way.iter().position(|(known, _)| *known == slot)?;
        Some(self.under_way.swap_remove(place).1)
    }

    pub(in crate::app) fn end(&mut self, slot: Slot) {
        self.under_way.retain(|(known, _)| *known != slot);
    }

    /// Ends all searches for another thread.
    pub(in crate::app) fn forget(&mut self) -> Vec<(Slot, Sought)> {
        std::mem::take(&mut self.under_way)
    }

    /// The pattern to mark in the text.
    pub(in crate::app) fn pattern(&self) -> Option<&Pattern> {
        let sought = [Slot::Search, Slot::Filter].into_iter().find_map(|slot| self.of(slot));
        sought.and_then(|sought| sought.pattern.as_ref())
    }

    pub(in crate::app) fn category(&self) -> Category {
        self.category
    }

    pub(in crate::app) fn set_category(&mut self, category: Category) {
        self.category = category;
        self.end(Slot::Category);
    }

    /// Begins a search, of which nothing is found yet, in a thread of `len` posts.
    pub(in crate::app) fn begin(
        &mut self,
        slot: Slot,
        wanted: Wanted,
        start: PostId,
        len: usize,
        pending: Option<Pending>,
    ) {
        self.end(slot);
        let pattern = match &wanted {
            Wanted::Query(query, _) => Some(query.pattern()),
            _ => None,
        };
        let sought = Sought {
            wanted,
            pattern,
            start: start.index(),
            hits: PostSet::none(len),
            many: 0,
            looked_at: 0,
            complete: false,
            pending,
            opened: Vec::new(),
            is_entered: false,
        };
        self.under_way.push((slot, sought));
    }
}

impl Sought {
    /// Whether all posts of a range were examined, so that none can still become a hit.
    pub(in crate::app) fn has_seen(&self, first: usize, last: usize, len: usize) -> bool {
        let [first, last] = [first, last].map(|index| (index + len - self.start) % len);
        self.complete || first <= last && last < self.looked_at
    }

    /// The pattern to mark in the text.
    pub(crate) fn pattern(&self) -> Option<&Pattern> {
        self.pattern.as_ref()
    }

    /// The number of hits.
    pub(crate) fn many(&self) -> usize {
        self.many
    }

    /// Whether every post was examined.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// The number of examined posts.
    pub(crate) fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// Whether a post is a hit.
    pub(crate) fn has(&self, post: PostId) -> bool {
        self.hits.contains(post)
    }

    /// The number of hits below a post.
    pub(crate) fn below(&self, thread: &Thread, post: PostId) -> usize {
        let subtree = thread.subtree(post);
        self.hits.count(subtree.start + 1..subtree.end)
    }

    /// The number of hits at or before a post.
    pub(crate) fn up_to(&self, post: PostId) -> usize {
        self.hits.count(0..post.index() + 1)
    }

    /// Whether to search again once the drift is known.
    pub(in crate::app) fn awaits_scores(&self) -> bool {
        matches!(&self.wanted, Wanted::Query(query, known) if is_in_the_dark(query, known))
    }

    /// Where the reader was before, if the search began by typing.
    pub(in crate::app) fn came_from(&self) -> Option<ScreenPosition> {
        self.pending.and_then(|pending| pending.back)
    }

    /// Whether it is a typed query.
    pub(crate) fn is_query(&self) -> bool {
        matches!(self.wanted, Wanted::Query(..))
    }

    /// The search in words, for the status line.
    pub(crate) fn title(&self, thread: &Thread) -> Text {
        match &self.wanted {
            Wanted::Query(query, _) => Text::line(&query.to_string()),
            Wanted::Author(author) => Text::line(&format!("by {}", thread.author_name(*author))),
            Wanted::HighScore | Wanted::Links | Wanted::Code => Text::default(),
        }
    }

    /// All hits.
    pub(crate) fn hits(&self) -> &PostSet {
        &self.hits
    }
}

/// Whether a query asks for drift and that was unknown.
pub(in crate::app) fn is_in_the_dark(query: &Query, known: &Facts) -> bool {
    query.asks_for_drift() && known.drift.is_none()
}
