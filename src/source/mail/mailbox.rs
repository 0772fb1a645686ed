//! Hands messages to the builder as they come, and their threads when all are there.

use super::forest::{Forest, Id, Subject};
use super::letter::{Letter, Letters};
use super::mime::escaped;
use super::own::{About, Own};
use super::subject::Subjects;
use super::threading::Found;
use crate::source::tally::{Tally, others};
use crate::thread::{Adopted, Builder, Draft, DraftId, Notation, Notice, Parent, Time};
use std::collections::HashMap;

/// The number of messages after which the beginning is shown.
const PREVIEW: usize = 200;

/// Takes messages from anywhere and threads them.
pub(super) struct Mailbox<'b> {
    builder: &'b mut Builder,
    threads: Threads,
    messages: usize,
    /// The time of the message before, for one without a time.
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
    /// Titles and addresses of threads that threadle wrote, by their opening messages.
    written: HashMap<u32, About>,
    /// Messages that address another than their parent, with its id.
    answers: Vec<(u32, Id)>,
    /// Messages whose subject differs from their parent's, in the order of the input.
    turns: Vec<Turn>,
}

/// A message whose subject differs from its parent's.
#[derive(Clone)]
struct Turn {
    message: u32,
    subject: Subject,
    title: Box<str>,
}

impl<'b> Mailbox<'b> {
    pub(super) fn new(builder: &'b mut Builder) -> Self {
        Self {
            builder,
            threads: Threads::default(),
            messages: 0,
            time: 0,
            copies: Tally::default(),
            namesakes: Tally::default(),
            undated: Tally::default(),
            broken: Tally::default(),
        }
    }

    /// Adds a notice that is about no message.
    pub(super) fn notice(&mut self, notice: Notice) {
        self.builder.notice(notice);
    }

    /// Takes the contents of messages, in the order of the input.
    pub(super) fn add(&mut self, letters: &mut Letters) {
        let Letters { words, list, sides, named, .. } = letters;
        let start = self.builder.adopt(std::mem::take(words));
        let replied = |letter: &Letter| named.get(letter.named.clone()).and_then(<[Id]>::last).copied();
        self.threads.forest.look_ahead(list.iter().flat_map(|letter| [letter.id, replied(letter)]).flatten());
        for letter in list.drain(..) {
            self.add_letter(start, letter, sides, named);
        }
    }

    /// Takes the contents of a message, whose words are at an offset in the builder.
    fn add_letter(&mut self, start: usize, mut letter: Letter, sides: &str, named: &[Id]) {
        if let Some(own) = letter.own.take() {
            return self.add_own(start, letter, &own, sides, named);
        }
        let place = self.builder.len();
        if let Some(field) = letter.undated {
            self.undated.add(place, || field.into());
        }
        let mut id = letter.id;
        if let Some(known) = id.and_then(|id| self.threads.forest.find(id))
            && let Some(earlier) = self.threads.forest.time(known)
        {
            if letter.time.is_none_or(|time| time.millis() == earlier) {
                self.copies.add(place, String::new);
                return;
            }
            self.namesakes.add(place, String::new);
            id = None;
        }
        self.time = letter.time.map_or(self.time, Time::millis);

        let title = sides.get(letter.title).unwrap_or_default();
        let subject = self.threads.subjects.number(title, letter.subject, letter.is_reply);
        let named = named.get(letter.named).unwrap_or_default();
        if self.thread(id, named, subject) {
            self.threads.turns.push(Turn { message: place as u32, subject, title: title.into() });
        }
        if let Some(what) = letter.broken {
            self.broken.add(place, || what.to_owned());
        }
        let author = letter.author.and_then(|author| sides.get(author));
        let draft =
            Draft { parent: Parent::Nothing, author, time: letter.time, notation: letter.notation, ..Draft::default() };
        let body = start + letter.words.start + letter.id_length..start + letter.words.end;
        let id_length = id.map_or(0, |_| letter.id_length);
        let stored_id = body.start - id_length..body.start;
        match (u16::try_from(id_length), u32::try_from(body.len())) {
            (Ok(id), Ok(body)) => {
                self.builder.add_adopted(Adopted { start: stored_id.start, id, body }, draft);
            }
            _ => {
                let body = self.builder.words(body).to_owned();
                let id = self.builder.words(stored_id).to_owned();
                self.builder.add(Draft { id: Some(&id), body: &body, ..draft });
            }
        }
        self.count();
    }

    /// Takes a message that threadle wrote: its own record counts, and it stays in place. All of them have the same
    /// time for threading, which keeps their order.
    fn add_own(&mut self, start: usize, letter: Letter, own: &Own, sides: &str, named: &[Id]) {
        let (place, id) = (self.builder.len(), letter.id);
        if id.and_then(|id| self.threads.forest.find(id)).is_some_and(|at| self.threads.forest.message(at).is_some()) {
            return self.copies.add(place, String::new);
        }
        let about = own.about();
        let subject = match about {
            // A message with a thread's title is never gathered with others of the same subject.
            Some(_) => Subject::default(),
            None => {
                let title = sides.get(letter.title).unwrap_or_default();
                self.threads.subjects.number(title, letter.subject, letter.is_reply)
            }
        };
        self.thread(id, named.get(letter.named).unwrap_or_default(), subject);
        self.threads.written.extend(about.map(|about| (place as u32, about)));
        self.threads.answers.extend(letter.answers.map(|id| (place as u32, id)));
        let body = start + letter.words.start + letter.id_length..start + letter.words.end;
        let body = self.builder.words(body).to_owned();
        self.builder.add(own.draft(&body));
        self.count();
    }

    /// Counts an added message; after enough of them shows the beginning.
    fn count(&mut self) {
        self.messages += 1;
        if self.messages == PREVIEW && self.builder.awaits_preview() {
            let mut part = self.builder.copy();
            self.threads.clone().arrange(&mut part);
            self.builder.show_part(part);
        }
    }

    /// Threads the next message. Returns whether it is a reply about something else.
    fn thread(&mut self, id: Option<Id>, named: &[Id], subject: Subject) -> bool {
        let parent = self.threads.forest.add(self.builder.len() as u32, id, named, subject, self.time);
        let Some(parent) = parent.filter(|_| subject.number.is_some()) else { return false };
        match self.threads.forest.subject(parent) {
            Some(answered) => !self.threads.subjects.are_alike(answered.number, subject.number),
            None => !subject.is_reply,
        }
    }

    /// Builds the threads.
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
    /// Moves the builder's messages into their threads.
    fn arrange(self, builder: &mut Builder) {
        let Self { forest, subjects, mut written, answers, turns } = self;
        for (message, id) in answers {
            if let Some(answered) = forest.find(id).and_then(|place| forest.message(place)) {
                builder.answers(draft(message), draft(answered));
            }
        }
        // What threadle wrote names its first source; other threads beside it come from mail.
        let is_mixed = !written.is_empty();
        let from_mail = |builder: &mut Builder| {
            if is_mixed {
                builder.source("mail");
            }
        };
        // The title is over the thread; a message about something else says so itself.
        let tell_turn = |message: u32, title: Option<u32>, builder: &mut Builder| {
            let turn = turns.binary_search_by_key(&message, |turn| turn.message).ok().and_then(|at| turns.get(at));
            let Some(turn) = turn.filter(|turn| !subjects.are_alike(turn.subject.number, title)) else { return };
            let heading = match builder.notation(draft(message)) {
                Notation::Html => format!("<p>Subject: {}</p>\n", escaped(&turn.title)),
                _ => format!("Subject: {}\n\n", turn.title),
            };
            builder.put_before(draft(message), &heading);
        };
        let mut missing = DraftId::new(0);
        let mut topic = None;
        forest.arrange(|found| match found {
            Found::Missing(number) => {
                topic = number;
                builder.begin();
                from_mail(builder);
                builder.title(&subjects.text(Subject { number, is_reply: false }));
                missing = builder.add(Draft { parent: Parent::Nothing, ..Draft::default() });
            }
            Found::Opening(message, subject) => {
                topic = subject.number;
                builder.begin();
                match written.remove(&message) {
                    Some(about) => about.tell(builder),
                    None => {
                        from_mail(builder);
                        builder.title(&subjects.text(subject));
                    }
                }
                builder.move_last(draft(message), Parent::Nothing);
            }
            Found::UnderMissing(message) => {
                tell_turn(message, topic, builder);
                builder.move_last(draft(message), Parent::Draft(missing));
            }
            Found::Reply(message, parent) => {
                tell_turn(message, topic, builder);
                builder.move_last(draft(message), Parent::Draft(draft(parent)));
            }
        });
    }
}

fn draft(message: u32) -> DraftId {
    DraftId::new(message as usize)
}
