//! Keys, and their names in the command table, the help and the configuration.

use std::fmt;

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key; a letter in the case that was typed.
    pub code: Code,
    /// Control is held.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
}

/// A key without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, Shift already applied.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// The arrow up.
    Up,
    /// The arrow down.
    Down,
    /// The arrow left.
    Left,
    /// The arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

const NAMES: [(Code, &str); 15] = [
    (Code::Char(' '), "Space"),
    (Code::Enter, "Enter"),
    (Code::Esc, "Esc"),
    (Code::Backspace, "Backspace"),
    (Code::Delete, "Delete"),
    (Code::Tab, "Tab"),
    (Code::BackTab, "S-Tab"),
    (Code::Up, "Up"),
    (Code::Down, "Down"),
    (Code::Left, "Left"),
    (Code::Right, "Right"),
    (Code::Home, "Home"),
    (Code::End, "End"),
    (Code::PageUp, "PgUp"),
    (Code::PageDown, "PgDn"),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// The key with a name: `j`, `Space`, `Ctrl-d`, `Alt-x`.
    ///
    /// Keys that a terminal cannot tell apart are one key here: Control with a letter in either case, and `Ctrl-i`,
    /// `Ctrl-m` and `Ctrl-[` as `Tab`, `Enter` and `Esc` (ASCII's control characters).
    pub fn named(name: &str) -> Option<Self> {
        if let Some(rest) = name.strip_prefix("Ctrl-") {
            let key = Self::named(rest)?;
            let plain = |code| Self { code, ..key };
            return Some(match key.code {
                Code::Char('i' | 'I') => plain(Code::Tab),
                Code::Char('m' | 'M') => plain(Code::Enter),
                Code::Char('[') => plain(Code::Esc),
                Code::Char(char) => Self { ctrl: true, ..plain(Code::Char(char.to_ascii_lowercase())) },
                _ => Self { ctrl: true, ..key },
            });
        }
        if let Some(rest) = name.strip_prefix("Alt-") {
            return Self::named(rest).map(|key| Self { alt: true, ..key });
        }
        let named = NAMES.iter().find(|(_, known)| *known == name).map(|(code, _)| *code);
        let mut chars = name.chars();
        let code = named.or(match (chars.next(), chars.next()) {
            (Some(char), None) => Some(Code::Char(char)),
            _ => None,
        })?;
        Some(Self::plain(code))
    }

    /// The keys of a sequence of names separated by spaces: `z a`.
    pub fn sequence(names: &str) -> Option<Vec<Self>> {
        names.split(' ').map(Self::named).collect()
    }

    /// The character that the key types. `None` if it types none.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(char) if !self.ctrl && !self.alt => Some(char),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            out.write_str("Ctrl-")?;
        }
        if self.alt {
            out.write_str("Alt-")?;
        }
        match (NAMES.iter().find(|(code, _)| *code == self.code), self.code) {
            (Some((_, name)), _) => out.write_str(name),
            (None, Code::Char(char)) => write!(out, "{char}"),
            (None, code) => write!(out, "{code:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for name in ["j", "Space", "Ctrl-d", "Alt-x", "S-Tab", "PgDn", "-", "é"] {
            assert_eq!(Key::named(name).unwrap().to_string(), name);
        }
        assert_eq!(Key::named("Hyper"), None);
        for (name, same) in [("Ctrl-N", "Ctrl-n"), ("Ctrl-i", "Tab"), ("Ctrl-[", "Esc"), ("Alt-Ctrl-m", "Alt-Enter")] {
            assert_eq!(Key::named(name), Key::named(same), "{name}");
        }
        assert_eq!(Key::sequence("z a").unwrap().len(), 2);
    }
}
