//! Messages handed to the builder as they come, and their threads when all are there.

use super::forest::{Forest, Subject};
use super::head::{Head, ids, own_id};
use super::mbox::Message;
use super::mime::{Content, content, escaped, unquoted};
use super::own::{About, Own, exact};
use super::subject::Subjects;
use super::threading::Found;
use super::{date, words};
use crate::thread::{Builder, Draft, DraftId, Notation, Notice, Parent, Place, Time};
use std::borrow::Cow;
use std::collections::HashMap;

/// After so many messages their beginning is shown.
const PREVIEW: usize = 200;

/// Takes messages from wherever they come and threads them together.
pub(super) struct Mailbox<'b> {
    builder: &'b mut Builder,
    threads: Threads,
    authors: Authors,
    messages: usize,
    /// The time of the message before, for one that says none.
    time: i64,
    copies: Tally,
    namesakes: Tally,
    undated: Tally,
    broken: Tally,
}

/// What is known of the threads.
#[derive(Clone, Default)]
struct Threads {
    forest: Forest,
    subjects: Subjects,
    /// What threadle wrote over the threads that it wrote, by their opening messages.
    written: HashMap<u32, About>,
    /// Messages that speak to another than the one they reply to, with its id.
    answers: Vec<(u32, Box<str>)>,
}

/// Names that took some work to read, by the field that they are in: the same people write again and again.
#[derive(Default)]
struct Authors {
    names: HashMap<Box<[u8]>, Box<str>>,
}

impl Authors {
    /// The name of the author that a field tells.
    fn name<'n>(&'n mut self, field: &'n [u8], kind: Option<&[u8]>) -> &'n str {
        /// More than that are not remembered.
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

/// How often something was met, and where first.
#[derive(Default)]
struct Tally {
    count: usize,
    first: usize,
    found: String,
}

impl Tally {
    fn add(&mut self, place: usize, found: impl FnOnce() -> String) {
        if self.count == 0 {
            (self.first, self.found) = (place, found());
        }
        self.count += 1;
    }

    /// A notice, if there is anything to tell: about one message, or about so many.
    fn tell(&self, builder: &mut Builder, message: impl FnOnce(&str, usize) -> String) {
        if self.count > 0 {
            builder.notice(Notice::at(Place::Post(self.first), message(&self.found, self.count)));
        }
    }
}

impl<'b> Mailbox<'b> {
    pub(super) fn new(builder: &'b mut Builder) -> Self {
        Self {
            builder,
            threads: Threads::default(),
            authors: Authors::default(),
            messages: 0,
            time: 0,
            copies: Tally::default(),
            namesakes: Tally::default(),
            undated: Tally::default(),
            broken: Tally::default(),
        }
    }

    /// Leaves a notice that is not about a message.
    pub(super) fn notice(&mut self, notice: Notice) {
        self.builder.notice(notice);
    }

    /// Takes a message.
    pub(super) fn add(&mut self, message: Message<'_>) {
        let (head, body) = Head::split(message.bytes);
        if let Some(own) = head.own.and_then(Own::read) {
            return self.add_own(own, &head, if message.is_quoted { unquoted(body) } else { Cow::Borrowed(body) });
        }
        let place = self.builder.len();
        let said = head.date.and_then(date::parse);
        if said.is_none()
            && let Some(field) = head.date.filter(|field| !field.is_empty())
        {
            self.undated.add(place, || words::text(field, None).into_owned());
        }
        let time = said.or_else(|| date::of_envelope(message.envelope));
        let mut id = head.id.and_then(own_id);
        if let Some(known) = id.and_then(|id| self.threads.forest.find(id))
            && let Some(earlier) = self.threads.forest.time(known)
        {
            if time.is_none_or(|time| time.millis() == earlier) {
                self.copies.add(place, String::new);
                return;
            }
            self.namesakes.add(place, String::new);
            id = None;
        }
        self.time = time.map_or(self.time, Time::millis);

        let title = head.subject.map(|field| words::text(field, head.content_type)).unwrap_or_default();
        let subject = self.threads.subjects.number(&title);
        let is_topic_new = self.thread(&head, id, subject);

        let body = if message.is_quoted { unquoted(body) } else { Cow::Borrowed(body) };
        let Content { notation, mut text, broken } = content(&head, &body);
        if let Some(what) = broken {
            self.broken.add(place, || what.to_owned());
        }
        if is_topic_new {
            text = Cow::Owned(match notation {
                Notation::Html => format!("<p>Subject: {}</p>\n{text}", escaped(&title)),
                _ => format!("Subject: {title}\n\n{text}"),
            });
        }
        let author = head.from.or(head.sender).map(|field| self.authors.name(field, head.content_type));
        let id = id.map(String::from_utf8_lossy);
        self.builder.add(Draft {
            parent: Parent::Nothing,
            id: id.as_deref(),
            author,
            time,
            notation,
            body: &text,
            ..Draft::default()
        });
        self.count();
    }

    /// Takes a message that threadle wrote: it is what its own field says, and stands where it stood. All of them are
    /// of one time to the threading, so that they keep their order.
    fn add_own(&mut self, own: Own, head: &Head<'_>, body: Cow<'_, [u8]>) {
        let (place, id) = (self.builder.len(), head.id.and_then(own_id));
        if id.and_then(|id| self.threads.forest.find(id)).is_some_and(|at| self.threads.forest.message(at).is_some()) {
            return self.copies.add(place, String::new);
        }
        let about = own.about();
        let subject = match about {
            // What bears the title is never gathered with others of the same.
            Some(_) => Subject::default(),
            None => {
                self.threads.subjects.number(&head.subject.map(|field| words::text(field, None)).unwrap_or_default())
            }
        };
        self.thread(head, id, subject);
        self.threads.written.extend(about.map(|about| (place as u32, about)));
        self.threads.answers.extend(own.answers.as_deref().map(|id| (place as u32, id.into())));
        let body = exact(&body, head.encoding);
        self.builder.add(own.draft(&body));
        self.count();
    }

    /// Counts a message that was added; after the first ones their beginning is shown.
    fn count(&mut self) {
        self.messages += 1;
        if self.messages == PREVIEW && self.builder.awaits_preview() {
            let mut part = self.builder.copy();
            self.threads.clone().arrange(&mut part);
            self.builder.show_part(part);
        }
    }

    /// Threads the message that is added next. Returns whether it replies and is about something else.
    fn thread(&mut self, head: &Head<'_>, id: Option<&[u8]>, subject: Subject) -> bool {
        let references = head.references.unwrap_or_default();
        let is_last = |id: &[u8]| {
            let inner = references.strip_suffix(b">").and_then(|references| references.strip_suffix(id));
            inner.is_some_and(|before| before.ends_with(b"<"))
        };
        let answered = head.in_reply_to.and_then(|field| ids(field).next()).filter(|id| !is_last(id));
        let named = ids(references).chain(answered);
        let parent = self.threads.forest.add(self.builder.len() as u32, id, named, subject, self.time);
        let Some(parent) = parent.filter(|_| subject.number.is_some()) else { return false };
        match self.threads.forest.subject(parent) {
            Some(answered) => answered.number != subject.number,
            None => !subject.is_reply,
        }
    }

    /// Makes the threads.
    pub(super) fn finish(self) {
        let Self { builder, threads, messages, copies, namesakes, undated, broken, .. } = self;
        copies.tell(builder, |_, count| match count {
            1 => "the message before which 1 other came with the same Message-ID and date: left out".to_owned(),
            _ => format!("{count} messages with the Message-ID and date of an earlier one: left out"),
        });
        namesakes
            .tell(builder, |_, count| format!("{count} with the Message-ID of an earlier one and another date: kept"));
        undated.tell(builder, |found, count| format!("expected a date, found {found:?}{}", others(count)));
        broken.tell(builder, |found, count| format!("{found}{}", others(count)));
        match threads.forest.refused() {
            0 => {}
            1 => builder.notice(Notice::new("1 message answers itself through others: that link is left out")),
            count => {
                builder.notice(Notice::new(format!("{count} links close a loop of answers: they are left out")));
            }
        }
        if messages == 1 && threads.written.is_empty() {
            builder.notice(Notice::new("one message, and no reply to it"));
        }
        threads.arrange(builder);
    }
}

impl Threads {
    /// Puts the messages that a builder was given into their threads.
    fn arrange(self, builder: &mut Builder) {
        let Self { forest, subjects, mut written, answers } = self;
        for (message, id) in answers {
            if let Some(answered) = forest.find(id.as_bytes()).and_then(|place| forest.message(place)) {
                builder.answers(draft(message), draft(answered));
            }
        }
        // What threadle wrote remembers where it came from first; other threads beside it come from mail.
        let is_mixed = !written.is_empty();
        let from_mail = |builder: &mut Builder| {
            if is_mixed {
                builder.source("mail");
            }
        };
        let mut missing = DraftId::new(0);
        forest.arrange(|found| match found {
            Found::Missing(number) => {
                builder.begin();
                from_mail(builder);
                builder.title(&subjects.text(Subject { number, is_reply: false }));
                missing = builder.add(Draft { parent: Parent::Nothing, ..Draft::default() });
            }
            Found::Opening(message, subject) => {
                builder.begin();
                match written.remove(&message) {
                    Some(about) => about.tell(builder),
                    None => {
                        from_mail(builder);
                        builder.title(&subjects.text(subject));
                    }
                }
                builder.put(draft(message), Parent::Nothing);
            }
            Found::UnderMissing(message) => builder.put(draft(message), Parent::Draft(missing)),
            Found::Reply(message, parent) => builder.put(draft(message), Parent::Draft(draft(parent))),
        });
    }
}

fn draft(message: u32) -> DraftId {
    DraftId::new(message as usize)
}

fn others(count: usize) -> String {
    if count > 1 { format!(" (and {} more such)", count - 1) } else { String::new() }
}
