//! Commands of the reader's own: they run in a shell and get a part of the thread on standard input.

use crate::app::keys::command::{Command, Group};
use crate::export::Form;

/// What the reader made of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Own {
    /// The line for the shell. Nothing of a thread ever gets into it.
    pub(crate) line: String,
    /// What it reads.
    pub(crate) input: Input,
    /// The form of that, unless it is an address.
    pub(crate) form: Form,
}

/// What a command reads on its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Input {
    /// The selected post alone.
    #[default]
    Post,
    /// The selected post and everything below it.
    Subthread,
    /// The open thread.
    Thread,
    /// The address of the selected post.
    Address,
}

impl Input {
    /// All of them, with their names in the configuration.
    pub(crate) const ALL: [(Self, &'static str); 4] =
        [(Self::Post, "post"), (Self::Subthread, "subthread"), (Self::Thread, "thread"), (Self::Address, "address")];
}

impl Own {
    /// The command for help, palette and keys. It lasts as long as the program, as all commands do.
    pub(super) fn command(self) -> &'static Command {
        let input = Input::ALL.iter().find(|(input, _)| *input == self.input).map_or("", |(_, name)| name);
        let name: &'static str = format!("| {}", self.line).leak();
        let help: &'static str = format!("the {input} {name}").leak();
        Box::leak(Box::new(Command { name, keys: &[], group: Group::Own, help, own: Some(self) }))
    }
}
