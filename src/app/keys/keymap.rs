//! Maps keys to commands: those of the table, as the reader has changed them.

use crate::app::keys::command::{Command, Given, is_placeholder};
use crate::app::keys::key::{Code, Key};
use crate::app::keys::own::Own;
use std::borrow::Cow;
use std::fmt;

/// The commands that keys can be bound to.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct Tables {
    /// Those in a thread.
    pub(in crate::app) thread: &'static [Command],
    /// Further ones while suggestions are visible.
    pub(in crate::app) suggestions: &'static [Command],
    /// The name of the one among them that only a suggested post has.
    pub(in crate::app) on_suggestion: &'static str,
    /// Those in the index.
    pub(in crate::app) index: &'static [Command],
}

/// The keys of every command, in a thread and in the index.
#[derive(Debug, Clone)]
pub(crate) struct Keymap {
    tables: Tables,
    /// Commands of the reader's own.
    own: Vec<&'static Command>,
    thread: Bindings,
    /// Additional keys while suggestions are visible.
    suggestions: Bindings,
    /// The keys in a thread while suggestions are visible.
    suggesting: Bindings,
    /// The same on a suggested post.
    suggested: Bindings,
    index: Bindings,
}

/// What keys apply to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Thread,
    /// A thread with visible suggestions.
    Suggesting,
    /// A suggested post among them.
    OnSuggestion,
    Index,
}

/// Keys of some commands.
#[derive(Debug, Clone)]
pub(crate) struct Bindings(Vec<Binding>);

/// A sequence of keys and its command.
#[derive(Debug, Clone)]
struct Binding {
    keys: Cow<'static, str>,
    command: &'static Command,
}

/// Why keys cannot be bound to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unbound {
    /// A name in the sequence is no key.
    NoKey(String),
    /// The sequence begins with a digit, which starts a count.
    Count(String),
    /// There is no such command.
    NoCommand(String),
    /// The command needs a letter or a digit after the keys.
    Needs(&'static str),
}

impl fmt::Display for Unbound {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey(name) => write!(out, "expected a key such as j, Ctrl-d, Alt-x, Space or PgDn, found `{name}`"),
            Self::Count(name) => write!(out, "expected a key that begins no number, found `{name}`"),
            Self::NoCommand(name) => write!(out, "expected a command's name, found `{name}`"),
            Self::Needs(what) => write!(out, "the command wants keys that end in {what}"),
        }
    }
}

/// The name that unbinds a sequence of keys.
const NOTHING: &str = "none";

impl Keymap {
    /// The keys that the tables give to commands.
    pub(in crate::app) fn of(tables: Tables) -> Self {
        let thread = Bindings::of(tables.thread);
        let mut keymap = Self {
            suggestions: Bindings::of(tables.suggestions),
            suggesting: thread.clone(),
            suggested: thread.clone(),
            thread,
            index: Bindings::of(tables.index),
            tables,
            own: Vec::new(),
        };
        keymap.lay_over();
        keymap
    }

    /// The keys at a moment.
    pub(crate) fn at(&self, moment: Moment) -> &Bindings {
        match moment {
            Moment::Thread => &self.thread,
            Moment::Suggesting => &self.suggesting,
            Moment::OnSuggestion => &self.suggested,
            Moment::Index => &self.index,
        }
    }

    /// Binds a sequence of key names to the command with a name, at every moment that has it. Unbinds what the sequence
    /// meant, what began with it, and what it begins with.
    pub(crate) fn bind(&mut self, keys: &str, name: &str) -> Result<(), Unbound> {
        let keys = &*sequence(keys)?;
        let named = |commands: &'static [Command]| commands.iter().find(|command| command.name == name);
        let places = [
            (&mut self.thread, self.tables.thread),
            (&mut self.suggestions, self.tables.suggestions),
            (&mut self.index, self.tables.index),
        ];
        if name != NOTHING && places.iter().all(|(_, commands)| named(commands).is_none()) {
            return Err(Unbound::NoCommand(name.to_owned()));
        }
        for (bindings, commands) in places {
            match named(commands) {
                None if name == NOTHING => bindings.free(keys),
                None => {}
                Some(command) => match command.needs() {
                    Some(needs) if !keys.ends_with(needs) => return Err(Unbound::Needs(needs)),
                    _ => bindings.bind(keys, command),
                },
            }
        }
        self.lay_over();
        Ok(())
    }

    /// Binds a sequence of key names to a command of the reader's own, in a thread.
    pub(crate) fn bind_own(&mut self, keys: &str, own: Own) -> Result<(), Unbound> {
        let keys = sequence(keys)?;
        if let Some(placeholder) = keys.split(' ').find(|name| is_placeholder(name)) {
            return Err(Unbound::NoKey(placeholder.to_owned()));
        }
        let command = own.command();
        self.own.push(command);
        self.thread.bind(&keys, command);
        self.lay_over();
        Ok(())
    }

    /// The commands of the reader's own.
    pub(crate) fn own(&self) -> impl Iterator<Item = &'static Command> {
        self.own.iter().copied()
    }

    /// Lays the keys for suggestions over those of a thread.
    fn lay_over(&mut self) {
        (self.suggesting, self.suggested) = (self.thread.clone(), self.thread.clone());
        for Binding { keys, command } in &self.suggestions.0 {
            self.suggested.bind(keys, command);
            if command.name != self.tables.on_suggestion {
                self.suggesting.bind(keys, command);
            }
        }
    }
}

/// A sequence of key names as it is shown.
fn sequence(keys: &str) -> Result<String, Unbound> {
    let known = |name: &str| match Key::named(name) {
        _ if is_placeholder(name) => Ok(name.to_owned()),
        Some(key) => Ok(key.to_string()),
        None => Err(Unbound::NoKey(name.to_owned())),
    };
    let keys = keys.split(' ').map(known).collect::<Result<Vec<_>, _>>()?.join(" ");
    match keys.split(' ').next().filter(|name| matches!(name.as_bytes(), [b'1'..=b'9'])) {
        Some(digit) => Err(Unbound::Count(digit.to_owned())),
        None => Ok(keys),
    }
}

impl Bindings {
    fn of(commands: &'static [Command]) -> Self {
        let keys = |command: &'static Command| command.keys.iter().map(move |keys| (*keys, command));
        Self(commands.iter().flat_map(keys).map(|(keys, command)| Binding { keys: keys.into(), command }).collect())
    }

    fn bind(&mut self, keys: &str, command: &'static Command) {
        self.free(keys);
        self.0.insert(0, Binding { keys: keys.to_owned().into(), command });
    }

    fn free(&mut self, keys: &str) {
        let begins = |keys: &str, with: &str| keys.strip_prefix(with).is_some_and(|rest| rest.starts_with(' '));
        self.0.retain(|old| old.keys != keys && !begins(&old.keys, keys) && !begins(keys, &old.keys));
    }

    /// The keys of a command, by name.
    pub(crate) fn of_command(&self, command: &'static Command) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|binding| binding.command.name == command.name).map(|binding| binding.keys.as_ref())
    }

    /// The first keys of the command with a name. `None` if it has none.
    pub(in crate::app) fn of_name(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|binding| binding.command.name == name).map(|binding| binding.keys.as_ref())
    }

    /// The meaning of a sequence of keys.
    fn meant(&self, typed: &[Key]) -> Meant {
        let mut meant = Meant::Nothing;
        for Binding { keys, command } in &self.0 {
            match fits(keys, typed) {
                Fit::Whole(letter) => return Meant::Command(command, letter),
                Fit::Beginning => meant = Meant::Beginning,
                Fit::Not => {}
            }
        }
        meant
    }
}

/// The meaning of the keys typed so far.
#[derive(Debug, Clone, Copy)]
enum Meant {
    /// A command, and the character typed for its placeholder.
    Command(&'static Command, Option<char>),
    /// The start of one or more commands.
    Beginning,
    /// Nothing.
    Nothing,
}

enum Fit {
    Whole(Option<char>),
    Beginning,
    Not,
}

fn fits(keys: &str, typed: &[Key]) -> Fit {
    let mut names = keys.split(' ');
    let mut letter = None;
    for key in typed {
        match (names.next(), key.typed()) {
            (Some("<letter>"), Some(char)) | (Some("<digit>"), Some(char @ '1'..='9')) => letter = Some(char),
            (Some(name), _) if Key::named(name) == Some(*key) => {}
            _ => return Fit::Not,
        }
    }
    if names.next().is_some() { Fit::Beginning } else { Fit::Whole(letter) }
}

/// The keys typed so far: a count, then the start of a command.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct Typed {
    count: Option<usize>,
    keys: Vec<Key>,
}

/// The largest count.
const MOST: usize = 1_000_000_000;

impl Typed {
    /// Takes a key. Returns a command once it is complete.
    pub(in crate::app) fn take(&mut self, bindings: &Bindings, key: Key) -> Option<(&'static Command, Given)> {
        if key.code == Code::Esc && !self.is_empty() {
            *self = Self::default();
            return None;
        }
        let digit = key.typed().and_then(|char| char.to_digit(10)).map(|digit| digit as usize);
        if let Some(digit) = digit.filter(|&digit| self.keys.is_empty() && (digit > 0 || self.count.is_some())) {
            self.count = Some((self.count.unwrap_or(0) * 10 + digit).min(MOST));
            return None;
        }
        self.keys.push(key);
        match bindings.meant(&self.keys) {
            Meant::Beginning => None,
            Meant::Nothing => {
                *self = Self::default();
                None
            }
            Meant::Command(command, letter) => {
                let given = Given { count: self.count, letter };
                *self = Self::default();
                Some((command, given))
            }
        }
    }

    /// Whether nothing is typed.
    pub(in crate::app) fn is_empty(&self) -> bool {
        self.count.is_none() && self.keys.is_empty()
    }

    /// What was typed, for the status line.
    pub(in crate::app) fn shown(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        self.keys.iter().fold(count, |shown, key| shown + &key.to_string())
    }

    /// The commands that may still follow, with their remaining keys.
    pub(in crate::app) fn continuations<'a>(&self, bindings: &'a Bindings) -> Vec<(&'a str, &'static str)> {
        if self.keys.is_empty() {
            return Vec::new();
        }
        let follows = |binding: &&Binding| matches!(fits(&binding.keys, &self.keys), Fit::Beginning);
        let rest = |keys: &'a str| keys.splitn(self.keys.len() + 1, ' ').last().unwrap_or_default();
        bindings.0.iter().filter(follows).map(|binding| (rest(&binding.keys), binding.command.help)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed_in(keymap: &Keymap, keys: &str) -> Option<(&'static str, Given)> {
        let mut typed = Typed::default();
        let keys = Key::sequence(keys).unwrap();
        let last = keys.into_iter().fold(None, |_, key| typed.take(keymap.at(Moment::Thread), key));
        last.map(|(command, given)| (command.name, given))
    }

    fn typed(keys: &str) -> Option<(&'static str, Given)> {
        typed_in(&Keymap::default(), keys)
    }

    fn bound(pairs: &[(&str, &str)]) -> Keymap {
        let mut keymap = Keymap::default();
        pairs.iter().for_each(|(keys, name)| keymap.bind(keys, name).unwrap());
        keymap
    }

    fn name(keymap: &Keymap, keys: &str) -> Option<&'static str> {
        typed_in(keymap, keys).map(|(name, _)| name)
    }

    #[test]
    fn a_number_before_a_command_is_its_count() {
        assert_eq!(typed("1 2 j"), Some(("select-next", Given { count: Some(12), letter: None })));
        assert_eq!(typed("1 0 G"), Some(("last", Given { count: Some(10), letter: None })));
    }

    #[test]
    fn a_letter_or_a_digit_after_a_command_is_given_to_it() {
        assert_eq!(typed("m a"), Some(("set-mark", Given { count: None, letter: Some('a') })));
        assert_eq!(typed("z 3"), Some(("fold-to-depth", Given { count: None, letter: Some('3') })));
        assert_eq!(typed("z y"), None);
    }

    #[test]
    fn escape_drops_what_is_typed() {
        assert_eq!(typed("1 2 Esc j"), Some(("select-next", Given::default())));
    }

    #[test]
    fn a_key_that_is_bound_anew_means_the_new_command_and_the_command_keeps_its_other_keys() {
        let keymap = bound(&[("j", "last")]);
        assert_eq!(name(&keymap, "j"), Some("last"));
        assert_eq!(name(&keymap, "Down"), Some("select-next"));
        assert_eq!(name(&keymap, "G"), Some("last"));
        assert_eq!(name(&bound(&[("Ctrl-D", "last")]), "Ctrl-d"), Some("last"), "to a terminal they are one key");
    }

    #[test]
    fn a_key_that_began_others_is_theirs_no_more() {
        let keymap = bound(&[("g", "first")]);
        assert_eq!(name(&keymap, "g"), Some("first"));
        let keymap = bound(&[("j j", "last")]);
        assert_eq!((name(&keymap, "j"), name(&keymap, "j j")), (None, Some("last")));
    }

    #[test]
    fn a_key_can_be_freed() {
        let keymap = bound(&[("q", "none")]);
        assert_eq!(name(&keymap, "q"), None);
        assert!(matches!(keymap.at(Moment::Index).meant(&Key::sequence("q").unwrap()), Meant::Nothing));
    }

    #[test]
    fn a_binding_that_cannot_be_says_why() {
        let mut keymap = Keymap::default();
        assert_eq!(keymap.bind("Hyper-j", "last"), Err(Unbound::NoKey("Hyper-j".to_owned())));
        assert_eq!(keymap.bind("j", "lats"), Err(Unbound::NoCommand("lats".to_owned())));
        assert_eq!(keymap.bind("M", "set-mark"), Err(Unbound::Needs("<letter>")));
        assert_eq!(keymap.bind("M <letter>", "set-mark"), Ok(()));
    }
}
