//! Returns to where a jump began, and to marks.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::state::trail::MOST;
use crate::thread::PostId;
use crate::visit::Change;

impl App {
    /// The marked posts with their letters.
    pub(crate) fn marks(&self) -> impl Iterator<Item = (char, PostId)> + '_ {
        self.reading.trail.marks()
    }
}

pub(in crate::app) fn set_mark(app: &mut App, given: Given) {
    let Some(letter) = given.letter else { return };
    let place = app.reading.place();
    app.reading.trail.mark(letter, place);
    app.reading.journal.note(Change::Marked(letter, Some(place.post)));
    let back = app.keyed("{go-to-mark} comes back here").replace("<letter>", &letter.to_string());
    app.say(&format!("marked {letter}; {back}"));
}

pub(in crate::app) fn go_to_mark(app: &mut App, given: Given) {
    let Some(letter) = given.letter else { return };
    match app.reading.trail.marked(letter) {
        Some(place) => app.jump(place),
        None => {
            let sets = app.keyed("{set-mark} sets one").replace("<letter>", &letter.to_string());
            app.say(&format!("no mark {letter}; {sets}"));
        }
    }
}

pub(in crate::app) fn jump_back(app: &mut App, given: Given) {
    for _ in 0..given.times().min(MOST) {
        let place = app.reading.place();
        match app.reading.trail.back(place) {
            Some(place) => app.arrive(place),
            None if app.behind.is_some() => return app.effects.push(Effect::Back),
            None => return app.say("no jump before this one"),
        }
    }
}

pub(in crate::app) fn jump_forward(app: &mut App, given: Given) {
    for _ in 0..given.times().min(MOST) {
        match app.reading.trail.forward() {
            Some(place) => app.arrive(place),
            None => return app.say("no jump after this one"),
        }
    }
}
