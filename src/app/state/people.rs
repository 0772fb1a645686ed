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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::thread::{Builder, Draft, Parent};

    fn thread() -> Thread {
        let mut builder = Builder::new("test");
        for (parent, author) in [(Parent::Nothing, "Mara"), (Parent::Article, "gull"), (Parent::Article, "nils")] {
            builder.add(Draft { parent, author: Some(author), body: "Lamp", ..Draft::default() });
        }
        builder.finish().unwrap().thread
    }

    fn person(name: &str, mute: Mute) -> Person {
        Person { name: name.to_owned(), tag: Some("ferry".to_owned()), mute }
    }

    #[test]
    fn names_are_known_whatever_their_case_and_only_those_that_are_set_up() {
        let (thread, mut people) = (thread(), People::default());
        people.set_up(&[" mara ".to_owned()], vec![person("GULL", Mute::Soft)]);
        people.meet(&thread);
        let [mara, gull, nils] = [0, 1, 2].map(|post| thread.post(thread.get(post).unwrap()).author());
        assert_eq!([mara, gull, nils].map(|author| people.is_reader(author)), [true, false, false]);
        assert_eq!([mara, gull, nils].map(|author| people.mute(author)), [Mute::Not, Mute::Soft, Mute::Not]);
        assert_eq!(people.tag(gull).map(ToString::to_string), Some("ferry".to_owned()));
        assert_eq!((people.own(&thread), people.is_reader(None)), (mara.into_iter().collect(), false));
    }

    #[test]
    fn nobody_is_muted_by_default_and_all_at_once_no_more() {
        let (thread, mut people) = (thread(), People::default());
        people.meet(&thread);
        assert!(people.muted().is_empty() && people.own(&thread).is_empty());
        people.set_up(&[], vec![person("nils", Mute::Hard)]);
        people.meet(&thread);
        assert_eq!(people.muted(), [false, false, true]);
        people.set_up(&[], Vec::new());
        people.meet(&thread);
        assert!(people.muted().is_empty());
    }
}
