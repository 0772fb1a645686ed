//! Short lists to choose from: the orders of replies, the categories, and the themes, which show themselves.

use crate::app::effect::Effect;
use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::list::{List, Turn};
use crate::app::panel::request::{Answer, Request};
use crate::app::state::category::Category;
use crate::thread::Sort;

/// Things of which one is current.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) things: Things,
    /// Their names, in order.
    pub(crate) names: Vec<&'static str>,
    /// The number of the current one. `None` if it has none.
    pub(crate) current: Option<usize>,
    pub(crate) list: List,
}

/// What there is to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Things {
    Orders,
    Categories,
    Themes,
}

impl Things {
    fn request(self, number: usize, name: &'static str) -> Option<Request> {
        match self {
            Self::Orders => Sort::ALL.get(number).map(|&(sort, ..)| Request::Sort(sort)),
            Self::Categories => Category::ALL.get(number).map(|&category| Request::Category(category)),
            Self::Themes => Some(Request::Theme(Some(name))),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Number;

const KEYS: &[Local<Number>] = &[local(&["<digit>"], "chooses by number", Number)];

impl Choice {
    /// The orders of the replies.
    pub(in crate::app) fn of_orders(current: Sort) -> Self {
        let current = Sort::ALL.iter().position(|(sort, ..)| *sort == current);
        Self::new(Things::Orders, Sort::ALL.iter().map(|(_, _, about)| *about).collect(), current)
    }

    /// The categories.
    pub(in crate::app) fn of_categories(current: Category) -> Self {
        let current = Category::ALL.iter().position(|&category| category == current);
        Self::new(Things::Categories, Category::ALL.into_iter().map(Category::title).collect(), current)
    }

    /// The themes; `current` is the one that was chosen from them.
    pub(in crate::app) fn of_themes(names: &[&'static str], current: Option<&str>) -> Self {
        let current = names.iter().position(|name| Some(*name) == current);
        Self::new(Things::Themes, names.to_vec(), current)
    }

    /// A list with the current one selected.
    fn new(things: Things, names: Vec<&'static str>, current: Option<usize>) -> Self {
        Self { things, current, list: List::new(names.len()).at(current.unwrap_or(0)), names }
    }

    /// The name of a row.
    fn name(&self, row: usize) -> Option<&'static str> {
        self.names.get(row).copied()
    }

    pub(super) fn key(&mut self, key: Key, page: usize) -> Answer {
        let before = self.list.row();
        let names = &self.names;
        let is_digit = verb_of(KEYS, key).is_some() && self.list.typing().is_none();
        let digit = key.typed().and_then(|char| char.to_digit(10)).filter(|_| is_digit);
        let chosen = match digit {
            Some(digit) => Ok(digit as usize - 1),
            None => self.list.answer(key, page, |row| names.get(row).copied().unwrap_or_default().to_owned()),
        };
        match chosen {
            Ok(row) => {
                let request = self.name(row).and_then(|name| self.things.request(row, name));
                request.map_or(Answer::Stay, Answer::Run)
            }
            // A theme shows itself while it is looked at.
            Err(Turn::Stay) if self.things == Things::Themes && self.list.row() != before => {
                let name = self.list.row().and_then(|row| self.name(row));
                Answer::Do(Request::Effect(Effect::Theme(name)))
            }
            Err(Turn::Close) if self.things == Things::Themes => {
                Answer::Run(Request::Effect(Effect::Theme(self.current.and_then(|current| self.name(current)))))
            }
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self) -> Answer {
        let names = &self.names;
        self.list.narrow(|row| names.get(row).copied().unwrap_or_default().to_owned());
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        self.list.keys("chooses", told(KEYS).collect())
    }
}
