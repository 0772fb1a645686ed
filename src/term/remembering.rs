//! The store's worker: looks up what is remembered and saves changes, beside the screen.
//!
//! What a frame shows should be saved before it is seen. So the loop hands changes over before it draws and waits a
//! moment for the commit, which takes a tenth of a millisecond. If it takes longer, the frame says so.

use super::message::Message;
use super::reading::now;
use super::work;
use crate::app::Action;
use crate::store::{Fault, Limits, Memory, Page, Store};
use crate::thread::Thread;
use crate::visit::{Change, Stored, Visit};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Hands changes and questions to the worker.
pub(super) struct Remembrance {
    /// `None` if nothing is remembered.
    requests: Option<Sender<Request>>,
    shared: Arc<Shared>,
    /// The number of requests so far.
    made: u64,
    /// The number of the last request to recall a thread.
    recalled: u64,
    /// The number of searches so far: only the last one is still wanted.
    sought: Arc<AtomicU64>,
}

/// Where the store is, and how much it may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Keeping {
    /// `None` if the user has no folder for it.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) limits: Limits,
}

enum Request {
    /// What is known of this thread, which is now open?
    Recall(u64, Arc<Thread>, Option<String>),
    /// No remembered thread is open.
    Forget,
    /// A thread was opened from a list that counts this many replies in it.
    Count(String, u32),
    /// What is known of the threads in these places?
    Know(Arc<[String]>),
    /// Give a thread a star, or take it away.
    Star { place: String, title: String, on: bool },
    /// Take a thread out of the library, or put it back.
    Shelve(String, bool),
    /// This many posts wait in a thread.
    Wait(String, usize),
    /// Save these changes.
    Keep(Vec<Change>),
    /// Which posts of any thread contain these words?
    Seek(u64, String),
    /// Where is this post in the open thread, recalled by that request?
    Locate(u64, Stored),
}

/// What the loop and the worker share.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The number of requests that are done.
    done: u64,
    /// The last request that the loop did not wait for; it wants to hear when that is done.
    missed: u64,
    /// Whether the worker is gone, with all of its work.
    is_over: bool,
    /// Why something was never saved.
    lost: Option<String>,
}

/// How long a frame waits until what it shows is saved.
const PATIENCE: Duration = Duration::from_millis(8);
/// How long the first frame of a thread waits for what is remembered.
const RECALL_PATIENCE: Duration = Duration::from_millis(60);
/// How long the end of the program waits.
const EXIT_PATIENCE: Duration = Duration::from_secs(3);
/// The time without changes after which the log is moved into the file.
const IDLE: Duration = Duration::from_millis(700);
/// The time without requests after which gathering begins.
const GATHER_AFTER: Duration = Duration::from_millis(150);
/// The pause after each step of gathering, for other windows.
const GATHER_PAUSE: Duration = Duration::from_millis(5);
/// How long gathering continues at the end of the program.
const GATHER_AT_EXIT: Duration = Duration::from_millis(100);
/// The time after which opening a failed store is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(2);
/// Posts in unsaved changes that are kept for another try, at most.
const BACKLOG: usize = 4_000_000;

impl Remembrance {
    /// Starts a worker with the store, or none.
    pub(super) fn new(keeping: Option<Keeping>, sender: Sender<Message>) -> Self {
        let (shared, sought) = (Arc::new(Shared::default()), Arc::new(AtomicU64::new(0)));
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
                shared: Arc::clone(&shared),
            };
            let on_exit = OnExit(Arc::clone(&shared));
            let fault = |told| Action::Unsaved(Some(told));
            work::spawn("remembering", fault, sender, move || {
                worker.run(&receiver);
                drop(on_exit);
            });
            requests
        });
        Self { requests, shared, made: 0, recalled: 0, sought }
    }

    /// Looks up what is remembered of a thread, and waits a moment for it. Returns false if nothing can be remembered.
    pub(super) fn recall(&mut self, thread: &Arc<Thread>, origin: Option<String>, counted: Option<u32>) -> bool {
        self.recalled = self.made + 1;
        self.ask(Request::Recall(self.recalled, Arc::clone(thread), origin.clone()));
        if let (Some(origin), Some(counted)) = (origin, counted) {
            self.ask(Request::Count(origin, counted));
        }
        self.wait(RECALL_PATIENCE);
        self.requests.is_some() && !self.shared.look().is_over
    }

    /// Whether an answer is about the thread recalled last.
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
        self.wait(RECALL_PATIENCE);
    }

    /// Gives a thread a star, or takes it away.
    pub(super) fn star(&mut self, place: String, title: String, on: bool) {
        self.ask(Request::Star { place, title, on });
    }

    /// Takes a thread out of the library, or puts it back.
    pub(super) fn shelve(&mut self, place: String, on: bool) {
        self.ask(Request::Shelve(place, on));
    }

    /// Records that this many posts wait in a thread.
    pub(super) fn wait_in(&mut self, place: &str, posts: usize) {
        self.ask(Request::Wait(place.to_owned(), posts));
    }

    /// Searches all threads for some words, in place of the search before. Returns false if there is no store.
    pub(super) fn seek(&mut self, words: String) -> bool {
        let sought = self.sought.fetch_add(1, Ordering::Relaxed) + 1;
        self.ask(Request::Seek(sought, words));
        self.requests.is_some() && !self.shared.look().is_over
    }

    /// Asks where a post is in the open thread.
    pub(super) fn locate(&mut self, post: Stored) {
        self.ask(Request::Locate(self.recalled, post));
    }

    /// Hands over changes and waits a moment until they are saved. Returns whether they are.
    pub(super) fn keep(&mut self, changes: Vec<Change>) -> bool {
        if changes.is_empty() {
            return true;
        }
        self.ask(Request::Keep(changes));
        self.wait(PATIENCE)
    }

    /// Waits until everything is saved, before the program stops.
    pub(super) fn finish(&self) {
        self.wait(EXIT_PATIENCE);
    }

    /// Waits a moment for the answers to all requests.
    pub(super) fn settle(&self) {
        self.wait(RECALL_PATIENCE);
    }

    /// Waits until everything is saved and the store is closed, before the program ends. Returns why something could
    /// not be saved.
    pub(super) fn close(mut self) -> Option<String> {
        self.requests.take()?;
        let is_open = |state: &mut State| !state.is_over;
        let waited = self.shared.changed.wait_timeout_while(self.shared.look(), EXIT_PATIENCE, is_open);
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
        let waited = self.shared.changed.wait_timeout_while(self.shared.look(), patience, is_pending);
        let (mut state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            state.missed = self.made;
        }
        !timeout.timed_out()
    }
}

impl Shared {
    fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the loop when the worker is gone, for whatever reason.
struct OnExit(Arc<Shared>);

impl Drop for OnExit {
    fn drop(&mut self) {
        self.0.look().is_over = true;
        self.0.changed.notify_all();
    }
}

struct Worker {
    keeping: Keeping,
    store: Option<Store>,
    /// Whether another try may find a store.
    may_open: bool,
    /// Why there is no store.
    fault: Option<String>,
    memory: Option<Memory>,
    /// Changes that could not be saved yet.
    backlog: Vec<Change>,
    /// The open thread: its recall, itself, and where it comes from.
    thread: Option<(u64, Arc<Thread>, Option<String>)>,
    /// The first post that is still to be gathered. `None` if all are.
    gathering: Option<usize>,
    /// The number of searches so far, as the loop counts them.
    sought: Arc<AtomicU64>,
    sender: Sender<Message>,
    shared: Arc<Shared>,
}

impl Worker {
    fn run(mut self, requests: &Receiver<Request>) {
        if let Err(fault) = self.open() {
            self.tell(Action::Notice(fault.message()));
        }
        // How long to wait for a request before doing idle work. `None` if there is none.
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
                        pause = Some(if self.gathering.is_some() { GATHER_AFTER } else { IDLE });
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

    /// Does a little idle work. Returns when to continue, if there is more.
    fn idle(&mut self) -> Option<Duration> {
        if self.store.is_none() {
            if !self.may_open || self.open().is_err() {
                return self.may_open.then_some(RETRY_AFTER);
            }
            self.again();
        }
        if self.gathering.is_some() {
            self.gather();
            return Some(if self.gathering.is_some() { GATHER_PAUSE } else { IDLE });
        }
        if self.give_up() {
            return Some(GATHER_PAUSE);
        }
        self.settle();
        // What was forgotten just now leaves the search index too.
        self.give_up().then_some(GATHER_PAUSE)
    }

    /// Looks a thread up. Changes may be handed over only afterwards.
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

    /// Saves changes, together with those that could not be saved before.
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

    /// Begins a new store after the open one was removed.
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

    /// Looks the open thread up again. What the reader has done since comes as changes afterwards.
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

    /// Continues after a fault: with a new file if it was damaged, else by trying again later.
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

    /// Changes what lists say about a thread.
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

    /// Tries one last time to save the backlog, and records why something is lost.
    fn save_last(&mut self) {
        let lost = match (&mut self.store, &self.memory) {
            (Some(store), _) if !store.is_in_place() => Some("not saved: the store was taken away".to_owned()),
            (Some(store), Some(memory)) if !self.backlog.is_empty() => {
                store.keep(memory, &self.backlog, now()).err().map(|fault| fault.message())
            }
            (None, _) if self.thread.is_some() => self.fault.take(),
            _ => None,
        };
        self.shared.look().lost = lost;
    }

    /// Gathers some more text of the open thread.
    fn gather(&mut self) {
        let from = self.gathering.take();
        if let (Some(store), Some(memory), Some((_, thread, _)), Some(from)) =
            (&mut self.store, &self.memory, &self.thread, from)
        {
            // A failure here prevents no saving, and the next visit tries again.
            self.gathering = store.gather(memory, thread, from).unwrap_or_default();
        }
    }

    /// Gathers what a short visit left over, as long as nobody has to wait.
    fn gather_last(&mut self) {
        let begun = Instant::now();
        while self.gathering.is_some() && begun.elapsed() < GATHER_AT_EXIT {
            self.gather();
        }
    }

    /// Does maintenance while nobody waits.
    fn settle(&mut self) {
        let Some(store) = &mut self.store else { return };
        // A failure here is tried again, and reported when it prevents saving.
        let _ = store.expire(now()).and_then(|()| store.settle());
    }

    /// Drops some text from an oversized search index. Returns whether there may be more to drop.
    fn give_up(&mut self) -> bool {
        self.store.as_mut().is_some_and(|store| store.give_up().unwrap_or_default())
    }

    fn finish_one(&self) {
        let mut state = self.shared.look();
        state.done += 1;
        if state.missed >= state.done && self.backlog.is_empty() && self.store.is_some() {
            self.tell(Action::Unsaved(None));
        }
        drop(state);
        self.shared.changed.notify_all();
    }

    fn tell(&self, action: Action) {
        let _ = self.sender.send(Message::Own(action));
    }
}
