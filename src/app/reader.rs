//! The reader: everything that the program knows while somebody reads, and how it changes.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::keys::command::Command;
use crate::app::keys::keymap::{Bindings, Keymap, Moment, Typed};
use crate::app::keys::told;
use crate::app::panel::help::Help;
use crate::app::panel::{Panel, Panels};
use crate::app::state::behind::Behind;
use crate::app::state::drag::Drag;
use crate::app::state::finder::{Finder, Sought};
use crate::app::state::index::Index;
use crate::app::state::loads::Loads;
use crate::app::state::moved::Moved;
use crate::app::state::page::Page;
use crate::app::state::people::People;
use crate::app::state::reading::Reading;
use crate::app::state::rulings::Ruling;
use crate::app::state::running::Running;
use crate::app::state::screen::{Pane, Panes, Rect, Screen};
use crate::app::state::setup::{Look, Signs, Themes};
use crate::app::state::sorting::Sorting;
use crate::app::state::speaking::Speaking;
use crate::app::state::status::Status;
use crate::app::state::suggestions::Suggester;
use crate::app::work::lane::Slot;
use crate::app::work::remap::Remap;
use crate::app::work::scores::Scores;
use crate::markup;
use crate::query::Pattern;
use crate::thread::{PostId, Thread, Time};
use std::sync::Arc;

/// Everything that the program knows while somebody reads.
pub struct App {
    pub(super) index: Index,
    pub(super) reading: Reading,
    pub(super) screen: Screen,
    pub(super) finder: Finder,
    pub(super) panels: Panels,
    /// The keys of a command typed so far.
    pub(super) typed: Typed,
    pub(super) keymap: Keymap,
    pub(super) people: People,
    pub(super) suggester: Suggester,
    pub(super) speaking: Speaking,
    pub(super) ruling: Ruling,
    pub(super) sorting: Sorting,
    pub(super) running: Running,
    pub(super) look: Look,
    pub(super) themes: Themes,
    /// Whether inferred authors are shown.
    pub(super) shows_inferred: bool,
    /// Whether branches without anything new are folded when a thread is opened again.
    pub(super) folds_old: bool,
    pub(super) loads: Loads,
    /// What the reader returns to from here.
    pub(super) behind: Option<Behind>,
    pub(super) status: Status,
    pub(super) effects: Vec<Effect>,
}

impl App {
    /// The state for a thread. Ages are measured from `now`.
    pub fn new(thread: Arc<Thread>, now: Time) -> Self {
        let mut app = Self {
            index: Index::new(&thread),
            reading: Reading::new(thread),
            screen: Screen::default(),
            finder: Finder::default(),
            panels: Panels::default(),
            typed: Typed::default(),
            keymap: Keymap::default(),
            people: People::default(),
            suggester: Suggester { learns: true, ..Default::default() },
            speaking: Speaking::default(),
            ruling: Ruling::default(),
            sorting: Sorting::default(),
            running: Running::default(),
            look: Look::default(),
            themes: Themes::default(),
            shows_inferred: true,
            folds_old: false,
            loads: Loads::default(),
            behind: None,
            status: Status::new(now),
            effects: Vec::new(),
        };
        app.announce();
        app
    }

    /// The state while a thread named `name` is awaited.
    pub fn opening(name: &str, now: Time) -> Self {
        let mut app = Self::new(Arc::new(Thread::blank(name)), now);
        app.status.wait();
        app
    }

    /// Handles an action and returns the effects to carry out.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        self.reading.begin_turn();
        if matches!(action, Action::Key(_) | Action::Resize { .. } | Action::Run(..)) {
            self.reading.release_outline();
            self.screen.drag = None;
        }
        match action {
            Action::Key(key) => self.key(key),
            Action::Paste(text) => self.paste(&text),
            Action::Mouse(mouse) => self.mouse(mouse),
            Action::Resize { width, height } => self.resize(width, height),
            Action::Run(command, given) => self.run(command, given),
            Action::Progress { read, total, doing } => self.status.progress(read, total, doing.as_deref()),
            Action::Preview(thread) => _ = self.replace(&thread, &[]),
            Action::Reloaded { before, thread, places, notices } => {
                self.reloaded(&before, &thread, &places, &notices);
            }
            Action::Filled { before, thread, places, came, missed } => {
                self.filled(&before, &thread, &places, came, missed.as_deref());
            }
            Action::Outcome(job, outcome) => self.outcome(job, outcome),
            Action::Changed => self.status.set_changed(true),
            Action::Loaded { thread, places, notices } => {
                self.replace(&thread, &places.into_iter().map(Some).collect::<Vec<_>>());
                self.finish(&notices);
                self.ask_first();
                self.sort_first();
                self.go_on_suggesting();
                self.ask_what_is_known();
            }
            Action::Failed(message) => self.status.fail(&message),
            Action::Remembered(visit) => self.remembered(*visit),
            Action::Known { places, known } => self.known(&places, known),
            Action::Checked { place, posts, left } => self.checked(&place, posts, left),
            Action::CameBack(now) => self.came_back(now),
            Action::FoundEverywhere(findings) => self.found_everywhere(findings),
            Action::Located(post) => self.located(post),
            Action::Unsaved(why) => self.status.set_unsaved(why.as_deref()),
            Action::Notice(notice) => self.status.notice(&notice, None),
            Action::Exists { path, parcel } => self.exists(path, parcel),
            Action::Say(message) => self.say(&message),
        }
        self.look_who_speaks();
        self.look_at_rules();
        std::mem::take(&mut self.effects)
    }

    /// Whether some lines were too much to lay out at once; composing again continues with them.
    pub fn is_unfinished(&self) -> bool {
        self.reading.is_unfinished()
    }

    /// What is drawn beside texts.
    pub(crate) fn signs(&self) -> Signs {
        self.look.signs
    }

    /// A moment as the reader wants it told: how long ago, or the day.
    pub(crate) fn when(&self, time: Time) -> String {
        if self.look.dates { time.date() } else { time.ago(self.status.now()) }
    }

    /// The thread.
    pub fn thread(&self) -> &Arc<Thread> {
        &self.reading.thread
    }

    /// The selected post.
    pub fn selection(&self) -> PostId {
        self.reading.selection()
    }

    /// Whether a post has its own row: it is part of the view and no fold hides it.
    pub fn is_in_sight(&self, post: PostId) -> bool {
        self.reading.shows(post)
    }

    /// Whether one line stands for a post and everything below it.
    pub fn is_folded(&self, post: PostId) -> bool {
        self.reading.order().folds(self.reading.folds(), post)
    }

    /// Whether a post's last line has not been on the screen yet, nor a whole page of a reply.
    pub fn is_unread(&self, post: PostId) -> bool {
        self.reading.unread().contains(post)
    }

    /// Whether the input was read to its end.
    pub fn is_loaded(&self) -> bool {
        self.status.reading().is_none()
    }

    /// The index of a shelf; closed and empty for a single thread.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// The keys at this moment.
    pub(crate) fn bindings(&self) -> &Bindings {
        self.keymap.at(self.moment())
    }

    /// What keys apply to now.
    pub(super) fn moment(&self) -> Moment {
        match self.preview() {
            _ if self.index.is_open() => Moment::Index,
            None => Moment::Thread,
            Some(preview) if preview.has(self.selection()) => Moment::OnSuggestion,
            Some(_) => Moment::Suggesting,
        }
    }

    /// A post's number in its thread: the article's is 0.
    pub(crate) fn number(&self, post: PostId) -> usize {
        self.reading.thread.number(post).saturating_sub(self.reading.thread.number(self.reading.article()))
    }

    pub(crate) fn reading(&self) -> &Reading {
        &self.reading
    }

    pub(crate) fn page(&self) -> &Page {
        self.reading.page()
    }

    pub(crate) fn panes(&self) -> Option<Panes> {
        self.screen.panes(self.has_crumbs())
    }

    pub(crate) fn focus(&self) -> Pane {
        self.screen.focus()
    }

    /// What the mouse marks in the document.
    pub(crate) fn marked(&self) -> Option<Drag> {
        self.screen.drag
    }

    /// The search.
    pub(crate) fn sought(&self) -> Option<&Sought> {
        self.finder.of(Slot::Search)
    }

    /// The search in a slot.
    pub(crate) fn sought_for(&self, slot: Slot) -> Option<&Sought> {
        self.finder.of(slot)
    }

    /// The pattern to mark.
    pub(crate) fn pattern(&self) -> Option<&Pattern> {
        self.finder.pattern()
    }

    /// The open panel.
    pub(crate) fn panel(&self) -> Option<&Panel> {
        self.panels.get()
    }

    /// The keys of the open panel, while they are shown over it.
    pub(crate) fn shown_keys(&self) -> Option<&Help> {
        self.panels.shown_keys()
    }

    pub(crate) fn status(&self) -> &Status {
        &self.status
    }

    /// The keys typed so far, and what may follow.
    pub(crate) fn typed(&self) -> (String, Vec<(&str, &'static str)>) {
        (self.typed.shown(), self.typed.continuations(self.bindings()))
    }

    /// Whether a line above the panes says where the reader is.
    pub(crate) fn has_crumbs(&self) -> bool {
        !self.index.is_open() && (self.reading.is_narrowed() || self.reading.is_path())
    }

    /// A text with keys in force for the commands that it names in braces.
    pub(crate) fn keyed(&self, text: &str) -> String {
        told::keyed(text, self.bindings())
    }

    /// The keys of a command at this moment, or else those that it has on a suggestion while there are some.
    pub(crate) fn keys_for(&self, command: &'static Command) -> Vec<&str> {
        let keys: Vec<_> = self.bindings().of_command(command).collect();
        if keys.is_empty() && self.moment() == Moment::Suggesting {
            return self.keymap.at(Moment::OnSuggestion).of_command(command).collect();
        }
        keys
    }

    /// The first keys of a command at this moment. `None` if it has none.
    pub(crate) fn keys_of(&self, name: &str) -> Option<&str> {
        self.bindings().of_name(name)
    }

    /// Shows a message; keys in force replace the commands that it names in braces.
    pub(super) fn tell(&mut self, text: &str) {
        let keyed = self.keyed(text);
        self.status.say(&keyed);
    }

    /// Shows a message until the next key.
    pub(super) fn say(&mut self, message: &str) {
        self.status.say(message);
    }

    pub(super) fn resize(&mut self, width: u16, height: u16) {
        self.screen.resize(width, height);
        self.panels.settle();
        self.relayout();
    }

    /// Fits the document to its pane after the panes changed.
    pub(super) fn relayout(&mut self) {
        let columns = |rect: Rect| usize::from(rect.width.saturating_sub(2));
        let panes = self.panes().unwrap_or_default();
        let document = panes.document.map(|rect| (columns(rect), usize::from(rect.height)));
        self.reading.fit(document, panes.article.map(columns));
    }

    /// Continues with another thread, or more of this one; `places` is the new place of each post. Moves the scores
    /// along and returns them.
    pub(super) fn replace(&mut self, thread: &Arc<Thread>, places: &[Option<PostId>]) -> Option<Arc<Scores>> {
        let old = Arc::clone(&self.reading.thread);
        let remap = Remap::new(&old, thread, places);
        let again = self.running.replace(|post| places.get(post.index()).copied().flatten());
        self.effects.extend(again);
        let mut moved = Moved::new(remap);
        let scores = self.move_scores(&mut moved);
        self.reading.replace(Arc::clone(thread), &mut moved);
        self.index = Index::new(thread);
        self.panels.follow(&remap);
        self.speaking.replace(places);
        self.ruling.forget();
        self.sorting.forget();
        self.meet_people();
        self.relayout();
        self.announce();
        self.seek_again(&old, places);
        scores
    }

    /// Continues with the thread in another state: what the reader has found and opened stays as far as possible.
    pub(super) fn go_on_with(&mut self, thread: &Arc<Thread>, places: &[Option<PostId>]) -> Option<Arc<Scores>> {
        let index = std::mem::take(&mut self.index);
        let scores = self.replace(thread, places);
        self.reading.news.is_return = false;
        self.index.resume(&self.reading.thread, &index, |post| places.get(post.index()).copied().flatten());
        scores
    }

    pub(super) fn announce(&mut self) {
        let opening = if self.index.is_open() { PostId::ARTICLE } else { self.reading.article() };
        let mut title = markup::heading(&self.reading.thread, opening);
        title.push_line(if title.is_empty() { "threadle" } else { " · threadle" });
        self.effects.push(Effect::Title(title));
    }
}
