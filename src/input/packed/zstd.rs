//! Zstandard, RFC 8878: frame after frame, with skippable frames between them.

use super::super::bytes::Bytes;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, Read};

/// How far a frame may look back, in bytes: as far as `zstd` itself goes unless asked for more. This memory is taken
/// before the first byte of the frame is read.
const WINDOW: u64 = 128 << 20;

/// An empty last block, and a checksum that nobody checks.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

/// The content of all frames.
pub(super) struct Zstd<'w> {
    bytes: Bytes<'w>,
    decoder: FrameDecoder,
    state: State,
}

enum State {
    Between,
    Within,
    /// A frame broke off: its content comes first, then the reason.
    Broken(io::Error),
    Ended,
}

impl<'w> Zstd<'w> {
    pub(super) fn new(bytes: Bytes<'w>) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Self { bytes, decoder, state: State::Between }
    }

    /// Begins or skips the next frame, if there is one.
    fn begin(&mut self) -> io::Result<()> {
        if self.bytes.fill_buf()?.is_empty() {
            self.state = State::Ended;
            return Ok(());
        }
        match self.decoder.reset(&mut self.bytes) {
            Ok(()) => self.state = State::Within,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                let length = u64::from(length);
                if io::copy(&mut self.bytes.by_ref().take(length), &mut io::sink())? < length {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
            Err(error) => return Err(self.broken(&error)),
        }
        Ok(())
    }

    /// Decodes one block. Ends a frame that breaks off, since the decoder holds back what later blocks may refer to.
    fn decode(&mut self) {
        if let Err(error) = self.decoder.decode_blocks(&mut self.bytes, BlockDecodingStrategy::UptoBlocks(1)) {
            let why = self.broken(&error);
            // If even that fails, there is nothing to collect.
            _ = self.decoder.decode_blocks(LAST_BLOCK.as_slice(), BlockDecodingStrategy::UptoBlocks(1));
            self.state = State::Broken(why);
        }
    }

    /// Why a frame broke off. The decoder's own errors are many and tell a reader nothing.
    fn broken(&self, error: &FrameDecoderError) -> io::Error {
        match error {
            FrameDecoderError::WindowSizeTooBig { .. } => io::ErrorKind::OutOfMemory.into(),
            FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::BadMagicNumber(_)) => {
                io::ErrorKind::Unsupported.into()
            }
            _ if self.bytes.is_exhausted() => io::ErrorKind::UnexpectedEof.into(),
            _ => io::ErrorKind::InvalidData.into(),
        }
    }
}

impl Read for Zstd<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !out.is_empty() {
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(out);
            }
            match &self.state {
                State::Ended => break,
                State::Between => {
                    let begun = self.begin();
                    if begun.is_err() {
                        self.state = State::Ended;
                        return begun.map(|()| 0);
                    }
                }
                State::Within if self.decoder.is_finished() => self.state = State::Between,
                State::Within => self.decode(),
                State::Broken(_) => {
                    if let State::Broken(why) = std::mem::replace(&mut self.state, State::Ended) {
                        return Err(why);
                    }
                }
            }
        }
        Ok(0)
    }
}
