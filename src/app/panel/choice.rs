//! Short lists to choose from: the orders of the replies, the categories of `]` and `[`.

use crate::app::App;
use crate::app::keys::key::{Code, Key};
use crate::app::panel::Overlay;
use crate::app::state::category::Category;
use crate::thread::Sort;

impl App {
    pub(in crate::app) fn category_key(&mut self, key: Key, selected: usize) {
        let last = Category::ALL.len() - 1;
        let typed = key.typed().and_then(|char| char.to_digit(10)).map(|digit| digit as usize);
        let selected = match key.code {
            Code::Char('j') | Code::Down | Code::Tab => (selected + 1).min(last),
            Code::Char('k') | Code::Up | Code::BackTab => selected.saturating_sub(1),
            Code::Enter | Code::Char(' ' | ']') => return self.choose_category(selected),
            _ => match typed.filter(|&digit| (1..=last + 1).contains(&digit)) {
                Some(digit) => return self.choose_category(digit - 1),
                None => return,
            },
        };
        self.input.open(Overlay::Categories { selected });
    }

    fn choose_category(&mut self, index: usize) {
        if let Some(&category) = Category::ALL.get(index) {
            self.set_category(category);
        }
    }
}

impl App {
    pub(in crate::app) fn orders_key(&mut self, key: Key, selected: usize) {
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
