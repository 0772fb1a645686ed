//! What the reader is doing: everything that the screen shows, and how an action changes it.
//!
//! [`App::update`] does no IO and reads no clock: sizes, times and the results of work come in as actions, and what
//! shall happen outside goes out as effects. The same start and the same actions give the same state.
//!
//! Costs on a key do not grow with the thread. Laying out is left to [`App::compose`], which is called once before
//! a frame, however many actions came before it.

mod action;
mod command;
mod composing;
mod effect;
mod keys;
mod link;
mod map;
mod panel;
mod state;
mod work;

pub use action::Action;
pub use command::table::{COMMANDS, INDEX_COMMANDS, SUGGESTION_COMMANDS};
pub use effect::Effect;
pub use keys::command::{Command, Given, Group};
pub use keys::key::{Code, Key};
pub use keys::mouse::{Mouse, MouseKind};
pub use link::Link;
pub use state::finder::Slot;
pub use work::parcel::Parcel;
pub use work::portrait::Portrait;
pub use work::rules::{Rule, Ruled};
pub use work::scores::Scores;
pub use work::survey::Survey;
pub use work::topics::Topics;

pub(crate) use command::pointing::outline_level;

pub(crate) use keys::keymap::{Bindings, Keymap, Moment, Unbound};
pub(crate) use map::{Landmark, Map};
pub(crate) use panel::Overlay;
pub(crate) use panel::ask::Ask;
pub(crate) use panel::hand_over::{Choice, Depth, Extent, Goes};
pub(crate) use panel::hints::Hint;
pub(crate) use panel::prompt::Prompt;
pub(crate) use panel::review::Review;
pub(crate) use state::category::Category;
pub(crate) use state::finder::Asking;
pub(crate) use state::finder::Sought;
pub(crate) use state::index::{Entry, Index};
pub(crate) use state::page::{DocumentRow, Page};
pub(crate) use state::screen::{Pane, Panes, Rect};
pub(crate) use state::setup::{Mute, Person, Setup};
pub(crate) use work::portrait::{Feature, FeatureKind};
pub(crate) use work::rules::Does;
pub(crate) use work::scores::Threshold;
pub(crate) use work::survey::{Count, Of};
pub(crate) use work::topics::Topic;

use crate::markup;
use crate::query::Pattern;
pub(crate) use crate::query::{LANGUAGE, Linked};
use crate::thread::{PostId, Thread, Time};
use std::sync::Arc;

/// Everything that the program knows while it is read in.
pub struct App {
    thread: Arc<Thread>,
    index: Index,
    view: state::view::View,
    screen: state::screen::Screen,
    finder: state::finder::Finder,
    input: panel::Input,
    keymap: Keymap,
    people: state::people::People,
    suggester: state::suggestions::Suggester,
    speaking: state::speaking::Speaking,
    ruling: state::rulings::Ruling,
    sorting: state::sorting::Sorting,
    /// Authors that were told from replies alone are shown.
    shows_inferred: bool,
    /// Branches without anything new are folded when a thread is opened again.
    folds_old: bool,
    status: state::status::Status,
    effects: Vec<Effect>,
}

impl App {
    /// A reader that opens a thread. `now` is the moment that ages are counted from.
    pub fn new(thread: Arc<Thread>, now: Time) -> Self {
        let mut app = Self {
            index: Index::new(&thread),
            view: state::view::View::new(&thread),
            thread,
            screen: state::screen::Screen::default(),
            finder: state::finder::Finder::default(),
            input: panel::Input::default(),
            keymap: Keymap::default(),
            people: state::people::People::default(),
            suggester: state::suggestions::Suggester { learns: true, ..Default::default() },
            speaking: state::speaking::Speaking::default(),
            ruling: state::rulings::Ruling::default(),
            sorting: state::sorting::Sorting::default(),
            shows_inferred: true,
            folds_old: false,
            status: state::status::Status::new(now),
            effects: Vec::new(),
        };
        app.announce();
        app
    }

    /// A reader that waits for a thread named `name`.
    pub fn opening(name: &str, now: Time) -> Self {
        let mut app = Self::new(Arc::new(Thread::blank(name)), now);
        app.status.wait();
        app
    }

    /// Takes an action and gives what shall happen outside.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Key(key) => self.key(key),
            Action::Paste(text) => self.paste(&text),
            Action::Mouse(mouse) => self.mouse(mouse),
            Action::Resize { width, height } => self.resize(width, height),
            Action::Run(command, given) => self.run(command, given),
            Action::Progress { read, total } => self.status.progress(read, total),
            Action::Preview(thread) => _ = self.replace(thread, &[]),
            Action::Reloaded { before, thread, places, notices } => {
                self.reloaded(&before, thread, &places, &notices);
            }
            Action::Sorted { before, sort, thread, places } => self.sorted(&before, sort, thread, places),
            Action::Unsorted(why) => self.unsorted(&why),
            Action::Changed => self.status.set_changed(true),
            Action::Loaded { thread, places, notices } => {
                self.replace(thread, &places.into_iter().map(Some).collect::<Vec<_>>());
                self.status.finish(&notices);
                self.ask_first();
                self.sort_first();
                self.go_on_suggesting();
            }
            Action::Failed(message) => self.status.fail(&message),
            Action::Found { ticket, found } => self.found(ticket, &found),
            Action::Listened { ticket, spoken } => self.listened(ticket, spoken),
            Action::Ruled { ticket, ruled } => self.ruled(ticket, ruled),
            Action::Portrayed(portrait) => self.portrayed(portrait),
            Action::Surveyed(survey) => self.surveyed(survey),
            Action::Topics(topics) => self.topics_found(topics),
            Action::Remembered(visit) => self.remembered(*visit),
            Action::Recents(rows) => self.recents(rows),
            Action::FoundEverywhere(findings) => self.found_everywhere(findings),
            Action::Located(post) => self.located(post),
            Action::Unsaved(why) => self.status.set_unsaved(why.as_deref()),
            Action::Notice(notice) => self.status.notice(&notice, None),
            Action::Led { post, link } => self.led(post, link),
            Action::Linked { root, links, more } => self.linked(root, links, more),
            Action::Exists { path, parcel } => self.exists(path, parcel),
            Action::Scored { ticket, scores } => self.scored(ticket, scores),
            Action::Unscored(why) => self.unscored(&why),
            Action::Say(message) => self.say(&message),
        }
        self.look_who_speaks();
        self.look_at_rules();
        std::mem::take(&mut self.effects)
    }

    /// Lays out what the screen will show, and takes for read what it shows. To be called before drawing.
    pub fn compose(&mut self) {
        composing::compose(self);
    }

    /// The thread.
    pub fn thread(&self) -> &Arc<Thread> {
        &self.thread
    }

    /// The selected post: the one that the reader is in.
    pub fn selection(&self) -> PostId {
        self.view.selection()
    }

    /// Whether a post has a row of its own: nothing that is folded hides it, and it is part of what is shown.
    pub fn is_in_sight(&self, post: PostId) -> bool {
        self.view.shows(post)
    }

    /// Whether a post stands for itself and all below it in one line.
    pub fn is_folded(&self, post: PostId) -> bool {
        self.view.order().folds(self.view.folds(), post)
    }

    /// Whether a post's last line has not been on the screen yet.
    pub fn is_unread(&self, post: PostId) -> bool {
        self.view.unread().contains(post)
    }

    /// Whether everything has been read that there is to read.
    pub fn is_loaded(&self) -> bool {
        self.status.reading().is_none()
    }

    /// The index of a shelf; where the thread stands alone it is closed and empty.
    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// The commands of this very moment.
    pub(crate) fn commands(&self) -> Vec<&'static Command> {
        if self.index.is_open() {
            return INDEX_COMMANDS.iter().collect();
        }
        let suggesting = if self.preview().is_some() { SUGGESTION_COMMANDS } else { &[] };
        suggesting.iter().chain(COMMANDS).collect()
    }

    /// The keys of this very moment.
    pub(crate) fn bindings(&self) -> &Bindings {
        self.keymap.at(self.moment())
    }

    /// What keys are meant for now.
    fn moment(&self) -> Moment {
        match self.preview() {
            _ if self.index.is_open() => Moment::Index,
            None => Moment::Thread,
            Some(preview) if preview.has(self.selection()) => Moment::OnSuggestion,
            Some(_) => Moment::Suggesting,
        }
    }

    /// A post's number in its thread: the article's is 0.
    pub(crate) fn number(&self, post: PostId) -> usize {
        self.thread.number(post) - self.thread.number(self.view.article())
    }

    pub(crate) fn view(&self) -> &state::view::View {
        &self.view
    }

    pub(crate) fn page(&self) -> &Page {
        self.view.page()
    }

    pub(crate) fn panes(&self) -> Option<Panes> {
        self.screen.panes(self.has_crumbs())
    }

    pub(crate) fn focus(&self) -> Pane {
        self.screen.focus()
    }

    /// What is searched for.
    pub(crate) fn sought(&self) -> Option<&Sought> {
        self.finder.of(Slot::Search)
    }

    /// What is sought for one thing or another.
    pub(crate) fn sought_for(&self, slot: Slot) -> Option<&Sought> {
        self.finder.of(slot)
    }

    /// The pattern to be marked where it is shown.
    pub(crate) fn pattern(&self) -> Option<&Pattern> {
        self.finder.pattern()
    }

    pub(crate) fn overlay(&self) -> &Overlay {
        self.input.overlay()
    }

    pub(crate) fn status(&self) -> &state::status::Status {
        &self.status
    }

    /// The keys typed so far, and what may follow.
    pub(crate) fn typed(&self) -> (String, Vec<(&str, &'static str)>) {
        (self.input.typed().shown(), self.input.typed().continuations(self.bindings()))
    }

    /// Whether a line above the panes tells where the reader is.
    pub(crate) fn has_crumbs(&self) -> bool {
        !self.index.is_open() && (self.view.is_narrowed() || self.view.is_path())
    }

    /// Tells the reader something, until the next key.
    fn say(&mut self, message: &str) {
        self.status.say(message);
    }

    fn run(&mut self, command: &'static Command, given: Given) {
        (command.run)(self, given);
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.screen.resize(width, height);
        self.input.settle();
        self.relayout();
    }

    /// Fits the document to its pane after anything that changed the panes.
    fn relayout(&mut self) {
        let columns = |rect: Rect| usize::from(rect.width.saturating_sub(2));
        let panes = self.panes().unwrap_or_default();
        let document = panes.document.map(|rect| (columns(rect), usize::from(rect.height)));
        self.view.fit(&self.thread, document, panes.article.map(columns));
    }

    /// Goes on with another thread, or more of this one: `places` says where the posts of the old one went. What is
    /// known of how far anything has drifted goes along; gives it.
    fn replace(&mut self, thread: Arc<Thread>, places: &[Option<PostId>]) -> Option<Arc<Scores>> {
        let old = std::mem::replace(&mut self.thread, thread);
        let thread = Arc::clone(&self.thread);
        let mut moved = state::view::moved::Moved::new(&old, &thread, places);
        let scores = self.move_scores(&mut moved);
        self.view.replace(&mut moved);
        self.index = Index::new(&thread);
        self.input.replace(&moved);
        self.speaking.replace(places);
        self.ruling.forget();
        self.sorting.forget();
        self.meet_people();
        self.relayout();
        self.announce();
        self.seek_again(&old, places);
        scores
    }

    /// Goes on with the thread in another state: what the reader has found and opened stays as far as it can.
    fn go_on_with(&mut self, thread: Arc<Thread>, places: &[Option<PostId>]) -> Option<Arc<Scores>> {
        let index = std::mem::take(&mut self.index);
        let scores = self.replace(thread, places);
        self.view.is_return = false;
        let thread = self.thread.clone();
        self.index.resume(&thread, &index, |post| places.get(post.index()).copied().flatten());
        scores
    }

    fn announce(&mut self) {
        let opening = if self.index.is_open() { PostId::ARTICLE } else { self.view.article() };
        let mut title = markup::heading(&self.thread, opening);
        title.push_line(if title.is_empty() { "threadle" } else { " · threadle" });
        self.effects.push(Effect::Title(title));
    }
}
