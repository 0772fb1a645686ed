//! The xz and lzip formats, with one stream or several.

use super::super::bytes::Bytes;
use lzma_rust2::{Action, LzipStream, Status, StreamResult, XzStream};
use std::io::{self, BufRead, Read};

/// Memory that an archive may ask for, in KiB. `xz -9` asks for 65 MiB.
const MEMORY: u32 = 1 << 20;

/// A stream in either format.
enum Stream {
    Xz(XzStream),
    Lzip(LzipStream),
}

impl Stream {
    fn total_out(&self) -> u64 {
        match self {
            Self::Xz(stream) => stream.total_out(),
            Self::Lzip(stream) => stream.total_out(),
        }
    }

    fn process(&mut self, input: &[u8], out: &mut [u8], action: Action) -> io::Result<StreamResult> {
        match self {
            Self::Xz(stream) => stream.process(input, out, action),
            Self::Lzip(stream) => stream.process(input, out, action),
        }
    }
}

/// The content of all streams.
pub(super) struct Lzma<'w> {
    bytes: Bytes<'w>,
    stream: Stream,
    /// Why it broke off; reported after the bytes before.
    broken: Option<io::Error>,
    ended: bool,
}

impl<'w> Lzma<'w> {
    pub(super) fn xz(bytes: Bytes<'w>) -> Self {
        Self { bytes, stream: Stream::Xz(XzStream::new_mem_limit(true, MEMORY)), broken: None, ended: false }
    }

    pub(super) fn lzip(bytes: Bytes<'w>) -> Self {
        Self { bytes, stream: Stream::Lzip(LzipStream::new_mem_limit(true, MEMORY)), broken: None, ended: false }
    }
}

impl Read for Lzma<'_> {
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
