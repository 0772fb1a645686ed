//! What lies over the panes: prompts, the palette, the help; and where keys go first.

use super::asking::Ask;
use super::category::Category;
use super::command::Command;
use super::entries::{Entries, Kind, Walk};
use super::hints::{Hint, Purpose};
use super::keymap::Typed;
use super::link::Link;
use super::overview::Survey;
use super::parcel::{Choice, Parcel};
use super::portrait::Portrait;
use super::review::Review;
use super::view::Moved;
use super::{App, Code, Given, Key};
use crate::query::Linked;
use crate::thread::PostId;
use crate::visit::{Findings, Recent};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use tui_input::InputRequest;

/// What lies over the panes.
#[derive(Debug, Default)]
pub(crate) enum Overlay {
    #[default]
    None,
    /// The prompt for a query.
    Ask(Ask),
    /// Every command by name.
    Palette { prompt: Prompt, rows: Vec<&'static Command>, selected: usize },
    /// All keys.
    Help { scroll: usize },
    /// What was mended or left out.
    Notices { scroll: usize },
    /// The thread in numbers.
    Overview { survey: Survey, selected: usize },
    /// New posts, the newest first.
    News { rows: Vec<PostId>, selected: usize },
    /// Posts that speak to the selected one.
    Quoting { rows: Vec<PostId>, selected: usize },
    /// Who wrote the selected post.
    Portrait { portrait: Portrait, selected: usize },
    /// Orders of the replies.
    Orders { selected: usize },
    /// The threads that were read lately.
    Recent { rows: Vec<Recent>, selected: usize },
    /// The words that are sought in all threads that were opened before, and what they find.
    Everywhere { prompt: Prompt, findings: Findings, selected: usize },
    /// What `]` and `[` go through.
    Categories { selected: usize },
    /// Letters over the links on the screen, and those that are typed.
    Hints { hints: Vec<Hint>, typed: String, purpose: Purpose },
    /// The links of a subthread; there may be more.
    Links { rows: Vec<Linked>, selected: usize, more: bool },
    /// A link that leads elsewhere than one may think.
    Doubt { link: Link },
    /// The prompt for a file or a command that is to have a part of the thread.
    HandOver { prompt: Prompt, choice: Choice },
    /// The question whether a file may be replaced.
    Replace { path: String, parcel: Parcel },
    /// What is put away.
    Review(Review),
    /// The question whether all suggestions shall be taken.
    TakeAll,
}

/// A line that is being typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prompt {
    line: tui_input::Input,
    /// So many entries ago it was typed before; 0 where it is typed now.
    pub(super) back: usize,
    /// What was typed before an entry was put in its place.
    pub(super) own: String,
}

/// Characters that a prompt takes.
const LONGEST: usize = 1000;

impl Prompt {
    /// A prompt that begins with a text, to be changed.
    pub(super) fn of(text: &str) -> Self {
        Self { line: tui_input::Input::new(text.to_owned()), ..Self::default() }
    }

    /// What is typed.
    pub(crate) fn typed(&self) -> &str {
        self.line.value()
    }

    /// What is typed before the cursor.
    pub(crate) fn before_cursor(&self) -> String {
        self.typed().chars().take(self.line.cursor()).collect()
    }

    /// The byte that the cursor stands before.
    pub(super) fn cursor(&self) -> usize {
        self.before_cursor().len()
    }

    /// Puts a text in place of some bytes, and the cursor behind it.
    pub(super) fn replace(&mut self, place: std::ops::Range<usize>, text: &str) {
        let (before, after) = (self.typed().get(..place.start), self.typed().get(place.end..));
        let before = format!("{}{text}", before.unwrap_or_default());
        let cursor = before.chars().count();
        let typed = before + after.unwrap_or_default();
        (self.line, self.back) = (tui_input::Input::new(typed).with_cursor(cursor), 0);
    }

    /// Takes a key; tells whether the text changed.
    pub(super) fn take(&mut self, key: Key) -> bool {
        let before = self.typed().to_owned();
        let request = match (key.code, key.ctrl) {
            (Code::Char('a'), true) | (Code::Home, _) => InputRequest::GoToStart,
            (Code::Char('e'), true) | (Code::End, _) => InputRequest::GoToEnd,
            (Code::Char('b'), true) | (Code::Left, false) => InputRequest::GoToPrevChar,
            (Code::Char('f'), true) | (Code::Right, false) => InputRequest::GoToNextChar,
            (Code::Left, true) => InputRequest::GoToPrevWord,
            (Code::Right, true) => InputRequest::GoToNextWord,
            (Code::Char('u'), true) => InputRequest::DeleteLine,
            (Code::Char('k'), true) => InputRequest::DeleteTillEnd,
            (Code::Char('w'), true) => InputRequest::DeletePrevWord,
            (Code::Char('d'), true) | (Code::Delete, _) => InputRequest::DeleteNextChar,
            (Code::Char('h'), true) | (Code::Backspace, _) => InputRequest::DeletePrevChar,
            (Code::Char(char), false) if !key.alt && self.typed().len() < LONGEST => InputRequest::InsertChar(char),
            _ => return false,
        };
        self.line.handle(request);
        let changed = self.typed() != before;
        if changed {
            self.back = 0;
        }
        changed
    }
}

/// The row of a list that a key goes to, if it is one that every list knows: from `selected`, with so many rows on a page.
/// It may be past the `last` one.
pub(super) fn row_after(key: Key, selected: usize, last: usize, page: usize) -> Option<usize> {
    match (key.code, key.ctrl) {
        (Code::Char('j') | Code::Down, _) => Some(selected.saturating_add(1)),
        (Code::Char('k') | Code::Up, _) => Some(selected.saturating_sub(1)),
        (Code::Char('d' | 'f'), true) | (Code::PageDown, _) => Some(selected.saturating_add(page)),
        (Code::Char('u' | 'b'), true) | (Code::PageUp, _) => Some(selected.saturating_sub(page)),
        (Code::Char('g') | Code::Home, _) => Some(0),
        (Code::Char('G') | Code::End, _) => Some(last),
        _ => None,
    }
}

/// Where keys go.
#[derive(Debug, Default)]
pub(super) struct Input {
    typed: Typed,
    overlay: Overlay,
    pub(super) entries: Entries,
    /// The divider is held with the mouse.
    grabbing: bool,
}

impl Input {
    pub(super) fn grab(&mut self, grabbing: bool) {
        self.grabbing = grabbing;
    }

    pub(super) fn is_grabbing(&self) -> bool {
        self.grabbing
    }

    pub(super) fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    pub(super) fn overlay_mut(&mut self) -> &mut Overlay {
        &mut self.overlay
    }

    pub(super) fn typed(&self) -> &Typed {
        &self.typed
    }

    pub(super) fn open(&mut self, overlay: Overlay) {
        self.overlay = overlay;
    }

    pub(super) fn close(&mut self) -> Overlay {
        std::mem::take(&mut self.overlay)
    }

    /// Follows the posts to where they stand now.
    pub(super) fn replace(&mut self, moved: &Moved<'_>) {
        let now = |post: PostId| moved.post(post);
        match &mut self.overlay {
            Overlay::Ask(Ask { before, .. }) => {
                *before = before.moved(moved);
            }
            Overlay::Links { rows, .. } => rows.retain_mut(|row| {
                let post = now(row.post);
                row.post = post.unwrap_or(row.post);
                post.is_some()
            }),
            Overlay::News { rows, .. } | Overlay::Quoting { rows, .. } => {
                *rows = rows.iter().filter_map(|&post| now(post)).collect();
            }
            // The posts that these are about may be others now.
            Overlay::Overview { .. }
            | Overlay::Portrait { .. }
            | Overlay::HandOver { .. }
            | Overlay::Replace { .. } => {
                self.close();
            }
            _ => self.settle(),
        }
    }

    /// After the lines on the screen have moved: letters that stood over them would stand elsewhere.
    pub(super) fn settle(&mut self) {
        if let Overlay::Hints { .. } = self.overlay {
            self.close();
        }
    }
}

impl App {
    pub(super) fn key(&mut self, key: Key) {
        self.status.hush();
        let interrupts = key.ctrl && matches!(key.code, Code::Char('c' | 'z' | 'l'));
        match self.input.close() {
            overlay if !matches!(overlay, Overlay::None) && interrupts => {
                self.input.open(overlay);
                self.command_key(key);
            }
            Overlay::None => self.command_key(key),
            Overlay::Ask(ask) => self.ask_key(key, ask),
            Overlay::Palette { prompt, rows, selected } => self.palette_key(key, prompt, rows, selected),
            // Who looks for a key by its name finds it among the commands.
            Overlay::Help { .. } if matches!(key.typed(), Some('/' | ':')) => {
                super::state::palette(self, super::Given::default());
            }
            Overlay::Help { scroll } => self.scroll_key(key, scroll, |scroll| Overlay::Help { scroll }),
            Overlay::Notices { scroll } => self.scroll_key(key, scroll, |scroll| Overlay::Notices { scroll }),
            Overlay::Overview { survey, selected } => self.overview_key(key, survey, selected),
            Overlay::News { rows, selected } => {
                self.posts_key(key, rows, selected, |rows, selected| Overlay::News { rows, selected });
            }
            Overlay::Quoting { rows, selected } => {
                self.posts_key(key, rows, selected, |rows, selected| Overlay::Quoting { rows, selected });
            }
            Overlay::Portrait { portrait, selected } => self.portrait_key(key, portrait, selected),
            Overlay::Orders { selected } => self.orders_key(key, selected),
            Overlay::Recent { rows, selected } => self.recent_key(key, rows, selected),
            Overlay::Everywhere { prompt, findings, selected } => {
                self.everywhere_key(key, prompt, findings, selected);
            }
            Overlay::Categories { selected } => self.category_key(key, selected),
            Overlay::Hints { hints, typed, purpose } => self.hint_key(key, hints, typed, purpose),
            Overlay::Links { rows, selected, more } => self.links_key(key, rows, selected, more),
            Overlay::Doubt { link } => self.doubt_key(key, link),
            Overlay::HandOver { prompt, choice } => self.hand_over_key(key, prompt, choice),
            Overlay::Replace { path, parcel } => self.replace_key(key, path, parcel),
            Overlay::Review(review) => self.review_key(key, review),
            Overlay::TakeAll => self.answer_take_all(matches!(key.code, Code::Char('y' | 'Y') | Code::Enter)),
        }
    }

    fn command_key(&mut self, key: Key) {
        let bindings = self.keymap.at(self.moment());
        if let Some((command, given)) = self.input.typed.take(bindings, key) {
            self.run(command, given);
        }
    }

    /// A pasted text goes into the prompt that is open; without one it does nothing, least of all as keys.
    pub(super) fn paste(&mut self, text: &str) {
        let chars = text.chars().map(|char| if char.is_whitespace() { ' ' } else { char }).take(LONGEST);
        let put_in = |prompt: &mut Prompt| {
            let mut changed = false;
            for char in chars {
                changed |= prompt.take(Key::plain(Code::Char(char)));
            }
            changed
        };
        match self.input.close() {
            Overlay::Ask(mut ask) => {
                let changed = put_in(&mut ask.prompt);
                self.ask_changed(ask, changed);
            }
            Overlay::Palette { mut prompt, rows, selected } => {
                let changed = put_in(&mut prompt);
                self.palette_changed(prompt, rows, selected, changed);
            }
            Overlay::Everywhere { mut prompt, findings, selected } => {
                let changed = put_in(&mut prompt);
                self.everywhere_changed(prompt, findings, selected, changed);
            }
            Overlay::HandOver { mut prompt, choice } => {
                put_in(&mut prompt);
                self.input.open(Overlay::HandOver { prompt, choice });
            }
            other => self.input.open(other),
        }
    }

    fn palette_changed(&mut self, prompt: Prompt, rows: Vec<&'static Command>, selected: usize, changed: bool) {
        let (rows, selected) =
            if changed { (palette_rows(self.commands(), prompt.typed()), 0) } else { (rows, selected) };
        self.input.open(Overlay::Palette { prompt, rows, selected });
    }

    fn palette_key(&mut self, key: Key, mut prompt: Prompt, rows: Vec<&'static Command>, selected: usize) {
        // Over the first row stands what was typed before.
        if let Some(way) = Walk::of(key).filter(|&way| selected == 0 && (way == Walk::Older || prompt.back > 0)) {
            let changed = self.input.entries.walk(Kind::Command, way, &mut prompt);
            return self.palette_changed(prompt, rows, selected, changed);
        }
        let step = match (key.code, key.ctrl) {
            (Code::Esc, _) => return,
            (Code::Backspace, _) if prompt.typed().is_empty() => return,
            (Code::Enter, _) => return self.palette_chosen(&prompt, rows.get(selected).copied()),
            (Code::Down | Code::Tab, _) | (Code::Char('n' | 'j'), true) => Some(true),
            (Code::Up | Code::BackTab, _) | (Code::Char('p' | 'k'), true) => Some(false),
            _ => None,
        };
        let (selected, changed) = match step {
            Some(true) => ((selected + 1).min(rows.len().saturating_sub(1)), false),
            Some(false) => (selected.saturating_sub(1), false),
            None => (selected, prompt.take(key)),
        };
        self.palette_changed(prompt, rows, selected, changed);
    }

    fn palette_chosen(&mut self, prompt: &Prompt, row: Option<&'static Command>) {
        let number = prompt.typed().trim().parse();
        let chosen = row.filter(|_| number.is_err()).map_or(prompt.typed(), |row| row.name);
        self.input.entries.take_down(Kind::Command, chosen);
        if let Ok(number) = number {
            super::moving::go_to_number(self, number);
        } else if let Some(row) = row {
            let keys = self.bindings().of_command(row).next().map(str::to_owned);
            match (row.needs(), keys) {
                (Some(_), Some(keys)) => self.say(&format!("{} is typed as {keys}", row.name)),
                (Some(_), None) => self.say(&format!("{} has no keys", row.name)),
                (None, _) => self.run(row, Given::default()),
            }
        } else {
            self.say("no such command");
        }
    }

    /// Keys over a text that is only read: they scroll it or close it.
    fn scroll_key(&mut self, key: Key, scroll: usize, overlay: impl Fn(usize) -> Overlay) {
        let page = self.height().saturating_sub(2).max(1);
        let scroll = match (key.code, key.ctrl) {
            (Code::Char('j' | 'e'), _) | (Code::Down, _) => scroll.saturating_add(1),
            (Code::Char('k' | 'y'), _) | (Code::Up, _) => scroll.saturating_sub(1),
            (Code::Char('d' | 'f'), true) | (Code::Char(' ') | Code::PageDown, _) => scroll.saturating_add(page),
            (Code::Char('u' | 'b'), true) | (Code::Char('b') | Code::PageUp, _) => scroll.saturating_sub(page),
            (Code::Char('g') | Code::Home, _) => 0,
            (Code::Char('G') | Code::End, _) => usize::MAX,
            _ => return,
        };
        self.input.open(overlay(scroll));
    }

    fn category_key(&mut self, key: Key, selected: usize) {
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

/// The commands that fit what was typed, the best first; all of them in the table's order where nothing was.
pub(super) fn palette_rows(commands: Vec<&'static Command>, typed: &str) -> Vec<&'static Command> {
    if typed.trim().is_empty() {
        return commands;
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut score = |text: &str| pattern.score(Utf32Str::new(text, &mut buffer), &mut matcher);
    let mut scored: Vec<_> = commands
        .into_iter()
        .filter_map(|command| {
            let by_name = score(command.name).map(|points| (true, points));
            let by_help = || score(command.help).map(|points| (false, points));
            let points = by_name.or_else(by_help)?;
            Some((std::cmp::Reverse((points, std::cmp::Reverse(command.name.len()))), command))
        })
        .collect();
    scored.sort_by_key(|(points, _)| *points);
    scored.into_iter().map(|(_, command)| command).collect()
}
