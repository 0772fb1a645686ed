//! The bytes of an input, with a part of them visible before they are taken.

use super::Watch;
use crate::disk::error_text;
use crate::source::read_buffered;
use crate::thread::{Notice, Place};
use std::io::{self, BufRead, Read};

/// Visible bytes at most; at least half as many are visible if the input has them.
const VISIBLE: usize = 256 << 10;
/// Visible bytes at first: many small files need only small buffers.
const FIRST_VISIBLE: usize = 8 << 10;
/// Bytes read of one input at most: they are held in memory, and a pipe may never end.
const MOST: u64 = 8 << 30;

/// An input that ends where it fails, and where it gets too long.
pub(super) struct Bytes<'w> {
    input: Box<dyn Read + Send + 'w>,
    watch: &'w Watch,
    most: u64,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    taken: u64,
    at_end: bool,
    failure: Option<io::Error>,
}

impl<'w> Bytes<'w> {
    pub(super) fn new(input: Box<dyn Read + Send + 'w>, watch: &'w Watch) -> Self {
        let buffer = vec![0; FIRST_VISIBLE];
        Self { input, watch, most: MOST, buffer, start: 0, end: 0, taken: 0, at_end: false, failure: None }
    }

    /// The next bytes: at least 128 KiB, or all that are left. Empty at the end.
    ///
    /// An input that fails ends there, and [`failure`](Self::failure) says why: what came before is worth reading.
    /// Returns an error only if reading was cancelled.
    pub(super) fn look(&mut self) -> io::Result<&[u8]> {
        if self.end - self.start < VISIBLE / 2 && !self.at_end {
            self.fill()?;
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    /// The number of bytes taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Whether nothing follows the visible bytes.
    pub(super) fn is_at_end(&self) -> bool {
        self.at_end
    }

    /// Whether all bytes have been taken.
    pub(super) fn is_exhausted(&self) -> bool {
        self.at_end && self.start == self.end
    }

    /// Why the input ended early. `None` if it did not.
    pub(super) fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    /// The same as a notice.
    pub(super) fn notice(&mut self) -> Option<Notice> {
        let why = self.failure()?;
        let place = Place::Byte(self.taken + (self.end - self.start) as u64);
        Some(Notice::at(place, format!("reading stopped here: {}", error_text(&why))))
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        while !self.at_end {
            if self.end == self.buffer.len() && self.end < VISIBLE {
                self.buffer.resize((self.end * 2).min(VISIBLE), 0);
            }
            let Some(room) = self.buffer.get_mut(self.end..).filter(|room| !room.is_empty()) else { break };
            match self.input.read(room) {
                Ok(0) => self.at_end = true,
                Ok(read) => {
                    self.end += read;
                    if self.taken + self.end as u64 > self.most {
                        self.end = usize::try_from(self.most.saturating_sub(self.taken)).unwrap_or(self.end);
                        let message = format!("only the first {} of an input are read", in_words(self.most));
                        self.fail(io::Error::other(message));
                    }
                }
                Err(error) if self.watch.is_cancelled() => return Err(error),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.fail(error),
            }
        }
        Ok(())
    }

    fn fail(&mut self, why: io::Error) {
        self.at_end = true;
        self.failure = Some(why);
    }
}

impl BufRead for Bytes<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.look()
    }

    fn consume(&mut self, bytes: usize) {
        let from = self.start;
        self.start = (from + bytes).min(self.end);
        self.taken += (self.start - from) as u64;
    }
}

impl Read for Bytes<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, out)
    }
}

/// A number of bytes in words, rounded down.
pub(super) fn in_words(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let unit = UNITS.iter().find(|(size, _)| bytes >= *size);
    unit.map_or_else(|| format!("{bytes} bytes"), |(size, name)| format!("{} {name}", bytes / size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_without_end_is_cut_and_the_place_told() {
        let watch = Watch::default();
        let mut bytes = Bytes::new(Box::new(io::repeat(b'x')), &watch);
        bytes.most = 600 << 10;
        assert_eq!(io::copy(&mut bytes, &mut io::sink()).unwrap(), 600 << 10);
        let told = bytes.notice().unwrap().to_string();
        assert_eq!(told, "byte 614400: reading stopped here: only the first 600 KiB of an input are read");
    }

    #[test]
    fn small_inputs_have_small_buffers() {
        let watch = Watch::default();
        let mut bytes = Bytes::new(Box::new(&b"Lamp"[..]), &watch);
        assert_eq!(bytes.look().unwrap(), b"Lamp");
        assert_eq!(bytes.buffer.len(), FIRST_VISIBLE);
    }
}
