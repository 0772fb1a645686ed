//! From post to post and through the text.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::state::screen::Pane;
use crate::rows::{Flips, Place};
use crate::thread::{PostId, Rest};

/// Lines of the old page that stay in sight on the new one.
const OVERLAP: usize = 2;

impl App {
    /// Selects a post. On the path that `v` shows, it may be one that is out of sight.
    pub(in crate::app) fn select(&mut self, post: PostId) {
        if self.view.shows(post) {
            self.view.select(post);
        } else {
            self.arrive(Place::top(post));
        }
    }

    /// Goes to a post, wherever it is, and remembers where from.
    pub(in crate::app) fn jump_to(&mut self, post: PostId) {
        self.jump(Place::top(post));
    }

    /// Goes to a place, wherever it is, and remembers where from.
    pub(in crate::app) fn jump(&mut self, place: Place) {
        let from = self.view.place();
        self.view.trail.leave(from);
        self.arrive(place);
    }

    /// Goes to a post and unfolds it, so that its own text is seen, and remembers where from.
    pub(in crate::app) fn jump_into(&mut self, post: PostId) {
        let from = self.view.place();
        self.view.trail.leave(from);
        // On the path that `v` shows, nothing is folded.
        let stays = self.view.is_path() && self.view.shows(post);
        let is_folded = !stays && self.view.folds().is_folded(post);
        self.bring(Place::top(post), is_folded.then_some(post));
    }

    /// Goes to a place, and brings it into sight: folds around it open in one step that can be undone.
    pub(in crate::app) fn arrive(&mut self, place: Place) {
        self.bring(place, None);
    }

    /// Goes to a place; folds around it open, and the post itself where that is asked for.
    fn bring(&mut self, place: Place, unfolds: Option<PostId>) {
        let opening = self.thread.opening(place.post);
        if self.thread.is_shelf() && (self.index.is_open() || opening != self.view.article()) {
            self.end_filter(None);
            self.turn_to(opening);
        }
        let mut opened = self.covers_after_widening(place.post);
        opened.extend(unfolds);
        let thread = self.thread.clone();
        let roots = (!thread.contains(self.view.root(), place.post)).then(|| self.roots_around(place.post));
        if roots.is_some() || !opened.is_empty() {
            self.view.leave_path(&thread);
            self.change(Flips::of(&thread, opened.into_iter()), roots, Vec::new());
        }
        if !self.view.admits(place.post) {
            self.end_filter(None);
            self.say("the filter ended: it did not keep that post");
            return self.arrive(place);
        }
        if !self.view.shows(place.post) {
            self.view.leave_path(&thread);
        }
        self.view.put(place);
        let settled = self.view.document(&thread).settle(place);
        self.view.put(settled);
    }

    fn roots_around(&self, post: PostId) -> Vec<PostId> {
        self.view.roots().iter().copied().take_while(|&root| self.thread.contains(root, post)).collect()
    }

    fn covers_after_widening(&self, post: PostId) -> Vec<PostId> {
        let root = self.roots_around(post).last().copied().unwrap_or(self.view.article());
        self.view.covers_below(&self.thread, root, post)
    }

    /// The reply to the root of the view that a post is or stands below; none for the root.
    pub(in crate::app) fn branch_of(&self, post: PostId) -> Option<PostId> {
        let root = self.view.root();
        std::iter::once(post).chain(self.thread.ancestors(post)).find(|&up| self.thread.parent(up) == Some(root))
    }

    /// The rows of the document pane.
    pub(in crate::app) fn height(&self) -> usize {
        let panes = self.panes().unwrap_or_default();
        panes.document.or(panes.outline).map_or(1, |rect| usize::from(rect.height)).max(1)
    }

    fn scroll(&mut self, lines: isize) {
        let thread = self.thread.clone();
        let height = self.height();
        if self.focus() == Pane::Article {
            self.view.with_article(&thread, |document, place| {
                *place = scrolled(document, *place, lines, height);
            });
            return;
        }
        let place = self.view.top(&thread);
        let place = scrolled(&mut self.view.document(&thread), place, lines, height);
        self.view.put(place);
    }

    /// Moves the selection by rows, as far as there are any.
    fn step(&mut self, rows: isize) {
        if self.focus() == Pane::Article {
            return self.scroll(rows);
        }
        let row = self.view.row().saturating_add_signed(rows).min(self.view.rows() - 1);
        if let Some(post) = self.view.post_at(&self.thread, row) {
            self.select(post);
        }
    }

    /// Repeats a step from post to post while there is one.
    fn walk(&mut self, times: usize, step: impl Fn(&Self, PostId) -> Option<PostId>) {
        let mut at = self.selection();
        for _ in 0..times {
            match step(self, at) {
                Some(next) => at = next,
                None => break,
            }
        }
        if at != self.selection() {
            self.select(at);
        }
    }

    /// The first post at or after a place of the document order that is unread and in sight with its text.
    fn unread_in_sight(&self, from: usize) -> Option<PostId> {
        let scope = self.thread.subtree(self.view.root());
        let mut at = from.max(scope.start);
        loop {
            let post = self.view.unread_from(at).filter(|post| post.index() < scope.end)?;
            let covers = self.view.covers(&self.thread, post);
            match covers.first() {
                Some(&cover) => at = self.thread.subtree(cover).end,
                None if self.is_folded(post) => at = self.thread.subtree(post).end,
                None => return Some(post),
            }
        }
    }
}

fn scrolled(document: &mut crate::rows::Document<'_>, place: Place, lines: isize, height: usize) -> Place {
    if lines < 0 {
        return document.back(place, lines.unsigned_abs());
    }
    let Some(last) = document.last() else { return place };
    let bottom = document.bottom(last);
    let limit = document.back(bottom, height.saturating_sub(1)).max(Place::top(last)).max(place);
    document.forward(place, lines.unsigned_abs()).min(limit)
}

pub(in crate::app) fn next(app: &mut App, given: Given) {
    app.step(given.steps());
}

pub(in crate::app) fn previous(app: &mut App, given: Given) {
    app.step(-given.steps());
}

pub(in crate::app) fn next_sibling(app: &mut App, given: Given) {
    let root = app.view.root();
    app.walk(given.times(), |app, at| if at == root { None } else { app.view.folds().next_sibling(&app.thread, at) });
}

pub(in crate::app) fn previous_sibling(app: &mut App, given: Given) {
    let root = app.view.root();
    app.walk(
        given.times(),
        |app, at| if at == root { None } else { app.view.folds().previous_sibling(&app.thread, at) },
    );
}

pub(in crate::app) fn parent(app: &mut App, given: Given) {
    let root = app.view.root();
    app.walk(given.times(), |app, at| if at == root { None } else { app.thread.parent(at) });
}

pub(in crate::app) fn next_branch(app: &mut App, given: Given) {
    app.walk(given.times(), |app, at| match app.branch_of(at) {
        Some(branch) => app.view.folds().next_sibling(&app.thread, branch),
        None => app.view.folds().first_child(&app.thread, at),
    });
}

pub(in crate::app) fn previous_branch(app: &mut App, given: Given) {
    let root = app.view.root();
    app.walk(given.times(), |app, at| match app.branch_of(at) {
        Some(branch) if branch != at => Some(branch),
        Some(branch) => app.view.folds().previous_sibling(&app.thread, branch).or(Some(root)),
        None => None,
    });
}

pub(in crate::app) fn branch_root(app: &mut App, _: Given) {
    app.walk(1, App::branch_of);
}

pub(in crate::app) fn first(app: &mut App, given: Given) {
    if app.focus() == Pane::Article {
        return app.view.with_article(&app.thread.clone(), |document, place| *place = Place::top(document.article));
    }
    match given.count {
        Some(number) => go_to_number(app, number),
        None => app.jump_to(app.view.order().first()),
    }
}

pub(in crate::app) fn last(app: &mut App, given: Given) {
    if app.focus() == Pane::Article {
        return app.scroll(isize::MAX);
    }
    match given.count {
        Some(number) => go_to_number(app, number),
        None => {
            if let Some(post) = app.view.post_at(&app.thread, app.view.rows() - 1) {
                app.jump_to(post);
            }
        }
    }
}

/// Goes to the post with this number; the article's is 0.
pub(in crate::app) fn go_to_number(app: &mut App, number: usize) {
    let thread = app.thread.subtree(app.view.article());
    let first = app.thread.number(app.view.article());
    match app.thread.numbered(first.saturating_add(number)).filter(|post| thread.contains(&post.index())) {
        Some(post) => app.jump_to(post),
        None => app.say(&format!("the last post is {}", thread.len() - 1)),
    }
}

pub(in crate::app) fn half_page_down(app: &mut App, given: Given) {
    app.scroll((app.height() / 2).max(1).cast_signed().saturating_mul(given.steps()));
}

pub(in crate::app) fn half_page_up(app: &mut App, given: Given) {
    app.scroll((app.height() / 2).max(1).cast_signed().saturating_mul(-given.steps()));
}

pub(in crate::app) fn page_down(app: &mut App, given: Given) {
    app.scroll(page(app).saturating_mul(given.steps()));
}

pub(in crate::app) fn page_up(app: &mut App, given: Given) {
    app.scroll(page(app).saturating_mul(-given.steps()));
}

fn page(app: &App) -> isize {
    app.height().saturating_sub(OVERLAP).max(1).cast_signed()
}

pub(in crate::app) fn line_down(app: &mut App, given: Given) {
    app.scroll(given.steps());
}

pub(in crate::app) fn line_up(app: &mut App, given: Given) {
    app.scroll(-given.steps());
}

/// Pages through the document and passes over what is read or folded. A post that has only just begun at the end of
/// the page begins the next one; of a longer beginning nothing is shown again but a few lines.
pub(in crate::app) fn read_on(app: &mut App, given: Given) {
    if app.focus() == Pane::Article {
        return page_down(app, given);
    }
    if app.panes().is_some_and(|panes| panes.document.is_none()) {
        // Nothing can be read in the outline: the text of the selected post comes first.
        return app.set_focus(Pane::Document);
    }
    app.compose();
    let thread = app.thread.clone();
    let (place, height) = (app.view.top(&thread), app.height());
    let mut document = app.view.document(&thread);
    let last = document.forward(place, height - 1);
    let Some(after) = document.next(last).filter(|_| document.holds(place, height)) else {
        return match app.unread_in_sight(0) {
            Some(post) => app.jump_to(post),
            None => end_of_thread(app),
        };
    };
    let further = document.back(after, OVERLAP.min(height / 2));
    let short = document.back(after, height / 4);
    let is_begun = after != Place::top(after.post) && short.post == after.post && short != Place::top(after.post);
    if is_begun && (after.post == place.post || app.is_unread(after.post)) {
        return app.view.put(further);
    }
    match app.unread_in_sight(after.post.index()).or_else(|| app.unread_in_sight(0)) {
        Some(post) if thread.contains(app.view.root(), post) => app.select(post),
        _ => {
            app.view.put(further);
            app.say("everything in sight is read");
        }
    }
}

fn end_of_thread(app: &mut App) {
    let unread = app.view.calling().count(app.thread.subtree(app.view.root()));
    let posts = if unread == 1 { "post is" } else { "posts are" };
    let end = match unread {
        0 => "end of the thread".to_owned(),
        _ => format!("end of the thread; {unread} unread {posts} folded: Tab goes there"),
    };
    if app.view.is_narrowed() || !app.read_on_in_index(&end) {
        let all = if unread == 0 { ": everything is read" } else { "" };
        app.say(&format!("{end}{all}"));
    }
}

pub(in crate::app) fn next_unread(app: &mut App, _: Given) {
    app.compose();
    let (at, scope) = (app.selection().index(), app.thread.subtree(app.view.root()));
    let next = |posts: Rest<'_>| {
        let after = app.view.admitted_from(posts, at + 1).filter(|post| post.index() < scope.end);
        after.or_else(|| app.view.admitted_from(posts, scope.start).filter(|post| post.index() < scope.end))
    };
    match next(app.view.calling_new()).or_else(|| next(app.view.calling())) {
        Some(post) => app.jump_to(post),
        None => app.say("no unread post"),
    }
}

pub(in crate::app) fn previous_unread(app: &mut App, _: Given) {
    app.compose();
    let (at, scope) = (app.selection().index(), app.thread.subtree(app.view.root()));
    let previous = |posts: Rest<'_>| {
        let before = app.view.admitted_before(posts, at).filter(|post| post.index() >= scope.start);
        before.or_else(|| app.view.admitted_before(posts, scope.end).filter(|post| post.index() >= scope.start))
    };
    match previous(app.view.calling_new()).or_else(|| previous(app.view.calling())) {
        Some(post) => app.jump_to(post),
        None => app.say("no unread post"),
    }
}
