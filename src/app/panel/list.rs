//! What every list does with a key.

use crate::app::keys::key::{Code, Key};

/// The row of a list that a key goes to, if it is one that every list knows: from `selected`, with so many rows on a page.
/// It may be past the `last` one.
pub(in crate::app) fn row_after(key: Key, selected: usize, last: usize, page: usize) -> Option<usize> {
    match (key.code, key.ctrl) {
        (Code::Char('j') | Code::Down, _) => Some(selected.saturating_add(1)),
        (Code::Char('k') | Code::Up, _) => Some(selected.saturating_sub(1)),
        (Code::Char('d' | 'f'), true) | (Code::PageDown, _) => Some(selected.saturating_add(page)),
        (Code::Char('u' | 'b'), true) | (Code::PageUp, _) => Some(selected.saturating_sub(page)),
        (Code::Char('g') | Code::Home, _) => Some(0),
        (Code::Char('G') | Code::End, _) => Some(last),
        _ => None,
    }
}
