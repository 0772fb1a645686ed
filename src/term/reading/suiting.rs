//! Suits the theme to the background that the terminal says it has.

use super::Reader;
use crate::term::background::Asked;
use crate::term::message::Message;
use std::time::Duration;

impl Reader {
    /// How long the first frame is still held back for the answer. `None` if it is not: the terminal answered, or it was
    /// known from an earlier visit what it would say.
    pub(super) fn holds_back(&self) -> Option<Duration> {
        self.asked.and_then(Asked::held)
    }

    /// Takes the theme that suits the background, if the terminal has just said which it has.
    pub(super) fn suit_background(&mut self) {
        let Some(is_light) = self.keyboard.background() else { return };
        (self.asked, self.said_light) = (None, Some(is_light));
        if let Some((other, suits_light)) = self.other_theme.as_mut().filter(|(_, suits)| *suits == is_light) {
            std::mem::swap(&mut self.theme, other);
            *suits_light = !is_light;
        }
    }

    /// Waits a moment for an answer that is still to come: whoever gets the terminal next would take it for keys.
    pub(super) fn await_answer(&mut self) {
        while let Some(left) = self.asked.and_then(Asked::left) {
            match self.receiver.recv_timeout(left) {
                Ok(Message::Bytes(bytes)) => {
                    self.keyboard.take(&bytes);
                    self.suit_background();
                    let _ = self.more_keys.send(());
                }
                Ok(Message::Lost(_)) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}
