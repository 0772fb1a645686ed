//! What the program says about itself, and commands about the program.

use crate::app::App;
use crate::app::command::suggesting;
use crate::app::effect::Effect;
use crate::app::keys::command::Given;
use crate::app::state::screen::Division;
use crate::app::state::setup::Setup;
use crate::app::state::setup::Signs;
use crate::thread::Notice;

impl App {
    /// Applies the reader's settings.
    pub(crate) fn set_up(&mut self, setup: Setup) {
        self.people.set_up(&setup.names, setup.people);
        self.ruling.set_up(setup.rules);
        self.keymap = setup.keymap;
        self.shows_inferred = setup.infer_authors;
        self.folds_old = setup.fold_old;
        self.suggester.learns = setup.learns;
        self.screen.restore(setup.division);
        let is_heard = setup.look.signs == Signs::Words;
        self.screen.set_alone(is_heard);
        self.reading.shape(setup.look.text_width, is_heard);
        self.look = setup.look;
        self.themes.names = setup.themes;
        self.relayout();
        self.reading.fold_quotations(setup.fold_quotes);
        self.reading.wrap_code(setup.wrap_code);
        self.meet_people();
    }

    /// What the reader changed about the division of the screen.
    pub(crate) fn division(&self) -> Division {
        self.screen.division()
    }
}

impl App {
    /// The input was read to its end: says how many notices there are.
    pub(in crate::app) fn finish(&mut self, notices: &[Notice]) {
        match self.status.finish(notices) {
            0 => {}
            1 => self.tell("a notice about the input: {notices} shows it"),
            many => self.tell(&format!("{many} notices about the input: {{notices}} shows them")),
        }
    }

    /// Reports a setting that could not be applied.
    pub(crate) fn warn(&mut self, message: &str) {
        let told = self.keyed("a notice about the configuration: {notices} shows it");
        self.status.notice(message, Some(&told));
    }
}

pub(in crate::app) fn cancel(app: &mut App, _: Given) {
    if app.stop_sorting() {
        return;
    }
    if app.sought().is_some() {
        app.end_search();
    } else if app.reading.is_filtered() {
        app.end_filter(None);
    } else if !suggesting::stop(app) {
        app.end_search();
        app.effects.push(Effect::Cancel);
    }
}

pub(in crate::app) fn redraw(app: &mut App, _: Given) {
    app.effects.push(Effect::Redraw);
}

pub(in crate::app) fn suspend(app: &mut App, _: Given) {
    app.effects.push(Effect::Suspend);
}

/// Leaves the thread: for the index or what it was opened from if there is one, else the program.
pub(in crate::app) fn leave(app: &mut App, given: Given) {
    if app.reading.thread.is_shelf() && !app.index.is_open() {
        app.back_to_index();
    } else if app.behind.is_some() {
        app.effects.push(Effect::Back);
    } else {
        quit(app, given);
    }
}

pub(in crate::app) fn quit(app: &mut App, _: Given) {
    app.effects.push(Effect::Quit);
}
