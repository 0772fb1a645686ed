//! Who addresses whom: goes from a post to the one it quotes or names, and back.

use crate::app::App;
use crate::app::keys::command::Given;
use crate::app::panel::Panel;
use crate::app::panel::posts::Posts;
use crate::app::state::speaking::{State, Wish};
use crate::app::work::Work;
use crate::query::Spoken;
use crate::thread::PostId;

/// Posts in a list at most.
const LISTED: usize = 1000;

impl App {
    /// The posts that address a post, as far as known.
    pub(crate) fn speaking_to(&self, post: PostId) -> impl ExactSizeIterator<Item = PostId> + use<'_> {
        self.speaking.known.to(post)
    }

    /// Asks who addresses whom once everything is here.
    pub(in crate::app) fn look_who_speaks(&mut self) {
        if self.speaking.state == State::Unasked && self.is_loaded() {
            self.speaking.state = State::Asked;
            self.ask_for(Work::Listen);
        }
    }

    /// Takes who addresses whom.
    pub(in crate::app) fn listened(&mut self, known: Spoken) {
        self.speaking.known = known;
        self.speaking.state = State::Known;
        if let Some((post, wish)) = self.speaking.wish.take()
            && post == self.selection()
            && self.panels.get().is_none()
        {
            self.status.clear_message();
            self.go_by(post, wish);
        }
    }

    fn go_by(&mut self, post: PostId, wish: Wish) {
        match wish {
            Wish::Quoted => {
                let quoted = self.speaking.known.by(post).next();
                match quoted {
                    Some(quoted) => self.jump_into(quoted),
                    None if self.reading.thread.parent(post).is_some() => {
                        self.tell("it quotes nobody here; {parent} goes to its parent");
                    }
                    None => self.say("it quotes nobody here"),
                }
            }
            Wish::Quoting => {
                let rows: Vec<_> = self.speaking_to(post).take(LISTED).collect();
                match *rows {
                    [] => self.say("nobody here quotes it or names its author"),
                    [quoting] => self.jump_into(quoting),
                    _ => self.panels.open(Panel::Posts(Posts::new("Who quotes or addresses it", rows))),
                }
            }
        }
    }

    /// Goes where the reader wants, now or once that is known.
    fn go_or_wait(&mut self, wish: Wish) {
        let post = self.selection();
        if self.speaking.is_known() {
            return self.go_by(post, wish);
        }
        self.speaking.wish = Some((post, wish));
        self.say("looking who quotes whom …");
    }
}

/// Goes to the post that this one addresses, if that is not its parent.
pub(in crate::app) fn follow_quote(app: &mut App, _: Given) {
    match app.reading.thread.answers(app.selection()) {
        Some(answered) => app.jump_into(answered),
        None => app.go_or_wait(Wish::Quoted),
    }
}

/// Goes to the post that quotes this one or names its author, or lists them if there are several.
pub(in crate::app) fn list_quoting(app: &mut App, _: Given) {
    app.go_or_wait(Wish::Quoting);
}
