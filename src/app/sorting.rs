//! The order of the replies: chosen by the reader, made beside the screen, with the reader where they were.

use super::overlay::Overlay;
use super::{Action, App, Code, Effect, Given, Key, Scores};
use crate::thread::{PostId, Sort, Thread};
use crate::topic::Distances;
use std::sync::Arc;

/// The order of the replies, and the one that it is to become.
#[derive(Debug, Default)]
pub(super) struct Sorting {
    now: Sort,
    /// The order that is being made beside the screen.
    asked: Option<Sort>,
    /// The order that is wanted as soon as the whole thread is here.
    first: Option<Sort>,
}

impl Sorting {
    /// The thread is another, in the order that its source has.
    pub(super) fn forget(&mut self) {
        (self.now, self.asked) = (Sort::Thread, None);
    }
}

impl Action {
    /// What comes of it when a thread is put in another order. That takes a while: `goes_on` is asked now and then, and
    /// nothing comes of it when that says no.
    pub fn sorted(
        before: Arc<Thread>,
        sort: Sort,
        scores: Option<&Scores>,
        goes_on: impl Fn() -> bool,
    ) -> Option<Self> {
        let known = scores.filter(|_| !before.is_shelf() && sort == Sort::Drift).map(Scores::distances);
        Some(match Distances::sorted(&before, sort, known, goes_on)? {
            Ok((thread, places)) => Self::Sorted { before, sort, thread: Arc::new(thread), places },
            Err(why) => Self::Unsorted(why.to_owned()),
        })
    }
}

impl App {
    /// The order that the replies are in.
    pub(crate) fn sort(&self) -> Sort {
        self.sorting.now
    }

    /// The order that they are in, or will be in.
    pub(super) fn wanted_sort(&self) -> Sort {
        self.sorting.asked.unwrap_or(self.sorting.now)
    }

    /// Whether another order is being made.
    pub(crate) fn is_sorting(&self) -> bool {
        self.sorting.asked.is_some()
    }

    /// Puts the replies in an order as soon as all of them are here.
    pub(crate) fn sort_at_first(&mut self, sort: Sort) {
        self.sorting.first = Some(sort);
    }

    /// Asks for the order that was wanted at first.
    pub(super) fn sort_first(&mut self) {
        if let Some(sort) = self.sorting.first.take().filter(|&sort| sort != Sort::Thread) {
            self.sort_by(sort);
        }
    }

    /// Asks for another order.
    pub(super) fn sort_by(&mut self, sort: Sort) {
        if !self.is_loaded() {
            return self.say("it is still being read");
        }
        self.stop_sorting();
        if sort == self.sorting.now {
            return self.say(&format!("sorted already: {}", sort.about()));
        }
        self.status.hush();
        self.sorting.asked = Some(sort);
        self.effects.push(Effect::Sort { sort, scores: self.scores() });
    }

    /// The thread is here in another order; `places` says where each post stands in it.
    pub(super) fn sorted(&mut self, before: &Arc<Thread>, sort: Sort, thread: Arc<Thread>, places: Vec<PostId>) {
        // It is not what is open, or not what is wanted any more.
        if self.sorting.asked != Some(sort) || !Arc::ptr_eq(before, &self.thread) {
            return;
        }
        let knows_who_speaks = self.speaking.is_known();
        let scores = self.go_on_with(thread, &places.into_iter().map(Some).collect::<Vec<_>>());
        self.keep_scores(scores);
        if knows_who_speaks {
            self.speaking.keep();
        }
        self.sorting.now = sort;
        self.say(&format!("sorted: {}", sort.about()));
        // Where scores could not go along, what was suggested is looked for again.
        self.go_on_suggesting();
    }

    /// There is no such order.
    pub(super) fn unsorted(&mut self, why: &str) {
        self.sorting.asked = None;
        self.say(why);
    }

    /// Ends the work on another order; tells whether there was any.
    pub(super) fn stop_sorting(&mut self) -> bool {
        let works = self.sorting.asked.take().is_some();
        if works {
            self.effects.push(Effect::StopSorting);
            self.say(&format!("not sorted; still {}", self.sorting.now.about()));
        }
        works
    }

    pub(super) fn orders_key(&mut self, key: Key, selected: usize) {
        let last = Sort::ALL.len() - 1;
        let typed = key.typed().and_then(|char| char.to_digit(10)).map(|digit| digit as usize);
        let chosen = match key.code {
            Code::Char('j') | Code::Down | Code::Tab | Code::Char('S') => Err((selected + 1).min(last)),
            Code::Char('k') | Code::Up | Code::BackTab => Err(selected.saturating_sub(1)),
            Code::Enter | Code::Char(' ') => Ok(selected),
            _ => match typed.filter(|&digit| (1..=last + 1).contains(&digit)) {
                Some(digit) => Ok(digit - 1),
                None => return,
            },
        };
        match chosen {
            Ok(row) => {
                if let Some(&(sort, ..)) = Sort::ALL.get(row) {
                    self.sort_by(sort);
                }
            }
            Err(selected) => self.input.open(Overlay::Orders { selected }),
        }
    }
}

pub(super) fn sort(app: &mut App, _: Given) {
    let selected = Sort::ALL.iter().position(|(sort, ..)| *sort == app.sort()).unwrap_or(0);
    app.input.open(Overlay::Orders { selected });
}
