//! Watches a reading that another thread does, and ends it from outside.

use std::fmt;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How far a reading has come, and whether it must end early.
#[derive(Default)]
pub(crate) struct Watch {
    read: AtomicU64,
    total: AtomicU64,
    fetched: AtomicU64,
    cancelled: AtomicBool,
    /// Ends work that cannot check whether it must end.
    stops: Mutex<Vec<Stop>>,
    /// What is being done now.
    says: Mutex<Option<String>>,
}

/// Ends something.
type Stop = Box<dyn FnOnce() + Send>;

impl fmt::Debug for Watch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Watch").field("read", &self.read).field("cancelled", &self.cancelled).finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// Bytes read so far, as they lie in files or came over the network. Can exceed [`total`](Self::total) if a file
    /// grows.
    pub(crate) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes that came over the network so far.
    pub(crate) fn fetched(&self) -> u64 {
        self.fetched.load(Ordering::Relaxed)
    }

    /// What is being done now, for a reader who waits. `None` if that is nothing special.
    pub(crate) fn says(&self) -> Option<String> {
        lock(&self.says).clone()
    }

    pub(super) fn say(&self, what: &str) {
        *lock(&self.says) = Some(what.to_owned());
    }

    pub(super) fn fetch(&self, bytes: u64) {
        self.fetched.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Calls `stop` when the reading is cancelled, at once if it is already.
    pub(super) fn when_cancelled(&self, stop: Stop) {
        lock(&self.stops).push(stop);
        if self.is_cancelled() {
            self.cancel();
        }
    }

    /// Bytes there are to read. `None` if unknown, as for a pipe.
    pub(crate) fn total(&self) -> Option<u64> {
        Some(self.total.load(Ordering::Relaxed)).filter(|total| *total > 0)
    }

    /// Makes the reading end soon with a failure.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::SeqCst);
        let stops = std::mem::take(&mut *lock(&self.stops));
        stops.into_iter().for_each(|stop| stop());
    }

    /// Whether it was cancelled.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }

    /// Sets the bytes there are to read; 0 if unknown.
    pub(super) fn expect(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Counts what is read of `input`, and stops reading once the reading is cancelled.
    pub(super) fn over<'w>(&'w self, input: impl Read + Send + 'w) -> Watched<'w> {
        Watched { input: Box::new(input), watch: self }
    }
}

/// An input under watch.
pub(super) struct Watched<'w> {
    input: Box<dyn Read + Send + 'w>,
    watch: &'w Watch,
}

impl Read for Watched<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.watch.is_cancelled() {
                return Err(io::Error::other("cancelled"));
            }
            match self.input.read(out) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => {
                    let read = *other.as_ref().unwrap_or(&0);
                    self.watch.read.fetch_add(read as u64, Ordering::Relaxed);
                    return other;
                }
            }
        }
    }
}
