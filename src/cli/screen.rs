//! The way from the command line to the reader.

use super::args::Theme;
use super::message::Stop;
use crate::input::Origin;
use crate::source::Source;
use std::io::{self, Write};

/// Opens the reader on a thread.
///
/// Where the thread comes through standard input, the keyboard is at `/dev/tty`.
pub(super) fn read(_origin: &Origin, _format: Option<&'static dyn Source>, _theme: Theme) -> Result<(), Stop> {
    Err(Stop::wrong_call("the reader is not built in".to_owned(), "-t text writes the thread out"))
}

/// Writes the table of keys.
pub(super) fn list_keys(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "no keys: the reader is not built in")
}
