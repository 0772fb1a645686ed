//! The threads of a reader as a list: which there are, what is known of each, and which have a star.
//!
//! Lists ask for threads by the place to open them from. The reader may have read a thread of a site from a saved file.

use super::identity::{address_hash, canonical};
use super::keeping::Bit;
use super::memory::{CHUNK, chunk, chunks};
use super::{Fault, Store};
use crate::thread::{Text, Time};
use crate::visit::{Kept, Known};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

/// Threads that are listed at most.
const MOST: i64 = 2000;
/// The most rows of a list that are looked up. Longer lists are no site's.
const MOST_KNOWN: usize = 5000;

impl Store {
    /// Everything that can be opened again, except from `here`; the thread read last comes first, and an input of
    /// several threads comes once.
    pub(crate) fn library(&self, here: Option<&str>) -> Result<Vec<Kept>, Fault> {
        // SQLite takes bare columns from the row with the largest `touched`.
        let select = "SELECT title, origin, count(*), max(touched), sum(posts) FROM threads \
                      WHERE origin IS NOT NULL AND origin IS NOT ? GROUP BY origin ORDER BY 4 DESC LIMIT ?";
        let mut select = self.connection.prepare_cached(select)?;
        let mut rows = select.query((here, MOST))?;
        let mut library = Vec::new();
        while let Some(row) = rows.next()? {
            library.push(Kept {
                title: Text::line(&row.get::<_, String>(0)?),
                origin: row.get(1)?,
                threads: row.get::<_, u32>(2)? as usize,
                last: Time::from_millis(row.get(3)?),
                posts: row.get::<_, i64>(4)?.max(0) as usize,
            });
        }
        Ok(library)
    }

    /// Whether anything can be opened again.
    pub(crate) fn has_library(&self) -> Result<bool, Fault> {
        let select = "SELECT 1 FROM threads WHERE origin IS NOT NULL LIMIT 1";
        Ok(self.connection.query_row(select, (), |_| Ok(())).optional()?.is_some())
    }

    /// What is known of the threads that can be opened from these places.
    pub(crate) fn know(&self, places: &[String]) -> Result<Vec<Option<Known>>, Fault> {
        // One transaction, so that all reads see the same moment whatever other windows write.
        let moment = self.connection.unchecked_transaction()?;
        let known = |(row, place): (usize, &String)| match row {
            0..MOST_KNOWN => known(&moment, place).map_err(Fault::from),
            _ => Ok(None),
        };
        places.iter().enumerate().map(known).collect()
    }

    /// Gives the thread of a place a star, or takes it away. Stores the thread if it was never opened.
    pub(crate) fn star(&mut self, place: &str, title: &str, on: bool, now: Time) -> Result<(), Fault> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let update = "UPDATE threads SET starred = ? WHERE id = ?";
        let threads = numbers(&transaction, place)?;
        for thread in &threads {
            transaction.prepare_cached(update)?.execute((on, thread))?;
        }
        if threads.is_empty() && on {
            let address = address_hash(place);
            let insert = "INSERT INTO threads (title, origin, address, posts, fresh, touched, starred) \
                          VALUES (?, ?, ?, 0, 0, ?, 1)";
            let row = params![title, place, address.cast_signed(), now.millis()];
            let thread = transaction.prepare_cached(insert)?.insert(row)?;
            if address != 0 {
                let insert = "INSERT OR IGNORE INTO names (kind, name, thread) VALUES (0, ?, ?)";
                transaction.prepare_cached(insert)?.execute((address.cast_signed(), thread))?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// Takes a thread out of the library, or puts it back. What was read in it stays known.
    pub(crate) fn shelve(&mut self, place: &str, on: bool) -> Result<(), Fault> {
        let update = if on {
            "UPDATE threads SET origin = left_from, left_from = NULL WHERE left_from = ?"
        } else {
            "UPDATE threads SET left_from = origin, origin = NULL, starred = 0 WHERE origin = ?"
        };
        self.connection.prepare_cached(update)?.execute([place])?;
        Ok(())
    }

    /// Records how many replies the list counted when a thread was opened from it.
    pub(crate) fn count(&mut self, place: &str, counted: u32) -> Result<(), Fault> {
        for thread in numbers(&self.connection, place)? {
            let update = "UPDATE threads SET counted = ? WHERE id = ?";
            self.connection.prepare_cached(update)?.execute((counted, thread))?;
        }
        Ok(())
    }

    /// Records how many posts of a thread came after it was read.
    pub(crate) fn wait(&mut self, place: &str, posts: usize) -> Result<(), Fault> {
        let update = "UPDATE threads SET ahead = ? WHERE id = ?";
        for thread in numbers(&self.connection, place)? {
            self.connection.prepare_cached(update)?.execute((posts as i64, thread))?;
        }
        Ok(())
    }
}

/// The threads that can be opened from a place, or that have its address.
fn numbers(connection: &Connection, place: &str) -> rusqlite::Result<Vec<i64>> {
    let mut select = connection.prepare_cached("SELECT id FROM threads WHERE origin = ?")?;
    let threads = select.query_map([place], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    if !threads.is_empty() || canonical(place).is_none() || place.starts_with('/') {
        return Ok(threads);
    }
    let mut select = connection.prepare_cached("SELECT thread FROM names WHERE kind = 0 AND name = ?")?;
    let named = select.query_row([address_hash(place).cast_signed()], |row| row.get(0)).optional()?;
    Ok(named.into_iter().collect())
}

fn known(connection: &Connection, place: &str) -> rusqlite::Result<Option<Known>> {
    let mut known: Option<Known> = None;
    for thread in numbers(connection, place)? {
        let select = "SELECT posts, fresh, touched, starred, ahead, counted FROM threads WHERE id = ?";
        let row = connection.prepare_cached(select)?.query_row([thread], |row| {
            let (posts, fresh, ahead): (u32, u32, u32) = (row.get(0)?, row.get(1)?, row.get(4)?);
            Ok((posts, fresh, row.get(2)?, row.get::<_, bool>(3)?, ahead, row.get::<_, Option<u32>>(5)?))
        });
        let Some((posts, fresh, touched, starred, ahead, counted)) = row.optional()? else { continue };
        let (all, of_new) = (read(connection, thread, 0)?, read(connection, thread, fresh)?);
        let sum = known.get_or_insert_default();
        sum.posts += posts as usize;
        sum.unread += (posts as usize).saturating_sub(all);
        sum.new += (posts.saturating_sub(fresh) as usize).saturating_sub(of_new) + ahead as usize;
        sum.last = Some(sum.last.map_or(Time::from_millis(touched), |last| last.max(Time::from_millis(touched))));
        sum.counted = counted.map(|counted| counted as usize);
        sum.is_starred |= starred;
    }
    Ok(known)
}

/// The number of read posts of a thread, from a post number on.
pub(super) fn read(connection: &Connection, thread: i64, from: u32) -> rusqlite::Result<usize> {
    let (first, end) = (chunk(thread, from), chunks(thread).end);
    let mut select =
        connection.prepare_cached("SELECT chunk, bits FROM bits WHERE chunk >= ? AND chunk < ? AND kind = ?")?;
    let mut rows = select.query((first, end, Bit::Read as i64))?;
    let mut many = 0;
    while let Some(row) = rows.next()? {
        let skipped = if row.get::<_, i64>(0)? == first { from % CHUNK } else { 0 };
        let bits = row.get_ref(1)?.as_blob().unwrap_or_default();
        let head = bits.get((skipped / 8) as usize).map_or(0, |byte| (byte >> (skipped % 8)).count_ones());
        let rest = bits.iter().skip((skipped / 8) as usize + 1).map(|byte| byte.count_ones());
        many += (head + rest.sum::<u32>()) as usize;
    }
    Ok(many)
}

/// Adds what a store of an earlier version lacks about threads in lists.
pub(super) fn migrate(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "ALTER TABLE threads ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
         ALTER TABLE threads ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0;
         ALTER TABLE threads ADD COLUMN left_from TEXT;
         ALTER TABLE threads ADD COLUMN counted INTEGER;
         CREATE INDEX threads_origin ON threads (origin);",
    )
}

#[cfg(test)]
mod tests {
    use super::super::Page;
    use super::super::sample::{Home, NOW, post, thread};
    use super::*;
    use crate::visit::Change;

    const PLACE: &str = "https://harbour.example/t/7";

    #[test]
    fn what_is_new_unread_and_starred_is_known_by_where_a_thread_is() {
        let home = Home::new();
        let mut store = home.open();
        let lamp = thread("Lamp", &["lamp", "gull"]);
        let (memory, _) = store.recall(&Page::of(&lamp), Some(PLACE), NOW).unwrap();
        store.keep(&memory, &[Change::Read(vec![post(0), post(1)], true)], NOW).unwrap();
        let numbers = |store: &Store| {
            let known = store.know(&[PLACE.to_owned(), "https://gull.example/".to_owned()]).unwrap();
            assert!(known[1].is_none());
            let known = known[0].clone().unwrap();
            (known.posts, known.unread, known.new, known.is_starred)
        };
        assert_eq!(numbers(&store), (3, 1, 0, false));
        store.star(PLACE, "Lamp", true, NOW).unwrap();
        store.wait(PLACE, 4).unwrap();
        assert_eq!(numbers(&store), (3, 1, 4, true));
        let longer = thread("Lamp", &["lamp", "gull", "ferry"]);
        store.recall(&Page::of(&longer), Some(PLACE), NOW).unwrap();
        assert_eq!(numbers(&store), (4, 2, 1, true), "what waited was met");
    }

    #[test]
    fn a_thread_that_was_only_starred_is_met_as_new_when_it_is_read() {
        let home = Home::new();
        let mut store = home.open();
        store.star(PLACE, "The lamp", true, NOW).unwrap();
        let library = store.library(None).unwrap();
        assert_eq!((library.len(), &*library[0].title, library[0].posts), (1, "The lamp", 0));
        let (_, visit) = store.recall(&Page::of(&thread("Lamp", &["lamp"])), Some(PLACE), NOW).unwrap();
        assert!(visit.known.is_empty());
        assert_eq!(store.library(None).unwrap().len(), 1);
        assert!(store.know(&[PLACE.to_owned()]).unwrap()[0].as_ref().unwrap().is_starred);
    }

    #[test]
    fn what_is_taken_out_can_be_taken_back_and_nothing_that_was_read_is_lost() {
        let home = Home::new();
        let mut store = home.open();
        let lamp = thread("Lamp", &["lamp"]);
        store.recall(&Page::of(&lamp), Some(PLACE), NOW).unwrap();
        store.shelve(PLACE, false).unwrap();
        assert!(!store.has_library().unwrap() && store.library(None).unwrap().is_empty());
        store.shelve(PLACE, true).unwrap();
        assert_eq!(store.library(None).unwrap().len(), 1);
        assert!(store.library(Some(PLACE)).unwrap().is_empty());
        store.shelve(PLACE, false).unwrap();
        let (_, visit) = store.recall(&Page::of(&lamp), Some(PLACE), NOW).unwrap();
        assert_eq!(visit.known.count(0..2), 2);
        assert_eq!(store.library(None).unwrap().len(), 1, "what is read again is there again");
    }
}
