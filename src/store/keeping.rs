//! What a reader changed, written down: each change by itself, beside those of other windows.

use super::memory::{CHUNK, Memory, chunk, thread_of};
use super::{Fault, Store};
use crate::thread::{PostId, Time};
use crate::visit::{By, Change};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use rustc_hash::FxHashMap;

/// What a bit of a post tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Bit {
    Read = 0,
    Folded = 1,
}

/// Bits of a row to be set and to be cleared.
#[derive(Default)]
struct Mask {
    set: Vec<u8>,
    cleared: Vec<u8>,
}

impl Store {
    /// Writes changes down, all or none. When it returns they outlive the program. Tells whether the thread is still
    /// there: where it has been forgotten meanwhile it must be recalled anew.
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
    fn put(&mut self, place: u32, on: bool) {
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

/// Changes the bits of a row and leaves the others as they are now.
fn write(connection: &Connection, row: i64, bit: Bit, mask: &Mask) -> rusqlite::Result<()> {
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
