//! Keys of a single panel: one table says what they do and how hints show them.

use crate::app::keys::key::Key;

/// Some keys of a panel and their action.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct Local<V: 'static> {
    /// Their names; `<digit>` stands for 1 to 9. Hints show the first one.
    pub(in crate::app) keys: &'static [&'static str],
    /// What they do, in a few words; empty to hide them.
    pub(in crate::app) help: &'static str,
    pub(in crate::app) verb: V,
}

/// A row of such a table.
pub(in crate::app) const fn local<V>(keys: &'static [&'static str], help: &'static str, verb: V) -> Local<V> {
    Local { keys, help, verb }
}

/// The action of a key in a table. `None` if it has none.
pub(in crate::app) fn verb_of<V: Copy>(table: &[Local<V>], key: Key) -> Option<V> {
    let is_key = |name: &str| match name {
        "<digit>" => matches!(key.typed(), Some('1'..='9')),
        _ => Key::named(name) == Some(key),
    };
    table.iter().find(|row| row.keys.iter().any(|name| is_key(name))).map(|row| row.verb)
}

/// Keys and what they do, as the reader sees them.
pub(crate) type Told = (Vec<&'static str>, &'static str);

/// The visible keys of a table.
pub(in crate::app) fn told<V>(table: &'static [Local<V>]) -> impl Iterator<Item = Told> {
    table.iter().filter(|row| !row.help.is_empty()).map(|row| (row.keys.to_vec(), row.help))
}
