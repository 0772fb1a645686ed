//! The xz format, of one stream or several.

use super::super::bytes::Bytes;
use lzma_rust2::{Action, Status, XzStream};
use std::io::{self, BufRead, Read};

/// How much memory an archive may ask for, in KiB. `xz -9` asks for 65 MiB.
const MEMORY: u32 = 1 << 20;

/// The content of all streams.
pub(super) struct Xz<'w> {
    bytes: Bytes<'w>,
    stream: XzStream,
    /// Why it broke off: told once what came before has been given.
    broken: Option<io::Error>,
    ended: bool,
}

impl<'w> Xz<'w> {
    pub(super) fn new(bytes: Bytes<'w>) -> Self {
        Self { bytes, stream: XzStream::new_mem_limit(true, MEMORY), broken: None, ended: false }
    }
}

impl Read for Xz<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if let Some(why) = self.broken.take() {
            self.ended = true;
            return Err(why);
        }
        while !self.ended && !out.is_empty() {
            let input = self.bytes.fill_buf()?;
            let action = if input.is_empty() { Action::Finish } else { Action::Run };
            let before = self.stream.total_out();
            match self.stream.process(input, out, action) {
                Ok(done) => {
                    let stuck = input.is_empty() && done.bytes_produced == 0;
                    self.bytes.consume(done.bytes_consumed);
                    self.ended = done.status == Status::StreamEnd;
                    if done.bytes_produced > 0 {
                        return Ok(done.bytes_produced);
                    }
                    if stuck && !self.ended {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(why) => {
                    let produced = usize::try_from(self.stream.total_out() - before).unwrap_or(0);
                    if produced == 0 {
                        self.ended = true;
                        return Err(why);
                    }
                    self.broken = Some(why);
                    return Ok(produced.min(out.len()));
                }
            }
        }
        Ok(0)
    }
}
