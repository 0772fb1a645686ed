//! Hands posts to the builder; knows the reserved place of a post and what is around it.

use super::shape::ShapeId;
use crate::thread::{Builder, Draft, DraftId, Notice, Parent, Time};

/// Hands over the current post, and keeps what the posts of a thread must know of each other.
pub(super) struct Hand<'b> {
    pub(super) builder: &'b mut Builder,
    /// The reserved place of the post, once there is one.
    pub(super) held: Option<DraftId>,
    /// The post around it.
    pub(super) above: Option<DraftId>,
    /// The first post of its list.
    pub(super) first: Option<DraftId>,
    /// Its kind of object.
    pub(super) shape: ShapeId,
    /// Whether the thread began with this post.
    pub(super) opens: bool,
    /// The post last handed over at each depth.
    path: Vec<DraftId>,
    /// Whether the article was handed over.
    has_article: bool,
    /// How often a post was older than the one before it, and how often younger.
    sinking: usize,
    rising: usize,
    last: Option<Time>,
    /// The first draft of the thread.
    begun: usize,
    /// Whether the post last handed over has a time and a score. `None` before the site handed over the current one.
    pub(super) added: Option<(bool, bool)>,
}

impl<'b> Hand<'b> {
    pub(super) fn new(builder: &'b mut Builder) -> Self {
        let begun = builder.len();
        Self {
            builder,
            held: None,
            above: None,
            first: None,
            shape: ShapeId(0),
            opens: false,
            path: Vec::new(),
            has_article: false,
            sinking: 0,
            rising: 0,
            last: None,
            begun,
            added: None,
        }
    }

    /// The post around the current one, or the article.
    pub(super) fn enclosing(&self) -> Parent<'static> {
        self.above.map_or(Parent::Article, Parent::Draft)
    }

    /// Begins another thread, unless this one is still empty.
    pub(super) fn begin(&mut self) {
        if self.builder.len() > self.begun {
            self.builder.begin();
            self.forget();
        }
    }

    pub(super) fn forget(&mut self) {
        self.begun = self.builder.len();
        self.has_article = false;
        self.path.clear();
        (self.sinking, self.rising, self.last) = (0, 0, None);
    }

    /// The place of the current post; reserves it if necessary.
    pub(super) fn hold(&mut self) -> DraftId {
        let held = self.held.unwrap_or_else(|| self.builder.reserve());
        self.held = Some(held);
        held
    }

    /// Hands over the current post.
    pub(super) fn add(&mut self, draft: Draft<'_>) -> DraftId {
        self.has_article |= draft.parent == Parent::Nothing;
        self.added = Some((draft.time.is_some(), draft.score.is_some()));
        if let (Some(time), Some(last)) = (draft.time, self.last) {
            self.sinking += usize::from(time < last);
            self.rising += usize::from(time > last);
        }
        self.last = draft.time.or(self.last);
        match self.held {
            Some(held) => self.builder.fill(held, draft),
            None => self.held = Some(self.builder.add(draft)),
        }
        self.hold()
    }

    /// Whether the thread has its article already.
    pub(super) fn has_article(&self) -> bool {
        self.has_article
    }

    /// Hands over an article that comes with the current post.
    pub(super) fn add_article(&mut self, draft: Draft<'_>) {
        self.hold();
        self.has_article = true;
        self.builder.add(draft);
    }

    /// The parent of the current post by its depth in a list, if nothing else shows it.
    pub(super) fn below(&mut self, depth: usize) -> Parent<'static> {
        let this = self.hold();
        self.path.truncate(depth);
        let parent = self.path.last().copied();
        self.path.push(this);
        parent.map_or(Parent::Article, Parent::Draft)
    }

    /// Reverses the replies of this thread if the newest came first.
    pub(super) fn set_oldest_first(&mut self) {
        if self.sinking <= self.rising * 4 {
            return;
        }
        for (draft, rank) in (self.begun..self.builder.len()).rev().zip(0..) {
            self.builder.rank(DraftId::new(draft), rank);
        }
    }

    pub(super) fn notice(&mut self, notice: impl Into<String>) {
        self.builder.notice(Notice::new(notice));
    }
}
