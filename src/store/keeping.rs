//! Writes down what a reader changed, each change by itself, beside those of other windows.

use super::memory::{CHUNK, Memory, chunk, thread_of};
use super::{Fault, Store};
use crate::thread::{PostId, Time};
use crate::visit::{By, Change};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use rustc_hash::FxHashMap;

/// What a bit of a post means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Bit {
    Read = 0,
    Folded = 1,
    /// Its text is in the search index.
    Gathered = 2,
}

/// Bits of a row to set and to clear.
#[derive(Default)]
pub(super) struct Mask {
    set: Vec<u8>,
    cleared: Vec<u8>,
}

impl Store {
    /// Saves changes, all or none; afterwards they outlive the program. Returns false if the thread was forgotten
    /// meanwhile and must be recalled again.
    pub(crate) fn keep(&mut self, memory: &Memory, changes: &[Change], now: Time) -> Result<bool, Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut masks = FxHashMap::default();
        let mut touched = Vec::new();
        for change in changes {
            match change {
                Change::Read(posts, on) => mark(memory, &mut masks, posts, Bit::Read, *on),
                Change::Folded(posts, on) => mark(memory, &mut masks, posts, Bit::Folded, *on),
                Change::Away(post, away) => {
                    let Some((thread, number)) = memory.number(*post) else { continue };
                    touched.push(thread);
                    let Some(away) = away else {
                        let delete = "DELETE FROM away WHERE thread = ? AND post = ?";
                        transaction.prepare_cached(delete)?.execute((thread, number))?;
                        continue;
                    };
                    let (who, rule) = match &away.by {
                        By::Hand => (0, ""),
                        By::Suggestion => (1, ""),
                        By::Rule(name) => (2, &**name),
                    };
                    let insert = "INSERT OR REPLACE INTO away (thread, post, label, reason, who, rule, at) \
                                  VALUES (?, ?, ?, ?, ?, ?, ?)";
                    let row = params![thread, number, away.label.name(), &*away.reason, who, rule, away.at.millis()];
                    transaction.prepare_cached(insert)?.execute(row)?;
                }
                Change::Marked(letter, Some(post)) => {
                    let Some((thread, number)) = memory.number(*post) else { continue };
                    touched.push(thread);
                    let insert = "INSERT OR REPLACE INTO marks (thread, letter, post) VALUES (?, ?, ?)";
                    transaction.prepare_cached(insert)?.execute((thread, letter.to_string(), number))?;
                }
                Change::Marked(letter, None) => {
                    for part in &memory.parts {
                        let delete = "DELETE FROM marks WHERE thread = ? AND letter = ?";
                        transaction.prepare_cached(delete)?.execute((part.thread, letter.to_string()))?;
                    }
                }
                Change::At(post, depth) => {
                    let Some((thread, number)) = memory.number(*post) else { continue };
                    touched.push(thread);
                    let update = "UPDATE threads SET post = ?, depth = ? WHERE id = ?";
                    transaction.prepare_cached(update)?.execute((number, depth, thread))?;
                }
            }
        }
        for ((row, bit), mask) in masks {
            touched.push(thread_of(row));
            write(&transaction, row, bit, &mask)?;
        }
        touched.sort_unstable();
        touched.dedup();
        let mut is_there = true;
        for thread in touched {
            let update = "UPDATE threads SET touched = max(touched, ?) WHERE id = ?";
            is_there &= transaction.prepare_cached(update)?.execute((now.millis(), thread))? == 1;
        }
        if is_there {
            transaction.commit()?;
        }
        Ok(is_there)
    }
}

fn mark(memory: &Memory, masks: &mut FxHashMap<(i64, Bit), Mask>, posts: &[PostId], bit: Bit, on: bool) {
    let mut numbers: Vec<_> = posts.iter().filter_map(|&post| memory.number(post)).collect();
    numbers.sort_unstable();
    for same in numbers.chunk_by(|one, other| chunk(one.0, one.1) == chunk(other.0, other.1)) {
        let Some(&(thread, first)) = same.first() else { continue };
        let mask = masks.entry((chunk(thread, first), bit)).or_default();
        for &(_, number) in same {
            mask.put(number % CHUNK, on);
        }
    }
}

impl Mask {
    pub(super) fn put(&mut self, place: u32, on: bool) {
        let (byte, bit) = ((place / 8) as usize, 1_u8 << (place % 8));
        if self.set.len() <= byte {
            self.set.resize(byte + 1, 0);
            self.cleared.resize(byte + 1, 0);
        }
        if let (Some(set), Some(cleared)) = (self.set.get_mut(byte), self.cleared.get_mut(byte)) {
            *set = if on { *set | bit } else { *set & !bit };
            *cleared = if on { *cleared & !bit } else { *cleared | bit };
        }
    }
}

/// Changes some bits of a row and leaves the others as they are now.
pub(super) fn write(connection: &Connection, row: i64, bit: Bit, mask: &Mask) -> rusqlite::Result<()> {
    let mut bits = bits(connection, row, bit)?;
    let before = bits.clone();
    bits.resize(bits.len().max(mask.set.len()), 0);
    for ((bits, set), cleared) in bits.iter_mut().zip(&mask.set).zip(&mask.cleared) {
        *bits = *bits & !cleared | set;
    }
    if bits != before {
        let insert = "INSERT OR REPLACE INTO bits (chunk, kind, bits) VALUES (?, ?, ?)";
        connection.prepare_cached(insert)?.execute((row, bit as i64, bits))?;
    }
    Ok(())
}

/// The bits of a row.
pub(super) fn bits(connection: &Connection, row: i64, bit: Bit) -> rusqlite::Result<Vec<u8>> {
    let mut select = connection.prepare_cached("SELECT bits FROM bits WHERE chunk = ? AND kind = ?")?;
    Ok(select.query_row((row, bit as i64), |row| row.get(0)).optional()?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, NOW, post, thread};
    use super::*;
    use crate::thread::Text;
    use crate::visit::{Away, Label};

    fn away(label: Label, by: By) -> Away {
        Away { label, reason: Text::line("drifted 0.82: ferry, ticket"), by, at: NOW }
    }

    #[test]
    fn all_that_is_kept_is_there_on_the_next_visit_whatever_the_order() {
        let home = Home::new();
        let mut store = home.open();
        let (memory, visit) = store.visit(&thread("The lamp", &["lamp", "gull", "ferry"]));
        assert!(visit.known.is_empty(), "nobody was here before");
        let rule = away(Label::Noise, By::Rule(Text::line("no ferries")));
        let changes = [
            Change::Read(vec![post(1), post(2)], true),
            Change::Read(vec![post(2)], false),
            Change::Folded(vec![post(3), post(1)], true),
            Change::Folded(vec![post(1)], false),
            Change::Away(post(3), Some(rule.clone())),
            Change::Away(post(1), Some(away(Label::Joke, By::Hand))),
            Change::Away(post(1), None),
            Change::Marked('a', Some(post(2))),
            Change::At(post(3), 250),
        ];
        assert!(store.keep(&memory, &changes, NOW).unwrap());

        let (_, visit) = home.open().visit(&thread("The lamp", &["ferry", "tide", "lamp", "gull"]));
        let posts = |set: &crate::thread::PostSet| set.within(0..5).map(PostId::index).collect::<Vec<_>>();
        assert_eq!((posts(&visit.known), posts(&visit.read)), (vec![0, 1, 3, 4], vec![3]));
        assert_eq!((visit.folded, visit.away), (vec![post(1)], vec![(post(1), rule)]));
        assert_eq!((visit.marks, visit.at), (vec![('a', post(4))], Some((post(1), 250))));
    }

    #[test]
    fn two_windows_keep_what_each_changed() {
        let home = Home::new();
        let lamp = thread("The lamp", &["lamp", "gull", "ferry"]);
        let (mut one, mut other) = (home.open(), home.open());
        let (first, _) = one.visit(&lamp);
        let (second, visit) = other.visit(&thread("The lamp", &["tide", "gull", "lamp"]));
        assert_eq!(visit.known.count(0..4), 3);
        one.keep(&first, &[Change::Read(vec![post(1), post(2)], true)], NOW).unwrap();
        let changes = [Change::Read(vec![post(1)], true), Change::Read(vec![post(2)], false)];
        other.keep(&second, &changes, NOW).unwrap();
        let (_, visit) = one.visit(&lamp);
        assert_eq!(visit.read.within(0..4).collect::<Vec<_>>(), [post(1)], "the last word on a post holds");
        let (_, visit) = other.visit(&thread("The lamp", &["tide"]));
        assert_eq!(visit.read.count(0..2), 1);
    }

    #[test]
    fn nothing_is_kept_in_part_when_the_disk_is_full_and_it_can_be_tried_again() {
        let home = Home::new();
        let mut store = home.open();
        let words: Vec<String> = (0..300).map(|n| format!("lamp{n}")).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let long = thread("The lamp", &words);
        let (memory, _) = store.visit(&long);
        let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        let limit = |store: &Store, pages: i64| {
            let set = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
            store.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), (), set).unwrap();
        };
        limit(&store, pages);
        let put_away = (1..300).map(|n| Change::Away(post(n), Some(away(Label::Meta, By::Hand))));
        let all: Vec<_> = [Change::Marked('a', Some(post(1)))].into_iter().chain(put_away).collect();
        let fault = store.keep(&memory, &all, NOW).unwrap_err();
        assert_eq!(fault.message(), "not saved: the disk is full");
        assert_eq!(store.visit(&long).1.marks, []);
        limit(&store, 1_000_000);
        assert!(store.keep(&memory, &all, NOW).unwrap());
        assert_eq!(store.visit(&long).1.away.len(), 299);
    }
}
