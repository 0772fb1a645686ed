//! Searches: posts are sought beside the screen, and handled here as they are found.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::state::finder::{Asking, Pending, Sought, Way, is_in_the_dark};
use crate::app::state::reading::position::ScreenPosition;
use crate::app::work::Work;
use crate::app::work::lane::Slot;
use crate::query::{Facts, Found, Wanted};
use crate::rows::{Flips, LineId};
use crate::thread::{PostId, Thread};
use std::sync::Arc;

impl App {
    /// Starts a search of a kind and drops the one before.
    pub(in crate::app) fn begin(&mut self, slot: Slot, wanted: Wanted, start: PostId, pending: Option<Pending>) {
        self.finder.begin(slot, wanted.clone(), start, self.reading.thread.len(), pending);
        self.ask_for(Work::Seek { slot, wanted, from: start });
    }

    /// Starts a search and drops the one before.
    pub(in crate::app) fn seek_from(&mut self, wanted: Wanted, start: PostId, pending: Option<Pending>) {
        self.give_back_folds();
        self.begin(Slot::Search, wanted, start, pending);
    }

    /// Continues an index's filter as a search in the thread that was opened from it.
    pub(in crate::app) fn search_what_the_index_has(&mut self, opening: PostId) {
        if let Some(wanted) = self.finder.of(Slot::Index).map(|sought| sought.wanted.clone()) {
            self.seek_from(wanted, opening, Some(Pending::from(opening.index(), Way::On)));
        }
    }

    /// Repeats searches by drift, which is known now.
    pub(in crate::app) fn seek_with_scores(&mut self) {
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

    /// Continues in the new thread the searches of the old one.
    pub(in crate::app) fn seek_again(&mut self, old: &Thread, places: &[Option<PostId>]) {
        for (slot, sought) in self.finder.forget() {
            let wanted = match sought.wanted {
                Wanted::Query(query, known) => {
                    let facts = Facts { with_titles: known.with_titles, ..self.facts() };
                    Wanted::Query(query, Arc::new(facts))
                }
                Wanted::Author(author) => {
                    let name = old.author_name(author);
                    let Some((author, _)) = self.reading.thread.authors().find(|(_, known)| *known == name) else {
                        continue;
                    };
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

    /// Repeats the search in everything that can now be in sight.
    pub(in crate::app) fn seek_everywhere_again(&mut self) {
        if let Some(wanted) = self.finder.of(Slot::Search).map(|sought| sought.wanted.clone()) {
            self.begin(Slot::Search, wanted, self.selection(), None);
        }
    }

    /// The query of a search was typed to its end: says so if there is no hit.
    pub(in crate::app) fn search_entered(&mut self, before: ScreenPosition) {
        let is_nowhere = |sought: &Sought| sought.complete && !sought.hits.contains(self.reading.selection());
        if self.finder.of(Slot::Search).is_some_and(is_nowhere) {
            self.go_on(Slot::Search, Pending { from: before.anchor.post.index(), way: Way::On, back: None });
        }
    }

    /// Where the reader is.
    pub(in crate::app) fn position(&mut self) -> ScreenPosition {
        self.reading.position()
    }

    /// Takes the reader back to a position.
    pub(in crate::app) fn come_back(&mut self, position: ScreenPosition) {
        self.reading.come_back(position);
    }

    /// Ends the search: removes its marks and restores the folds.
    pub(in crate::app) fn end_search(&mut self) {
        self.give_back_folds();
        self.finder.end(Slot::Search);
    }

    /// Closes what the search has opened.
    pub(in crate::app) fn give_back_folds(&mut self) {
        let opened = self.take_opened();
        self.reading.flip(&opened);
    }

    /// What the search has opened; it will not close that any more.
    fn take_opened(&mut self) -> Flips {
        let mut opened =
            self.finder.of_mut(Slot::Search).map(|sought| std::mem::take(&mut sought.opened)).unwrap_or_default();
        opened.sort_unstable();
        opened.dedup();
        Flips::Few(opened)
    }

    /// Changes folds and narrowing as one undo step. What the search has opened stays open as a step before, since
    /// closing it at the end would close what the reader has moved on from.
    pub(in crate::app) fn change(&mut self, flips: Flips, roots: Option<Vec<PostId>>, read: Vec<PostId>) {
        self.keep_opened();
        self.reading.change(flips, roots, read);
    }

    /// Makes an undo step of what the search has opened.
    pub(in crate::app) fn keep_opened(&mut self) {
        let opened = self.take_opened();
        self.reading.keep(opened);
    }

    /// Takes a part of a search's results.
    pub(in crate::app) fn found(&mut self, slot: Slot, found: &Found) {
        let Self { finder, reading, .. } = self;
        let Some(sought) = finder.of_mut(slot) else { return };
        // What a filter hides is out of reach until it ends, and so are the other threads of a shelf.
        let scope = reading.thread.subtree(reading.article());
        let in_reach = |post: &&PostId| slot != Slot::Search || reading.admits(**post) && scope.contains(&post.index());
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
    pub(in crate::app) fn go_on(&mut self, slot: Slot, pending: Pending) {
        let scope = self.reading.thread.subtree(self.reading.root());
        let Some(sought) = self.finder.of_mut(slot) else { return };
        let inside = |post: &PostId| scope.contains(&post.index());
        let len = self.reading.thread.len();
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
                    many => self.tell(&format!("not in this subthread; {many} outside: {{widen}} widens")),
                }
                if let Some(back) = pending.back {
                    self.come_back(back);
                }
            }
        }
    }

    /// Brings a hit into sight and goes to it; in a long post to the matching line.
    fn reveal(&mut self, post: PostId, slot: Slot) {
        if !self.reading.shows(post) {
            self.reading.leave_path();
        }
        let mut opened = self.reading.covers(post);
        if slot == Slot::Search && self.is_folded(post) && self.matches_body(post) {
            opened.push(post);
        }
        match self.finder.of_mut(Slot::Search) {
            Some(sought) if slot == Slot::Search => {
                sought.opened.extend_from_slice(&opened);
                self.reading.flip(&Flips::Few(opened));
            }
            _ => self.change(Flips::Few(opened), None, Vec::new()),
        }
        let place = self.place_of_match(post, None, Way::On).unwrap_or(LineId::top(post));
        self.reading.put(place);
    }

    fn matches_body(&self, post: PostId) -> bool {
        self.finder.pattern().is_some_and(|pattern| pattern.first_in(self.reading.thread.body(post)).is_some())
    }

    /// Where to put the document so that a match of a post is visible: the first, or the next one after or before the
    /// lines on the screen.
    fn place_of_match(&mut self, post: PostId, after: Option<LineId>, way: Way) -> Option<LineId> {
        let pattern = self.finder.pattern()?.clone();
        let height = self.height();
        let first = pattern.first_in(self.reading.thread.body(post))?;
        let mut document = self.reading.document();
        let piece = after.map_or_else(|| document.piece_of(post, first), |after| after.piece);
        let mut laid = document.laid(post, piece);
        if pattern.find(laid.text()).any(|found| laid.is_folded(found.start)) {
            self.reading.open_quotations_in(post);
            document = self.reading.document();
            laid = document.laid(post, piece);
        }
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
        Some(if fits { LineId::top(post) } else { LineId { post, piece, line: line.saturating_sub(height / 3) } })
    }

    /// Goes to another hit: in the same post if one is off the screen, else in another post.
    fn step_to_match(&mut self, way: Way) {
        let Some(sought) = self.finder.of(Slot::Search) else {
            return self.step_to_kept(way);
        };
        let is_hit = sought.has(self.selection());
        let place = self.reading.place();
        if is_hit
            && !self.is_folded(place.post)
            && let Some(place) = self.place_of_match(place.post, Some(place), way)
        {
            return self.reading.put(place);
        }
        let from = match way {
            Way::On => place.post.index() + 1,
            Way::Back => place.post.index(),
        };
        self.reading.trail.leave(place);
        self.go_on(Slot::Search, Pending { from, way, back: None });
    }

    /// Without a search, goes to another hit of the filter.
    fn step_to_kept(&mut self, way: Way) {
        let Some(hits) = self.finder.of(Slot::Filter).filter(|_| self.reading.is_filtered()).map(Sought::hits) else {
            return self.tell("nothing is searched for; {search} searches");
        };
        let (at, scope) = (self.selection().index(), self.reading.thread.subtree(self.reading.root()));
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
        let Some(author) = self.reading.thread.post(post).author() else {
            return self.say("nobody knows who wrote this");
        };
        let is_same = |sought: &Sought| matches!(&sought.wanted, Wanted::Author(known) if *known == author);
        if self.finder.of(Slot::Search).is_some_and(is_same) {
            return self.step_to_match(way);
        }
        let from = if way == Way::On { post.index() + 1 } else { post.index() };
        let here = self.reading.place();
        self.reading.trail.leave(here);
        self.seek_from(Wanted::Author(author), post, Some(Pending { from, way, back: None }));
    }
}

pub(in crate::app) fn search(app: &mut App, _: Given) {
    let here = app.reading.place();
    app.reading.trail.leave(here);
    app.ask(Asking::Search);
}

pub(in crate::app) fn next_match(app: &mut App, given: Given) {
    (0..given.times().min(app.reading.thread.len())).for_each(|_| app.step_to_match(Way::On));
}

pub(in crate::app) fn previous_match(app: &mut App, given: Given) {
    (0..given.times().min(app.reading.thread.len())).for_each(|_| app.step_to_match(Way::Back));
}

pub(in crate::app) fn next_by_author(app: &mut App, _: Given) {
    app.step_by_author(Way::On);
}

pub(in crate::app) fn previous_by_author(app: &mut App, _: Given) {
    app.step_by_author(Way::Back);
}
