//! A command: its name, its keys and its help.

use crate::app::keys::own::Own;

/// Something that a reader can tell the program to do.
#[derive(Debug)]
pub struct Command {
    /// Its name in the palette and in the configuration.
    pub name: &'static str,
    /// Its keys. In a sequence `<letter>` stands for any character and `<digit>` for 1 to 9.
    pub keys: &'static [&'static str],
    /// Its section in the help.
    pub group: Group,
    /// What it does, in a few words.
    pub help: &'static str,
    /// What the reader made, if it is no command of the program.
    pub(in crate::app) own: Option<Own>,
}

/// What a reader typed with a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Given {
    /// A number typed before.
    pub count: Option<usize>,
    /// A character typed after.
    pub letter: Option<char>,
}

impl Given {
    /// The number of repetitions: the typed number, or 1.
    pub(in crate::app) fn times(self) -> usize {
        self.count.unwrap_or(1).max(1)
    }

    /// The same as a number of steps, which may be negated.
    pub(in crate::app) fn steps(self) -> isize {
        isize::try_from(self.times()).unwrap_or(isize::MAX)
    }
}

/// A section of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// From post to post.
    Move,
    /// Through the text.
    Read,
    /// What is shown of the tree.
    Fold,
    /// What may be put away.
    Suggest,
    /// What is out of the way for good.
    PutAway,
    /// Finding.
    Find,
    /// Links, copies and files.
    Act,
    /// Everything else.
    Program,
    /// What the reader made.
    Own,
}

impl Group {
    /// All groups in the order of the help.
    pub const ALL: [Self; 9] = [
        Self::Suggest,
        Self::Read,
        Self::Move,
        Self::Fold,
        Self::PutAway,
        Self::Find,
        Self::Act,
        Self::Program,
        Self::Own,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Read => "Read",
            Self::Fold => "Fold",
            Self::Suggest => "Suggestions",
            Self::PutAway => "Put away",
            Self::Find => "Find",
            Self::Act => "Act",
            Self::Program => "Program",
            Self::Own => "Your own",
        }
    }
}

impl Command {
    /// The placeholder that must be typed after its keys: `<letter>` or `<digit>`. `None` if there is none.
    pub(crate) fn needs(&self) -> Option<&'static str> {
        self.keys.first().and_then(|keys| keys.split(' ').next_back()).filter(|last| is_placeholder(last))
    }
}

/// Whether a name in a sequence of keys is a placeholder.
pub(in crate::app) fn is_placeholder(name: &str) -> bool {
    matches!(name, "<letter>" | "<digit>")
}
