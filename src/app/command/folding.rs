//! Folds, narrows, and undoes both.

use crate::app::App;
use crate::app::command::moving;
use crate::app::keys::command::Given;
use crate::rows::Flips;
use crate::thread::{PostId, PostSet};

/// The message if the root of the view is to be folded.
const STAYS_OPEN: &str = "what everything here answers stays open";

impl App {
    /// Whether a post can be folded: everything below the root of the view. A path shows posts above it too.
    pub(in crate::app) fn can_fold(&self, post: PostId) -> bool {
        let root = self.reading.root();
        post != root && self.reading.thread.contains(root, post)
    }

    fn has_replies(&self, post: PostId) -> bool {
        self.reading.folds().below(&self.reading.thread, post) > 0
    }

    pub(in crate::app) fn folded(&self, post: PostId) -> bool {
        self.reading.folds().is_folded(post)
    }

    /// Changes folds as one undo step.
    fn change_folds(&mut self, flips: Flips) {
        self.reading.leave_path();
        self.change(flips, None, Vec::new());
    }

    /// Folds or unfolds each post below the root of the view, as `fold` decides.
    fn fold_where(&mut self, fold: impl Fn(&Self, PostId) -> bool) {
        let scope = self.reading.thread.subtree(self.reading.root());
        let posts = self.reading.thread.ids().skip(scope.start + 1).take(scope.len() - 1);
        let changes = |&post: &PostId| fold(self, post) != self.folded(post) && !self.stays_away(post);
        let flips = Flips::of(&self.reading.thread, posts.filter(changes));
        self.change_folds(flips);
    }

    /// Folds or unfolds a post and everything below it.
    fn fold_below(&mut self, post: PostId, fold: bool) {
        let subtree = self.reading.thread.subtree(post);
        let posts = self.reading.thread.ids().skip(subtree.start).take(subtree.len());
        let flips = Flips::of(
            &self.reading.thread,
            posts.filter(|&below| {
                self.can_fold(below)
                    && self.folded(below) != fold
                    && (!fold || self.has_replies(below))
                    && (below == post || !self.stays_away(below))
            }),
        );
        self.change_folds(flips);
    }

    /// Whether a post is put away and not looked into. Commands that open many folds leave it so.
    fn stays_away(&self, post: PostId) -> bool {
        self.folded(post) && self.reading.aside().get(post).is_some()
    }

    fn fold_one(&mut self, post: PostId, fold: bool) {
        if !self.can_fold(post) {
            self.say(STAYS_OPEN);
        } else if self.folded(post) != fold {
            let flips = Flips::of(&self.reading.thread, std::iter::once(post));
            self.change_folds(flips);
            if !fold && self.away(post).is_some() {
                self.tell("this is put away: {fold-or-parent} folds it again, {bring-back} brings it back");
            }
        }
    }

    /// The depth of a post below the root of the view.
    fn level(&self, post: PostId) -> usize {
        self.reading.thread.depth(post) - self.reading.thread.depth(self.reading.root())
    }

    /// The posts in sight below the root, without those inside folds.
    fn in_sight(&self) -> impl Iterator<Item = PostId> + '_ {
        let scope = self.reading.thread.subtree(self.reading.root());
        let next = move |&post: &PostId| {
            let index = if self.folded(post) { self.reading.thread.subtree(post).end } else { post.index() + 1 };
            self.reading.thread.get(index).filter(|next| next.index() < scope.end)
        };
        let all = std::iter::successors(self.reading.thread.first_child(self.reading.root()), next);
        all.filter(|&post| self.reading.admits(post))
    }
}

pub(in crate::app) fn fold_or_parent(app: &mut App, given: Given) {
    for _ in 0..given.times().min(app.reading.thread.len()) {
        let post = app.selection();
        if app.can_fold(post) && app.has_replies(post) && !app.folded(post) {
            app.fold_one(post, true);
        } else if post != app.reading.root()
            && let Some(parent) = app.reading.thread.parent(post)
        {
            app.select(parent);
        } else {
            return app.say(STAYS_OPEN);
        }
    }
}

pub(in crate::app) fn unfold_or_child(app: &mut App, _: Given) {
    let post = app.selection();
    if app.is_folded(post) {
        app.fold_one(post, false);
    } else if let Some(child) = app.reading.folds().first_child(&app.reading.thread, post) {
        app.select(child);
    } else if !app.load_more_of(post) {
        app.say("no replies");
    }
}

pub(in crate::app) fn toggle(app: &mut App, _: Given) {
    let post = app.selection();
    app.fold_one(post, !app.folded(post));
}

pub(in crate::app) fn open(app: &mut App, _: Given) {
    app.fold_one(app.selection(), false);
}

pub(in crate::app) fn close(app: &mut App, _: Given) {
    app.fold_one(app.selection(), true);
}

pub(in crate::app) fn toggle_below(app: &mut App, _: Given) {
    let post = app.selection();
    app.fold_below(post, !app.folded(post));
}

pub(in crate::app) fn open_below(app: &mut App, _: Given) {
    app.fold_below(app.selection(), false);
}

pub(in crate::app) fn close_below(app: &mut App, _: Given) {
    app.fold_below(app.selection(), true);
}

pub(in crate::app) fn close_all(app: &mut App, _: Given) {
    app.fold_where(|app, post| app.has_replies(post) || app.folded(post));
}

pub(in crate::app) fn open_all(app: &mut App, _: Given) {
    app.fold_where(|_, _| false);
}

pub(in crate::app) fn one_level_more(app: &mut App, given: Given) {
    for _ in 0..given.times() {
        let open = |post: &PostId| app.has_replies(*post) && !app.folded(*post);
        let Some(deepest) = app.in_sight().filter(open).map(|post| app.level(post)).max() else { return };
        let posts: Vec<_> = app.in_sight().filter(open).filter(|&post| app.level(post) == deepest).collect();
        let flips = Flips::of(&app.reading.thread, posts.into_iter());
        app.change_folds(flips);
    }
}

pub(in crate::app) fn one_level_less(app: &mut App, given: Given) {
    for _ in 0..given.times() {
        let folded = |post: &PostId| app.folded(*post) && !app.stays_away(*post);
        let Some(nearest) = app.in_sight().filter(folded).map(|post| app.level(post)).min() else { return };
        let posts: Vec<_> = app.in_sight().filter(folded).filter(|&post| app.level(post) == nearest).collect();
        let flips = Flips::of(&app.reading.thread, posts.into_iter());
        app.change_folds(flips);
    }
}

pub(in crate::app) fn to_depth(app: &mut App, given: Given) {
    let depth = given.letter.and_then(|letter| letter.to_digit(10)).unwrap_or(1) as usize;
    app.fold_where(|app, post| app.level(post) >= depth && app.has_replies(post));
}

/// Folds posts with nothing unread below them, and opens the way to the others.
pub(in crate::app) fn read(app: &mut App, _: Given) {
    let mut closed = PostSet::none(app.reading.thread.len());
    let mut next = app.reading.thread.len();
    for post in app.reading.thread.ids().rev() {
        if app.has_replies(post) && next >= app.reading.thread.subtree(post).end {
            closed.insert(post);
        }
        if app.reading.due().contains(post) {
            next = post.index();
        }
    }
    app.fold_where(|_, post| closed.contains(post));
}

pub(in crate::app) fn siblings(app: &mut App, _: Given) {
    let post = app.selection();
    let Some(parent) = app.reading.thread.parent(post).filter(|_| post != app.reading.root()) else { return };
    let others = |&other: &PostId| other != post && app.has_replies(other) && !app.folded(other);
    let flips = Flips::of(&app.reading.thread, app.reading.thread.children(parent).filter(others));
    app.change_folds(flips);
}

pub(in crate::app) fn others(app: &mut App, _: Given) {
    let post = app.selection();
    app.fold_where(|app, other| {
        !app.reading.thread.contains(other, post) && (app.has_replies(other) || app.folded(other))
    });
}

pub(in crate::app) fn branch(app: &mut App, _: Given) {
    let Some(branch) = app.branch_of(app.selection()) else {
        return app.tell("this is no branch: {next-branch} goes to the first one");
    };
    if !app.folded(branch) {
        app.fold_one(branch, true);
    }
    app.select(app.reading.folds().next_sibling(&app.reading.thread, branch).unwrap_or(branch));
}

/// Marks everything below as read and folds it, then goes to the next unread post.
pub(in crate::app) fn done(app: &mut App, given: Given) {
    let post = app.selection();
    let posts: Vec<_> = app.reading.unread().within(app.reading.thread.subtree(post)).collect();
    let folds = app.can_fold(post) && app.has_replies(post) && !app.folded(post);
    let read = app.reading.read(posts.into_iter());
    let told = told_read(read.len());
    app.reading.leave_path();
    app.change(Flips::of(&app.reading.thread, folds.then_some(post).into_iter()), None, read);
    moving::next_unread(app, given);
    app.tell(&told);
}

/// Marks every post of the thread as read, as one undo step.
pub(in crate::app) fn mark_thread_read(app: &mut App, _: Given) {
    let article = app.reading.article();
    let posts: Vec<_> = app.reading.unread().within(app.reading.thread.subtree(article)).collect();
    let read = app.reading.read(posts.into_iter());
    app.tell(&told_read(read.len()));
    app.change(Flips::Few(Vec::new()), None, read);
}

/// Marks the selected post as unread, until it is shown again after leaving the screen.
pub(in crate::app) fn mark_unread(app: &mut App, _: Given) {
    let post = app.selection();
    app.compose();
    if app.reading.keep_unread(post) {
        app.say("this post is unread again");
    } else {
        app.say("this post is unread already");
    }
}

fn told_read(many: usize) -> String {
    match many {
        0 => "nothing here was unread".to_owned(),
        1 => "1 post marked as read; {undo} takes that back".to_owned(),
        many => format!("{many} posts marked as read; {{undo}} takes that back"),
    }
}

pub(in crate::app) fn narrow(app: &mut App, _: Given) {
    let post = app.selection();
    // There is nothing below it to show alone, but something to load.
    if app.reading.thread.descendants(post) == 0 && app.load_more_of(post) {
        return;
    }
    if post == app.reading.root() {
        return app.say("this is all of it already");
    }
    app.reading.leave_path();
    let mut roots = app.reading.roots().to_vec();
    roots.push(post);
    let opens = app.folded(post).then_some(post);
    app.change(Flips::of(&app.reading.thread, opens.into_iter()), Some(roots), Vec::new());
}

pub(in crate::app) fn widen(app: &mut App, given: Given) {
    if app.reading.is_path() {
        return path(app, given);
    }
    let mut roots = app.reading.roots().to_vec();
    if roots.pop().is_none() {
        return if app.reading.thread.is_shelf() { app.back_to_index() } else { app.say("this is the whole thread") };
    }
    app.change(Flips::Few(Vec::new()), Some(roots), Vec::new());
}

pub(in crate::app) fn path(app: &mut App, _: Given) {
    let height = app.height();
    if app.reading.is_path() {
        app.reading.leave_path_again();
    } else {
        app.reading.enter_path(height);
    }
    app.relayout();
}

pub(in crate::app) fn undo(app: &mut App, given: Given) {
    for _ in 0..given.times() {
        if !app.unload() && !app.take_back(true) {
            return app.say("nothing to undo");
        }
    }
}

pub(in crate::app) fn redo(app: &mut App, given: Given) {
    for _ in 0..given.times() {
        if !app.take_back(false) {
            return app.say("nothing to redo");
        }
    }
}

impl App {
    fn take_back(&mut self, undo: bool) -> bool {
        self.reading.leave_path();
        self.keep_opened();
        let step = if undo { self.reading.undo() } else { self.reading.redo() };
        step.is_some()
    }
}

/// Folds the quotations of the selected post to a line each, or opens them.
pub(in crate::app) fn toggle_quotations_here(app: &mut App, _: Given) {
    if app.reading.toggle_quotations_here().is_none() {
        app.say("this post quotes nothing that is longer than three lines");
    }
}

/// Folds the quotations of every post, or opens them.
pub(in crate::app) fn toggle_quotations(app: &mut App, _: Given) {
    let is_folded = app.reading.toggle_quotations();
    app.say(if is_folded { "quotations are folded, in every post" } else { "quotations are open, in every post" });
}

/// Shows what the author of the selected post hid, or hides it again.
pub(in crate::app) fn toggle_spoilers(app: &mut App, _: Given) {
    if app.reading.toggle_spoilers().is_none() {
        app.say("nothing in this post is hidden by its author");
    }
}

/// Puts what follows the next quotation at the top.
pub(in crate::app) fn skip_quotation(app: &mut App, _: Given) {
    match app.reading.after_quotation() {
        Some(place) => app.reading.put(place),
        None => app.say("no quotation follows near by"),
    }
}
