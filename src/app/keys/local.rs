//! Keys that hold in one panel alone: written once, for what they do and for what is told of them.

use crate::app::keys::key::Key;

/// Some keys of a panel, and what they do there.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct Local<V: 'static> {
    /// By their names; `<digit>` stands for 1 to 9. The first one is told in the line of hints.
    pub(in crate::app) keys: &'static [&'static str],
    /// What they do, in a few words; empty if nothing is told of them.
    pub(in crate::app) help: &'static str,
    pub(in crate::app) verb: V,
}

/// A row of such a table.
pub(in crate::app) const fn local<V>(keys: &'static [&'static str], help: &'static str, verb: V) -> Local<V> {
    Local { keys, help, verb }
}

/// What a key does by a table; `None` if nothing.
pub(in crate::app) fn verb_of<V: Copy>(table: &[Local<V>], key: Key) -> Option<V> {
    let is_key = |name: &str| match name {
        "<digit>" => matches!(key.typed(), Some('1'..='9')),
        _ => Key::named(name) == Some(key),
    };
    table.iter().find(|row| row.keys.iter().any(|name| is_key(name))).map(|row| row.verb)
}

/// Keys with what they do, as they are told to the reader.
pub(crate) type Told = (Vec<&'static str>, &'static str);

/// What is told of a table.
pub(in crate::app) fn told<V>(table: &'static [Local<V>]) -> impl Iterator<Item = Told> {
    table.iter().filter(|row| !row.help.is_empty()).map(|row| (row.keys.to_vec(), row.help))
}
