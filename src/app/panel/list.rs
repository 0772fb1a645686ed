//! The list in every panel with rows: one selection and one set of keys.
//!
//! A list knows the number of rows, not what they are. After `/` it narrows to the rows whose text contains all typed
//! words.

use crate::app::keys::key::{Code, Key};
use crate::app::keys::local::{Local, Told, local, verb_of};
use crate::app::panel::prompt::Prompt;
use crate::app::panel::request::Answer;

/// The visible rows, and the selected one.
#[derive(Debug, Clone)]
pub(crate) struct List {
    /// The numbers of the visible rows.
    rows: Vec<usize>,
    /// The index of the selected one among them.
    selected: usize,
    /// The number of all rows.
    len: usize,
    line: Option<Prompt>,
    is_typing: bool,
    /// Whether its rows depend on what is typed: the line stays.
    is_typed: bool,
}

/// The effect of a key on a list.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::app) enum Pressed {
    /// None, or a moved selection.
    Stay,
    /// The typed text changed: the rows must follow.
    Typed,
    /// Act on the row with this number. `None` if there is none.
    Act(Option<usize>),
    /// Show the keys.
    Keys,
    Close,
}

/// What becomes of a panel after a key that acts on no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Turn {
    Stay,
    Close,
    Keys,
}

impl From<Turn> for Answer {
    fn from(turn: Turn) -> Self {
        match turn {
            Turn::Stay => Self::Stay,
            Turn::Close => Self::Close,
            Turn::Keys => Self::Keys,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    Next,
    Previous,
    PageDown,
    PageUp,
    First,
    Last,
    Act,
    Narrow,
    Keys,
    Close,
}

const KEYS: &[Local<Verb>] = &[
    local(&["j", "Down", "Tab", "Ctrl-n"], "next", Verb::Next),
    local(&["k", "Up", "S-Tab", "Ctrl-p"], "previous", Verb::Previous),
    local(&["Space", "PgDn", "Ctrl-f", "Ctrl-d"], "a page down", Verb::PageDown),
    local(&["b", "PgUp", "Ctrl-b", "Ctrl-u"], "a page up", Verb::PageUp),
    local(&["g", "Home"], "the first", Verb::First),
    local(&["G", "End"], "the last", Verb::Last),
    local(&["Enter", "l", "Right"], "", Verb::Act),
    local(&["/"], "narrows", Verb::Narrow),
    local(&["?"], "keys", Verb::Keys),
    local(&["Esc", "q"], "closes", Verb::Close),
];

/// The keys while something is typed.
const TYPING_KEYS: &[Local<Verb>] = &[
    local(&["Down", "Tab", "Ctrl-n", "Ctrl-j"], "next", Verb::Next),
    local(&["Up", "S-Tab", "Ctrl-p", "Ctrl-k"], "previous", Verb::Previous),
    local(&["PgDn"], "a page down", Verb::PageDown),
    local(&["PgUp"], "a page up", Verb::PageUp),
    local(&["Enter"], "", Verb::Act),
    local(&["Esc"], "closes", Verb::Close),
];

impl List {
    /// A list of `len` rows with the first one selected.
    pub(in crate::app) fn new(len: usize) -> Self {
        Self { rows: (0..len).collect(), selected: 0, len, line: None, is_typing: false, is_typed: false }
    }

    /// A list whose rows depend on what is typed.
    pub(in crate::app) fn typed(len: usize) -> Self {
        Self { line: Some(Prompt::default()), is_typing: true, is_typed: true, ..Self::new(len) }
    }

    /// The list with another row selected, at most the last.
    pub(in crate::app) fn at(self, selected: usize) -> Self {
        Self { selected: selected.min(self.rows.len().saturating_sub(1)), ..self }
    }

    /// The numbers of the visible rows.
    pub(crate) fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// The index of the selected row among the visible ones.
    pub(crate) fn selected(&self) -> usize {
        self.selected
    }

    /// The number of the selected row. `None` if there is none.
    pub(crate) fn row(&self) -> Option<usize> {
        self.rows.get(self.selected).copied()
    }

    /// The number of rows, including hidden ones.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The line that narrows the list, if there is one.
    pub(crate) fn line(&self) -> Option<&Prompt> {
        self.line.as_ref()
    }

    /// The line while it is being typed.
    pub(crate) fn typing(&self) -> Option<&Prompt> {
        self.line.as_ref().filter(|_| self.is_typing)
    }

    pub(in crate::app) fn typing_mut(&mut self) -> Option<&mut Prompt> {
        self.line.as_mut().filter(|_| self.is_typing)
    }

    /// The typed text.
    pub(in crate::app) fn words(&self) -> &str {
        self.line.as_ref().map_or("", Prompt::typed)
    }

    /// Selects a visible row by its index.
    pub(in crate::app) fn select(&mut self, selected: usize) {
        self.selected = selected.min(self.rows.len().saturating_sub(1));
    }

    /// Replaces the rows by others, all visible.
    pub(in crate::app) fn renew(&mut self, len: usize) {
        let line = self.line.take().filter(|_| self.is_typed);
        *self = Self { line, is_typing: self.is_typed, is_typed: self.is_typed, ..Self::new(len).at(self.selected) };
    }

    /// Shows the rows whose text contains all typed words.
    pub(in crate::app) fn narrow(&mut self, text: impl Fn(usize) -> String) {
        let typed = self.words().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let chosen = self.row();
        let has_all = |&row: &usize| {
            let text = if words.is_empty() { String::new() } else { text(row).to_lowercase() };
            words.iter().all(|word| text.contains(word))
        };
        self.rows = (0..self.len).filter(has_all).collect();
        let kept = chosen.and_then(|chosen| self.rows.iter().position(|&row| row == chosen));
        self.selected = kept.unwrap_or(0);
    }

    /// Takes a key; `page` is the number of rows on a page.
    pub(in crate::app) fn press(&mut self, key: Key, page: usize) -> Pressed {
        let verb = match &mut self.line {
            Some(line) if self.is_typing => match verb_of(TYPING_KEYS, key) {
                Some(verb) => Some(verb),
                None if key.code == Code::Backspace && line.typed().is_empty() => Some(Verb::Close),
                None => return if line.take(key) { Pressed::Typed } else { Pressed::Stay },
            },
            _ => verb_of(KEYS, key),
        };
        let Some(verb) = verb else { return Pressed::Stay };
        match verb {
            Verb::Next => self.select(self.selected.saturating_add(1)),
            Verb::Previous => self.select(self.selected.saturating_sub(1)),
            Verb::PageDown => self.select(self.selected.saturating_add(page)),
            Verb::PageUp => self.select(self.selected.saturating_sub(page)),
            Verb::First => self.select(0),
            Verb::Last => self.select(usize::MAX),
            Verb::Act => return Pressed::Act(self.row()),
            Verb::Keys => return Pressed::Keys,
            Verb::Narrow => {
                self.line.get_or_insert_default();
                self.is_typing = true;
                return Pressed::Stay;
            }
            Verb::Close if self.line.is_some() && !self.is_typed => {
                (self.line, self.is_typing) = (None, false);
                return Pressed::Typed;
            }
            Verb::Close => return Pressed::Close,
        }
        // Moving among the rows ends the typing: the other keys work again.
        self.is_typing = self.is_typed;
        Pressed::Stay
    }

    /// Takes a key as most lists do. Returns the number of the row to act on.
    pub(in crate::app) fn answer(
        &mut self,
        key: Key,
        page: usize,
        text: impl Fn(usize) -> String,
    ) -> Result<usize, Turn> {
        match self.press(key, page) {
            Pressed::Act(Some(row)) => Ok(row),
            Pressed::Typed => {
                self.narrow(text);
                Err(Turn::Stay)
            }
            Pressed::Stay | Pressed::Act(None) => Err(Turn::Stay),
            Pressed::Keys => Err(Turn::Keys),
            Pressed::Close => Err(Turn::Close),
        }
    }

    /// The keys in force; `act` describes acting on a row, `own` the panel's own keys.
    pub(in crate::app) fn keys(&self, act: &'static str, own: Vec<Told>) -> Vec<Told> {
        let own = if self.is_typing { Vec::new() } else { own };
        let is_own = |key: &&str| own.iter().any(|(keys, _)| keys.contains(key));
        let table = if self.is_typing { TYPING_KEYS } else { KEYS };
        let help = |row: &Local<Verb>| if matches!(row.verb, Verb::Act) { act } else { row.help };
        let all = table.iter().map(|row| (row.keys.iter().copied().filter(|key| !is_own(key)).collect(), help(row)));
        let (acts, rest): (Vec<Told>, Vec<Told>) =
            all.filter(|(keys, help): &Told| !keys.is_empty() && !help.is_empty()).partition(|(_, help)| *help == act);
        let mut keys = acts;
        keys.extend(own);
        keys.extend(rest);
        keys
    }
}

/// Keys of movement, which hint lines leave out.
const MOVES: [&str; 8] =
    ["next", "previous", "a page down", "a page up", "the first", "the last", "previous part", "previous post"];

/// Keys for a hint line: the first of each, and what it does.
pub(crate) fn hints(keys: Vec<Told>) -> Vec<(&'static str, &'static str)> {
    let told = keys.into_iter().filter(|(_, help)| !MOVES.contains(help));
    told.filter_map(|(keys, help)| Some((*keys.first()?, help))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(list: &mut List, keys: &str) -> Result<usize, Turn> {
        let rows = ["lamp", "Gull and lamp", "harbour"];
        let mut last = Err(Turn::Stay);
        for key in keys.split(' ') {
            last = list.answer(Key::named(key).unwrap(), 2, |row| rows[row].to_owned());
        }
        last
    }

    #[test]
    fn keys_move_page_and_act() {
        let mut list = List::new(3);
        for (keys, row) in [("j", 1), ("k k", 0), ("Space", 2), ("b", 0), ("G", 2), ("g", 0), ("Tab", 1)] {
            assert!(matches!(pressed(&mut list, keys), Err(Turn::Stay)));
            assert_eq!(list.row(), Some(row), "{keys}");
        }
        assert!(matches!(pressed(&mut list, "Enter"), Ok(1)));
        assert!(matches!(pressed(&mut list, "x"), Err(Turn::Stay)));
        assert!(matches!(pressed(&mut list, "q"), Err(Turn::Close)));
    }

    #[test]
    fn what_is_typed_narrows_it_and_esc_shows_all_again() {
        let mut list = List::new(3);
        assert!(matches!(pressed(&mut list, "/ l a m p"), Err(Turn::Stay)));
        assert_eq!(list.rows(), [0, 1]);
        assert!(matches!(pressed(&mut list, "Space g Enter"), Ok(1)));
        assert!(matches!(pressed(&mut list, "Down Esc"), Err(Turn::Stay)));
        assert_eq!((list.rows().len(), list.row()), (3, Some(1)));
        assert!(matches!(pressed(&mut list, "Esc"), Err(Turn::Close)));
    }
}
