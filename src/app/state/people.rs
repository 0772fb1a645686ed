//! People whom the reader knows: the reader's own names, and authors with a tag or a mute.

use crate::app::state::setup::{Mute, Person, Setup};
use crate::thread::{AuthorId, Text, Thread};
use std::collections::HashMap;

/// The settings about people, and who of them writes in the thread.
#[derive(Debug, Default)]
pub(crate) struct People {
    names: Vec<String>,
    pub(in crate::app) known: HashMap<String, Person>,
    /// What is known about each author of the thread; empty if nothing is.
    here: Vec<Standing>,
    /// By author, whether the posts are shown in one line; empty if nobody is muted.
    muted: Vec<bool>,
}

/// What is known about an author.
#[derive(Debug, Clone, Default)]
struct Standing {
    is_reader: bool,
    mute: Mute,
    tag: Option<Text>,
}

/// Names are compared without regard to case, as sites and mail do.
pub(in crate::app) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

impl Setup {
    /// The authors of a thread who are the reader.
    pub(crate) fn own_authors(&self, thread: &Thread) -> Vec<AuthorId> {
        let own: Vec<_> = self.names.iter().map(|name| folded(name)).collect();
        thread.authors().filter(|(_, name)| own.contains(&folded(name))).map(|(id, _)| id).collect()
    }
}

impl People {
    pub(in crate::app) fn set_up(&mut self, names: &[String], people: Vec<Person>) {
        self.names = names.iter().map(|name| folded(name)).collect();
        self.known = people.into_iter().map(|person| (folded(&person.name), person)).collect();
    }

    /// Finds the known people in a thread.
    pub(in crate::app) fn meet(&mut self, thread: &Thread) {
        let knows_anyone = !self.names.is_empty() || !self.known.is_empty();
        let authors = thread.authors().take(if knows_anyone { usize::MAX } else { 0 });
        self.here = authors.map(|(_, name)| self.standing(&folded(name))).collect();
        let is_muted = |standing: &Standing| standing.mute != Mute::Not;
        self.muted.clear();
        if self.here.iter().any(is_muted) {
            self.muted.extend(self.here.iter().map(is_muted));
        }
    }

    fn standing(&self, name: &str) -> Standing {
        let person = self.known.get(name);
        Standing {
            is_reader: self.names.iter().any(|own| own == name),
            mute: person.map_or(Mute::Not, |person| person.mute),
            tag: person.and_then(|person| person.tag.as_deref()).map(Text::line),
        }
    }

    fn of(&self, author: Option<AuthorId>) -> Option<&Standing> {
        self.here.get(author?.index())
    }

    /// The authors who are the reader.
    pub(in crate::app) fn own(&self, thread: &Thread) -> Vec<AuthorId> {
        thread
            .authors()
            .map(|(author, _)| author)
            .take(self.here.len())
            .filter(|&author| self.is_reader(Some(author)))
            .collect()
    }

    /// Whether an author is the reader.
    pub(crate) fn is_reader(&self, author: Option<AuthorId>) -> bool {
        self.of(author).is_some_and(|standing| standing.is_reader)
    }

    /// How much is shown of an author's posts.
    pub(crate) fn mute(&self, author: Option<AuthorId>) -> Mute {
        self.of(author).map_or(Mute::Not, |standing| standing.mute)
    }

    /// The tag of an author.
    pub(crate) fn tag(&self, author: Option<AuthorId>) -> Option<&Text> {
        self.of(author)?.tag.as_ref()
    }

    /// By author, whether the posts are shown in one line; empty if nobody is muted.
    pub(in crate::app) fn muted(&self) -> &[bool] {
        &self.muted
    }
}
