//! Messages, notices and the progress of reading.

use crate::thread::{Notice, Text, Time};

/// Messages, notices and the progress of reading.
#[derive(Debug)]
pub(crate) struct Status {
    message: Option<Text>,
    pub(in crate::app) notices: Vec<Text>,
    /// So many of the notices are about the program; the others are about the input.
    own: usize,
    reading: Option<Progress>,
    /// What is done for it now, where that is more than reading.
    doing: Option<Text>,
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
    pub(in crate::app) fn new(now: Time) -> Self {
        Self {
            message: None,
            notices: Vec::new(),
            own: 0,
            reading: None,
            doing: None,
            failure: None,
            unsaved: None,
            has_changed: false,
            now,
        }
    }

    /// The input is still being read.
    pub(in crate::app) fn wait(&mut self) {
        self.reading = Some(Progress::default());
    }

    pub(in crate::app) fn progress(&mut self, read: u64, total: Option<u64>, doing: Option<&str>) {
        if self.reading.is_some() {
            self.doing = doing.map(Text::line);
            self.reading = Some(Progress { read, total });
        }
    }

    /// The input has been read to its end; gives how many notices there are about it.
    pub(in crate::app) fn finish(&mut self, notices: &[Notice]) -> usize {
        self.reading = None;
        self.notices.truncate(self.own);
        self.notices.extend(notices.iter().map(|notice| Text::line(&notice.to_string())));
        self.notices.len() - self.own
    }

    /// Adds a notice that has not to do with the input, and tells it at once, or where it is to be found.
    pub(in crate::app) fn notice(&mut self, notice: &str, told: Option<&str>) {
        self.notices.insert(self.own, Text::line(notice));
        self.own += 1;
        self.say(told.unwrap_or(notice));
    }

    pub(in crate::app) fn fail(&mut self, message: &str) {
        self.reading = None;
        self.failure = Some(Text::line(message));
        self.notices.push(Text::line(message));
    }

    pub(in crate::app) fn set_changed(&mut self, has_changed: bool) {
        self.has_changed = has_changed;
    }

    /// Whether the input is another than when it was read.
    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed
    }

    pub(in crate::app) fn say(&mut self, message: &str) {
        self.message = Some(Text::line(message));
    }

    pub(in crate::app) fn set_unsaved(&mut self, why: Option<&str>) {
        self.unsaved = why.map(Text::line);
    }

    /// Why what was changed last is not saved, if it is not.
    pub(crate) fn unsaved(&self) -> Option<&Text> {
        self.unsaved.as_ref()
    }

    pub(in crate::app) fn clear_message(&mut self) {
        self.message = None;
    }

    /// What shall be told now.
    pub(crate) fn message(&self) -> Option<&Text> {
        self.message.as_ref().or(self.failure.as_ref())
    }

    /// How far the reading is, while it is going on.
    pub(crate) fn reading(&self) -> Option<Progress> {
        self.reading
    }

    /// What is done while it is going on, where that is more than reading.
    pub(crate) fn doing(&self) -> Option<&Text> {
        self.doing.as_ref()
    }

    pub(in crate::app) fn set_now(&mut self, now: Time) {
        self.now = now;
    }

    /// The moment that ages are counted from.
    pub(crate) fn now(&self) -> Time {
        self.now
    }
}
