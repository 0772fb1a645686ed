//! How the thread is looked at: folds, narrowing, the reading position and what has been read.

use crate::app::state::aside::Aside;
use crate::app::state::history::{History, Step};
use crate::app::state::journal::Journal;
use crate::app::state::page::Page;
use crate::app::state::preview::{Preview, Shared};
use crate::app::state::trail::Trail;
use crate::app::state::view::outside::Outside;
use crate::app::state::view::position::Position;
use crate::app::state::view::quiet::Calls;
use crate::rows::{Cache, Columns, Document, Flips, Folds, Order, Place, Spot};
use crate::thread::{PostId, PostSet, Rest, Thread};
use crate::visit::Change;

pub(in crate::app) mod moved;

mod outside;

pub(in crate::app) mod position;

mod quiet;
mod recollecting;

/// Steps of other threads of a shelf are kept up to this size, in bytes.
const HISTORIES: usize = 64 * 1024 * 1024;

/// One selection, one fold state, one reading position, drawn twice.
pub(crate) struct View {
    folds: Folds,
    order: Order,
    /// The post that opens the thread which is read: the article.
    article: PostId,
    /// The posts that the view was narrowed to, one inside the other.
    roots: Vec<PostId>,
    /// Where the reader is. Its post is the selection.
    place: Place,
    /// What stands there, if the reader has not moved since it was brought there: the line itself may be gone for now.
    held: Option<Spot>,
    /// Lines of the document pane above that place: none but where what comes before shall be seen.
    lead: usize,
    /// Where the reader was before there was nothing but a path, and where that has taken them.
    before_path: Option<(Position, Spot)>,
    /// The first line of the article pane.
    pinned: Place,
    /// What stands on that line, if the pane was there before it had as many columns as now.
    pinned_at: Option<(Place, Spot)>,
    /// The first row of the outline pane.
    outline_top: usize,
    unread: PostSet,
    /// Posts that are unread and came since the last visit.
    pub(in crate::app) new: PostSet,
    /// What is remembered of the thread has still to come, for the first time since it was opened.
    pub(in crate::app) is_return: bool,
    aside: Aside,
    /// How much asks to be read; none after a change that it was not counted on for.
    calls: Option<Calls>,
    /// What is suggested to be put away, while that is on the screen.
    preview: Shared,
    history: History,
    /// The steps that were made in other threads of the shelf, by the posts that open these; the latest last.
    histories: Vec<(PostId, History)>,
    columns: Columns,
    article_columns: Columns,
    /// For each author whether what they write is shown in one line.
    muted: Vec<bool>,
    cache: Cache,
    article_cache: Cache,
    page: Page,
    pub(in crate::app) trail: Trail,
    /// While only some posts are kept in sight: what was before.
    outside: Option<Box<Outside>>,
    pub(in crate::app) journal: Journal,
}

impl View {
    pub(in crate::app) fn new(thread: &Thread) -> Self {
        let folds = Folds::none(thread);
        Self {
            order: Order::tree(thread, &folds, PostId::ARTICLE),
            folds,
            roots: Vec::new(),
            place: Place::top(PostId::ARTICLE),
            held: None,
            lead: 0,
            before_path: None,
            article: PostId::ARTICLE,
            pinned: Place::top(PostId::ARTICLE),
            pinned_at: None,
            outline_top: 0,
            unread: PostSet::all(thread.len()),
            new: PostSet::none(thread.len()),
            is_return: true,
            aside: Aside::none(thread),
            calls: None,
            preview: None,
            history: History::default(),
            histories: Vec::new(),
            columns: Columns::new(80),
            article_columns: Columns::new(80),
            muted: Vec::new(),
            cache: Cache::default(),
            article_cache: Cache::default(),
            page: Page::default(),
            trail: Trail::default(),
            outside: None,
            journal: Journal::default(),
        }
    }

    pub(crate) fn selection(&self) -> PostId {
        self.place.post
    }

    pub(crate) fn place(&self) -> Place {
        self.place
    }

    pub(crate) fn folds(&self) -> &Folds {
        &self.folds
    }

    pub(crate) fn order(&self) -> &Order {
        &self.order
    }

    pub(crate) fn unread(&self) -> &PostSet {
        &self.unread
    }

    /// The unread posts that ask to be read: all but those that are put away.
    pub(crate) fn calling(&self) -> Rest<'_> {
        self.unread.without(self.aside.hushed())
    }

    /// The new posts that ask to be read.
    pub(in crate::app) fn calling_new(&self) -> Rest<'_> {
        self.new.without(self.aside.hushed())
    }

    /// What is put away.
    pub(crate) fn aside(&self) -> &Aside {
        &self.aside
    }

    pub(crate) fn columns(&self) -> Columns {
        self.columns
    }

    pub(crate) fn article_columns(&self) -> Columns {
        self.article_columns
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

    pub(in crate::app) fn post_at(&self, thread: &Thread, row: usize) -> Option<PostId> {
        self.order.at(thread, &self.folds, row)
    }

    pub(in crate::app) fn shows(&self, post: PostId) -> bool {
        self.order.contains(&self.folds, post)
    }

    /// The document in its pane.
    pub(in crate::app) fn document<'a>(&'a mut self, thread: &'a Thread) -> Document<'a> {
        let (folds, order, columns, article) = (&self.folds, &self.order, self.columns, self.article);
        Document { thread, folds, order, article, columns, muted: &self.muted, cache: &mut self.cache }
    }

    /// Does something with the article as it stands in its own pane.
    pub(in crate::app) fn with_article<T>(
        &mut self,
        thread: &Thread,
        work: impl FnOnce(&mut Document<'_>, &mut Place) -> T,
    ) -> T {
        let order = Order::Path(vec![self.article]);
        let (article, columns, cache) = (self.article, self.article_columns, &mut self.article_cache);
        let mut document = Document { thread, folds: &self.folds, order: &order, article, columns, muted: &[], cache };
        work(&mut document, &mut self.pinned)
    }

    pub(in crate::app) fn set_page(&mut self, page: Page, outline_top: usize) {
        self.page = page;
        self.outline_top = outline_top;
    }

    /// Turns to another thread of a shelf: `article` opens it. The steps that were made in this one wait for the reader.
    pub(in crate::app) fn turn_to(&mut self, thread: &Thread, article: PostId) {
        let history = std::mem::take(&mut self.history);
        if !history.is_empty() {
            self.histories.push((self.article, history));
        }
        let known = self.histories.iter().position(|(known, _)| *known == article);
        self.history = known.map(|known| self.histories.remove(known).1).unwrap_or_default();
        let mut size: usize = self.histories.iter().map(|(_, history)| history.size()).sum();
        while size > HISTORIES && !self.histories.is_empty() {
            size -= self.histories.remove(0).1.size();
        }
        self.roots.clear();
        self.article = article;
        self.article_cache.clear();
        self.pinned = Place::top(article);
        self.order = Order::tree(thread, &self.folds, article);
        self.select(article);
        self.outline_top = 0;
        self.calls = None;
        self.count_away(thread);
    }

    /// The first line of the document pane.
    pub(in crate::app) fn top(&mut self, thread: &Thread) -> Place {
        let (place, lead) = (self.place, self.lead);
        self.document(thread).back(place, lead)
    }

    /// Whether a line is the last one of the document.
    pub(in crate::app) fn is_last(&mut self, thread: &Thread, place: Place) -> bool {
        self.document(thread).next(place).is_none()
    }

    /// Selects a post that is in sight.
    pub(in crate::app) fn select(&mut self, post: PostId) {
        self.put(Place::top(post));
    }

    /// Shows what some authors write in one line.
    pub(in crate::app) fn mute(&mut self, thread: &Thread, muted: &[bool]) {
        let at = self.position(thread);
        self.muted = muted.to_vec();
        self.settle(thread, at);
    }

    /// Takes posts for read; gives those that were not.
    pub(in crate::app) fn read(&mut self, posts: impl Iterator<Item = PostId>) -> Vec<PostId> {
        let read: Vec<_> = posts.filter(|&post| self.unread.remove(post)).collect();
        read.iter().for_each(|&post| self.call_off(post));
        if !read.is_empty() {
            self.journal.note(Change::Read(read.clone(), true));
        }
        read
    }

    /// Forgets that posts are new that are read.
    pub(in crate::app) fn forget_new(&mut self) {
        self.new.keep_only(&self.unread);
        self.calls = None;
    }

    /// Takes posts for new that have just come.
    pub(in crate::app) fn welcome(&mut self, came: impl Iterator<Item = PostId>) {
        came.for_each(|post| self.new.insert(post));
        self.forget_new();
    }

    /// Takes for read what was read at an earlier visit.
    pub(in crate::app) fn forget_unread(&mut self, read: &PostSet) {
        self.unread.remove_all(read);
        self.calls = None;
    }

    /// Changes folds and narrowing in one step that can be undone.
    pub(in crate::app) fn change(
        &mut self,
        thread: &Thread,
        flips: Flips,
        roots: Option<Vec<PostId>>,
        read: Vec<PostId>,
    ) {
        let roots = roots.map(|roots| (self.roots.clone(), roots));
        self.take(thread, Step { flips, roots, read, ..Step::default() });
    }

    /// Makes a step and remembers it.
    pub(in crate::app) fn take(&mut self, thread: &Thread, step: Step) {
        if step.is_nothing() {
            return;
        }
        let (outside, before) = (self.flips_outside(thread, &step.away), self.position(thread).spot);
        let step = Step { outside, before, ..step };
        self.make(thread, &step, true);
        let after = self.position(thread).spot;
        self.history.push(Step { after, ..step });
    }

    /// Takes folds that have changed already for a step that can be undone.
    pub(in crate::app) fn keep(&mut self, thread: &Thread, flips: Flips) {
        self.note_flips(thread, &flips);
        let here = self.position(thread).spot;
        let step = Step { flips, before: here, after: here, ..Step::default() };
        if !step.is_nothing() {
            self.history.push(step);
        }
    }

    /// Changes folds without leaving a step: what a search opens and closes again.
    pub(in crate::app) fn flip(&mut self, thread: &Thread, flips: &Flips) {
        let at = self.position(thread);
        self.turn(thread, flips);
        self.settle(thread, at);
    }

    /// Folds and unfolds, and counts on what is put away and folded.
    fn turn(&mut self, thread: &Thread, flips: &Flips) {
        match flips {
            Flips::Few(posts) => {
                for &post in posts {
                    self.folds.flip_one(thread, post);
                    self.aside.count_turned(thread, &self.folds, self.article, post);
                }
            }
            Flips::Many(_) => {
                self.folds.flip(thread, flips);
                self.count_away(thread);
            }
        }
    }

    /// Counts what is put away and folded anew.
    fn count_away(&mut self, thread: &Thread) {
        self.aside.count(thread, &self.folds, self.article);
    }

    /// Takes the last step back; gives it.
    pub(in crate::app) fn undo(&mut self, thread: &Thread) -> Option<Step> {
        let step = self.history.undo()?;
        self.make(thread, &step, false);
        self.unread_again(&step.read);
        self.return_to(thread, step.before);
        Some(step)
    }

    /// Makes the step again that was taken back last; gives it.
    pub(in crate::app) fn redo(&mut self, thread: &Thread) -> Option<Step> {
        let step = self.history.redo()?;
        self.make(thread, &step, true);
        self.read(step.read.iter().copied());
        self.return_to(thread, step.after);
        Some(step)
    }

    /// Shows only the path from the article to the selection, at the end of a pane of `height` lines.
    pub(in crate::app) fn enter_path(&mut self, thread: &Thread, height: usize) {
        let at = self.position(thread);
        let post = self.selection();
        self.order = Order::path(thread, post);
        self.settle(thread, at.on(Spot::top(post)));
        let lines = self.document(thread).lines(post, 0);
        self.lead = height.saturating_sub(lines);
        self.before_path = Some((at, Spot::top(post)));
    }

    /// Shows everything around a path again.
    pub(in crate::app) fn leave_path(&mut self, thread: &Thread) {
        if self.is_path() {
            let at = self.position(thread).around();
            self.come_back(thread, at);
        }
    }

    /// Shows everything as it was before there was nothing but a path, if the reader has not moved since.
    pub(in crate::app) fn leave_path_again(&mut self, thread: &Thread) {
        let before = self.before_path.take().filter(|(_, spot)| self.is_still_at(*spot));
        match before {
            Some((before, _)) => self.come_back(thread, before),
            None => self.leave_path(thread),
        }
    }

    /// What would have to be opened for a post to come into sight.
    pub(in crate::app) fn covers(&self, thread: &Thread, post: PostId) -> Vec<PostId> {
        self.covers_below(thread, self.root(), post)
    }

    /// The same, were the view narrowed to `root`.
    pub(in crate::app) fn covers_below(&self, thread: &Thread, root: PostId, post: PostId) -> Vec<PostId> {
        let mut covers: Vec<_> = self.folds.covers(thread, root, post).collect();
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
    fn make(&mut self, thread: &Thread, step: &Step, forwards: bool) {
        let at = self.position(thread).around();
        self.turn(thread, &step.flips);
        // A preview is for now: only what is taken of it is remembered.
        if step.preview.is_none() {
            self.note_flips(thread, &step.flips);
        }
        self.swap(thread, &step.away, forwards);
        self.flip_outside(thread, &step.outside);
        self.note_away(step.away.iter().map(|swap| swap.post));
        if let Some((before, after)) = &step.preview {
            self.preview.clone_from(if forwards { after } else { before });
        }
        if step.preview.is_some() {
            self.hush(thread);
        }
        if let Some((before, after)) = &step.roots {
            self.roots.clone_from(if forwards { after } else { before });
        }
        self.come_back(thread, at);
    }

    /// Takes down folds that have changed. Those of a filter are gone with it.
    fn note_flips(&mut self, thread: &Thread, flips: &Flips) {
        if !self.is_filtered() {
            self.journal.flipped(thread, &self.folds, flips);
        }
    }

    fn unread_again(&mut self, posts: &[PostId]) {
        posts.iter().for_each(|&post| self.unread.insert(post));
        self.calls = None;
        self.journal.note(Change::Read(posts.to_vec(), false));
    }

    /// After a step was taken back or made again: the reader is where it was made, if that is another post.
    fn return_to(&mut self, thread: &Thread, spot: Spot) {
        if spot.post != self.selection() && self.shows(spot.post) {
            let at = self.position(thread);
            self.settle(thread, at.on(spot));
        }
    }
}
