//! The store's worker: looks up what is remembered, and takes down what changes, beside the screen.
//!
//! What a frame shows shall be saved before it is seen. So the loop hands changes over before it draws, and waits a
//! moment for them to be written; a commit takes a tenth of a millisecond. When it takes longer the frame says so.

use super::message::Message;
use super::work;
use crate::app::Action;
use crate::store::{Fault, Limits, Memory, Page, Store};
use crate::thread::{Thread, Time};
use crate::visit::{Change, Stored, Visit};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Hands what is to be remembered to the worker.
pub(super) struct Remembrance {
    /// None where nothing is remembered.
    requests: Option<Sender<Request>>,
    desk: Arc<Desk>,
    /// How many requests were made.
    made: u64,
    /// How many were made when it was last asked what is remembered of a thread.
    recalled: u64,
    /// How many times words were sought: only what was sought last is waited for.
    sought: Arc<AtomicU64>,
}

/// Where the store is, and how much it may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keeping {
    /// None where the user has none.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) limits: Limits,
}

enum Request {
    /// A thread is open: what is known of it?
    Recall(u64, Arc<Thread>, Option<String>),
    /// No thread is open that anything is known of.
    Forget,
    /// A thread was opened from a list that counts so many replies of it.
    Count(String, u32),
    /// What is known of the threads in these places?
    Know(Arc<[String]>),
    /// A thread gets a star or loses it.
    Star { place: String, title: String, on: bool },
    /// A thread is taken out of the library or put back.
    Shelve(String, bool),
    /// So many posts wait in a thread.
    Wait(String, usize),
    /// This changed.
    Keep(Vec<Change>),
    /// Which posts of any thread have these words?
    Seek(u64, String),
    /// Where is this post in the open thread, which is that of so many requests?
    Locate(u64, Stored),
}

/// What loop and worker both look at.
#[derive(Default)]
struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// How many requests are dealt with.
    done: u64,
    /// The loop went on without waiting for this request, and wants to hear of it.
    missed: u64,
    /// The worker is gone, and with it all that it was to do.
    is_over: bool,
    /// Why something was not saved until the end.
    lost: Option<String>,
}

/// So long a frame may wait for what it shows to be saved.
const PATIENCE: Duration = Duration::from_millis(8);
/// So long the first frame of a thread may wait for what is remembered of it.
const RECALL: Duration = Duration::from_millis(60);
/// So long the end of the program may wait.
const LEAVE: Duration = Duration::from_secs(3);
/// After so long without a change the file itself is brought up to date.
const IDLE: Duration = Duration::from_millis(700);
/// After so long without a request what a thread says begins to be gathered.
const BREATH: Duration = Duration::from_millis(150);
/// After each step of that other windows have their turn.
const TURN: Duration = Duration::from_millis(5);
/// At the end of the program it goes on for so long.
const FAREWELL: Duration = Duration::from_millis(100);
/// After so long a store that could not be opened is tried again.
const AGAIN: Duration = Duration::from_secs(2);
/// Changes that could not be saved are kept up to this many posts, to be tried again.
const BACKLOG: usize = 4_000_000;

impl Remembrance {
    /// A worker with the store, or none.
    pub(super) fn new(keeping: Option<Keeping>, sender: Sender<Message>) -> Self {
        let (desk, sought) = (Arc::new(Desk::default()), Arc::new(AtomicU64::new(0)));
        let requests = keeping.map(|keeping| {
            let (requests, receiver) = mpsc::channel();
            let worker = Worker {
                keeping,
                store: None,
                may_open: true,
                fault: None,
                memory: None,
                backlog: Vec::new(),
                thread: None,
                gathering: None,
                sought: Arc::clone(&sought),
                sender: sender.clone(),
                desk: Arc::clone(&desk),
            };
            let over = Over(Arc::clone(&desk));
            let fault = |told| Action::Unsaved(Some(told));
            work::spawn("remembering", fault, sender, move || {
                worker.run(&receiver);
                drop(over);
            });
            requests
        });
        Self { requests, desk, made: 0, recalled: 0, sought }
    }

    /// Looks up what is remembered of a thread, and waits a moment for it; tells whether anything can be.
    pub(super) fn recall(&mut self, thread: &Arc<Thread>, origin: Option<String>, counted: Option<u32>) -> bool {
        self.recalled = self.made + 1;
        self.ask(Request::Recall(self.recalled, Arc::clone(thread), origin.clone()));
        if let (Some(origin), Some(counted)) = (origin, counted) {
            self.ask(Request::Count(origin, counted));
        }
        self.wait(RECALL);
        self.requests.is_some() && !self.desk.look().is_over
    }

    /// Whether an answer is about the thread that was asked about last.
    pub(super) fn is_latest(&self, recalled: u64) -> bool {
        self.recalled == recalled
    }

    /// Nothing is remembered of what is open now.
    pub(super) fn forget(&mut self) {
        self.recalled = self.made + 1;
        self.ask(Request::Forget);
    }

    /// Asks what is known of threads, and waits a moment for it.
    pub(super) fn know(&mut self, places: Arc<[String]>) {
        self.ask(Request::Know(places));
        self.wait(RECALL);
    }

    /// Gives a thread a star, or takes it.
    pub(super) fn star(&mut self, place: String, title: String, on: bool) {
        self.ask(Request::Star { place, title, on });
    }

    /// Takes a thread out of the library, or puts it back.
    pub(super) fn shelve(&mut self, place: String, on: bool) {
        self.ask(Request::Shelve(place, on));
    }

    /// Takes down that so many posts wait in a thread.
    pub(super) fn wait_in(&mut self, place: &str, posts: usize) {
        self.ask(Request::Wait(place.to_owned(), posts));
    }

    /// Asks for the posts of all threads that have some words, in place of what was sought before; tells whether
    /// there can be any.
    pub(super) fn seek(&mut self, words: String) -> bool {
        let sought = self.sought.fetch_add(1, Ordering::Relaxed) + 1;
        self.ask(Request::Seek(sought, words));
        self.requests.is_some() && !self.desk.look().is_over
    }

    /// Asks where a post is in the open thread.
    pub(super) fn locate(&mut self, post: Stored) {
        self.ask(Request::Locate(self.recalled, post));
    }

    /// Hands over changes and waits a moment until they are saved; tells whether they are.
    pub(super) fn keep(&mut self, changes: Vec<Change>) -> bool {
        if changes.is_empty() {
            return true;
        }
        self.ask(Request::Keep(changes));
        self.wait(PATIENCE)
    }

    /// Waits until everything is saved, before the program stops.
    pub(super) fn finish(&self) {
        self.wait(LEAVE);
    }

    /// Waits until everything is saved and the store is closed, before the program ends; tells why something could
    /// not be.
    pub(super) fn close(mut self) -> Option<String> {
        self.requests.take()?;
        let is_open = |state: &mut State| !state.is_over;
        let waited = self.desk.changed.wait_timeout_while(self.desk.look(), LEAVE, is_open);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.lost.take()
    }

    fn ask(&mut self, request: Request) {
        if let Some(requests) = &self.requests
            && requests.send(request).is_ok()
        {
            self.made += 1;
        }
    }

    fn wait(&self, patience: Duration) -> bool {
        let is_pending = |state: &mut State| state.done < self.made && !state.is_over;
        let waited = self.desk.changed.wait_timeout_while(self.desk.look(), patience, is_pending);
        let (mut state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            state.missed = self.made;
        }
        !timeout.timed_out()
    }
}

impl Desk {
    fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the loop when the worker is gone, however it went.
struct Over(Arc<Desk>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.look().is_over = true;
        self.0.changed.notify_all();
    }
}

struct Worker {
    keeping: Keeping,
    store: Option<Store>,
    /// Where there is no store, another try may find one.
    may_open: bool,
    /// Why there is no store.
    fault: Option<String>,
    memory: Option<Memory>,
    /// What could not be saved yet.
    backlog: Vec<Change>,
    /// The thread that is open, and where it is from.
    thread: Option<(u64, Arc<Thread>, Option<String>)>,
    /// From which post of it on what is said has still to be gathered.
    gathering: Option<usize>,
    /// How many times words were sought, as the loop knows it.
    sought: Arc<AtomicU64>,
    sender: Sender<Message>,
    desk: Arc<Desk>,
}

impl Worker {
    fn run(mut self, requests: &Receiver<Request>) {
        if let Err(fault) = self.open() {
            self.tell(Action::Notice(fault.message()));
        }
        // After so long without a request there is something else to do; none where all is done.
        let mut pause = None;
        loop {
            let request = match pause {
                Some(pause) => requests.recv_timeout(pause),
                None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match request {
                Ok(request) => {
                    let is_question = matches!(request, Request::Know(_) | Request::Seek(..) | Request::Locate(..));
                    self.answer(request);
                    self.finish_one();
                    if !is_question {
                        pause = Some(if self.gathering.is_some() { BREATH } else { IDLE });
                    }
                }
                Err(RecvTimeoutError::Timeout) => pause = self.idle(),
                Err(RecvTimeoutError::Disconnected) => {
                    self.save_last();
                    return self.gather_last();
                }
            }
        }
    }

    /// Opens the store.
    fn open(&mut self) -> Result<(), Fault> {
        let folder = self.keeping.folder.as_deref().ok_or(Fault::Nowhere);
        match folder.and_then(|folder| Store::open(folder, self.keeping.limits)) {
            Ok((store, notice)) => {
                self.store = Some(store);
                notice.into_iter().for_each(|notice| self.tell(Action::Notice(notice)));
                Ok(())
            }
            Err(fault) => {
                self.may_open = fault.may_pass();
                self.fault = Some(fault.message());
                Err(fault)
            }
        }
    }

    fn answer(&mut self, request: Request) {
        match request {
            Request::Recall(number, thread, origin) => self.recall(number, thread, origin),
            Request::Keep(changes) => self.keep(changes),
            Request::Forget => {
                (self.memory, self.thread, self.gathering) = (None, None, None);
                self.backlog.clear();
            }
            Request::Count(place, counted) => self.change(|store| store.count(&place, counted)),
            Request::Know(places) => self.know(places),
            Request::Star { place, title, on } => self.change(|store| store.star(&place, &title, on, now())),
            Request::Shelve(place, on) => self.change(|store| store.shelve(&place, on)),
            Request::Wait(place, posts) => self.change(|store| store.wait(&place, posts)),
            Request::Seek(sought, words) => self.seek(sought, &words),
            Request::Locate(number, post) => {
                let post = self.memory.as_ref().and_then(|memory| memory.post(post));
                let _ = self.sender.send(Message::Located(number, post));
            }
        }
    }

    /// Does a little of what nobody waits for; tells when to go on with it, if there is more.
    fn idle(&mut self) -> Option<Duration> {
        if self.store.is_none() {
            if !self.may_open || self.open().is_err() {
                return self.may_open.then_some(AGAIN);
            }
            self.again();
        }
        if self.gathering.is_some() {
            self.gather();
            return Some(if self.gathering.is_some() { TURN } else { IDLE });
        }
        if self.give_up() {
            return Some(TURN);
        }
        self.settle();
        // What has been forgotten just now goes too.
        self.give_up().then_some(TURN)
    }

    /// Looks a thread up. Changes are to be handed over only after that.
    fn recall(&mut self, number: u64, thread: Arc<Thread>, origin: Option<String>) {
        (self.memory, self.gathering) = (None, None);
        self.backlog.clear();
        let page = Page::of(&thread);
        let answer = self.store.as_mut().map(|store| store.recall(&page, origin.as_deref(), now()));
        self.thread = Some((number, thread, origin));
        let Some(answer) = answer else { return self.tell(Action::Unsaved(Some("not saved".to_owned()))) };
        match answer {
            Ok((memory, visit)) => self.begin(number, memory, visit),
            Err(fault) => self.recover(&fault),
        }
    }

    fn begin(&mut self, number: u64, memory: Memory, visit: Visit) {
        (self.memory, self.gathering) = (Some(memory), Some(0));
        let _ = self.sender.send(Message::Remembered(number, Box::new(visit)));
    }

    /// Writes changes down, with those that could not be written before.
    fn keep(&mut self, changes: Vec<Change>) {
        if self.store.as_ref().is_some_and(|store| !store.is_in_place()) {
            return self.begin_anew();
        }
        let had_backlog = !self.backlog.is_empty();
        self.backlog.extend(changes);
        let (Some(store), Some(memory)) = (&mut self.store, &self.memory) else {
            self.backlog.clear();
            return;
        };
        match store.keep(memory, &self.backlog, now()) {
            Ok(true) => {
                self.backlog.clear();
                if had_backlog {
                    self.tell(Action::Unsaved(None));
                }
            }
            Ok(false) => self.again(),
            Err(fault) => self.recover(&fault),
        }
    }

    /// Begins a new store where the one that was open has been taken away.
    fn begin_anew(&mut self) {
        (self.store, self.memory) = (None, None);
        match self.open() {
            Ok(()) => {
                self.tell(Action::Notice("the store was taken away: a new one is begun".to_owned()));
                self.again();
            }
            Err(fault) => self.tell(Action::Unsaved(Some(fault.message()))),
        }
    }

    /// Looks the open thread up once more; whatever the reader did since comes as changes after that.
    fn again(&mut self) {
        if let (Some(store), Some((number, thread, origin))) = (&mut self.store, &self.thread) {
            let number = *number;
            self.backlog.clear();
            match store.recall(&Page::of(thread), origin.as_deref(), now()) {
                Ok((memory, visit)) => self.begin(number, memory, visit),
                Err(fault) => self.tell(Action::Unsaved(Some(fault.message()))),
            }
        }
    }

    /// Goes on after a fault: with a fresh file where it was damaged, else by trying again later.
    fn recover(&mut self, fault: &Fault) {
        let Fault::Damaged = fault else {
            let posts: usize = self.backlog.iter().map(Change::size).sum();
            if posts > BACKLOG {
                self.backlog.clear();
            }
            return self.tell(Action::Unsaved(Some(fault.message())));
        };
        match self.store.take().map(Store::reopen) {
            Some(Ok((store, notice))) => {
                self.store = Some(store);
                notice.into_iter().for_each(|notice| self.tell(Action::Notice(notice)));
                self.again();
            }
            Some(Err(fault)) => self.tell(Action::Unsaved(Some(fault.message()))),
            None => {}
        }
    }

    fn know(&self, places: Arc<[String]>) {
        match self.store.as_ref().map(|store| store.know(&places)) {
            Some(Ok(known)) => self.tell(Action::Known { places, known }),
            Some(Err(fault)) => self.tell(Action::Say(fault.message())),
            None => {}
        }
    }

    /// Changes what is told of a thread in lists.
    fn change(&mut self, change: impl FnOnce(&mut Store) -> Result<(), Fault>) {
        match self.store.as_mut().map(change) {
            Some(Ok(())) => {}
            Some(Err(fault)) => self.tell(Action::Say(fault.message())),
            None => self.tell(Action::Say("nothing is remembered here".to_owned())),
        }
    }

    fn seek(&self, sought: u64, words: &str) {
        let is_wanted = || self.sought.load(Ordering::Relaxed) == sought;
        if !is_wanted() {
            return;
        }
        let answer = match self.store.as_ref().map(|store| store.seek(words, is_wanted)) {
            Some(Ok(None)) => return,
            Some(Ok(Some(findings))) => Ok(findings),
            Some(Err(fault)) => Err(fault.message()),
            None => Err("nothing is remembered".to_owned()),
        };
        self.tell(Action::FoundEverywhere(answer));
    }

    /// Tries for the last time to save what could not be saved; notes why something is lost.
    fn save_last(&mut self) {
        let lost = match (&mut self.store, &self.memory) {
            (Some(store), _) if !store.is_in_place() => Some("not saved: the store was taken away".to_owned()),
            (Some(store), Some(memory)) if !self.backlog.is_empty() => {
                store.keep(memory, &self.backlog, now()).err().map(|fault| fault.message())
            }
            (None, _) if self.thread.is_some() => self.fault.take(),
            _ => None,
        };
        self.desk.look().lost = lost;
    }

    /// Gathers some more of what the open thread says.
    fn gather(&mut self) {
        let from = self.gathering.take();
        if let (Some(store), Some(memory), Some((_, thread, _)), Some(from)) =
            (&mut self.store, &self.memory, &self.thread, from)
        {
            // What goes wrong here keeps nothing from being saved, and is tried again on the next visit.
            self.gathering = store.gather(memory, thread, from).unwrap_or_default();
        }
    }

    /// Gathers what a short visit has left to be gathered, as far as nobody has to wait for it.
    fn gather_last(&mut self) {
        let begun = Instant::now();
        while self.gathering.is_some() && begun.elapsed() < FAREWELL {
            self.gather();
        }
    }

    /// Does what nobody should have to wait for.
    fn settle(&mut self) {
        let Some(store) = &mut self.store else { return };
        // What goes wrong here is tried again, and told when it keeps something from being saved.
        let _ = store.expire(now()).and_then(|()| store.settle());
    }

    /// Gives up some of what can be found where it is too much; tells whether there may be more.
    fn give_up(&mut self) -> bool {
        self.store.as_mut().is_some_and(|store| store.give_up().unwrap_or_default())
    }

    fn finish_one(&self) {
        let mut state = self.desk.look();
        state.done += 1;
        if state.missed >= state.done && self.backlog.is_empty() && self.store.is_some() {
            self.tell(Action::Unsaved(None));
        }
        drop(state);
        self.desk.changed.notify_all();
    }

    fn tell(&self, action: Action) {
        let _ = self.sender.send(Message::Own(action));
    }
}

fn now() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
