//! Mutes authors, and finds the people whom the reader knows.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::state::people::{People, folded};
use crate::app::state::setup::{Mute, Person};
use crate::thread::PostId;

impl App {
    /// Finds the people in the thread whom the reader knows.
    pub(in crate::app) fn meet_people(&mut self) {
        self.people.meet(&self.reading.thread);
        self.reading.mute(self.people.muted());
        self.reading.find_answers(|author| self.people.is_reader(Some(author)));
    }

    /// The people whom the reader knows.
    pub(crate) fn people(&self) -> &People {
        &self.people
    }

    /// Whether inferred authors are shown.
    pub(crate) fn shows_inferred(&self) -> bool {
        self.shows_inferred
    }

    /// Whether a post is by the reader.
    pub(crate) fn is_by_reader(&self, post: PostId) -> bool {
        self.people.is_reader(self.reading.thread.post(post).author())
    }
}

/// Shows less of what the selected post's author writes, and at last everything again.
pub(in crate::app) fn mute_author(app: &mut App, _: Given) {
    let post = app.selection();
    let Some(author) = app.reading.thread.post(post).author() else {
        return app.say("nobody knows who wrote this");
    };
    let name = app.reading.thread.author_name(author).to_owned();
    let tag = app.people.known.get(&folded(&name)).and_then(|person| person.tag.clone());
    let (mute, what) = match app.people.mute(Some(author)) {
        Mute::Not => (Mute::Soft, "only their first line, until you quit"),
        Mute::Soft => (Mute::Hard, "muted, until you quit"),
        Mute::Hard => (Mute::Not, "heard again"),
    };
    app.people.known.insert(folded(&name), Person { name: name.clone(), tag, mute });
    app.meet_people();
    app.say(&format!("{name}: {what}"));
}
