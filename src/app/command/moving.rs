//! Moves from post to post and through the text.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::state::screen::Pane;
use crate::rows::{Flips, LineId};
use crate::thread::{Difference, PostId};

/// Lines of the old page that stay visible on the new one.
const OVERLAP: usize = 2;

impl App {
    /// Selects a post. On the path of `v` it may be one outside the view.
    pub(in crate::app) fn select(&mut self, post: PostId) {
        if self.reading.shows(post) {
            self.reading.select(post);
        } else {
            self.arrive(LineId::top(post));
        }
    }

    /// Goes to a post, wherever it is, and remembers the way back.
    pub(in crate::app) fn jump_to(&mut self, post: PostId) {
        self.jump(LineId::top(post));
    }

    /// Goes to a line, wherever it is, and remembers the way back.
    pub(in crate::app) fn jump(&mut self, place: LineId) {
        let from = self.reading.place();
        self.reading.trail.leave(from);
        self.arrive(place);
    }

    /// Goes to a post, unfolds it to show its text, and remembers the way back.
    pub(in crate::app) fn jump_into(&mut self, post: PostId) {
        let from = self.reading.place();
        self.reading.trail.leave(from);
        // On the path of `v` nothing is folded.
        let stays = self.reading.is_path() && self.reading.shows(post);
        let is_folded = !stays && self.reading.folds().is_folded(post);
        self.bring(LineId::top(post), is_folded.then_some(post));
    }

    /// Goes to a line and brings it into sight: opens the folds around it as one undo step.
    pub(in crate::app) fn arrive(&mut self, place: LineId) {
        self.bring(place, None);
    }

    /// Goes to a line; opens the folds around it, and the post itself if asked to.
    fn bring(&mut self, place: LineId, unfolds: Option<PostId>) {
        let opening = self.reading.thread.opening(place.post);
        if self.reading.thread.is_shelf() && (self.index.is_open() || opening != self.reading.article()) {
            self.end_filter(None);
            self.turn_to(opening);
        }
        let mut opened = self.covers_after_widening(place.post);
        opened.extend(unfolds);
        let roots =
            (!self.reading.thread.contains(self.reading.root(), place.post)).then(|| self.roots_around(place.post));
        if roots.is_some() || !opened.is_empty() {
            self.reading.leave_path();
            self.change(Flips::of(&self.reading.thread, opened.into_iter()), roots, Vec::new());
        }
        if !self.reading.admits(place.post) {
            self.end_filter(None);
            self.say("the filter ended: it did not keep that post");
            return self.arrive(place);
        }
        if !self.reading.shows(place.post) {
            self.reading.leave_path();
        }
        self.reading.put(place);
        let settled = self.reading.document().settle(place);
        self.reading.put(settled);
    }

    fn roots_around(&self, post: PostId) -> Vec<PostId> {
        self.reading.roots().iter().copied().take_while(|&root| self.reading.thread.contains(root, post)).collect()
    }

    fn covers_after_widening(&self, post: PostId) -> Vec<PostId> {
        let root = self.roots_around(post).last().copied().unwrap_or(self.reading.article());
        self.reading.covers_below(root, post)
    }

    /// The reply to the root of the view whose subthread holds a post. `None` for the root.
    pub(in crate::app) fn branch_of(&self, post: PostId) -> Option<PostId> {
        let root = self.reading.root();
        std::iter::once(post)
            .chain(self.reading.thread.ancestors(post))
            .find(|&up| self.reading.thread.parent(up) == Some(root))
    }

    /// The height of the document pane.
    pub(in crate::app) fn height(&self) -> usize {
        let panes = self.panes().unwrap_or_default();
        panes.document.or(panes.outline).map_or(1, |rect| usize::from(rect.height)).max(1)
    }

    fn scroll(&mut self, lines: isize) {
        let height = self.height();
        if self.focus() == Pane::Article {
            self.reading.with_article(|document, place| {
                *place = scrolled(document, *place, lines, height);
            });
            return;
        }
        let place = self.reading.top();
        let place = scrolled(&mut self.reading.document(), place, lines, height);
        self.reading.put(place);
    }

    /// Moves the selection by rows, as far as possible.
    fn step(&mut self, rows: isize) {
        if self.focus() == Pane::Article {
            return self.scroll(rows);
        }
        let row = self.reading.row().saturating_add_signed(rows).min(self.reading.rows() - 1);
        match self.reading.post_at(row) {
            Some(post) if post == self.selection() && rows != 0 && self.is_whole_in_place() => {
                self.say(if rows > 0 { "this is the last post in sight" } else { "this is the first post" });
            }
            Some(post) => self.select(post),
            None => {}
        }
    }

    /// Whether the selected post begins at the top of the document.
    fn is_whole_in_place(&self) -> bool {
        self.reading.place() == LineId::top(self.selection())
    }

    /// Repeats a step from post to post as long as there is one. Says why if there is none.
    fn walk(&mut self, times: usize, none: &str, step: impl Fn(&Self, PostId) -> Option<PostId>) {
        let mut at = self.selection();
        for _ in 0..times {
            match step(self, at) {
                Some(next) => at = next,
                None => break,
            }
        }
        if at == self.selection() {
            self.say(none);
        } else {
            self.select(at);
        }
    }

    /// The first post at or after a place that is unread and visible with its text.
    fn unread_in_sight(&self, from: usize) -> Option<PostId> {
        let scope = self.reading.thread.subtree(self.reading.root());
        let mut at = from.max(scope.start);
        loop {
            let post = self.reading.unread_from(at).filter(|post| post.index() < scope.end)?;
            let covers = self.reading.covers(post);
            match covers.first() {
                Some(&cover) => at = self.reading.thread.subtree(cover).end,
                None if self.is_folded(post) => at = self.reading.thread.subtree(post).end,
                None => return Some(post),
            }
        }
    }
}

fn scrolled(document: &mut crate::rows::Document<'_>, place: LineId, lines: isize, height: usize) -> LineId {
    if lines < 0 {
        return document.back(place, lines.unsigned_abs());
    }
    let Some(last) = document.last() else { return place };
    let bottom = document.bottom(last);
    let limit = document.back(bottom, height.saturating_sub(1)).max(LineId::top(last)).max(place);
    document.forward(place, lines.unsigned_abs()).min(limit)
}

pub(in crate::app) fn next(app: &mut App, given: Given) {
    app.step(given.steps());
}

pub(in crate::app) fn previous(app: &mut App, given: Given) {
    app.step(-given.steps());
}

pub(in crate::app) fn next_sibling(app: &mut App, given: Given) {
    let root = app.reading.root();
    app.walk(given.times(), "no later reply to the same post", |app, at| {
        if at == root { None } else { app.reading.folds().next_sibling(&app.reading.thread, at) }
    });
}

pub(in crate::app) fn previous_sibling(app: &mut App, given: Given) {
    let root = app.reading.root();
    app.walk(given.times(), "no earlier reply to the same post", |app, at| {
        if at == root { None } else { app.reading.folds().previous_sibling(&app.reading.thread, at) }
    });
}

pub(in crate::app) fn parent(app: &mut App, given: Given) {
    let root = app.reading.root();
    let top = if app.reading.is_narrowed() {
        "this is the top of what is shown"
    } else {
        "this is the article: it answers nothing"
    };
    app.walk(given.times(), top, |app, at| if at == root { None } else { app.reading.thread.parent(at) });
}

pub(in crate::app) fn next_branch(app: &mut App, given: Given) {
    app.walk(given.times(), "this is the last top-level reply", |app, at| match app.branch_of(at) {
        Some(branch) => app.reading.folds().next_sibling(&app.reading.thread, branch),
        None => app.reading.folds().first_child(&app.reading.thread, at),
    });
}

pub(in crate::app) fn previous_branch(app: &mut App, given: Given) {
    let root = app.reading.root();
    app.walk(given.times(), "no top-level reply before this", |app, at| match app.branch_of(at) {
        Some(branch) if branch != at => Some(branch),
        Some(branch) => app.reading.folds().previous_sibling(&app.reading.thread, branch).or(Some(root)),
        None => None,
    });
}

pub(in crate::app) fn branch_root(app: &mut App, _: Given) {
    app.walk(1, "this is the top of its branch", App::branch_of);
}

pub(in crate::app) fn first(app: &mut App, given: Given) {
    if app.focus() == Pane::Article {
        return app.reading.with_article(|document, place| *place = LineId::top(document.article));
    }
    match given.count {
        Some(number) => go_to_number(app, number),
        None => app.jump_to(app.reading.order().first()),
    }
}

pub(in crate::app) fn last(app: &mut App, given: Given) {
    if app.focus() == Pane::Article {
        return app.scroll(isize::MAX);
    }
    match given.count {
        Some(number) => go_to_number(app, number),
        None => {
            if let Some(post) = app.reading.post_at(app.reading.rows() - 1) {
                app.jump_to(post);
                let height = app.height();
                app.reading.end_at(post, height);
            }
        }
    }
}

/// Goes to the post with this number; the article's is 0.
pub(in crate::app) fn go_to_number(app: &mut App, number: usize) {
    let thread = app.reading.thread.subtree(app.reading.article());
    let first = app.reading.thread.number(app.reading.article());
    match app.reading.thread.numbered(first.saturating_add(number)).filter(|post| thread.contains(&post.index())) {
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

/// Columns by which code moves sideways.
const SIDEWAYS: isize = 10;

pub(in crate::app) fn scroll_right(app: &mut App, given: Given) {
    if !app.reading.scroll_sideways(SIDEWAYS.saturating_mul(given.steps())) {
        app.say("nothing in this post is cut off at the right");
    }
}

pub(in crate::app) fn scroll_left(app: &mut App, given: Given) {
    if !app.reading.scroll_sideways(-SIDEWAYS.saturating_mul(given.steps())) {
        app.say("nothing in this post is cut off at the left");
    }
}

/// Pages through the document and skips what is read or folded. A post that has only just begun at the end of the page
/// begins the next page; of a longer beginning only a few lines are repeated.
pub(in crate::app) fn read_on(app: &mut App, given: Given) {
    if app.focus() == Pane::Article {
        return page_down(app, given);
    }
    if app.panes().is_some_and(|panes| panes.document.is_none()) {
        // The outline cannot be read: the text of the selected post comes first.
        return app.set_focus(Pane::Document);
    }
    app.compose();
    let (place, height) = (app.reading.top(), app.height());
    let mut document = app.reading.document();
    let last = document.forward(place, height - 1);
    let Some(after) = document.next(last).filter(|_| document.holds(place, height)) else {
        return match app.unread_in_sight(0) {
            Some(post) => app.jump_to(post),
            None => end_of_thread(app),
        };
    };
    let further = document.back(after, OVERLAP.min(height / 2));
    let short = document.back(after, height / 4);
    let is_begun = after != LineId::top(after.post) && short.post == after.post && short != LineId::top(after.post);
    if is_begun && (after.post == place.post || app.is_unread(after.post)) {
        return app.reading.put(further);
    }
    match app.unread_in_sight(after.post.index()).or_else(|| app.unread_in_sight(0)) {
        Some(post) if app.reading.thread.contains(app.reading.root(), post) => app.select(post),
        _ => {
            app.reading.put(further);
            app.say("everything in sight is read");
        }
    }
}

fn end_of_thread(app: &mut App) {
    let unread = app.reading.due().count(app.reading.thread.subtree(app.reading.root()));
    let posts = if unread == 1 { "post is" } else { "posts are" };
    let end = match unread {
        0 => "end of the thread".to_owned(),
        _ => app.keyed(&format!("end of the thread; {unread} unread {posts} folded: {{next-unread}} goes there")),
    };
    if app.reading.is_narrowed() || !app.read_on_in_index(&end) {
        let all = if unread == 0 { ": everything is read" } else { "" };
        app.say(&format!("{end}{all}"));
    }
}

pub(in crate::app) fn next_unread(app: &mut App, _: Given) {
    app.compose();
    let (at, scope) = (app.selection().index(), app.reading.thread.subtree(app.reading.root()));
    let next = |posts: Difference<'_>| {
        let after = app.reading.admitted_from(posts, at + 1).filter(|post| post.index() < scope.end);
        after.or_else(|| app.reading.admitted_from(posts, scope.start).filter(|post| post.index() < scope.end))
    };
    match next(app.reading.due_new()).or_else(|| next(app.reading.due())) {
        Some(post) => app.jump_to(post),
        None if app.news_behind() => {}
        None => app.say("no unread post"),
    }
}

pub(in crate::app) fn previous_unread(app: &mut App, _: Given) {
    app.compose();
    let (at, scope) = (app.selection().index(), app.reading.thread.subtree(app.reading.root()));
    let previous = |posts: Difference<'_>| {
        let before = app.reading.admitted_before(posts, at).filter(|post| post.index() >= scope.start);
        before.or_else(|| app.reading.admitted_before(posts, scope.end).filter(|post| post.index() >= scope.start))
    };
    match previous(app.reading.due_new()).or_else(|| previous(app.reading.due())) {
        Some(post) => app.jump_to(post),
        None => app.say("no unread post"),
    }
}
