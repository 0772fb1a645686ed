//! A line being typed.

use crate::app::keys::key::{Code, Key};
use tui_input::InputRequest;

/// A line being typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Prompt {
    line: tui_input::Input,
    /// The number of steps back in the history; 0 for new text.
    pub(in crate::app) back: usize,
    /// What was typed before a history entry replaced it.
    pub(in crate::app) own: String,
}

/// Characters of a prompt at most.
pub(in crate::app) const LONGEST: usize = 1000;

impl Prompt {
    /// A prompt with a text to edit.
    pub(in crate::app) fn of(text: &str) -> Self {
        Self { line: tui_input::Input::new(text.to_owned()), ..Self::default() }
    }

    /// The text.
    pub(crate) fn typed(&self) -> &str {
        self.line.value()
    }

    /// The text before the cursor.
    pub(crate) fn before_cursor(&self) -> String {
        self.typed().chars().take(self.line.cursor()).collect()
    }

    /// The byte offset of the cursor.
    pub(in crate::app) fn cursor(&self) -> usize {
        self.before_cursor().len()
    }

    /// Replaces some bytes by a text and puts the cursor behind it.
    pub(in crate::app) fn replace(&mut self, place: std::ops::Range<usize>, text: &str) {
        let (before, after) = (self.typed().get(..place.start), self.typed().get(place.end..));
        let before = format!("{}{text}", before.unwrap_or_default());
        let cursor = before.chars().count();
        let typed = before + after.unwrap_or_default();
        (self.line, self.back) = (tui_input::Input::new(typed).with_cursor(cursor), 0);
    }

    /// Takes a key. Returns whether the text changed.
    pub(in crate::app) fn take(&mut self, key: Key) -> bool {
        let before = self.typed().to_owned();
        let request = match (key.code, key.ctrl) {
            (Code::Char('a'), true) | (Code::Home, _) => InputRequest::GoToStart,
            (Code::Char('e'), true) | (Code::End, _) => InputRequest::GoToEnd,
            (Code::Char('b'), true) | (Code::Left, false) => InputRequest::GoToPrevChar,
            (Code::Char('f'), true) | (Code::Right, false) => InputRequest::GoToNextChar,
            (Code::Left, true) => InputRequest::GoToPrevWord,
            (Code::Right, true) => InputRequest::GoToNextWord,
            (Code::Char('u'), true) => InputRequest::DeleteLine,
            (Code::Char('k'), true) => InputRequest::DeleteTillEnd,
            (Code::Char('w'), true) => InputRequest::DeletePrevWord,
            (Code::Char('d'), true) | (Code::Delete, _) => InputRequest::DeleteNextChar,
            (Code::Char('h'), true) | (Code::Backspace, _) => InputRequest::DeletePrevChar,
            (Code::Char(char), false) if !key.alt && self.typed().len() < LONGEST => InputRequest::InsertChar(char),
            _ => return false,
        };
        self.line.handle(request);
        let changed = self.typed() != before;
        if changed {
            self.back = 0;
        }
        changed
    }
}
