//! The bytes of an input, with a piece of them in sight before they are taken.

use super::Watch;
use crate::thread::{Notice, Place};
use std::io::{self, BufRead, Read};

/// How many bytes are in sight at most, and at least half of it where the input has them.
const SIGHT: usize = 256 << 10;

/// An input that tells how far it is read and can be ended from outside.
pub(super) struct Bytes<'w> {
    input: Box<dyn Read + 'w>,
    watch: &'w Watch,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    taken: u64,
    at_end: bool,
    failure: Option<io::Error>,
}

impl<'w> Bytes<'w> {
    pub(super) fn new(input: Box<dyn Read + 'w>, watch: &'w Watch) -> Self {
        let buffer = vec![0; SIGHT].into_boxed_slice();
        Self { input, watch, buffer, start: 0, end: 0, taken: 0, at_end: false, failure: None }
    }

    /// What comes next, 128 KiB of it at least, or all that is left. Nothing at the end.
    ///
    /// An input that fails ends there, and [`failure`](Self::failure) tells why: what came before is worth reading.
    /// An error is returned only when the reading was cancelled.
    pub(super) fn look(&mut self) -> io::Result<&[u8]> {
        if self.end - self.start < SIGHT / 2 && !self.at_end {
            self.fill()?;
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    /// How many bytes have been taken.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Whether nothing comes after what is in sight.
    pub(super) fn is_at_end(&self) -> bool {
        self.at_end
    }

    /// What the reader should know about how the input ended, once it has been read.
    pub(super) fn notice(&mut self) -> Option<Notice> {
        let place = Place::Byte(self.taken());
        self.failure().map(|error| Notice::at(place, format!("reading stopped here: {}", super::told(&error))))
    }

    /// Why the input ended, where it was not its end.
    pub(super) fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        while !self.at_end {
            if self.watch.is_cancelled() {
                return Err(io::Error::other("cancelled"));
            }
            let Some(room) = self.buffer.get_mut(self.end..).filter(|room| !room.is_empty()) else { break };
            match self.input.read(room) {
                Ok(0) => self.at_end = true,
                Ok(read) => {
                    self.end += read;
                    self.watch.advance(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.at_end = true;
                    self.failure = Some(error);
                }
            }
        }
        Ok(())
    }
}

impl BufRead for Bytes<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.look()
    }

    fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
        self.taken += bytes as u64;
    }
}

impl Read for Bytes<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut sight = self.look()?;
        let read = sight.read(out)?;
        self.consume(read);
        Ok(read)
    }
}
