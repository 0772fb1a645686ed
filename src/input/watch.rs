//! A reading that goes on in another thread of the program, watched and ended from outside.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far a reading has come, and whether it shall end early.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    read: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Watch {
    /// Bytes read so far, as they lie in the files. It can grow beyond [`total`](Self::total) where a file grows.
    pub(crate) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes that there are to read, where that is known: not of a pipe.
    pub(crate) fn total(&self) -> Option<u64> {
        Some(self.total.load(Ordering::Relaxed)).filter(|total| *total > 0)
    }

    /// Lets the reading end soon with a failure.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was cancelled.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// 0 where it is not known.
    pub(super) fn expect(&self, total: u64) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// What of `input` is read is counted, and nothing of it is read once the reading is cancelled.
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
