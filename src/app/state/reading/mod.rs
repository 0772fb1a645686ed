//! How the thread is looked at: folds, narrowing, the reading position and what has been read.

use crate::app::state::aside::Aside;
use crate::app::state::history::Step;
use crate::app::state::journal::Journal;
use crate::app::state::page::Page;
use crate::app::state::preview::{Preview, Shared};
use crate::app::state::reading::filter::Outside;
use crate::app::state::reading::position::{Here, Pinned};
use crate::app::state::reading::undo::Undo;
use crate::app::state::reading::unread::News;
use crate::app::state::trail::Trail;
use crate::rows::{Anchor, Cache, Columns, Document, Flips, Folds, LineId, Order};
use crate::thread::{Difference, PostId, PostSet, Thread};
use crate::visit::Change;
use std::sync::Arc;

mod filter;
pub(in crate::app) mod position;
mod recollecting;
mod replacing;
mod undo;
mod unread;

/// A thread and how it is looked at: one selection, one fold state, one reading position, drawn twice.
pub(crate) struct Reading {
    pub(in crate::app) thread: Arc<Thread>,
    folds: Folds,
    order: Order,
    /// The post that opens the thread which is read: the article.
    article: PostId,
    /// The posts that the view was narrowed to, one inside the other.
    roots: Vec<PostId>,
    here: Here,
    pinned: Pinned,
    pane: Pane,
    /// The first row of the outline pane.
    outline_top: usize,
    page: Page,
    pub(in crate::app) news: News,
    aside: Aside,
    /// What is suggested to be put away, while that is on the screen.
    preview: Shared,
    undo: Undo,
    /// While a filter keeps only some posts in sight: what was before.
    outside: Option<Box<Outside>>,
    pub(in crate::app) trail: Trail,
    pub(in crate::app) journal: Journal,
}

/// How the document is laid out in its pane.
struct Pane {
    columns: Columns,
    /// For each author whether what they write is shown in one line.
    muted: Vec<bool>,
    cache: Cache,
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
            pane: Pane { columns: Columns::new(80, 0), muted: Vec::new(), cache: Cache::default() },
            outline_top: 0,
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

    /// The unread posts that ask to be read: all but those that are put away.
    pub(crate) fn due(&self) -> Difference<'_> {
        self.news.unread.without(self.aside.silenced())
    }

    /// The new posts that ask to be read.
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

    /// The post that opens the thread which is read.
    pub(crate) fn article(&self) -> PostId {
        self.article
    }

    /// The post that everything in sight is below.
    pub(crate) fn root(&self) -> PostId {
        self.roots.last().copied().unwrap_or(self.article)
    }

    /// The posts that the view was narrowed to, the outermost first.
    pub(crate) fn roots(&self) -> &[PostId] {
        &self.roots
    }

    pub(crate) fn is_narrowed(&self) -> bool {
        !self.roots.is_empty()
    }

    pub(crate) fn is_path(&self) -> bool {
        matches!(self.order, Order::Path(_))
    }

    /// How many posts are in sight.
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

    /// Lets more be laid out than has been.
    pub(in crate::app) fn begin_turn(&mut self) {
        self.pane.cache.begin_turn();
        self.pinned.cache.begin_turn();
    }

    /// Whether something on the screen is still to be laid out.
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
            muted: &self.pane.muted,
            cache: &mut self.pane.cache,
        }
    }

    /// Does something with the article as it stands in its own pane.
    pub(in crate::app) fn with_article<T>(&mut self, work: impl FnOnce(&mut Document<'_>, &mut LineId) -> T) -> T {
        let order = Order::Path(vec![self.article]);
        let (article, columns, cache) = (self.article, self.pinned.columns, &mut self.pinned.cache);
        let mut document =
            Document { thread: &self.thread, folds: &self.folds, order: &order, article, columns, muted: &[], cache };
        work(&mut document, &mut self.pinned.place)
    }

    pub(in crate::app) fn set_page(&mut self, page: Page, outline_top: usize) {
        self.page = page;
        self.outline_top = outline_top;
    }

    /// Turns to another thread of a shelf: `article` opens it. The steps that were made in this one wait for the reader.
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

    /// Selects a post that is in sight.
    pub(in crate::app) fn select(&mut self, post: PostId) {
        self.put(LineId::top(post));
    }

    /// Shows what some authors write in one line.
    pub(in crate::app) fn mute(&mut self, muted: &[bool]) {
        let at = self.position();
        self.pane.muted = muted.to_vec();
        self.settle(at);
    }

    /// Takes posts for read; gives those that were not.
    pub(in crate::app) fn read(&mut self, posts: impl Iterator<Item = PostId>) -> Vec<PostId> {
        let read: Vec<_> = posts.filter(|&post| self.news.unread.remove(post)).collect();
        read.iter().for_each(|&post| self.count_read(post));
        if !read.is_empty() {
            self.journal.note(Change::Read(read.clone(), true));
        }
        read
    }

    /// Takes posts for read whose whole text is on the screen, but for those that the reader took for unread and that have
    /// not been out of sight since.
    pub(in crate::app) fn read_shown(&mut self, shown: &[PostId]) {
        self.news.kept_unread.retain(|post| shown.contains(post));
        let kept = self.news.kept_unread.clone();
        self.read(shown.iter().copied().filter(|post| !kept.contains(post)));
    }

    /// Takes a post for unread until it is shown another time. Tells whether it was read.
    pub(in crate::app) fn keep_unread(&mut self, post: PostId) -> bool {
        let was_read = !self.news.unread.contains(post);
        if was_read {
            self.news.kept_unread.push(post);
            self.unread_again(&[post]);
        }
        was_read
    }

    /// Forgets that posts are new that are read.
    pub(in crate::app) fn forget_new(&mut self) {
        self.news.new.keep_only(&self.news.unread);
        self.news.counts = None;
    }

    /// Takes posts for new that have just come.
    pub(in crate::app) fn welcome(&mut self, came: impl Iterator<Item = PostId>) {
        came.for_each(|post| self.news.new.insert(post));
        self.forget_new();
    }

    /// Takes for read what was read at an earlier visit.
    pub(in crate::app) fn forget_unread(&mut self, read: &PostSet) {
        self.news.unread.remove_all(read);
        self.news.counts = None;
    }

    /// Changes folds and narrowing in one step that can be undone.
    pub(in crate::app) fn change(&mut self, flips: Flips, roots: Option<Vec<PostId>>, read: Vec<PostId>) {
        let roots = roots.map(|roots| (self.roots.clone(), roots));
        self.take(Step { flips, roots, read, ..Step::default() });
    }

    /// Makes a step and remembers it.
    pub(in crate::app) fn take(&mut self, step: Step) {
        if step.is_nothing() {
            return;
        }
        let (outside, before) = (self.flips_outside(&step.away), self.position().anchor);
        let step = Step { outside, before, ..step };
        self.make(&step, true);
        let after = self.position().anchor;
        self.undo.history.push(Step { after, ..step });
    }

    /// Takes folds that have changed already for a step that can be undone.
    pub(in crate::app) fn keep(&mut self, flips: Flips) {
        self.note_flips(&flips);
        let here = self.position().anchor;
        let step = Step { flips, before: here, after: here, ..Step::default() };
        if !step.is_nothing() {
            self.undo.history.push(step);
        }
    }

    /// Changes folds without leaving a step: what a search opens and closes again.
    pub(in crate::app) fn flip(&mut self, flips: &Flips) {
        let at = self.position();
        self.turn(flips);
        self.settle(at);
    }

    /// Folds and unfolds, and counts on what is put away and folded.
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

    /// Counts what is put away and folded anew.
    fn count_away(&mut self) {
        self.aside.count(&self.thread, &self.folds, self.article);
    }

    /// Takes the last step back; gives it.
    pub(in crate::app) fn undo(&mut self) -> Option<Step> {
        let step = self.undo.history.undo()?;
        self.make(&step, false);
        self.unread_again(&step.read);
        self.return_to(step.before);
        Some(step)
    }

    /// Makes the step again that was taken back last; gives it.
    pub(in crate::app) fn redo(&mut self) -> Option<Step> {
        let step = self.undo.history.redo()?;
        self.make(&step, true);
        self.read(step.read.iter().copied());
        self.return_to(step.after);
        Some(step)
    }

    /// Shows only the path from the article to the selection, at the end of a pane of `height` lines.
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

    /// Shows everything as it was before there was nothing but a path, if the reader has not moved since.
    pub(in crate::app) fn leave_path_again(&mut self) {
        let before = self.here.before_path.take().filter(|(_, anchor)| self.is_still_at(*anchor));
        match before {
            Some((before, _)) => self.come_back(before),
            None => self.leave_path(),
        }
    }

    /// What would have to be opened for a post to come into sight.
    pub(in crate::app) fn covers(&self, post: PostId) -> Vec<PostId> {
        self.covers_below(self.root(), post)
    }

    /// The same, were the view narrowed to `root`.
    pub(in crate::app) fn covers_below(&self, root: PostId, post: PostId) -> Vec<PostId> {
        let mut covers: Vec<_> = self.folds.covers(&self.thread, root, post).collect();
        covers.reverse();
        covers
    }

    /// What is suggested.
    pub(crate) fn preview(&self) -> Option<&Preview> {
        self.preview.as_deref()
    }

    /// The same, to be kept in a step.
    pub(in crate::app) fn shared_preview(&self) -> Shared {
        self.preview.clone()
    }

    /// Takes suggestions for others of the same, with newer scores.
    pub(in crate::app) fn renew_preview(&mut self, preview: Shared) {
        self.preview = preview;
    }

    /// Makes a step, forwards or backwards.
    fn make(&mut self, step: &Step, forwards: bool) {
        let at = self.position().around();
        self.turn(&step.flips);
        // A preview is for now: only what is taken of it is remembered.
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

    /// Takes down folds that have changed. Those of a filter are gone with it.
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

    /// After a step was taken back or made again: the reader is where it was made, if that is another post.
    fn return_to(&mut self, anchor: Anchor) {
        if anchor.post != self.selection() && self.shows(anchor.post) {
            let at = self.position();
            self.settle(at.on(anchor));
        }
    }
}
