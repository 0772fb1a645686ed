//! The order of the replies: chosen by the reader, made beside the screen, with the reader where they were.

use super::overlay::Overlay;
use super::{App, Code, Effect, Given, Key};
use crate::thread::{PostId, Sort, Thread};
use std::sync::Arc;

impl App {
    /// The order that the replies are in, or will be in.
    pub(crate) fn sort(&self) -> Sort {
        self.view.sort
    }

    /// Asks for another order.
    pub(super) fn sort_by(&mut self, sort: Sort) {
        if sort == self.view.sort {
            return self.say(&format!("sorted already: {}", sort.about()));
        }
        if !self.is_loaded() {
            return self.say("it is still being read");
        }
        self.say(&format!("sorting: {} …", sort.about()));
        self.effects.push(Effect::Sort(sort));
    }

    /// The thread is here in another order; `places` says where each post stands in it.
    pub(super) fn sorted(&mut self, sort: Sort, thread: Arc<Thread>, places: Vec<PostId>) {
        // What was sorted is not what is open any more.
        if places.len() != self.thread.len() {
            return;
        }
        let knows_who_speaks = self.speaking.is_known();
        let scores = self.go_on_with(thread, &places.into_iter().map(Some).collect::<Vec<_>>());
        self.keep_scores(scores);
        if knows_who_speaks {
            self.speaking.keep();
        }
        self.view.sort = sort;
        self.say(&format!("sorted: {}", sort.about()));
        self.go_on_suggesting();
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
    let selected = Sort::ALL.iter().position(|(sort, ..)| *sort == app.view.sort).unwrap_or(0);
    app.input.open(Overlay::Orders { selected });
}
