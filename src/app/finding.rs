//! Searching: posts are sought beside the screen, and met here as they are found.

use super::asking::Asking;
use super::category::Category;
use super::view::Position;
use super::{App, Effect, Given, Slot};
use crate::query::{Facts, Found, Pattern, Query, Wanted};
use crate::rows::{Flips, Place};
use crate::thread::{PostId, PostSet, Text, Thread};
use std::sync::Arc;

/// What is sought, and what has been found of it.
#[derive(Debug)]
pub(crate) struct Sought {
    ticket: u64,
    wanted: Wanted,
    /// What is to be marked in the text.
    pattern: Option<Pattern>,
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
    /// The reader has typed it to its end and waits for the rest.
    pub(super) is_entered: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Pending {
    from: usize,
    way: Way,
    /// Where the reader is taken if there is nothing.
    back: Option<Position>,
}

impl Pending {
    pub(super) fn from(from: usize, way: Way) -> Self {
        Self { from, way, back: None }
    }

    /// The same; if there is nothing the reader is taken back.
    pub(super) fn or_back(self, back: Position) -> Self {
        Self { back: Some(back), ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    On,
    Back,
}

/// The searches that are under way, one of each kind at the most.
#[derive(Debug, Default)]
pub(super) struct Finder {
    under_way: Vec<(Slot, Sought)>,
    category: Category,
    tickets: u64,
    /// What is to be asked as soon as the whole thread is here.
    pub(super) first: Vec<(Asking, Query)>,
}

impl Finder {
    /// What a search is about, if there is one.
    pub(super) fn of(&self, slot: Slot) -> Option<&Sought> {
        self.under_way.iter().find(|(known, _)| *known == slot).map(|(_, sought)| sought)
    }

    pub(super) fn of_mut(&mut self, slot: Slot) -> Option<&mut Sought> {
        self.under_way.iter_mut().find(|(known, _)| *known == slot).map(|(_, sought)| sought)
    }

    pub(super) fn has(&self, slot: Slot) -> bool {
        self.of(slot).is_some()
    }

    /// Ends a search and hands over what it has found.
    pub(super) fn take(&mut self, slot: Slot) -> Option<Sought> {
        let place = self.under_way.iter().position(|(known, _)| *known == slot)?;
        Some(self.under_way.swap_remove(place).1)
    }

    pub(super) fn end(&mut self, slot: Slot) {
        self.under_way.retain(|(known, _)| *known != slot);
    }

    /// Ends all that seeks in another thread.
    fn forget(&mut self) -> Vec<(Slot, Sought)> {
        std::mem::take(&mut self.under_way)
    }

    /// The kind of the search that has a ticket.
    fn slot_of(&self, ticket: u64) -> Option<Slot> {
        self.under_way.iter().find(|(_, sought)| sought.ticket == ticket).map(|(slot, _)| *slot)
    }

    /// What is to be marked in the text.
    pub(super) fn pattern(&self) -> Option<&Pattern> {
        let sought = [Slot::Search, Slot::Filter].into_iter().find_map(|slot| self.of(slot));
        sought.and_then(|sought| sought.pattern.as_ref())
    }

    pub(super) fn category(&self) -> Category {
        self.category
    }

    pub(super) fn set_category(&mut self, category: Category) {
        self.category = category;
        self.end(Slot::Category);
    }

    fn begin(&mut self, slot: Slot, wanted: Wanted, start: PostId, len: usize, pending: Option<Pending>) -> Effect {
        self.tickets += 1;
        self.end(slot);
        let (ticket, pattern) = (
            self.tickets,
            match &wanted {
                Wanted::Query(query, _) => Some(query.pattern()),
                _ => None,
            },
        );
        let sought = Sought {
            ticket,
            wanted: wanted.clone(),
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
        Effect::Seek { ticket, slot, wanted, from: start }
    }
}

impl Sought {
    /// Whether all posts from one to another have been looked at, so that none of them can still turn out a hit.
    fn has_seen(&self, first: usize, last: usize, len: usize) -> bool {
        let [first, last] = [first, last].map(|index| (index + len - self.start) % len);
        self.complete || first <= last && last < self.looked_at
    }

    /// What is to be marked in the text.
    pub(crate) fn pattern(&self) -> Option<&Pattern> {
        self.pattern.as_ref()
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

    /// Whether it has to be sought anew when it is known how far everything has drifted.
    pub(super) fn awaits_scores(&self) -> bool {
        matches!(&self.wanted, Wanted::Query(query, known) if is_in_the_dark(query, known))
    }

    /// Where the reader was before it, if it was begun by typing.
    pub(super) fn came_from(&self) -> Option<Position> {
        self.pending.and_then(|pending| pending.back)
    }

    /// Whether a query was typed for it.
    pub(crate) fn is_query(&self) -> bool {
        matches!(self.wanted, Wanted::Query(..))
    }

    /// What is sought, for the status line.
    pub(crate) fn title(&self, thread: &Thread) -> Text {
        match &self.wanted {
            Wanted::Query(query, _) => Text::line(&query.to_string()),
            Wanted::Author(author) => Text::line(&format!("by {}", thread.author_name(*author))),
            Wanted::HighScore | Wanted::Links | Wanted::Code => Text::default(),
        }
    }

    /// All of them, in order.
    pub(crate) fn hits(&self) -> &PostSet {
        &self.hits
    }
}

/// Whether a query asks how far something has drifted, and that was not known.
fn is_in_the_dark(query: &Query, known: &Facts) -> bool {
    query.asks_for_drift() && known.drift.is_none()
}

impl App {
    /// Begins a search of a kind and leaves the one before.
    pub(super) fn begin(&mut self, slot: Slot, wanted: Wanted, start: PostId, pending: Option<Pending>) {
        let effect = self.finder.begin(slot, wanted, start, self.thread.len(), pending);
        self.effects.push(effect);
    }

    /// Begins a search and leaves the one before.
    pub(super) fn seek_from(&mut self, wanted: Wanted, start: PostId, pending: Option<Pending>) {
        self.give_back_folds();
        self.begin(Slot::Search, wanted, start, pending);
    }

    /// A thread was opened from an index that is filtered: the reader is taken to what it was filtered by.
    pub(super) fn search_what_the_index_has(&mut self, opening: PostId) {
        if let Some(wanted) = self.finder.of(Slot::Index).map(|sought| sought.wanted.clone()) {
            self.seek_from(wanted, opening, Some(Pending::from(opening.index(), Way::On)));
        }
    }

    /// Seeks anew what asks how far something has drifted: that is known now.
    pub(super) fn seek_with_scores(&mut self) {
        for slot in [Slot::Search, Slot::Filter, Slot::Fold, Slot::Rule] {
            let Some(Sought { wanted: Wanted::Query(query, known), start, pending, is_entered, .. }) =
                self.finder.of(slot)
            else {
                continue;
            };
            if !is_in_the_dark(query, known) {
                continue;
            }
            let (query, start, is_entered) = (Arc::clone(query), PostId::new(*start), *is_entered);
            let pending = pending.or((slot == Slot::Search).then(|| Pending::from(start.index(), Way::On)));
            let wanted = Wanted::Query(query, Arc::new(self.facts()));
            self.begin(slot, wanted, start, pending);
            if let Some(sought) = self.finder.of_mut(slot) {
                sought.is_entered = is_entered;
            }
        }
    }

    /// Seeks in the thread that is here now what was sought in another.
    pub(super) fn seek_again(&mut self, old: &Thread, places: &[Option<PostId>]) {
        for (slot, sought) in self.finder.forget() {
            let wanted = match sought.wanted {
                Wanted::Query(query, known) => {
                    let facts = Facts { with_titles: known.with_titles, ..self.facts() };
                    Wanted::Query(query, Arc::new(facts))
                }
                Wanted::Author(author) => {
                    let name = old.author_name(author);
                    let Some((author, _)) = self.thread.authors().find(|(_, known)| *known == name) else { continue };
                    Wanted::Author(author)
                }
                wanted @ (Wanted::HighScore | Wanted::Links | Wanted::Code) => wanted,
            };
            self.begin(slot, wanted, self.selection(), None);
            if let Some(again) = self.finder.of_mut(slot) {
                let place = |post: PostId| places.get(post.index()).copied().flatten();
                again.opened = sought.opened.into_iter().filter_map(place).collect();
                again.is_entered = sought.is_entered;
            }
        }
    }

    /// Seeks what is searched for anew, in all that can be in sight now.
    pub(super) fn seek_everywhere_again(&mut self) {
        if let Some(wanted) = self.finder.of(Slot::Search).map(|sought| sought.wanted.clone()) {
            self.begin(Slot::Search, wanted, self.selection(), None);
        }
    }

    /// What was typed is what the reader wants: if it is nowhere, that is said.
    pub(super) fn search_entered(&mut self, before: Position) {
        let is_nowhere = |sought: &Sought| sought.complete && !sought.hits.contains(self.view.selection());
        if self.finder.of(Slot::Search).is_some_and(is_nowhere) {
            self.go_on(Slot::Search, Pending { from: before.spot.post.index(), way: Way::On, back: None });
        }
    }

    /// Where the reader is.
    pub(super) fn position(&mut self) -> Position {
        let thread = self.thread.clone();
        self.view.position(&thread)
    }

    /// Takes the reader to where they were.
    pub(super) fn come_back(&mut self, position: Position) {
        let thread = self.thread.clone();
        self.view.come_back(&thread, position);
    }

    /// Ends the search: no more marks, and the folds as they were.
    pub(super) fn end_search(&mut self) {
        self.give_back_folds();
        self.finder.end(Slot::Search);
    }

    /// Closes again what the search opened.
    pub(super) fn give_back_folds(&mut self) {
        let opened = self.take_opened();
        let thread = self.thread.clone();
        self.view.flip(&thread, &opened);
    }

    /// What the search has opened, and will not close again.
    fn take_opened(&mut self) -> Flips {
        let mut opened =
            self.finder.of_mut(Slot::Search).map(|sought| std::mem::take(&mut sought.opened)).unwrap_or_default();
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
        let Some(slot) = self.finder.slot_of(ticket) else { return };
        let Self { finder, view, .. } = self;
        let Some(sought) = finder.of_mut(slot) else { return };
        // What a filter leaves out is out of reach until it ends, and so are the other threads of a shelf.
        let scope = self.thread.subtree(view.article());
        let in_reach = |post: &&PostId| slot != Slot::Search || view.admits(**post) && scope.contains(&post.index());
        for &post in found.posts.iter().filter(in_reach) {
            sought.many += usize::from(!sought.hits.contains(post));
            sought.hits.insert(post);
        }
        (sought.looked_at, sought.complete) = (found.looked_at, found.complete);
        let (pending, is_entered, awaits_scores) = (sought.pending, sought.is_entered, sought.awaits_scores());
        match slot {
            Slot::Filter if found.complete => self.filter_found(),
            Slot::Fold if found.complete && is_entered && !awaits_scores => self.fold_found(),
            Slot::Index => self.index_found(found),
            Slot::Rule if found.complete => self.rule_tried(),
            _ => {}
        }
        if let Some(pending) = pending.filter(|_| matches!(slot, Slot::Search | Slot::Category)) {
            self.go_on(slot, pending);
        }
    }

    /// Takes the reader to the next hit, now or when it is found.
    pub(super) fn go_on(&mut self, slot: Slot, pending: Pending) {
        let scope = self.thread.subtree(self.view.root());
        let Some(sought) = self.finder.of_mut(slot) else { return };
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
        match self.finder.of_mut(Slot::Search) {
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
        self.finder.pattern().is_some_and(|pattern| pattern.first_in(self.thread.body(post)).is_some())
    }

    /// Where to put the document so that a match of a post is on the screen: the first one, or the next one after
    /// or before the lines that are on it now.
    fn place_of_match(&mut self, post: PostId, after: Option<Place>, way: Way) -> Option<Place> {
        let pattern = self.finder.pattern()?.clone();
        let height = self.height();
        let thread = self.thread.clone();
        let first = pattern.first_in(thread.body(post))?;
        let mut document = self.view.document(&thread);
        let piece = after.map_or_else(|| document.piece_of(post, first), |after| after.piece);
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
        let Some(sought) = self.finder.of(Slot::Search) else {
            return self.step_to_kept(way);
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

    /// Where nothing is searched for: goes to another post that the filter is about.
    fn step_to_kept(&mut self, way: Way) {
        let Some(hits) = self.finder.of(Slot::Filter).filter(|_| self.view.is_filtered()).map(Sought::hits) else {
            return self.say("nothing is searched for; / searches");
        };
        let (at, scope) = (self.selection().index(), self.thread.subtree(self.view.root()));
        let inside = |post: &PostId| scope.contains(&post.index());
        let (ahead, around) = match way {
            Way::On => (hits.from(at + 1), hits.from(scope.start)),
            Way::Back => (hits.before(at), hits.before(scope.end)),
        };
        if let Some(post) = ahead.filter(inside).or_else(|| around.filter(inside)) {
            self.jump_to(post);
        }
    }

    fn step_by_author(&mut self, way: Way) {
        let post = self.selection();
        let Some(author) = self.thread.post(post).author() else {
            return self.say("nobody knows who wrote this");
        };
        let is_same = |sought: &Sought| matches!(&sought.wanted, Wanted::Author(known) if *known == author);
        if self.finder.of(Slot::Search).is_some_and(is_same) {
            return self.step_to_match(way);
        }
        let from = if way == Way::On { post.index() + 1 } else { post.index() };
        let here = self.view.place();
        self.view.trail.leave(here);
        self.seek_from(Wanted::Author(author), post, Some(Pending { from, way, back: None }));
    }
}

pub(super) fn search(app: &mut App, _: Given) {
    let here = app.view.place();
    app.view.trail.leave(here);
    app.ask(Asking::Search);
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
