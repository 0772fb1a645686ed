//! What is forgotten: threads that nobody has opened for long, and the oldest where there are too many.

use super::memory::chunks;
use super::{Fault, Store};
use crate::thread::Time;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// How much is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Months after which a thread is forgotten that was not opened again.
    pub(crate) months: u32,
    /// Threads.
    pub(crate) threads: usize,
    /// Posts of all threads together; each takes about 16 bytes.
    pub(crate) posts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { months: 24, threads: 5000, posts: 20_000_000 }
    }
}

const DAY: i64 = 24 * 3600 * 1000;
const MONTH: i64 = 30 * DAY;

impl Store {
    /// Forgets what is over the limits. What was touched within a day stays: it may be open in another window.
    pub(crate) fn expire(&mut self, now: Time) -> Result<(), Fault> {
        let limits = self.limits;
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let old = now.millis() - i64::from(limits.months) * MONTH;
        let mut gone: Vec<i64> = Vec::new();
        {
            let mut threads =
                transaction.prepare_cached("SELECT id, posts, touched FROM threads ORDER BY touched DESC")?;
            let mut rows = threads.query(())?;
            let (mut many, mut posts) = (0, 0);
            while let Some(row) = rows.next()? {
                let (id, size, touched): (i64, u32, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                (many, posts) = (many + 1, posts + size as usize);
                let is_over = touched < old || many > limits.threads || posts > limits.posts;
                if is_over && touched < now.millis() - DAY {
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

/// Forgets a thread.
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
