//! Splits a file of many messages as it is read: mailboxes and related formats.
//!
//! Supported: mboxo, mboxrd, mboxcl and mboxcl2, which all put a `From ` line before each message; MMDF with its lines
//! of control characters; batches of news; the logs of LISTSERV with their double rules. Any other input is one
//! message.
//!
//! ```text
//! From mara@harbour.example Mon Apr  3 10:32:00 2023
//! Subject: Who keeps the lamp?
//!
//! >From the pier it looked dark.
//! ```

use super::batch::{Batch, Mark};
use super::head::{Head, name, split_line};
use crate::source::date::parse as date;
use memchr::memmem::Finder;
use std::io::{self, BufRead};
use std::sync::LazyLock;

/// Bytes read at once.
const CHUNK: usize = 256 << 10;
/// Whether a message begins somewhere is decided within this many bytes.
const SIGHT: usize = 4 << 10;
/// Fields that mail programs write first.
const FIRST_FIELDS: &[&str] = &[
    "return-path",
    "received",
    "from",
    "to",
    "date",
    "subject",
    "message-id",
    "delivered-to",
    "delivery-date",
    "envelope-to",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "x-original-to",
    "path",
    "newsgroups",
    "xref",
    "status",
    "sender",
    "reply-to",
    "references",
    "in-reply-to",
    "organization",
    "list-id",
    "mailing-list",
    "precedence",
    "dkim-signature",
    "user-agent",
    "cc",
    "content-disposition",
];

/// The end of a head.
static BLANK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\n\n"));
/// The field with the length of a message, with either case of its first letter.
static LENGTH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"ontent-Length:"));

/// How messages are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// By `From ` lines.
    Mbox,
    /// By `From ` lines as git writes them before patches. In a mailbox whose first line is an ordinary one, git's
    /// lines begin no message.
    Patches,
    /// By lines of four `\x01` characters.
    Mmdf,
    /// By lines of `=` before a head.
    Listserv,
    /// By `#! rnews` lines.
    Batch,
    /// The input is a single message.
    Single,
}

impl Form {
    /// The form of an input, by its beginning.
    pub(super) fn of(head: &[u8]) -> Self {
        let start = head.get(lead(head)..).unwrap_or_default();
        let forms = [Self::Mbox, Self::Patches, Self::Mmdf, Self::Listserv, Self::Batch];
        let begins = |form: &Self| form.begins(start, true) == Begins::Yes;
        if let Some(form) = forms.into_iter().find(begins) {
            return form;
        }
        // Other text may precede the first message.
        let is_head = name(split_line(start).0).is_some();
        if !is_head && matches!(Self::Mbox.next(&Self::Mbox.finder(), start, 0, true), Next::At(_)) {
            Self::Mbox
        } else {
            Self::Single
        }
    }

    /// The beginning of every message, after a line break.
    fn mark(self) -> &'static [u8] {
        match self {
            Self::Mbox | Self::Patches => b"\nFrom ",
            Self::Mmdf => b"\n\x01\x01\x01\x01",
            Self::Listserv => b"\n========================================",
            Self::Batch => b"\n#! rnews ",
            Self::Single => b"",
        }
    }

    /// A finder of the mark.
    fn finder(self) -> Finder<'static> {
        Finder::new(self.mark())
    }

    /// Whether a message begins with `text`. Unless `is_whole`, the text continues beyond what has been read.
    fn begins(self, text: &[u8], is_whole: bool) -> Begins {
        let mark = self.mark();
        if mark.is_empty() || !text.starts_with(mark.get(1..).unwrap_or_default()) {
            return Begins::No;
        }
        if text.len() < SIGHT && !is_whole {
            return Begins::Unknown;
        }
        let (line, after) = split_line(text.get(..SIGHT).unwrap_or(text));
        let (next, _) = split_line(after);
        let begins = match self {
            Self::Mbox => !is_of_git(line) && is_envelope(line, next, after.is_empty()),
            Self::Patches => is_envelope(line, next, after.is_empty()),
            Self::Mmdf => line.iter().all(|&byte| byte == 1),
            Self::Listserv => line.len() > 60 && line.iter().all(|&byte| byte == b'=') && is_first_field(next),
            Self::Batch => name(next).is_some(),
            Self::Single => false,
        };
        if begins { Begins::Yes } else { Begins::No }
    }

    /// Where the next message begins, at `from` or later.
    fn next(self, finder: &Finder<'_>, text: &[u8], from: usize, is_whole: bool) -> Next {
        let mark = self.mark();
        if mark.is_empty() {
            return Next::NotBefore(text.len());
        }
        for at in finder.find_iter(text.get(from..).unwrap_or_default()) {
            let start = from + at + 1;
            match self.begins(text.get(start..).unwrap_or_default(), is_whole) {
                Begins::Yes => return Next::At(start),
                Begins::Unknown => return Next::NotBefore(start - 1),
                Begins::No => {}
            }
        }
        Next::NotBefore(text.len().saturating_sub(mark.len() - 1).max(from))
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Begins {
    Yes,
    No,
    /// More input is needed.
    Unknown,
}

enum Next {
    At(usize),
    /// No message begins before this place.
    NotBefore(usize),
}

/// The length of a byte-order mark and blank lines at the start of an input.
pub(super) fn lead(head: &[u8]) -> usize {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let blank = text.get(..text.len() - text.trim_ascii_start().len()).unwrap_or_default();
    head.len() - text.len() + memchr::memrchr(b'\n', blank).map_or(0, |end| end + 1)
}

/// Whether git wrote this line before a patch: `From 3f2a… Mon Sep 17 00:00:00 2001`, always with that time.
fn is_of_git(line: &[u8]) -> bool {
    let Some((hash, date)) = line.strip_prefix(b"From ").and_then(|rest| rest.split_at_checked(rest.len().min(40)))
    else {
        return false;
    };
    let date = date.get(date.iter().take_while(|byte| byte.is_ascii_hexdigit()).count()..).unwrap_or_default();
    hash.len() == 40 && hash.iter().all(u8::is_ascii_hexdigit) && date.trim_ascii() == b"Mon Sep 17 00:00:00 2001"
}

/// Whether a line that begins with `From ` begins a message. Normally it contains the time of delivery. Some programs
/// omit the time; the line after it must then begin with one of the commonest first fields.
fn is_envelope(line: &[u8], next: &[u8], is_last: bool) -> bool {
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).skip(1);
    let (mut month, mut clock, mut count) = (false, false, 0);
    for word in words.by_ref().take(32) {
        let word = word.strip_suffix(b",").unwrap_or(word);
        month |= date::month(word).is_some();
        clock |= date::clock(word).is_some();
        count += 1;
    }
    if month && clock {
        return is_last || name(next).is_some() || next.starts_with(b">From ") || next.is_empty();
    }
    count <= 1 && is_first_field(next)
}

/// Whether a line is a field that often begins a head.
pub(super) fn is_first_field(line: &[u8]) -> bool {
    name(line).is_some_and(|name| is_known(name) || name.starts_with(b"X-"))
}

/// Whether mail programs write a field with this name.
pub(super) fn is_known(name: &[u8]) -> bool {
    let name = name.trim_ascii_end();
    FIRST_FIELDS.iter().any(|field| field.as_bytes().eq_ignore_ascii_case(name))
}

/// The messages of an input, found one after another and collected in batches.
pub(super) struct Messages<'i> {
    input: &'i mut dyn BufRead,
    batch: Batch,
    /// Where the next message begins.
    start: usize,
    at_end: bool,
    form: Form,
    finder: Finder<'static>,
    /// A message was longer than the distance to the next line that looks like a beginning: this mailbox does not quote
    /// such lines.
    is_counted: bool,
    skipped: usize,
}

impl<'i> Messages<'i> {
    /// The messages of an input, added to those already in a batch.
    pub(super) fn new(input: &'i mut dyn BufRead, batch: Batch) -> io::Result<Self> {
        let begin = batch.bytes.len();
        let (form, finder) = (Form::Single, Form::Single.finder());
        let mut messages =
            Self { input, batch, start: begin, at_end: false, form, finder, is_counted: false, skipped: 0 };
        messages.fill()?;
        let text = messages.batch.bytes.get(begin..).unwrap_or_default();
        messages.form = Form::of(text);
        messages.start += lead(text);
        messages.finder = messages.form.finder();
        messages.skip()?;
        Ok(messages)
    }

    /// Bytes before the first message that belong to none.
    pub(super) fn skipped(&self) -> usize {
        self.skipped
    }

    /// Skips the text before the first message.
    fn skip(&mut self) -> io::Result<()> {
        if self.form == Form::Single {
            return Ok(());
        }
        if self.form.begins(self.batch.bytes.get(self.start..).unwrap_or_default(), self.at_end) == Begins::No {
            let end = self.find(self.start)?;
            self.skipped = end - self.start;
            self.start = end;
        }
        Ok(())
    }

    /// Collects messages until the batch has `enough` bytes, and returns it. `None` if the input ends first.
    pub(super) fn full_batch(&mut self, enough: usize, next: impl FnOnce() -> Batch) -> io::Result<Option<Batch>> {
        while self.start < enough {
            if self.start == self.batch.bytes.len() {
                self.fill()?;
            }
            if self.start == self.batch.bytes.len() && self.at_end {
                return Ok(None);
            }
            let mut end = self.find(self.start)?;
            if matches!(self.form, Form::Mbox | Form::Patches) {
                end = self.counted_end(end)?;
            }
            let start = std::mem::replace(&mut self.start, end);
            let is_rule = |bytes: &[u8]| bytes.trim_ascii_end().iter().all(|&byte| byte == 1);
            if self.form == Form::Mmdf && self.batch.bytes.get(start..end).is_some_and(is_rule) {
                continue;
            }
            let is_quoted = matches!(self.form, Form::Mbox | Form::Patches) && !self.is_counted;
            self.batch.marks.push(Mark { start, end, has_envelope: self.form != Form::Single, is_quoted });
        }
        let mut next = next();
        next.bytes.extend_from_slice(self.batch.bytes.get(self.start..).unwrap_or_default());
        let mut full = std::mem::replace(&mut self.batch, next);
        full.bytes.truncate(std::mem::take(&mut self.start));
        Ok(Some(full))
    }

    /// The messages since the last full batch.
    pub(super) fn into_batch(self) -> Batch {
        self.batch
    }

    /// Where the message at `start` ends.
    fn find(&mut self, start: usize) -> io::Result<usize> {
        let mut from = start;
        loop {
            match self.form.next(&self.finder, &self.batch.bytes, from, self.at_end) {
                Next::At(end) => return Ok(end),
                Next::NotBefore(_) if self.at_end => return Ok(self.batch.bytes.len()),
                Next::NotBefore(at) => {
                    self.fill()?;
                    from = at;
                }
            }
        }
    }

    /// Where the message at `start` ends by its own `Content-Length`, if that is beyond `end` and another message
    /// begins there. Otherwise `end`.
    fn counted_end(&mut self, end: usize) -> io::Result<usize> {
        let whole = self.batch.bytes.get(self.start..end).unwrap_or_default();
        let (_, message) = split_line(whole);
        let head_length = BLANK.find(message).unwrap_or(message.len());
        let names_length = |head: &[u8]| LENGTH.find(head).is_some();
        if end == self.batch.bytes.len() || !message.get(..head_length).is_some_and(names_length) {
            return Ok(end);
        }
        let (head, body) = Head::split(message);
        let length = head.length.and_then(|field| std::str::from_utf8(field).ok()?.parse::<usize>().ok());
        let Some(length) = length.filter(|&length| length > body.len() && length < 1 << 30) else { return Ok(end) };
        let whole_length = end - self.start - body.len() + length;
        while self.batch.bytes.len() - self.start < whole_length + SIGHT && !self.at_end {
            self.fill()?;
        }
        let after = self.batch.bytes.get(self.start + whole_length..).unwrap_or_default();
        let blank = after.iter().take(4).take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let rest = after.get(blank..).unwrap_or_default();
        let is_exact = self.batch.bytes.len() - self.start >= whole_length;
        if is_exact && (rest.is_empty() || self.form.begins(rest, self.at_end) == Begins::Yes) {
            self.is_counted = true;
            return Ok(self.start + whole_length + blank);
        }
        Ok(end)
    }

    /// Reads more.
    fn fill(&mut self) -> io::Result<()> {
        let enough = self.batch.bytes.len() + CHUNK;
        while self.batch.bytes.len() < enough && !self.at_end {
            let more = self.input.fill_buf()?;
            let length = more.len();
            self.batch.bytes.extend_from_slice(more);
            self.input.consume(length);
            self.at_end = length == 0;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::batch::Message;
    use super::*;

    fn bodies(mut input: &[u8]) -> Vec<String> {
        let mut messages = Messages::new(&mut input, Batch::default()).unwrap();
        assert!(messages.full_batch(usize::MAX, Batch::default).unwrap().is_none());
        let body = |message: Message<'_>| String::from_utf8_lossy(Head::split(message.bytes).1).trim_end().to_owned();
        messages.into_batch().messages().map(body).collect()
    }

    const ENVELOPE: &str = "From mara@harbour.example Mon Apr  3 10:32:00 2023";

    fn split(text: &str) -> Vec<String> {
        bodies(text.replace('~', ENVELOPE).as_bytes())
    }

    #[test]
    fn messages_begin_at_lines_that_say_when_they_came() {
        assert_eq!(split("~\nSubject: a\n\none\n\n~\nSubject: b\n\ntwo\n"), ["one", "two"]);
        assert_eq!(split("~\nA: a\n\none\n~\nB: b\n\ntwo"), ["one", "two"], "without a blank line between");
        assert_eq!(split(" \r\n\t\r\n~\r\nA: a\r\n\r\none\r\n\r\n~\r\nB: b\r\n\r\ntwo"), ["one", "two"]);
    }

    #[test]
    fn lines_of_prose_begin_no_message() {
        let prose = "From the pier it was dark.\nSubject: none\n\nFrom Monday on: light.\nFrom 10:32 in May\nIt was.";
        assert_eq!(split(&format!("~\nA: a\n\n{prose}")), [prose]);
    }

    #[test]
    fn the_first_line_of_a_patch_begins_a_message_only_among_patches() {
        let patch = "From 3f2a9c1b7d5e4a6f8091b2c3d4e5f60718293a4b Mon Sep 17 00:00:00 2001\nFrom: a\n\nlight it";
        assert_eq!(split(&format!("~\nA: a\n\n{patch}\n\n~\nB: b\n\ntwo")), [patch, "two"]);
        assert_eq!(split(&format!("{patch}\n\n{patch}\n\n~\nB: b\n\ntwo")), ["light it", "light it", "two"]);
    }

    #[test]
    fn lines_without_a_date_begin_a_message_before_a_head() {
        assert_eq!(split("From mara\nSubject: a\n\none\n\nFrom -\nX-Mark: b\n\ntwo"), ["one", "two"]);
    }

    #[test]
    fn a_length_that_is_said_counts_where_it_leads_to_another_message() {
        let inner = format!("one\n\n{ENVELOPE}\nA: a\n\nstill one\n");
        let counted = format!("~\nContent-Length: {}\n\n{inner}\n~\nB: b\n\ntwo", inner.len());
        assert_eq!(split(&counted), [inner.trim_end(), "two"]);
        let last = format!("~\nContent-Length: {}\n\n{inner}", inner.len());
        assert_eq!(split(&last), [inner.trim_end()]);
        let wrong = format!("~\nContent-Length: {}\n\n{inner}\n~\nB: b\n\ntwo", inner.len() + 3);
        assert_eq!(split(&wrong).len(), 3);
    }

    #[test]
    fn other_files_of_messages_are_told_apart_too() {
        assert_eq!(
            split("\x01\x01\x01\x01\nA: a\n\none\n\x01\x01\x01\x01\n\x01\x01\x01\x01\nB: b\n\ntwo\n\x01\x01\x01\x01\n")
                .len(),
            2
        );
        let rule = "=".repeat(73);
        assert_eq!(split(&format!("{rule}\nDate: a\n\none\n{rule}\ntwo\n{rule}\nDate: b\n\nthree")).len(), 2);
        assert_eq!(split("#! rnews 12\nPath: a\n\none\n#! rnews 12\nPath: b\n\ntwo"), ["one", "two"]);
        assert_eq!(split("Subject: a\n\none\n\n~\nB: b\n\nquoted").len(), 1, "one message that quotes a mailbox");
    }

    #[test]
    fn what_stands_before_the_first_message_is_passed() {
        let mut input = &b"no field here\nFrom mara@harbour.example Mon Apr  3 10:32:00 2023\nA: a\n\none"[..];
        let mut messages = Messages::new(&mut input, Batch::default()).unwrap();
        assert_eq!(messages.skipped(), 14);
        assert!(messages.full_batch(usize::MAX, Batch::default).unwrap().is_none());
        assert_eq!(messages.into_batch().messages().next().unwrap().bytes, b"A: a\n\none");
    }

    #[test]
    fn messages_are_told_apart_however_the_bytes_come() {
        let text = format!("{ENVELOPE}\nA: a\n\n{}\n", "a line of text\n".repeat(30_000)).repeat(5);
        for (capacity, enough) in [(1, usize::MAX), (7, 600_000), (1 << 20, 1)] {
            let mut input = io::BufReader::with_capacity(capacity, text.as_bytes());
            let mut messages = Messages::new(&mut input, Batch::default()).unwrap();
            let mut batches = Vec::new();
            while let Some(batch) = messages.full_batch(enough, Batch::default).unwrap() {
                batches.push(batch);
            }
            batches.push(messages.into_batch());
            let lengths: Vec<_> = batches.iter().flat_map(Batch::messages).map(|message| message.bytes.len()).collect();
            assert_eq!(lengths, [text.len() / 5 - ENVELOPE.len() - 1; 5]);
        }
    }
}
