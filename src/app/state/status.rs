//! Messages, notices and the progress of reading.

use crate::thread::{Notice, Text, Time};

/// Messages, notices and the progress of reading.
#[derive(Debug)]
pub(crate) struct Status {
    message: Option<Text>,
    pub(in crate::app) notices: Vec<Text>,
    /// The number of notices about the program; the others are about the input.
    own: usize,
    reading: Option<Progress>,
    /// What is being done, if that is more than reading.
    doing: Option<Text>,
    failure: Option<Text>,
    /// Why the last changes are not saved. `None` if they are.
    unsaved: Option<Text>,
    /// Whether the input has changed since it was read.
    has_changed: bool,
    now: Time,
}

/// How much of the input has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Progress {
    /// Bytes.
    pub(crate) read: u64,
    /// Bytes in all. `None` if unknown.
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

    /// The input was read to its end. Returns the number of notices about it.
    pub(in crate::app) fn finish(&mut self, notices: &[Notice]) -> usize {
        self.reading = None;
        self.notices.truncate(self.own);
        self.notices.extend(notices.iter().map(|notice| Text::line(&notice.to_string())));
        self.notices.len() - self.own
    }

    /// Adds a notice that is not about the input, and shows it at once, or where to find it.
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

    /// Whether the input has changed since it was read.
    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed
    }

    pub(in crate::app) fn say(&mut self, message: &str) {
        self.message = Some(Text::line(message));
    }

    pub(in crate::app) fn set_unsaved(&mut self, why: Option<&str>) {
        self.unsaved = why.map(Text::line);
    }

    /// Why the last changes are not saved. `None` if they are.
    pub(crate) fn unsaved(&self) -> Option<&Text> {
        self.unsaved.as_ref()
    }

    pub(in crate::app) fn clear_message(&mut self) {
        self.message = None;
    }

    /// The message to show now.
    pub(crate) fn message(&self) -> Option<&Text> {
        self.message.as_ref().or(self.failure.as_ref())
    }

    /// The progress of reading while it lasts.
    pub(crate) fn reading(&self) -> Option<Progress> {
        self.reading
    }

    /// What is being done meanwhile, if that is more than reading.
    pub(crate) fn doing(&self) -> Option<&Text> {
        self.doing.as_ref()
    }

    pub(in crate::app) fn set_now(&mut self, now: Time) {
        self.now = now;
    }

    /// The moment that ages are measured from.
    pub(crate) fn now(&self) -> Time {
        self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: &Status) -> Option<String> {
        status.message().map(ToString::to_string)
    }

    #[test]
    fn a_failure_shows_whenever_nothing_else_is_to_be_said() {
        let mut status = Status::new(Time::from_millis(0));
        status.wait();
        status.fail("the file broke off");
        assert_eq!((status.reading(), told(&status)), (None, Some("the file broke off".to_owned())));
        status.say("sorted");
        assert_eq!(told(&status), Some("sorted".to_owned()));
        status.clear_message();
        assert_eq!(told(&status), Some("the file broke off".to_owned()));
    }

    #[test]
    fn notices_about_the_program_outlast_those_about_an_input_that_is_read_again() {
        let mut status = Status::new(Time::from_millis(0));
        status.notice("no store", None);
        assert_eq!(status.finish(&[Notice::new("one"), Notice::new("two")]), 2);
        status.notice("no web", Some("look it up"));
        assert_eq!(told(&status), Some("look it up".to_owned()));
        assert_eq!(status.finish(&[Notice::new("three")]), 1);
        let notices: Vec<_> = status.notices.iter().map(ToString::to_string).collect();
        assert_eq!(notices, ["no store", "no web", "three"]);
    }

    #[test]
    fn progress_counts_only_while_something_is_read() {
        let mut status = Status::new(Time::from_millis(0));
        status.progress(5, None, Some("asking"));
        assert_eq!((status.reading(), status.doing().is_some()), (None, false));
        status.wait();
        status.progress(5, Some(9), Some("asking"));
        assert_eq!(status.reading(), Some(Progress { read: 5, total: Some(9) }));
        assert_eq!(status.doing().map(ToString::to_string), Some("asking".to_owned()));
    }
}
