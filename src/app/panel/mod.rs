//! Panels over the panes: prompts and lists.
//!
//! A panel owns its state, takes its keys and answers. It looks at the thread and changes nothing but itself; the rest
//! it requests. A new list is a file here, a variant of [`Panel`], and a file in `ui`.

pub(in crate::app) mod ask;
pub(in crate::app) mod choice;
pub(in crate::app) mod entries;
pub(in crate::app) mod everywhere;
pub(in crate::app) mod hand_over;
pub(in crate::app) mod help;
pub(in crate::app) mod hints;
pub(in crate::app) mod links;
pub(in crate::app) mod list;
pub(in crate::app) mod overview;
pub(in crate::app) mod palette;
pub(in crate::app) mod peek;
pub(in crate::app) mod portrait;
pub(in crate::app) mod posts;
pub(in crate::app) mod prompt;
pub(in crate::app) mod questions;
pub(in crate::app) mod request;
pub(in crate::app) mod review;

use crate::app::keys::key::{Code, Key};
use crate::app::keys::local::Told;
use crate::app::panel::ask::Ask;
use crate::app::panel::choice::Choice;
use crate::app::panel::entries::Entries;
use crate::app::panel::everywhere::Everywhere;
use crate::app::panel::hand_over::HandOver;
use crate::app::panel::help::{Help, Notices};
use crate::app::panel::hints::Hints;
use crate::app::panel::links::Links;
use crate::app::panel::overview::Overview;
use crate::app::panel::palette::CommandPalette;
use crate::app::panel::peek::Peek;
use crate::app::panel::portrait::Card;
use crate::app::panel::posts::Posts;
use crate::app::panel::prompt::{LONGEST, Prompt};
use crate::app::panel::questions::{Doubt, LoadAll, Replace, TakeAll};
use crate::app::panel::request::{Answer, Around, Request};
use crate::app::panel::review::Review;
use crate::app::state::reading::Reading;
use crate::app::work::remap::Remap;

/// A panel over the panes.
#[derive(Debug)]
pub(crate) enum Panel {
    /// The prompt for a query.
    Ask(Ask),
    /// Every command by name.
    Palette(CommandPalette),
    /// All keys.
    Help(Help),
    /// Notices about the input.
    Notices(Notices),
    /// The overview of the thread.
    Overview(Overview),
    /// Posts that are new, or that address the selected one.
    Posts(Posts),
    /// The post that another one answers.
    Peek(Peek),
    /// The card of an author.
    Portrait(Card),
    /// Orders of the replies, or categories.
    Choice(Choice),
    /// A search in all threads opened before.
    Everywhere(Everywhere),
    /// Letters over the links on the screen.
    Hints(Hints),
    /// The links of a subthread.
    Links(Links),
    /// A link that may not lead where it seems.
    Doubt(Doubt),
    /// The prompt for a file or a command that gets a part of the thread.
    HandOver(HandOver),
    /// Asks whether a file may be replaced.
    Replace(Replace),
    /// What is put away.
    Review(Review),
    /// Asks whether to take all suggestions.
    TakeAll(TakeAll),
    /// Asks whether to load all that is somewhere else.
    LoadAll(LoadAll),
}

impl Panel {
    /// Takes a key.
    pub(in crate::app) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        match self {
            Self::Ask(panel) => panel.key(key, around),
            Self::Palette(panel) => panel.key(key, around),
            Self::Help(panel) => panel.key(key, around.page),
            Self::Notices(panel) => panel.key(key, around.page),
            Self::Overview(panel) => panel.key(key, around),
            Self::Posts(panel) => panel.key(key, around),
            Self::Peek(panel) => panel.key(key, around),
            Self::Portrait(panel) => panel.key(key, around),
            Self::Choice(panel) => panel.key(key, around.page),
            Self::Everywhere(panel) => panel.key(key, around),
            Self::Hints(panel) => panel.key(key),
            Self::Links(panel) => panel.key(key, around),
            Self::Doubt(panel) => panel.key(key),
            Self::HandOver(panel) => panel.key(key, around),
            Self::Replace(panel) => panel.key(key),
            Self::Review(panel) => panel.key(key, around),
            Self::TakeAll(panel) => panel.key(key),
            Self::LoadAll(panel) => panel.key(key),
        }
    }

    /// A pasted text goes into the line being typed. Without one it does nothing, and never acts as keys.
    pub(in crate::app) fn paste(&mut self, text: &str, around: &mut Around<'_>) -> Answer {
        let Some(prompt) = self.prompt_mut() else { return Answer::Stay };
        let mut changed = false;
        for char in text.chars().map(|char| if char.is_whitespace() { ' ' } else { char }).take(LONGEST) {
            changed |= prompt.take(Key::plain(Code::Char(char)));
        }
        match self {
            _ if !changed => Answer::Stay,
            Self::Ask(panel) => panel.changed(),
            Self::Palette(panel) => panel.changed(),
            Self::Everywhere(panel) => panel.changed(),
            Self::Help(panel) => panel.narrow(),
            Self::Notices(panel) => panel.narrow(),
            Self::Overview(panel) => panel.narrow(around),
            Self::Posts(panel) => panel.narrow(around),
            Self::Portrait(panel) => panel.narrow(around),
            Self::Choice(panel) => panel.narrow(),
            Self::Links(panel) => panel.narrow(around),
            Self::Review(panel) => panel.narrow(around),
            Self::Hints(_)
            | Self::Peek(_)
            | Self::Doubt(_)
            | Self::HandOver(_)
            | Self::Replace(_)
            | Self::TakeAll(_)
            | Self::LoadAll(_) => Answer::Stay,
        }
    }

    /// Its keys and what they do.
    pub(crate) fn keys(&self) -> Vec<Told> {
        match self {
            Self::Ask(panel) => panel.keys(),
            Self::Palette(panel) => panel.keys(),
            Self::Help(panel) => panel.keys(),
            Self::Notices(panel) => panel.keys(),
            Self::Overview(panel) => panel.keys(),
            Self::Posts(panel) => panel.keys(),
            Self::Peek(panel) => panel.keys(),
            Self::Portrait(panel) => panel.keys(),
            Self::Choice(panel) => panel.keys(),
            Self::Everywhere(panel) => panel.keys(),
            Self::Hints(panel) => panel.keys(),
            Self::Links(panel) => panel.keys(),
            Self::Doubt(panel) => panel.keys(),
            Self::HandOver(panel) => panel.keys(),
            Self::Replace(panel) => panel.keys(),
            Self::Review(panel) => panel.keys(),
            Self::TakeAll(panel) => panel.keys(),
            Self::LoadAll(panel) => panel.keys(),
        }
    }

    /// The line being typed. `None` if there is none.
    fn prompt_mut(&mut self) -> Option<&mut Prompt> {
        match self {
            Self::Ask(panel) => Some(&mut panel.prompt),
            Self::HandOver(panel) => Some(&mut panel.prompt),
            Self::Palette(panel) => panel.list.typing_mut(),
            Self::Help(panel) => panel.list.typing_mut(),
            Self::Notices(panel) => panel.list.typing_mut(),
            Self::Overview(panel) => panel.list.typing_mut(),
            Self::Posts(panel) => panel.list.typing_mut(),
            Self::Portrait(panel) => panel.list.typing_mut(),
            Self::Choice(panel) => panel.list.typing_mut(),
            Self::Everywhere(panel) => panel.list.typing_mut(),
            Self::Links(panel) => panel.list.typing_mut(),
            Self::Review(panel) => panel.list.typing_mut(),
            Self::Hints(_)
            | Self::Peek(_)
            | Self::Doubt(_)
            | Self::Replace(_)
            | Self::TakeAll(_)
            | Self::LoadAll(_) => None,
        }
    }

    /// Moves the posts into a changed thread. Returns whether there is still something to show.
    fn follow(&mut self, remap: &Remap<'_>) -> bool {
        match self {
            Self::Ask(panel) => panel.before = panel.before.moved(remap),
            Self::Links(panel) => panel.follow(remap),
            Self::Posts(panel) => panel.follow(remap),
            // Their posts may be others now.
            Self::Overview(_) | Self::Portrait(_) | Self::HandOver(_) | Self::Replace(_) => return false,
            // The letters would stand over other lines.
            Self::Hints(_) | Self::Peek(_) => return false,
            _ => {}
        }
        true
    }
}

/// The open panel, and what panels keep between openings.
#[derive(Debug, Default)]
pub(in crate::app) struct Panels {
    open: Option<Panel>,
    /// The keys of the open panel, shown over it.
    keys: Option<Help>,
    pub(in crate::app) entries: Entries,
}

impl Panels {
    pub(in crate::app) fn open(&mut self, panel: Panel) {
        (self.open, self.keys) = (Some(panel), None);
    }

    /// Closes what is on top.
    pub(in crate::app) fn close(&mut self) {
        if self.keys.take().is_none() {
            self.open = None;
        }
    }

    pub(in crate::app) fn get(&self) -> Option<&Panel> {
        self.open.as_ref()
    }

    pub(in crate::app) fn get_mut(&mut self) -> Option<&mut Panel> {
        self.open.as_mut()
    }

    /// The keys of the open panel, while they are shown over it.
    pub(in crate::app) fn shown_keys(&self) -> Option<&Help> {
        self.keys.as_ref()
    }

    /// Gives a key to the top and applies the answer, except a request, which is returned.
    pub(in crate::app) fn key(&mut self, key: Key, reading: &Reading, page: usize) -> Option<Request> {
        if let Some(keys) = &mut self.keys {
            if matches!(keys.key(key, page), Answer::Close | Answer::Keys) {
                self.keys = None;
            }
            return None;
        }
        let panel = self.open.as_mut()?;
        let answer = panel.key(key, &mut Around { reading, entries: &mut self.entries, page });
        self.done(answer)
    }

    /// The same for a pasted text.
    pub(in crate::app) fn paste(&mut self, text: &str, reading: &Reading, page: usize) -> Option<Request> {
        let panel = self.open.as_mut().filter(|_| self.keys.is_none())?;
        let answer = panel.paste(text, &mut Around { reading, entries: &mut self.entries, page });
        self.done(answer)
    }

    fn done(&mut self, answer: Answer) -> Option<Request> {
        match answer {
            Answer::Stay => None,
            Answer::Close => {
                self.open = None;
                None
            }
            Answer::Keys => {
                self.keys = self.open.as_ref().map(|panel| Help::of_panel(panel.keys()));
                None
            }
            Answer::Run(request) => {
                self.open = None;
                Some(request)
            }
            Answer::Do(request) => Some(request),
        }
    }

    /// Moves the posts to their new places.
    pub(in crate::app) fn follow(&mut self, remap: &Remap<'_>) {
        if self.open.as_mut().is_some_and(|panel| !panel.follow(remap)) {
            (self.open, self.keys) = (None, None);
        }
    }

    /// Drops what stands over lines of the screen after they moved.
    pub(in crate::app) fn settle(&mut self) {
        if matches!(self.open, Some(Panel::Hints(_) | Panel::Peek(_))) {
            self.open = None;
        }
    }
}
