//! Parses messages from their bytes: everything that one message tells without the others.

use super::batch::{Batch, Message};
use super::forest::{Id, Key};
use super::head::{Head, ids, lone_id, own_id};
use super::mime::{Content, content, unquoted};
use super::own::{Own, exact};
use super::{subject, words};
use crate::source::date::parse as date;
use crate::thread::{Notation, Time};
use memchr::memmem;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// The contents of the messages in a batch.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub(super) list: Vec<Letter>,
    /// The ids and bodies of all.
    pub(super) words: String,
    /// Their titles and authors.
    pub(super) sides: String,
    /// The ids that they name.
    pub(super) named: Vec<Id>,
    pub(super) batch: Batch,
}

impl Letters {
    /// Drops all messages and keeps their memory for reuse.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.words.clear();
        self.sides.clear();
        self.named.clear();
        self.batch.clear();
    }
}

/// The contents of a message.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) id: Option<Id>,
    /// The range of its id and then its body in `words`.
    pub(super) words: Range<usize>,
    pub(super) id_length: usize,
    pub(super) notation: Notation,
    pub(super) time: Option<Time>,
    pub(super) author: Option<Range<usize>>,
    pub(super) title: Range<usize>,
    /// The hash of its subject without marks of a reply. `None` if it has none.
    pub(super) subject: Option<u64>,
    /// Whether its title has marks of a reply.
    pub(super) is_reply: bool,
    /// The ids that it names, its parent last.
    pub(super) named: Range<usize>,
    /// What it has in place of a date.
    pub(super) undated: Option<Box<str>>,
    /// What could not be read properly.
    pub(super) broken: Option<&'static str>,
    /// threadle's own record, if it wrote the message; of the rest only ids, subject and body count then.
    pub(super) own: Option<Box<Own>>,
    /// The post that it addresses, by that record.
    pub(super) answers: Option<Id>,
}

/// Reads messages.
#[derive(Default)]
pub(super) struct Reader {
    key: Key,
    authors: Authors,
}

/// Decoded names by their field: the same people write again and again.
#[derive(Default)]
struct Authors {
    names: HashMap<Box<[u8]>, Box<str>>,
}

impl Authors {
    /// The author's name in a field.
    fn name<'n>(&'n mut self, field: &'n [u8], kind: Option<&[u8]>) -> &'n str {
        /// Names that are remembered at most.
        const MOST: usize = 1 << 14;
        if let Some(name) = words::plain_author(field) {
            return name;
        }
        if self.names.len() >= MOST {
            self.names.clear();
        }
        self.names.entry(field.into()).or_insert_with(|| words::author(field, kind).into())
    }
}

impl Reader {
    /// A reader that hashes with this key.
    pub(super) fn new(key: Key) -> Self {
        Self { key, authors: Authors::default() }
    }

    /// Reads the messages of a batch.
    pub(super) fn read(&mut self, letters: &mut Letters) {
        let batch = std::mem::take(&mut letters.batch);
        letters.words.reserve_exact(batch.bytes.len());
        for message in batch.messages() {
            let letter = self.letter(message, letters);
            letters.list.push(letter);
        }
        letters.words.shrink_to_fit();
        letters.batch = batch;
    }

    fn letter(&mut self, message: Message<'_>, letters: &mut Letters) -> Letter {
        let (head, body) = Head::split(message.bytes);
        let own = head.own.and_then(Own::read).map(Box::new);
        let said = head.date.and_then(date::parse);
        let undated = head.date.filter(|field| said.is_none() && !field.is_empty());
        let undated = undated.map(|field| words::text(field, None).into());
        let time = said.or_else(|| date::of_envelope(message.envelope));
        let named = letters.named.len();
        let references = head.references.map(clear).unwrap_or_default();
        let in_reply_to = head.in_reply_to.map(clear).unwrap_or_default();
        letters.named.extend(named_by(&references, &in_reply_to).map(|id| self.key.id(id)));

        let kind = head.content_type.filter(|_| own.is_none());
        let title = head.subject.map(|field| words::text(field, kind)).unwrap_or_default();
        let title = subject::trimmed(&title);
        let (bare, is_reply) = subject::strip(&title);
        let subject = (!bare.is_empty()).then(|| self.key.text(&bare));
        let title = put(&mut letters.sides, &title);
        let author = head.from.or(head.sender).map(|field| self.authors.name(field, head.content_type));
        let author = author.map(|name| put(&mut letters.sides, name));

        let id = head.id.map(clear).unwrap_or_default();
        let id = own_id(&id);
        let id_words = put(&mut letters.words, &id.map(String::from_utf8_lossy).unwrap_or_default());
        let body = if message.is_quoted { unquoted(body) } else { Cow::Borrowed(body) };
        let Content { notation, text, broken } = match own {
            Some(_) => {
                let text = Cow::Owned(exact(&body, head.encoding));
                Content { notation: Notation::default(), text, broken: None }
            }
            None => content(&head, &body),
        };
        let body_words = put(&mut letters.words, &text);
        Letter {
            id: id.map(|id| self.key.id(id)),
            words: id_words.start..body_words.end,
            id_length: id_words.len(),
            notation,
            time,
            author,
            title,
            subject,
            is_reply,
            named: named..letters.named.len(),
            undated,
            broken,
            answers: own.as_ref().and_then(|own| own.answers.as_deref()).map(|id| self.key.id(id.as_bytes())),
            own,
        }
    }
}

/// A field of ids with its encoded words decoded: some list programs write even these so.
fn clear(field: &[u8]) -> Cow<'_, [u8]> {
    match memmem::find(field, b"=?") {
        Some(_) => Cow::Owned(words::text(field, None).into_owned().into_bytes()),
        None => Cow::Borrowed(field),
    }
}

/// The ids that a message names, its parent last.
fn named_by<'m>(references: &'m [u8], in_reply_to: &'m [u8]) -> impl Iterator<Item = &'m [u8]> {
    let is_last = move |id: &[u8]| {
        let inner = references.strip_suffix(b">").and_then(|references| references.strip_suffix(id));
        inner.is_some_and(|before| before.ends_with(b"<"))
    };
    let answered = ids(in_reply_to).next().or_else(|| lone_id(in_reply_to)).filter(|id| !is_last(id));
    ids(references).chain(answered)
}

/// Appends words and returns their range.
fn put(all: &mut String, words: &str) -> Range<usize> {
    let start = all.len();
    all.push_str(words);
    start..all.len()
}
