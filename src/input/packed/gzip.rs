//! Gzip, RFC 1952: one member or several, and the padding that tapes and downloads leave behind them.

use super::super::bytes::Bytes;
use super::Packing;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// The content of all members.
pub(super) struct Gzip<'w> {
    /// `None` at the end.
    member: Option<GzDecoder<Bytes<'w>>>,
}

impl<'w> Gzip<'w> {
    pub(super) fn new(bytes: Bytes<'w>) -> Self {
        Self { member: Some(GzDecoder::new(bytes)) }
    }
}

impl Read for Gzip<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(out)?;
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            let Some(mut bytes) = self.member.take().map(GzDecoder::into_inner) else { break };
            let rest = bytes.fill_buf()?;
            if Packing::of(rest) == Some(Packing::Gzip) {
                self.member = Some(GzDecoder::new(bytes));
            } else if rest.iter().any(|byte| *byte != 0) {
                return Err(io::ErrorKind::Unsupported.into());
            }
        }
        Ok(0)
    }
}
