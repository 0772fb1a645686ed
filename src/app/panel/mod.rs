//! What lies over the panes: prompts, the palette, the help; and where keys go first.

pub(in crate::app) mod ask;
pub(in crate::app) mod choice;
pub(in crate::app) mod entries;
pub(in crate::app) mod everywhere;
pub(in crate::app) mod hand_over;
pub(in crate::app) mod hints;
pub(in crate::app) mod links;
pub(in crate::app) mod list;
pub(in crate::app) mod overview;
pub(in crate::app) mod palette;
pub(in crate::app) mod portrait;
pub(in crate::app) mod posts;
pub(in crate::app) mod prompt;
pub(in crate::app) mod recent;
pub(in crate::app) mod review;

use crate::app::App;
use crate::app::command::program;
use crate::app::keys::command::Command;
use crate::app::keys::key::{Code, Key};
use crate::app::keys::keymap::Typed;
use crate::app::link::Link;
use crate::app::panel::ask::Ask;
use crate::app::panel::entries::Entries;
use crate::app::panel::hand_over::Choice;
use crate::app::panel::hints::{Hint, Purpose};
use crate::app::panel::prompt::{LONGEST, Prompt};
use crate::app::panel::review::Review;
use crate::app::work::parcel::Parcel;
use crate::app::work::portrait::Portrait;
use crate::app::work::remap::Remap;
use crate::app::work::survey::Survey;
use crate::query::Linked;
use crate::thread::PostId;
use crate::visit::{Findings, Recent};

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

/// Where keys go.
#[derive(Debug, Default)]
pub(in crate::app) struct Input {
    typed: Typed,
    overlay: Overlay,
    pub(in crate::app) entries: Entries,
    /// The divider is held with the mouse.
    grabbing: bool,
}

impl Input {
    pub(in crate::app) fn grab(&mut self, grabbing: bool) {
        self.grabbing = grabbing;
    }

    pub(in crate::app) fn is_grabbing(&self) -> bool {
        self.grabbing
    }

    pub(in crate::app) fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    pub(in crate::app) fn overlay_mut(&mut self) -> &mut Overlay {
        &mut self.overlay
    }

    pub(in crate::app) fn typed(&self) -> &Typed {
        &self.typed
    }

    pub(in crate::app) fn open(&mut self, overlay: Overlay) {
        self.overlay = overlay;
    }

    pub(in crate::app) fn close(&mut self) -> Overlay {
        std::mem::take(&mut self.overlay)
    }

    /// Follows the posts to where they stand now.
    pub(in crate::app) fn replace(&mut self, remap: &Remap<'_>) {
        let now = |post: PostId| remap.post(post);
        match &mut self.overlay {
            Overlay::Ask(Ask { before, .. }) => {
                *before = before.moved(remap);
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
    pub(in crate::app) fn settle(&mut self) {
        if let Overlay::Hints { .. } = self.overlay {
            self.close();
        }
    }
}

impl App {
    pub(in crate::app) fn key(&mut self, key: Key) {
        self.status.clear_message();
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
                program::palette(self, super::Given::default());
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
    pub(in crate::app) fn paste(&mut self, text: &str) {
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
}
