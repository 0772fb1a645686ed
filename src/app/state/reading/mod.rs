//! How the thread is viewed: folds, narrowing, position, and what was read.

use crate::app::state::aside::Aside;
use crate::app::state::history::Step;
use crate::app::state::journal::Journal;
use crate::app::state::page::Page;
use crate::app::state::preview::{Preview, Shared};
use crate::app::state::reading::news::News;
use crate::app::state::reading::outside::Outside;
use crate::app::state::reading::pane::Pane;
use crate::app::state::reading::position::{Here, Pinned, ScreenPosition};
use crate::app::state::reading::undo::Undo;
use crate::app::state::trail::Trail;
use crate::rows::{Anchor, Columns, Document, Flips, Folds, LineId, Order, Shown};
use crate::thread::{Difference, PostId, PostSet, Thread};
use crate::visit::Change;
use std::sync::Arc;

mod filter;
mod news;
mod outside;
mod pane;
mod placing;
pub(in crate::app) mod position;
mod quoting;
mod recollecting;
mod replacing;
mod sideways;
mod spoilers;
mod undo;
mod unread;

/// A thread and its view: one selection, one fold state, one position, drawn twice.
pub(crate) struct Reading {
    pub(in crate::app) thread: Arc<Thread>,
    folds: Folds,
    order: Order,
    /// The post that opens the visible thread.
    article: PostId,
    /// The posts that the view was narrowed to, outermost first.
    roots: Vec<PostId>,
    here: Here,
    pinned: Pinned,
    pane: Pane,
    /// The first row of the outline pane.
    outline_top: usize,
    /// Whether the outline stays there even if the selection is not in sight.
    is_outline_held: bool,
    page: Page,
    pub(in crate::app) news: News,
    aside: Aside,
    /// The suggestions, while they are visible.
    preview: Shared,
    undo: Undo,
    /// What waits outside a filter.
    outside: Option<Box<Outside>>,
    pub(in crate::app) trail: Trail,
    pub(in crate::app) journal: Journal,
}

impl Reading {
    pub(in crate::app) fn new(thread: Arc<Thread>) -> Self {
        let folds = Folds::none(&thread);
        Self {
            order: Order::tree(&thread, &folds, PostId::ARTICLE),
            folds,
            article: PostId::ARTICLE,
            roots: Vec::new(),
            here: Here::default(),
            pinned: Pinned::default(),
            pane: Pane::default(),
            outline_top: 0,
            is_outline_held: false,
            page: Page::default(),
            news: News::unread(thread.len()),
            aside: Aside::none(&thread),
            preview: None,
            undo: Undo::default(),
            outside: None,
            trail: Trail::default(),
            journal: Journal::default(),
            thread,
        }
    }

    pub(crate) fn selection(&self) -> PostId {
        self.here.place.post
    }

    pub(crate) fn place(&self) -> LineId {
        self.here.place
    }

    pub(crate) fn folds(&self) -> &Folds {
        &self.folds
    }

    pub(crate) fn order(&self) -> &Order {
        &self.order
    }

    pub(crate) fn unread(&self) -> &PostSet {
        &self.news.unread
    }

    /// The unread posts that want to be read: all but silenced ones.
    pub(crate) fn due(&self) -> Difference<'_> {
        self.news.unread.without(self.aside.silenced())
    }

    /// The new posts that want to be read.
    pub(in crate::app) fn due_new(&self) -> Difference<'_> {
        self.news.new.without(self.aside.silenced())
    }

    /// What is put away.
    pub(crate) fn aside(&self) -> &Aside {
        &self.aside
    }

    pub(crate) fn columns(&self) -> Columns {
        self.pane.columns
    }

    pub(crate) fn article_columns(&self) -> Columns {
        self.pinned.columns
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    pub(crate) fn outline_top(&self) -> usize {
        self.outline_top
    }

    /// Moves the outline by rows, as far as there are some. It stays there until it is released.
    pub(in crate::app) fn scroll_outline(&mut self, rows: isize) {
        let last = self.rows().saturating_sub(self.page.outline.len());
        self.outline_top = self.outline_top.saturating_add_signed(rows).min(last);
        self.is_outline_held = true;
    }

    /// Lets the outline follow the selection again.
    pub(in crate::app) fn release_outline(&mut self) {
        self.is_outline_held = false;
    }

    /// Whether the outline stays where it is.
    pub(in crate::app) fn is_outline_held(&self) -> bool {
        self.is_outline_held
    }

    /// The post that opens the visible thread.
    pub(crate) fn article(&self) -> PostId {
        self.article
    }

    /// The root of the view.
    pub(crate) fn root(&self) -> PostId {
        self.roots.last().copied().unwrap_or(self.article)
    }

    /// The posts that the view was narrowed to, outermost first.
    pub(crate) fn roots(&self) -> &[PostId] {
        &self.roots
    }

    pub(crate) fn is_narrowed(&self) -> bool {
        !self.roots.is_empty()
    }

    pub(crate) fn is_path(&self) -> bool {
        matches!(self.order, Order::Path(_))
    }

    /// The number of posts in sight.
    pub(crate) fn rows(&self) -> usize {
        self.order.len(&self.folds)
    }

    /// The row of the selection.
    pub(crate) fn row(&self) -> usize {
        self.order.row(&self.folds, self.selection())
    }

    pub(in crate::app) fn post_at(&self, row: usize) -> Option<PostId> {
        self.order.at(&self.thread, &self.folds, row)
    }

    pub(in crate::app) fn shows(&self, post: PostId) -> bool {
        self.order.contains(&self.folds, post)
    }

    /// Permits another turn of layout.
    pub(in crate::app) fn begin_turn(&mut self) {
        self.pane.cache.begin_turn();
        self.pinned.cache.begin_turn();
    }

    /// Whether something on the screen is not laid out yet.
    pub(in crate::app) fn is_unfinished(&self) -> bool {
        self.pane.cache.is_short() || self.pinned.cache.is_short()
    }

    /// The document in its pane.
    pub(in crate::app) fn document(&mut self) -> Document<'_> {
        let (folds, order, columns, article) = (&self.folds, &self.order, self.pane.columns, self.article);
        Document {
            thread: &self.thread,
            folds,
            order,
            article,
            columns,
            shown: &self.pane.shown,
            cache: &mut self.pane.cache,
        }
    }

    /// Works on the article in its own pane.
    pub(in crate::app) fn with_article<T>(&mut self, work: impl FnOnce(&mut Document<'_>, &mut LineId) -> T) -> T {
        let order = Order::Path(vec![self.article]);
        let (article, columns, cache) = (self.article, self.pinned.columns, &mut self.pinned.cache);
        let shown = &Shown { wraps_code: true, ..Shown::default() };
        let (thread, folds) = (&self.thread, &self.folds);
        let mut document = Document { thread, folds, order: &order, article, columns, shown, cache };
        work(&mut document, &mut self.pinned.place)
    }

    pub(in crate::app) fn set_page(&mut self, page: Page, outline_top: usize) {
        self.page = page;
        self.outline_top = outline_top;
    }

    /// Opens another thread of a shelf, by its opening post. The undo steps of this one wait for the reader.
    pub(in crate::app) fn turn_to(&mut self, article: PostId) {
        self.undo.turn(self.article, article);
        self.roots.clear();
        self.article = article;
        self.pinned.cache.clear();
        self.pinned.place = LineId::top(article);
        self.order = Order::tree(&self.thread, &self.folds, article);
        self.select(article);
        self.outline_top = 0;
        self.news.counts = None;
        self.count_away();
    }

    /// The first line of the document pane.
    pub(in crate::app) fn top(&mut self) -> LineId {
        let (place, lead) = (self.here.place, self.here.lines_above);
        self.document().back(place, lead)
    }

    /// Whether a line is the last one of the document.
    pub(in crate::app) fn is_last(&mut self, place: LineId) -> bool {
        self.document().next(place).is_none()
    }

    /// Selects a visible post.
    pub(in crate::app) fn select(&mut self, post: PostId) {
        self.put(LineId::top(post));
    }

    /// Shows the posts of some authors in one line.
    pub(in crate::app) fn mute(&mut self, muted: &[bool]) {
        let at = self.position();
        self.pane.shown.muted = muted.to_vec();
        self.settle(at);
    }

    /// Marks posts as read. Returns those that were unread.
    pub(in crate::app) fn read(&mut self, posts: impl Iterator<Item = PostId>) -> Vec<PostId> {
        let read: Vec<_> = posts.filter(|&post| self.news.unread.remove(post)).collect();
        read.iter().for_each(|&post| self.count_read(post));
        if !read.is_empty() {
            self.journal.note(Change::Read(read.clone(), true));
        }
        read
    }

    /// Marks posts as read whose whole text is on the screen, except those that the reader marked as unread and that
    /// have not left the screen since.
    pub(in crate::app) fn read_shown(&mut self, shown: &[PostId]) {
        self.news.kept_unread.retain(|post| shown.contains(post));
        let kept = self.news.kept_unread.clone();
        self.read(shown.iter().copied().filter(|post| !kept.contains(post)));
    }

    /// Marks a post as unread until it is shown again. Returns whether it was read.
    pub(in crate::app) fn keep_unread(&mut self, post: PostId) -> bool {
        let was_read = !self.news.unread.contains(post);
        if was_read {
            self.news.kept_unread.push(post);
            self.unread_again(&[post]);
        }
        was_read
    }

    /// Read posts are no longer new.
    pub(in crate::app) fn forget_new(&mut self) {
        self.news.new.keep_only(&self.news.unread);
        self.news.counts = None;
    }

    /// Marks posts as new that just came.
    pub(in crate::app) fn welcome(&mut self, came: impl Iterator<Item = PostId>) {
        came.for_each(|post| self.news.new.insert(post));
        self.forget_new();
    }

    /// Marks posts as read that were read at an earlier visit.
    pub(in crate::app) fn forget_unread(&mut self, read: &PostSet) {
        self.news.unread.remove_all(read);
        self.news.counts = None;
    }

    /// Changes folds and narrowing as one undo step.
    pub(in crate::app) fn change(&mut self, flips: Flips, roots: Option<Vec<PostId>>, read: Vec<PostId>) {
        let roots = roots.map(|roots| (self.roots.clone(), roots));
        self.take(Step { flips, roots, read, ..Step::default() });
    }

    /// Applies a step and records it.
    pub(in crate::app) fn take(&mut self, step: Step) {
        if step.is_nothing() {
            return;
        }
        let (outside, before) = (self.flips_outside(&step.away), self.position());
        let step = Step { outside, before, ..step };
        self.make(&step, true);
        let after = self.position();
        self.undo.history.push(Step { after, ..step });
    }

    /// Records folds that already changed as one undo step.
    pub(in crate::app) fn keep(&mut self, flips: Flips) {
        self.note_flips(&flips);
        let here = self.position();
        let step = Step { flips, before: here, after: here, ..Step::default() };
        if !step.is_nothing() {
            self.undo.history.push(step);
        }
    }

    /// Changes folds without an undo step: what a search opens and closes again.
    pub(in crate::app) fn flip(&mut self, flips: &Flips) {
        let at = self.position();
        self.turn(flips);
        self.settle(at);
    }

    /// Folds and unfolds, and updates the counts of what is away and folded.
    fn turn(&mut self, flips: &Flips) {
        match flips {
            Flips::Few(posts) => {
                for &post in posts {
                    self.folds.flip_one(&self.thread, post);
                    self.aside.count_turned(&self.thread, &self.folds, self.article, post);
                }
            }
            Flips::Many(_) => {
                self.folds.flip(&self.thread, flips);
                self.count_away();
            }
        }
    }

    /// Recounts what is away and folded.
    fn count_away(&mut self) {
        self.aside.count(&self.thread, &self.folds, self.article);
    }

    /// The number of steps that can be undone.
    pub(in crate::app) fn undo_steps(&self) -> usize {
        self.undo.history.made()
    }

    /// Undoes the last step and returns it.
    pub(in crate::app) fn undo(&mut self) -> Option<Step> {
        let step = self.undo.history.undo()?;
        let has_stayed = self.position() == step.after;
        self.make(&step, false);
        self.unread_again(&step.read);
        self.return_to(step.before, has_stayed);
        Some(step)
    }

    /// Redoes the step undone last and returns it.
    pub(in crate::app) fn redo(&mut self) -> Option<Step> {
        let step = self.undo.history.redo()?;
        let has_stayed = self.position() == step.before;
        self.make(&step, true);
        self.read(step.read.iter().copied());
        self.return_to(step.after, has_stayed);
        Some(step)
    }

    /// Shows only the path from the article to the selection, ending at the bottom of a pane of `height` lines.
    pub(in crate::app) fn enter_path(&mut self, height: usize) {
        let at = self.position();
        let post = self.selection();
        self.order = Order::path(&self.thread, post);
        self.settle(at.on(Anchor::top(post)));
        let lines = self.document().lines(post, 0);
        self.here.lines_above = height.saturating_sub(lines);
        self.here.before_path = Some((at, Anchor::top(post)));
    }

    /// Shows everything around a path again.
    pub(in crate::app) fn leave_path(&mut self) {
        if self.is_path() {
            let at = self.position().around();
            self.come_back(at);
        }
    }

    /// Restores the view before the path, if the reader has not moved since.
    pub(in crate::app) fn leave_path_again(&mut self) {
        let before = self.here.before_path.take().filter(|(_, anchor)| self.is_still_at(*anchor));
        match before {
            Some((before, _)) => self.come_back(before),
            None => self.leave_path(),
        }
    }

    /// The folds to open to bring a post into sight.
    pub(in crate::app) fn covers(&self, post: PostId) -> Vec<PostId> {
        self.covers_below(self.root(), post)
    }

    /// The same if the view were narrowed to `root`.
    pub(in crate::app) fn covers_below(&self, root: PostId, post: PostId) -> Vec<PostId> {
        let mut covers: Vec<_> = self.folds.covers(&self.thread, root, post).collect();
        covers.reverse();
        covers
    }

    /// The suggestions.
    pub(crate) fn preview(&self) -> Option<&Preview> {
        self.preview.as_deref()
    }

    /// The suggestions, for a step to keep.
    pub(in crate::app) fn shared_preview(&self) -> Shared {
        self.preview.clone()
    }

    /// Replaces the suggestions by equal ones with newer scores.
    pub(in crate::app) fn renew_preview(&mut self, preview: Shared) {
        self.preview = preview;
    }

    /// Applies a step, forwards or backwards.
    fn make(&mut self, step: &Step, forwards: bool) {
        let at = self.position().around();
        self.turn(&step.flips);
        // A preview is temporary: only what is accepted of it is remembered.
        if step.preview.is_none() {
            self.note_flips(&step.flips);
        }
        self.swap(&step.away, forwards);
        self.flip_outside(&step.outside);
        self.note_away(step.away.iter().map(|swap| swap.post));
        if let Some((before, after)) = &step.preview {
            self.preview.clone_from(if forwards { after } else { before });
        }
        if step.preview.is_some() {
            self.silence();
        }
        if let Some((before, after)) = &step.roots {
            self.roots.clone_from(if forwards { after } else { before });
        }
        self.come_back(at);
    }

    /// Records folds that changed. Those of a filter vanish with it.
    fn note_flips(&mut self, flips: &Flips) {
        if !self.is_filtered() {
            self.journal.flipped(&self.thread, &self.folds, flips);
        }
    }

    fn unread_again(&mut self, posts: &[PostId]) {
        posts.iter().for_each(|&post| self.news.unread.insert(post));
        self.news.counts = None;
        self.journal.note(Change::Read(posts.to_vec(), false));
    }

    /// After undo or redo, moves the reader to where the step was made, if that is another post. Who has not moved since
    /// the step has the screen of then.
    fn return_to(&mut self, then: ScreenPosition, has_stayed: bool) {
        let anchor = then.anchor;
        if has_stayed && self.shows(anchor.post) {
            self.settle(then.around());
        } else if anchor.post != self.selection() && self.shows(anchor.post) {
            let at = self.position();
            self.settle(at.on(anchor));
        }
    }
}
