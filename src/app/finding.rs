//! Searching: posts are sought beside the screen, and met here as they are found.

use super::overlay::{Overlay, Prompt};
use super::{App, Effect, Given, Slot};
use crate::query::{Found, Pattern, Wanted};
use crate::rows::{Flips, Place};
use crate::thread::{PostId, PostSet, Text, Thread};

/// What is sought, and what has been found of it.
#[derive(Debug)]
pub(crate) struct Sought {
    ticket: u64,
    wanted: Wanted,
    /// Where the search began; from here it goes on to the end, and then on from the top.
    start: usize,
    hits: PostSet,
    many: usize,
    looked_at: usize,
    complete: bool,
    /// Where the reader wants to be taken as soon as there is something there.
    pending: Option<Pending>,
    /// Folds that were opened to show a hit.
    opened: Vec<PostId>,
}

#[derive(Debug, Clone, Copy)]
struct Pending {
    from: usize,
    way: Way,
    /// Where the reader is taken if there is nothing.
    back: Option<Place>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    On,
    Back,
}

/// What `]` and `[` go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Category {
    #[default]
    OriginalPoster,
    ThisAuthor,
    HighScore,
    Links,
    Code,
    OffTopic,
}

impl Category {
    pub(crate) const ALL: [Self; 6] =
        [Self::OriginalPoster, Self::ThisAuthor, Self::HighScore, Self::Links, Self::Code, Self::OffTopic];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::OriginalPoster => "posts by the author of the article",
            Self::ThisAuthor => "posts by the author of this one",
            Self::HighScore => "posts with a high score",
            Self::Links => "posts with links",
            Self::Code => "posts with code",
            Self::OffTopic => "what is suggested as off-topic",
        }
    }

    fn wanted(self, thread: &Thread, post: PostId) -> Option<Wanted> {
        match self {
            Self::OriginalPoster => thread.post(thread.opening(post)).author().map(Wanted::Author),
            Self::ThisAuthor => thread.post(post).author().map(Wanted::Author),
            Self::HighScore => Some(Wanted::HighScore),
            Self::Links => Some(Wanted::Links),
            Self::Code => Some(Wanted::Code),
            Self::OffTopic => None,
        }
    }
}

/// The search and the category that are under way.
#[derive(Debug, Default)]
pub(super) struct Finder {
    sought: Option<Sought>,
    category: Category,
    of_category: Option<Sought>,
    tickets: u64,
    /// A search that was going on when the thread became another.
    again: Option<Wanted>,
}

impl Finder {
    pub(super) fn sought(&self) -> Option<&Sought> {
        self.sought.as_ref()
    }

    /// The pattern to be marked where it is shown.
    pub(super) fn pattern(&self) -> Option<&Pattern> {
        match &self.sought.as_ref()?.wanted {
            Wanted::Pattern(pattern) => Some(pattern),
            _ => None,
        }
    }

    /// Drops what was found in another thread.
    pub(super) fn forget(&mut self) {
        self.again =
            self.sought.take().map(|sought| sought.wanted).filter(|wanted| !matches!(wanted, Wanted::Author(_)));
        self.of_category = None;
    }

    /// A search to be made again.
    pub(super) fn again(&mut self) -> Option<Wanted> {
        self.again.take()
    }

    fn slot(&mut self, slot: Slot) -> &mut Option<Sought> {
        match slot {
            Slot::Search => &mut self.sought,
            Slot::Category => &mut self.of_category,
        }
    }

    fn begin(&mut self, wanted: Wanted, start: PostId, len: usize, pending: Option<Pending>) -> Sought {
        self.tickets += 1;
        Sought {
            ticket: self.tickets,
            wanted,
            start: start.index(),
            hits: PostSet::none(len),
            many: 0,
            looked_at: 0,
            complete: false,
            pending,
            opened: Vec::new(),
        }
    }
}

impl Sought {
    fn effect(&self, slot: Slot) -> Effect {
        Effect::Seek { ticket: self.ticket, slot, wanted: self.wanted.clone(), from: PostId::new(self.start) }
    }

    /// Whether all posts from one to another have been looked at, so that none of them can still turn out a hit.
    fn has_seen(&self, first: usize, last: usize, len: usize) -> bool {
        let [first, last] = [first, last].map(|index| (index + len - self.start) % len);
        self.complete || first <= last && last < self.looked_at
    }

    /// How many posts have been found.
    pub(crate) fn many(&self) -> usize {
        self.many
    }

    /// Whether every post has been looked at.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// How many posts have been looked at.
    pub(crate) fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// Whether a post is one of those sought.
    pub(crate) fn has(&self, post: PostId) -> bool {
        self.hits.contains(post)
    }

    /// How many of them stand below a post.
    pub(crate) fn below(&self, thread: &Thread, post: PostId) -> usize {
        let subtree = thread.subtree(post);
        self.hits.count(subtree.start + 1..subtree.end)
    }

    /// How many of them stand at or before a post.
    pub(crate) fn up_to(&self, post: PostId) -> usize {
        self.hits.count(0..post.index() + 1)
    }

    /// What is sought, for the status line.
    pub(crate) fn title(&self, thread: &Thread) -> Text {
        match &self.wanted {
            Wanted::Pattern(pattern) => Text::line(&format!("/{}", pattern.typed())),
            Wanted::Author(author) => Text::line(&format!("by {}", thread.author_name(*author))),
            Wanted::HighScore | Wanted::Links | Wanted::Code => Text::default(),
        }
    }

    /// All of them, in order.
    pub(crate) fn hits(&self) -> &PostSet {
        &self.hits
    }
}

impl App {
    /// Begins a search and leaves the one before.
    pub(super) fn seek(&mut self, wanted: Wanted) {
        self.seek_from(wanted, self.selection(), None);
    }

    fn seek_from(&mut self, wanted: Wanted, start: PostId, pending: Option<Pending>) {
        self.give_back_folds();
        let sought = self.finder.begin(wanted, start, self.thread.len(), pending);
        self.effects.push(sought.effect(Slot::Search));
        self.finder.sought = Some(sought);
    }

    /// What was typed into the search prompt changed; the reader was at `before` when it opened.
    pub(super) fn search_typed(&mut self, typed: &str, before: Place) -> Result<(), String> {
        match Pattern::parse(typed) {
            Ok(Some(pattern)) => {
                let pending = Pending { from: before.post.index(), way: Way::On, back: Some(before) };
                self.seek_from(Wanted::Pattern(pattern), before.post, Some(pending));
            }
            Ok(None) => {
                self.end_search();
                self.come_back(before);
            }
            Err(error) => return Err(error.to_string()),
        }
        Ok(())
    }

    /// What was typed is what the reader wants: if it is nowhere, that is said.
    pub(super) fn search_entered(&mut self, before: Place) {
        let is_nowhere = |sought: &Sought| sought.complete && !sought.hits.contains(self.view.selection());
        if self.finder.sought.as_ref().is_some_and(is_nowhere) {
            self.go_on(Slot::Search, Pending { from: before.post.index(), way: Way::On, back: None });
        }
    }

    /// Takes the reader to where a search began.
    pub(super) fn come_back(&mut self, place: Place) {
        let thread = self.thread.clone();
        self.view.come_back(&thread, place);
    }

    /// Ends the search: no more marks, and the folds as they were.
    pub(super) fn end_search(&mut self) {
        self.give_back_folds();
        self.finder.sought = None;
    }

    /// Closes again what the search opened.
    fn give_back_folds(&mut self) {
        let opened = self.take_opened();
        let thread = self.thread.clone();
        self.view.flip(&thread, &opened);
    }

    /// What the search has opened, and will not close again.
    fn take_opened(&mut self) -> Flips {
        let mut opened =
            self.finder.sought.as_mut().map(|sought| std::mem::take(&mut sought.opened)).unwrap_or_default();
        opened.sort_unstable();
        opened.dedup();
        Flips::Few(opened)
    }

    /// Changes folds and narrowing in one step that can be undone. What the search has opened stays open then, as a
    /// step before: closing it at the end would close what the reader has gone on from.
    pub(super) fn change(&mut self, flips: Flips, roots: Option<Vec<PostId>>, read: Vec<PostId>) {
        self.keep_opened();
        let thread = self.thread.clone();
        self.view.change(&thread, flips, roots, read);
    }

    /// Makes a step of what the search has opened.
    pub(super) fn keep_opened(&mut self) {
        let opened = self.take_opened();
        let thread = self.thread.clone();
        self.view.keep(&thread, opened);
    }

    /// A part of what was sought is here.
    pub(super) fn found(&mut self, ticket: u64, found: &Found) {
        let is_it = |sought: &Sought| sought.ticket == ticket;
        let slot = if self.finder.sought.as_ref().is_some_and(is_it) { Slot::Search } else { Slot::Category };
        let Some(sought) = self.finder.slot(slot).as_mut().filter(|sought| is_it(sought)) else { return };
        for &post in &found.posts {
            sought.many += usize::from(!sought.hits.contains(post));
            sought.hits.insert(post);
        }
        (sought.looked_at, sought.complete) = (found.looked_at, found.complete);
        if let Some(pending) = sought.pending {
            self.go_on(slot, pending);
        }
    }

    /// Takes the reader to the next hit, now or when it is found.
    fn go_on(&mut self, slot: Slot, pending: Pending) {
        let scope = self.thread.subtree(self.view.root());
        let Some(sought) = self.finder.slot(slot) else { return };
        let inside = |post: &PostId| scope.contains(&post.index());
        let len = self.thread.len();
        let is_next = |post: &PostId| match pending.way {
            Way::On => sought.has_seen(pending.from.max(scope.start), post.index(), len),
            Way::Back => sought.has_seen(post.index(), pending.from.min(scope.end) - 1, len),
        };
        let (ahead, around) = match pending.way {
            Way::On => (sought.hits.from(pending.from.max(scope.start)), sought.hits.from(scope.start)),
            Way::Back => (sought.hits.before(pending.from.min(scope.end)), sought.hits.before(scope.end)),
        };
        let ahead = ahead.filter(inside);
        let goes_on = !sought.complete && !ahead.as_ref().is_some_and(is_next);
        sought.pending = goes_on.then_some(pending);
        match (ahead, around.filter(inside)) {
            _ if goes_on => {}
            (Some(post), _) => self.reveal(post, slot),
            (None, Some(post)) => {
                self.reveal(post, slot);
                self.say(if pending.way == Way::On { "on from the top" } else { "on from the end" });
            }
            (None, None) => {
                match sought.many {
                    0 => self.say("not found"),
                    many => self.say(&format!("not in this subthread; {many} outside: Backspace widens")),
                }
                if let Some(back) = pending.back {
                    self.come_back(back);
                }
            }
        }
    }

    /// Brings a hit into sight and goes to it, in a long post to the line that has it.
    fn reveal(&mut self, post: PostId, slot: Slot) {
        let thread = self.thread.clone();
        if !self.view.shows(post) {
            self.view.leave_path(&thread);
        }
        let mut opened = self.view.covers(&thread, post);
        if slot == Slot::Search && self.is_folded(post) && self.matches_body(post) {
            opened.push(post);
        }
        match &mut self.finder.sought {
            Some(sought) if slot == Slot::Search => {
                sought.opened.extend_from_slice(&opened);
                self.view.flip(&thread, &Flips::Few(opened));
            }
            _ => self.change(Flips::Few(opened), None, Vec::new()),
        }
        let place = self.place_of_match(post, None, Way::On).unwrap_or(Place::top(post));
        self.view.put(place);
    }

    fn matches_body(&self, post: PostId) -> bool {
        self.finder.pattern().is_some_and(|pattern| pattern.find(self.thread.body(post).raw).next().is_some())
    }

    /// Where to put the document so that a match of a post is on the screen: the first one, or the next one after
    /// or before the lines that are on it now.
    fn place_of_match(&mut self, post: PostId, after: Option<Place>, way: Way) -> Option<Place> {
        let pattern = self.finder.pattern()?.clone();
        let height = self.height();
        let thread = self.thread.clone();
        let first = pattern.find(thread.body(post).raw).next()?;
        let mut document = self.view.document(&thread);
        let piece = after.map_or_else(|| document.piece_of(post, first.start), |after| after.piece);
        let laid = document.laid(post, piece);
        let mut lines: Vec<_> =
            pattern.find(laid.text()).map(|found| document.line_of(post, piece, found.start)).collect();
        if way == Way::Back {
            lines.reverse();
        }
        let line = lines.into_iter().find(|&line| match (after, way) {
            (None, _) => true,
            (Some(after), Way::On) => line >= after.line + height,
            (Some(after), Way::Back) => line < after.line,
        })?;
        let fits = after.is_none() && piece == 0 && line + 1 < height;
        Some(if fits { Place::top(post) } else { Place { post, piece, line: line.saturating_sub(height / 3) } })
    }

    /// Goes from the selection to another hit: in the same post if there is one off the screen, else in another.
    fn step_to_match(&mut self, way: Way) {
        let Some(sought) = &self.finder.sought else {
            return self.say("nothing is searched for; / searches");
        };
        let is_hit = sought.has(self.selection());
        let place = self.view.place();
        if is_hit
            && !self.is_folded(place.post)
            && let Some(place) = self.place_of_match(place.post, Some(place), way)
        {
            return self.view.put(place);
        }
        let from = match way {
            Way::On => place.post.index() + 1,
            Way::Back => place.post.index(),
        };
        self.view.trail.leave(place);
        self.go_on(Slot::Search, Pending { from, way, back: None });
    }

    fn step_by_author(&mut self, way: Way) {
        let post = self.selection();
        let Some(author) = self.thread.post(post).author() else {
            return self.say("nobody knows who wrote this");
        };
        let is_same = |sought: &Sought| matches!(&sought.wanted, Wanted::Author(known) if *known == author);
        if self.finder.sought.as_ref().is_some_and(is_same) {
            return self.step_to_match(way);
        }
        let from = if way == Way::On { post.index() + 1 } else { post.index() };
        let here = self.view.place();
        self.view.trail.leave(here);
        self.seek_from(Wanted::Author(author), post, Some(Pending { from, way, back: None }));
    }

    fn step_in_category(&mut self, way: Way) {
        if self.finder.category == Category::OffTopic {
            return self.step_to_suggestion(way == Way::On);
        }
        let post = self.selection();
        let from = if way == Way::On { post.index() + 1 } else { post.index() };
        let pending = Pending { from, way, back: None };
        let here = self.view.place();
        self.view.trail.leave(here);
        if self.finder.of_category.is_some() {
            return self.go_on(Slot::Category, pending);
        }
        let Some(wanted) = self.finder.category.wanted(&self.thread, post) else {
            return self.say("nobody knows who that is; g ] picks another category");
        };
        let sought = self.finder.begin(wanted, post, self.thread.len(), Some(pending));
        self.effects.push(sought.effect(Slot::Category));
        self.finder.of_category = Some(sought);
    }

    /// Makes `]` and `[` go through another category, and goes to its next post.
    pub(super) fn set_category(&mut self, category: Category) {
        self.finder.category = category;
        self.finder.of_category = None;
        self.step_in_category(Way::On);
    }
}

pub(super) fn search(app: &mut App, _: Given) {
    let here = app.view.place();
    app.view.trail.leave(here);
    let before = app.view.place();
    app.input.open(Overlay::Search { prompt: Prompt::default(), before, error: None });
}

pub(super) fn next_match(app: &mut App, given: Given) {
    (0..given.times().min(app.thread.len())).for_each(|_| app.step_to_match(Way::On));
}

pub(super) fn previous_match(app: &mut App, given: Given) {
    (0..given.times().min(app.thread.len())).for_each(|_| app.step_to_match(Way::Back));
}

pub(super) fn next_by_author(app: &mut App, _: Given) {
    app.step_by_author(Way::On);
}

pub(super) fn previous_by_author(app: &mut App, _: Given) {
    app.step_by_author(Way::Back);
}

pub(super) fn next_of_category(app: &mut App, _: Given) {
    app.step_in_category(Way::On);
}

pub(super) fn previous_of_category(app: &mut App, _: Given) {
    app.step_in_category(Way::Back);
}

pub(super) fn pick_category(app: &mut App, _: Given) {
    let selected = Category::ALL.iter().position(|&category| category == app.finder.category).unwrap_or(0);
    app.input.open(Overlay::Categories { selected });
}
