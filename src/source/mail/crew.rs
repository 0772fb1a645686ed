//! Worker threads that read batches of messages in parallel and keep their order.

use super::batch::Batch;
use super::forest::Key;
use super::letter::{Letters, Reader};
use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, channel, sync_channel};
use std::thread::{self, JoinHandle};

/// Batches that may wait for a worker: enough that it is never idle while nobody looks.
const WAITING: usize = 3;
/// Batches under way at most. More than a few do not help.
const UNDER_WAY: usize = 16;
/// Workers beside the thread that finds and threads the messages: it cannot keep more busy.
const MOST: usize = 3;

/// Reads batches, in parallel if there are enough, and returns them in the order they were given.
pub(super) struct Crew {
    key: Key,
    /// Reads what the workers have no time for.
    own: Reader,
    hands: Vec<Hand>,
    /// Whether no worker was started yet: few messages are read without any.
    is_fresh: bool,
    under_way: VecDeque<Task>,
    /// Batches and letters to reuse.
    spare: (Vec<Batch>, Vec<Letters>),
}

/// A batch under way.
enum Task {
    Done(Letters),
    /// With the worker of this number.
    Given(usize),
}

/// A thread that reads one batch after the other.
struct Hand {
    batches: SyncSender<Letters>,
    letters: Receiver<Letters>,
    thread: JoinHandle<()>,
}

impl Hand {
    /// `None` if the system has no thread left.
    fn hire(key: Key) -> Option<Self> {
        let (batches, given) = sync_channel::<Letters>(WAITING);
        let (done, letters) = channel();
        let mut reader = Reader::new(key);
        let read_all = move || {
            for mut letters in given {
                reader.read(&mut letters);
                if done.send(letters).is_err() {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("letters".to_owned()).spawn(read_all).ok()?;
        Some(Self { batches, letters, thread })
    }
}

impl Crew {
    pub(super) fn new(key: Key) -> Self {
        let (own, spare) = (Reader::new(key), (Vec::new(), Vec::new()));
        Self { key, own, hands: Vec::new(), is_fresh: true, under_way: VecDeque::new(), spare }
    }

    /// An empty batch.
    pub(super) fn spare(&mut self) -> Batch {
        self.spare.0.pop().unwrap_or_default()
    }

    /// Reads a batch, and passes on what has been read so far.
    pub(super) fn take(&mut self, batch: Batch, mut over: impl FnMut(&mut Letters)) {
        let task = self.give(batch);
        self.under_way.push_back(task);
        while let Some(mut letters) = self.next(self.under_way.len() > UNDER_WAY) {
            over(&mut letters);
            letters.clear();
            self.spare.0.push(std::mem::take(&mut letters.batch));
            self.spare.1.push(letters);
        }
    }

    /// Passes on everything still under way.
    pub(super) fn finish(mut self, mut over: impl FnMut(&mut Letters)) {
        while let Some(mut letters) = self.next(true) {
            over(&mut letters);
        }
    }

    /// Gives a batch to an idle worker, or reads it.
    fn give(&mut self, batch: Batch) -> Task {
        let mut letters = self.spare.1.pop().unwrap_or_default();
        letters.batch = batch;
        if std::mem::take(&mut self.is_fresh) {
            self.own.read(&mut letters);
            return Task::Done(letters);
        }
        if self.hands.is_empty() {
            let cores = thread::available_parallelism().map_or(1, usize::from);
            self.hands = (1..cores.min(MOST + 1)).map_while(|_| Hand::hire(self.key)).collect();
        }
        for (number, hand) in self.hands.iter().enumerate() {
            letters = match hand.batches.try_send(letters) {
                Ok(()) => return Task::Given(number),
                Err(TrySendError::Full(letters) | TrySendError::Disconnected(letters)) => letters,
            };
        }
        self.own.read(&mut letters);
        Task::Done(letters)
    }

    /// The letters of the first batch under way, if they are ready or worth waiting for.
    fn next(&mut self, waits: bool) -> Option<Letters> {
        match self.under_way.pop_front()? {
            Task::Done(letters) => Some(letters),
            Task::Given(number) => {
                let hand = self.hands.get(number)?;
                let letters = if waits { hand.letters.recv().map_err(Into::into) } else { hand.letters.try_recv() };
                match letters {
                    Ok(letters) => Some(letters),
                    Err(TryRecvError::Empty) => {
                        self.under_way.push_front(Task::Given(number));
                        None
                    }
                    Err(TryRecvError::Disconnected) => {
                        // If the worker panicked, so does the thread that waits for it.
                        if let Err(panic) = self.hands.swap_remove(number).thread.join() {
                            resume_unwind(panic);
                        }
                        None
                    }
                }
            }
        }
    }
}
