//! How the thread is looked at: folds, narrowing, the reading position and what has been read.

mod outside;
mod quiet;

use self::outside::Outside;
use self::quiet::Calls;
use super::aside::Aside;
use super::history::{History, Shared, Step, Swap};
use super::journal::Journal;
use super::page::Page;
use super::suggesting::Preview;
use super::trail::Trail;
use crate::rows::{Cache, Columns, Document, Flips, Folds, Order, Place};
use crate::thread::{PostId, PostSet, Rest, Thread};
use crate::visit::Change;

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
    /// Lines of the document pane above that place: none but where what comes before shall be seen.
    lead: usize,
    /// The first line of the article pane.
    pinned: Place,
    /// The first row of the outline pane.
    outline_top: usize,
    unread: PostSet,
    /// Posts that are unread and came since the last visit.
    pub(super) new: PostSet,
    /// What is remembered of the thread has still to come, for the first time since it was opened.
    pub(super) is_return: bool,
    aside: Aside,
    /// How much asks to be read; none after a change that it was not counted on for.
    calls: Option<Calls>,
    /// What is suggested to be put away, while that is on the screen.
    preview: Shared,
    history: History,
    columns: Columns,
    article_columns: Columns,
    /// For each author whether what they write is shown in one line.
    muted: Vec<bool>,
    cache: Cache,
    article_cache: Cache,
    page: Page,
    pub(super) trail: Trail,
    /// While only some posts are kept in sight: what was before.
    outside: Option<Box<Outside>>,
    pub(super) journal: Journal,
}

impl View {
    pub(super) fn new(thread: &Thread) -> Self {
        let folds = Folds::none(thread);
        Self {
            order: Order::tree(thread, &folds, PostId::ARTICLE),
            folds,
            roots: Vec::new(),
            place: Place::top(PostId::ARTICLE),
            lead: 0,
            article: PostId::ARTICLE,
            pinned: Place::top(PostId::ARTICLE),
            outline_top: 0,
            unread: PostSet::all(thread.len()),
            new: PostSet::none(thread.len()),
            is_return: true,
            aside: Aside::none(thread),
            calls: None,
            preview: None,
            history: History::default(),
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
    pub(super) fn calling_new(&self) -> Rest<'_> {
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

    pub(super) fn post_at(&self, thread: &Thread, row: usize) -> Option<PostId> {
        self.order.at(thread, &self.folds, row)
    }

    pub(super) fn shows(&self, post: PostId) -> bool {
        self.order.contains(&self.folds, post)
    }

    /// The document in its pane.
    pub(super) fn document<'a>(&'a mut self, thread: &'a Thread) -> Document<'a> {
        let (folds, order, columns, article) = (&self.folds, &self.order, self.columns, self.article);
        Document { thread, folds, order, article, columns, muted: &self.muted, cache: &mut self.cache }
    }

    /// Does something with the article as it stands in its own pane.
    pub(super) fn with_article<T>(
        &mut self,
        thread: &Thread,
        work: impl FnOnce(&mut Document<'_>, &mut Place) -> T,
    ) -> T {
        let order = Order::Path(vec![self.article]);
        let (article, columns, cache) = (self.article, self.article_columns, &mut self.article_cache);
        let mut document = Document { thread, folds: &self.folds, order: &order, article, columns, muted: &[], cache };
        work(&mut document, &mut self.pinned)
    }

    pub(super) fn set_page(&mut self, page: Page, outline_top: usize) {
        self.page = page;
        self.outline_top = outline_top;
    }

    /// Turns to another thread of a shelf: `article` opens it.
    pub(super) fn turn_to(&mut self, thread: &Thread, article: PostId) {
        self.roots.clear();
        self.article = article;
        self.article_cache.clear();
        self.pinned = Place::top(article);
        self.order = Order::tree(thread, &self.folds, article);
        self.select(article);
        self.outline_top = 0;
        // Steps that were made in another thread are of no use here.
        self.history = History::default();
        self.calls = None;
        self.count_away(thread);
    }

    /// The first line of the document pane.
    pub(super) fn top(&mut self, thread: &Thread) -> Place {
        let (place, lead) = (self.place, self.lead);
        self.document(thread).back(place, lead)
    }

    /// Whether a line is the last one of the document.
    pub(super) fn is_last(&mut self, thread: &Thread, place: Place) -> bool {
        self.document(thread).next(place).is_none()
    }

    /// Puts a line of the document that is in sight at the top of its pane.
    pub(super) fn put(&mut self, place: Place) {
        (self.place, self.lead) = (place, 0);
    }

    /// Puts a line at the top of the pane that was there before, or what stands for it now.
    pub(super) fn come_back(&mut self, thread: &Thread, place: Place) {
        let row = self.row_on_screen();
        self.put(place);
        self.settle(thread, row);
    }

    /// Selects a post that is in sight.
    pub(super) fn select(&mut self, post: PostId) {
        self.put(Place::top(post));
    }

    /// Fits the panes' texts to new widths; the reader stays in the post, and as far in it as before.
    pub(super) fn fit(&mut self, thread: &Thread, document: usize, article: usize) {
        if self.columns != Columns::new(document) {
            let (place, total) = (self.place, self.lines_here(thread));
            self.columns = Columns::new(document);
            self.cache.clear();
            let now = self.lines_here(thread);
            self.place.line = if total > 1 { place.line * (now - 1) / (total - 1) } else { 0 };
        }
        if self.article_columns != Columns::new(article) {
            self.article_columns = Columns::new(article);
            self.article_cache.clear();
            self.with_article(thread, |document, place| *place = document.settle(*place));
        }
    }

    fn lines_here(&mut self, thread: &Thread) -> usize {
        let Place { post, piece, .. } = self.place;
        self.document(thread).lines(post, piece)
    }

    /// Shows what some authors write in one line.
    pub(super) fn mute(&mut self, thread: &Thread, muted: &[bool]) {
        self.muted = muted.to_vec();
        let place = self.place;
        self.place = self.document(thread).settle(place);
    }

    /// Takes posts for read; gives those that were not.
    pub(super) fn read(&mut self, posts: impl Iterator<Item = PostId>) -> Vec<PostId> {
        let read: Vec<_> = posts.filter(|&post| self.unread.remove(post)).collect();
        read.iter().for_each(|&post| self.call_off(post));
        if !read.is_empty() {
            self.journal.note(Change::Read(read.clone(), true));
        }
        read
    }

    /// Forgets that posts are new that are read.
    pub(super) fn forget_new(&mut self) {
        self.new.keep_only(&self.unread);
        self.calls = None;
    }

    /// Takes posts for new that have just come.
    pub(super) fn welcome(&mut self, came: impl Iterator<Item = PostId>) {
        came.for_each(|post| self.new.insert(post));
        self.forget_new();
    }

    /// Takes for read what was read at an earlier visit.
    pub(super) fn forget_unread(&mut self, read: &PostSet) {
        self.unread.remove_all(read);
        self.calls = None;
    }

    /// Changes folds and narrowing in one step that can be undone.
    pub(super) fn change(&mut self, thread: &Thread, flips: Flips, roots: Option<Vec<PostId>>, read: Vec<PostId>) {
        let roots = roots.map(|roots| (self.roots.clone(), roots));
        self.take(thread, Step { flips, roots, read, ..Step::from(self.selection()) });
    }

    /// Makes a step and remembers it.
    pub(super) fn take(&mut self, thread: &Thread, step: Step) {
        if step.is_nothing() {
            return;
        }
        self.make(thread, &step, true);
        let after = self.selection();
        self.history.push(Step { after, ..step });
    }

    /// Takes folds that have changed already for a step that can be undone.
    pub(super) fn keep(&mut self, thread: &Thread, flips: Flips) {
        self.note_flips(thread, &flips);
        let step = Step { flips, ..Step::from(self.selection()) };
        if !step.is_nothing() {
            self.history.push(step);
        }
    }

    /// Changes folds without leaving a step: what a search opens and closes again.
    pub(super) fn flip(&mut self, thread: &Thread, flips: &Flips) {
        let row = self.row_on_screen();
        self.turn(thread, flips);
        self.settle(thread, row);
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
    pub(super) fn undo(&mut self, thread: &Thread) -> Option<Step> {
        let step = self.history.undo()?;
        self.make(thread, &step, false);
        self.unread_again(&step.read);
        self.reselect(thread, step.before);
        Some(step)
    }

    /// Makes the step again that was taken back last; gives it.
    pub(super) fn redo(&mut self, thread: &Thread) -> Option<Step> {
        let step = self.history.redo()?;
        self.make(thread, &step, true);
        self.read(step.read.iter().copied());
        self.reselect(thread, step.after);
        Some(step)
    }

    /// Shows only the path from the article to the selection, at the end of a pane of `height` lines.
    pub(super) fn enter_path(&mut self, thread: &Thread, height: usize) {
        let row = self.row_on_screen();
        self.order = Order::path(thread, self.selection());
        self.settle(thread, row);
        let post = self.selection();
        self.select(post);
        let lines = self.document(thread).lines(post, 0);
        self.lead = height.saturating_sub(lines);
    }

    /// Shows everything around a path again.
    pub(super) fn leave_path(&mut self, thread: &Thread) {
        if self.is_path() {
            let row = self.row_on_screen();
            self.order = Order::tree(thread, &self.folds, self.root());
            self.lead = 0;
            self.settle(thread, row);
        }
    }

    /// What would have to be opened for a post to come into sight.
    pub(super) fn covers(&self, thread: &Thread, post: PostId) -> Vec<PostId> {
        self.covers_below(thread, self.root(), post)
    }

    /// The same, were the view narrowed to `root`.
    pub(super) fn covers_below(&self, thread: &Thread, root: PostId, post: PostId) -> Vec<PostId> {
        let mut covers: Vec<_> = self.folds.covers(thread, root, post).collect();
        covers.reverse();
        covers
    }

    /// What is suggested.
    pub(crate) fn preview(&self) -> Option<&Preview> {
        self.preview.as_deref()
    }

    /// The same, to be kept in a step.
    pub(super) fn shared_preview(&self) -> Shared {
        self.preview.clone()
    }

    /// Drops what is suggested, together with the steps that led to it.
    pub(super) fn end_preview(&mut self) -> Shared {
        let preview = self.preview.take()?;
        self.history = History::default();
        Some(preview)
    }

    /// Goes on with another thread, where the posts of the old one stand at `places`.
    pub(super) fn replace(&mut self, old: &Thread, thread: &Thread, places: &[Option<PostId>]) {
        let place = |post: PostId| places.get(post.index()).copied().flatten();
        self.unfilter(old);
        let mut view = Self::new(thread);
        (view.columns, view.article_columns) = (self.columns, self.article_columns);
        (view.pinned, view.outline_top) = (self.pinned, self.outline_top);
        view.trail = std::mem::take(&mut self.trail);
        view.trail.replace(places);
        let mut folded: Vec<_> = old.ids().filter(|&id| self.folds.is_folded(id)).filter_map(place).collect();
        folded.sort_unstable();
        view.folds.flip(thread, &Flips::of(thread, folded.into_iter()));
        view.roots = self.roots.iter().filter_map(|&root| place(root)).collect();
        view.article =
            place(self.article).filter(|&article| thread.opening(article) == article).unwrap_or(view.article);
        view.new = PostSet::none(thread.len());
        self.new.within(0..old.len()).filter_map(place).for_each(|post| view.new.insert(post));
        for post in old.ids().filter(|&post| !self.unread.contains(post)).filter_map(place) {
            view.unread.remove(post);
        }
        view.aside = Aside::none(thread);
        let kept = self.aside.within(old, PostId::ARTICLE).filter_map(|(post, away)| Some((place(post)?, away)));
        let kept = kept.map(|(post, away)| Swap { post, before: None, after: Some(away.clone()) });
        view.aside.swap(&kept.collect::<Vec<_>>(), true);
        view.aside.return_all(&self.aside, place);
        view.aside.hush(thread, &[]);
        view.count_away(thread);
        view.order = Order::tree(thread, &view.folds, view.root());
        // Where the post itself is gone, the reader goes on at what it answered.
        let around = std::iter::once(self.selection()).chain(old.ancestors(self.selection()));
        view.place = match around.map(|post| (post, place(post))).find_map(|(post, now)| Some((post, now?))) {
            Some((post, now)) if post == self.selection() => Place { post: now, ..self.place },
            Some((_, now)) => Place::top(now),
            None => Place::top(view.root()),
        };
        view.lead = self.lead;
        view.settle(thread, 0);
        view.outline_top = self.outline_top;
        *self = view;
    }

    /// Makes a step, forwards or backwards.
    fn make(&mut self, thread: &Thread, step: &Step, forwards: bool) {
        let row = self.row_on_screen();
        self.turn(thread, &step.flips);
        // A preview is for now: only what is taken of it is remembered.
        if step.preview.is_none() {
            self.note_flips(thread, &step.flips);
        }
        self.swap(thread, &step.away, forwards);
        self.fold_outside(thread, &step.away, forwards);
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
        self.order = Order::tree(thread, &self.folds, self.root());
        self.settle(thread, row);
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

    fn reselect(&mut self, thread: &Thread, post: PostId) {
        let row = self.row_on_screen();
        if post != self.selection() && self.shows(post) {
            self.select(post);
        }
        self.settle(thread, row);
    }

    /// How far below the first row of the outline pane the selection stands.
    fn row_on_screen(&self) -> usize {
        self.row().saturating_sub(self.outline_top)
    }

    /// After a change: the scope counts anew, the selection is in sight, and it stays on its screen line.
    fn settle(&mut self, thread: &Thread, row_on_screen: usize) {
        if let Order::Tree { .. } = self.order {
            self.order = Order::tree(thread, &self.folds, self.root());
        }
        let root = self.root();
        if !thread.contains(root, self.selection()) {
            self.select(root);
        }
        if !self.is_path()
            && let Some(cover) = self.folds.cover(thread, root, self.selection())
        {
            self.select(cover);
        }
        let place = self.place;
        self.place = self.document(thread).settle(place);
        self.outline_top = self.row().saturating_sub(row_on_screen);
    }
}
