//! One input, opened: unpacked where it was compressed, and its format known.

use super::bytes::Bytes;
use super::charset::{self, Decoded};
use super::failure::Failure;
use super::{Origin, Watch, foreign, packed};
use crate::source::{self, Likeness, Source};
use crate::thread::Notice;
use std::fs::{self, File};
use std::io::{self, BufRead, Read, Seek};
use std::os::fd::AsFd;
use std::sync::{Mutex, PoisonError};

/// An input whose format is known.
pub(super) struct Opened<'w> {
    pub(super) source: &'static dyn Source,
    bytes: Bytes<'w>,
}

/// Notices about inputs, in the order they are met.
#[derive(Debug, Default)]
pub(super) struct Told(Mutex<Vec<Notice>>);

impl Told {
    pub(super) fn add(&self, notice: Notice) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }

    pub(super) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<'w> Opened<'w> {
    /// Opens an input, and finds out its format unless that is given.
    pub(super) fn open(
        origin: &Origin,
        format: Option<&'static dyn Source>,
        watch: &'w Watch,
    ) -> Result<Self, Failure> {
        let start = watch.read();
        let bytes = Bytes::new(Box::new(watch.over(reader(origin)?)), watch);
        let failed = |error: io::Error| Failure::reading(origin, &error);
        let (mut bytes, is_packed) = packed::unpacked(bytes, start, watch).map_err(failed)?;
        let head = bytes.look().map_err(failed)?;
        if head.is_empty() {
            return Err(bytes.failure().map_or_else(|| Failure::empty(origin), failed));
        }
        if let Some(source) = format {
            return Ok(Self { source, bytes });
        }
        let foreign = |kind| Failure::foreign(origin, kind, is_packed);
        if let Some(kind) = foreign::binary(head) {
            return Err(foreign(kind));
        }
        let text = charset::beginning(head).map_err(failed)?;
        let Some(source) = source::recognise(head, &text) else { return Err(foreign(foreign::Kind::UNKNOWN)) };
        let likeness = source.likeness(if source.takes_text() { &text } else { head });
        match foreign::text(&text) {
            Some(kind) if likeness < Likeness::Likely => Err(foreign(kind)),
            _ => Ok(Self { source, bytes }),
        }
    }

    /// What is in it, as its source wants it. What its reader should know about it is `told` when it is dropped, as
    /// only then all of it has been read.
    pub(super) fn content(self, name: Option<String>, told: &'w Told) -> Content<'w> {
        let form = if self.source.takes_text() { Form::Text(Decoded::new(self.bytes)) } else { Form::Raw(self.bytes) };
        Content { form, name, told }
    }
}

/// What is in an input, for its source.
pub(super) struct Content<'w> {
    form: Form<'w>,
    /// Its name, where notices have to say which input they are about.
    name: Option<String>,
    told: &'w Told,
}

enum Form<'w> {
    Text(Decoded<'w>),
    Raw(Bytes<'w>),
}

impl BufRead for Content<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &mut self.form {
            Form::Text(text) => text.fill_buf(),
            Form::Raw(bytes) => bytes.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        match &mut self.form {
            Form::Text(text) => text.consume(bytes),
            Form::Raw(raw) => raw.consume(bytes),
        }
    }
}

impl Read for Content<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match &mut self.form {
            Form::Text(text) => text.read(out),
            Form::Raw(bytes) => bytes.read(out),
        }
    }
}

impl Drop for Content<'_> {
    fn drop(&mut self) {
        let name = self.name.as_deref();
        let tell = |notice: Notice| self.told.add(name.map_or(notice.clone(), |name| notice.of(name)));
        match &mut self.form {
            Form::Text(text) => text.notices().for_each(tell),
            Form::Raw(bytes) => bytes.notice().into_iter().for_each(tell),
        }
    }
}

fn reader(origin: &Origin) -> Result<Box<dyn Read + Send>, Failure> {
    match origin {
        Origin::Stdin => Ok(Box::new(io::stdin())),
        Origin::Included { text, .. } => Ok(Box::new(text.as_bytes())),
        Origin::File(path) => match File::open(path) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => Err(Failure::opening(path, &error)),
        },
        Origin::Several(_) => Err(Failure::empty(origin)),
    }
}

/// How many bytes an input has, where that can be known before it is read: not of a pipe. What is not there has none.
pub(super) fn size(origin: &Origin) -> Option<u64> {
    match origin {
        Origin::Stdin => rest_of_stdin(),
        Origin::Included { text, .. } => Some(text.len() as u64),
        Origin::File(path) => match fs::metadata(path) {
            Ok(about) => about.is_file().then_some(about.len()),
            Err(_) => Some(0),
        },
        Origin::Several(_) => None,
    }
}

/// How much of the file that standard input is redirected from is still to be read.
fn rest_of_stdin() -> Option<u64> {
    let mut file = File::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
    let about = file.metadata().ok().filter(fs::Metadata::is_file)?;
    Some(about.len().saturating_sub(file.stream_position().ok()?))
}
