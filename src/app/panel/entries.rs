//! The history of the prompts, by kind of prompt.

use crate::app::keys::key::{Code, Key};
use crate::app::panel::prompt::Prompt;
use crate::app::state::finder::Asking;

/// The kind of text in a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Kind {
    /// A query for this purpose.
    Query(Asking),
    /// The name of a command of the program.
    Command,
    /// Words to search for in all threads.
    Words,
    /// The name of a file.
    File,
    /// A command of the shell.
    Shell,
}

/// Everything entered in this session, the oldest first.
#[derive(Debug, Default)]
pub(in crate::app) struct Entries(Vec<(Kind, String)>);

/// Entries that are remembered at most.
const MOST: usize = 500;

impl Entries {
    /// Records an entry. A repeated one becomes the newest.
    pub(in crate::app) fn take_down(&mut self, kind: Kind, typed: &str) {
        if typed.trim().is_empty() {
            return;
        }
        self.0.retain(|(of, before)| *of != kind || before != typed);
        self.0.push((kind, typed.to_owned()));
        if self.0.len() > MOST {
            self.0.remove(0);
        }
    }

    /// The entry this many steps back, from 1.
    fn before(&self, kind: Kind, entries: usize) -> Option<&str> {
        let of_kind = self.0.iter().rev().filter(|(of, _)| *of == kind);
        of_kind.map(|(_, typed)| typed.as_str()).nth(entries.checked_sub(1)?)
    }

    /// Puts the previous entry into a prompt, or the next one; past the newest, what the reader had typed. Returns
    /// whether the text changed.
    pub(in crate::app) fn walk(&self, kind: Kind, way: Walk, prompt: &mut Prompt) -> bool {
        let back = match way {
            Walk::Older => prompt.back + 1,
            Walk::Newer if prompt.back > 0 => prompt.back - 1,
            Walk::Newer => return false,
        };
        let own = if prompt.back == 0 { prompt.typed().to_owned() } else { std::mem::take(&mut prompt.own) };
        let Some(text) = (if back == 0 { Some(own.as_str()) } else { self.before(kind, back) }) else {
            prompt.own = own;
            return false;
        };
        *prompt = Prompt::of(text);
        (prompt.back, prompt.own) = (back, own);
        true
    }
}

/// A direction through the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Walk {
    Older,
    Newer,
}

impl Walk {
    /// The direction of a key. `None` if it is no such key.
    pub(in crate::app) fn of(key: Key) -> Option<Self> {
        match (key.code, key.ctrl) {
            (Code::Up, _) | (Code::Char('p'), true) => Some(Self::Older),
            (Code::Down, _) | (Code::Char('n'), true) => Some(Self::Newer),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(entries: &Entries, kind: Kind, prompt: &mut Prompt, ways: &[Walk]) -> String {
        ways.iter().for_each(|&way| _ = entries.walk(kind, way, prompt));
        prompt.typed().to_owned()
    }

    #[test]
    fn what_was_typed_comes_back_by_its_kind_and_at_the_end_what_is_being_typed() {
        use Walk::{Newer, Older};
        let mut entries = Entries::default();
        for typed in ["lamp", "gull", " ", "lamp"] {
            entries.take_down(Kind::File, typed);
        }
        entries.take_down(Kind::Shell, "wc");
        let mut prompt = Prompt::of("fe");
        assert_eq!(walked(&entries, Kind::File, &mut prompt, &[Newer]), "fe");
        assert_eq!(walked(&entries, Kind::File, &mut prompt, &[Older]), "lamp");
        assert_eq!(walked(&entries, Kind::File, &mut prompt, &[Older, Older, Older]), "gull");
        assert_eq!(walked(&entries, Kind::File, &mut prompt, &[Newer]), "lamp");
        assert_eq!(walked(&entries, Kind::File, &mut prompt, &[Newer, Newer]), "fe");
        assert_eq!(walked(&entries, Kind::Words, &mut prompt, &[Older]), "fe");
    }

    #[test]
    fn what_is_changed_is_typed_anew() {
        let mut entries = Entries::default();
        ["lamp", "gull"].iter().for_each(|typed| entries.take_down(Kind::Words, typed));
        let mut prompt = Prompt::default();
        entries.walk(Kind::Words, Walk::Older, &mut prompt);
        prompt.take(Key::plain(Code::Char('s')));
        assert_eq!(walked(&entries, Kind::Words, &mut prompt, &[Walk::Older]), "gull");
        assert_eq!(walked(&entries, Kind::Words, &mut prompt, &[Walk::Newer]), "gulls");
    }

    #[test]
    fn no_more_is_kept_than_anybody_walks_through() {
        let mut entries = Entries::default();
        (0..2 * MOST).for_each(|number| entries.take_down(Kind::Words, &number.to_string()));
        assert_eq!(entries.0.len(), MOST);
        assert_eq!(entries.before(Kind::Words, MOST), Some(MOST.to_string().as_str()));
    }
}
