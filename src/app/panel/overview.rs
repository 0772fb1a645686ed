//! The overview: when a thread was written, by whom, and where most of it is. Every row leads to its place.

use crate::app::keys::key::Key;
use crate::app::keys::local::{Local, Told, local, told, verb_of};
use crate::app::panel::list::List;
use crate::app::panel::request::{Answer, Around, Request};
use crate::app::work::survey::{Of, Survey};
use crate::markup;
use crate::thread::{AuthorId, Thread};

/// A subthread in numbers.
#[derive(Debug)]
pub(crate) struct Overview {
    pub(crate) survey: Survey,
    pub(crate) list: List,
}

#[derive(Debug, Clone, Copy)]
enum Verb {
    NextPart,
    PreviousPart,
    Walk(bool),
    Keep,
}

const KEYS: &[Local<Verb>] =
    &[local(&["Tab"], "next part", Verb::NextPart), local(&["S-Tab"], "previous part", Verb::PreviousPart)];

/// Further keys on the row of a person.
const PERSON_KEYS: &[Local<Verb>] = &[
    local(&["n"], "next post", Verb::Walk(true)),
    local(&["N"], "previous post", Verb::Walk(false)),
    local(&["&"], "only theirs", Verb::Keep),
];

impl Overview {
    pub(in crate::app) fn new(survey: Survey) -> Self {
        Self { list: List::new(survey.rows().len()), survey }
    }

    pub(super) fn key(&mut self, key: Key, around: &mut Around<'_>) -> Answer {
        let verb = verb_of(KEYS, key).filter(|_| self.list.typing().is_none());
        let own = || verb_of(PERSON_KEYS, key).filter(|_| self.list.typing().is_none());
        match (verb.or_else(own), self.person()) {
            (Some(Verb::NextPart), _) => self.step_part(true),
            (Some(Verb::PreviousPart), _) => self.step_part(false),
            (Some(Verb::Walk(on)), Some(author)) => return Answer::Run(Request::WalkBy(author, on)),
            (Some(Verb::Keep), Some(author)) => return Answer::Run(Request::Keep(author)),
            (Some(Verb::Keep | Verb::Walk(_)), None) => {
                return Answer::Do(Request::Say("that is for the posts of a person: a row of Who".to_owned()));
            }
            (None, _) => return self.list_key(key, around),
        }
        Answer::Stay
    }

    fn list_key(&mut self, key: Key, around: &Around<'_>) -> Answer {
        let (survey, thread) = (&self.survey, &around.reading.thread);
        match self.list.answer(key, around.page, |row| text(survey, thread, row)) {
            Ok(row) => match self.survey.rows().get(row) {
                Some(count) => Answer::Run(match count.of {
                    Of::Author(author) => Request::JumpToAuthor(count.post, author),
                    Of::Time(..) | Of::Branch => Request::JumpTo(count.post),
                }),
                None => Answer::Stay,
            },
            Err(turn) => turn.into(),
        }
    }

    pub(super) fn narrow(&mut self, around: &Around<'_>) -> Answer {
        let (survey, thread) = (&self.survey, &around.reading.thread);
        self.list.narrow(|row| text(survey, thread, row));
        Answer::Stay
    }

    pub(super) fn keys(&self) -> Vec<Told> {
        let own: Vec<_> = self.person().into_iter().flat_map(|_| told(PERSON_KEYS)).chain(told(KEYS)).collect();
        self.list.keys(if self.person().is_some() { "first post" } else { "goes there" }, own)
    }

    /// The author of the selected row. `None` if it is not a person's.
    fn person(&self) -> Option<AuthorId> {
        match self.survey.rows().get(self.list.row()?)?.of {
            Of::Author(author) => Some(author),
            Of::Time(..) | Of::Branch => None,
        }
    }

    /// Goes to the first row of the next section, or of the previous one; wraps around.
    fn step_part(&mut self, on: bool) {
        let part = |at: usize| {
            let row = self.list.rows().get(at).and_then(|&row| self.survey.rows().get(row));
            row.map(|row| row.of.section())
        };
        let (here, last) = (self.list.selected(), self.list.rows().len().saturating_sub(1));
        let at = if on {
            (here..=last).find(|&row| part(row) != part(here)).unwrap_or(0)
        } else {
            let before = (0..here).rev().find(|&row| part(row) != part(here)).unwrap_or(last);
            (0..=before).rev().take_while(|&row| part(row) == part(before)).last().unwrap_or(0)
        };
        self.list.select(at);
    }
}

/// The text that a row is found by.
fn text(survey: &Survey, thread: &Thread, row: usize) -> String {
    let Some(count) = survey.rows().get(row) else { return String::new() };
    match count.of {
        Of::Time(start, _) => format!("{} {}", start.date(), start.minute()),
        Of::Author(author) => thread.author_name(author).to_owned(),
        Of::Branch => {
            let name = thread.writer(count.post).map_or("", |writer| writer.name);
            let topic = survey.topics().and_then(|topics| topics.branch(count.post));
            let words = topic.map(|topic| topic.words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
            let said = markup::snippet(thread.body(count.post), 200);
            format!("{name} {} {said}", words.unwrap_or_default())
        }
    }
}
