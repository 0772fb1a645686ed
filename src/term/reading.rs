//! The loop: waits for messages, takes all that wait, then draws once.

mod effects;
mod suiting;
mod visiting;

use self::visiting::Station;
use super::background::{self, Asked};
use super::clicks::Clicks;
use super::errand::Errand;
use super::events;
use super::keyboard::Keyboard;
use super::message::Message;
use super::opening::{At, Left, Opening, Places, Trouble};
use super::remembering::Remembrance;
use super::runner::Runner;
use super::screen::Screen;
use super::session::Session;
use super::{checking, filling, shell, watching, work};
use crate::app::{Action, App, Outcome, Setup};
use crate::input::{self, Origin, Parsed, Watch};
use crate::source::Source;
use crate::store;
use crate::thread::{More, PostId, Thread, Time};
use crate::ui::Theme;
use crate::visit::Stored;
use crossterm::terminal;
use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};
use signal_hook::low_level;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// How long nothing is drawn while the input may still fail: an error then causes no flicker.
const PATIENCE: Duration = Duration::from_millis(120);
/// How often the progress of reading is checked.
const TICK: Duration = Duration::from_millis(100);
/// How long the rest of a key's sequence may take after an escape, even over a slow line.
const ESCAPE: Duration = Duration::from_millis(25);
/// How long messages are taken before a frame is drawn, at most.
const TAKE: Duration = Duration::from_millis(12);

/// Runs the reader until it is left. A signal that ended it is raised again after the terminal is restored, so that its
/// sender sees what it expects.
///
/// Returns what the reader left behind.
pub(crate) fn read(opening: Opening) -> Result<Left, Trouble> {
    let (sender, receiver) = mpsc::channel();
    let watch = Arc::new(Watch::default());
    load(opening.origin.clone(), opening.format, Arc::clone(&watch), sender.clone());
    let first = first(&receiver)?;
    let app = waiting(&opening);
    let terminal = events::terminal()?;
    // From here on no signal is missed: one that ends the program waits until the terminal can be restored.
    events::watch_signals(sender.clone())?;
    let session = Session::enter(opening.setup.mouse)?;
    // A terminal that will show no thread is not asked, and none is waited for longer than anybody notices.
    let asked = if opening.other_theme.is_some() { background::ask(opening.is_guess)? } else { None };
    let more_keys = events::watch_terminal(terminal, sender.clone());
    watching::watch(&opening.origin, sender.clone());
    if let Some(pause) = opening.watch {
        watching::remind(pause, sender.clone());
    }
    let mut reader = Reader {
        app,
        keyboard: Keyboard::default(),
        clicks: Clicks::default(),
        theme: opening.theme,
        themes: opening.themes,
        first_theme: None,
        other_theme: opening.other_theme.map(|theme| (theme, !opening.is_light)),
        said_light: None,
        asked,
        screen: Screen::new()?,
        folder: opening.keeping.as_ref().and_then(|keeping| keeping.folder.clone()),
        remembrance: Remembrance::new(opening.keeping, sender.clone()),
        origin: opening.origin,
        places: opening.places,
        post: opening.post,
        stations: Vec::new(),
        visits: 0,
        counted: None,
        checking: Arc::new(Watch::default()),
        format: opening.format,
        setup: opening.setup,
        runner: Runner::new(sender.clone()),
        follows: opening.follows,
        door: sender.clone(),
        sender,
        loaded: Vec::new(),
        opened: 0,
        watch,
        session,
        receiver,
        more_keys,
        has_keys: false,
        errand: None,
        has_text: false,
        goal: None,
    };
    let end = reader.run(first);
    let left = reader.close(end.is_ok());
    if let Ok(Some(signal)) = end {
        let _ = low_level::emulate_default_handler(signal);
    }
    end.map(|_| left)
}

/// The first message, if one comes before anybody would notice. Fails if the input did: nothing was drawn yet.
fn first(receiver: &Receiver<Message>) -> Result<Option<Message>, Trouble> {
    match receiver.recv_timeout(PATIENCE) {
        Ok(Message::Read(read)) => {
            let parsed = read.map_err(Trouble::Input)?;
            Ok(Some(Message::Read(Box::new(Ok(parsed)))))
        }
        other => Ok(other.ok()),
    }
}

/// A reader of a thread that is awaited, with what the reader wants of it at first.
fn waiting(opening: &Opening) -> App {
    let mut app = App::opening(&format!("opening {} …", opening.origin.name()), now());
    app.ask_at_first(opening.query.clone(), opening.fold.clone());
    app.set_up(opening.setup.clone());
    if let Some(sort) = opening.sort {
        app.sort_at_first(sort);
    }
    if let Some(threshold) = opening.fold_off_topic {
        app.suggest_when_loaded(threshold);
    }
    if let Some(wrong) = &opening.wrong {
        app.warn(wrong);
    }
    app
}

/// Reads the input beside the screen.
fn load(origin: Origin, format: Option<&'static dyn Source>, watch: Arc<Watch>, sender: Sender<Message>) {
    work::spawn("reading", Action::Failed, sender.clone(), move || {
        let early = sender.clone();
        let preview = move |thread: Thread| {
            let _ = early.send(Message::Action(Action::Preview(Arc::new(thread))));
        };
        let parsed = input::open(&origin.at_once(), format, &watch, Some(Box::new(preview)));
        let _ = sender.send(Message::Read(Box::new(parsed)));
    });
}

/// A sender that stamps messages with the thread they belong to, so that late ones can be told apart.
fn forward(opened: u64, sender: Sender<Message>) -> Sender<Message> {
    let (work, receiver) = mpsc::channel();
    thread::spawn(move || {
        for message in receiver {
            if sender.send(Message::Of(opened, Box::new(message))).is_err() {
                break;
            }
        }
    });
    work
}

/// The present moment.
pub(crate) fn now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

struct Reader {
    app: App,
    keyboard: Keyboard,
    clicks: Clicks,
    theme: Theme,
    /// The themes to choose from, with their names.
    themes: Vec<(&'static str, Theme)>,
    /// The theme of the start. `None` as long as none was chosen.
    first_theme: Option<Theme>,
    /// The theme for the other kind of background, and whether that is the light one.
    other_theme: Option<(Theme, bool)>,
    /// Whether the background is light. `None` if the terminal has not said.
    said_light: Option<bool>,
    /// What the terminal was asked and has not answered.
    asked: Option<Asked>,
    screen: Screen,
    runner: Runner,
    remembrance: Remembrance,
    /// Where the thread comes from, and the format to read it in.
    origin: Origin,
    format: Option<&'static dyn Source>,
    places: Places,
    /// Whether links to threads open here.
    follows: bool,
    /// The post to open the first thread at.
    post: Option<At>,
    /// What was open before, the latest last.
    stations: Vec<Station>,
    /// The number of threads opened after the first.
    visits: u64,
    /// The number of replies in the list that the thread was opened from.
    counted: Option<u32>,
    /// Stops asking for news.
    checking: Arc<Watch>,
    /// Where the store is.
    folder: Option<PathBuf>,
    setup: Setup,
    /// For the work of this thread.
    sender: Sender<Message>,
    /// Where all messages arrive.
    door: Sender<Message>,
    /// The addresses of stubs that were loaded.
    loaded: Vec<Box<str>>,
    /// The number of the open thread; 0 is the first.
    opened: u64,
    watch: Arc<Watch>,
    session: Session,
    receiver: Receiver<Message>,
    /// Permits the next keys.
    more_keys: Sender<()>,
    /// Whether keys were taken and no more come for now.
    has_keys: bool,
    /// A program that waits for the terminal: it would have to share keys that may come at any moment.
    errand: Option<Errand>,
    /// Whether something of the thread was shown.
    has_text: bool,
    /// The post to open the thread at.
    goal: Option<Stored>,
}

/// How the loop continues.
enum Next {
    Wait,
    /// Ends the program, by this signal if there was one.
    End(Option<i32>),
}

impl Reader {
    fn run(&mut self, first: Option<Message>) -> Result<Option<i32>, Trouble> {
        let (width, height) = self.screen.size();
        self.act(Action::Resize { width, height })?;
        let mut message = first;
        loop {
            if let Some(message) = message.take()
                && let Next::End(signal) = self.take_all(message)?
            {
                return Ok(signal);
            }
            self.runner.start(self.app.thread());
            if !self.session.is_paused() && self.holds_back().is_none() {
                self.app.compose();
                self.remember();
                self.screen.draw(&self.app, &self.theme)?;
                self.asked = self.asked.map(Asked::drawn);
            }
            message = self.wait()?;
        }
    }

    /// Saves changes, so that what is drawn next is saved.
    fn remember(&mut self) {
        let changes = self.app.changes();
        if !self.remembrance.keep(changes) {
            self.say_unsaved();
        }
    }

    /// Looks up what is remembered of the thread. Until it comes, nothing shown is saved.
    fn recall(&mut self) {
        // A list is no thread: its rows ask for themselves.
        if self.app.thread().is_list() {
            return self.remembrance.forget();
        }
        if self.remembrance.recall(self.app.thread(), self.origin.place(), self.counted.take()) {
            self.say_unsaved();
        }
    }

    /// Saves everything, including what happened before the store answered.
    fn part(&mut self) {
        self.remembrance.finish();
        while let Ok(message) = self.receiver.try_recv() {
            if let Message::Remembered(number, visit) = message
                && self.remembrance.is_latest(number)
            {
                // Nobody is left to carry out an effect.
                let _ = self.app.update(Action::Remembered(visit));
            }
        }
        self.remember();
    }

    /// Gives the terminal back and saves everything.
    fn close(mut self, is_well: bool) -> Left {
        self.watch.cancel();
        if is_well {
            self.await_answer();
        }
        self.session.pause();
        self.part();
        let Self { app, remembrance, said_light, .. } = self;
        let left = Left { division: app.division(), is_light: said_light, lost: remembrance.close() };
        // Do not make the reader wait until a large thread is freed: the system does that.
        std::mem::forget(app);
        left
    }

    /// Makes the next frame say that it is not saved yet.
    fn say_unsaved(&mut self) {
        // This action has no effects.
        let _ = self.app.update(Action::Unsaved(Some("not saved yet".to_owned())));
    }

    /// Waits for the next message: while the input is read only until the next progress check, and after an escape only
    /// as long as the rest of a key may take.
    fn wait(&mut self) -> Result<Option<Message>, Trouble> {
        if self.app.is_unfinished() && !self.session.is_paused() {
            return Ok(self.receiver.try_recv().ok());
        }
        let gone = || Trouble::Terminal(io::ErrorKind::BrokenPipe.into());
        if let Some(left) = self.holds_back() {
            return Ok(self.receiver.recv_timeout(left).ok());
        }
        let limit = match (self.keyboard.is_waiting(), self.app.is_loaded()) {
            (true, _) => ESCAPE,
            (false, false) => TICK,
            (false, true) => return self.receiver.recv().map(Some).map_err(|_| gone()),
        };
        match self.receiver.recv_timeout(limit) {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) if self.keyboard.is_waiting() => {
                Ok(self.keyboard.give_up().map(Message::Own))
            }
            Err(RecvTimeoutError::Timeout) => {
                let (read, total) = (self.watch.read().max(self.watch.fetched()), self.watch.total());
                let progress = Action::Progress { read, total, doing: self.watch.says() };
                Ok(Some(Message::Own(progress)))
            }
            Err(RecvTimeoutError::Disconnected) => Err(gone()),
        }
    }

    /// Takes a message and all others that wait.
    fn take_all(&mut self, first: Message) -> Result<Next, Trouble> {
        let mut begun = Instant::now();
        let mut message = Some(first);
        while let Some(now) = message {
            let is_thread = now.is_thread();
            if let Next::End(signal) = self.take(now)? {
                return Ok(Next::End(signal));
            }
            if is_thread {
                // The lookup of what is remembered may have taken time, and must be on the first frame.
                begun = Instant::now();
            }
            message = if begun.elapsed() < TAKE { self.receiver.try_recv().ok() } else { None };
        }
        Ok(Next::Wait)
    }

    fn take(&mut self, message: Message) -> Result<Next, Trouble> {
        match message {
            Message::Bytes(bytes) => {
                self.has_keys = true;
                let next = self.keys(&bytes)?;
                self.has_keys = false;
                // If nobody watches the terminal any more, another message says so.
                let _ = self.more_keys.send(());
                Ok(next)
            }
            Message::Signal(SIGTSTP) => self.suspend(),
            Message::Signal(SIGCONT) => self.go_on(),
            Message::Signal(SIGWINCH) => self.fit(),
            Message::Signal(signal) => Ok(Next::End(Some(signal))),
            Message::Of(opened, message) if opened == self.opened => self.take_work(*message),
            Message::Of(..) => Ok(Next::Wait),
            Message::Remembered(number, visit) if self.remembrance.is_latest(number) => {
                self.act(Action::Remembered(visit))
            }
            Message::Remembered(..) => Ok(Next::Wait),
            Message::Located(number, post) if self.remembrance.is_latest(number) => self.act(Action::Located(post)),
            Message::Located(..) => Ok(Next::Wait),
            Message::Own(action) => self.act(action),
            Message::Due => {
                if self.app.is_loaded() && self.origin.is_fetched() {
                    self.reload();
                }
                Ok(Next::Wait)
            }
            Message::Checked { place, posts, left } => {
                if let Ok(posts) = posts {
                    self.remembrance.wait_in(&place, posts);
                }
                self.act(Action::Checked { place, posts, left })
            }
            Message::Lost(error) => Err(error.into()),
            work if self.opened == 0 => self.take_work(work),
            _ => Ok(Next::Wait),
        }
    }

    /// Takes a message from work for the open thread.
    fn take_work(&mut self, message: Message) -> Result<Next, Trouble> {
        match message {
            Message::Action(action @ (Action::Reloaded { .. } | Action::Outcome(_, Outcome::Sorted { .. }))) => {
                // Unsaved changes refer to posts by their old places.
                self.remember();
                let next = self.act(action);
                self.recall();
                next
            }
            Message::Action(action) => {
                self.has_text |= matches!(action, Action::Preview(_));
                self.act(action)
            }
            Message::Read(read) => match *read {
                Ok(Parsed { thread, notices, places, named, .. }) => {
                    self.has_text = true;
                    let next = self.act(Action::Loaded { thread: Arc::new(thread), places, notices });
                    self.recall();
                    let at = self.post.take();
                    let named = at.map_or(named, |at| self.post_at(&at));
                    if let Some(goal) = self.goal.take() {
                        self.remembrance.locate(goal);
                    } else if named.is_some_and(|post| post != PostId::ARTICLE) {
                        self.act(Action::Located(named))?;
                    }
                    if self.origin.may_be_old() {
                        self.reload();
                    }
                    next
                }
                Err(failure) if !self.has_text && !self.stations.is_empty() => {
                    let is_cancelled = failure.is_cancelled();
                    let why = if is_cancelled { "not asked any more".to_owned() } else { failure.to_string() };
                    self.back(Some(why))
                }
                Err(failure) if self.has_text || self.opened > 0 => self.act(Action::Failed(failure.to_string())),
                Err(failure) => Err(Trouble::Input(failure)),
            },
            _ => Ok(Next::Wait),
        }
    }

    fn keys(&mut self, bytes: &[u8]) -> Result<Next, Trouble> {
        if let Some(errand) = self.errand.take() {
            return self.run_errand(errand);
        }
        let actions = self.keyboard.take(bytes);
        self.suit_background();
        for action in actions {
            let action = self.clicks.count(action, Instant::now());
            if let Next::End(signal) = self.act(action)? {
                return Ok(Next::End(signal));
            }
        }
        Ok(Next::Wait)
    }

    fn run_errand(&mut self, errand: Errand) -> Result<Next, Trouble> {
        if let Some(message) = errand.run(&mut self.session)? {
            self.runner.say(message);
        }
        self.runner.show_title();
        self.fit()
    }

    fn act(&mut self, action: Action) -> Result<Next, Trouble> {
        let opened = self.opened;
        for effect in self.app.update(action) {
            let next = self.carry_out(effect)?;
            // What is left was asked for by a reader of another thread.
            if matches!(next, Next::End(_)) || self.opened != opened {
                return Ok(next);
            }
        }
        Ok(Next::Wait)
    }

    /// Reads the input again beside the screen and matches the posts.
    fn reload(&mut self) {
        let (origin, format, sender) = (self.origin.clone(), self.format, self.sender.clone());
        if !origin.can_be_read_again() {
            return self.runner.say("what came through a pipe cannot be read again".to_owned());
        }
        self.watch = Arc::new(Watch::default());
        let (watch, before) = (Arc::clone(&self.watch), Arc::clone(self.app.thread()));
        let loaded = self.loaded.clone();
        work::spawn("reading again", Action::Say, sender.clone(), move || {
            let action = match input::open(&origin.anew(), format, &watch, None) {
                Ok(Parsed { thread, is_whole: false, .. }) if loaded.is_empty() && thread.len() < before.len() => {
                    Action::Say("only a part of it came: what was there before is shown".to_owned())
                }
                Ok(Parsed { thread, notices, .. }) => {
                    let thread = filling::kept(&before, thread, &loaded);
                    let places = store::places(&before, &thread);
                    Action::Reloaded { before, thread: Arc::new(thread), places, notices }
                }
                Err(failure) if failure.is_cancelled() => Action::Say("not asked any more".to_owned()),
                Err(failure) => Action::Say(format!("not read again: {failure}")),
            };
            let _ = sender.send(Message::Action(action));
        });
    }

    /// Asks beside the screen for what some stubs stand for.
    fn load_more(&mut self, stubs: Vec<More>) {
        self.watch = Arc::new(Watch::default());
        self.loaded.extend(stubs.iter().filter_map(|more| more.address.clone()));
        let origin = |more: &More| (self.places)(more.address.as_deref().unwrap_or_default());
        let stubs = stubs.into_iter().map(|more| (origin(&more).map(|origin| origin.chosen_by(&self.origin)), more));
        filling::fill(Arc::clone(self.app.thread()), stubs.collect(), Arc::clone(&self.watch), self.sender.clone());
    }

    /// The post named on the command line.
    fn post_at(&self, at: &At) -> Option<PostId> {
        let thread = self.app.thread();
        match at {
            At::Number(number) => thread.get(*number),
            At::Id(id) => input::named(thread, id),
        }
    }

    /// Asks threads for news beside the screen.
    fn check(&mut self, places: Vec<String>) {
        self.checking.cancel();
        self.checking = Arc::new(Watch::default());
        let origin = |place: String| Some(((self.places)(&place).ok()?, place));
        let origins = places.into_iter().filter_map(origin).collect();
        checking::check(origins, self.folder.clone(), Arc::clone(&self.checking), self.door.clone());
    }

    /// Restores the terminal and stops the program. The signal that wakes it makes it [continue](Self::go_on).
    fn suspend(&mut self) -> Result<Next, Trouble> {
        if shell::can_wake() {
            self.remember();
            self.remembrance.finish();
            self.session.pause();
            low_level::emulate_default_handler(SIGTSTP)?;
        } else {
            self.runner.say("no shell is there to wake threadle again: it goes on".to_owned());
        }
        Ok(Next::Wait)
    }

    /// Continues after a stop, whoever stopped the program.
    fn go_on(&mut self) -> Result<Next, Trouble> {
        self.session.take()?;
        self.runner.show_title();
        self.fit()
    }

    /// Adapts the screen to the terminal and redraws it.
    fn fit(&mut self) -> Result<Next, Trouble> {
        let (width, height) = terminal::size()?;
        self.screen.resize(width, height);
        self.act(Action::Resize { width, height })
    }
}
