//! One open input: unpacked if it was compressed, and its format known.

use super::bytes::Bytes;
use super::charset::{self, Decoded};
use super::failure::Failure;
use super::{Origin, Watch, packed, unsupported};
use crate::source::{self, Likeness, Source};
use crate::thread::{Notice, Reasons};
use std::io::{self, BufRead, Read};
use std::sync::{Mutex, PoisonError};

/// An input whose format is known.
pub(super) struct Opened<'w> {
    pub(super) source: &'static dyn Source,
    bytes: Bytes<'w>,
}

/// Notices about inputs, in the order they were found.
#[derive(Debug, Default)]
pub(super) struct Notices(Mutex<Vec<Notice>>);

impl Notices {
    pub(super) fn add(&self, notice: Notice) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }

    pub(super) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<'w> Opened<'w> {
    /// Opens an input, and recognises its format unless one is given.
    pub(super) fn open(
        origin: &Origin,
        format: Option<&'static dyn Source>,
        watch: &'w Watch,
    ) -> Result<Self, Failure> {
        let start = watch.read();
        let bytes = Bytes::new(Box::new(watch.over(origin.kind().bytes()?)), watch);
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
        if let Some(kind) = unsupported::binary(head) {
            return Err(foreign(kind));
        }
        let text = charset::beginning(head).map_err(failed)?;
        let Some(source) = source::recognise(head, &text) else { return Err(foreign(unsupported::Kind::UNKNOWN)) };
        let likeness = source.likeness(if source.takes_text() { &text } else { head });
        match unsupported::text(&text) {
            Some(kind) if likeness < Likeness::Likely => Err(foreign(kind)),
            _ => Ok(Self { source, bytes }),
        }
    }

    /// Says why it is read in its format.
    pub(super) fn explain(&mut self, reasons: &mut Reasons) {
        if reasons.are_wanted()
            && let Ok(head) = self.bytes.look()
            && let Ok(text) = charset::beginning(head)
        {
            reasons.say(|| source::weighed(self.source, head, &text));
        }
    }

    /// The content in the form that its source takes. Notices about it go to `told` when it is dropped, since only then
    /// all of it has been read.
    pub(super) fn content(self, name: Option<String>, told: &'w Notices) -> Content<'w> {
        let form = if self.source.takes_text() { Form::Text(Decoded::new(self.bytes)) } else { Form::Raw(self.bytes) };
        Content { form, name, told }
    }
}

/// The content of an input, for its source.
pub(super) struct Content<'w> {
    form: Form<'w>,
    /// Its name, if notices must say which input they are about.
    name: Option<String>,
    told: &'w Notices,
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
