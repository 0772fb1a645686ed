//! What the program tells about itself, and the commands that are about the program.

use super::overlay::{Overlay, Prompt, palette_rows};
use super::{App, Effect, Given};
use crate::thread::{Notice, Text, Time};

/// Messages, notices and the progress of reading.
#[derive(Debug)]
pub(crate) struct Status {
    message: Option<Text>,
    notices: Vec<Text>,
    /// So many of the notices are about the program; the others are about the input.
    own: usize,
    reading: Option<Progress>,
    failure: Option<Text>,
    /// Why what was changed last is not saved, if it is not.
    unsaved: Option<Text>,
    /// The input is another than when it was read.
    has_changed: bool,
    now: Time,
}

/// How much of the input has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Progress {
    /// Bytes.
    pub(crate) read: u64,
    /// Bytes in all, where that is known.
    pub(crate) total: Option<u64>,
}

impl Status {
    pub(super) fn new(now: Time) -> Self {
        Self {
            message: None,
            notices: Vec::new(),
            own: 0,
            reading: None,
            failure: None,
            unsaved: None,
            has_changed: false,
            now,
        }
    }

    /// The input is still being read.
    pub(super) fn wait(&mut self) {
        self.reading = Some(Progress::default());
    }

    pub(super) fn progress(&mut self, read: u64, total: Option<u64>) {
        if self.reading.is_some() {
            self.reading = Some(Progress { read, total });
        }
    }

    pub(super) fn finish(&mut self, notices: &[Notice]) {
        self.reading = None;
        self.notices.truncate(self.own);
        self.notices.extend(notices.iter().map(|notice| Text::line(&notice.to_string())));
        match self.notices.len() - self.own {
            0 => {}
            1 => self.say("a notice about the input: ! shows it"),
            many => self.say(&format!("{many} notices about the input: ! shows them")),
        }
    }

    /// Adds a notice that has not to do with the input, and tells it at once, or where it is to be found.
    pub(super) fn notice(&mut self, notice: &str, told: Option<&str>) {
        self.notices.insert(self.own, Text::line(notice));
        self.own += 1;
        self.say(told.unwrap_or(notice));
    }

    pub(super) fn fail(&mut self, message: &str) {
        self.reading = None;
        self.failure = Some(Text::line(message));
        self.notices.push(Text::line(message));
    }

    pub(super) fn set_changed(&mut self, has_changed: bool) {
        self.has_changed = has_changed;
    }

    /// Whether the input is another than when it was read.
    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed
    }

    pub(super) fn say(&mut self, message: &str) {
        self.message = Some(Text::line(message));
    }

    pub(super) fn set_unsaved(&mut self, why: Option<&str>) {
        self.unsaved = why.map(Text::line);
    }

    /// Why what was changed last is not saved, if it is not.
    pub(crate) fn unsaved(&self) -> Option<&Text> {
        self.unsaved.as_ref()
    }

    pub(super) fn hush(&mut self) {
        self.message = None;
    }

    /// What shall be told now.
    pub(crate) fn message(&self) -> Option<&Text> {
        self.message.as_ref().or(self.failure.as_ref())
    }

    /// What was mended or left out.
    pub(crate) fn notices(&self) -> &[Text] {
        &self.notices
    }

    /// How far the reading is, while it is going on.
    pub(crate) fn reading(&self) -> Option<Progress> {
        self.reading
    }

    /// The moment that ages are counted from.
    pub(crate) fn now(&self) -> Time {
        self.now
    }
}

impl App {
    /// Tells what is not as the reader has set it up.
    pub(crate) fn warn(&mut self, message: &str) {
        self.status.notice(message, Some("a notice about the configuration: ! shows it"));
    }
}

pub(super) fn cancel(app: &mut App, _: Given) {
    if app.stop_sorting() {
        return;
    }
    if app.sought().is_some() {
        app.end_search();
    } else if app.view.is_filtered() {
        app.end_filter(None);
    } else if !super::suggesting::stop(app) {
        app.end_search();
    }
}

pub(super) fn help(app: &mut App, _: Given) {
    app.input.open(Overlay::Help { scroll: 0 });
}

pub(super) fn notices(app: &mut App, _: Given) {
    if app.status.notices.is_empty() {
        app.say("no notices: the input was read as it is");
    } else {
        app.input.open(Overlay::Notices { scroll: 0 });
    }
}

pub(super) fn palette(app: &mut App, _: Given) {
    app.input.open(Overlay::Palette { prompt: Prompt::default(), rows: palette_rows(app.commands(), ""), selected: 0 });
}

pub(super) fn redraw(app: &mut App, _: Given) {
    app.effects.push(Effect::Redraw);
}

pub(super) fn suspend(app: &mut App, _: Given) {
    app.effects.push(Effect::Suspend);
}

/// Leaves the thread: for the index where there is one, else for good.
pub(super) fn leave(app: &mut App, given: Given) {
    if app.thread.is_shelf() {
        app.back_to_index();
    } else {
        quit(app, given);
    }
}

pub(super) fn quit(app: &mut App, _: Given) {
    app.effects.push(Effect::Quit);
}
