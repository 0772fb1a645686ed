//! Short lists to choose from: the orders of replies, and the categories.

use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::list::List;
use crate::app::panel::request::{Answer, Request};
use crate::app::state::category::Category;
use crate::thread::Sort;

/// Things of which one is current.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) things: Things,
    /// The number of the current one.
    pub(crate) current: usize,
    pub(crate) list: List,
}

/// What there is to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Things {
    Orders,
    Categories,
}

impl Things {
    /// The names of the things, in order.
    pub(crate) fn names(self) -> Vec<&'static str> {
        match self {
            Self::Orders => Sort::ALL.iter().map(|(_, _, about)| *about).collect(),
            Self::Categories => Category::ALL.into_iter().map(Category::title).collect(),
        }
    }

    fn request(self, number: usize) -> Option<Request> {
        match self {
            Self::Orders => Sort::ALL.get(number).map(|&(sort, ..)| Request::Sort(sort)),
            Self::Categories => Category::ALL.get(number).map(|&category| Request::Category(category)),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Number;

const KEYS: &[Local<Number>] = &[local(&["<digit>"], "chooses by number", Number)];

impl Choice {
    /// A list with the current one selected.
    pub(in crate::app) fn new(things: Things, current: usize) -> Self {
        Self { things, current, list: List::new(things.names().len()).at(current) }
    }

    pub(super) fn key(&mut self, key: Key, page: usize) -> Answer {
        let names = self.things.names();
        let is_digit = verb_of(KEYS, key).is_some() && self.list.typing().is_none();
        let digit = key.typed().and_then(|char| char.to_digit(10)).filter(|_| is_digit);
        let chosen = match digit {
            Some(digit) => Ok(digit as usize - 1),
            None => self.list.answer(key, page, |row| names.get(row).copied().unwrap_or_default().to_owned()),
        };
        match chosen {
            Ok(row) => self.things.request(row).map_or(Answer::Stay, Answer::Run),
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self) -> Answer {
        let names = self.things.names();
        self.list.narrow(|row| names.get(row).copied().unwrap_or_default().to_owned());
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("chooses", told(KEYS).collect())
    }
}
