//! Reads ahead: one thread reads and decodes an input while another makes posts of it.

use crate::source::read_buffered;
use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::Scope;

/// Pieces that may wait to be taken.
const MAX_WAITING: usize = 4;

/// An input that another thread reads.
pub(super) struct ReadAhead {
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// Used pieces go back here to be filled again.
    back: Sender<Vec<u8>>,
    piece: Vec<u8>,
    taken: usize,
}

impl ReadAhead {
    /// Starts to read. The input is dropped once it is read to its end, or soon after nobody waits for it.
    pub(super) fn of<'scope>(input: impl BufRead + Send + 'scope, scope: &'scope Scope<'scope, '_>) -> Self {
        let (sender, pieces) = sync_channel(MAX_WAITING);
        let (back, empty) = channel();
        scope.spawn(move || read(input, &sender, &empty));
        Self { pieces, back, piece: Vec::new(), taken: 0 }
    }
}

fn read(mut input: impl BufRead, pieces: &SyncSender<io::Result<Vec<u8>>>, empty: &Receiver<Vec<u8>>) {
    loop {
        let mut piece = empty.try_recv().unwrap_or_default();
        piece.clear();
        let found = input.fill_buf().map(|sight| piece.extend_from_slice(sight));
        input.consume(piece.len());
        let is_last = found.is_err() || piece.is_empty();
        if pieces.send(found.map(|()| piece)).is_err() || is_last {
            return;
        }
    }
}

impl BufRead for ReadAhead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken >= self.piece.len()
            && let Ok(next) = self.pieces.recv()
        {
            // If the other thread is gone, nobody needs the buffer back.
            let _ = self.back.send(std::mem::replace(&mut self.piece, next?));
            self.taken = 0;
        }
        Ok(self.piece.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, bytes: usize) {
        self.taken += bytes;
    }
}

impl Read for ReadAhead {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn what_is_read_ahead_comes_whole_and_in_order() {
        let bytes: Vec<u8> = (0..10_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut copy = Vec::new();
        std::thread::scope(|scope| {
            ReadAhead::of(BufReader::with_capacity(7, &*bytes), scope).read_to_end(&mut copy).unwrap();
        });
        assert_eq!(copy, bytes);
    }

    #[test]
    fn a_reader_that_turns_away_ends_the_reading() {
        std::thread::scope(|scope| {
            let mut ahead = ReadAhead::of(BufReader::new(io::repeat(7)), scope);
            assert_eq!(ahead.fill_buf().unwrap().first(), Some(&7));
        });
    }

    #[test]
    fn a_failure_is_told_behind_what_came_before_it() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("broken"))
            }
        }
        std::thread::scope(|scope| {
            let mut copy = Vec::new();
            let mut ahead = ReadAhead::of(BufReader::with_capacity(3, b"lamp".chain(Broken)), scope);
            assert_eq!(ahead.read_to_end(&mut copy).unwrap_err().to_string(), "broken");
            assert_eq!(copy, b"lamp");
        });
    }
}
