//! Forgets threads that nobody has opened for long, and the oldest if there are too many.

use super::memory::chunks;
use super::{Fault, Gathered, Store};
use crate::thread::Time;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// How much the store remembers. Threads with a star stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Months after its last visit at which a thread is forgotten.
    pub(crate) months: u32,
    /// Threads at most.
    pub(crate) threads: usize,
    /// Posts of all threads at most; each takes about 16 bytes.
    pub(crate) posts: usize,
    /// How much of them is searchable.
    pub(crate) gathered: Gathered,
}

impl Default for Limits {
    fn default() -> Self {
        Self { months: 24, threads: 5000, posts: 20_000_000, gathered: Gathered::default() }
    }
}

const DAY: i64 = 24 * 3600 * 1000;
const MONTH: i64 = 30 * DAY;

impl Store {
    /// Forgets what exceeds the limits. A thread touched within a day stays: another window may have it open.
    pub(crate) fn expire(&mut self, now: Time) -> Result<(), Fault> {
        let limits = self.limits;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let old = now.millis() - i64::from(limits.months) * MONTH;
        let mut gone: Vec<i64> = Vec::new();
        {
            let mut threads =
                transaction.prepare_cached("SELECT id, posts, touched, starred FROM threads ORDER BY touched DESC")?;
            let mut rows = threads.query(())?;
            let (mut many, mut posts) = (0, 0);
            while let Some(row) = rows.next()? {
                let (id, size, touched): (i64, u32, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                (many, posts) = (many + 1, posts + size as usize);
                let is_over = touched < old || many > limits.threads || posts > limits.posts;
                let is_starred: bool = row.get(3)?;
                if is_over && !is_starred && touched < now.millis() - DAY {
                    gone.push(id);
                }
            }
        }
        gone.iter().try_for_each(|&thread| forget(&transaction, thread))?;
        transaction.commit()?;
        if !gone.is_empty() {
            self.connection.execute_batch("PRAGMA incremental_vacuum")?;
        }
        Ok(())
    }
}

/// Deletes everything about a thread.
fn forget(transaction: &Transaction<'_>, thread: i64) -> rusqlite::Result<()> {
    let connection: &Connection = transaction;
    for table in ["names", "samples", "away", "marks"] {
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE thread = ?"))?.execute([thread])?;
    }
    let rows = chunks(thread);
    for table in ["keys", "bits"] {
        let delete = format!("DELETE FROM {table} WHERE chunk >= ? AND chunk < ?");
        connection.prepare_cached(&delete)?.execute([rows.start, rows.end])?;
    }
    connection.prepare_cached("DELETE FROM threads WHERE id = ?")?.execute([thread])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Home, NOW, post, thread};
    use super::*;
    use crate::visit::Change;

    fn later(days: i64) -> Time {
        Time::from_millis(NOW.millis() + days * DAY)
    }

    #[test]
    fn what_is_old_or_too_much_is_forgotten_and_what_is_open_is_not() {
        let home = Home::new();
        let mut store = home.with(Limits { months: 3, threads: 2, posts: 100, ..Limits::default() });
        let (lamp, gull, ferry) = (thread("Lamp", &["lamp"]), thread("Gull", &["gull"]), thread("Ferry", &["ferry"]));
        let (memory, _) = store.visit(&lamp);
        store.visit(&gull);
        store.visit(&ferry);
        store.keep(&memory, &[Change::Read(vec![post(1)], true)], later(1)).unwrap();
        store.expire(later(1)).unwrap();
        let is_known = |store: &mut Store, page: &_| !store.visit(page).1.known.is_empty();
        assert_eq!(store.titles().len(), 3, "a day has not passed");
        store.expire(later(2)).unwrap();
        assert_eq!(store.titles().len(), 2, "there are too many");
        store.expire(later(92)).unwrap();
        assert_eq!(store.titles(), [""; 0]);
        assert!(!is_known(&mut store, &lamp));
        assert!(!store.keep(&memory, &[Change::Read(vec![post(1)], true)], NOW).unwrap(), "it is another thread now");
        for table in ["keys", "bits", "names", "samples"] {
            let many = format!("SELECT count(*) FROM {table}");
            let many: i64 = store.connection.query_row(&many, (), |row| row.get(0)).unwrap();
            assert!(many < 4, "{table}: {many}");
        }
    }
}
